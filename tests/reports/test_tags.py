"""The tag tree: languages, scopes, alternative texts. Fails when another WeasyPrint moves the private names."""

from __future__ import annotations

import io
from collections import Counter
from importlib.metadata import version

import lxml.html
import pikepdf
import pytest

LOCALES = ("nl", "en", "ar", "ti")
LEVELS = {"/H1", "/H2", "/H3"}


def tags_of(pdf: bytes):
    """Every tag, in the order in which it is read aloud."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = []
        pages = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
        waiting = [document.Root.StructTreeRoot.K[0]]
        while waiting:
            tag = waiting.pop()
            kids = list(tag.get("/K", []))
            found.append(
                {
                    "kind": str(tag.S),
                    "page": pages[tag.Pg.objgen] if "/Pg" in tag else None,
                    "lang": str(tag.Lang) if "/Lang" in tag else None,
                    "text": any(isinstance(kid, int) for kid in kids),
                    "alt": str(tag.Alt) if "/Alt" in tag else None,
                    "scope": str(tag.A.Scope) if "/A" in tag and "/Scope" in tag.A else None,
                }
            )
            waiting += [kid for kid in reversed(kids) if isinstance(kid, pikepdf.Dictionary)]
        return found


def test_weasyprint_is_the_version_whose_private_names_are_used():
    assert version("weasyprint") == "70.0"


@pytest.mark.parametrize("name", LOCALES)
def test_every_text_and_picture_has_its_language(report, name):
    tags = tags_of(report(name).pdf)
    spoken = [tag for tag in tags if tag["text"]]
    assert [tag for tag in spoken if tag["lang"] is None] == []
    count = Counter(tag["lang"] for tag in spoken)
    assert set(count) == {"nl", name}
    assert count["nl"] > 300
    assert count[name] > (200 if name != "nl" else 300)


@pytest.mark.parametrize("name", LOCALES)
def test_what_is_read_aloud_follows_the_order_of_the_text(report, name):
    made = report(name)
    tags = tags_of(made.pdf)
    page = lxml.html.fromstring(made.html)
    shown = [one for one in page.iter("img") if one.get("alt")]
    assert [tag["alt"] for tag in tags if tag["kind"] == "/Figure"] == [one.get("alt") for one in shown]
    heads = list(page.iter("h1", "h2", "h3"))
    assert [tag["kind"] for tag in tags if tag["kind"] in LEVELS] == [f"/{one.tag.upper()}" for one in heads]
    assert [tag["lang"] for tag in tags if tag["kind"] in LEVELS] == [one.get("lang") for one in heads]
    assert len(shown) > 10


@pytest.mark.parametrize("name", LOCALES)
def test_headings_of_tables_say_what_they_head(report, name):
    heads = [tag for tag in tags_of(report(name).pdf) if tag["kind"] == "/TH"]
    assert {tag["scope"] for tag in heads} == {"/Column", "/Row"}


@pytest.mark.parametrize("name", ["nl", "ar-approved"])
def test_bars_say_their_finding_in_words(report, name):
    made = report(name)
    figures = [tag for tag in tags_of(made.pdf) if tag["kind"] == "/Figure"]
    assert all(tag["alt"] for tag in figures)
    words: dict[str, list[str]] = {tag["lang"]: [] for tag in figures}
    for tag in figures:
        words[tag["lang"]].append(tag["alt"])
    assert "Samenwerken: tussen vaak en bijna altijd, 80–100 / 100" in words["nl"]
    assert "Omgaan met druk en verandering: niet zeker, 23–89 / 100" in words["nl"]
    if name != "nl":
        assert any(alt.startswith(made.own.wording.text("scale.c1.name") + ":") for alt in words["ar"])


@pytest.mark.parametrize("name", LOCALES)
def test_document_has_title_bookmarks_and_both_standards(report, name):
    with pikepdf.open(io.BytesIO(report(name).pdf)) as pdf:
        metadata = bytes(pdf.Root.Metadata.read_bytes()).decode()
        assert pdf.docinfo["/Title"] == "Gespreksrapport VOORBEELD1"
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261117")
        assert pdf.Root.Lang == "nl"
        assert pdf.Root.Outlines.Count > 8
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert 'pdfaid:part="3"' in metadata
    assert 'pdfaid:conformance="A"' in metadata
