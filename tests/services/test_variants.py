"""From text to pictures and back: nothing is lost, one form goes on, also when two devices change at once."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from app import create_app
from app.services.access import find_participation
from app.services.board import board
from app.services.calls import call_help, open_call
from app.services.care import raise_acute, work_list
from app.services.delivery import ParticipationClosed, stop, take_part
from app.services.finishing import finish_sitting
from app.services.group_sessions import code_cards, group_sessions
from app.services.sittings import SittingUnknown, open_sitting
from app.services.variants import FormNotOffered, change_variant, form_is_offered, token_that_goes_on, token_with_item
from app.store.care_models import CareResponse
from app.store.models import (
    GroupSession,
    HelpRequest,
    Participation,
    Response,
    SittingState,
    VariantChange,
    WordingRelease,
)
from app.web.context import current_work
from tests.conftest import close_stores
from tests.services.answering import answer, option
from tests.services.leading import leader_of, session_of


def forms(work, invited):
    rows = work.db.scalars(
        select(Participation)
        .where(Participation.participant_id == invited.participant_id)
        .order_by(Participation.id)
        .execution_options(populate_existing=True)
    )
    return list(rows)


@pytest.fixture
def begun(work, sitting_factory):
    """Somebody who takes part in Arabic and answered two questions of the text."""
    invited = sitting_factory()
    take_part(work, open_sitting(work, invited.token), "ar", yes=True, research=True, research_care=False)
    answer(work, invited.token, "c1a", option("3"))
    answer(work, invited.token, "c1b", option("2"))
    work.db.execute(update(Participation).values(locale="ar"))
    work.db.commit()
    return invited


def test_the_other_form_takes_over_language_choice_and_consent(work, begun):
    token = change_variant(work, begun.token, "pictogram")
    sitting = open_sitting(work, token)
    assert (sitting.variant, sitting.instrument.id) == ("pictogram", "picture-profile")
    assert (sitting.locale, sitting.state, sitting.seat) == ("ar", SittingState.STARTED, begun.seat)
    text, pictures = forms(work, begun)
    assert text.set_aside_at is not None
    assert pictures.set_aside_at is None
    assert pictures.research_consent
    assert find_participation(work, begun.code) == token


def test_back_and_forth_loses_no_answer(work, begun):
    for _ in range(3):
        pictures = change_variant(work, begun.token, "pictogram")
        answer(work, pictures, "p1.building", option("2"))
        assert change_variant(work, pictures, "text", account_id=None) == begun.token
    assert len(forms(work, begun)) == 2
    assert open_sitting(work, begun.token, None).responses["c1a"] == option("3")
    assert open_sitting(work, pictures, None).responses["p1.building"] == option("2")
    assert work.db.scalar(select(func.count(VariantChange.id))) == 6


def test_changing_to_the_form_that_goes_on_changes_nothing(work, begun):
    first = change_variant(work, begun.token, "pictogram")
    assert change_variant(work, begun.token, "pictogram") == first
    assert change_variant(work, first, "pictogram") == first
    assert work.db.scalar(select(func.count(VariantChange.id))) == 1


def test_who_has_not_begun_begins_in_the_other_form(work, sitting_factory):
    invited = sitting_factory()
    token = change_variant(work, invited.token, "pictogram")
    sitting = open_sitting(work, token)
    assert (sitting.state, sitting.locale, sitting.started_at) == (SittingState.NEW, None, None)


@pytest.mark.parametrize("state", [SittingState.FINISHED, SittingState.STOPPED, SittingState.DELETED])
def test_what_is_over_stays_in_its_form(work, begun, state):
    work.db.execute(update(Participation).values(state=state))
    work.db.commit()
    with pytest.raises(ParticipationClosed):
        change_variant(work, begun.token, "pictogram")
    assert len(forms(work, begun)) == 1


def test_nothing_changes_after_the_group_session_is_closed(work, begun):
    work.db.execute(update(GroupSession).values(closed_at=work.now()))
    work.db.commit()
    with pytest.raises(ParticipationClosed):
        change_variant(work, begun.token, "pictogram")


def test_an_unknown_token_is_nobody(work):
    with pytest.raises(SittingUnknown):
        change_variant(work, "nobody", "pictogram")


def test_outside_a_demonstration_the_words_of_the_other_form_must_be_released(work, begun):
    strict = replace(work, config=replace(work.config, demo=False))
    assert not form_is_offered(strict, "pictogram", "ar")
    with pytest.raises(FormNotOffered):
        change_variant(strict, begun.token, "pictogram")
    assert [form.set_aside_at for form in forms(work, begun)] == [None]
    words = work.library.wording("picture-profile", "ar").content_hash
    work.db.add(
        WordingRelease(
            instrument_id="picture-profile",
            locale="ar",
            wording_hash=words,
            released_by="A. Proef",
            released_at=work.now(),
        )
    )
    work.db.commit()
    assert open_sitting(work, change_variant(strict, begun.token, "pictogram")).variant == "pictogram"


def test_there_is_no_third_form(work, begun):
    assert not form_is_offered(work, "interpretive-dance", "ar")
    with pytest.raises(FormNotOffered):
        change_variant(work, begun.token, "interpretive-dance")


def test_a_raised_hand_stays_up_with_its_seat(work, begun):
    call_help(work, open_sitting(work, begun.token))
    pictures = change_variant(work, begun.token, "pictogram")
    sitting = open_sitting(work, pictures)
    assert open_call(work, sitting)
    call_help(work, sitting)
    assert work.db.scalar(select(func.count(HelpRequest.id))) == 1


def test_help_asked_for_today_stays_on_the_list_once(work, begun):
    raise_acute(work, open_sitting(work, begun.token), "ar")
    pictures = change_variant(work, begun.token, "pictogram")
    raise_acute(work, open_sitting(work, pictures), "ar")
    assert [item.token for item in work_list(work, begun.organisation_id)] == [begun.token]


def test_deleting_deletes_the_answers_of_both_forms(work, begun):
    answer(work, begun.token, "z1a", option("1"))
    pictures = change_variant(work, begun.token, "pictogram")
    answer(work, pictures, "p1.building", option("2"))
    stop(work, open_sitting(work, pictures), state=SittingState.DELETED)
    assert work.db.scalar(select(func.count(Response.id))) == 0
    assert work.care.scalar(select(func.count(CareResponse.id))) == 0
    assert {form.state for form in forms(work, begun)} == {SittingState.DELETED}


def test_lists_show_one_line_a_person(work, begun):
    session = session_of(work, begun)
    staff = leader_of(work, begun)
    pictures = change_variant(work, begun.token, "pictogram")
    answer(work, pictures, "p1.building", option("2"))
    seats = board(work, staff, session.public_id).seats
    assert [(seat.variant, seat.done, seat.total) for seat in seats] == [("pictogram", 1, 36)]
    assert len(code_cards(work, staff, session.public_id)) == 1
    assert [line.people for line in group_sessions(work, staff)] == [1]


def test_a_finished_form_counts_once_and_the_other_gets_no_report(work, begun):
    pictures = change_variant(work, begun.token, "pictogram")
    text = change_variant(work, pictures, "text")
    finish_sitting(work, open_sitting(work, text), "ar")
    assert [(line.people, line.finished) for line in group_sessions(work, leader_of(work, begun))] == [(1, 1)]


def test_an_answer_that_comes_late_finds_its_form(work, begun):
    pictures = change_variant(work, begun.token, "pictogram")
    assert token_with_item(work, pictures, "c1a") == begun.token
    assert token_with_item(work, begun.token, "p1.building") == pictures
    assert token_with_item(work, pictures, "no.such.item") is None
    assert token_that_goes_on(work, begun.token) == pictures
    answer(work, begun.token, "c2a", option("1"))
    assert open_sitting(work, begun.token, None).responses["c2a"] == option("1")


def test_two_devices_that_change_at_once_make_one_other_form(config, work, begun):
    work.db.close()
    app = create_app(config)
    together = threading.Barrier(8)
    tokens, errors = [], []

    def one():
        try:
            with app.app_context():
                own = current_work()
                together.wait()
                tokens.append(change_variant(own, begun.token, "pictogram"))
        except Exception as error:  # noqa: BLE001 - any error at all fails the test
            errors.append(repr(error))

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_stores(app)
    assert errors == []
    assert len(set(tokens)) == 1
    found = forms(work, begun)
    assert [form.set_aside_at is None for form in found] == [False, True]
    assert work.db.scalar(select(func.count(VariantChange.id))) == 1
