"""Every page that shows people's data writes down exactly one event; the log is read by those whose work it is."""

from __future__ import annotations

import csv
import io
import re
from typing import cast

import pytest
from sqlalchemy import QueuePool, select, text, update

from app import create_app
from app.core.audit import Broken, Fault
from app.extensions import db
from app.services.audit import AuditKind, Event, Outcome, account, person, record, signal
from app.services.audit.verifying import head, links, verify
from app.store.models import AuditEvent, RoleName, StaffAccount
from app.web.context import current_work
from app.web.rules import RULES
from app.web.staff.audited import LOGGED, ReadingNotLogged, check
from tests.demonstration_stores import EMAILS, csrf_token, post, sign_in
from tests.logged import without_triggers
from tests.stores import GROWN
from tests.web.test_staff_access import known_ids, visit, visits


def entries(app):
    with app.app_context():
        return [link.entry for link in links(current_work())]


def account_of(app, role):
    with app.app_context():
        return current_work().db.scalars(select(StaffAccount.id).where(StaffAccount.email == EMAILS[role])).one()


def since(app, number):
    return [entry for entry in entries(app) if entry.number > number]


def last_number(app):
    with app.app_context():
        return head(current_work()).number


@pytest.mark.parametrize("role", list(RoleName))
def test_every_reading_writes_exactly_one_event(demo_app, role):
    client = sign_in(demo_app, role)
    seen = set()
    for endpoint, method, address in visits(demo_app):
        if method != "GET" or role not in RULES[endpoint].roles:
            continue
        before = last_number(demo_app)
        answer = visit(client, method, address)
        made = since(demo_app, before)
        if endpoint not in LOGGED or answer.status_code in range(300, 400):
            assert made == [], endpoint
            continue
        seen.add(endpoint)
        [entry] = made
        assert entry.kind == LOGGED[endpoint]
        assert entry.actor == account(account_of(demo_app, role))
        assert entry.outcome == (Outcome.DONE if answer.status_code == 200 else Outcome.REFUSED)
    expected = {
        RoleName.CLIENT_MANAGER: "staff.person_page",
        RoleName.GGD: "staff.signal_page",
        RoleName.PROTECTION_OFFICER: "staff.audit_log",
        RoleName.FACILITATOR: "staff.codes",
        RoleName.VLUCHTELINGENWERK: "staff.shared_reports",
    }
    assert expected.get(role) is None or expected[role] in seen
    with demo_app.app_context():
        assert verify(current_work()) is None


def test_a_page_about_people_that_writes_nothing_down_stops_the_start(demo_app, monkeypatch):
    check(demo_app)
    monkeypatch.delitem(LOGGED, "staff.signal_page")
    with pytest.raises(ReadingNotLogged, match=r"staff\.signal_page"):
        check(demo_app)


def test_making_the_application_itself_fails_when_a_page_about_people_writes_nothing_down(config, monkeypatch):
    monkeypatch.delitem(LOGGED, "staff.signal_page")
    with pytest.raises(ReadingNotLogged, match=r"staff\.signal_page"):
        create_app(config)


def test_how_much_was_read_of_whom_stands_in_the_event(demo_app):
    client, ids = sign_in(demo_app, RoleName.CLIENT_MANAGER), known_ids(demo_app)
    client.get(f"/staff/participants/{ids['person']}")
    entry = entries(demo_app)[-1]
    assert (entry.kind, entry.detail) == ("person_read", "profile")
    assert entry.subject == person(ids["person"])


def test_an_item_of_the_ggd_is_named_by_its_own_id_never_by_the_person(demo_app):
    client, ids = sign_in(demo_app, RoleName.GGD), known_ids(demo_app)
    client.get(f"/staff/ggd/{ids['item_id']}")
    assert entries(demo_app)[-1].subject == signal(ids["item_id"])
    post(client, f"/staff/ggd/{ids['item_id']}", status="contacted")
    steps = [entry for entry in entries(demo_app) if entry.kind == "signal_step"]
    assert (steps[-1].subject, steps[-1].detail) == (signal(ids["item_id"]), "contacted")


def test_what_somebody_may_not_read_is_written_down_as_refused(demo_app):
    client = sign_in(demo_app, RoleName.CLIENT_MANAGER)
    assert client.get(f"/staff/participants/{'0' * 32}").status_code == 404
    entry = entries(demo_app)[-1]
    assert (entry.kind, entry.outcome, entry.subject) == ("person_read", "refused", person("0" * 32))
    assert client.get("/staff/participants/Voorbeeld Omar").status_code == 404
    assert entries(demo_app)[-1].subject == ""


def test_nothing_is_shown_that_cannot_be_written_down(demo_app):
    client = sign_in(demo_app, RoleName.GGD)
    with demo_app.app_context():
        work = current_work()
        work.db.execute(text("DROP TABLE audit_head"), bind_arguments={"mapper": AuditEvent})
        work.db.commit()
    demo_app.testing = False
    demo_app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = client.get("/staff/ggd")
    assert answer.status_code == (500 if GROWN else 503)  # SQLite says the same of a table as of a store that is away
    assert "Voorbeeld" not in answer.get_data(as_text=True).split("<main", 1)[1]


def test_signing_in_failing_and_signing_out(demo_app):
    officer = account(account_of(demo_app, RoleName.GGD))
    before = last_number(demo_app)
    client = demo_app.test_client()
    post(client, "/staff/sign-in", email=EMAILS[RoleName.GGD], password="not the password")
    post(client, "/staff/sign-in", email="nobody@elsewhere.example", password="not the password")
    signed_in = sign_in(demo_app, RoleName.GGD)
    signed_in.post("/staff/sign-out", data={"csrf_token": csrf_token(signed_in, "/staff/ggd")})
    made = [entry for entry in since(demo_app, before) if entry.kind in {"sign_in", "sign_out"}]
    assert [(entry.kind, entry.outcome, entry.actor, entry.subject) for entry in made] == [
        ("sign_in", "failed", "nobody", officer),
        ("sign_in", "failed", "nobody", ""),
        ("sign_in", "done", officer, officer),
        ("sign_out", "done", officer, officer),
    ]


def rows_of(page):
    return re.findall(r"<tr><td>(\d+)</td>", page)


@pytest.fixture
def officer(demo_app):
    return sign_in(demo_app, RoleName.PROTECTION_OFFICER)


def test_the_log_is_all_that_the_data_protection_officer_opens(officer):
    assert officer.get("/staff/").location == "/staff/log"
    for address in ("/staff/ggd", "/staff/participants", "/staff/sessions", "/staff/locations", "/staff/shared"):
        assert officer.get(address).status_code == 403
    assert officer.get("/staff/log").status_code == 200


def test_the_log_is_filtered_by_kind_actor_subject_and_period(demo_app, officer):
    ids = known_ids(demo_app)
    sign_in(demo_app, RoleName.CLIENT_MANAGER).get(f"/staff/participants/{ids['person']}")
    number = str(last_number(demo_app))

    def listed(**asked):
        return rows_of(officer.get("/staff/log", query_string=asked).get_data(as_text=True))

    who = account_of(demo_app, RoleName.CLIENT_MANAGER)
    assert number in listed(kind="person_read")
    assert number not in listed(kind="sign_in")
    assert number in listed(actor=str(who))
    assert number in listed(actor=f"account:{who}", subject=ids["person"])
    assert listed(actor="account:999999") == []
    assert number in listed(subject=person(ids["person"]))
    assert number not in listed(until="2020-01-01")
    assert number in listed(since="2020-01-01", kind="nonsense", until="tomorrow", before="x")
    assert listed(since="2999-01-01") == []


def test_the_log_has_pages_that_miss_nothing(demo_app, officer):
    with demo_app.app_context():
        work = current_work()
        for _ in range(120):
            record(work, Event(AuditKind.EXPORT, account(1), 1))
        work.db.commit()
    seen, address = [], "/staff/log?kind=export"
    while address:
        page = officer.get(address).get_data(as_text=True)
        seen += rows_of(page)
        older = re.search(r'href="(/staff/log\?[^"]*before=[^"]*)"', page)
        address = str(older[1]).replace("&amp;", "&") if older else ""
    assert len(seen) == len(set(seen)) == 120
    assert seen == sorted(seen, key=int, reverse=True)


def test_another_organisation_reads_its_own_events_only(demo_app, officer):
    with demo_app.app_context():
        work = current_work()
        number = record(work, Event(AuditKind.EXPORT, account(77), 99))
        work.db.commit()
    assert str(number) not in rows_of(officer.get("/staff/log?kind=export").get_data(as_text=True))
    assert "account:77" not in officer.get("/staff/log.csv").get_data(as_text=True)


def test_reading_and_exporting_the_log_stand_in_the_log(demo_app, officer):
    before = last_number(demo_app)
    officer.get("/staff/log?kind=sign_in")
    officer.get("/staff/log.csv")
    assert [entry.kind for entry in since(demo_app, before)] == ["audit_read", "audit_exported"]


def test_the_file_holds_every_event_asked_for_and_no_formula(demo_app, officer):
    with demo_app.app_context():
        work = current_work()
        record(work, Event(AuditKind.EXPORT, account(1), 1, detail="=1"))
        record(work, Event(AuditKind.EXPORT, account(1), 1, detail="-1"))
        work.db.commit()
    answer = officer.get("/staff/log.csv?kind=export")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="log.csv"'
    told = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert {line["kind"] for line in told} == {"export"}
    assert {"'=1", "'-1"} <= {line["detail"] for line in told}
    assert all(len(line["hash"]) == 64 for line in told)


@pytest.mark.parametrize("to_its_end", [True, False])
def test_a_file_sent_in_pieces_gives_its_connection_back(demo_app, officer, to_its_end):
    with demo_app.app_context():
        pool = cast("QueuePool", db.get_engine("default").pool)
    answer = officer.get("/staff/log.csv", buffered=False)
    pieces = answer.iter_encoded()
    assert b"hash" in next(pieces)
    assert b"," in next(pieces)
    assert pool.checkedout() == 1
    if to_its_end:
        assert len(list(pieces)) > 1
    answer.close()
    assert pool.checkedout() == 0


@pytest.mark.parametrize(("locale", "words"), [("nl", "Rapport gelezen"), ("en", "Report read")])
def test_the_page_speaks_both_languages(officer, locale, words):
    officer.post("/staff/language", data={"locale": locale, "csrf_token": csrf_token(officer, "/staff/log")})
    page = officer.get("/staff/log").get_data(as_text=True)
    assert f'<html lang="{locale}"' in page
    assert words in page


def test_the_log_never_says_a_name_a_code_or_an_address(demo_app):
    from app.services.demonstration_people import PEOPLE  # noqa: PLC0415 - only here

    ids = known_ids(demo_app)
    for role in (RoleName.CLIENT_MANAGER, RoleName.GGD, RoleName.FACILITATOR):
        client = sign_in(demo_app, role)
        for address in (f"/staff/participants/{ids['person']}", f"/staff/ggd/{ids['item_id']}", "/staff/sessions"):
            client.get(address)
    whole = " ".join(f"{e.actor} {e.subject} {e.detail}" for e in entries(demo_app)).casefold()
    for invented in PEOPLE:
        assert invented.code.casefold() not in whole
        assert not invented.name or invented.name.casefold() not in whole
    assert "@" not in whole
    assert ids["person"] not in whole


def test_the_command_names_the_first_broken_link(demo_app):
    runner = demo_app.test_cli_runner()
    whole = runner.invoke(args=["audit", "verify"])
    assert whole.exit_code == 0
    noted = whole.output.split()[-1]
    assert runner.invoke(args=["audit", "verify", "--noted", noted]).exit_code == 0
    with demo_app.app_context():
        work = current_work()
        without_triggers(work)
        work.db.execute(update(AuditEvent).where(AuditEvent.number == 3).values(actor="account:9"))
        work.db.commit()
        assert verify(current_work()) == Broken(3, Fault.CONTENT)
    broken = runner.invoke(args=["audit", "verify"])
    assert broken.exit_code == 1
    assert "Broken at event 3:" in broken.output
    assert runner.invoke(args=["audit", "verify", "--noted", "7"]).exit_code == 2


def test_the_command_writes_every_event_to_a_file(demo_app, tmp_path):
    out = tmp_path / "log.jsonl"
    told = demo_app.test_cli_runner().invoke(args=["audit", "export", "--out", str(out)])
    assert told.exit_code == 0
    lines = out.read_text("utf-8").splitlines()
    assert len(lines) == last_number(demo_app)
    assert '"kind": "audit_exported"' in lines[-1]
