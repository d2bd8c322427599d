"""A laptop that serves a room without internet says what really happens when somebody asks for help today."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from app.services.variants import change_variant
from app.web.context import inbeeld
from app.web.participant.page_wording import LOCAL, page_wording
from tests.web.person import Person

SAID = re.compile("belt (dan )?vandaag met de gezondheidszorg")
NOT_SO = re.compile("krijgt (dan )?vandaag een bericht")


@pytest.fixture
def invited(sitting_factory):
    return sitting_factory(seat=2)


@pytest.fixture
def person(app, client, invited):
    with app.app_context():
        kept = inbeeld()
        kept.config = replace(kept.config, lan=True)
    someone = Person(client, "nl")
    someone.begin(invited.code)
    return someone


def test_before_the_question_and_after_it_the_facilitator_calls(person):
    person.open("parts/g")
    assert "De begeleider belt dan vandaag" in person.words
    person.open("items/z8")
    assert SAID.search(person.words)
    assert not NOT_SO.search(person.words)
    person.answer("z8", option="yes")
    assert person.page.status_code == 200
    assert "Er is vandaag hulp voor u" in person.words
    assert SAID.search(person.words)
    assert not NOT_SO.search(person.words)


def test_in_pictures_too(work, invited, person):
    change_variant(work, invited.token, "pictogram")
    person.open("go-on")
    person.open("items/p8.acute")
    assert "belt de gezondheidszorg" in person.words
    assert "de GGD een bericht" not in person.words


def test_with_internet_the_message_is_promised(client, invited):
    someone = Person(client, "nl")
    someone.begin(invited.code)
    someone.open("items/z8")
    assert NOT_SO.search(someone.words)


@pytest.mark.parametrize("instrument_id", ["profile", "picture-profile"])
@pytest.mark.parametrize("locale", ["nl", "en", "ar", "ti"])
def test_every_text_that_promises_a_message_has_a_twin_and_speaks_it(work, instrument_id, locale):
    words = page_wording(work.library.wording(instrument_id, locale), lan=True)
    twins = [key for key in words.texts if key.startswith(LOCAL)]
    assert twins
    for twin in twins:
        key = twin.removeprefix(LOCAL)
        assert words.text(key) == words.text(twin)
        assert words.key_of(key) == twin
