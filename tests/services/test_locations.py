"""Locations with help numbers that can be dialled, kept apart by organisation."""

from __future__ import annotations

import pytest

from app.services.accounts import Staff
from app.services.locations import (
    LocationForm,
    LocationProblem,
    LocationRefused,
    LocationUnknown,
    add_location,
    change_location,
    find_location,
    is_phone_number,
    location_lines,
)
from app.store.models import RoleName

AZC = LocationForm("AZC Proef", "GZA", "088 112 2 112", "088 112 2 112", "112", "0800-0113")


@pytest.fixture
def administrator(sitting_factory):
    return administrator_of(sitting_factory.organisation())


def administrator_of(organisation):
    return Staff(1, organisation.id, organisation.name, "Proef", "nl", frozenset({RoleName.ADMINISTRATOR}))


@pytest.mark.parametrize("number", ["112", "0800-0113", "088 112 2 112", "+31 (0)88 112 21 12"])
def test_what_can_be_dialled(number):
    assert is_phone_number(number)


@pytest.mark.parametrize("number", ["", "11", "GZA", "088 112 x", "+", "088\n112", "０８８１１２"])
def test_what_cannot_be_dialled(number):
    assert not is_phone_number(number)


def test_a_location_is_kept_tidied(work, administrator):
    made = add_location(work, administrator, LocationForm("  AZC   Proef ", "GZA", " 088 112 2 112 "))
    assert (made.name, made.care_phone, made.emergency_phone, made.crisis_phone) == (
        "AZC Proef",
        "088 112 2 112",
        "112",
        "",
    )


def test_every_problem_is_named_at_once(work, administrator):
    with pytest.raises(LocationRefused) as caught:
        add_location(work, administrator, LocationForm("", " ", "bel de GZA", "x", "", "y"))
    assert set(caught.value.problems) == set(LocationProblem) - {LocationProblem.NAME_TAKEN}
    assert location_lines(work, administrator) == []


def test_a_name_is_used_once_in_an_organisation_and_may_be_kept(work, sitting_factory, administrator):
    made = add_location(work, administrator, AZC)
    with pytest.raises(LocationRefused) as caught:
        add_location(work, administrator, AZC)
    assert caught.value.problems == (LocationProblem.NAME_TAKEN,)
    change_location(work, administrator, made.id, AZC)
    add_location(work, administrator_of(sitting_factory.organisation()), AZC)


def test_organisations_see_and_change_only_their_own(work, sitting_factory, administrator):
    made = add_location(work, administrator, AZC)
    neighbour = administrator_of(sitting_factory.organisation())
    assert location_lines(work, neighbour) == []
    with pytest.raises(LocationUnknown):
        find_location(work, neighbour, made.id)
    with pytest.raises(LocationUnknown):
        change_location(work, neighbour, made.id, AZC)


def test_the_list_says_how_many_sessions_are_held_there(work, sitting_factory):
    session = sitting_factory.session()
    [line] = location_lines(work, administrator_of(session.organisation))
    assert (line.location.id, line.sessions) == (session.location_id, 1)
