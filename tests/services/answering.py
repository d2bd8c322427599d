"""Answering through the use cases, as the pages do."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Self

from sqlalchemy import Engine, event, insert, update

from app.core.instrument import Item, ItemKind, Store
from app.core.responses import Response
from app.core.routing import items_on_path, visible_options
from app.services.delivery import Shown, record_response, see_profile
from app.services.sittings import Sitting, Standing, open_sitting
from app.services.work import Work
from app.store.care_models import CareBasis, CareResponse
from app.store.models import Participation, SittingState
from app.store.models import Response as Row
from app.store.response_values import encode, encode_whole
from tests.factories import Invited


def shown(key: str | None = None, locale: str = "nl") -> Shown:
    """How a form showed an item; a fresh form unless its key is given."""
    return Shown(locale=locale, direction="ltr", key=key or secrets.token_hex(8))


def option(option_id: str) -> Response:
    """One chosen option."""
    return Response(options=(option_id,))


def answer(work: Work, token: str, item_id: str, value: Response, key: str | None = None) -> None:
    """Open the sitting as a page does, and record one response."""
    record_response(work, open_sitting(work, token, [item_id]), item_id, value, shown(key))


def answer_everything(work: Work, token: str, locale: str = "nl", /, **chosen: Response) -> None:
    """Answer every item on the path: as ``chosen``, else with the middle option, 7 or some words."""
    sitting = open_sitting(work, token)
    responses: dict[str, Response] = {}
    while True:
        on_path = items_on_path(sitting.instrument, sitting.modules, responses)
        item = next((item for item in on_path if item.id not in responses), None)
        if item is None:
            break
        responses[item.id] = chosen.get(item.id) or some_response(replace(sitting, standing=_standing(responses)), item)
        _store(work, sitting, item, responses[item.id], locale)
    work.care.commit()
    work.db.execute(
        update(Participation).where(Participation.id == sitting.id).values(locale=locale, state=SittingState.STARTED)
    )
    work.db.commit()


def _standing(responses: Mapping[str, Response]) -> dict[str, Standing]:
    return {item_id: Standing(value, 0, {}) for item_id, value in responses.items()}


def _store(work: Work, sitting: Sitting, item: Item, value: Response, locale: str) -> None:
    key, now = secrets.token_hex(8), work.now()
    common = {
        "item_id": item.id, "locale": locale, "direction": "ltr", "idempotency_key": key,
        "shown_at": now - timedelta(seconds=12), "answered_at": now,
    }  # fmt: skip
    if item.store is Store.CARE:
        sealed = work.cares.seal(encode_whole(value), f"care_response:{sitting.token}:{item.id}:{key}")
        work.care.execute(insert(CareResponse).values(token=sitting.token, value_encrypted=sealed, **common))
        return
    text = value.text
    sealed_text = None if text is None else work.texts.seal(text, f"response:{sitting.token}:{item.id}:{key}")
    work.db.execute(
        insert(Row).values(participation_id=sitting.id, value=encode(value), text_encrypted=sealed_text, **common)
    )


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

    def __enter__(self) -> Self:
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


def look_back(work: Work, invited: Invited, locale: str = "nl") -> None:
    """The person has seen the own profile: from here on sharing is asked about."""
    see_profile(work, open_sitting(work, invited.token), locale)


def state_basis(work: Work, invited: Invited) -> None:
    """State the basis of the municipality for sharing themes of health, and let the person look back."""
    sitting = open_sitting(work, invited.token)
    work.care.add(
        CareBasis(
            organisation_id=sitting.organisation_id,
            dpia_reference="DPIA 7",
            officer="A. Bakker",
            set_by=1,
            set_at=work.now(),
        )
    )
    work.care.commit()
    see_profile(work, sitting, "nl")
