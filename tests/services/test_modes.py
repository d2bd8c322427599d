"""Oral mode: who reads which part aloud, who leaves, which second language stands on the screen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import func, select, update

from app.services.access import CodeWrong
from app.services.care import CareChoices, record_care_choices
from app.services.delivery import ParticipationClosed
from app.services.deviations import deviations
from app.services.modes import (
    FAMILY_PRESENT,
    INTERPRETER,
    READ_ALOUD,
    SELF,
    ModeRefused,
    answered_alone,
    choose_second_locale,
    last_reader,
    mode_of_sharing,
    modes_of,
    read_on_own_device,
    record_part_mode,
    show_second_locale,
    start_oral,
    stop_oral,
)
from app.services.sharing import Recipient, share_report
from app.services.sittings import open_sitting
from app.services.variants import change_variant
from app.store.care_models import CareRelease
from app.store.models import GroupSession, Participation, PartMode, Release, SittingState
from tests.services.answering import answer, option
from tests.services.leading import Seat, leader_of, session_of


@pytest.fixture
def invited(sitting_factory):
    return sitting_factory(seat=3)


@pytest.fixture
def sitting(work, invited):
    return open_sitting(work, invited.token)


@pytest.fixture
def seat(work, invited):
    return work, leader_of(work, invited), session_of(work, invited).public_id, 3


def mode_of(work, invited):
    return open_sitting(work, invited.token).mode


def test_the_newest_row_of_a_part_stands(work, invited, sitting):
    record_part_mode(work, sitting, "a", READ_ALOUD)
    record_part_mode(work, sitting, "b", INTERPRETER, "phone")
    record_part_mode(work, sitting, "a", INTERPRETER, "family", account_id=None)
    rows = modes_of(work, sitting.id)
    assert {block: (row.mode, row.interpreter) for block, row in rows.items()} == {
        "a": (INTERPRETER, "family"),
        "b": (INTERPRETER, "phone"),
    }
    assert mode_of(work, invited) == INTERPRETER
    assert last_reader(work, sitting.id) == (INTERPRETER, "family")


def test_the_same_again_adds_no_row(work, sitting):
    for _ in range(3):
        record_part_mode(work, sitting, "practice", READ_ALOUD)
    assert work.db.scalar(select(func.count(PartMode.id))) == 1


@pytest.mark.parametrize(
    ("mode", "interpreter", "kept"),
    [
        (SELF, "", SELF),
        (READ_ALOUD, "", READ_ALOUD),
        (INTERPRETER, "phone", INTERPRETER),
        (INTERPRETER, "room", INTERPRETER),
        (INTERPRETER, "family", FAMILY_PRESENT),
    ],
)
def test_what_is_shared_is_kept_with_who_was_there_when_it_was_said(work, invited, sitting, mode, interpreter, kept):
    record_part_mode(work, sitting, "g", mode, interpreter)
    sitting = open_sitting(work, invited.token)
    share_report(work, sitting, Recipient.VLUCHTELINGENWERK, "ti", yes=True)
    record_care_choices(work, sitting, CareChoices(ggd="yes", wish=True), "ti")
    assert [(row.locale, row.mode) for row in work.db.scalars(select(Release))] == [("ti", kept)]
    assert [(row.locale, row.mode) for row in work.care.scalars(select(CareRelease))] == [("ti", kept)] * 2


def test_family_that_left_is_not_there_any_more(work, invited, sitting):
    record_part_mode(work, sitting, "f", INTERPRETER, "family")
    record_part_mode(work, sitting, "g", SELF)
    assert mode_of_sharing(work, open_sitting(work, invited.token)) == SELF
    record_part_mode(work, sitting, "g", INTERPRETER, "phone")
    assert mode_of_sharing(work, open_sitting(work, invited.token)) == INTERPRETER


def test_without_a_reader_yet_the_facilitator_reads(work, sitting):
    assert last_reader(work, sitting.id) == (READ_ALOUD, "")


def test_who_leaves_for_the_health_part_reads_again_after_it(work, invited, sitting):
    record_part_mode(work, sitting, "f", INTERPRETER, "room")
    record_part_mode(work, sitting, "g", SELF, interpreter_left=True)
    assert modes_of(work, sitting.id)["g"].interpreter_left is True
    assert mode_of(work, invited) == INTERPRETER
    assert last_reader(work, sitting.id) == (INTERPRETER, "room")


@pytest.mark.parametrize(
    ("block", "mode", "interpreter"),
    [
        pytest.param("nowhere", READ_ALOUD, "", id="no such part"),
        pytest.param("a", "sung", "", id="no such mode"),
        pytest.param("a", INTERPRETER, "by post", id="no such kind of interpreter"),
        pytest.param("a", INTERPRETER, "", id="an interpreter of no kind"),
        pytest.param("a", READ_ALOUD, "phone", id="an interpreter who does not interpret"),
    ],
)
def test_what_does_not_fit_is_refused(work, sitting, block, mode, interpreter):
    with pytest.raises(ModeRefused):
        record_part_mode(work, sitting, block, mode, interpreter)
    assert modes_of(work, sitting.id) == {}


def test_after_the_end_nothing_is_recorded(work, sitting):
    with pytest.raises(ParticipationClosed):
        record_part_mode(work, replace(sitting, state=SittingState.FINISHED), "a", READ_ALOUD)


def test_oral_mode_starts_and_stops_and_is_noted_once(work, invited, seat: Seat):
    start_oral(*seat)
    start_oral(*seat)
    assert mode_of(work, invited) == READ_ALOUD
    assert [(line.kind, line.ended_at) for line in deviations(*seat)] == [("read_aloud", None)]
    stop_oral(*seat)
    assert mode_of(work, invited) == SELF
    assert [line.ended_at is not None for line in deviations(*seat)] == [True]


def test_who_says_to_go_on_alone_ends_what_is_noted_of_reading_aloud(work, sitting, invited, seat: Seat):
    start_oral(*seat)
    record_part_mode(work, sitting, "a", READ_ALOUD)
    record_part_mode(work, sitting, "g", SELF, interpreter_left=True)
    assert [line.ended_at for line in deviations(*seat)] == [None]
    record_part_mode(work, sitting, "b", SELF)
    assert mode_of(work, invited) == SELF
    assert [line.ended_at is not None for line in deviations(*seat)] == [True]


def test_oral_mode_goes_along_to_the_other_form_and_ends_there(work, invited, seat: Seat):
    start_oral(*seat)
    choose_second_locale(*seat, "ti")
    pictures = open_sitting(work, change_variant(work, invited.token, "pictogram"))
    assert (pictures.mode, pictures.second_locale) == (READ_ALOUD, "ti")
    stop_oral(*seat)
    assert all(line.ended_at for line in deviations(*seat))


def test_what_was_answered_before_somebody_read_aloud_was_answered_alone(work, invited, sitting):
    answer(work, invited.token, "c1a", option("1"))
    answer(work, invited.token, "z1a", option("1"))
    assert answered_alone(work, sitting) == {"c1a", "z1a"}
    record_part_mode(work, sitting, "e", READ_ALOUD)
    answer(work, invited.token, "c1b", option("1"))
    assert answered_alone(work, sitting) == {"c1a", "z1a"}
    answer(work, invited.token, "c1a", option("2"))
    assert answered_alone(work, sitting) == {"z1a"}
    record_part_mode(work, sitting, "g", SELF, interpreter_left=True)
    answer(work, invited.token, "z1b", option("1"))
    assert answered_alone(work, sitting) == {"z1a", "z1b"}


def test_a_second_language_is_shown_and_hidden(work, invited, seat: Seat, sitting):
    choose_second_locale(*seat, "ar")
    assert open_sitting(work, invited.token).second_locale == "ar"
    show_second_locale(work, sitting, "ti")
    assert open_sitting(work, invited.token).second_locale == "ti"
    show_second_locale(work, sitting, "")
    assert open_sitting(work, invited.token).second_locale is None


def test_a_language_without_words_is_refused(work, seat: Seat, sitting):
    with pytest.raises(ModeRefused):
        choose_second_locale(*seat, "xx")
    with pytest.raises(ModeRefused):
        show_second_locale(work, sitting, "xx")
    with pytest.raises(ParticipationClosed):
        show_second_locale(work, replace(sitting, state=SittingState.STOPPED), "ar")


def test_a_facilitator_opens_the_sitting_only_in_oral_mode(invited, seat: Seat):
    with pytest.raises(ModeRefused):
        read_on_own_device(*seat, invited.code)
    start_oral(*seat)
    with pytest.raises(CodeWrong):
        read_on_own_device(*seat, "not the code")
    assert read_on_own_device(*seat, invited.code) == invited.token
    assert "other_device" in {line.kind for line in deviations(*seat)}


def test_nothing_of_it_after_the_session_is_closed(work, seat: Seat):
    start_oral(*seat)
    work.db.execute(update(GroupSession).values(closed_at=work.now()))
    work.db.commit()
    for act in (start_oral, stop_oral, partial(read_on_own_device, code_text="")):
        with pytest.raises(ParticipationClosed):
            act(*seat)
    assert work.db.scalar(select(Participation.mode)) == READ_ALOUD


def test_the_own_device_waits_until_the_session_is_open(work, sitting_factory):
    session = sitting_factory.session(opened_at=None)
    where = (work, leader_of(work, sitting_factory(session, seat=1)), session.public_id, 1)
    start_oral(*where)
    with pytest.raises(ParticipationClosed):
        read_on_own_device(*where, "")
