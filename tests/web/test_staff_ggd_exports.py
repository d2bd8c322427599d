"""A file of the GGD work list: asked for by one, allowed by another, taken once."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from flask_security.utils import hash_password
from sqlalchemy import select, update

from app.services import retention
from app.services.accounts import NewAccount, make_account
from app.services.care import CareChoices, record_care_choices
from app.services.care_exports import STANDS
from app.services.demonstration import PASSWORD
from app.services.sittings import open_sitting
from app.store.care_models import CareExport, CareSignalItem
from app.store.models import AuditEvent, Organisation, RoleName
from app.web.context import current_work
from tests.demonstration_stores import post, sign_in

PAGE = "/staff/ggd/exports"
SECOND = "tweede@voorbeeld.example"


@pytest.fixture
def nurse(demo_app):
    return sign_in(demo_app, RoleName.GGD)


@pytest.fixture
def second(demo_app):
    with demo_app.app_context():
        work = current_work()
        organisation = work.db.scalars(select(Organisation).limit(1)).one()
        make_account(work, organisation, NewAccount(SECOND, "Tweede", (RoleName.GGD,), hash_password(PASSWORD)))
        work.db.commit()
    return sign_in(demo_app, RoleName.GGD, SECOND)


def newest(app):
    with app.app_context():
        return current_work().care.scalars(select(CareExport.id).order_by(CareExport.id.desc())).first()


def ask(app, client):
    assert post(client, PAGE).status_code == 303
    return f"{PAGE}/{newest(app)}"


def logged(app):
    with app.app_context():
        rows = current_work().db.execute(
            select(AuditEvent.detail, AuditEvent.outcome).where(AuditEvent.kind == "export").order_by(AuditEvent.number)
        )
        return [tuple(row) for row in rows]


def lines(answer):
    return list(csv.reader(io.StringIO(answer.get_data(as_text=True))))


def test_a_file_is_made_by_two_and_taken_once(demo_app, nurse, second):
    asked = ask(demo_app, nurse)
    assert f'action="{asked}/decision"' in second.get(PAGE).get_data(as_text=True)
    post(second, f"{asked}/decision", decision="allow")
    answer = post(nurse, f"{asked}/file")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Cache-Control"].find("no-store") >= 0
    found = lines(answer)
    assert found[0][0] == "raised_at"
    assert {line[3] for line in found[1:]} >= {"Voorbeeld Salma", "Voorbeeld Fatima"}
    assert found[1][3] == "Voorbeeld Salma"
    assert post(nurse, f"{asked}/file").status_code == 303
    assert logged(demo_app) == [
        ("ggd_list,asked", "done"),
        ("ggd_list,allowed", "done"),
        (f"ggd_list,taken,items={len(found) - 1}", "done"),
        ("ggd_list,take", "refused"),
    ]


def test_nobody_allows_an_own_file(demo_app, nurse):
    asked = ask(demo_app, nurse)
    assert "/decision" not in nurse.get(PAGE).get_data(as_text=True)
    post(nurse, f"{asked}/decision", decision="allow")
    assert post(nurse, f"{asked}/file").status_code == 303
    assert logged(demo_app)[1:] == [("ggd_list,allow", "refused"), ("ggd_list,take", "refused")]


@pytest.mark.parametrize("decision", ["refuse", "", "nonsense"])
def test_without_a_yes_of_a_colleague_there_is_no_file(demo_app, nurse, second, decision):
    asked = ask(demo_app, nurse)
    post(second, f"{asked}/decision", decision=decision)
    assert post(nurse, f"{asked}/file").status_code == 303


def test_who_allowed_a_file_does_not_take_it(demo_app, nurse, second):
    asked = ask(demo_app, nurse)
    post(second, f"{asked}/decision", decision="allow")
    assert post(second, f"{asked}/file").status_code == 303
    assert post(nurse, f"{asked}/file").status_code == 200


@pytest.mark.parametrize("column", ["asked_at", "decided_at"])
def test_what_is_too_old_is_gone(demo_app, nurse, second, column):
    asked = ask(demo_app, nurse)
    if column == "decided_at":
        post(second, f"{asked}/decision", decision="allow")
    with demo_app.app_context():
        work = current_work()
        work.care.execute(update(CareExport).values({column: work.now() - STANDS - timedelta(minutes=1)}))
        work.care.commit()
    post(second, f"{asked}/decision", decision="allow")
    assert post(nurse, f"{asked}/file").status_code == 303
    assert "te oud" in nurse.get(PAGE).get_data(as_text=True)


def test_own_words_are_no_formula_in_the_file(demo_app, nurse, second):
    with demo_app.app_context():
        work = current_work()
        token = work.care.scalars(select(CareSignalItem.token).where(CareSignalItem.today.is_(False)).limit(1)).one()
        choices = CareChoices(ggd="yes", contact_ways=("phone",), contact_detail="=HYPERLINK(1)")
        record_care_choices(work, open_sitting(work, token), choices, "nl")
    asked = ask(demo_app, nurse)
    post(second, f"{asked}/decision", decision="allow")
    cells = [cell for line in lines(post(nurse, f"{asked}/file")) for cell in line]
    assert "'=HYPERLINK(1)" in cells
    assert "=HYPERLINK(1)" not in cells


def test_who_asked_for_a_file_is_forgotten_with_the_other_logs(demo_app, nurse):
    ask(demo_app, nurse)
    with demo_app.app_context():
        work = current_work()
        retention.run(work)
        assert work.care.scalars(select(CareExport)).all()
        work.care.execute(update(CareExport).values(asked_at=work.now() - timedelta(days=400)))
        work.care.commit()
        retention.run(work)
        assert not work.care.scalars(select(CareExport)).all()


def test_an_own_page_of_files_names_who_asked(demo_app, nurse):
    ask(demo_app, nurse)
    assert re.search(r"<bdi>E. Vos \(demo\)</bdi>", nurse.get(PAGE).get_data(as_text=True))
