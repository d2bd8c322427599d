"""Editions made when somebody asks: large print and the summary, for whoever may read the report and nobody else."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app.services import reports
from app.services.sharing import CONVERSATION_REPORT
from app.store.models import AuditEvent, Participant, Participation, Release, Report, RoleName, WhoSaw
from app.web.context import current_work
from tests.demonstration_stores import csrf_token, sign_in
from tests.services.finished import as_if_made

MANAGER, VISITOR = RoleName.CLIENT_MANAGER, RoleName.VLUCHTELINGENWERK
PDF = b"%PDF-1.7 a report of a test"
EDITIONS = {
    ("report/large", MANAGER): ("conversation_large", "large", "conversation_report"),
    ("report/large", VISITOR): ("conversation_vluchtelingenwerk_large", "large", "conversation_report"),
    ("summary", MANAGER): ("summary", "summary", "summary"),
    ("summary", VISITOR): ("summary", "summary", "summary"),
}
"""Last part of the address and who reads: the edition, what the log says, and what the person reads that was seen."""


@dataclass
class Somebody:
    """A person of the demonstration who shared the report with VluchtelingenWerk."""

    app: Flask
    id: int
    public_id: str

    def where(self, part: str) -> str:
        """The address of an edition."""
        return f"/staff/participants/{self.public_id}/{part}"

    def states(self, edition: str) -> list[str]:
        """How far each report of an edition is."""
        with self.app.app_context():
            rows = select(Report.state).where(Report.participation_id == self.id, Report.edition == edition)
            return list(current_work().db.scalars(rows))

    def made(self, edition: str) -> None:
        """As if a worker had made this edition."""
        with self.app.app_context():
            as_if_made(current_work(), self.id, PDF, edition)


@pytest.fixture
def somebody(demo_app):
    with demo_app.app_context():
        work = current_work()
        row = work.db.execute(
            select(Participation.id, Participant.public_id)
            .join(Participant, Participant.id == Participation.participant_id)
            .join(Release, Release.participation_id == Participation.id)
            .where(Release.page == CONVERSATION_REPORT, Release.shared, Participation.profile_seen_at.is_not(None))
        ).first()
        work.db.execute(update(Report).where(Report.edition == reports.SUMMARY).values(state=reports.FAILED))
        work.db.commit()
    assert row
    return Somebody(demo_app, *row)


def ask(client: FlaskClient, address: str):
    return client.post(address, data={"csrf_token": csrf_token(client, "/staff/account")})


@pytest.mark.parametrize(("part", "role"), EDITIONS)
def test_it_is_made_when_asked_for_and_read_once_it_is_made(somebody, part, role):
    edition, said, seen = EDITIONS[part, role]
    client, address = sign_in(somebody.app, role), somebody.where(part)
    assert client.get(address).status_code == 303  # not made yet
    assert b"%PDF" not in ask(client, address).data
    assert "waiting" in somebody.states(edition)
    somebody.made(edition)
    assert ask(client, address).location == address
    answer = client.get(address)
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    with somebody.app.app_context():
        work = current_work()
        event = work.db.scalars(select(AuditEvent).order_by(AuditEvent.number.desc()).limit(1)).one()
        assert (event.kind, event.outcome, event.detail) == ("report_read", "done", said)
        parts = set(work.db.scalars(select(WhoSaw.part).where(WhoSaw.participation_id == somebody.id)))
    assert seen in parts


@pytest.mark.parametrize("part", ["report/large", "summary"])
@pytest.mark.parametrize("role", [role for role in RoleName if role not in {MANAGER, VISITOR}])
def test_no_other_role_asks_for_it_or_reads_it(somebody, part, role):
    for edition in ("conversation_large", "summary"):
        somebody.made(edition)
    client = sign_in(somebody.app, role)
    for answer in (client.get(somebody.where(part)), ask(client, somebody.where(part))):
        assert answer.status_code in {403, 404}
        assert b"%PDF" not in answer.data


@pytest.mark.parametrize("part", ["report/large", "summary"])
@pytest.mark.parametrize("role", [MANAGER, VISITOR])
def test_nobody_has_it_before_the_person_saw_the_own_profile(somebody, part, role):
    with somebody.app.app_context():
        work = current_work()
        unseen = update(Participation).where(Participation.id == somebody.id)
        work.db.execute(unseen.values(profile_seen_at=None))
        work.db.commit()
    client = sign_in(somebody.app, role)
    assert {client.get(somebody.where(part)).status_code, ask(client, somebody.where(part)).status_code} == {409}


@pytest.mark.parametrize("part", ["report/large", "summary"])
def test_who_took_the_report_back_from_vluchtelingenwerk_is_not_read_there(somebody, part):
    for edition in ("conversation_vluchtelingenwerk_large", "summary"):
        somebody.made(edition)
    with somebody.app.app_context():
        work = current_work()
        work.db.execute(update(Release).where(Release.participation_id == somebody.id).values(shared=False))
        work.db.commit()
    client = sign_in(somebody.app, VISITOR)
    assert {client.get(somebody.where(part)).status_code, ask(client, somebody.where(part)).status_code} == {404}


def test_once_the_answers_are_gone_nothing_new_is_made(somebody):
    with somebody.app.app_context():
        work = current_work()
        gone = update(Participation).where(Participation.id == somebody.id)
        work.db.execute(gone.values(answers_removed_at=work.now()))
        work.db.execute(update(Report).where(Report.edition == "summary").values(edition="own"))
        work.db.commit()
    client = sign_in(somebody.app, MANAGER)
    for part in ("report/large", "summary"):
        answer = ask(client, somebody.where(part))
        assert "hun termijn is voorbij" in client.get(answer.location).get_data(as_text=True)
    assert somebody.states("conversation_large") == somebody.states("summary") == []


def test_after_a_talk_the_page_of_the_talk_offers_the_summary(somebody):
    for role in (MANAGER, VISITOR):
        page = sign_in(somebody.app, role).get(somebody.where("conversation")).get_data(as_text=True)
        assert f'action="{somebody.where("summary")}"' in page
