"""The forms of the parts of a talk: what is read from their fields, and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from enum import StrEnum

from app.core.conversation import MOST_ROWS, Agreement, Evidence, Fit, Observation, TopicNotes
from app.local_time import ZONE
from app.services.conversation_values import AGREEMENTS, ENDING, TOPIC, PartContent

LONGEST = 2000  # signs of one field
SPARE_ROWS = 1
_IN_ROWS = ("what", "who", "by", "on", "needs")

Fields = Mapping[str, str]
"""Name of a field to what stands in it; a row of several fields has its number, from 0, behind each name."""


class Unreadable(StrEnum):
    """Why a form cannot be kept as it is; the page has a sentence for each."""

    TOO_LONG = "too_long"
    DAY = "day"  # what stands there is no day
    CHOICE = "choice"  # what was chosen does not stand on the page
    TIME = "time"  # a day without a time, or a time without a day
    ROW = "row"  # who, when or by whom, but not what


class FormUnreadable(ValueError):
    """What was typed cannot be kept as it is; ``problem`` says why."""

    def __init__(self, problem: Unreadable) -> None:
        super().__init__(problem)
        self.problem = problem


def content_in(part: str, fields: Fields) -> PartContent:
    """What the form of a part says. Raises FormUnreadable: nothing that was typed is left out."""
    if part.startswith(TOPIC):
        return TopicNotes(_fit(fields), _text(fields, "words"), _observations(fields))
    if part == AGREEMENTS:
        return _agreements(fields)
    if part == ENDING:
        return _text(fields, "disagreement"), _moment(fields)
    return _text(fields, "words")


def fields_of(content: PartContent) -> dict[str, str]:
    """What stands in the form of a part."""
    if isinstance(content, TopicNotes):
        return {"fit": content.fit or "", "words": content.words, **_rows_of(content.observations)}
    if isinstance(content, str):
        return {"words": content}
    match content:
        case (str(words), datetime() | None as moment):
            return {"disagreement": words, **_fields_of_moment(moment)}
    return _rows_of(content)


def rows_shown(fields: Fields) -> int:
    """How many rows a form has: those with something in them, and an empty one."""
    filled = (row + 1 for row in range(MOST_ROWS) if any(fields.get(f"{name}-{row}") for name in _IN_ROWS))
    return min(max(filled, default=0) + SPARE_ROWS, MOST_ROWS)


def day_in(text: str) -> date | None:
    """A day as a field sends it; None for an empty one. Raises FormUnreadable."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise FormUnreadable(Unreadable.DAY) from error


def _fit(fields: Fields) -> Fit | None:
    chosen = fields.get("fit", "")
    if chosen not in {"", *Fit}:
        raise FormUnreadable(Unreadable.CHOICE)
    return Fit(chosen) if chosen else None


def _observations(fields: Fields) -> tuple[Observation, ...]:
    return tuple(
        Observation(
            _evidence(fields, row),
            _text(fields, f"what-{row}"),
            _text(fields, f"by-{row}"),
            day_in(fields.get(f"on-{row}", "")),
        )
        for row in range(MOST_ROWS)
        if _says_what(fields, row)
    )


def _agreements(fields: Fields) -> tuple[Agreement, ...]:
    return tuple(
        Agreement(
            _text(fields, f"what-{row}"),
            _text(fields, f"who-{row}"),
            day_in(fields.get(f"on-{row}", "")),
            _text(fields, f"needs-{row}"),
        )
        for row in range(MOST_ROWS)
        if _says_what(fields, row)
    )


def _says_what(fields: Fields, row: int) -> bool:
    """Whether a row is filled in; raises FormUnreadable when only what belongs to it is."""
    filled = {name for name in _IN_ROWS if _text(fields, f"{name}-{row}")}
    if filled and "what" not in filled:
        raise FormUnreadable(Unreadable.ROW)
    return bool(filled)


def _evidence(fields: Fields, row: int) -> Evidence:
    chosen = fields.get(f"evidence-{row}", "")
    if chosen not in set(Evidence):
        raise FormUnreadable(Unreadable.CHOICE)
    return Evidence(chosen)


def _text(fields: Fields, name: str) -> str:
    """Words as typed, without blank space around them."""
    words = fields.get(name, "").replace("\r\n", "\n").strip()
    if len(words) > LONGEST:
        raise FormUnreadable(Unreadable.TOO_LONG)
    return words


def _moment(fields: Fields) -> datetime | None:
    """When the next talk is: a day and a time, or nothing."""
    day, clock = day_in(fields.get("next_day", "")), fields.get("next_time", "")
    if day is None and not clock:
        return None
    if day is None:
        raise FormUnreadable(Unreadable.TIME)
    try:
        return datetime.combine(day, time.fromisoformat(clock), ZONE)
    except ValueError as error:
        raise FormUnreadable(Unreadable.TIME) from error


def _fields_of_moment(moment: datetime | None) -> dict[str, str]:
    local = moment.astimezone(ZONE) if moment else None
    return {
        "next_day": local.date().isoformat() if local else "",
        "next_time": local.strftime("%H:%M") if local else "",
    }


def _rows_of(rows: Sequence[Observation | Agreement]) -> dict[str, str]:
    return {f"{name}-{row}": words for row, one in enumerate(rows) for name, words in _row_of(one).items()}


def _row_of(one: Observation | Agreement) -> dict[str, str]:
    on = one.on.isoformat() if one.on else ""
    if isinstance(one, Observation):
        return {"evidence": one.evidence.value, "what": one.what, "by": one.by, "on": on}
    return {"what": one.what, "who": one.who, "on": on, "needs": one.needs}
