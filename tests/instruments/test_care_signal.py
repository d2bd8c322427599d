"""What the care signal says of an invented person: as far as it is shared, with its uncertainty, never an answer."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import pytest

from app.cli.sample_care import make_care_sample
from app.cli.sample_report import PICTURES
from app.core.care import ASSUMED_ERROR
from app.core.care_signal import BORDERS
from app.core.report import Phrase, Withheld
from app.core.responses import Missing, Response
from app.core.uncertainty import Z
from app.instruments.library import load_library


@pytest.fixture(scope="module")
def library():
    return load_library()


def phrases(value):
    """Every phrase inside a value."""
    if isinstance(value, Phrase):
        yield value
    parts = value if isinstance(value, tuple) else ()
    if is_dataclass(value) and not isinstance(value, Phrase):
        parts = tuple(getattr(value, field.name) for field in fields(value))
    for part in parts:
        yield from phrases(part)


def row(sample, scale):
    return next(one for one in sample.content.rows if one.scale == scale)


def test_a_signal_stands_beside_its_interval(library):
    sleep = row(make_care_sample(library, "nl"), "z1")
    assert sleep.word == Phrase("band.care.2")
    assert sleep.percentage == pytest.approx(100 * (3 + 2 + 2) / 9)  # z1c counts backwards: 1 gives 2
    low, high = sleep.interval
    assert high - sleep.percentage == pytest.approx(Z * ASSUMED_ERROR)
    assert sleep.percentage - low == pytest.approx(Z * ASSUMED_ERROR)


def test_no_signal_is_without_interval(library):
    rows = make_care_sample(library, "nl").content.rows
    assert [one.scale for one in rows] == ["z1", "z2", "z3", "z4", "z5"]
    for one in rows:
        assert (one.percentage is None) == (one.interval is None) == (one.word == Phrase("band.too_few_answers"))


def test_a_signal_near_a_border_is_marked_unsure_and_stays(library):
    mood = row(make_care_sample(library, "nl"), "z3")
    assert mood.percentage == pytest.approx(BORDERS[0])
    assert mood.word == Phrase("band.care.1")
    assert mood.dashed


@pytest.mark.parametrize(
    ("locale", "approved", "words"), [("ar", False, False), ("ar", True, True), ("nl", False, True)]
)
def test_no_word_stands_at_answers_in_a_wording_that_nobody_released(library, locale, approved, words):
    content = make_care_sample(library, locale, approved=approved).content
    assert (content.withheld is Withheld.NO) is words
    assert all(bool(one.word) is words and one.interval for one in content.rows)


def test_a_scale_with_too_few_answers_says_so(library):
    gone = dict.fromkeys(("z2a", "z2b"), Response(missing=Missing.RATHER_NOT_SAY))
    tension = row(make_care_sample(library, "nl", changes=gone), "z2")
    assert tension.word == Phrase("band.too_few_answers")
    assert tension.interval is None
    assert not tension.dashed


def test_sentences_are_read_together_where_there_is_a_signal_else_everywhere(library):
    content = make_care_sample(library, "nl").content
    assert [one.scale for one in content.together] == ["z1", "z2", "z3", "z4"]
    calm = {item: Response(options=(value,)) for item, value in CALM.items()}
    content = make_care_sample(library, "nl", changes=calm).content
    assert [one.scale for one in content.together] == ["z1", "z2", "z3", "z4", "z5"]


CALM = {**dict.fromkeys(("z1a", "z1b", "z2a", "z2b", "z3a", "z3b", "z4a", "z4b", "z4c"), "0")} | dict.fromkeys(
    ("z1c", "z2c", "z3c"), "3"
)


@pytest.mark.parametrize("instrument", ["profile", PICTURES])
def test_who_shares_only_how_to_be_reached_shares_nothing_of_the_care_part(library, instrument):
    content = make_care_sample(library, "nl", instrument=instrument, whole=False).content
    said = [phrase.key for phrase in phrases(content)]
    assert "report.care.contact_line" in said
    assert not [key for key in said if key.startswith(("scale.", "option.", "band.", "light.", "p6", "picture."))]


def test_answers_to_single_questions_about_health_are_not_said(library):
    content = make_care_sample(library, "nl").content
    said = {phrase.key for phrase in phrases(content)}
    assert {key for key in said if key.startswith("option.")} == {"option.z7.yes", "option.t4.2"}  # wish and impact


def test_in_pictures_each_answer_stands_by_itself(library):
    content = make_care_sample(library, "nl", instrument=PICTURES).content
    assert content.rows == ()
    assert content.part is not None
    assert [card.item for card in content.part.cards] == [
        "p6.z1",
        "p6.z2",
        "p6.z3",
        "p6.z4",
        "p6.z5",
        "p7.help_wish",
        "p8.acute",
    ]
