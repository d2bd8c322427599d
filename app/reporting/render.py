"""Render reports: content, two wordings and a template become HTML, and that becomes one tagged PDF.

WeasyPrint, its fonts and the stylesheet are set up once per process. A report reads files of ``reports/`` and
``pictograms/`` only.
"""

from __future__ import annotations

import gc
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from weasyprint import CSS, HTML
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration

from app import paths
from app.core.picture_report import PictureContent, PictureOwnContent
from app.core.report import OwnText, ReportContent, ScaleRow, Withheld
from app.reporting import conformance, tags, words
from app.reporting.compact import compact
from app.reporting.fetcher import OwnFilesFetcher
from app.reporting.meta import OwnMeta, ReportMeta
from app.reporting.pictures import shows, turns
from app.reporting.typed_text import direction_of, language_of, printable
from app.reporting.voice import Voice, Wording, isolated

DUTCH = "nl"
RIGHT_TO_LEFT = "rtl"
FAULTS_SHOWN = 10
TEXT, PICTURES, BOOKLET = "conversation", "picture_conversation", "picture_own"
"""Folders of ``reports/``, each with ``report.html`` and ``report.css``."""


class ReportFault(RuntimeError):
    """WeasyPrint complained while a report was made: such a report is not handed out."""


@dataclass(frozen=True, slots=True)
class _Tools:
    """What is set up once per process."""

    fonts: FontConfiguration
    stylesheet: CSS
    fetcher: OwnFilesFetcher


@cache
def _tools(edition: str) -> _Tools:
    tags.install()
    fonts, fetcher = FontConfiguration(), OwnFilesFetcher()
    file = paths.REPORTS / edition / "report.css"
    with _no_faults():
        sheet = CSS(string=file.read_text("utf-8"), base_url=file.as_uri(), url_fetcher=fetcher, font_config=fonts)
    return _Tools(fonts, sheet, fetcher)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(paths.REPORTS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(words=words, Withheld=Withheld, isolated=isolated, shows=shows)
    environment.filters.update(bar=bar, typed=typed, decimal=decimal)
    return environment


def bar(value: float) -> str:
    """A place on the line from 0 to 100 as a share for the stylesheet, to a tenth: the drawing shows no more."""
    return f"{value:.1f}%"


def decimal(value: float, digits: int) -> str:
    """A number for the annex, with the decimal comma of Dutch."""
    return f"{value:.{digits}f}".replace(".", ",")


def typed(text: OwnText, locale: str) -> dict[str, str]:
    """Own words made fit for paper: ``text``, ``dir`` and ``lang``."""
    fit = printable(text.text)
    return {"text": fit, "dir": direction_of(fit), "lang": language_of(fit, locale)}


def finding(voice: Voice, row: ScaleRow) -> str:
    """The alternative text of a bar: topic, word and interval, in one language."""
    parts = [voice.plain(row.name)]
    if row.word is not None:
        parts.append(voice.plain(row.word))
    if row.interval is not None:
        parts.append(f"{row.interval[0]:.0f}–{row.interval[1]:.0f} / 100")
    return ": ".join(parts[:2]) + "".join(f", {part}" for part in parts[2:])


def edition_of(content: ReportContent | PictureContent) -> str:
    """The folder of ``reports/`` that says this content."""
    return PICTURES if isinstance(content, PictureContent) else TEXT


def render_html(
    content: ReportContent | PictureContent, wording_nl: Wording, wording_own: Wording, meta: ReportMeta
) -> str:
    """The conversation report as HTML: Dutch beside the person's own language, or Dutch alone.

    Pictures stand as the person saw them: turned round where that language runs right to left.

    Raises KeyError when a wording lacks a text, MissingWord when a catalogue lacks a label.
    """
    dutch = Voice(wording_nl)
    draft = not meta.released_locale
    own = None if wording_own.locale == DUTCH else Voice(wording_own, draft=draft)
    template = _environment().get_template(f"{edition_of(content)}/report.html")
    return template.render(
        **_common(own or dutch),
        content=content,
        meta=meta,
        nl=dutch,
        own=own,
        voices=[voice for voice in (dutch, own) if voice],
        draft=own is not None and draft,
        finding=finding,
    )


def _common(reader: Voice) -> dict[str, Any]:
    """What the templates of every edition are given. ``reader``: in whose language the pictures are seen."""
    right_to_left = reader.direction == RIGHT_TO_LEFT
    return {
        "page_number": Markup('<span class="page-number"></span>'),
        "page_count": Markup('<span class="page-count"></span>'),
        "pictograms": (paths.PICTOGRAMS / "svg").as_uri(),
        "components": (paths.REPORTS / "components").as_uri(),
        "turned": lambda name: right_to_left and turns(name),
    }


def render_booklet_html(content: PictureOwnContent, wording: Wording, meta: OwnMeta) -> str:
    """The person's own report with pictures as HTML, in one language. Raises KeyError and MissingWord as above."""
    voice = Voice(wording, draft=not meta.released_locale)
    template = _environment().get_template(f"{BOOKLET}/report.html")
    return template.render(**_common(voice), content=content, meta=meta, voice=voice, voices=[voice], draft=voice.draft)


def render_booklet(content: PictureOwnContent, wording: Wording, meta: OwnMeta) -> bytes:
    """The person's own report with pictures as a PDF; the same input gives the same bytes. Raises ReportFault too."""
    return pdf_of(render_booklet_html(content, wording, meta), BOOKLET)


def render_pdf(
    content: ReportContent | PictureContent, wording_nl: Wording, wording_own: Wording, meta: ReportMeta
) -> bytes:
    """The conversation report as a PDF that states PDF/UA-1 and PDF/A-3a; the same input gives the same bytes.

    Raises what ``render_html`` raises, and ReportFault when WeasyPrint has anything to complain about.
    """
    return pdf_of(render_html(content, wording_nl, wording_own, meta), edition_of(content))


def pdf_of(html: str, edition: str) -> bytes:
    """One PDF from the HTML of an edition. Raises ReportFault."""
    tools = _tools(edition)
    base = (paths.REPORTS / edition).as_uri() + "/"
    with _no_faults(), _no_collecting(), warnings.catch_warnings():
        # WeasyPrint leaves the file of its colour profile to the interpreter to close.
        warnings.filterwarnings("ignore", r"unclosed file .*sRGB2014\.icc", ResourceWarning)
        source = HTML(string=html, base_url=base, url_fetcher=tools.fetcher)
        document = source.render(stylesheets=[tools.stylesheet], font_config=tools.fonts, presentational_hints=False)
        conformance.state_both(document.metadata)
        pdf: bytes = document.write_pdf(finisher=compact, pdf_variant=conformance.VARIANT)
    return pdf


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Let the garbage collector rest: a render makes many values that live until its end."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


@contextmanager
def _no_faults() -> Iterator[None]:
    """Raise ReportFault at the end when WeasyPrint complained inside."""
    faults = _Faults()
    LOGGER.addHandler(faults)
    try:
        yield
    finally:
        LOGGER.removeHandler(faults)
    if faults.sentences:
        raise ReportFault("; ".join(list(dict.fromkeys(faults.sentences))[:FAULTS_SHOWN]))


class _Faults(logging.Handler):
    """Keeps what WeasyPrint complains about."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.sentences: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.sentences.append(record.getMessage())


def warm_up(**_: Any) -> None:  # noqa: ANN401 - a hook of the worker may hand over anything
    """Set up fonts and stylesheet before the first report is asked for."""
    for edition in (TEXT, PICTURES, BOOKLET):
        _tools(edition)
        _environment().get_template(f"{edition}/report.html")


def html_of(template: str, **values: Any) -> str:  # noqa: ANN401 - what the template shows
    """The HTML of a template of ``reports/``."""
    return _environment().get_template(template).render(**values)
