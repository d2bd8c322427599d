"""Fixtures shared with other folders, and somebody who takes part."""

from __future__ import annotations

import pytest

from tests.demonstration_stores import definitions, demo_app, filled_stores  # noqa: F401 - fixtures
from tests.web.person import Person


@pytest.fixture
def someone(sitting_factory):
    """Somebody with a fresh code, in a session of their own."""
    return sitting_factory()


@pytest.fixture
def person(client, someone):
    """The same, past the code and taking part."""
    person = Person(client)
    person.begin(someone.code)
    return person
