"""From the HTML of a report to one tagged PDF. Each edition has a file of its own.

WeasyPrint, its fonts and the stylesheet are set up once per process. A report reads files of ``reports/`` and
``pictograms/`` only.
"""

from __future__ import annotations

import gc
import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from typing import Any

from weasyprint import CSS, HTML, Attachment
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration

from app import paths
from app.reporting import conformance, tags
from app.reporting.attached import Attached
from app.reporting.care_signal import CARE_SIGNAL
from app.reporting.compact import compact
from app.reporting.fetcher import OwnFilesFetcher
from app.reporting.large import enlarged
from app.reporting.sheets import whole_sheet
from app.reporting.templates import BOOKLET, OWN, PICTURES, SUMMARY, TEXT, environment

FAULTS_SHOWN = 10


class ReportFault(RuntimeError):
    """WeasyPrint complained while a report was made: such a report is not handed out."""


@dataclass(frozen=True, slots=True)
class _Tools:
    """What is set up once per process."""

    fonts: FontConfiguration
    stylesheet: CSS
    fetcher: OwnFilesFetcher


@cache
def _tools(edition: str, *, large: bool = False) -> _Tools:
    tags.install()
    fonts, fetcher = FontConfiguration(), OwnFilesFetcher()
    file = paths.REPORTS / edition / "report.css"
    words = whole_sheet(file)
    with _no_faults():
        sheet = CSS(
            string=enlarged(words) if large else words,
            base_url=file.as_uri(),
            url_fetcher=fetcher,
            font_config=fonts,
        )
    return _Tools(fonts, sheet, fetcher)


def pdf_of(html: str, edition: str, *, large: bool = False, attached: Sequence[Attached] = ()) -> bytes:
    """One PDF from the HTML of an edition, in large print where asked, with files inside. Raises ReportFault."""
    return pdf_on_one_page((html,), edition, large=large, attached=attached)


def pdf_on_one_page(
    forms: Sequence[str], edition: str, *, large: bool = False, attached: Sequence[Attached] = ()
) -> bytes:
    """One PDF of the first form that fits on a page, else of the last; as ``pdf_of``. ``forms``: one or more."""
    tools = _tools(edition, large=large)
    base = (paths.REPORTS / edition).as_uri() + "/"
    with _no_faults(), _no_collecting(), warnings.catch_warnings():
        # WeasyPrint leaves the file of its colour profile to the interpreter to close.
        warnings.filterwarnings("ignore", r"unclosed file .*sRGB2014\.icc", ResourceWarning)
        for html in forms:
            source = HTML(string=html, base_url=base, url_fetcher=tools.fetcher)
            document = source.render(
                stylesheets=[tools.stylesheet], font_config=tools.fonts, presentational_hints=False
            )
            if len(document.pages) == 1:
                break
        conformance.state_both(document.metadata)
        inside = [_attachment(one, tools.fetcher) for one in attached]
        pdf: bytes = document.write_pdf(finisher=compact, pdf_variant=conformance.VARIANT, attachments=inside)
    return pdf


def _attachment(one: Attached, fetcher: OwnFilesFetcher) -> Attachment:
    """Dated by the report itself, so that the same input gives the same bytes."""
    day = datetime.combine(one.on, time(), UTC)
    return Attachment(
        string=one.content,
        url_fetcher=fetcher,
        name=one.name,
        description=one.description,
        created=day,
        modified=day,
        relationship=one.relationship,
    )


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
    for edition in (TEXT, PICTURES, OWN, BOOKLET, SUMMARY, CARE_SIGNAL):
        _tools(edition)
        environment().get_template(f"{edition}/report.html")
