"""Dutch that somebody of level B1 can read: no sentence is long.

Guidance for that level: about 15 words on average, nearly all below 20.
"""

from __future__ import annotations

import re

import lxml.html
import pytest
from lxml.html import HtmlElement

from tests.reports.own import own_report
from tests.reports.pictures import conversation
from tests.reports.test_forbidden_words import texts_of

MOST = 15
"""Words in a sentence. Today the longest have just as many; half of all sentences have seven or less."""
MOST_OF_A_PICTURE = 20
"""Words in a sentence that says what a pictogram shows: it lists what is in it, and is heard, not printed."""
LISTS = {"foot", "formulas"}
"""Classes of what says no sentences: the facts at the foot of a page, and formulas."""
WORD = re.compile(r"\S*[\w{]\S*")
ENDS = re.compile(r"(?<=[.!?])[’'\")]*\s+")


def long_sentences(text: str, most: int = MOST) -> list[str]:
    """The sentences with more words than ``most``; a place counts as a word, a sign on its own does not."""
    return [one for one in ENDS.split(text) if len(WORD.findall(one)) > most]


def test_no_sentence_of_the_text_bank_the_guide_or_a_label_is_long():
    texts = {key: text for key, text in texts_of("nl").items() if not key.startswith("picture: ")}
    assert {"report", "guide", "label: Code", "guide: intro"} < {key.partition(".")[0] for key in texts}
    assert {key: found for key, text in texts.items() if (found := long_sentences(text))} == {}


def test_no_sentence_about_a_picture_is_long():
    pictures = {key: text for key, text in texts_of("nl").items() if key.startswith("picture: ")}
    assert len(pictures) > 50
    assert {key: found for key, text in pictures.items() if (found := long_sentences(text, MOST_OF_A_PICTURE))} == {}


def said_in(html: str) -> list[str]:
    """What stands in each paragraph of a report, with its places filled."""
    paragraphs = [one for one in lxml.html.fromstring(html).iter("p") if isinstance(one, HtmlElement)]
    said = [one for one in paragraphs if not LISTS & {up.get("class") for up in one.iterancestors()}]
    return [" ".join(one.text_content().split()) for one in said]


@pytest.mark.parametrize("name", ["conversation", "own", "pictures"])
def test_no_sentence_gets_long_where_a_report_fills_its_places(report, name):
    html = {"conversation": report, "own": own_report, "pictures": conversation}[name]("nl").html
    said = said_in(html)
    assert len(said) > 100
    assert [found for one in said if one.endswith((".", "?", "!")) and (found := long_sentences(one))] == []


@pytest.mark.parametrize(
    ("text", "long"),
    [
        pytest.param("Een " * 14 + "einde.", False, id="15 words"),
        pytest.param("Een " * 15 + "einde.", True, id="16 words"),
        pytest.param("Een " * 9 + "einde. " + "Een " * 9 + "einde.", False, id="two sentences"),
        pytest.param("Een " * 14 + "{name} einde.", True, id="a place is a word"),
        pytest.param("Een – " * 14 + "einde.", False, id="a dash is none"),
        pytest.param("Een " * 9 + "einde: " + "een " * 9 + "einde.", True, id="a colon ends nothing"),
    ],
)
def test_a_long_sentence_is_seen(text, long):
    assert bool(long_sentences(text)) == long
