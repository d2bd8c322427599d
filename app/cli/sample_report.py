"""``flask --app app sample-report``: the report of an invented person, made by the real rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask import Flask
from ruamel.yaml import YAML

from app import paths
from app.core.figural import figure_series
from app.core.instrument import Instrument, Store
from app.core.picture_report import PictureContent
from app.core.profile_maker import make_profile
from app.core.report import CareRelease, ReportContent, conversation_content
from app.core.responses import Response
from app.core.routing import Modules
from app.instruments.answers import read_responses
from app.instruments.library import Library, load_library
from app.instruments.wording import Wording
from app.reporting.meta import ReportMeta, Seen
from app.services.reports.fingerprint import translation_status

CONVERSATION, FOR_VLUCHTELINGENWERK, OWN = "conversation", "conversation_vluchtelingenwerk", "own"
SUMMARY, CARE_SIGNAL = "summary", "care_signal"
EDITIONS = (CONVERSATION, FOR_VLUCHTELINGENWERK, OWN, SUMMARY, CARE_SIGNAL)
TEXT, PICTURES = "profile", "picture-profile"
FOLDERS = {TEXT: "conversation", PICTURES: "picture_conversation"}
"""Instrument to the folder of ``reports/`` with its invented person."""


def register(app: Flask) -> None:
    """Add the command to the application."""
    app.cli.add_command(sample_report)


@click.command("sample-report")
@click.option("--instrument", type=click.Choice(tuple(FOLDERS)), default=TEXT, show_default=True)
@click.option("--edition", type=click.Choice(EDITIONS), default=CONVERSATION, show_default=True)
@click.option("--locale", required=True, help="Language of the person, such as ar.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="PDF to write.")
@click.option("--approved", is_flag=True, help="As if the wording of this language had been released.")
@click.option("--large", is_flag=True, help="In large print.")
def sample_report(instrument: str, edition: str, locale: str, out: Path, *, approved: bool, large: bool) -> None:
    """Write a report of an invented person to a PDF; the answers stand in reports/, in sample.yaml."""
    library = load_library()
    if locale not in library.locales:
        raise click.BadParameter(f"{locale!r} is none of {', '.join(library.locales)}", param_hint="--locale")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(sample_pdf(library, instrument, edition, locale, approved=approved, large=large))
    click.echo(f"{out}: {out.stat().st_size / 1000:.0f} kB")


def sample_pdf(
    library: Library, instrument: str, edition: str, locale: str, *, approved: bool = False, large: bool = False
) -> bytes:
    """One edition for the invented person in one locale, as PDF."""
    from app.cli.sample_pictures import make_picture_sample  # noqa: PLC0415 - it imports from here
    from app.reporting.conversation import render_pdf  # noqa: PLC0415 - WeasyPrint is big

    if edition == CARE_SIGNAL:
        return _care_signal(library, instrument, locale, approved=approved, large=large)
    if edition == SUMMARY:
        return _summary(library, instrument, locale, approved=approved, large=large)
    if edition == OWN:
        return (_booklet if instrument == PICTURES else _own)(library, locale, approved=approved, large=large)
    make = make_picture_sample if instrument == PICTURES else make_sample
    sample = make(library, locale, edition=edition, approved=approved)
    return render_pdf(sample.content, sample.wording_nl, sample.wording_own, sample.meta, large=large)


def _own(library: Library, locale: str, *, approved: bool, large: bool) -> bytes:
    from app.cli.sample_own import make_own_text_sample  # noqa: PLC0415 - it imports from here
    from app.reporting.own import render_own  # noqa: PLC0415 - WeasyPrint is big

    sample = make_own_text_sample(library, locale, approved=approved)
    return render_own(sample.content, sample.wording, sample.meta, large=large)


def _booklet(library: Library, locale: str, *, approved: bool, large: bool) -> bytes:
    from app.cli.sample_pictures import make_own_sample  # noqa: PLC0415 - it imports from here
    from app.reporting.booklet import render_booklet  # noqa: PLC0415 - WeasyPrint is big

    sample = make_own_sample(library, locale, approved=approved)
    return render_booklet(sample.content, sample.wording, sample.meta, large=large)


def _summary(library: Library, instrument: str, locale: str, *, approved: bool, large: bool) -> bytes:
    from app.cli.sample_summary import make_summary_sample  # noqa: PLC0415 - it imports from here
    from app.reporting.summary import render_summary  # noqa: PLC0415 - WeasyPrint is big

    sample = make_summary_sample(library, locale, pictures=instrument == PICTURES, approved=approved)
    return render_summary(sample.content, sample.wording, sample.wording_nl, sample.meta, large=large)


def _care_signal(library: Library, instrument: str, locale: str, *, approved: bool, large: bool) -> bytes:
    from app.cli.sample_care import make_care_sample  # noqa: PLC0415 - it imports from here
    from app.reporting.care_signal import render_care_signal  # noqa: PLC0415 - WeasyPrint is big

    sample = make_care_sample(library, locale, instrument=instrument, approved=approved)
    return render_care_signal(sample.content, sample.wording_nl, sample.wording_own, sample.meta, large=large)


@dataclass(frozen=True, slots=True)
class Sample:
    """All that ``render_pdf`` takes."""

    content: ReportContent | PictureContent
    wording_nl: Wording
    wording_own: Wording
    meta: ReportMeta


def make_sample(
    library: Library,
    locale: str,
    *,
    edition: str = CONVERSATION,
    approved: bool = False,
    changes: Mapping[str, Response] | None = None,
) -> Sample:
    """The invented person in one locale; ``changes`` replace responses. A source language needs no release."""
    raw = read_sample(FOLDERS[TEXT])
    instrument = library.instrument(raw["instrument"])
    own = library.wording(instrument.id, locale)
    released = approved or own.info.is_source
    modules = Modules(frozenset(raw["blocks"]))
    responses = {**sample_responses(instrument, raw, locale), **(changes or {})}
    profile = make_profile(instrument, responses, modules)
    main = {name: one for name, one in responses.items() if instrument.items[name].store is Store.MAIN}
    return Sample(
        content=conversation_content(
            instrument, modules, main, profile, released=released, care=sample_release(raw, edition)
        ),
        wording_nl=library.wording(instrument.id, "nl"),
        wording_own=own,
        meta=sample_meta(raw, instrument, library, own, approved=approved),
    )


def sample_release(raw: Mapping[str, Any], edition: str) -> CareRelease:
    """What the invented person shared about health with the reader of an edition; nothing where the file is silent."""
    return CareRelease(wish=raw.get("shared_wish", {}).get(edition))


def read_sample(folder: str) -> dict[str, Any]:
    """The file ``sample.yaml`` in a folder of ``reports/``."""
    text = (paths.REPORTS / folder / "sample.yaml").read_text("utf-8")
    raw: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    return raw


def sample_responses(instrument: Instrument, raw: Mapping[str, Any], locale: str) -> dict[str, Response]:
    """The invented answers, with own words in the language of the person (else in English)."""
    answers: dict[str, Any] = {**raw["answers"], **(sample_figures(raw) if "figures" in raw else {})}
    for item_id, text in raw["own_words"].get(locale, raw["own_words"]["en"]).items():
        chosen = answers.get(item_id)
        answers[item_id] = {**chosen, "text": text} if isinstance(chosen, dict) else text
    return read_responses(instrument, answers)


def sample_figures(raw: Mapping[str, Any]) -> dict[str, str]:
    """Answers to the figural series: the right ones and "I do not know"."""
    right = {series.id: series.answer for series in figure_series()}
    known = {item_id: right[item_id] for item_id in raw["figures"]["right"]}
    return known | dict.fromkeys(raw["figures"]["unknown"], "unknown")


def sample_meta(
    raw: Mapping[str, Any], instrument: Instrument, library: Library, own: Wording, *, approved: bool
) -> ReportMeta:
    """What the sample says about itself; it always says that it is a demonstration."""
    locale = own.locale
    dutch = library.wording(instrument.id, "nl")
    return ReportMeta(
        code=raw["code"],
        on=sample_day(raw["answered_on"]),
        locale=locale,
        version=instrument.version,
        content_hash=instrument.content_hash,
        discuss_before=sample_day(raw["discuss_before"]),
        variant=instrument.variant,
        name=raw["names"].get(locale, raw["names"]["en"]),
        mode=raw["mode"],
        translation_status="approved" if approved else translation_status(own),
        released_locale=approved or own.info.is_source,
        who_saw=tuple(Seen(one["recipient"], one["part"], sample_day(one["on"])) for one in raw["who_saw"]),
        wording_hashes={"nl": dutch.content_hash, locale: own.content_hash},
        demo=True,
    )


def sample_day(value: date | str) -> date:
    """A date of the file, which may stand there as text."""
    return value if isinstance(value, date) else date.fromisoformat(value)
