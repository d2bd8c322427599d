"""The own report and its summary are for the person alone: where the person finished, and nowhere else."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from app.services import reports
from app.store.models import Report, RoleName
from tests.demonstration_stores import sign_in
from tests.pictured import pictured
from tests.services.answering import answer_everything, option
from tests.services.finished import as_if_made
from tests.web.person import Person

# WeasyPrint leaves the file of its colour profile open until it is collected.
pytestmark = pytest.mark.filterwarnings("ignore:.*sRGB2014.icc:pytest.PytestUnraisableExceptionWarning")

OWN_LARGE = reports.large_print(reports.OWN)
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


def make_own(work):
    """What a worker makes for the person; the report of the client manager takes as long and is not read here."""
    own = select(Report.id).where(Report.edition.in_((reports.OWN, reports.SUMMARY)), Report.state == reports.WAITING)
    for report_id in work.db.scalars(own).all():
        reports.make_report(work, report_id)


def test_before_the_end_there_is_no_booklet(person):
    assert person.get("/nl/own/report").status_code == 404


def test_the_last_screen_leads_to_it_where_somebody_finished_and_nowhere_else(app, finished, someone):
    finished.open("finish?line=1")
    assert 'href="/nl/own/report"' in finished.text
    other = Person(app.test_client())
    other.enter(someone.code)
    other.open("finish?line=1")
    assert "/own/report" not in other.text


def test_while_it_is_being_made_a_page_says_so_and_its_tick_looks_again(finished):
    finished.open("own/report")
    assert finished.page.status_code == 200
    assert "Uw boekje wordt gemaakt." in finished.text
    finished.post(go="next")
    assert finished.address == "/nl/own/report"
    finished.post(go="back")
    assert finished.address == "/nl/finish"


def test_one_that_could_not_be_made_is_tried_anew_when_somebody_looks_again(finished, work, someone):
    work.db.execute(update(Report).where(Report.edition == reports.OWN).values(state=reports.FAILED))
    work.db.commit()
    finished.open("own/report")
    assert reports.report_state(work, someone.participation_id, reports.OWN) == reports.FAILED
    finished.post(go="look")
    assert finished.address == "/nl/own/report"
    assert reports.report_state(work, someone.participation_id, reports.OWN) == reports.WAITING


def test_where_somebody_finished_the_booklet_opens_as_a_file_that_nothing_keeps(finished, work, someone):
    make_own(work)
    answer = finished.get("/nl/own/report")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Cache-Control"] == "no-store"
    assert someone.code[-4:] not in answer.headers["Content-Disposition"]


@pytest.mark.usefixtures("finished")
def test_on_another_device_the_code_opens_no_booklet(app, someone):
    other = Person(app.test_client())
    other.enter(someone.code)
    assert other.get("/nl/own/report").status_code == 404


def test_without_a_code_there_is_nothing(client):
    answer = client.get("/nl/own/report")
    assert answer.status_code != 200
    assert b"%PDF" not in answer.data


def test_where_somebody_finished_the_booklet_is_a_page_too(app, finished, someone):
    finished.open("finish?line=1")
    assert 'href="/nl/own/page" target="_self"' in finished.text
    page = finished.get("/nl/own/page").get_data(as_text=True)
    assert "Mijn rapport met plaatjes" in page
    assert page.count("pict__drawing") > 50
    assert "style=" not in page
    other = Person(app.test_client())
    other.enter(someone.code)
    assert other.get("/nl/own/page").status_code == 404


@pytest.fixture
def in_words(app, work, sitting_factory):
    """Somebody who finished in words, with the person at the device."""
    someone = sitting_factory(locale="nl")
    answer_everything(work, someone.token, z1a=option("3"), z7=option("no"), z8=option("no"))
    person = Person(app.test_client())
    person.enter(someone.code)
    person.finish()
    return person, someone


def test_who_answered_in_words_opens_the_report_and_has_the_summary_made(in_words, work, app):
    person, someone = in_words
    assert 'href="/nl/own/report"' in person.text
    assert 'formaction="/nl/own/summary"' in person.text
    person.open("own/report")
    assert "Uw rapport wordt gemaakt." in person.text
    assert "Kijk opnieuw" in person.text
    person.post(go="back")
    assert person.address == "/nl/finish"
    assert person.get("/nl/own/summary").status_code == 303  # nobody asked for it
    assert reports.report_state(work, someone.participation_id, reports.SUMMARY) is None
    person.post(go="look", to="/nl/own/summary")
    assert person.address == "/nl/own/summary"
    assert reports.report_state(work, someone.participation_id, reports.SUMMARY) == reports.WAITING
    make_own(work)
    for address in ("/nl/own/report", "/nl/own/summary"):
        answer = person.get(address)
        assert answer.data.startswith(b"%PDF-")
        assert answer.headers["Cache-Control"] == "no-store"
    other = Person(app.test_client())
    other.enter(someone.code)
    assert {other.get(f"/nl/own/{name}").status_code for name in ("report", "summary")} == {404}


def test_the_own_report_in_large_print_is_made_when_the_person_asks(in_words, work, app):
    person, someone = in_words
    assert 'formaction="/nl/own/large"' in person.text
    assert person.get("/nl/own/large").status_code == 303  # nobody asked for it
    assert reports.report_state(work, someone.participation_id, OWN_LARGE) is None
    person.post(go="look", to="/nl/own/large")
    assert person.address == "/nl/own/large"
    assert "Uw rapport wordt gemaakt." in person.text
    person.post(go="back")
    assert person.address == "/nl/finish"
    as_if_made(work, someone.participation_id, b"%PDF-1.7 large", OWN_LARGE)
    answer = person.get("/nl/own/large")
    assert answer.data == b"%PDF-1.7 large"
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'filename="inbeeld-18.pdf"' in answer.headers["Content-Disposition"]
    other = Person(app.test_client())
    other.enter(someone.code)  # others may hold the card: it holds the answers about health
    assert other.get("/nl/own/large").status_code == 404
    assert other.post(go="look", to="/nl/own/large").status_code == 404


@pytest.mark.parametrize("role", list(RoleName))
def test_no_role_of_the_staff_opens_what_is_the_persons_own(demo_app, role):
    staff = sign_in(demo_app, role)
    for address in ("/nl/own/report", "/nl/own/summary", "/nl/own/large"):
        answer = staff.get(address)
        assert answer.status_code in {302, 303, 401, 403, 404, 410}
        assert b"%PDF" not in answer.data
