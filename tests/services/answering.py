"""Answering through the use cases, as the pages do."""

from __future__ import annotations

import secrets

from sqlalchemy import Engine, event

from app.core.instrument import Item, ItemKind
from app.core.responses import Response
from app.core.routing import visible_options
from app.services.delivery import Shown, Sitting, open_sitting, record_response
from app.services.work import Work


def shown(key: str | None = None, locale: str = "nl") -> Shown:
    """How a form showed an item; a fresh form unless its key is given."""
    return Shown(locale=locale, direction="ltr", key=key or secrets.token_hex(8))


def option(option_id: str) -> Response:
    """One chosen option."""
    return Response(options=(option_id,))


def answer(work: Work, token: str, item_id: str, value: Response, key: str | None = None) -> None:
    """Open the sitting as a page does, and record one response."""
    record_response(work, open_sitting(work, token, [item_id]), item_id, value, shown(key))


def answer_everything(work: Work, token: str, **chosen: Response) -> None:
    """Answer every item on the path: as ``chosen``, else with the middle option, 7 or some words."""
    answered: set[str] = set()
    while True:
        sitting = open_sitting(work, token, None)
        open_items = [step.id for step in sitting.path if step.kind == "item" and step.id not in answered]
        if not open_items:
            return
        item = sitting.instrument.items[open_items[0]]
        answer(work, token, item.id, chosen.get(item.id) or some_response(sitting, item))
        answered.add(item.id)


def some_response(sitting: Sitting, item: Item) -> Response:
    """A response that fits."""
    if item.kind is ItemKind.NUMBER:
        return Response(number=max(item.minimum, min(7, item.maximum)))
    if item.kind is ItemKind.TEXT:
        return Response(text="Ik werk graag met hout. ደሃን")
    offered = [found for found in visible_options(item, sitting.instrument, sitting.responses) if not found.exclusive]
    return option(offered[len(offered) // 2].id)


class Statements:
    """Counts what an engine is asked while the block runs."""

    def __init__(self, *engines: Engine) -> None:
        self.engines = engines
        self.texts: list[str] = []

    def __enter__(self) -> Statements:
        for engine in self.engines:
            event.listen(engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_error: object) -> None:
        for engine in self.engines:
            event.remove(engine, "before_cursor_execute", self._note)

    def _note(self, _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        self.texts.append(statement)

    def __len__(self) -> int:
        return len(self.texts)
