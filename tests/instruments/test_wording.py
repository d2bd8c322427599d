"""Texts: places, plural forms, statuses, hashes, releases and the pseudo-languages."""

from __future__ import annotations

import pytest

from app.instruments.pseudo import LTR, PSEUDO, RTL, accented, pseudo_wording
from app.instruments.releases import is_released
from app.instruments.wording import LocaleInfo, Text, Wording, plural_categories, source_hash

DUTCH = LocaleInfo("nl", "Nederlands", "ltr", is_source=True)
TEXTS = {
    "hello": Text({"": "Dag {name}, u bent {name}."}, "approved"),
    "tries": Text({"one": "nog {n} keer van {total}", "other": "nog {n} keren van {total}"}, "tested", "n"),
    "years": Text({"one": "{years} jaar", "other": "{years} jaren"}, "tested", "years"),
    "staff.go": Text({"": "Ga"}, "source_draft", staff=True),
}
WORDING = Wording(DUTCH, TEXTS)


def test_places_are_filled_and_braces_in_a_value_stay():
    assert WORDING.text("hello", name="{n}") == "Dag {n}, u bent {n}."


def test_a_plural_form_fits_the_number_and_holds_it():
    assert WORDING.plural("tries", 1, total=5) == "nog 1 keer van 5"
    assert WORDING.plural("tries", 3, total=5) == "nog 3 keren van 5"
    assert WORDING.plural("years", 1) == "1 jaar"


def test_a_counted_text_takes_its_form_from_its_counted_place():
    assert WORDING.text("years", years=2) == "2 jaren"
    assert WORDING.text("years", years="1") == "1 jaar"


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        pytest.param(lambda: WORDING.text("nothing"), "no text 'nothing' in locale 'nl'", id="unknown key"),
        pytest.param(lambda: WORDING.text("hello"), "text 'hello' (nl) needs {name}, which was not given", id="place"),
        pytest.param(
            lambda: WORDING.text("years"), "text 'years' (nl) counts {years}, which was not given", id="number"
        ),
        pytest.param(lambda: WORDING.plural("hello", 2), "text 'hello' (nl) has no plural forms", id="no plural"),
        pytest.param(lambda: WORDING.status("nothing"), "no text 'nothing' in locale 'nl'", id="status"),
    ],
)
def test_what_is_missing_is_named_with_key_and_locale(call, sentence):
    with pytest.raises(KeyError) as caught:
        call()
    assert caught.value.args == (sentence,)


def test_the_hash_is_of_the_words_alone():
    other_status = {**TEXTS, "hello": Text(TEXTS["hello"].forms, "reviewed", note="look again")}
    other_words = {**TEXTS, "hello": Text({"": "Hallo {name}"}, "approved")}
    assert Wording(DUTCH, other_status).content_hash == WORDING.content_hash
    assert Wording(DUTCH, other_words).content_hash != WORDING.content_hash


def test_a_release_holds_for_exactly_the_words_that_were_released():
    changed = Wording(DUTCH, {**TEXTS, "hello": Text({"": "Hallo"}, "approved")})
    assert is_released(WORDING.content_hash, WORDING)
    assert not is_released(WORDING.content_hash, changed)
    assert not is_released(None, WORDING)


def test_the_hash_of_sources_follows_their_words_and_order():
    dutch, english = Text({"": "ja"}, "approved"), Text({"": "yes"}, "approved")
    assert source_hash([dutch, english]) == source_hash([Text({"": "ja"}, "tested"), english])
    assert source_hash([dutch, english]) != source_hash([english, dutch])
    assert len(source_hash([dutch])) == 12


@pytest.mark.parametrize(
    ("locale", "categories"),
    [
        ("nl", ("one", "other")),
        ("en", ("one", "other")),
        ("ar", ("zero", "one", "two", "few", "many", "other")),
        ("ti", ("one", "other")),
    ],
)
def test_plural_categories_are_those_of_cldr(locale, categories):
    assert plural_categories(locale) == categories


def test_a_pseudo_text_is_longer_has_accents_and_keeps_its_places():
    made = accented("U gaat verder bij vraag {n}.")
    assert "{n}" in made
    assert len(made) >= 1.4 * len("U gaat verder bij vraag .")
    assert not any(sign.isascii() and sign.isalpha() for sign in made.replace("{n}", ""))


def test_pseudo_languages_run_both_ways_and_leave_out_staff_texts():
    for code, direction in ((LTR, "ltr"), (RTL, "rtl")):
        wording = pseudo_wording(WORDING, code)
        assert (wording.locale, PSEUDO[code].direction) == (code, direction)
        assert "3" in wording.plural("tries", 3, total=5)
        assert not wording.has("staff.go")


def test_words_from_before_borrow_what_they_lack_and_keep_what_was_answered():
    text = {"": "Zo"}
    older = Wording(DUTCH, {**TEXTS, "item.a": Text(text, "tested")})
    now = {
        "hello": Text({"": "Hallo {name} {day}"}, "tested"),
        "tries": Text({"one": "{n} keer van {total}", "other": "{n} keren van {total}"}, "tested", "n"),
        "report.title": Text({"": "Rapport"}, "tested"),
        "item.b": Text(text, "tested"),
        "why.a": Text(text, "tested"),
    }
    newer = Wording(DUTCH, now)
    words = older.completed_by(newer)
    assert words.lent == {"hello", "report.title"}  # other places than a page fills now, and nothing at all
    assert words.text("tries", n=1, total=5) == "nog 1 keer van 5"
    assert not words.has("why.a")
    assert (words.content_hash, words.lender) == (older.content_hash, newer.content_hash)
    assert words.printed_hash != older.content_hash
    assert newer.completed_by(newer) is newer
    assert newer.printed_hash == newer.content_hash


def test_words_for_screens_alone_make_no_other_report():
    newer = Wording(DUTCH, {**TEXTS, "resume.title": Text({"": "Verder"}, "tested")})
    words = WORDING.completed_by(newer)
    assert words.lent == {"resume.title"}
    assert words.printed_hash == WORDING.content_hash
