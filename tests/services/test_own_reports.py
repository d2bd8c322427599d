"""The own report and the summary of somebody who answered in words: what each is made from."""

from __future__ import annotations

import io

import pypdfium2
import pytest

from app.services import reports
from app.services.care import CareChoices, record_care_choices
from app.services.reports.editions import READERS
from app.services.reports.own import own_sources
from app.services.reports.summary import summary_sources
from app.services.sittings import open_sitting
from app.store.care_models import CareReport
from tests.services.answering import Statements, answer, answer_everything, option

HEALTH = {"z1a": option("3"), "z1b": option("3"), "z7": option("yes"), "z8": option("no")}


@pytest.fixture
def invited(work, sitting_factory):
    invited = sitting_factory(locale="nl")
    answer_everything(work, invited.token, **HEALTH)
    return invited


@pytest.mark.filterwarnings("ignore:.*sRGB2014.icc:pytest.PytestUnraisableExceptionWarning")
def test_the_own_report_holds_health_and_help_and_never_the_code(work, invited):
    reports.make_report(work, reports.request_report(work, invited.participation_id, reports.OWN))
    document = pypdfium2.PdfDocument(io.BytesIO(reports.read_report(work, invited.participation_id, reports.OWN)))
    text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    words = work.library.wording("profile", "nl")
    for key in ("scale.z1.name", "item.z1a", "care.offer.title", "item.c1a", "rights.5"):
        assert words.text(key) in text
    assert "0800 000 000" in text  # the number of the place
    assert invited.code not in text.replace(" ", "")
    assert all(b"%PDF" not in row.content_encrypted for row in work.care.query(CareReport))


def test_the_summary_is_made_without_opening_the_care_store(work, invited):
    care = work.care.get_bind(CareReport)
    with Statements(care) as asked:
        sources = summary_sources(work, invited.token)
        assert sources.content.said
        assert len(sources.fingerprint()) == 64
    assert asked.texts == []


def test_another_answer_about_health_is_another_own_report_and_the_same_summary(work, invited):
    before = own_sources(work, invited.token).fingerprint(), summary_sources(work, invited.token).fingerprint()
    answer(work, invited.token, "z3a", option("3"))
    after = own_sources(work, invited.token).fingerprint(), summary_sources(work, invited.token).fingerprint()
    assert before[0] != after[0]
    assert before[1] == after[1]


def test_it_says_with_whom_each_theme_of_health_is_shared(work, invited):
    sitting = open_sitting(work, invited.token)
    scales = {("z1", "client_manager"): True, ("z2", "client_manager"): False, ("z1", "vluchtelingenwerk"): False}
    choices = CareChoices(ggd="yes", contact_ways=("phone",), wish=True, account="Ik slaap slecht.", scales=scales)
    record_care_choices(work, sitting, choices, "nl")
    meta = own_sources(work, invited.token).meta()
    assert [(question.key, answer.key) for question, answer in meta.shared] == [
        ("consent.ggd.question", "consent.ggd.yes"),
        ("consent.contact_way", "consent.contact_way.phone"),
        ("consent.case_manager.wish", "ui.yes"),
        ("consent.health.case_manager", "scale.z1.name"),
        ("consent.health.vluchtelingenwerk", "consent.health.none"),
        ("consent.vluchtelingenwerk.report", "ui.no"),
    ]
    assert meta.account is not None
    assert meta.account.text == "Ik slaap slecht."


def test_staff_ask_for_neither():
    assert {reports.OWN, reports.SUMMARY}.isdisjoint(READERS)
