"""Every staff page × every role × another organisation × nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask_security.utils import hash_password
from sqlalchemy import select

from app.services.accounts import NewAccount, make_account
from app.services.demonstration import PASSWORD
from app.store.care_models import CareExport, CareSignalItem
from app.store.conversation_models import HandOver
from app.store.models import (
    GroupSession,
    HelpRequest,
    Organisation,
    Participant,
    Participation,
    PersonRequest,
    Release,
    RoleName,
    StaffAccount,
)
from app.web.context import current_work
from app.web.rules import RULES, Door
from tests.demonstration_stores import csrf_token, sign_in

TAKES_PERSON = "/staff/participants/"


def staff_rules(app):
    rules = [rule for rule in app.url_map.iter_rules() if "static" not in rule.endpoint]
    return [rule for rule in rules if rule.rule.startswith("/staff")]


def export_of(work, organisation_id):
    """The id of a file of the GGD work list that somebody asked for."""
    asked = CareExport(organisation_id=organisation_id, asked_by=987654, asked_at=work.now())
    work.care.add(asked)
    work.care.commit()
    return asked.id


def file_for_another(work, public_id):
    """The id of a file with which another organisation can go on with somebody."""
    sitting = select(Participation.id).join(Participant, Participant.id == Participation.participant_id)
    sent = HandOver(
        participation_id=work.db.scalars(sitting.where(Participant.public_id == public_id)).first(),
        way="sent",
        purpose="municipality",
        file=b"sealed",
        at=work.now(),
        expires_at=work.now() + timedelta(days=1),
    )
    work.db.add(sent)
    work.db.commit()
    return sent.id


def known_ids(app):
    """Ids of rows of the demonstration that an address can name."""
    with app.app_context():
        work = current_work()
        session = work.db.scalars(select(GroupSession).where(GroupSession.title == "AZC Voorbeeld, zaal 2")).one()
        shared = (
            select(Participant.public_id)
            .join(Participation, Participation.participant_id == Participant.id)
            .join(Release, Release.participation_id == Participation.id)
            .where(Participation.profile_seen_at.is_not(None), Release.shared.is_(True))
        )
        person = work.db.scalars(shared).first()
        return {
            "session": session.public_id,
            "person": person,
            "part": "remark.vluchtelingenwerk",
            "hand_over_id": file_for_another(work, person),
            "call_id": work.db.scalars(select(HelpRequest.id)).first(),
            "location_id": session.location_id,
            "request_id": work.db.scalars(select(PersonRequest.id)).first(),
            "export_id": export_of(work, session.organisation_id),
            "item_id": work.care.scalars(select(CareSignalItem.id)).first(),
            "account_id": work.db.scalars(
                select(StaffAccount.id).where(StaffAccount.email == "onderzoeker@voorbeeld.example")
            ).one(),
            "instrument_id": "profile",
            "language": "nl",
            "key": "ui.next",
        }


def address_of(app, rule, ids):
    numbers = ("account_id", "call_id", "export_id", "item_id", "location_id", "request_id")
    named = (*numbers, "hand_over_id", "part", "instrument_id", "language", "key")
    values = {name: ids[name] for name in named if name in rule.arguments}
    if "number" in rule.arguments:
        values["number"] = 1
    if "public_id" in rule.arguments:
        values["public_id"] = ids["person"] if rule.rule.startswith(TAKES_PERSON) else ids["session"]
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values)


def visits(app):
    """Every staff address with the method to ask for it, and its endpoint."""
    ids = known_ids(app)
    for rule in staff_rules(app):
        if RULES[rule.endpoint].door is not Door.STAFF:
            continue
        for method in sorted(rule.methods & {"GET", "POST"}):
            yield rule.endpoint, method, address_of(app, rule, ids)


def visit(client, method, address):
    if method == "GET":
        answer = client.get(address)
        answer.get_data()  # to its end, also when it comes in pieces
        return answer
    return client.post(address, data={"csrf_token": csrf_token(client), "status": "contacted"})


def words_of(answer):
    """What can be read in an answer: a printed page (PDF) is not text, its status is what counts."""
    return "" if answer.mimetype == "application/pdf" else answer.get_data(as_text=True)


def test_every_staff_address_stands_in_the_table(demo_app):
    for rule in staff_rules(demo_app):
        assert rule.endpoint in RULES, rule.rule
    pages = {"staff.session_page", "staff.person_page", "staff.work_list", "staff.report_file"}
    assert pages <= {rule.endpoint for rule in staff_rules(demo_app)}


@pytest.mark.parametrize("role", list(RoleName))
def test_a_role_opens_its_own_pages_and_no_others(demo_app, role):
    client = sign_in(demo_app, role)
    for endpoint, method, address in visits(demo_app):
        answer = visit(client, method, address)
        if role in RULES[endpoint].roles:
            assert answer.status_code in {200, 302, 303, 409, 422}, (endpoint, method, answer.status_code)
        else:
            assert answer.status_code == 403, (endpoint, method)
            assert "Uw rol opent deze pagina niet" in words_of(answer)


def test_nobody_signed_in_is_sent_to_the_sign_in_page(demo_app):
    client = demo_app.test_client()
    for endpoint, method, address in visits(demo_app):
        answer = visit(client, method, address)
        if method == "GET":
            assert (answer.status_code, answer.location) == (303, "/staff/sign-in"), endpoint
        else:
            assert answer.status_code == 403, endpoint


@pytest.fixture
def neighbour(demo_app):
    """A second organisation with an account that holds every role."""
    with demo_app.app_context():
        work = current_work()
        organisation = Organisation(name="Buurstad", privacy_contact="p@buur.example", legal_basis="test", is_demo=True)
        work.db.add(organisation)
        new = NewAccount("alles@buur.example", "Buur", tuple(RoleName), hash_password(PASSWORD))
        make_account(work, organisation, new)
        work.db.commit()
    return sign_in(demo_app, RoleName.FACILITATOR, "alles@buur.example")


def test_another_organisation_finds_nothing_with_any_role(demo_app, neighbour):
    checked = 0
    ids = known_ids(demo_app)
    named = (
        ids["session"],
        ids["person"],
        f"/ggd/{ids['item_id']}",
        f"/locations/{ids['location_id']}",
        f"/accounts/{ids['account_id']}",
    )
    for endpoint, method, address in visits(demo_app):
        answer = visit(neighbour, method, address)
        if RULES[endpoint].roles == frozenset(RoleName):
            continue
        if any(part in address for part in named):
            assert answer.status_code == 404, (endpoint, method, answer.status_code)
            checked += 1
        for invented in ("Voorbeeld Omar", "Bibliotheek, leeszaal", "Demo Selam", "DEM "):
            assert invented not in words_of(answer), (endpoint, invented)
    assert checked >= 10


def test_a_refusal_speaks_english_to_who_reads_english(demo_app):
    client = sign_in(demo_app, RoleName.RESEARCHER)
    client.post("/staff/language", data={"locale": "en", "csrf_token": csrf_token(client, "/staff/")})
    page = client.get("/staff/ggd")
    assert page.status_code == 403
    assert "Your role does not open this page" in page.get_data(as_text=True)
    assert '<html lang="en"' in page.get_data(as_text=True)


def test_an_account_that_was_switched_off_is_out_at_once(demo_app):
    client = sign_in(demo_app, RoleName.GGD)
    assert client.get("/staff/ggd").status_code == 200
    with demo_app.app_context():
        work = current_work()
        account = work.db.scalars(select(StaffAccount).where(StaffAccount.email == "ggd@voorbeeld.example")).one()
        account.active = False
        work.db.commit()
    assert client.get("/staff/ggd").status_code == 303


def test_a_staff_page_left_alone_asks_to_sign_in_again(demo_app):
    client = sign_in(demo_app, RoleName.GGD)
    client.get("/staff/ggd")
    with client.session_transaction() as cookie:
        cookie["staff_heard"] -= 61 * 60
    answer = client.get("/staff/ggd")
    assert answer.location == "/staff/sign-in?ended=1"
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies"'
    assert "uitgelogd" in client.get(answer.location).get_data(as_text=True)


def test_refreshing_the_board_by_itself_keeps_nobody_signed_in(demo_app):
    client = sign_in(demo_app, RoleName.FACILITATOR)
    client.get("/staff/sessions")
    with client.session_transaction() as cookie:
        cookie["staff_heard"] -= 40 * 60
        before = cookie["staff_heard"]
    client.get("/staff/sessions", headers={"X-Refresh": "1"})
    with client.session_transaction() as cookie:
        assert cookie["staff_heard"] == before


def test_the_guard_refuses_what_the_table_does_not_name(demo_app, monkeypatch):
    client = sign_in(demo_app, RoleName.GGD)
    monkeypatch.delitem(RULES, "staff.work_list")
    assert client.get("/staff/ggd").status_code == 403
