"""The table of who sees what, and the walls between people and organisations, walked address by address."""

from __future__ import annotations

import re

import pytest
from flask_security.utils import hash_password
from sqlalchemy import select

from app import create_app
from app.services.accounts import NewAccount, make_account
from app.services.demonstration import PASSWORD
from app.services.rights import PARTICIPANT, RIGHTS, Condition, Information, NoSuchRight, allowed, roles_for
from app.services.sharing import share_report
from app.services.sittings import open_sitting
from app.store.models import Organisation, Participant, Participation, Release, RoleName
from app.web import rules
from app.web.context import current_work
from app.web.rules import RULES, Door, Rule, RuleMissing
from tests.demonstration_stores import csrf_token, sign_in
from tests.web.test_staff_access import TAKES_PERSON, address_of, known_ids, staff_rules

CHANGING = re.compile(r'(name="csrf_token" value=")[^"]*|(<input type="hidden" name="back" value=")[^"]*')
NUMBERS = ("account_id", "call_id", "export_id", "hand_over_id", "item_id", "location_id", "request_id")
MISSING = {"public_id": "0" * 16, **dict.fromkeys(NUMBERS, 987654)}


def test_the_table_is_that_of_the_domain():
    assert roles_for(Information.PROGRESS) == {RoleName.FACILITATOR}
    assert roles_for(Information.RAW_ANSWERS) == {RoleName.GGD}
    assert RoleName.FACILITATOR not in {role for kind in Information for role in RIGHTS[kind]} - set(
        RIGHTS[Information.PROGRESS]
    )
    for kind in (Information.SITUATION, Information.PROFILE, Information.CARE_SIGNALS, Information.RAW_ANSWERS):
        assert PARTICIPANT in RIGHTS[kind]
        assert not {RoleName.ADMINISTRATOR, RoleName.PROTECTION_OFFICER, RoleName.FACILITATOR} & set(RIGHTS[kind])
    assert Condition.RELEASED in RIGHTS[Information.CARE_SIGNALS][RoleName.CLIENT_MANAGER]
    assert Condition.AFTER_SEEN in RIGHTS[Information.PROFILE][RoleName.CLIENT_MANAGER]
    assert [kind for kind in Information if RoleName.PROTECTION_OFFICER in RIGHTS[kind]] == [
        Information.LOG,
        Information.GUIDE,
        Information.OWN_ACCOUNT,
    ]


def test_every_right_of_a_colleague_stays_in_the_organisation():
    general = {Information.GUIDE, Information.OWN_ACCOUNT}
    for kind, rights in RIGHTS.items():
        for reader, conditions in rights.items():
            if reader != PARTICIPANT and kind not in general:
                assert Condition.OWN_ORGANISATION in conditions, (kind, reader)


def test_no_page_opens_to_a_role_without_the_right():
    with pytest.raises(NoSuchRight, match="facilitator"):
        allowed(Information.PROFILE, RoleName.FACILITATOR)
    for endpoint, rule in RULES.items():
        if rule.door is Door.STAFF:
            assert rule.information is not None, endpoint
            assert {role.value for role in rule.roles} <= set(RIGHTS[rule.information]), endpoint


def test_the_application_refuses_to_start_with_an_address_without_a_rule(app, monkeypatch):
    monkeypatch.delitem(RULES, "staff.work_list")
    with pytest.raises(RuleMissing, match=r"staff\.work_list"):
        rules.check(app)


def test_making_the_application_itself_fails_when_an_address_has_no_rule(config, monkeypatch):
    monkeypatch.delitem(RULES, "participant.item")
    with pytest.raises(RuleMissing, match=r"participant\.item"):
        create_app(config)


def test_no_rule_is_about_an_address_that_is_gone(app):
    assert set(RULES) <= {rule.endpoint for rule in app.url_map.iter_rules()}


def test_no_page_of_a_sitting_opens_without_a_code(app, client):
    walked = 0
    for rule in app.url_map.iter_rules():
        if RULES[rule.endpoint].door is not Door.SITTING:
            continue
        values = {name: "nl" if name == "locale" else "x" for name in rule.arguments}
        with app.test_request_context():
            address = app.url_map.bind("localhost").build(rule.endpoint, values)
        if "GET" in rule.methods:
            answer = client.get(address)
            assert answer.status_code == 303, address
            assert answer.location.startswith("/nl/code"), address
        else:
            token = csrf_token(client, "/nl/code")
            assert client.post(address, data={"csrf_token": token}).status_code == 403, address
        walked += 1
    assert walked > 50


def colleague(app, email, roles, place=None):
    """Somebody new: in the organisation of the demonstration, or in one of its own."""
    with app.app_context():
        work = current_work()
        organisation = work.db.scalars(select(Organisation).limit(1)).one()
        if place:
            organisation = Organisation(name=place, privacy_contact="p@x.example", legal_basis="test", is_demo=True)
            work.db.add(organisation)
        make_account(work, organisation, NewAccount(email, "Collega", roles, hash_password(PASSWORD)))
        work.db.commit()
    return sign_in(app, RoleName.FACILITATOR, email)


def ask(client, method, address):
    if method == "GET":
        answer = client.get(address)
        answer.get_data()
        return answer
    return client.post(address, data={"csrf_token": csrf_token(client, "/staff/account"), "status": "contacted"})


def test_what_belongs_to_another_organisation_looks_like_what_does_not_exist(demo_app):
    client = colleague(demo_app, "alles@ginds.example", tuple(RoleName), "Ginds")
    ids = known_ids(demo_app)
    walked = 0
    for rule in staff_rules(demo_app):
        named = set(rule.arguments) & set(MISSING)
        if RULES[rule.endpoint].door is not Door.STAFF or not named:
            continue
        theirs = address_of(demo_app, rule, ids)
        missing = address_of(demo_app, rule, {**ids, **MISSING, "session": "0" * 16, "person": "0" * 16})
        for method in sorted(rule.methods & {"GET", "POST"}):
            answers = [ask(client, method, address) for address in (theirs, missing)]
            assert [answer.status_code for answer in answers] == [404, 404], (method, theirs)
            one, other = (CHANGING.sub("", answer.get_data(as_text=True)) for answer in answers)
            assert one == other, (method, theirs)
            walked += 1
    assert walked > 30


def test_every_id_that_an_address_can_name_is_walked_or_names_nobody(app):
    """Whoever adds a place to addresses says here whether it names somebody, or something of an organisation."""
    of_nobody = {
        "block_id", "filename", "form", "instrument_id", "key", "language", "locale", "name", "number", "page", "part",
        "place", "practice_id", "token", "version",
    }  # fmt: skip
    named = {name for rule in app.url_map.iter_rules() for name in rule.arguments}
    assert named - of_nobody == set(MISSING)


def test_people_of_another_client_manager_look_like_people_who_do_not_exist(demo_app):
    client = colleague(demo_app, "ander@voorbeeld.example", (RoleName.CLIENT_MANAGER,))
    ids = known_ids(demo_app)
    assert ids["person"] not in client.get("/staff/participants").get_data(as_text=True)
    walked = 0
    for rule in staff_rules(demo_app):
        if not rule.rule.startswith("/staff/participants/"):
            continue
        for method in sorted(rule.methods & {"GET", "POST"}):
            answer = ask(client, method, address_of(demo_app, rule, ids))
            assert answer.status_code == 404, (method, rule.rule)
            walked += 1
    assert walked >= 6


def people_by_sharing(app):
    """Who shares the report with VluchtelingenWerk now, and who does not: never did, said no, or took it back."""
    with app.app_context():
        work = current_work()
        shares = select(Participation.participant_id).join(Release, Release.participation_id == Participation.id)
        shares = shares.where(Release.recipient == "vluchtelingenwerk", Release.shared, Release.revoked_at.is_(None))
        everybody = select(Participant.public_id, Participant.id.in_(shares)).order_by(Participant.id)
        rows = work.db.execute(everybody).all()
    return [person for person, yes in rows if yes], [person for person, yes in rows if not yes]


def take_back(app, person):
    """Somebody shares the report no longer."""
    with app.app_context():
        work = current_work()
        whose = select(Participation.token).join(Participant).where(Participant.public_id == person)
        for token in work.db.scalars(whose).all():
            share_report(work, open_sitting(work, token), "vluchtelingenwerk", "nl", yes=False)


def test_vluchtelingenwerk_finds_nobody_who_did_not_share_on_any_address_that_names_a_person(demo_app):
    client = sign_in(demo_app, RoleName.VLUCHTELINGENWERK)
    [took_back, *sharing], never = people_by_sharing(demo_app)
    assert sharing
    assert client.get(f"/staff/participants/{took_back}/conversation").status_code == 200, "as long as it is shared"
    take_back(demo_app, took_back)
    ids, opened = known_ids(demo_app), set()
    for rule in staff_rules(demo_app):
        if not rule.rule.startswith(TAKES_PERSON):
            continue
        opens = RoleName.VLUCHTELINGENWERK in RULES[rule.endpoint].roles
        for person in (took_back, *never, MISSING["public_id"]):
            for method in sorted(rule.methods & {"GET", "POST"}):
                answer = ask(client, method, address_of(demo_app, rule, {**ids, "person": person}))
                assert answer.status_code == (404 if opens else 403), (method, rule.rule, person)
        opened |= {rule.endpoint} if opens else set()
    assert {"staff.report_file", "staff.report_page", "staff.conversation", "staff.conversation_version"} <= opened
    listed = client.get("/staff/shared").get_data(as_text=True)
    assert all(person in listed for person in sharing)
    assert not any(person in listed for person in (took_back, *never))


def test_several_roles_open_what_each_of_them_opens(demo_app):
    client = colleague(demo_app, "twee@voorbeeld.example", (RoleName.GGD, RoleName.ADMINISTRATOR))
    assert client.get("/staff/ggd").status_code == client.get("/staff/accounts").status_code == 200
    assert client.get("/staff/participants").status_code == 403


def test_a_rule_names_its_row():
    assert RULES["staff.work_list"] == Rule(Door.STAFF, Information.CARE_SIGNALS, frozenset({RoleName.GGD}))
