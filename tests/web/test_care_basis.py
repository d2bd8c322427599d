"""The basis of a municipality for showing more than the GGD sees, and what people then choose, theme by theme."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.services.care import care_choices
from app.services.delivery import see_profile
from app.services.sittings import open_sitting
from app.store.care_models import CareBasis
from app.store.models import AuditEvent, RoleName
from app.web.context import current_work
from tests.demonstration_stores import post, sign_in
from tests.services.answering import answer_everything, option, state_basis
from tests.web.person import Person

PAGE = "/staff/care-page"
WITH_MANAGER, WITH_VLUCHTELINGENWERK = "share/health-case-manager", "share/health-vluchtelingenwerk"


@pytest.fixture
def administrator(demo_app):
    return sign_in(demo_app, RoleName.ADMINISTRATOR)


def settings(app):
    with app.app_context():
        about = (AuditEvent.kind == "settings_changed") & AuditEvent.detail.startswith("care_basis")
        return current_work().db.scalars(select(AuditEvent.detail).where(about).order_by(AuditEvent.number)).all()


def test_it_is_off_until_a_basis_is_stated_with_reference_and_name(demo_app, administrator):
    assert "Uit: alleen de GGD" in administrator.get(PAGE).get_data(as_text=True)
    answer = post(administrator, PAGE, dpia_reference=" ", officer="A. Bakker")
    assert answer.status_code == 422
    assert 'value="A. Bakker"' in answer.get_data(as_text=True)
    assert "Vul in waar de DPIA te vinden is" in answer.get_data(as_text=True)
    assert settings(demo_app) == []
    assert post(administrator, PAGE, dpia_reference="DPIA 7", officer="A. Bakker").status_code == 303
    page = administrator.get(PAGE).get_data(as_text=True)
    assert "<bdi>DPIA 7</bdi>" in page
    assert "<bdi>A. Bakker</bdi>" in page
    assert settings(demo_app) == ["care_basis=on"]


def test_switching_off_and_another_basis_keep_what_stood_before(demo_app, administrator):
    post(administrator, PAGE, dpia_reference="DPIA 7", officer="A. Bakker")
    post(administrator, PAGE, dpia_reference="DPIA 8", officer="B. Bakker")
    post(administrator, f"{PAGE}/off")
    page = administrator.get(PAGE).get_data(as_text=True)
    assert "Uit: alleen de GGD" in page
    assert "DPIA 7" in page
    assert "DPIA 8" in page
    assert settings(demo_app) == ["care_basis=on", "care_basis=on", "care_basis=off"]
    with demo_app.app_context():
        rows = current_work().care.scalars(select(CareBasis)).all()
        assert len(rows) == 2
        assert all(row.ended_at and row.ended_by for row in rows)


@pytest.fixture
def someone(client, work, sitting_factory):
    """Somebody who answered everything and has not seen the own profile yet."""
    invited = sitting_factory()
    person = Person(client, "nl")
    person.begin(invited.code)
    answer_everything(work, invited.token, "nl", z7=option("yes"), z8=option("no"))
    return invited, person


def test_nobody_is_asked_about_themes_without_a_basis(client, work, someone):
    invited, _ = someone
    see_profile(work, open_sitting(work, invited.token), "nl")
    assert client.get(f"/nl/{WITH_MANAGER}").status_code == 404


def test_each_theme_is_chosen_for_each_reader_after_seeing_it_and_taken_back(work, someone):
    invited, person = someone
    state_basis(work, invited)
    page = person.open(WITH_MANAGER).get_data(as_text=True)
    assert 'name="scale.z1"' in page
    assert " checked" not in page
    person.post(**{"scale.z1": "yes", "scale.z2": "no"})
    assert person.address == f"/nl/{WITH_VLUCHTELINGENWERK}"
    assert " checked" not in person.text
    person.post(**{"scale.z2": "yes", "scale.nonsense": "yes"})
    expected = {
        ("z1", "client_manager"): True,
        ("z2", "client_manager"): False,
        ("z2", "vluchtelingenwerk"): True,
    }
    assert dict(care_choices(work, open_sitting(work, invited.token)).scales) == expected
    assert "de onderwerpen die u koos" in person.open("share/overview").get_data(as_text=True)
    person.post(go="withdraw")
    assert not any(care_choices(work, open_sitting(work, invited.token)).scales.values())


def test_the_advice_of_the_ggd_is_shared_apart_from_the_status(work, someone):
    invited, person = someone
    see_profile(work, open_sitting(work, invited.token), "nl")
    assert 'name="advice"' in person.open("share/case-manager").get_data(as_text=True)
    person.post(ggd_status="no", advice="yes")
    choices = care_choices(work, open_sitting(work, invited.token))
    assert (choices.ggd_status, choices.advice) == (False, True)
    person.open("share/overview")
    person.post(go="withdraw")
    assert care_choices(work, open_sitting(work, invited.token)).advice is False


def test_the_basis_is_stated_by_the_administrator_alone(demo_app):
    client = sign_in(demo_app, RoleName.CLIENT_MANAGER)
    assert client.get(PAGE).status_code == 403
    assert post(client, PAGE, dpia_reference="DPIA 7", officer="A. Bakker").status_code == 403
