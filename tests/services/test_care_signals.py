"""Care signals as files: as far as the person shares, made when asked for, gone when something changes."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdfium2
import pytest
from sqlalchemy import func, select

from app import jobs
from app.services.care import (
    YES,
    CareChoices,
    SignalUnknown,
    ask_conversation,
    raise_acute,
    record_care_choices,
    work_list,
)
from app.services.care_signals import (
    ask_for_care_signal,
    care_signal_state,
    make_care_signal,
    read_care_signal,
)
from app.services.finishing import finish_sitting, follow_choices
from app.services.reports import READY, WAITING, ReportMissing
from app.services.reports.care_signal import care_signal_sources
from app.services.sittings import open_sitting
from app.services.variants import change_variant
from app.store.care_models import CareReport
from app.store.models import Report
from tests.services.answering import answer_everything, option
from tests.services.leading import leader_of

# WeasyPrint leaves the file of its colour profile open until it is collected.
pytestmark = pytest.mark.filterwarnings("ignore:.*sRGB2014.icc:pytest.PytestUnraisableExceptionWarning")
CONTACT = CareChoices(contact_ways=("phone",), contact_detail="06 0000 0000", interpreter=True)
HEALTH = {"z1a": option("3"), "z1b": option("3"), "z7": option("yes"), "z8": option("no")}
"""What somebody answers about health here."""


@pytest.fixture
def called(monkeypatch):
    """Ids of the items for which a worker was called."""
    ids = []
    monkeypatch.setattr(jobs, "enqueue_care_signal", lambda _, item_id: ids.append(item_id))
    return ids


def text_of(pdf):
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(text.split())


@pytest.fixture
def invited(work, sitting_factory):
    invited = sitting_factory()
    answer_everything(work, invited.token, **HEALTH)
    return invited


@pytest.fixture
def staff(work, invited):
    return leader_of(work, invited)  # what a role may see is the matter of pages; here the organisation counts


def shares(work, invited, ggd):
    """The person finishes, wants a talk and shares so much with the GGD; gives the id of the item."""
    sitting = open_sitting(work, invited.token)
    record_care_choices(work, sitting, replace(CONTACT, ggd=ggd), "nl")
    finish_sitting(work, sitting, "nl")
    [item] = work_list(work, invited.organisation_id)
    return item.id


def made(work, staff, item_id):
    ask_for_care_signal(work, staff, item_id)
    assert make_care_signal(work, item_id)
    return text_of(read_care_signal(work, staff, item_id))


def said(work, key):
    return work.library.wording("profile", "nl").text(key)


def test_it_is_made_when_asked_for_and_not_before(work, invited, staff, called):
    item_id = shares(work, invited, YES)
    assert care_signal_state(work, staff, item_id) is None
    assert not make_care_signal(work, item_id)
    with pytest.raises(ReportMissing):
        read_care_signal(work, staff, item_id)
    ask_for_care_signal(work, staff, item_id)
    assert care_signal_state(work, staff, item_id) == WAITING
    assert called == [item_id]
    assert make_care_signal(work, item_id)
    assert care_signal_state(work, staff, item_id) == READY
    ask_for_care_signal(work, staff, item_id)
    assert called == [item_id]  # the same care signal is made once


def test_a_worker_makes_it(app, work, invited, staff):
    item_id = shares(work, invited, YES)
    jobs.work_in(app)
    huey = jobs.queue(work.config.jobs_url).huey
    huey.flush()
    ask_for_care_signal(work, staff, item_id)
    huey.execute(huey.dequeue())
    assert said(work, "scale.z1.name") in text_of(read_care_signal(work, staff, item_id))


def test_it_says_what_is_shared(work, invited, staff):
    text = made(work, staff, shares(work, invited, YES))
    for key in ("scale.z1.name", "band.care.2", "consent.contact_way.phone", "report.care.section.quality"):
        assert said(work, key) in text
    assert CONTACT.contact_detail in text
    assert invited.code[-4:] in text
    assert invited.code not in text.replace(" ", "")


def test_of_who_shares_only_how_to_be_reached_it_says_only_that(work, invited, staff):
    text = made(work, staff, shares(work, invited, "contact_only"))
    assert said(work, "consent.contact_way.phone") in text
    assert said(work, "report.care.not_shared") in text
    for key in ("scale.z1.name", "band.care.2", "report.care.section.quality", "report.care.section.signals"):
        assert said(work, key) not in text


def test_of_who_asked_for_help_today_and_shares_nothing_it_says_only_that(work, invited, staff):
    raise_acute(work, open_sitting(work, invited.token), "nl")
    [item] = work_list(work, invited.organisation_id)
    text = made(work, staff, item.id)
    assert "Vandaag hulp gevraagd om" in text
    assert said(work, "report.care.no_contact") in text
    assert said(work, "scale.z1.name") not in text


def test_help_asked_for_in_words_is_told_also_of_who_went_on_in_pictures(work, invited):
    raise_acute(work, open_sitting(work, invited.token), "nl")
    token = change_variant(work, invited.token, "pictogram")
    ask_conversation(work, open_sitting(work, token), "nl")
    [wish] = [item for item in work_list(work, invited.organisation_id) if item.token == token]
    assert not wish.today
    told = care_signal_sources(work, wish).today
    assert told is not None
    assert (told.open, told.same_day) == (True, True)


def test_nothing_of_it_stands_in_the_main_store(work, invited, staff):
    before = work.db.scalar(select(func.count(Report.id)))
    made(work, staff, shares(work, invited, YES))
    asked = set(work.db.scalars(select(Report.edition)))
    assert "care_signal" not in asked
    assert work.db.scalar(select(func.count(Report.id))) == before + len(asked)
    [row] = work.care.scalars(select(CareReport).where(CareReport.edition == "care_signal"))
    assert b"%PDF" not in row.content_encrypted


def test_it_is_gone_when_the_person_no_longer_shares(work, invited, staff):
    item_id = shares(work, invited, YES)
    made(work, staff, item_id)
    sitting = open_sitting(work, invited.token)
    record_care_choices(work, sitting, CareChoices(ggd="no"), "nl")
    follow_choices(work, sitting, "nl")
    for act in (read_care_signal, ask_for_care_signal, care_signal_state):
        with pytest.raises(SignalUnknown):
            act(work, staff, item_id)
    assert not make_care_signal(work, item_id)
    assert not work.care.scalars(select(CareReport).where(CareReport.edition == "care_signal")).all()


def test_the_old_one_is_not_read_after_a_change(work, invited, staff):
    item_id = shares(work, invited, YES)
    made(work, staff, item_id)
    record_care_choices(work, open_sitting(work, invited.token), CareChoices(ggd="contact_only"), "nl")
    with pytest.raises(ReportMissing):
        read_care_signal(work, staff, item_id)


def test_it_is_not_there_for_another_organisation(work, invited, staff):
    item_id = shares(work, invited, YES)
    made(work, staff, item_id)
    elsewhere = replace(staff, organisation_id=staff.organisation_id + 1)
    for act in (read_care_signal, ask_for_care_signal, care_signal_state):
        with pytest.raises(SignalUnknown):
            act(work, elsewhere, item_id)
