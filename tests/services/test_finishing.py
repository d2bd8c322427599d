"""The end of a sitting, also when the server is killed in the middle of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.core.responses import Response
from app.local_time import local_day
from app.services import care
from app.services import reports as made
from app.services.care import CareChoices
from app.services.caseload import set_name
from app.services.delivery import ParticipationClosed, finish
from app.services.finishing import ask_for_changed_reports, ask_for_missing_reports, finish_sitting, follow_choices
from app.services.reports import fingerprint
from app.services.sharing import share_report
from app.services.sittings import open_sitting
from app.store.care_models import CareSignalStep, SignalStatus
from app.store.conversation_models import Conversation
from app.store.models import Participant, Report
from tests.services.answering import answer
from tests.services.finished import as_if_made, managed


def reports(work):
    """Names of the editions that were asked for."""
    return sorted(work.db.scalars(select(Report.edition)))


def test_a_report_that_was_not_asked_for_before_a_kill_is_asked_for_later(work, sitting_factory):
    invited = sitting_factory()
    finish(work, open_sitting(work, invited.token), "nl")  # and here the server is killed
    assert reports(work) == []
    assert ask_for_missing_reports(work) == 1
    assert ask_for_missing_reports(work) == 0
    assert reports(work) == [made.CONVERSATION, made.OWN]


def test_what_is_broken_about_one_person_keeps_nobody_else_from_a_report(work, sitting_factory):
    session = sitting_factory.session()
    broken, sound = sitting_factory(session), sitting_factory(session)
    for one in (broken, sound):
        finish(work, open_sitting(work, one.token), "nl")
    work.db.execute(
        update(Participant).where(Participant.id == broken.participant_id).values(name_encrypted="of another row")
    )
    work.db.commit()
    assert ask_for_missing_reports(work) == 1
    assert set(work.db.scalars(select(Report.participation_id))) == {sound.participation_id}


def test_an_own_report_that_nobody_can_read_any_more_is_not_asked_for(work, sitting_factory):
    invited = sitting_factory()
    finish(work, open_sitting(work, invited.token), "nl")
    ask_for_missing_reports(work)
    work.db.query(Report).filter_by(edition=made.OWN).delete()
    work.db.commit()
    later = replace(work, now=lambda: work.now() + timedelta(days=2))
    assert ask_for_missing_reports(later) == 0
    assert ask_for_missing_reports(work) == 1


def test_nothing_is_asked_for_while_somebody_is_still_answering(work, sitting_factory):
    invited = sitting_factory()
    answer(work, invited.token, "c1a", Response(options=("3",)))
    assert ask_for_missing_reports(work) == 0


def test_confirming_again_after_a_kill_puts_nobody_on_the_list_twice(work, sitting_factory):
    invited = sitting_factory()
    answer(work, invited.token, "z7", Response(options=("yes",)))
    sitting = open_sitting(work, invited.token)
    care.record_care_choices(work, sitting, CareChoices(ggd="yes"), "nl")
    care.ask_conversation(work, sitting, "nl")  # and here the server is killed
    finish_sitting(work, open_sitting(work, invited.token), "nl")
    assert len(care.work_list(work, invited.organisation_id)) == 1
    with pytest.raises(ParticipationClosed):
        finish_sitting(work, open_sitting(work, invited.token), "nl")


def test_vluchtelingenwerk_gets_a_report_of_its_own_once_it_was_shared(work, sitting_factory):
    invited = sitting_factory(locale="nl")
    finish_sitting(work, open_sitting(work, invited.token), "nl")
    share_report(work, open_sitting(work, invited.token), "vluchtelingenwerk", "nl", yes=True)  # killed right after
    assert ask_for_missing_reports(work) == 1
    assert ask_for_missing_reports(work) == 0
    assert set(reports(work)) == {made.CONVERSATION, made.FOR_VLUCHTELINGENWERK, made.OWN}


def choose(work, invited, **choices):
    sitting = open_sitting(work, invited.token)
    care.record_care_choices(work, sitting, CareChoices(**choices), "nl")
    follow_choices(work, sitting, "nl")


def make_waiting(work):
    """The reports of the client manager; the others take as long and are not read here."""
    waiting = select(Report.id).where(Report.edition == made.CONVERSATION, Report.state == made.WAITING)
    for report_id in work.db.scalars(waiting).all():
        made.make_report(work, report_id)


@pytest.mark.filterwarnings("ignore:.*sRGB2014.icc:pytest.PytestUnraisableExceptionWarning")
def test_a_report_with_what_was_taken_back_after_the_end_is_read_no_more(work, sitting_factory):
    invited = sitting_factory(locale="nl")
    answer(work, invited.token, "z7", Response(options=("later",)))
    finish_sitting(work, open_sitting(work, invited.token), "nl")
    make_waiting(work)
    without = made.read_report(work, invited.participation_id)
    choose(work, invited, wish=True)
    make_waiting(work)
    assert made.read_report(work, invited.participation_id) != without
    choose(work, invited, wish=False)
    assert made.read_report(work, invited.participation_id) == without


def test_while_the_new_report_is_being_made_the_old_one_is_not_read(work, sitting_factory):
    invited = sitting_factory(locale="nl")
    answer(work, invited.token, "z7", Response(options=("later",)))
    finish_sitting(work, open_sitting(work, invited.token), "nl")
    work.db.execute(update(Report).values(state="ready", made_at=work.now()))
    work.db.commit()
    choose(work, invited, wish=True)
    with pytest.raises(made.ReportMissing) as caught:
        made.read_report(work, invited.participation_id)
    assert caught.value.state == "waiting"


@pytest.mark.parametrize("about", ["health", "vluchtelingenwerk"])
def test_what_was_taken_back_before_a_kill_is_read_no_more_and_made_anew(work, sitting_factory, about):
    invited = sitting_factory(locale="nl")
    finish_sitting(work, open_sitting(work, invited.token), "nl")
    as_if_made(work, invited.participation_id, b"%PDF with what is shared")
    assert made.read_report(work, invited.participation_id)
    later = replace(work, now=lambda: work.now() + timedelta(minutes=5))
    sitting = open_sitting(work, invited.token)
    if about == "health":  # and after either the server is killed
        care.record_care_choices(later, sitting, CareChoices(wish=False), "nl")
    else:
        share_report(later, sitting, "vluchtelingenwerk", "nl", yes=False)
    with pytest.raises(made.ReportMissing):
        made.read_report(work, invited.participation_id)
    later = replace(work, now=lambda: work.now() + timedelta(minutes=6))
    assert ask_for_missing_reports(later) == 1
    assert ask_for_missing_reports(later) == 0


def test_a_report_with_a_name_that_was_taken_away_is_read_no_more(work, sitting_factory):
    invited = sitting_factory(locale="nl")
    manager = managed(work, invited)
    finish_sitting(work, open_sitting(work, invited.token), "nl")
    set_name(work, manager, invited.public_id, "Voorbeeld Naam")
    as_if_made(work, invited.participation_id, b"%PDF with the name")
    set_name(work, manager, invited.public_id, "Voorbeeld  Naam")
    assert made.read_report(work, invited.participation_id) == b"%PDF with the name"
    set_name(work, manager, invited.public_id, "")
    with pytest.raises(made.ReportMissing):
        made.read_report(work, invited.participation_id)


def test_the_ggd_hears_of_a_wish_that_is_shared_only_after_the_end(work, sitting_factory):
    invited = sitting_factory(locale="nl")
    answer(work, invited.token, "z7", Response(options=("yes",)))
    finish_sitting(work, open_sitting(work, invited.token), "nl")
    assert care.work_list(work, invited.organisation_id) == []
    choose(work, invited, ggd="yes")
    choose(work, invited, ggd="contact_only")
    assert len(care.work_list(work, invited.organisation_id)) == 1


def test_a_wish_that_is_shared_no_more_leaves_the_work_list_without_a_trace_of_who_it_was(work, sitting_factory):
    invited = sitting_factory(locale="nl")
    answer(work, invited.token, "z7", Response(options=("yes",)))
    finish_sitting(work, open_sitting(work, invited.token), "nl")
    choose(work, invited, ggd="yes")
    choose(work, invited, ggd="no")
    assert care.work_list(work, invited.organisation_id) == []
    [item] = care.work_list(work, invited.organisation_id, closed=True)
    assert item.withdrawn
    assert item.context == {}
    [step] = work.care.scalars(select(CareSignalStep)).all()
    assert (step.item_id, step.status, step.by_account) == (item.id, "closed", None)
    with pytest.raises(care.SignalUnknown):
        care.set_status(work, invited.organisation_id, item.id, SignalStatus.NEW, account_id=1)
    choose(work, invited, ggd="yes")
    assert len(care.work_list(work, invited.organisation_id)) == 1


def test_help_asked_for_today_stays_when_the_rest_is_withdrawn(work, sitting_factory):
    invited = sitting_factory(locale="nl")
    answer(work, invited.token, "z7", Response(options=("yes",)))
    finish_sitting(work, open_sitting(work, invited.token), "nl")
    choose(work, invited, ggd="yes")
    care.raise_acute(work, open_sitting(work, invited.token), "nl")
    choose(work, invited, ggd="no")
    [item] = care.work_list(work, invited.organisation_id)
    assert item.today
    assert item.context["code"] == invited.code


def test_a_choice_changed_after_a_kill_before_the_end_counts(work, sitting_factory):
    invited = sitting_factory()
    answer(work, invited.token, "z7", Response(options=("yes",)))
    sitting = open_sitting(work, invited.token)
    care.record_care_choices(work, sitting, CareChoices(ggd="yes"), "nl")
    care.ask_conversation(work, sitting, "nl")  # and here the server is killed
    care.record_care_choices(work, sitting, CareChoices(ggd="no"), "nl")
    finish_sitting(work, open_sitting(work, invited.token), "nl")
    assert care.work_list(work, invited.organisation_id) == []


def test_choices_before_the_end_set_off_nothing(work, sitting_factory):
    invited = sitting_factory()
    answer(work, invited.token, "z7", Response(options=("yes",)))
    choose(work, invited, ggd="yes")
    assert reports(work) == []
    assert care.work_list(work, invited.organisation_id) == []


def test_what_would_say_something_else_now_is_made_anew_until_the_talk_was_held(work, sitting_factory, monkeypatch):
    invited = sitting_factory(locale="nl")
    finish_sitting(work, open_sitting(work, invited.token), "nl")
    work.db.execute(update(Report).values(state=made.FAILED, failure="KeyError"))
    work.db.commit()
    assert ask_for_changed_reports(work) == 1  # what failed is tried again
    as_if_made(work, invited.participation_id, b"%PDF-1.7 test")
    assert ask_for_changed_reports(work) == 0
    monkeypatch.setattr(fingerprint, "template_version", lambda: "another template")
    assert ask_for_changed_reports(work) == 1
    as_if_made(work, invited.participation_id, b"%PDF-1.7 test")
    work.db.add(
        Conversation(
            participation_id=invited.participation_id, held_on=local_day(work.now()), present=[], interpreter=""
        )
    )
    work.db.commit()
    monkeypatch.setattr(fingerprint, "template_version", lambda: "one more")
    assert ask_for_changed_reports(work) == 0  # what was signed stays
