"""Screens of the picture variant that belong to no question: what is told, one sentence a screen, and small choices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from app.core.routing import Step
from app.services.sittings import Sitting
from app.web import steps
from app.web.participant.picture_cards import Card, Drawing, drawing_of
from app.web.participant.sitting import show

TELL = "tell"
KEY = re.compile(r"[a-z0-9_.]{1,60}")
CHOSEN = "option"
"""Name of the field that every card of every screen sends."""


def tell(
    sitting: Sitting,
    statement: str,
    *,
    more: Sequence[str] = (),
    scene: str = "",
    here: Step | None = None,
    place: tuple[int, int] | None = None,
    private: bool = False,
    **values: Any,  # noqa: ANN401 - what the template shows
) -> tuple[str, int]:
    """One picture and one sentence. ``scene``: text key of the drawing, else that of ``statement``.

    ``place``: which of how many such screens this is; ``values`` may hold ``tick`` and ``back`` (text keys that name
    these controls, or "" for none), ``tick_action``, ``cross``, and ``sign``: an icon where there is no drawing.
    """
    values.setdefault("back", "ui.back")
    return show(
        "participant/picture/tell.html",
        sitting,
        here=here,
        private=private,
        statement=statement,
        more=more,
        scene=drawing_of(scene or statement),
        place=place,
        **values,
    )


def choose(
    sitting: Sitting,
    statement: str,
    cards: Sequence[Card],
    *,
    more: Sequence[str] = (),
    scene: Drawing | None = None,
    status: int = 200,
    here: Step | None = None,
    **values: Any,  # noqa: ANN401 - what the template shows
) -> tuple[str, int]:
    """A question beside the instrument with its cards; ``values`` as in ``tell``, ``several``: more than one.

    ``before`` among them: text key of what is said first.
    """
    values.setdefault("back", "ui.back")
    values.setdefault("cards_look", "" if scene else "few")
    return show(
        "participant/picture/choose.html",
        sitting,
        here=here,
        status=status,
        statement=statement,
        more=more,
        scene=scene,
        choices_here=cards,
        **values,
    )


def chosen_in(form: MultiDict[str, str], offered: Sequence[str]) -> str:
    """The card that was sent with the tick, or nothing."""
    chosen = form.get(CHOSEN, "")
    return chosen if chosen in offered and form.get("go", "next") == "next" else ""


def line_in(args: MultiDict[str, str], number: int) -> int:
    """Which of ``number`` lines the address asks for; the first for anything else."""
    line = args.get("line", 0, int)
    return line if 0 <= line < number else 0


def written_line(key: str) -> str:
    """A told screen as it stands in the ``back`` of an address."""
    return f"{TELL}:{key}"


def address_of_line(key: str) -> str:
    """The address of a told screen."""
    return url_for("participant.tell", key=key)


def read_back(text: str | None) -> str | None:
    """The address that ``back`` names: a step, or a told screen; None for anything else."""
    step = steps.read(text)
    if step:
        return steps.address_of(step)
    kind, _, key = (text or "").partition(":")
    return address_of_line(key) if kind == TELL and KEY.fullmatch(key) else None


def start_lines() -> tuple[str, ...]:
    """What is told before somebody chooses to take part: the ear, then who sees what, one line at a time."""
    return ("start.listen_first", *(f"who_sees.{number}" for number in range(1, 9)))
