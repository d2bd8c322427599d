"""A lost card gets a new code; who prints what."""

from __future__ import annotations

import pytest
from structlog.testing import CapturingLogger

from app.core.responses import Response
from app.services import access_codes
from app.services.access import CodeWrong, find_participation
from app.services.access_codes import LocaleNotOffered, NoCards, cards, replace_code
from app.services.audit import AuditKind
from app.services.codes import normalise_code
from app.services.delivery import Shown, record_response
from app.services.deviations import SeatUnknown
from app.services.group_sessions import SessionUnknown
from app.services.sittings import open_sitting
from app.store.models import SittingState
from tests.logged import logged
from tests.services.test_session_life import staff_of_session


@pytest.fixture
def session(sitting_factory):
    return sitting_factory.session(locales=["nl", "ar", "ti"])


@pytest.fixture
def leader(session):
    return staff_of_session(session)


def test_the_old_code_is_one_that_nobody_has_and_the_answers_stay(work, sitting_factory, session, leader):
    invited = sitting_factory(session, state=SittingState.STARTED)
    sitting = open_sitting(work, invited.token, ["c1a"])
    option = sitting.instrument.items["c1a"].options[1].id
    record_response(work, sitting, "c1a", Response((option,)), Shown("nl", "ltr", "k"))
    replace_code(work, leader, session.public_id, 1)
    with pytest.raises(CodeWrong) as caught:
        find_participation(work, invited.code)
    assert caught.value.complete
    [card] = cards(work, leader, session.public_id, {})[1]
    assert normalise_code(card.code) == card.code != invited.code
    assert find_participation(work, card.code) == invited.token
    assert open_sitting(work, invited.token, ["c1a"]).responses["c1a"].option == option


def test_an_empty_seat_and_another_organisation_get_no_code(work, sitting_factory, session, leader):
    sitting_factory(session)
    with pytest.raises(SeatUnknown):
        replace_code(work, leader, session.public_id, 2)
    with pytest.raises(SessionUnknown):
        replace_code(work, staff_of_session(sitting_factory.session()), session.public_id, 1)


def test_a_card_is_in_the_language_chosen_else_of_the_person_else_of_the_session(
    work, sitting_factory, session, leader
):
    sitting_factory(session, 1)
    sitting_factory(session, 2, locale="ti")
    sitting_factory(session, 3, locale="ti")
    found = cards(work, leader, session.public_id, {3: "ar"})[1]
    assert [(card.seat, card.locale) for card in found] == [(1, "nl"), (2, "ti"), (3, "ar")]


def test_only_the_seats_asked_for(work, sitting_factory, session, leader):
    sitting_factory.people(3, session)
    assert [card.seat for card in cards(work, leader, session.public_id, {}, seats=[2])[1]] == [2]
    with pytest.raises(NoCards):
        cards(work, leader, session.public_id, {}, seats=[9])


def test_no_language_that_the_session_does_not_offer(work, sitting_factory, session, leader):
    sitting_factory(session)
    with pytest.raises(LocaleNotOffered):
        cards(work, leader, session.public_id, {1: "en"})


def test_no_card_of_another_organisation(work, sitting_factory, session):
    sitting_factory(session)
    with pytest.raises(SessionUnknown):
        cards(work, staff_of_session(sitting_factory.session()), session.public_id, {})


def test_printing_and_replacing_leave_a_line_without_a_code(work, sitting_factory, session, leader, monkeypatch):
    log = CapturingLogger()
    monkeypatch.setattr(access_codes, "_log", log)
    invited = sitting_factory(session)
    cards(work, leader, session.public_id, {})
    replace_code(work, leader, session.public_id, 1)
    assert [line.args for line in log.calls] == [("cards_printed",), ("code_replaced",)]
    assert all(line.kwargs["account"] == leader.id for line in log.calls)
    assert invited.code not in str(log.calls)
    assert logged(work, AuditKind.CODE_REPLACED) == [("done", f"account:{leader.id}", "")]
