"""Reports are made once, kept sealed, and say no more about care than was shared."""

from __future__ import annotations

import io
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pypdfium2
import pytest
from sqlalchemy import delete, func, select, update

from app import create_app, jobs
from app.core.report import Withheld
from app.services import care, reports
from app.services.care import CareChoices
from app.services.finishing import finish_sitting, follow_basis
from app.services.months import months_after
from app.services.own_profile import open_without_care, profile_from
from app.services.reports.asking import CLAIM_HOLDS, FORGOTTEN_AFTER
from app.services.reports.conversation import conversation_sources
from app.services.reports.editions import EDITIONS, READERS, open_sources
from app.services.sittings import open_sitting
from app.store.base import Base
from app.store.care_models import CareBasis, CareReport
from app.store.cipher import Lookup, SealBroken
from app.store.models import Participant, Participation, Report
from app.web.context import current_work
from tests.conftest import close_stores
from tests.services.answering import answer, answer_everything, option, some_response

# WeasyPrint leaves the file of its colour profile open until it is collected.
pytestmark = pytest.mark.filterwarnings("ignore:.*sRGB2014.icc:pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def invited(work, sitting_factory):
    invited = sitting_factory(locale="nl")
    answer_everything(work, invited.token, z7=option("later"), z8=option("no"))
    return invited


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(text.split())


def waiting_in_queue(work) -> int:
    return int(jobs.queue(work.config.jobs_url).huey.pending_count())


def test_the_end_of_a_sitting_asks_for_the_report_and_a_worker_makes_it(app, work, invited):
    finish_sitting(work, open_sitting(work, invited.token), "nl")
    assert reports.report_state(work, invited.participation_id) == "waiting"
    assert waiting_in_queue(work) == 2, "the report for the talk and the own one"
    jobs.work_in(app)
    huey = jobs.queue(work.config.jobs_url).huey
    huey.execute(huey.dequeue())
    pdf = reports.read_report(work, invited.participation_id)
    assert pdf.startswith(b"%PDF-")
    assert "hout" in text_of(pdf)
    assert invited.code[-4:] in text_of(pdf)
    assert invited.code not in text_of(pdf).replace(" ", "")  # the whole code would open the questionnaire
    row = work.care.scalars(select(CareReport)).one()
    assert b"%PDF" not in row.content_encrypted


def test_the_same_answers_are_the_same_report_made_once(work, invited):
    first = reports.request_report(work, invited.participation_id)
    assert reports.make_report(work, first)
    assert reports.request_report(work, invited.participation_id) == first
    assert not reports.make_report(work, first)
    assert work.db.scalar(select(func.count(Report.id))) == 1


def test_another_answer_is_another_report(work, invited):
    first = reports.request_report(work, invited.participation_id)
    sitting = open_sitting(work, invited.token, ["c1a"])
    item = sitting.instrument.items["c1a"]
    other = next(found for found in item.options if option(found.id) != some_response(sitting, item))
    answer(work, invited.token, "c1a", option(other.id))
    assert reports.request_report(work, invited.participation_id) != first


def test_a_name_that_is_kept_later_or_another_code_makes_every_edition_another_report(work, invited):
    def fingerprints():
        return [open_sources(work, invited.participation_id, edition).fingerprint() for edition in EDITIONS]

    def keep(field, words):
        sealed = work.texts.seal(words, f"participant:{invited.public_id}:{field}")
        theirs = update(Participant).where(Participant.id == invited.participant_id)
        work.db.execute(theirs.values({f"{field}_encrypted": sealed}))

    first = fingerprints()
    keep("name", "Naam (test)")
    named = fingerprints()
    keep("code", "K7M4XR9TQA")
    for three in zip(first, named, fingerprints(), strict=True):
        assert len(set(three)) == 3


def test_before_a_report_is_there_reading_says_so(work, invited):
    with pytest.raises(reports.ReportMissing) as caught:
        reports.read_report(work, invited.participation_id)
    assert caught.value.state is None
    reports.request_report(work, invited.participation_id)
    with pytest.raises(reports.ReportMissing) as caught:
        reports.read_report(work, invited.participation_id)
    assert caught.value.state == "waiting"


def test_a_report_in_the_hands_of_a_worker_is_left_alone_until_the_worker_is_gone(work, invited):
    report_id = reports.request_report(work, invited.participation_id)
    work.db.execute(update(Report).values(claimed_at=work.now()))
    work.db.commit()
    assert not reports.make_report(work, report_id)
    assert reports.waiting_reports(work) == []
    later = replace(work, now=lambda: work.now() + CLAIM_HOLDS + timedelta(seconds=1))
    assert reports.waiting_reports(later) == [report_id]
    assert reports.forgotten_reports(later) == [report_id]


def test_a_call_that_was_lost_is_made_again(work, invited):
    report_id = reports.request_report(work, invited.participation_id)
    assert reports.waiting_reports(work) == [report_id]
    assert reports.forgotten_reports(work) == []
    later = replace(work, now=lambda: work.now() + FORGOTTEN_AFTER + timedelta(seconds=1))
    assert reports.forgotten_reports(later) == [report_id]


def test_a_report_that_cannot_be_made_says_so_without_personal_data_and_can_be_asked_for_again(work, invited):
    report_id = reports.request_report(work, invited.participation_id)
    blind = replace(work, texts=work.cares)
    with pytest.raises(reports.ReportNotMade):
        reports.make_report(blind, report_id, last_try=False)
    assert reports.report_state(work, invited.participation_id) == "waiting"
    with pytest.raises(reports.ReportNotMade) as caught:
        reports.make_report(blind, report_id)
    row = work.db.scalars(select(Report)).one()
    work.db.refresh(row)
    assert row.state == "failed"
    assert "SealBroken" in row.failure
    assert invited.token not in row.failure + str(caught.value)
    assert reports.request_report(work, invited.participation_id) == report_id
    assert reports.make_report(work, report_id)


def test_one_that_failed_is_there_once_another_call_makes_the_same(work, invited):
    def ask(mode):
        work.db.execute(update(Participation).values(mode=mode))
        return reports.request_report(work, invited.participation_id)

    before = work.db.get_one(Participation, invited.participation_id).mode
    first = ask(before)
    work.db.execute(update(Report).values(state=reports.FAILED, failure="KeyError"))
    other = ask("read_aloud")
    work.db.execute(update(Participation).values(mode=before))
    work.db.commit()
    assert first != other
    assert reports.make_report(work, other)
    assert reports.report_state(work, invited.participation_id) == reports.READY
    assert reports.read_report(work, invited.participation_id).startswith(b"%PDF-")


def test_the_queue_tries_twice_more(app, work, invited):
    reports.request_report(work, invited.participation_id)
    jobs.work_in(app)
    huey = jobs.queue(work.config.jobs_url).huey
    work.db.execute(update(Participation).values(mode="no such mode"))
    work.db.commit()
    huey.execute(huey.dequeue())
    assert reports.report_state(work, invited.participation_id) == "waiting"
    [again] = huey.scheduled()
    assert again.retries == jobs.RETRIES - 1
    assert again.args[0] == work.db.scalar(select(Report.id))


def test_no_result_is_kept_in_the_queue(app, work, invited):
    reports.request_report(work, invited.participation_id)
    jobs.work_in(app)
    huey = jobs.queue(work.config.jobs_url).huey
    task = huey.dequeue()
    huey.execute(task)
    assert huey.result_count() == 0


def test_two_workers_given_the_same_job_make_one_report(config, work, invited):
    report_id = reports.request_report(work, invited.participation_id)
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        made = list(pool.map(_make, [config] * 2, [report_id] * 2))
    assert sorted(made) == [False, True]


def _make(config, report_id):
    app = create_app(config)
    with app.app_context():
        made = reports.make_report(current_work(), report_id)
    close_stores(app)
    return made


# --- care in the conversation report ---


@pytest.mark.parametrize(
    ("choices", "wish", "account"),
    [
        pytest.param(CareChoices(), None, None, id="no choice"),
        pytest.param(CareChoices(wish=False, ggd="yes"), None, None, id="shared with the GGD alone"),
        pytest.param(CareChoices(wish=True), "later", None, id="the wish"),
        pytest.param(CareChoices(account="rustige plek"), None, "rustige plek", id="what to take into account"),
    ],
)
def test_the_report_says_of_care_only_what_was_shared(work, invited, choices, wish, account):
    care.record_care_choices(work, open_sitting(work, invited.token), choices, "nl")
    content = reports.conversation_of(work, invited.participation_id)
    printed = [phrase.key for phrase in content.care.sentences]
    assert (f"report.care_released.wish_{wish}" in printed) is bool(wish)
    assert (content.care.account.text if content.care.account else None) == account
    assert content.care.signals == ()


def state_basis(work, invited):
    organisation_id = open_sitting(work, invited.token).organisation_id
    found = CareBasis(
        organisation_id=organisation_id, dpia_reference="DPIA 7", officer="A. Test", set_by=1, set_at=work.now()
    )
    work.care.add(found)
    work.care.commit()
    return found


def test_without_a_basis_of_the_municipality_no_scale_is_in_a_report_whatever_was_shared(work, invited):
    scales = {("z1", "client_manager"): True, ("z2", "vluchtelingenwerk"): True}
    care.record_care_choices(work, open_sitting(work, invited.token), CareChoices(scales=scales), "nl")
    for edition in READERS:
        assert not conversation_sources(work, invited.token, READERS[edition]).signals
    basis = state_basis(work, invited)
    assert all(conversation_sources(work, invited.token, READERS[edition]).signals for edition in READERS)
    basis.ended_at = work.now()
    work.care.commit()
    for edition in READERS:
        assert not conversation_sources(work, invited.token, READERS[edition]).signals


def test_ending_the_basis_makes_reports_anew_without_the_signals(work, invited):
    sitting = open_sitting(work, invited.token)
    care.record_care_choices(work, sitting, CareChoices(scales={("z1", "client_manager"): True}), "nl")
    basis = state_basis(work, invited)
    finish_sitting(work, sitting, "nl")
    signal_words = work.library.wording("profile", "nl").text("scale.z1.name")
    assert signal_words in text_of(read_newest(work, invited))
    basis.ended_at = work.now()
    work.care.commit()
    assert follow_basis(work, sitting.organisation_id) == 1
    assert reports.report_state(work, invited.participation_id) == "waiting"
    assert signal_words not in text_of(read_newest(work, invited))
    assert follow_basis(work, sitting.organisation_id + 1) == 0


def read_newest(work, invited):
    assert reports.make_report(work, reports.request_report(work, invited.participation_id))
    return reports.read_report(work, invited.participation_id)


def test_a_scale_shared_with_somebody_else_is_not_in_the_report_of_the_client_manager(work, invited):
    scales = {("z1", "client_manager"): True, ("z2", "vluchtelingenwerk"): True, ("z3", "client_manager"): False}
    state_basis(work, invited)
    care.record_care_choices(work, open_sitting(work, invited.token), CareChoices(scales=scales), "nl")
    assert len(reports.conversation_of(work, invited.participation_id).care.signals) == 1


def test_vluchtelingenwerk_reads_nothing_of_care_that_was_shared_with_the_client_manager(work, invited):
    sitting = open_sitting(work, invited.token)
    care.record_care_choices(work, sitting, CareChoices(wish=True, account="rustige plek"), "nl")
    texts = {}
    for edition in READERS:
        report_id = reports.request_report(work, invited.participation_id, edition)
        assert reports.make_report(work, report_id)
        texts[edition] = text_of(reports.read_report(work, invited.participation_id, edition))
    assert "rustige plek" in texts[reports.CONVERSATION]
    assert "rustige plek" not in texts[reports.FOR_VLUCHTELINGENWERK]
    wish = work.library.wording("profile", "nl").text("report.care_released.wish_later")
    assert wish in texts[reports.CONVERSATION]
    assert wish not in texts[reports.FOR_VLUCHTELINGENWERK]


def test_a_scale_shared_with_vluchtelingenwerk_is_in_its_own_report(work, invited):
    scales = {("z1", "client_manager"): True, ("z2", "vluchtelingenwerk"): True, ("z3", "vluchtelingenwerk"): True}
    state_basis(work, invited)
    care.record_care_choices(work, open_sitting(work, invited.token), CareChoices(scales=scales), "nl")
    sources = {edition: conversation_sources(work, invited.token, READERS[edition]) for edition in READERS}
    assert {edition: sorted(found.signals) for edition, found in sources.items()} == {
        reports.CONVERSATION: ["z1"],
        reports.FOR_VLUCHTELINGENWERK: ["z2", "z3"],
    }


def test_taking_back_makes_another_report_without_it(work, invited):
    sitting = open_sitting(work, invited.token)
    care.record_care_choices(work, sitting, CareChoices(wish=True), "nl")
    first = reports.request_report(work, invited.participation_id)
    care.record_care_choices(work, sitting, CareChoices(wish=False), "nl")
    assert reports.request_report(work, invited.participation_id) != first


def main_store(work):
    """Every value of the main store, as text."""
    tables = Base.metadata.sorted_tables
    with work.db.get_bind(Report).connect() as connection:
        return repr([tuple(row) for table in tables for row in connection.execute(select(table))])


def test_the_main_store_does_not_tell_what_was_shared_about_health(work, invited):
    report_id = reports.request_report(work, invited.participation_id)
    reports.make_report(work, report_id)
    care.record_care_choices(work, open_sitting(work, invited.token), CareChoices(account="rustige plek"), "nl")
    with_care = reports.request_report(work, invited.participation_id)
    reports.make_report(work, with_care)
    assert "rustige plek" in text_of(reports.read_report(work, invited.participation_id))
    assert "rustige plek" not in main_store(work)
    rows = work.db.execute(select(Report.state, Report.failure, Report.claimed_at)).all()
    assert len(rows) == 2
    assert len(set(rows)) == 1  # nor does a row look otherwise


def test_the_bytes_are_sealed_with_the_care_key(work, invited):
    reports.make_report(work, reports.request_report(work, invited.participation_id))
    with pytest.raises(SealBroken):
        reports.read_report(replace(work, cares=work.texts), invited.participation_id)


def test_without_the_key_nobody_can_try_out_what_was_shared(work, invited):
    mine = reports.request_report(work, invited.participation_id)
    theirs = replace(work, lookup=Lookup(b"other" * 8))
    assert reports.request_report(theirs, invited.participation_id) != mine


def test_a_worker_that_was_stopped_after_the_bytes_were_kept_is_followed_by_another(work, invited):
    report_id = reports.request_report(work, invited.participation_id)
    assert reports.make_report(work, report_id)
    work.db.execute(update(Report).values(state="waiting"))
    work.db.commit()
    assert reports.make_report(work, report_id)
    assert work.care.scalar(select(func.count(CareReport.id))) == 1
    assert reports.read_report(work, invited.participation_id).startswith(b"%PDF-")


def test_a_report_whose_bytes_are_gone_is_made_anew(work, invited):
    report_id = reports.request_report(work, invited.participation_id)
    reports.make_report(work, report_id)
    work.care.execute(delete(CareReport))  # as after putting back an older copy of that store
    work.care.commit()
    with pytest.raises(reports.ReportMissing):
        reports.read_report(work, invited.participation_id)
    assert reports.request_report(work, invited.participation_id) == report_id
    assert reports.make_report(work, report_id)
    assert reports.read_report(work, invited.participation_id).startswith(b"%PDF-")


# --- profile ---


def test_the_person_sees_the_care_part_and_the_staff_does_not(work, invited):
    own = profile_from(work, open_sitting(work, invited.token, None))
    assert own.care is not None
    assert own.care.wish == "later"
    seen = profile_from(work, open_without_care(work, invited.token))
    assert seen.care is None or (seen.care.wish is None and seen.care.answered == 0)
    assert seen.competence == own.competence


def test_no_usual_times_are_known_so_nothing_is_said_of_slow_answers(work, invited):
    quality = profile_from(work, open_without_care(work, invited.token)).quality
    assert quality.speed_fast == 0.0  # every answer took twelve seconds
    assert quality.speed_slow is None
    reports.make_report(work, reports.request_report(work, invited.participation_id))
    printed = text_of(reports.read_report(work, invited.participation_id))
    assert "Deel van heel snelle antwoorden" in printed
    assert "heel langzame" not in printed


def test_nothing_of_the_care_store_is_opened_for_staff(work, invited):
    sitting = open_without_care(work, invited.token)
    assert not any(item_id.startswith("z") for item_id in sitting.responses)


# --- words ---


def test_labels_of_a_language_that_nobody_released_are_withheld(work, sitting_factory):
    invited = sitting_factory(locale="ti")
    answer_everything(work, invited.token, "ti")
    assert reports.conversation_of(work, invited.participation_id).withheld is not Withheld.NO


def test_discuss_before_is_half_a_year_later():
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 11, 21), 6) == date(2027, 5, 21)
