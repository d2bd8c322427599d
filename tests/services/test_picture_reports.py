"""Reports of somebody who answered in pictures: which are made, what they hold, where they are kept."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from sqlalchemy import select

from app.core.picture_report import PictureContent
from app.core.responses import Missing, Response
from app.services import reports
from app.services.care import CareChoices, record_care_choices
from app.services.finishing import ask_for_missing_reports, finish_sitting, follow_choices
from app.services.modes import record_part_mode
from app.services.reports.booklet import BookletSources
from app.services.reports.editions import READERS
from app.services.reports.own import own_sources
from app.services.sittings import open_sitting
from app.services.variants import change_variant
from app.store.base import Base
from app.store.care_models import CareReport
from app.store.models import Participation, Report
from tests.pictured import pictured
from tests.services.answering import answer, answer_everything, option

# WeasyPrint leaves the file of its colour profile open until it is collected.
pytestmark = pytest.mark.filterwarnings("ignore:.*sRGB2014.icc:pytest.PytestUnraisableExceptionWarning")

HEALTH = {"p6.z1": option("2"), "p6.z2": option("2"), "p7.help_wish": option("yes"), "p8.acute": option("no")}


@pytest.fixture
def invited(work, sitting_factory):
    invited = pictured(sitting_factory, locale="nl")
    answer_everything(work, invited.token, **HEALTH)
    return invited


@pytest.fixture
def sitting(work, invited):
    return open_sitting(work, invited.token)


def words(work, key):
    return work.library.wording("picture-profile", "nl").text(key)


def text_of(pdf):
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(text.split())


def editions(work):
    return sorted(work.db.scalars(select(Report.edition)))


def test_the_end_asks_for_the_conversation_report_and_the_booklet(work, sitting):
    finish_sitting(work, sitting, "nl")
    assert editions(work) == [reports.CONVERSATION, reports.OWN]
    assert ask_for_missing_reports(work) == 0
    work.db.query(Report).delete()
    work.db.commit()
    assert ask_for_missing_reports(work) == 1
    assert editions(work) == [reports.CONVERSATION, reports.OWN]


def test_both_are_made_and_only_the_booklet_holds_answers_about_health(work, invited, sitting):
    finish_sitting(work, sitting, "nl")
    for report_id in reports.waiting_reports(work):
        assert reports.make_report(work, report_id)
    conversation = text_of(reports.read_report(work, invited.participation_id))
    booklet = text_of(reports.read_report(work, invited.participation_id, reports.OWN))
    for key in ("picture.p6.z1.prompt", "option.face.z1.2", "picture.p8.acute.prompt", "care.offer.title"):
        assert words(work, key) in booklet
        assert words(work, key) not in conversation
    assert words(work, "evidence.picture") in conversation
    assert "0800 000 000" in booklet  # the number of the place
    assert invited.code not in (conversation + booklet).replace(" ", "")
    for row in work.care.scalars(select(CareReport)):
        assert b"%PDF" not in row.content_encrypted


def test_the_main_store_holds_nothing_of_the_booklet(work, invited):
    report_id = reports.request_report(work, invited.participation_id, reports.OWN)
    reports.make_report(work, report_id)
    with work.db.get_bind(Report).connect() as connection:
        whole = repr([tuple(row) for table in Base.metadata.sorted_tables for row in connection.execute(select(table))])
    assert "%PDF" not in whole
    assert work.care.scalar(select(CareReport.edition)) == reports.OWN


def test_another_answer_about_health_is_another_booklet_and_the_same_conversation_report(work, invited):
    def fingerprints():
        return [reports.request_report(work, invited.participation_id, edition) for edition in ("conversation", "own")]

    before = fingerprints()
    answer(work, invited.token, "p6.z3", option("2"))
    after = fingerprints()
    assert before[0] == after[0]
    assert before[1] != after[1]


def test_another_choice_of_sharing_is_another_booklet(work, invited, sitting):
    finish_sitting(work, sitting, "nl")
    record_care_choices(work, sitting, CareChoices(ggd="yes"), "nl")
    follow_choices(work, open_sitting(work, invited.token), "nl")
    assert editions(work).count(reports.OWN) == 2
    sources = own_sources(work, invited.token)
    assert isinstance(sources, BookletSources)
    shared = sources.meta().shared
    assert {question.key: answer.key for question, answer in shared} == {
        "consent.ggd.question": "consent.ggd.yes",
        "consent.vluchtelingenwerk.report": "ui.no",
    }


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        pytest.param(CareChoices(), "report.care_released.nothing", id="no choice"),
        pytest.param(CareChoices(ggd="yes"), "report.care_released.nothing", id="shared with the GGD alone"),
        pytest.param(CareChoices(wish=True), "report.care_released.wish_yes", id="the wish"),
    ],
)
def test_the_conversation_report_says_of_care_only_what_was_shared(work, invited, sitting, choices, said):
    record_care_choices(work, sitting, choices, "nl")
    content = reports.conversation_of(work, invited.participation_id)
    assert isinstance(content, PictureContent)
    assert content.care is not None
    assert [phrase.key for phrase in content.care.sentences] == [said]
    assert content.care.signals == ()


def test_each_part_says_how_it_was_answered(work, invited, sitting):
    record_part_mode(work, sitting, "p3", "interpreter", "phone")
    content = reports.conversation_of(work, invited.participation_id)
    assert isinstance(content, PictureContent)
    told = {part.block: part.mode.key for part in content.parts}
    assert told["p1"] == told["p2"] == "mode.self"
    assert told["p3"] == told["p4"] == "mode.interpreter"


def test_help_that_began_in_the_practice_counts_from_the_first_part(work, invited, sitting):
    record_part_mode(work, sitting, "practice", "read_aloud")
    content = reports.conversation_of(work, invited.participation_id)
    assert isinstance(content, PictureContent)
    assert {part.mode.key for part in content.parts} == {"mode.read_aloud"}


def test_a_change_in_the_middle_is_told_as_a_count_and_the_other_form_is_not_read(work, sitting_factory):
    begun = sitting_factory(locale="nl")
    answer(work, begun.token, "situation.hours_available", option("none"))
    answer(work, begun.token, "education.years", Response(missing=Missing.RATHER_NOT_SAY))
    token = change_variant(work, begun.token, "pictogram")
    answer_everything(work, token, **HEALTH)
    pictures = work.db.scalar(select(Participation.id).where(Participation.token == token))
    content = reports.conversation_of(work, pictures)
    assert isinstance(content, PictureContent)
    assert content.other_form is not None
    assert content.other_form.count == 2
    assert content.instrument == "picture-profile"


def test_the_report_of_words_tells_of_pictures_too(work, sitting_factory):
    begun = pictured(sitting_factory, locale="nl")
    answer(work, begun.token, "p1.building", option("2"))
    token = change_variant(work, begun.token, "text")
    answer_everything(work, token)
    text = work.db.scalar(select(Participation.id).where(Participation.token == token))
    told = reports.conversation_of(work, text).other_form
    assert told is not None
    assert told.count == 1


def test_staff_ask_for_no_edition_that_holds_answers_about_health():
    assert reports.OWN not in READERS
