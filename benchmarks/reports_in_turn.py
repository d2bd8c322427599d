"""Make reports in one process, as a worker does, and say how it went in JSON. Called by ``bench_report.py``.

``python reports_in_turn.py turns LOCALE ROUNDS``: ours and bare WeasyPrint on the same HTML, in turn
``python reports_in_turn.py memory REPORTS``: resident memory after 20 and after all, languages in turn
``python reports_in_turn.py many REPORTS``: seconds for so many reports, languages in turn
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import weasyprint.pdf as weasyprint_pdf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from app import paths
from app.cli.sample_report import Sample, make_sample
from app.core.responses import Response
from app.instruments.library import load_library
from app.reporting import tags
from app.reporting.conversation import render_html, render_pdf

BARE_TAGS = weasyprint_pdf.add_tags  # before ours are put in its place
LOCALES = ("nl", "en", "ar", "ti")
VARIANTS = ("pdf/ua-1", "pdf/a-3a")
FIRST = 20
MEGABYTE = 1 << 20


def main() -> None:
    """Do what was asked for."""
    kind, *arguments = sys.argv[1:]
    kinds: dict[str, Callable[..., dict[str, Any]]] = {"turns": turns, "memory": memory, "many": many}
    done = kinds[kind](*arguments)
    print(json.dumps(done))


def turns(locale: str, rounds: str) -> dict[str, Any]:
    """Processor seconds per round of each maker, and the size of what it made."""
    sample = make_sample(load_library(), locale)
    html = render_html(sample.content, sample.wording_nl, sample.wording_own, sample.meta)
    makers: dict[str, Callable[[], bytes]] = {f"bare {variant}": bare_maker(html, variant) for variant in VARIANTS}
    makers["Inbeeld"] = lambda: ours(sample)
    seconds: dict[str, list[float]] = {name: [] for name in makers}
    sizes = {name: len(make()) for name, make in makers.items()}
    for turn in range(int(rounds)):
        names = list(makers) if turn % 2 == 0 else list(reversed(makers))
        for name in names:
            gc.collect()
            begin = time.process_time()
            makers[name]()
            seconds[name].append(time.process_time() - begin)
    begin = time.process_time()
    render_html(sample.content, sample.wording_nl, sample.wording_own, sample.meta)
    return {"seconds": seconds, "sizes": sizes, "html_seconds": time.process_time() - begin, "html_size": len(html)}


def ours(sample: Sample) -> bytes:
    """One report from its values, as the worker makes it."""
    tags.install()
    return render_pdf(sample.content, sample.wording_nl, sample.wording_own, sample.meta)


def bare_maker(html: str, variant: str) -> Callable[[], bytes]:
    """WeasyPrint alone in its quick set-up: stylesheet parsed once, one set of fonts."""
    folder = paths.REPORTS / "conversation"
    fonts = FontConfiguration()
    sheet = CSS(filename=folder / "report.css", font_config=fonts)

    def make() -> bytes:
        weasyprint_pdf.add_tags = BARE_TAGS
        document = HTML(string=html, base_url=folder.as_uri() + "/")
        pdf: bytes = document.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant=variant)
        return pdf

    return make


def memory(reports: str) -> dict[str, Any]:
    """Resident memory in MB after the first reports and after all of them."""
    after = {}
    for number, make in enumerate(_different(int(reports)), 1):
        make()
        if number in {FIRST, int(reports)}:
            gc.collect()
            after[number] = _resident()
    return {"resident": after}


def many(reports: str) -> dict[str, Any]:
    """Seconds for all reports, set-up left out."""
    makers = _different(int(reports) + len(LOCALES))
    for make in makers[: len(LOCALES)]:
        make()
    begin = time.perf_counter()
    for make in makers[len(LOCALES) :]:
        make()
    return {"seconds": time.perf_counter() - begin}


def _different(number: int) -> list[Callable[[], bytes]]:
    """Reports of people who answered differently, languages in turn."""
    library = load_library()
    makers: list[Callable[[], bytes]] = []
    for turn in range(number):
        changes = {f"c{scale}{letter}": _choice(turn + scale) for scale in range(1, 9) for letter in "abcd"}
        sample = make_sample(library, LOCALES[turn % len(LOCALES)], changes=changes)
        makers.append(partial(ours, sample))
    return makers


def _choice(turn: int) -> Response:
    return Response(options=(str(turn % 5),))


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


if __name__ == "__main__":
    main()
