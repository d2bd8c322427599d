"""The booklet is for the person alone: on the device on which the person finished, and nowhere else."""

from __future__ import annotations

import pytest

from app.services import reports
from app.store.models import RoleName
from tests.demonstration_stores import sign_in
from tests.pictured import pictured
from tests.services.answering import answer_everything, option
from tests.web.person import Person

# WeasyPrint leaves the file of its colour profile open until it is collected.
pytestmark = pytest.mark.filterwarnings("ignore:.*sRGB2014.icc:pytest.PytestUnraisableExceptionWarning")

CALM = {f"p6.z{number}": option("0") for number in range(1, 6)}


@pytest.fixture
def someone(work, sitting_factory):
    someone = pictured(sitting_factory, locale="nl")
    answer_everything(work, someone.token, **CALM, **{"p7.help_wish": option("no"), "p8.acute": option("no")})
    return someone


@pytest.fixture
def person(app, someone):
    person = Person(app.test_client())
    person.enter(someone.code)
    return person


@pytest.fixture
def finished(person):
    person.open("review")
    while person.address.startswith("/nl/review"):
        person.post(go="next")
    person.open("share/overview")
    person.post(go="confirm")
    assert person.address.startswith("/nl/finish")
    return person


def test_before_the_end_there_is_no_booklet(person):
    assert person.get("/nl/booklet").status_code == 404


def test_the_last_screen_leads_to_it_where_somebody_finished_and_nowhere_else(app, finished, someone):
    finished.open("finish?line=1")
    assert 'href="/nl/booklet"' in finished.text
    other = Person(app.test_client())
    other.enter(someone.code)
    other.open("finish?line=1")
    assert "/booklet" not in other.text


def test_while_it_is_being_made_a_page_says_so_and_its_tick_looks_again(finished):
    finished.open("booklet")
    assert finished.page.status_code == 200
    assert "Uw boekje wordt gemaakt." in finished.text
    finished.post(go="next")
    assert finished.address == "/nl/booklet"
    finished.post(go="back")
    assert finished.address == "/nl/finish"


def test_where_somebody_finished_the_booklet_opens_as_a_file_that_nothing_keeps(finished, work, someone):
    for report_id in reports.waiting_reports(work):
        reports.make_report(work, report_id)
    answer = finished.get("/nl/booklet")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Cache-Control"] == "no-store"
    assert someone.code[-4:] not in answer.headers["Content-Disposition"]


@pytest.mark.usefixtures("finished")
def test_on_another_device_the_code_opens_no_booklet(app, someone):
    other = Person(app.test_client())
    other.enter(someone.code)
    assert other.get("/nl/booklet").status_code == 404


def test_without_a_code_there_is_nothing(client):
    answer = client.get("/nl/booklet")
    assert answer.status_code != 200
    assert b"%PDF" not in answer.data


def test_somebody_who_answered_in_words_has_none(app, work, sitting_factory):
    someone = sitting_factory(locale="nl")
    answer_everything(work, someone.token, z8=option("no"))
    person = Person(app.test_client())
    person.enter(someone.code)
    person.finish()
    assert person.get("/nl/booklet").status_code == 404


@pytest.mark.parametrize("role", list(RoleName))
def test_no_role_of_the_staff_opens_a_booklet(demo_app, role):
    answer = sign_in(demo_app, role).get("/nl/booklet")
    assert answer.status_code in {302, 303, 401, 403, 404, 410}
    assert b"%PDF" not in answer.data
