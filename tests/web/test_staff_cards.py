"""Cards on paper: only for the own organisation, kept by no browser, with the code in no address."""

from __future__ import annotations

import re
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp

from app.services.access import CodeWrong, find_participation
from app.store.models import RoleName
from app.web.context import current_work
from tests.demonstration_stores import post, sign_in
from tests.web.test_staff_session_life import address


@pytest.fixture
def leader(demo_app):
    return sign_in(demo_app, RoleName.FACILITATOR)


def squares(content):
    document = pypdfium2.PdfDocument(content)
    return [found.text for page in document for found in zxingcpp.read_barcodes(page.render(scale=2.5).to_pil())]


def code_of(client, where, seat):
    cards = client.get(f"{where}/codes").get_data(as_text=True)
    return re.findall(r"<b>([A-Z0-9 ]{12})</b>", cards)[seat - 1]


def test_the_cards_of_a_session_open_the_code_page_in_each_language(demo_app, leader):
    where = address(demo_app)
    answer = leader.get(f"{where}/cards.pdf?locale=ar&seat-1=ti")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    people = len(re.findall(r"<b>[A-Z0-9 ]{12}</b>", leader.get(f"{where}/codes").get_data(as_text=True)))
    assert len(pypdfium2.PdfDocument(answer.get_data())) == -(-people // 8)
    found = sorted(squares(answer.get_data()))
    assert len(found) == people
    first = f"http://localhost/ti/code#{code_of(leader, where, 1).replace(' ', '')}"
    assert first in found
    assert sum(address.startswith("http://localhost/ar/code#") for address in found) == people - 1


def test_one_card_again(demo_app, leader):
    where = address(demo_app)
    answer = leader.get(f"{where}/cards.pdf?seats=2")
    assert [one.rsplit("#", 1)[1] for one in squares(answer.get_data())] == [code_of(leader, where, 2).replace(" ", "")]


@pytest.mark.parametrize("query", ["seats=60", "locale=xx", "seat-1=../../etc"])
def test_a_card_that_is_not_there(demo_app, leader, query):
    where = address(demo_app)
    assert leader.get(f"{where}/cards.pdf?{query}").location == f"{where}/codes"


def test_a_lost_card_gets_a_new_code_and_the_old_one_is_unknown(demo_app, leader):
    where = address(demo_app)
    old = code_of(leader, where, 1)
    assert post(leader, f"{where}/seats/1/code").location == f"{where}/codes"
    new = code_of(leader, where, 1)
    assert new != old
    with demo_app.app_context():
        with pytest.raises(CodeWrong):
            find_participation(current_work(), old)
        assert find_participation(current_work(), new)


def test_the_old_code_and_an_invented_one_get_the_same_words(demo_app, leader):
    where = address(demo_app)
    old = code_of(leader, where, 1)
    post(leader, f"{where}/seats/1/code")
    said = []
    for typed in (old, "K7M 4XR 9TQ3"):
        person = demo_app.test_client()
        page = person.get("/nl/code").get_data(as_text=True)
        token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
        answer = person.post("/nl/code", data={"code": typed, "csrf_token": token})
        assert answer.status_code == 422
        said.append(re.findall(r'<p id="problem"[^>]*>(.*?)</p>', answer.get_data(as_text=True)))
    assert said[0] == said[1] != []


def test_the_address_on_a_card_is_the_one_that_devices_reach(demo_app, leader):
    page = leader.get(address(demo_app) + "/codes").get_data(as_text=True)
    assert ">http://localhost<" in page
    inbeeld = demo_app.extensions["inbeeld"]
    inbeeld.config = replace(inbeeld.config, address="https://inbeeld.example")
    page = leader.get(address(demo_app) + "/codes").get_data(as_text=True)
    assert ">https://inbeeld.example<" in page
