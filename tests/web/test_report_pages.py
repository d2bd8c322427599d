"""Reports as pages, and the care signal as a file: for whom they are, with each reading written down."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from app.services.care import CareChoices, record_care_choices
from app.services.care_signals import make_care_signal
from app.services.finishing import follow_choices
from app.services.sittings import open_sitting
from app.store.care_models import CareSignalItem
from app.store.models import AuditEvent, RoleName
from app.web.context import current_work
from tests.demonstration_stores import sign_in
from tests.services.answering import answer_everything
from tests.staff_people import found
from tests.web.person import Person
from tests.web.test_staff_ggd import where_is

# WeasyPrint leaves the file of its colour profile open until it is collected.
pytestmark = pytest.mark.filterwarnings("ignore:.*sRGB2014.icc:pytest.PytestUnraisableExceptionWarning")


def last_event(app):
    with app.app_context():
        event = current_work().db.scalars(select(AuditEvent).order_by(AuditEvent.number.desc()).limit(1)).one()
        return event.kind, event.outcome, event.detail, event.subject


def pages_of_people(client):
    """Addresses of the reports as pages, of the people in this list."""
    listed = client.get("/staff/participants").get_data(as_text=True)
    people = dict.fromkeys(re.findall(r"/staff/participants/[0-9a-f]{16,32}(?=\")", listed))
    return [f"{person}/report/page" for person in people]


def test_the_client_manager_reads_the_report_as_a_page_and_the_log_says_so(demo_app):
    manager = sign_in(demo_app, RoleName.CLIENT_MANAGER)
    answers = {address: manager.get(address) for address in pages_of_people(manager)}
    open_to_read = {address: answer for address, answer in answers.items() if answer.status_code == 200}
    assert open_to_read
    assert {answer.status_code for answer in answers.values()} <= {200, 409}  # 409: the person has not seen it yet
    address, answer = next(iter(open_to_read.items()))
    page = answer.get_data(as_text=True)
    assert "style=" not in page
    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    sheet = found(re.compile(r'href="(/assets/report\.[0-9a-f]+\.css)"'), page)
    assert manager.get(sheet).status_code == 200
    for picture in set(re.findall(r'src="(/assets/pictures/[^"]+)"', page)):
        assert manager.get(picture).status_code == 200
    manager.get(address)
    kind, outcome, detail, subject = last_event(demo_app)
    assert (kind, outcome, detail) == ("report_read", "done", "page")
    assert subject.startswith("person:")


def test_the_care_signal_is_made_read_and_gone_again(demo_app):
    nurse = sign_in(demo_app, RoleName.GGD)
    where = where_is(nurse, "Voorbeeld Fatima")
    file, item_id = f"{where}/care-signal", int(where.rsplit("/", 1)[1])
    assert nurse.get(file).status_code == 303  # not asked for yet
    answer = nurse.post(file, data={"csrf_token": token_on(nurse, where)})
    assert answer.status_code == 303
    waiting = nurse.get(where).get_data(as_text=True)
    assert "wordt gemaakt" in waiting
    assert "Kijk opnieuw" in waiting
    assert "refresh" not in waiting  # a page that loads itself would be read, and somebody there, every few seconds
    with demo_app.app_context():
        assert make_care_signal(current_work(), item_id)
    assert f'href="{file}"' in nurse.get(where).get_data(as_text=True)
    assert nurse.get(file).get_data().startswith(b"%PDF-")
    assert last_event(demo_app) == ("report_read", "done", "care_signal", f"signal:{item_id}")
    with demo_app.app_context():
        work = current_work()
        sitting = open_sitting(work, work.care.get_one(CareSignalItem, item_id).token)
        record_care_choices(work, sitting, CareChoices(ggd="no"), "ar")
        follow_choices(work, sitting, "ar")
    assert nurse.get(file).status_code == 404
    assert "care-signal" not in nurse.get(where).get_data(as_text=True)


def token_on(client, address):
    return found(re.compile(r'name="csrf_token" value="([^"]+)"'), client.get(address).get_data(as_text=True))


@pytest.fixture
def someone(work, sitting_factory):
    someone = sitting_factory()
    answer_everything(work, someone.token)
    return someone


def test_the_own_report_is_a_page_where_somebody_finished_and_nowhere_else(app, someone):
    person = Person(app.test_client())
    person.enter(someone.code)
    assert person.get("/nl/own/page").status_code == 404
    person.finish()
    assert 'href="/nl/own/page" target="_self"' in person.text
    page = person.get("/nl/own/page")
    assert page.status_code == 200
    assert "Hoe het met u gaat" in page.get_data(as_text=True)
    assert "style=" not in page.get_data(as_text=True)
    other = Person(app.test_client())
    other.enter(someone.code)  # only the code was typed again: no answers about health on this device
    assert other.get("/nl/own/page").status_code == 404
