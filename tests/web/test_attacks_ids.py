"""Ids that somebody writes by hand into a form or an address: of others, or of nothing."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from app import paths
from app.local_time import local_day
from app.store.conversation_models import CaseOutcome
from app.store.models import (
    Deviation,
    GroupSession,
    Location,
    Organisation,
    Participant,
    Participation,
    RoleName,
    StaffAccount,
)
from app.web.context import current_work
from tests.demonstration_stores import EMAILS, post, sign_in
from tests.web.test_rights import colleague
from tests.web.test_staff_group_sessions import FILLED_IN, TODAY

NAMED = re.compile(r'\bname="(\w+)"|\bvalue="\{\{ [\w.]*\b(?:public_)?id \}\}"')
LARGE = ("2147483648", "9" * 30, "٩" * 30)


def fields_with_ids():
    """Names of the fields of staff forms that send an id: the name that stands before it in the template."""
    for file in sorted((paths.APP / "templates" / "staff").glob("*.html")):
        name = ""
        for found in NAMED.finditer(file.read_text("utf-8")):
            name = found[1] or name
            if not found[1]:
                yield name


TRIED = {
    "account": "services/test_handing_over.py::test_nobody_is_handed_to_who_is_no_colleague",
    "client_manager": "here",
    "ended": "here",
    "location": "here",
    "outcome": "here",
    "session": "services/test_session_life.py::test_nobody_moves_into_another_organisation",
}
"""Field to where an id of somebody else is tried in it; a session of staff in ``test_staff_own_sessions.py``."""


def test_every_field_that_sends_an_id_is_tried():
    """Whoever adds one says here where it is tried."""
    assert set(fields_with_ids()) == set(TRIED)


def ids_of(app, statement):
    with app.app_context():
        return list(current_work().db.scalars(statement))


def a_place(app, name):
    """A place in this organisation."""
    with app.app_context():
        work = current_work()
        organisation_id = work.db.scalars(select(Organisation.id).where(Organisation.name == name)).one()
        place = Location(organisation_id=organisation_id, name=f"Zaal in {name}", care_contact="GZA", care_phone="112")
        work.db.add(place)
        work.db.commit()
        return place.id


def test_a_session_is_held_at_no_place_and_for_nobody_of_another_organisation(demo_app):
    client = colleague(demo_app, "leider@ginds.example", (RoleName.FACILITATOR,), "Ginds")
    own = a_place(demo_app, "Ginds")
    theirs = ids_of(demo_app, select(Location.id).where(Location.id != own))[0]
    manager = ids_of(demo_app, select(StaffAccount.id).where(StaffAccount.email == EMAILS[RoleName.CLIENT_MANAGER]))[0]
    for changed in ({"location": theirs}, {"location": own, "client_manager": manager}):
        assert post(client, "/staff/sessions/new", **{**FILLED_IN, **changed}).status_code == 422, changed
    assert ids_of(demo_app, select(GroupSession.id).where(GroupSession.title == FILLED_IN["title"])) == []
    assert post(client, "/staff/sessions/new", **{**FILLED_IN, "location": own}).status_code == 303


def test_a_client_manager_with_a_long_number_is_not_taken_for_nobody(demo_app):
    leader = sign_in(demo_app, RoleName.FACILITATOR)
    place = ids_of(demo_app, select(Location.id))[0]
    with demo_app.app_context():
        work = current_work()
        organisation_id = work.db.get_one(Location, place).organisation_id
        late = StaffAccount(
            id=1_234_567, organisation_id=organisation_id, email="laat@voorbeeld.example", name="Laat",
            locale="nl", fs_uniquifier="f" * 64,
        )  # fmt: skip
        work.db.add(late)
        work.db.commit()
    form = {**FILLED_IN, "location": place}
    assert post(leader, "/staff/sessions/new", **form, client_manager="1234567").status_code == 303
    assert ids_of(demo_app, select(GroupSession.client_manager_id).where(GroupSession.title == FILLED_IN["title"])) == [
        1_234_567
    ]
    assert post(leader, "/staff/sessions/new", **form, client_manager="elf").status_code == 422


def test_a_note_is_ended_at_its_own_session_alone(demo_app):
    leader = sign_in(demo_app, RoleName.FACILITATOR)
    with demo_app.app_context():
        work = current_work()
        today = work.db.scalars(select(GroupSession).where(GroupSession.title == TODAY)).one()
        other = work.db.scalars(select(GroupSession).where(GroupSession.id != today.id).limit(1)).one()
        note = Deviation(group_session_id=other.id, kind="interpreter", noted_at=work.now())
        work.db.add(note)
        work.db.commit()
        number, address = note.id, f"/staff/sessions/{today.public_id}/seats/1/notes"
    for ended in (number, *LARGE):
        assert post(leader, address, ended=str(ended)).status_code == 303
    assert ids_of(demo_app, select(Deviation.ended_at).where(Deviation.id == number)) == [None]


def test_an_outcome_is_taken_back_at_its_own_person_alone(demo_app):
    manager = sign_in(demo_app, RoleName.CLIENT_MANAGER)
    with demo_app.app_context():
        work = current_work()
        mine = (
            select(Participant.public_id, Participation.id)
            .join(Participation, Participation.participant_id == Participant.id)
            .join(StaffAccount, StaffAccount.id == Participant.client_manager_id)
            .where(StaffAccount.email == EMAILS[RoleName.CLIENT_MANAGER], Participation.state == "finished")
        )
        one, other = work.db.execute(mine.limit(2)).all()
        kept = CaseOutcome(participation_id=one.id, kind="work", on=local_day(work.now()), recorded_at=work.now())
        work.db.add(kept)
        work.db.commit()
        number = kept.id
    for wanted in (number, *LARGE):
        address = f"/staff/participants/{other.public_id}/outcomes/take-back"
        assert post(manager, address, outcome=str(wanted)).status_code == 303
    assert ids_of(demo_app, select(CaseOutcome.id).where(CaseOutcome.id == number)) == [number]


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (RoleName.GGD, "/staff/ggd/{}"),
        (RoleName.ADMINISTRATOR, "/staff/accounts/{}"),
        (RoleName.ADMINISTRATOR, "/staff/locations/{}"),
    ],
)
def test_a_number_that_no_store_holds_is_no_page(demo_app, role, address):
    client = sign_in(demo_app, role)
    for number in LARGE:
        assert client.get(address.format(number)).status_code == 404, number
