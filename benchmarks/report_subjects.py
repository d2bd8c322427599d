"""The reports that are measured: each edition of the invented people, who answered in words and in pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from app.cli.sample_care import make_care_sample
from app.cli.sample_own import make_own_text_sample
from app.cli.sample_pictures import make_own_sample, make_picture_sample
from app.cli.sample_report import PICTURES as IN_PICTURES
from app.cli.sample_report import TEXT as IN_WORDS
from app.cli.sample_report import make_sample
from app.cli.sample_summary import make_summary_sample
from app.core.responses import Response
from app.instruments.library import Library
from app.reporting.booklet import render_booklet, render_booklet_html
from app.reporting.care_signal import CARE_SIGNAL, render_care_signal, render_care_signal_html
from app.reporting.conversation import render_html, render_pdf
from app.reporting.own import render_own, render_own_html
from app.reporting.summary import render_summary, summary_forms
from app.reporting.templates import BOOKLET, OWN, PICTURES, SUMMARY, TEXT

LOCALES = ("nl", "en", "ar", "ti")
Changes = Mapping[str, Response]


@dataclass(frozen=True, slots=True)
class Subject:
    """One report that can be made.

    ``folder`` of ``reports/`` with its stylesheet; ``forms``: its HTML, of the summary each form that may be tried;
    ``make``: the file, ``large=True`` for large print.
    """

    folder: str
    forms: Callable[[], tuple[str, ...]]
    make: Callable[..., bytes]


def conversation(library: Library, locale: str, changes: Changes) -> Subject:
    """The conversation report of answers in words."""
    made = make_sample(library, locale, changes=changes)
    parts = (made.content, made.wording_nl, made.wording_own, made.meta)
    return Subject(TEXT, lambda: (render_html(*parts),), partial(render_pdf, *parts))


def conversation_in_pictures(library: Library, locale: str, _changes: Changes) -> Subject:
    """The conversation report of answers in pictures."""
    made = make_picture_sample(library, locale)
    parts = (made.content, made.wording_nl, made.wording_own, made.meta)
    return Subject(PICTURES, lambda: (render_html(*parts),), partial(render_pdf, *parts))


def own(library: Library, locale: str, changes: Changes) -> Subject:
    """The person's own report in words."""
    made = make_own_text_sample(library, locale, changes=changes)
    parts = (made.content, made.wording, made.meta)
    return Subject(OWN, lambda: (render_own_html(*parts),), partial(render_own, *parts))


def booklet(library: Library, locale: str, _changes: Changes) -> Subject:
    """The person's own report in pictures."""
    made = make_own_sample(library, locale)
    parts = (made.content, made.wording, made.meta)
    return Subject(BOOKLET, lambda: (render_booklet_html(*parts),), partial(render_booklet, *parts))


def summary(library: Library, locale: str, changes: Changes, *, pictures: bool = False) -> Subject:
    """The summary of one page."""
    made = make_summary_sample(library, locale, pictures=pictures, changes={} if pictures else changes)
    parts = (made.content, made.wording, made.wording_nl, made.meta)
    return Subject(SUMMARY, lambda: summary_forms(*parts), partial(render_summary, *parts))


def care_signal(library: Library, locale: str, changes: Changes, *, instrument: str = IN_WORDS) -> Subject:
    """The care signal."""
    kept = changes if instrument == IN_WORDS else {}
    made = make_care_sample(library, locale, instrument=instrument, changes=kept)
    parts = (made.content, made.wording_nl, made.wording_own, made.meta)
    return Subject(CARE_SIGNAL, lambda: (render_care_signal_html(*parts),), partial(render_care_signal, *parts))


EDITIONS: Mapping[str, Callable[[Library, str, Changes], Subject]] = {
    "conversation": conversation,
    "conversation, pictures": conversation_in_pictures,
    "own": own,
    "own, pictures": booklet,
    "summary": summary,
    "summary, pictures": partial(summary, pictures=True),
    "care signal": care_signal,
    "care signal, pictures": partial(care_signal, instrument=IN_PICTURES),
}
"""Name in the tables, to what makes its subject. In pictures the changes of answers in words are left out."""


def different(library: Library, turn: int) -> Subject:
    """The report of somebody who answered otherwise than the one before; editions and languages in turn."""
    changes = {f"c{scale}{letter}": _choice(turn + scale) for scale in range(1, 9) for letter in "abcd"}
    names = list(EDITIONS)
    return EDITIONS[names[turn % len(names)]](library, LOCALES[turn // len(names) % len(LOCALES)], changes)


def _choice(turn: int) -> Response:
    return Response(options=(str(turn % 5),))
