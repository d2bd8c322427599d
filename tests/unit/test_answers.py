from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.responses import Missing, Response
from app.instruments.answers import UnknownAnswer, UnknownItem, read_response, read_responses
from tests.unit.tiny import TINY


def read(item_id, value):
    return read_responses(TINY, {item_id: value})[item_id]


@pytest.mark.parametrize(
    ("item_id", "value", "expected"),
    [
        pytest.param("c1a", 3, Response(options=("3",)), id="points"),
        pytest.param("c1d", 0, Response(options=("0",)), id="points as chosen, before reverse keying"),
        pytest.param("c1a", "3", Response(options=("3",)), id="option id"),
        pytest.param("search", "a_little", Response(options=("a_little",)), id="named option"),
        pytest.param("c1a", "not_applicable", Response(missing=Missing.NOT_APPLICABLE), id="missing code"),
        pytest.param("years", "rather_not_say", Response(missing=Missing.RATHER_NOT_SAY), id="number not said"),
        pytest.param("d1", 2, Response(options=("2",)), id="picture by number"),
        pytest.param("d1", "unknown", Response(options=("unknown",)), id="I do not know"),
        pytest.param("years", 0, Response(number=0), id="number"),
        pytest.param("years", 30, Response(number=30), id="largest number"),
        pytest.param("spoken", ["ti", "ar", "ti"], Response(options=("ar", "ti")), id="list in definition order, once"),
        pytest.param("spoken", "ti", Response(options=("ti",)), id="one of several"),
        pytest.param(
            "spoken", {"options": ["other"], "text": "Saho"}, Response(options=("other",), text="Saho"), id="opens text"
        ),
        pytest.param("job", "cooking", Response(options=("cooking",)), id="occupation by field"),
        pytest.param("job", "none", Response(options=("none",)), id="no occupation"),
        pytest.param("job", {"text": "ሓላቢ"}, Response(text="ሓላቢ"), id="occupation in own words only"),
        pytest.param(
            "job", {"text": "خباز", "options": ["cooking"]}, Response(options=("cooking",), text="خباز"), id="both"
        ),
        pytest.param("tasks", ["cleaning.windows"], Response(options=("cleaning.windows",)), id="dotted id"),
        pytest.param("own_words", "Hallo", Response(text="Hallo"), id="own words"),
        pytest.param("own_words", "", Response(), id="own words left empty"),
        pytest.param("z8", "rather_not_say", Response(missing=Missing.RATHER_NOT_SAY), id="acute not said"),
    ],
)
def test_a_value_becomes_a_response(item_id, value, expected):
    assert read(item_id, value) == expected


@pytest.mark.parametrize(
    ("item_id", "value"),
    [
        ("c1a", 5),
        ("c1a", -1),
        ("c1a", True),
        ("c1a", False),
        ("c1a", 3.0),
        ("c1a", None),
        ("c1a", "often"),
        ("c1a", ""),
        ("c1a", [3]),
        ("c1a", {"options": ["3"]}),
        ("m1a", "not_applicable"),
        ("search", 0),
        ("search", "nee"),
        ("search", ["yes"]),
        ("d1", 5),
        ("years", 31),
        ("years", -1),
        ("years", "6"),
        ("years", True),
        ("years", 6.0),
        ("spoken", []),
        ("spoken", ["ar", "klingon"]),
        ("spoken", [["ar"]]),
        ("spoken", {"options": ["other"], "text": "x" * 21}),
        ("tasks", ["cooking.bake", "cooking.serve", "cleaning.windows"]),
        ("tasks", {"options": ["cooking.bake"], "text": "bread"}),
        ("job", "baker"),
        ("job", ["cooking", "cleaning"]),
        ("job", ["cooking", "none"]),
        ("job", {}),
        ("job", {"text": ""}),
        ("job", {"text": 3}),
        ("job", {"text": "x" * 41}),
        ("job", {"text": "baker", "field": "cooking"}),
        ("job", {"text": "baker", "options": None}),
        ("own_words", 3),
        ("own_words", "x" * 21),
        ("own_words", ["Hallo"]),
    ],
)
def test_what_does_not_fit_is_refused_with_item_value_and_choices(item_id, value):
    with pytest.raises(UnknownAnswer) as caught:
        read(item_id, value)
    sentence = str(caught.value)
    assert caught.value.item == item_id
    assert caught.value.value == value
    assert sentence.startswith(f"Item {item_id!r} has no answer ")
    assert "\n" not in sentence
    assert all(one in sentence for one in caught.value.allowed)


@pytest.mark.parametrize(
    ("item_id", "value", "sentence"),
    [
        (
            "c1a",
            7,
            "Item 'c1a' has no answer 7; allowed: 0, 1, 2, 3, 4, not_understood, rather_not_say, not_applicable.",
        ),
        ("search", "maybe", "Item 'search' has no answer 'maybe'; allowed: yes, a_little, no, "),
        ("years", 99, "allowed: a whole number from 0 to 30, not_understood, rather_not_say."),
        ("spoken", "xx", "allowed: a list of at most 3 of these options, ar, ti, other, "),
        ("own_words", 1, "allowed: a text of at most 20 characters, "),
        ("c1a", "x\n\u202ey", r"has no answer 'x\n\u202ey'; allowed"),
        ("c1a", "x" * 900, f"has no answer '{'x' * 79}...; allowed"),
    ],
)
def test_the_sentence(item_id, value, sentence):
    with pytest.raises(UnknownAnswer) as caught:
        read(item_id, value)
    assert sentence in str(caught.value)


def test_an_unknown_item_is_named_with_all_items():
    with pytest.raises(UnknownItem) as caught:
        read_responses(TINY, {"c1a": 1, "q9": 3})
    assert str(caught.value).startswith("There is no item 'q9' (answered with 3); the items are: search, job, ")
    assert caught.value.allowed == tuple(TINY.items)


def test_nothing_answered_is_no_response():
    assert read_responses(TINY, {}) == {}


def test_a_missing_code_that_is_also_shown_as_option_is_the_code():
    item = replace(TINY.items["z8"], options=TINY.items["z7"].options)
    assert read_response(item, "later") == Response(options=("later",))
    assert read_response(item, "rather_not_say") == Response(missing=Missing.RATHER_NOT_SAY)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)


@given(st.sampled_from(list(TINY.items)), anything)
def test_any_value_is_a_response_or_a_sentence(item_id, value):
    item = TINY.items[item_id]
    sentences: list[str] = []
    try:
        found = read_response(item, value)
    except UnknownAnswer as error:
        sentences.append(str(error))
    else:
        assert all(item.option(option) for option in found.options)
        assert found.missing is None or found.missing in item.missing
    assert not any("\n" in sentence for sentence in sentences)
