"""Make reports in one process, as a worker does, and say how it went in JSON. Called by the programs that measure.

``python reports_in_turn.py turns EDITION LOCALE ROUNDS``: ours and bare WeasyPrint on the same HTML, in turn
``python reports_in_turn.py memory REPORTS...``: resident memory after so many reports, editions and languages in turn
``python reports_in_turn.py sizes``: bytes of each edition, language and size of print
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import weasyprint.pdf as weasyprint_pdf
from measured import LAST_ALONE, OURS
from report_subjects import EDITIONS, LOCALES, Subject, different
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from app import paths
from app.instruments.library import load_library
from app.reporting import tags
from app.reporting.render import warm_up

BARE_TAGS = weasyprint_pdf.add_tags  # before ours are put in its place
VARIANTS = (None, "pdf/ua-1")
MEGABYTE = 1 << 20


def main() -> None:
    """Do what was asked for."""
    kind, *arguments = sys.argv[1:]
    kinds: dict[str, Callable[..., dict[str, Any]]] = {"turns": turns, "memory": memory, "sizes": sizes}
    print(json.dumps(kinds[kind](*arguments)))


def turns(edition: str, locale: str, rounds: str) -> dict[str, Any]:
    """Processor seconds per round of each maker, and the size of what it made."""
    subject = EDITIONS[edition](load_library(), locale, {})
    tried = forms_tried(subject)
    makers = {f"bare {variant or 'pdf'}": bare_maker(subject, tried, variant) for variant in VARIANTS}
    if len(tried) > 1:
        makers[LAST_ALONE] = bare_maker(subject, tried[-1:], None)
    makers[OURS] = lambda: ours(subject)
    seconds: dict[str, list[float]] = {name: [] for name in makers}
    sizes = {name: len(make()) for name, make in makers.items()}
    for turn in range(int(rounds)):
        for name in list(makers) if turn % 2 == 0 else list(reversed(makers)):
            gc.collect()
            seconds[name].append(_processor_seconds(makers[name]))
    return {"seconds": seconds, "sizes": sizes, "html": _processor_seconds(subject.forms)}


def ours(subject: Subject) -> bytes:
    """One report from its values, as the worker makes it."""
    tags.install()
    return subject.make()


def forms_tried(subject: Subject) -> tuple[str, ...]:
    """The HTML that is laid out: of several forms each until one fits on one page, of which the file is made."""
    *others, last = subject.forms()
    fits = (number for number, html in enumerate(others, 1) if len(bare_document(subject, html).pages) == 1)
    return (*others, last)[: next(fits, None)]


def bare_document(subject: Subject, html: str) -> Any:  # noqa: ANN401 - WeasyPrint carries no types
    """Laid out by WeasyPrint alone."""
    folder = paths.REPORTS / subject.folder
    return HTML(string=html, base_url=folder.as_uri() + "/").render(stylesheets=[CSS(filename=folder / "report.css")])


def bare_maker(subject: Subject, tried: Sequence[str], variant: str | None) -> Callable[[], bytes]:
    """WeasyPrint alone in its quick set-up: stylesheet parsed once, one set of fonts; gives a file of the last."""
    folder = paths.REPORTS / subject.folder
    fonts = FontConfiguration()
    sheet = CSS(filename=folder / "report.css", font_config=fonts)

    def make() -> bytes:
        weasyprint_pdf.add_tags = BARE_TAGS
        *others, last = (HTML(string=html, base_url=folder.as_uri() + "/") for html in tried)
        for other in others:
            other.render(stylesheets=[sheet], font_config=fonts)
        pdf: bytes = last.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant=variant)
        return pdf

    return make


def _processor_seconds(make: Callable[[], object]) -> float:
    begin = time.process_time()
    make()
    return time.process_time() - begin


def memory(*marks: str) -> dict[str, Any]:
    """Resident memory in MB after so many reports; each made as the worker does, with what is left over collected."""
    wanted = sorted(int(mark) for mark in marks)
    library, after = load_library(), {}
    warm_up()
    for number in range(1, wanted[-1] + 1):
        ours(different(library, number))
        gc.collect()
        if number in wanted:
            after[number] = _resident()
    return {"resident": after}


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


def sizes() -> dict[str, Any]:
    """Bytes per edition, then per language: in normal and in large print."""
    library = load_library()
    found: dict[str, dict[str, list[int]]] = {}
    for edition, subject_of in EDITIONS.items():
        subjects = {locale: subject_of(library, locale, {}) for locale in LOCALES}
        found[edition] = {
            locale: [len(subject.make(large=large)) for large in (False, True)] for locale, subject in subjects.items()
        }
    return {"sizes": found}


if __name__ == "__main__":
    main()
