"""Reports of the invented person, each made once per test run."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from app.cli.sample_report import Sample, make_sample
from app.core.responses import Missing, Response
from app.instruments.library import Library, load_library
from app.instruments.wording import Wording
from app.reporting.conversation import render_html
from app.reporting.render import pdf_of
from app.reporting.report_file import attachments

LOCALES = ("nl", "en", "ar", "ti")
PLACE = re.compile("\ue000\\d+\ue001")


@dataclass
class Listening:
    """A wording that remembers what was asked of it: the words of each text, its places left out."""

    wording: Wording
    said: dict[str, list[str]] = field(default_factory=dict)

    @property
    def locale(self) -> str:
        """As the wording says it."""
        return self.wording.locale

    def text(self, key: str, **places: object) -> str:
        """The text, remembered."""
        return self._remember(key, self.wording.text(key, **places))

    def plural(self, key: str, n: int, **places: object) -> str:
        """The form of the text for ``n``, remembered."""
        return self._remember(key, self.wording.plural(key, n, **places))

    def _remember(self, key: str, text: str) -> str:
        self.said[key] = [part.strip() for part in PLACE.split(text) if part.strip()]
        return text


@dataclass(frozen=True)
class Made:
    """One report with everything it was made from."""

    name: str
    sample: Sample
    html: str
    pdf: bytes
    nl: Listening
    own: Listening


def red_light(library: Library) -> dict[str, Response]:
    """So many unanswered sentences that the light turns red."""
    items = library.instrument("profile").items.values()
    scored = [item.id for item in items if item.scale and item.block in "ef"]
    return {item_id: Response(missing=Missing.RATHER_NOT_SAY) for item_id in scored[::3]}


@cache
def definitions() -> Library:
    return load_library()


@cache
def made(name: str) -> Made:
    """A report by name: ``ar``; ``ar-approved``; ``nl-red``."""
    locale, _, state = name.partition("-")
    library = definitions()
    changes = red_light(library) if state == "red" else None
    sample = make_sample(library, locale, approved=state == "approved", changes=changes)
    nl, own = Listening(sample.wording_nl), Listening(sample.wording_own)
    html = render_html(sample.content, nl, own, sample.meta)
    pdf = pdf_of(html, "conversation", attached=attachments(sample.content, sample.meta))
    return Made(name, sample, html, pdf, nl, own)


@pytest.fixture(scope="session")
def library() -> Library:
    return definitions()


@pytest.fixture(scope="session")
def report() -> Callable[[str], Made]:
    return made


@pytest.fixture(scope="session")
def report_files(tmp_path_factory) -> dict[str, Path]:
    """The report of each locale as a file."""
    folder = tmp_path_factory.mktemp("reports")
    files = {locale: folder / f"{locale}.pdf" for locale in LOCALES}
    for locale, file in files.items():
        file.write_bytes(made(locale).pdf)
    return files
