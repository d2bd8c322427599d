"""Reports of the invented person who answers in pictures, each made once per test run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from app.cli.sample_pictures import OwnSample, make_own_sample, make_picture_sample
from app.cli.sample_report import Sample
from app.core.responses import Missing, Response
from app.reporting.booklet import render_booklet_html
from app.reporting.conversation import render_html
from app.reporting.render import pdf_of
from app.reporting.templates import BOOKLET, PICTURES
from tests.reports.conftest import Listening, definitions

LOCALES = ("nl", "en", "ar", "ti")
JARS = ("p1", "p3", "p4")


@dataclass(frozen=True)
class MadeInPictures:
    """One report with everything it was made from; ``own`` is ``nl`` where only one language is spoken."""

    sample: Sample | OwnSample
    html: str
    pdf: bytes
    nl: Listening
    own: Listening

    @property
    def said(self) -> dict[str, list[str]]:
        """Every text that was asked for, with its words."""
        return {**self.nl.said, **self.own.said}


def items() -> list[str]:
    """Every counted item of the form."""
    instrument = definitions().instrument("picture-profile")
    return [item.id for item in instrument.items.values() if item.counted]


def all_alike() -> dict[str, Response | None]:
    """Every jar half full."""
    return {item_id: Response(options=("1",)) for item_id in items() if item_id.split(".")[0] in JARS}


def nothing() -> dict[str, Response | None]:
    """Not one answer."""
    return {**dict.fromkeys(items()), "finish.going_well": None}


def codes_only() -> dict[str, Response | None]:
    """Every answer is that the question was not clear, or that the person would rather not say."""
    codes = (Missing.NOT_UNDERSTOOD, Missing.RATHER_NOT_SAY)
    return {item_id: Response(missing=codes[at % 2]) for at, item_id in enumerate(items())}


CHANGES = {"same": all_alike, "nothing": nothing, "codes": codes_only}


@cache
def conversation(name: str) -> MadeInPictures:
    """The conversation report by name: ``ar``; ``ar-approved``; ``nl-same``; ``nl-nothing``; ``nl-codes``."""
    locale, state = _parts(name)
    sample = make_picture_sample(definitions(), locale, approved=state == "approved", changes=_changes(state))
    nl, own = Listening(sample.wording_nl), Listening(sample.wording_own)
    html = render_html(sample.content, nl, own, sample.meta)
    return MadeInPictures(sample, html, pdf_of(html, PICTURES), nl, nl if locale == "nl" else own)


@cache
def booklet(name: str) -> MadeInPictures:
    """The booklet by name, as above."""
    locale, state = _parts(name)
    sample = make_own_sample(definitions(), locale, approved=state == "approved", changes=_changes(state))
    own = Listening(sample.wording)
    html = render_booklet_html(sample.content, own, sample.meta)
    return MadeInPictures(sample, html, pdf_of(html, BOOKLET), own, own)


def _parts(name: str) -> tuple[str, str]:
    locale, _, state = name.partition("-")
    return locale, state


def _changes(state: str) -> Mapping[str, Response | None] | None:
    return CHANGES[state]() if state in CHANGES else None
