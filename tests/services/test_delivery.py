"""Responses arrive once, the latest stands, and a screen asks the stores few things."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.core.responses import Missing, Response
from app.core.routing import Step, StepKind
from app.extensions import db
from app.services.care import CareChoices, record_care_choices
from app.services.delivery import ParticipationClosed, ResponseRefused, finish, pass_step, record_response, stop
from app.services.sharing import share_report
from app.services.sittings import SessionNotOpen, SittingUnknown, UnknownItem, open_sitting, where_to_go_on
from app.store.care_models import CareContact, CareRelease, CareResponse
from app.store.models import Participation, Release, SittingState
from app.store.models import Response as Row
from tests.services.answering import Statements, answer, option, shown
from tests.stores import GROWN


def engines(app):
    with app.app_context():
        return db.get_engine("default"), db.get_engine("care")


def rows(work):
    return work.db.scalar(select(func.count(Row.id)))


def care_rows(work):
    return work.care.scalar(select(func.count(CareResponse.id)))


def test_an_item_of_the_main_store_is_opened_with_one_query(app, work, sitting_factory):
    invited = sitting_factory()
    with Statements(*engines(app)) as statements:
        open_sitting(work, invited.token, ["c1a"])
    assert len(statements) == 1


def test_an_item_of_the_care_part_is_opened_with_two_queries(app, work, sitting_factory):
    invited = sitting_factory()
    with Statements(*engines(app)) as statements:
        open_sitting(work, invited.token, ["z1a"])
    assert len(statements) == 2


@pytest.mark.parametrize("item_id", ["c1a", "z8"])
def test_recording_a_response_takes_few_queries(app, work, sitting_factory, item_id):
    invited = sitting_factory()
    value = option("3" if item_id == "c1a" else "no")
    with Statements(*engines(app)) as statements:
        answer(work, invited.token, item_id, value)
    here = 2 if GROWN else 3  # PostgreSQL adds the response and changes the person in one statement
    assert len(statements) == (here if item_id == "c1a" else 4), statements.texts


def test_the_same_form_sent_twice_leaves_one_row(work, sitting_factory):
    invited = sitting_factory()
    for _ in range(2):
        answer(work, invited.token, "c1a", option("3"), key="form-1")
    assert rows(work) == 1


def at_once(work, token, item_id, *chosen):
    """One form that arrives again before what it brought first was stored, as each of several processes sees it."""
    sittings = [open_sitting(work, token, [item_id]) for _ in chosen]
    for sitting, value in zip(sittings, chosen, strict=True):
        record_response(work, sitting, item_id, option(value), shown("form-1"))


@pytest.mark.parametrize(("item_id", "value"), [("c1a", "3"), ("z8", "no")])
def test_the_same_form_sent_twice_at_once_leaves_one_row(work, sitting_factory, item_id, value):
    at_once(work, sitting_factory().token, item_id, value, value)
    assert rows(work) + care_rows(work) == 1


@pytest.mark.parametrize(("item_id", "values"), [("c1a", "312"), ("z8", ("no", "yes"))])
def test_of_one_form_sent_at_once_with_other_answers_each_is_kept_and_the_last_stands(
    work, sitting_factory, item_id, values
):
    """Next, back, another answer and next again on a slow connection: the first may still be on its way."""
    invited = sitting_factory()
    at_once(work, invited.token, item_id, *values)
    assert rows(work) + care_rows(work) == len(values)
    assert open_sitting(work, invited.token, [item_id]).responses[item_id] == option(values[-1])


@pytest.mark.parametrize(("item_id", "first", "then"), [("c1a", "3", "1"), ("z8", "no", "yes")])
@pytest.mark.parametrize("before", [False, True])
def test_an_answer_that_hung_and_was_sent_again_does_not_stand_over_a_later_one(
    work, sitting_factory, item_id, first, then, before
):
    """The device heard nothing, sent the answer again, and the person changed it; then the hanging one goes on."""
    token = sitting_factory().token
    if before:
        answer(work, token, item_id, Response(missing=Missing.NOT_UNDERSTOOD), key="another form")
    hung = open_sitting(work, token, [item_id])
    for value in (first, then):
        answer(work, token, item_id, option(value), key="form-1")
    record_response(work, hung, item_id, option(first), shown("form-1"))
    assert rows(work) + care_rows(work) == 2 + before
    assert open_sitting(work, token, [item_id]).responses[item_id] == option(then)


def test_what_a_store_refuses_for_another_reason_is_not_tried_for_ever(work, sitting_factory):
    invited = sitting_factory()
    sitting = replace(open_sitting(work, invited.token, ["c1a"]), id=0)
    with pytest.raises(IntegrityError):
        record_response(work, sitting, "c1a", option("3"), shown())
    work.db.rollback()
    assert rows(work) == 0


def test_going_from_a_to_b_and_back_to_a_keeps_a(work, sitting_factory):
    invited = sitting_factory()
    for chosen in ("1", "3", "1"):
        answer(work, invited.token, "c1a", option(chosen), key="same form in the history")
    sitting = open_sitting(work, invited.token, ["c1a"])
    assert sitting.responses["c1a"] == option("1")
    assert rows(work) == 3


def test_the_latest_choice_stands_and_earlier_ones_are_kept(work, sitting_factory):
    invited = sitting_factory()
    answer(work, invited.token, "c1a", option("1"))
    answer(work, invited.token, "c1a", Response(missing=Missing.NOT_UNDERSTOOD))
    assert open_sitting(work, invited.token, ["c1a"]).responses["c1a"].missing is Missing.NOT_UNDERSTOOD
    assert rows(work) == 2


def test_a_care_answer_never_stands_in_the_main_store(work, sitting_factory):
    invited = sitting_factory()
    answer(work, invited.token, "z7", option("later"))
    assert rows(work) == 0
    [row] = work.care.scalars(select(CareResponse)).all()
    assert "later" not in row.value_encrypted
    assert open_sitting(work, invited.token, ["z7"]).responses["z7"] == option("later")


def test_own_words_come_back_as_typed_and_stand_sealed(work, sitting_factory):
    words = "أحب العمل \u202eمع الخشب، ናይ ዕንጨይቲ ስራሕ"
    invited = sitting_factory()
    answer(work, invited.token, "own_words", Response(text=words))
    row = work.db.scalars(select(Row)).one()
    assert row.value == "{}"
    assert words not in row.text_encrypted
    assert open_sitting(work, invited.token, ["own_words"]).responses["own_words"].text == words


@pytest.mark.parametrize("value", [option("9"), Response(), Response(missing=Missing.NOT_APPLICABLE, options=())])
def test_a_response_that_does_not_fit_is_refused(work, sitting_factory, value):
    invited = sitting_factory()
    item = "m1a" if value.missing else "c1a"
    with pytest.raises(ResponseRefused):
        answer(work, invited.token, item, value)
    assert rows(work) == 0


def test_an_unknown_item_is_refused(work, sitting_factory):
    with pytest.raises(UnknownItem):
        answer(work, sitting_factory().token, "c99", option("1"))


@pytest.mark.parametrize("state", [SittingState.FINISHED, SittingState.STOPPED])
def test_after_closing_nothing_more_is_recorded(work, sitting_factory, state):
    invited = sitting_factory(state=state)
    with pytest.raises(ParticipationClosed):
        answer(work, invited.token, "c1a", option("1"))


def test_a_closed_session_records_nothing(work, sitting_factory):
    session = sitting_factory.session(closed_at=work.now())
    with pytest.raises(ParticipationClosed):
        answer(work, sitting_factory(session).token, "c1a", option("1"))


def test_a_session_that_has_not_begun_opens_nothing(work, sitting_factory):
    invited = sitting_factory(sitting_factory.session(opened_at=None))
    with pytest.raises(SessionNotOpen):
        open_sitting(work, invited.token)


def test_a_token_that_nobody_has_opens_nothing(work):
    with pytest.raises(SittingUnknown):
        open_sitting(work, "0" * 32)


def test_without_a_duty_officer_there_is_no_care_part(work, sitting_factory):
    session = sitting_factory.session(duty_officer_name="")
    with pytest.raises(UnknownItem):
        answer(work, sitting_factory(session).token, "z1a", option("1"))


def test_pausing_and_coming_back_goes_on_at_the_first_open_item(work, sitting_factory):
    invited = sitting_factory()
    sitting = open_sitting(work, invited.token)
    items = [step for step in sitting.path if step.kind is StepKind.ITEM]
    for step in sitting.path[: sitting.path.index(items[0])]:
        pass_step(work, sitting, step, "nl")
    answer(work, invited.token, items[0].id, Response(missing=Missing.RATHER_NOT_SAY))
    stop(work, open_sitting(work, invited.token), state=SittingState.PAUSED)
    again = open_sitting(work, invited.token)
    assert again.state is SittingState.PAUSED
    assert where_to_go_on(work, again) == Step(StepKind.ITEM, items[1].id)


def test_stopping_with_deletion_leaves_no_answer_in_either_store(work, sitting_factory):
    invited = sitting_factory()
    answer(work, invited.token, "c1a", option("1"))
    answer(work, invited.token, "z7", option("yes"))
    stop(work, open_sitting(work, invited.token), state=SittingState.DELETED)
    assert rows(work) == 0
    assert work.care.scalar(select(func.count(CareResponse.id))) == 0
    with pytest.raises(SittingUnknown):
        open_sitting(work, invited.token)


def test_deleting_leaves_nothing_of_what_was_shared_and_no_way_to_reach_the_person(work, sitting_factory):
    invited, other = sitting_factory.people(2)
    for person in (invited, other):
        sitting = open_sitting(work, person.token)
        choices = CareChoices(account="rustige plek", contact_ways=("phone",), contact_detail="0600 000 000")
        record_care_choices(work, sitting, choices, "nl")
        share_report(work, sitting, "vluchtelingenwerk", "nl", yes=True)
    stop(work, open_sitting(work, invited.token), state=SittingState.DELETED)
    assert work.care.scalars(select(CareRelease.token)).all() == [other.token]
    assert work.care.scalars(select(CareContact.token)).all() == [other.token]
    assert work.db.scalars(select(Release.participation_id)).all() == [other.participation_id]


def test_finishing_twice_says_that_it_is_closed(work, sitting_factory):
    invited = sitting_factory()
    finish(work, open_sitting(work, invited.token), "nl")
    with pytest.raises(ParticipationClosed):
        finish(work, open_sitting(work, invited.token), "nl")
    assert work.db.get_one(Participation, invited.participation_id).finished_at is not None
