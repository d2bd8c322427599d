"""The facilitator's guide: one file per language, shown as a page and printed as a PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from ruamel.yaml import YAML

from app import paths
from app.reporting.templates import html_of

LOCALES = ("nl", "en")
CHANGED_ON = date(2026, 11, 22)
"""Day of the last change of the words; it dates the PDF, so that the same words give the same bytes."""


class GuideKind(StrEnum):
    """How the items of a section are shown."""

    CHECK = "check"  # to tick off
    STEPS = "steps"  # numbered
    SAY = "say"  # to say aloud
    NEVER = "never"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class GuideItem:
    """A sentence, or the ``key`` of a text of the text bank."""

    sentence: str
    key: str = ""

    def words(self, text: Callable[[str], str]) -> str:
        """The words; ``text`` gives those of a key."""
        return text(self.key) if self.key else self.sentence


@dataclass(frozen=True, slots=True)
class GuideSection:
    """One part of the guide."""

    id: str
    title: str
    kind: GuideKind
    items: tuple[GuideItem, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide in one language."""

    locale: str
    title: str
    intro: str
    sections: tuple[GuideSection, ...]


@cache
def load_guide(locale: str) -> Guide:
    """The guide in one of ``LOCALES``. Raises FileNotFoundError for another language, KeyError for a part missing."""
    file = paths.REPORTS / "guide" / f"guide.{locale}.yaml"
    found = YAML(typ="safe", pure=True).load(file.read_text("utf-8"))
    sections = tuple(
        GuideSection(
            id=section["id"],
            title=section["title"],
            kind=GuideKind(section["kind"]),
            items=tuple(_item(item) for item in section["items"]),
        )
        for section in found["sections"]
    )
    return Guide(found["locale"], found["title"], found["intro"], sections)


def _item(found: str | dict[str, str]) -> GuideItem:
    return GuideItem(found) if isinstance(found, str) else GuideItem("", found["key"])


def render_guide(locale: str, text: Callable[[str], str]) -> bytes:
    """The guide as a tagged PDF; ``text`` gives the words of a key in this language. Raises as above, ReportFault."""
    from app.reporting.render import pdf_of  # noqa: PLC0415 - WeasyPrint is big: pages on screen go without

    html = html_of("guide/guide.html", guide=load_guide(locale), text=text, on=CHANGED_ON)
    return pdf_of(html, "guide")
