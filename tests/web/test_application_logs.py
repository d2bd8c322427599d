"""Logs and figures hold ids and outcomes only: after a whole journey they say no answer, no name and no code."""

from __future__ import annotations

import json
import logging
import re
import secrets

import pytest
from flask_security.utils import hash_password
from sqlalchemy import select

from app import metrics
from app.core.instrument import ItemKind
from app.core.routing import items_on_path, visible_options
from app.services import retention
from app.services.accounts import NewAccount, make_account
from app.services.care import choices_of
from app.services.codes import grouped
from app.services.demonstration import PASSWORD
from app.services.figures import figures
from app.services.reports import make_report
from app.services.sittings import open_sitting
from app.store.care_models import CareExport, CareSignalItem
from app.store.conversation_models import CaseOutcome, ConversationPart
from app.store.models import (
    GroupSession,
    Organisation,
    Participant,
    Participation,
    PersonRequest,
    Report,
    RoleName,
    StaffAccount,
)
from app.web.context import current_work
from app.web.request_log import set_up_logs
from tests.demonstration_stores import EMAILS, post, sign_in
from tests.services.answering import some_response
from tests.web.person import Person

NAME = "Zonnebloem Verzonnen"
WRONG = "wachtwoord-dat-niemand-heeft"
OWN_WORDS = "eigenwoorden"
COLLEAGUE = "tweede@voorbeeld.example"
IDS = {"report", "session", "account", "seat", "seats", "organisation"}
KEYS = IDS | {
    "event", "level", "timestamp", "method", "endpoint", "status", "milliseconds", "edition", "bytes", "kind",
    "last_try", "count", "number", "hash", "days", "name", "request_id",
}  # fmt: skip


@pytest.fixture
def log(capsys):
    """Everything that is written while the test runs, as it would be in use."""
    set_up_logs(testing=False)
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.INFO)
    yield lambda: "\n".join(capsys.readouterr())
    root.setLevel(level)
    set_up_logs(testing=True)


def someone_waiting(app):
    """A code of today's session that nobody used yet, in the demonstration."""
    with app.app_context():
        work = current_work()
        session = work.db.scalars(select(GroupSession).where(GroupSession.title == "AZC Voorbeeld, zaal 2")).one()
        manager = select(StaffAccount.id).where(StaffAccount.email == EMAILS[RoleName.CLIENT_MANAGER])
        row = work.db.execute(
            select(Participant, Participation)
            .join(Participation, Participation.participant_id == Participant.id)
            .where(
                Participation.group_session_id == session.id,
                Participation.state == "new",
                Participation.variant == "text",
            )
        ).first()
        assert row is not None
        row.Participant.client_manager_id = work.db.scalars(manager).one()
        work.db.commit()
        code = work.texts.open(row.Participant.code_encrypted, f"participant:{row.Participant.public_id}:code")
        return session.public_id, row.Participation.seat, row.Participant.public_id, row.Participation.token, code


def answer_every_item(app, person, token):
    """Through the pages; gives every word that was typed and every number."""
    said: set[str] = set()
    person.open("items/situation.hours_available")
    csrf = person.form.fields["csrf_token"]
    while True:
        with app.app_context():
            sitting = open_sitting(current_work(), token, None)
            on_path = items_on_path(sitting.instrument, sitting.modules, sitting.responses)
            item = next((item for item in on_path if item.id not in sitting.responses), None)
            if item is None:
                return said
            response = some_response(sitting, item)
            opening = [o.id for o in visible_options(item, sitting.instrument, sitting.responses) if o.opens_text]
        fields: dict[str, object] = {"option": list(response.options)}
        if item.kind is ItemKind.NUMBER:
            fields = {"number": str(response.number)}
        elif item.kind is ItemKind.TEXT or opening:
            words = f"{OWN_WORDS}{secrets.token_hex(4)}"
            said.add(words)
            fields = {"option": opening[:1], "text": words}
        if item.id in (sitting.instrument.roles["acute"], sitting.instrument.roles["care_wish"]):
            fields = {"option": "yes"}
        answer = person.send(f"/nl/items/{item.id}", {**fields, "csrf_token": csrf, "go": "next"})
        assert answer.status_code == 303, item.id


@pytest.fixture
def counted(tmp_path):
    """Everything that is counted while the test runs, and how the stores of the application stand."""
    metrics.begin(tmp_path / "metrics")
    yield lambda work: metrics.as_text(tmp_path / "metrics", figures(work)).decode()
    metrics.stop()


def test_a_whole_journey_leaves_no_answer_no_name_and_no_code_in_logs_and_figures(demo_app, log, counted):
    session, seat, public_id, token, code = someone_waiting(demo_app)
    person = Person(demo_app.test_client())
    person.enter("AAAA AAAA AA")
    person.enter(grouped(code))
    person.open("take-part")
    person.post(go="yes")
    person.post(research="yes")
    said = answer_every_item(demo_app, person, token)
    assert len(said) > 2
    person.open("help")
    person.open("own")
    person.get("/nl/deck/a")
    said |= share_about_health(demo_app, person, token)
    person.finish()
    assert person.address == "/nl/finish"
    post(demo_app.test_client(), "/staff/sign-in", email=EMAILS[RoleName.GGD], password=WRONG)
    manager = sign_in(demo_app, RoleName.CLIENT_MANAGER)
    post(manager, f"/staff/participants/{public_id}/name", name=NAME)
    assert NAME in manager.get("/staff/participants", query_string={"search": NAME}).get_data(as_text=True)
    with demo_app.app_context():
        mine = select(Participation.id).where(Participation.token == token)
        for report_id in current_work().db.scalars(select(Report.id).where(Report.participation_id.in_(mine))).all():
            make_report(current_work(), report_id)
    manager.get("/staff/participants", query_string={"search": code})
    assert manager.get(f"/staff/participants/{public_id}/report").mimetype == "application/pdf"
    nurse = sign_in(demo_app, RoleName.GGD)
    with demo_app.app_context():
        item = current_work().care.scalars(select(CareSignalItem.id).where(CareSignalItem.token == token)).first()
    assert nurse.get(f"/staff/ggd/{item}").status_code == 200
    post(nurse, f"/staff/ggd/{item}", status="contacted")
    said |= after_the_end(demo_app, person, manager, public_id)
    take_the_work_list(demo_app, nurse)
    leader = sign_in(demo_app, RoleName.FACILITATOR)
    leader.get(f"/staff/sessions/{session}/cards.pdf")
    post(leader, f"/staff/sessions/{session}/seats/{seat}/code")
    leader.get("/staff/participants/<script>alert(1)</script>")
    delete_everything(demo_app, person, nurse, item, token)

    written = log()
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    assert {
        "participant.save_item", "participant.choose", "participant.deck",
        "participant.own_copy", "participant.ask_about_data",
        "staff.report_file", "staff.signal_page", "staff.save_conversation_part", "staff.add_outcome",
        "staff.take_export", "staff.answer_request", "staff.audit_file",
    } <= {line.get("endpoint") for line in lines}  # fmt: skip
    assert {"report made", "code_replaced", "cards_printed", "retention"} <= {line["event"] for line in lines}
    for line in lines:
        assert set(line) <= KEYS, line
    figured = figures_of(demo_app, counted)
    assert_silent(
        written + figured,
        [
            *said,
            NAME,
            "Zonnebloem",
            WRONG,
            code,
            grouped(code),
            code.lower(),
            token,
            COLLEAGUE,
            public_id,
            *EMAILS.values(),
        ],
    )
    with demo_app.app_context():
        instrument = current_work().library.instrument("profile")
    bare = re.sub(r'endpoint="[^"]+"', "", figured)
    bare += "\n".join(json.dumps({key: value for key, value in line.items() if key != "endpoint"}) for line in lines)
    for item_id in instrument.items:
        assert not re.search(rf"\b{re.escape(item_id)}\b", bare), item_id


def share_about_health(app, person, token):
    """Where the GGD can call, and what the client manager should know; gives every word that was typed."""
    number = f"06 {secrets.randbelow(10**8):08}"
    told = f"{OWN_WORDS}{secrets.token_hex(4)}"
    person.open("review")
    person.post(go="seen")
    person.open("share/ggd")
    person.post(ggd="yes")
    assert person.address == "/nl/share/contact"
    person.post(way=["phone"], detail=number, interpreter="no")
    assert person.address == "/nl/share/case-manager"
    person.post(wish="yes", account=told)
    with app.app_context():
        kept = choices_of(current_work(), token)
    assert (kept.contact_detail, kept.account) == (number, told)
    return {number, number.replace(" ", ""), number.removeprefix("06 "), number.replace(" ", "+"), told}


def figures_of(app, counted):
    """What was counted in the journey, and how the stores stand after it."""
    with app.app_context():
        figured = counted(current_work())
    assert {"participant.save_item", "staff.signal_page"} <= set(re.findall(r'endpoint="([^"]+)"', figured))
    assert re.search(r"inbeeld_answers_stored_total [1-9]\d+", figured)
    assert 'inbeeld_codes_refused_total{reason="slip"} 1.0' in figured
    return figured


def after_the_end(app, person, manager, public_id):
    """A copy, a request in own words, a talk and what came of it; gives every word that was typed."""
    asked, goal, came = (f"{OWN_WORDS}{secrets.token_hex(4)}" for _ in range(3))
    assert person.get("/nl/own/copy").status_code == 200
    person.open("own/requests")
    person.post(kind="correction", words=asked)
    assert person.address == "/nl/own/requests?said=sent"
    page = f"/staff/participants/{public_id}"
    assert post(manager, f"{page}/conversation/goal", words=goal).status_code == 303
    assert post(manager, f"{page}/outcomes", kind="work", on="2026-11-03", note=came).status_code == 303
    with app.app_context():
        work = current_work()
        assert work.db.scalars(select(ConversationPart.content_encrypted)).first()
        newest = select(CaseOutcome.note_encrypted).order_by(CaseOutcome.id.desc())
        assert work.db.scalars(newest).first()
    return {asked, goal, came}


def take_the_work_list(app, nurse):
    """Two colleagues of the GGD make a file of the work list."""
    with app.app_context():
        work = current_work()
        organisation = work.db.scalars(select(Organisation).limit(1)).one()
        make_account(work, organisation, NewAccount(COLLEAGUE, "Tweede", (RoleName.GGD,), hash_password(PASSWORD)))
        work.db.commit()
    post(nurse, "/staff/ggd/exports")
    with app.app_context():
        number = current_work().care.scalars(select(CareExport.id)).one()
    colleague = sign_in(app, RoleName.GGD, COLLEAGUE)
    post(colleague, f"/staff/ggd/exports/{number}/decision", decision="allow")
    assert post(nurse, f"/staff/ggd/exports/{number}/file").mimetype == "text/csv"


def delete_everything(app, person, nurse, item, token):
    """The administrator says yes to an objection; the person takes all back; the night removes what the GGD closed."""
    person.open("own/requests")
    person.post(kind="objection")
    administrator = sign_in(app, RoleName.ADMINISTRATOR)
    with app.app_context():
        newest = select(PersonRequest.id).order_by(PersonRequest.id.desc())
        asked = current_work().db.scalars(newest).first()
    post(administrator, f"/staff/requests/{asked}", answer="grant", knows_who="yes")
    person.open("own/withdraw")
    person.post(go="delete")
    post(nurse, f"/staff/ggd/{item}", status="closed")
    with app.app_context():
        retention.run(current_work())
        assert current_work().db.scalar(select(Participation.id).where(Participation.token == token)) is None
    sign_in(app, RoleName.PROTECTION_OFFICER).get("/staff/log.csv").get_data()


def assert_silent(written: str, words: list[str]) -> None:
    for word in words:
        assert word not in written, f"the logs say {word[:3]}…"


def test_an_error_in_the_middle_of_an_answer_says_its_kind_only(demo_app, log, monkeypatch):
    _, _, _, token, code = someone_waiting(demo_app)
    person = Person(demo_app.test_client())
    person.begin(code)

    def broken(*_args, **_more):
        raise RuntimeError(f"{OWN_WORDS} {token}")

    monkeypatch.setattr("app.web.participant.items.record_response", broken)
    demo_app.testing = False
    demo_app.config["PROPAGATE_EXCEPTIONS"] = False
    person.open("items/situation.hours_available")
    answer = person.post(option="none")
    assert answer.status_code >= 500
    written = log()
    assert_silent(written, [OWN_WORDS, token, code])
