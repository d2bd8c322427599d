"""No page of staff holds words of its own: every word that can be read on it comes from the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from jinja2 import Environment, nodes

from app.paths import APP

TEMPLATES = APP / "templates"
FOLDERS = ("staff", "components", "errors")
FILES = sorted(
    file.relative_to(TEMPLATES).as_posix() for folder in FOLDERS for file in (TEMPLATES / folder).glob("*.html")
)
NAMES = frozenset({"Inbeeld", "pdf", "Nederlands", "English"})
"""The same in every language: our name, the kind of a file, and what a language calls itself."""
IN_TAGS = frozenset({"surface"})
"""Blocks that stand inside a tag: what they hold is a class."""
IN_TAG = (" ", "inb-")
"""How a string begins that is printed inside a tag: another class or attribute."""
READ_OUT = frozenset({"alt", "aria-description", "aria-label", "aria-placeholder", "placeholder", "title"})
WORD = re.compile(r"[^\W\d_]{2,}")
SENTENCE = re.compile(r"^[^\W\d_a-z][a-z]|\s.*[a-z] ?[.?!…:]$|[a-z],? [A-Za-z]+ [a-z]")
"""What words look like where a class, an address or an id could stand too."""
CATALOGUE = frozenset({"_", "gettext", "ngettext", "pgettext", "npgettext"})
NAMELESS = re.compile(r"(</?)·")
"""A tag whose name is filled in."""
ATTRIBUTE = re.compile(r'[\w-]+="[^"]*"')


class Readable(HTMLParser):
    """What can be read, seen or heard, in a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is read out of a tag."""
        button = tag == "input" and ("type", "submit") in attrs
        self.words += [value or "" for name, value in attrs if name in READ_OUT or (button and name == "value")]

    def handle_data(self, data: str) -> None:
        """Note text; a set of attributes that is put into a tag later is none."""
        self.words.append(ATTRIBUTE.sub(" ", data))


def raw_words(source: str) -> set[str]:
    """Every word of a template that no catalogue gave."""
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source)
    tree.body = [node for node in tree.body if not (isinstance(node, nodes.Block) and node.name in IN_TAGS)]
    html = NAMELESS.sub(r"\1div", "".join(pieces(tree)))
    readable = [*Readable(html).words, *filter(SENTENCE.search, strings(tree))]
    return {word for text in readable for word in WORD.findall(text)} - NAMES


def pieces(tree: nodes.Node) -> Iterator[str]:
    """The HTML of a template in order, with a sign for what is filled in."""
    for node in tree.iter_child_nodes():
        if not isinstance(node, nodes.Output):
            yield from pieces(node) if isinstance(node, nodes.Stmt) else ()
            continue
        for part in node.nodes:
            yield part.data if isinstance(part, nodes.TemplateData) else "·"
            yield from (f"{text}·" for text in shown(part) if not text.startswith(IN_TAG))


def shown(node: nodes.Node) -> Iterator[str]:
    """The strings that an expression can print as they stand."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, nodes.CondExpr):
        yield from shown(node.expr1)
        yield from shown(node.expr2) if node.expr2 else ()
    elif isinstance(node, nodes.Or | nodes.Add | nodes.Concat):
        for part in node.iter_child_nodes():
            yield from shown(part)


def strings(node: nodes.Node) -> Iterator[str]:
    """Every string of a template, wherever it goes, but for what is given to the catalogue."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Call) and isinstance(child.node, nodes.Name) and child.node.name in CATALOGUE:
            continue
        if isinstance(child, nodes.Const) and isinstance(child.value, str):
            yield child.value
        yield from strings(child)


@pytest.mark.parametrize("file", FILES)
def test_every_word_on_a_page_of_staff_comes_from_the_catalogue(file):
    assert raw_words((TEMPLATES / file).read_text("utf-8")) == set()


def test_the_pages_are_there():
    assert len([file for file in FILES if file.startswith("staff/")]) > 50


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Naam</p>", {"Naam"}),
        ('<p>{{ _("Name") }} van {{ name }}</p>', {"van"}),
        ('<input placeholder="zoek">', {"zoek"}),
        ('<input type="submit" value="ga">', {"ga"}),
        ('{{ "ja" if yes else "nee" }}', {"ja", "nee"}),
        ('{{ button("Bewaar de stap") }}', {"Bewaar", "de", "stap"}),
        ("{% if a %}{% for b in c %}wacht{% endfor %}{% endif %}", {"wacht"}),
        ("{% trans %}Whole sentence{% endtrans %} {{ _('Another one.') }}", set()),
        ("<p class=\"inb-a{{ ' inb-b' if c }}\" data-x=\"word\">·</p>{{ icon('lock') }}", set()),
    ],
)
def test_what_counts_as_words_of_its_own(source, found):
    assert raw_words(source) == found
