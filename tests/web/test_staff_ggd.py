"""The GGD work list."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.services.access_codes import cards, replace_code
from app.services.accounts import staff_of
from app.services.care import CareChoices, record_care_choices, work_list
from app.services.codes import last_signs
from app.services.finishing import follow_choices
from app.services.signals import signal
from app.services.sittings import open_sitting
from app.store.care_models import CareSignalItem, CareSignalStep
from app.store.models import AuditEvent, Participant, Participation, RoleName, StaffAccount
from app.web.context import current_work
from tests.demonstration_stores import EMAILS, post, sign_in


@pytest.fixture
def nurse(demo_app):
    return sign_in(demo_app, RoleName.GGD)


def listed(page):
    return re.findall(r'<div class="inb-list__who"><a href="([^"]+)"><bdi>(.*?)</bdi>', page)


def test_help_asked_for_today_stands_first_then_the_oldest(nurse):
    page = nurse.get("/staff/ggd").get_data(as_text=True)
    names = [name for _, name in listed(page)]
    assert names[0] == "Voorbeeld Salma"
    assert names[-1] == "Demo Mariam"
    assert set(names[1:3]) == {"Voorbeeld Omar", "Voorbeeld Fatima"}
    assert "Hulp voor vandaag gevraagd" in page


def test_an_item_shows_language_interpreter_and_contact_as_released(nurse):
    entries = {name: where for where, name in listed(nurse.get("/staff/ggd").get_data(as_text=True))}
    fatima = nurse.get(entries["Voorbeeld Fatima"]).get_data(as_text=True)
    assert "een vrouw" in fatima
    assert "via iemand die ik kies" in fatima
    assert "العربية" in fatima
    salma = nurse.get(entries["Voorbeeld Salma"]).get_data(as_text=True)
    assert "niets gedeeld" in salma


def test_a_step_is_kept_with_name_and_moment_and_closing_takes_it_off_the_list(demo_app, nurse):
    where = listed(nurse.get("/staff/ggd").get_data(as_text=True))[0][0]
    post(nurse, where, status="contacted")
    page = nurse.get(where).get_data(as_text=True)
    assert re.search(r"contact gezocht · <bdi>E. Vos \(demo\)</bdi>", page)
    post(nurse, where, status="closed")
    assert where not in nurse.get("/staff/ggd").get_data(as_text=True)
    assert where in nurse.get("/staff/ggd/closed").get_data(as_text=True)
    with demo_app.app_context():
        care = current_work().care
        item_id = int(where.rsplit("/", 1)[1])
        assert care.get_one(CareSignalItem, item_id).closed_at is not None
        statuses = care.scalars(select(CareSignalStep.status).where(CareSignalStep.item_id == item_id)).all()
        assert statuses == ["contacted", "closed"]


def test_who_declined_a_talk_is_kept_as_that_and_stays_on_the_list(nurse):
    where = where_is(nurse, "Voorbeeld Omar")
    words = "wil geen gesprek"
    assert f'value="declined"><span>{words}</span>' in nurse.get(where).get_data(as_text=True)
    post(nurse, where, status="declined")
    page, work_list = (nurse.get(address).get_data(as_text=True) for address in (where, "/staff/ggd"))
    assert f'value="declined" checked><span>{words}</span>' in page
    assert re.search(rf"{words} · <bdi>E. Vos \(demo\)</bdi>", page)
    assert re.search(rf"</svg>{words}</span>", page), "the chip beside the name"
    assert words in work_list


@pytest.mark.parametrize("status", ["", "new", "nonsense"])
def test_a_step_that_is_no_step_changes_nothing(nurse, status):
    where = listed(nurse.get("/staff/ggd").get_data(as_text=True))[0][0]
    post(nurse, where, status=status)
    page = nurse.get(where).get_data(as_text=True)
    assert "Er is niets veranderd" in page
    assert "Nog niemand heeft iets gedaan" in page


def test_an_item_shows_the_last_signs_of_the_code_of_today(demo_app, nurse):
    where = listed(nurse.get("/staff/ggd").get_data(as_text=True))[0][0]
    with demo_app.app_context():
        work = current_work()
        item = work.care.get_one(CareSignalItem, int(where.rsplit("/", 1)[1]))
        person = work.db.scalars(select(Participation).where(Participation.token == item.token)).one()
        old = signal(work, staff_with_role(work, RoleName.GGD), item.id).short_code
        person.participant.name_encrypted = None  # so that the page says the code
        leader = staff_with_role(work, RoleName.FACILITATOR)
        replace_code(work, leader, person.group_session.public_id, person.seat)
        [card] = cards(work, leader, person.group_session.public_id, {}, [person.seat])[1]
    page = nurse.get(where).get_data(as_text=True)
    assert last_signs(card.code) in page
    assert old not in page


def staff_with_role(work, role):
    return staff_of(work.db.scalars(select(StaffAccount).where(StaffAccount.email == EMAILS[role])).one())


def test_what_the_person_withdrew_is_closed_without_name_code_or_contact(demo_app, nurse):
    name = "Voorbeeld Fatima"
    where = {name: where for where, name in listed(nurse.get("/staff/ggd").get_data(as_text=True))}[name]
    with demo_app.app_context():
        work = current_work()
        item = work.care.get_one(CareSignalItem, int(where.rsplit("/", 1)[1]))
        sitting = open_sitting(work, item.token)
        code = next(found for found in work_list(work, sitting.organisation_id) if found.id == item.id).context["code"]
        record_care_choices(work, sitting, CareChoices(ggd="no"), "ar")
        follow_choices(work, sitting, "ar")
    assert where not in nurse.get("/staff/ggd").get_data(as_text=True)
    closed = nurse.get("/staff/ggd/closed").get_data(as_text=True)
    page = nurse.get(where).get_data(as_text=True)
    assert where in closed
    assert "ingetrokken door de deelnemer" in page
    assert '<form class="inb-panel inb-stack" method="post">' not in page
    for trace in (name, str(code)[-4:], "via iemand die ik kies", "العربية"):
        assert trace not in page + closed
    assert post(nurse, where, status="contacted").status_code == 404


def test_an_item_that_is_not_there(nurse):
    assert nurse.get("/staff/ggd/99999").status_code == 404
    assert post(nurse, "/staff/ggd/99999", status="closed").status_code == 404


def where_is(nurse, name):
    return {found: where for where, found in listed(nurse.get("/staff/ggd").get_data(as_text=True))}[name]


def share_advice(app, where, *, yes):
    """The person behind an item lets the client manager know the advice, or not; gives the public id."""
    with app.app_context():
        work = current_work()
        token = work.care.get_one(CareSignalItem, int(where.rsplit("/", 1)[1])).token
        record_care_choices(work, open_sitting(work, token), CareChoices(advice=yes), "ar")
        whose = select(Participant.public_id).join(Participation).where(Participation.token == token)
        return work.db.scalars(whose).one()


def test_the_client_manager_reads_the_advice_only_while_the_person_shares_it(demo_app, nurse):
    where = where_is(nurse, "Voorbeeld Omar")
    manager = sign_in(demo_app, RoleName.CLIENT_MANAGER)
    words = "eerst zorg, dan de weg naar werk"
    page = f"/staff/participants/{share_advice(demo_app, where, yes=False)}"
    post(nurse, f"{where}/advice", advice="care_first")
    assert "De klantmanager ziet dit advies niet" in nurse.get(where).get_data(as_text=True)
    assert words not in manager.get(page).get_data(as_text=True)
    share_advice(demo_app, where, yes=True)
    assert "laat de klantmanager dit advies lezen" in nurse.get(where).get_data(as_text=True)
    assert words in manager.get(page).get_data(as_text=True)
    share_advice(demo_app, where, yes=False)
    assert words not in manager.get(page).get_data(as_text=True)


def test_an_advice_is_sealed_and_the_log_does_not_say_which(demo_app, nurse):
    where = where_is(nurse, "Voorbeeld Omar")
    post(nurse, f"{where}/advice", advice="nonsense")
    with demo_app.app_context():
        work = current_work()
        assert work.care.get_one(CareSignalItem, int(where.rsplit("/", 1)[1])).advice_encrypted is None
    post(nurse, f"{where}/advice", advice="parallel")
    with demo_app.app_context():
        work = current_work()
        sealed = work.care.get_one(CareSignalItem, int(where.rsplit("/", 1)[1])).advice_encrypted
        assert sealed
        assert "parallel" not in sealed
        last = select(AuditEvent.detail).where(AuditEvent.kind == "signal_step").order_by(AuditEvent.number.desc())
        assert work.db.scalars(last).first() == "advice"


@pytest.mark.parametrize(
    ("step", "hours", "untouched"),
    [
        ("contacted", 14 * 24 - 1, False),
        ("contacted", 14 * 24, True),
        ("appointment", 14 * 24, True),
        ("declined", 14 * 24, True),
        ("closed", 14 * 24, False),
    ],
)
@pytest.mark.parametrize("today", [True, False])
def test_the_list_reminds_of_an_open_item_fourteen_days_after_its_last_step(
    demo_app, nurse, today, step, hours, untouched
):
    where = only_new_item(demo_app, today, timedelta(days=60))
    for status in ("contacted", step):
        post(nurse, where, status=status)
    with demo_app.app_context():
        work = current_work()
        first, last = work.care.scalars(
            select(CareSignalStep).where(CareSignalStep.item_id == number_of(where)).order_by(CareSignalStep.id)
        )
        first.at, last.at = work.now() - timedelta(days=50), work.now() - timedelta(hours=hours)
        work.care.commit()
    assert waits(nurse) is untouched


@pytest.mark.parametrize(
    ("today", "hours", "step", "untouched"),
    [
        (True, 1, None, False),
        (True, 3, None, True),
        (False, 3, None, False),
        (False, 73, None, True),
        (False, 73, "contacted", False),
    ],
)
def test_the_list_reminds_of_what_nobody_touched(demo_app, nurse, today, hours, step, untouched):
    where = only_new_item(demo_app, today, timedelta(hours=hours))
    if step:
        post(nurse, where, status=step)
    assert waits(nurse) is untouched


def only_new_item(app, today, old):
    """Close every item but one that nobody touched, raised so long ago; gives its address."""
    with app.app_context():
        work = current_work()
        item = work.care.scalars(select(CareSignalItem).where(CareSignalItem.status == "new").limit(1)).one()
        work.care.execute(
            update(CareSignalItem).where(CareSignalItem.id != item.id).values(status="closed", closed_at=work.now())
        )
        item.today, item.raised_at = today, work.now() - old
        work.care.commit()
        return f"/staff/ggd/{item.id}"


def number_of(where):
    return int(where.rsplit("/", 1)[1])


def waits(nurse):
    """Whether the list says that somebody waits, above it and at the item alike."""
    page = nurse.get("/staff/ggd").get_data(as_text=True)
    above = "1 deelnemer wacht te lang op een stap" in page
    assert ("wacht</span>" in page) is above
    return above
