"""What came of it: kept, taken back, and in the log each time, without the words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.services.audit import AuditKind
from app.services.caseload import PersonUnknown, find_person
from app.services.outcomes import OutcomeKind, add_outcome, outcomes_of, set_ready, take_back_outcome
from app.store.conversation_models import CaseOutcome
from tests.logged import logged
from tests.services.finished import managed

NOTE = "Stage bij een timmerman (test)"


@pytest.fixture
def someone(sitting_factory):
    return sitting_factory(locale="nl")


@pytest.fixture
def manager(work, someone):
    """The client manager of that person."""
    return managed(work, someone)


def test_each_outcome_is_one_event_without_its_words(work, someone, manager):
    add_outcome(work, manager, someone.public_id, OutcomeKind.WORK, date(2026, 11, 3), NOTE)
    kept = work.db.query(CaseOutcome).one()
    assert NOTE not in (kept.note_encrypted or "")
    set_ready(work, manager, someone.public_id, ready=True)
    take_back_outcome(work, manager, someone.public_id, kept.id)
    assert work.db.query(CaseOutcome).count() == 0
    by = f"account:{manager.id}"
    assert logged(work, AuditKind.OUTCOME_CHANGED) == [
        ("done", by, "work"),
        ("done", by, "ready"),
        ("done", by, "taken_back"),
    ]


@pytest.mark.parametrize("kind", OutcomeKind)
def test_each_kind_of_outcome_is_kept_with_its_day(work, someone, manager, kind):
    day = date(2026, 11, 3)
    add_outcome(work, manager, someone.public_id, kind, day, NOTE)
    work.db.expire_all()
    [kept] = outcomes_of(work, someone.participation_id)
    assert (kept.kind, kept.on, kept.note, kept.by) == (kind, day, NOTE, manager.name)
    assert find_person(work, manager, someone.public_id).outcome == kind
    assert logged(work, AuditKind.OUTCOME_CHANGED) == [("done", f"account:{manager.id}", kind.value)]


def test_who_does_not_go_on_with_somebody_states_no_outcome(work, someone, manager):
    stranger = replace(manager, id=manager.id + 1)
    with pytest.raises(PersonUnknown):
        add_outcome(work, stranger, someone.public_id, OutcomeKind.WORK, date(2026, 11, 3), NOTE)
