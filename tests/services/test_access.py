"""Coming in with a code."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.services import access
from app.services.codes import ALPHABET, grouped, make_code
from app.services.delivery import ParticipationClosed
from app.services.sittings import SessionNotOpen
from app.store.models import CodeAttempt, SittingState
from tests.services.answering import Statements


def test_a_code_finds_its_participation_however_it_is_typed(work, sitting_factory):
    invited = sitting_factory()
    for typed in (invited.code, grouped(invited.code).lower(), f" {invited.code[:3]}-{invited.code[3:]}\n"):
        assert access.find_participation(work, typed) == invited.token


def test_a_code_is_found_with_one_query(app, work, sitting_factory):
    invited = sitting_factory()
    with app.app_context():
        engines = db.get_engine("default"), db.get_engine("care")
    with Statements(*engines) as statements:
        access.find_participation(work, invited.code)
    assert len(statements) == 1


def test_a_code_that_nobody_has_is_wrong(work, sitting_factory):
    sitting_factory()
    with pytest.raises(access.CodeWrong) as caught:
        access.find_participation(work, make_code())
    assert caught.value.complete


def test_a_slip_of_the_finger_is_told_apart(work, sitting_factory):
    code = sitting_factory().code
    other = next(sign for sign in ALPHABET if sign != code[0])
    for typed in (other + code[1:], code[:-1], "", code + "é"):
        with pytest.raises(access.CodeWrong) as caught:
            access.find_participation(work, typed)
        assert not caught.value.complete


def test_before_the_session_opens_the_page_learns_when_it_begins(work, sitting_factory):
    session = sitting_factory.session(opened_at=None)
    with pytest.raises(access.SessionNotYetOpen) as caught:
        access.find_participation(work, sitting_factory(session).code)
    assert caught.value.starts_at == session.starts_at
    assert isinstance(caught.value, SessionNotOpen)


def test_the_code_of_a_closed_session_says_so(work, sitting_factory):
    session = sitting_factory.session(closed_at=work.now())
    with pytest.raises(access.CodeNoLongerUsed) as caught:
        access.find_participation(work, sitting_factory(session).code)
    assert isinstance(caught.value, ParticipationClosed)


@pytest.mark.parametrize("closed", [True, False])
def test_a_withdrawn_code_is_one_that_nobody_has(work, sitting_factory, closed):
    session = sitting_factory.session(closed_at=work.now() if closed else None)
    with pytest.raises(access.CodeWrong) as caught:
        access.find_participation(work, sitting_factory(session, state=SittingState.DELETED).code)
    assert caught.value.complete


@pytest.mark.parametrize("state", [SittingState.FINISHED, SittingState.STOPPED, SittingState.PAUSED])
def test_finished_stopped_and_paused_people_come_in_again(work, sitting_factory, state):
    invited = sitting_factory(state=state)
    assert access.find_participation(work, invited.code) == invited.token


def test_the_code_stands_nowhere_in_the_open(work, config, sitting_factory):
    code = sitting_factory().code
    work.db.close()
    content = b"".join(file.read_bytes() for file in config.data.iterdir())
    assert code.encode() not in content
    assert grouped(code).encode() not in content


def test_too_many_wrong_codes_from_one_address_have_to_wait(work):
    for _ in range(access.WRONG_CODES):
        access.note_wrong_code(work, "192.0.2.1")
    with pytest.raises(access.TooManyCodes) as caught:
        access.note_wrong_code(work, "192.0.2.1")
    assert 0 < caught.value.seconds <= access.WITHIN.total_seconds()
    access.note_wrong_code(work, "192.0.2.2")
    assert work.db.scalar(select(func.count(CodeAttempt.id))) == access.WRONG_CODES + 1


def test_slips_of_the_finger_are_not_counted(work):
    for _ in range(access.WRONG_CODES + 1):
        access.note_wrong_code(work, "192.0.2.1", complete=False)
    assert work.db.scalar(select(func.count(CodeAttempt.id))) == 0


def test_wrong_codes_are_forgotten_after_a_while(work):
    long_ago = replace(work, now=lambda: work.now() - access.WITHIN - timedelta(seconds=1))
    for _ in range(access.WRONG_CODES):
        access.note_wrong_code(long_ago, "192.0.2.1")
    access.note_wrong_code(work, "192.0.2.1")
    assert work.db.scalar(select(func.count(CodeAttempt.id))) == 1
