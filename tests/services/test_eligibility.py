"""Which form fits: every combination of the four criteria, and the choice that is kept."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from sqlalchemy import select, update

from app.services.accounts import staff_of
from app.services.delivery import ParticipationClosed
from app.services.deviations import SeatUnknown, deviations, participation_at
from app.services.eligibility import (
    LONGEST_REASON,
    Answer,
    Criteria,
    ReasonMissing,
    ReasonTooLong,
    Route,
    checks,
    decide,
    propose,
)
from app.services.group_sessions import SessionUnknown
from app.services.modes import READ_ALOUD, SELF
from app.services.sittings import open_sitting
from app.store.models import EligibilityCheck, Participation, SittingState
from tests.services.leading import Seat, leader_of, session_of

Y, N, U = Answer.YES, Answer.NO, Answer.UNSURE
ALL_YES = Criteria(Y, Y, Y, Y)
NO_READING = Criteria(Y, Y, N, Y)
NO_LANGUAGE = Criteria(Y, N, N, U)
TOO_OLD = Criteria(N, Y, Y, Y)
RULES = [
    # age, language, literacy, computer ("*": any answer), form
    ("n", "*", "*", "*", Route.TALK),
    ("yu", "n", "*", "*", Route.ORAL),
    ("yu", "u", "*", "*", Route.ORAL),
    ("y", "y", "y", "y", Route.TEXT),
    ("y", "y", "nu", "*", Route.PICTOGRAM),
    ("y", "y", "y", "nu", Route.PICTOGRAM),
    ("u", "y", "*", "*", Route.PICTOGRAM),
]
LETTERS = {"y": Y, "n": N, "u": U}


def combinations(rule):
    return product(*([LETTERS[letter] for letter in letters.replace("*", "ynu")] for letters in rule[:4]))


TABLE = [(found, rule[4]) for rule in RULES for found in combinations(rule)]


def test_the_table_holds_each_of_the_81_combinations_once():
    assert Counter(found for found, _ in TABLE) == Counter(product(Answer, repeat=4))


@pytest.mark.parametrize(("found", "form"), TABLE)
def test_the_criteria_propose_a_form(found, form):
    assert propose(Criteria(*found)) is form


@pytest.fixture
def invited(sitting_factory):
    return sitting_factory(seat=4)


@pytest.fixture
def seat(work, invited):
    """What names the seat: the unit of work, who leads, the group session, the number."""
    return work, leader_of(work, invited), session_of(work, invited).public_id, 4


def test_pictures_are_performed_when_they_are_chosen(work, seat: Seat):
    decide(*seat, NO_READING, Route.PICTOGRAM)
    assert participation_at(*seat).variant == "pictogram"
    [check] = checks(*seat)
    assert (check.criteria, check.proposed, check.chosen, check.reason) == (
        NO_READING,
        Route.PICTOGRAM,
        Route.PICTOGRAM,
        "",
    )
    assert check.by == seat[1].name
    assert (work.now() - check.at).total_seconds() >= 0


def test_text_leads_back_and_ends_oral_mode(seat: Seat):
    decide(*seat, NO_READING, Route.PICTOGRAM)
    decide(*seat, NO_LANGUAGE, Route.ORAL)
    assert (participation_at(*seat).variant, participation_at(*seat).mode) == ("pictogram", READ_ALOUD)
    decide(*seat, ALL_YES, Route.TEXT)
    assert (participation_at(*seat).variant, participation_at(*seat).mode) == ("text", SELF)
    assert all(line.ended_at for line in deviations(*seat[:3]))


def test_an_ordinary_talk_changes_no_form(seat: Seat):
    decide(*seat, TOO_OLD, Route.TALK)
    assert (participation_at(*seat).variant, participation_at(*seat).mode) == ("text", SELF)


@pytest.mark.parametrize("chosen", [Route.PICTOGRAM, Route.ORAL, Route.TALK])
def test_another_form_needs_a_reason(seat: Seat, chosen):
    with pytest.raises(ReasonMissing) as refused:
        decide(*seat, ALL_YES, chosen, "  ")
    assert refused.value.proposed is Route.TEXT
    assert checks(*seat) == []
    assert participation_at(*seat).variant == "text"


def test_the_reason_is_kept_sealed_and_bound_to_its_row(work, seat: Seat):
    reason = "Wil liever\n praten"
    decide(*seat, ALL_YES, Route.ORAL, reason)
    decide(*seat, ALL_YES, Route.TEXT, "hoeft niet: voorstel gevolgd")
    assert [check.reason for check in checks(*seat)] == ["", "Wil liever praten"]
    row = work.db.scalars(select(EligibilityCheck).where(EligibilityCheck.reason_encrypted.is_not(None))).one()
    assert "praten" not in row.reason_encrypted
    assert work.texts.open(row.reason_encrypted, f"eligibility_check:{row.id}:reason") == "Wil liever praten"


def test_a_reason_that_does_not_fit_is_refused(seat: Seat):
    with pytest.raises(ReasonTooLong):
        decide(*seat, ALL_YES, Route.ORAL, "x" * (LONGEST_REASON + 1))


def test_a_correction_is_a_new_row_and_the_newest_comes_first_in_whichever_form(seat: Seat):
    decide(*seat, ALL_YES, Route.TEXT)
    decide(*seat, NO_READING, Route.PICTOGRAM)
    decide(*seat, NO_LANGUAGE, Route.ORAL)
    assert [check.chosen for check in checks(*seat)] == [Route.ORAL, Route.PICTOGRAM, Route.TEXT]


def test_a_finished_sitting_keeps_its_form_and_no_check(work, seat: Seat):
    work.db.execute(update(Participation).values(state=SittingState.FINISHED))
    work.db.commit()
    with pytest.raises(ParticipationClosed):
        decide(*seat, NO_READING, Route.PICTOGRAM)
    assert checks(*seat) == []


def test_before_the_session_opens_the_form_can_be_chosen(work, sitting_factory):
    session = sitting_factory.session(opened_at=None)
    invited = sitting_factory(session, seat=2)
    where = (work, leader_of(work, invited), session.public_id, 2)
    decide(*where, NO_READING, Route.PICTOGRAM)
    assert participation_at(*where).variant == "pictogram"


def test_nobody_of_another_organisation_and_no_empty_seat(work, seat: Seat, sitting_factory):
    stranger = staff_of(sitting_factory.account(sitting_factory.organisation()))
    with pytest.raises(SessionUnknown):
        checks(work, stranger, seat[2], 4)
    with pytest.raises(SessionUnknown):
        decide(work, stranger, seat[2], 4, ALL_YES, Route.TEXT)
    with pytest.raises(SeatUnknown):
        decide(*seat[:3], 5, ALL_YES, Route.TEXT)


def test_answers_given_before_the_check_stay(work, invited, seat: Seat):
    decide(*seat, NO_READING, Route.PICTOGRAM)
    assert open_sitting(work, invited.token).set_aside
