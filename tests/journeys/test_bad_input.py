"""Input that does not fit, sent to the real server: a clear sentence, nothing lost or double, a silent log."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from urllib.parse import urlencode

import pytest
from babel.support import Translations
from sqlalchemy import select, update

from app.core.responses import Response
from app.paths import TRANSLATIONS
from app.services.codes import complete_code
from app.services.sittings import open_sitting
from app.store.care_models import CareResponse
from app.store.models import GroupSession
from app.store.models import Response as Row
from tests.factories import Invited
from tests.journeys.conftest import Server
from tests.journeys.visitor import Answer, Visitor

LOCALES = ("nl", "en", "ar", "ti")
NOBODY_HAS = complete_code("KKKKKKKKK")
SECRET = {  # own words that must not be found in the log
    "nl": "Mijn geheim is zeepkist",
    "en": "My secret is soapbox",
    "ar": "سرّي هو صندوق الصابون",
    "ti": "ምስጢረይ ሳጹን ሳሙና እዩ",
}
OVERRIDES = "\u202d\u202e\u2066\u2067\u2068\u2069\u202a\u202b\u202c\ufeff"
FINE, REFUSED, SEEN = http.client.OK, http.client.UNPROCESSABLE_ENTITY, http.client.SEE_OTHER
LATE = 8  # the same form so often at once

pytestmark = pytest.mark.parametrize("locale", LOCALES)


@pytest.fixture
def someone(server: Server) -> Invited:
    """Somebody with a code, in a session with all languages."""
    return server.invite()


@pytest.fixture
def visitor(server: Server, someone: Invited, locale: str) -> Visitor:
    """The device of this person, who takes part."""
    visitor = Visitor(server.port, locale)
    visitor.begin(someone.code)
    return visitor


@pytest.fixture(autouse=True)
def log_tells_nothing(server: Server, someone: Invited) -> Iterator[None]:
    """Whatever a test sends: no traceback, no code, no token, no own words in what the server logs meanwhile."""
    before = len(server.log())
    yield
    logged = server.log()[before:]
    assert '"event": "request"' in logged
    for secret in (*SECRET.values(), "zeepkist", "soap", NOBODY_HAS, someone.code, someone.token, someone.public_id):
        assert secret not in logged
    for trace in ("Traceback", "Error", '"status": 500'):
        assert trace not in logged


def kept(server: Server, someone: Invited, item_id: str) -> tuple[Response | None, int]:
    """The response that stands, and how many rows there are for this item."""
    with server.work() as work:
        stands = open_sitting(work, someone.token, [item_id]).responses.get(item_id)
        rows = work.db.scalars(
            select(Row.id).where(Row.participation_id == someone.participation_id, Row.item_id == item_id)
        ).all()
        care = work.care.scalars(
            select(CareResponse.id).where(CareResponse.token == someone.token, CareResponse.item_id == item_id)
        ).all()
        return stands, len(rows) + len(care)


def says(answer: Answer, status: int, locale: str, sentence: str) -> None:
    """The page has this status and language, holds the sentence, and tells nothing of the inside."""
    text = unescape(answer.text)
    assert answer.status == status
    assert f'<html lang="{locale}" dir="{"rtl" if locale == "ar" else "ltr"}"' in text
    assert sentence in text
    assert "Traceback" not in text
    assert "werkzeug" not in text.lower()


def text_of(server: Server, locale: str, key: str, **places: object) -> str:
    """A text of the text bank."""
    with server.work() as work:
        return work.library.wording("profile", locale).text(key, **places)


def interface(locale: str, sentence: str, **places: object) -> str:
    """A text of the catalogue."""
    found = Translations.load(str(TRANSLATIONS), [locale]).gettext(sentence)
    assert locale == "en" or found != sentence, f"not translated to {locale}: {sentence}"
    return found % places if places else found


def test_a_wrong_code_is_said_and_a_slip_forgiven(server: Server, someone: Invited, locale: str) -> None:
    visitor = Visitor(server.port, locale)
    refused = visitor.enter(NOBODY_HAS)
    says(refused, REFUSED, locale, text_of(server, locale, "code.wrong"))
    assert refused.form.fields["code"] == [NOBODY_HAS]
    assert visitor.enter(f" {someone.code[:3].lower()}\u200f-{someone.code[3:]} ").status == SEEN


def test_an_answer_that_does_not_fit(server: Server, visitor: Visitor, someone: Invited, locale: str) -> None:
    foreign = interface(locale, "This answer does not belong to this question. Please choose again.")
    both = interface(locale, "You chose an answer and also ‘no answer’. Keep one of the two.")
    number = text_of(server, locale, "status.number_needed", min=0, max=30)
    for item_id, filled, sentence in (
        ("c1a", {"option": "up_to_8"}, foreign),
        ("c1a", {"option": "<script>alert(1)</script>"}, foreign),
        ("c1a", {}, text_of(server, locale, "status.choose_first")),
        ("c1a", {"option": ["1", "missing.not_understood"]}, both),
        ("education.years", {"number": "-3"}, number),
        ("education.years", {"number": "٣١"}, number),
        ("z8", {"option": "1; drop table care_response"}, foreign),
    ):
        refused = visitor.post(f"items/{item_id}", visitor.fill(f"items/{item_id}", **filled))
        says(refused, REFUSED, locale, sentence)
        assert "<script>" not in refused.text
        if "number" in filled:
            assert refused.form.fields["number"] == [filled["number"]]
        assert kept(server, someone, item_id) == (None, 0)


def test_an_item_that_does_not_exist(server: Server, visitor: Visitor, someone: Invited, locale: str) -> None:
    form = visitor.fill("items/c1a", option="3")
    for path in ("items/c99", "items/c1a'--", "items/..%2f..%2fetc%2fpasswd", "items/%00", "items/" + "x" * 2000):
        says(visitor.post(path, form), http.client.NOT_FOUND, locale, text_of(server, locale, "status.page_not_found"))
        assert visitor.get(path).status == http.client.NOT_FOUND
    assert kept(server, someone, "c1a") == (None, 0)


def test_an_expired_session_keeps_own_words(server: Server, visitor: Visitor, someone: Invited, locale: str) -> None:
    form = visitor.fill("items/own_words", text=SECRET[locale])
    for cookie in set(visitor.cookies) - {"locale"}:
        visitor.cookies[cookie] = "expired"
    refused = visitor.post("items/own_words", form)
    says(refused, http.client.FORBIDDEN, locale, text_of(server, locale, "status.page_expired"))
    assert kept(server, someone, "own_words") == (None, 0)
    offered = visitor.post("code", {**refused.form.fields, "code": someone.code, "go": "next"})
    assert offered.status == FINE
    assert offered.form.fields["text"] == [SECRET[locale]]
    assert visitor.post("items/own_words", {**offered.form.fields, "go": "next"}).status == SEEN
    assert kept(server, someone, "own_words") == (Response(text=SECRET[locale]), 1)


@pytest.mark.parametrize("token", ["forged", ""])
def test_a_forged_form(server: Server, visitor: Visitor, someone: Invited, locale: str, token: str) -> None:
    form = visitor.fill("items/own_words", text=SECRET[locale])
    refused = visitor.post("items/own_words", {**form, "csrf_token": token})
    says(refused, http.client.BAD_REQUEST, locale, text_of(server, locale, "status.page_expired"))
    assert kept(server, someone, "own_words") == (None, 0)
    assert refused.form.fields["text"] == [SECRET[locale]]
    for _ in range(2):
        assert visitor.post("items/own_words", {**refused.form.fields, "go": "next"}).status == SEEN
    assert kept(server, someone, "own_words") == (Response(text=SECRET[locale]), 1)


def test_an_answer_after_closing(server: Server, visitor: Visitor, someone: Invited, locale: str) -> None:
    first, late = visitor.fill("items/c1a", option="1"), visitor.fill("items/own_words", text=SECRET[locale])
    assert visitor.post("items/c1a", first).status == SEEN
    with server.work() as work:
        session = update(GroupSession).where(GroupSession.id == someone.group_session_id)
        work.db.execute(session.values(closed_at=work.now()))
        work.db.commit()
    sentence = text_of(server, locale, "session.closed")
    says(visitor.post("items/own_words", late), http.client.GONE, locale, sentence)
    says(visitor.post("items/c1a", {**first, "option": "4"}), http.client.GONE, locale, sentence)
    assert kept(server, someone, "own_words") == (None, 0)
    assert kept(server, someone, "c1a") == (Response(options=("1",)), 1)


def test_a_megabyte_of_own_words(server: Server, visitor: Visitor, someone: Invited, locale: str) -> None:
    words = (SECRET[locale] + " ") * (1_000_000 // (len(SECRET[locale].encode()) + 1))
    form = visitor.fill("items/own_words", text=words)
    refused = visitor.post("items/own_words", form)
    with server.work() as work:
        most = work.library.instrument("profile").items["own_words"].max_length
    sentence = "Your text is too long: %(count)s signs, there is room for %(most)s. Please make it shorter."
    says(refused, REFUSED, locale, interface(locale, sentence, count=len(words.strip()), most=most))
    assert refused.form.fields["text"][0].strip() == words.strip()
    says(
        visitor.post("items/own_words", {**form, "text": words * 5}),
        http.client.REQUEST_ENTITY_TOO_LARGE, locale, interface(locale, "That is too much text"),
    )  # fmt: skip
    assert kept(server, someone, "own_words") == (None, 0)
    shorter = {**refused.form.fields, "text": words[:most].strip(), "go": "next"}
    assert visitor.post("items/own_words", shorter).status == SEEN
    assert kept(server, someone, "own_words") == (Response(text=words[:most].strip()), 1)


def test_signs_that_nobody_types(server: Server, visitor: Visitor, someone: Invited, locale: str) -> None:
    typed = "\u202e".join(SECRET[locale]) + OVERRIDES + "".join(map(chr, (*range(9), *range(14, 32), *range(127, 160))))
    assert visitor.post("items/own_words", visitor.fill("items/own_words", text=typed)).status == SEEN
    assert kept(server, someone, "own_words") == (Response(text=SECRET[locale]), 1)
    page = visitor.get("items/own_words")
    assert page.form.fields["text"] == [SECRET[locale]]
    assert not set(page.text) & set(OVERRIDES)


def test_bytes_that_are_no_text(server: Server, visitor: Visitor, someone: Invited, locale: str) -> None:
    def send(item_id: str, filled: bytes) -> Answer:
        form = visitor.fill(f"items/{item_id}")
        known = urlencode({name: form[name] for name in ("csrf_token", "key", "go")}, doseq=True).encode()
        return visitor.post(f"items/{item_id}", {}, body=known + filled)

    foreign = interface(locale, "This answer does not belong to this question. Please choose again.")
    says(send("c1a", b"&option=%FE&&&=&%"), REFUSED, locale, foreign)
    assert kept(server, someone, "c1a") == (None, 0)
    assert send("own_words", b"&text=%ED%A0%80soap%FF%C3%28box").status == SEEN
    stands, rows = kept(server, someone, "own_words")
    assert stands is not None
    assert stands.text is not None
    assert stands.text.startswith("%ED%A0%80soap"), "bytes that are no text stay as they were sent"
    assert rows == 1
    forged = {**visitor.fill("items/c1a", option="2"), "key": "x" * 5000, "shown": "9" * 400, "to": "//example.org"}
    answer = visitor.post("items/c1a?to=//example.org", forged)
    assert answer.status == SEEN
    assert answer.location.startswith(f"/{locale}/items/")
    assert kept(server, someone, "c1a") == (Response(options=("2",)), 1)


@pytest.mark.parametrize("item_id", ["c1a", "z1a"])
def test_a_double_click(server: Server, visitor: Visitor, someone: Invited, locale: str, item_id: str) -> None:
    form = visitor.fill(f"items/{item_id}", option="2")
    with ThreadPoolExecutor(LATE) as hands:
        answers = list(hands.map(lambda _: visitor.post(f"items/{item_id}", form), range(LATE)))
    assert {(answer.status, answer.location) for answer in answers} == {(SEEN, answers[0].location)}
    assert f"/{locale}/items/" in answers[0].location
    assert kept(server, someone, item_id) == (Response(options=("2",)), 1)


def test_two_tabs_at_once_and_then_back(server: Server, visitor: Visitor, someone: Invited, locale: str) -> None:
    tabs = [visitor.fill("items/m1a", option=str(value)) for value in (0, 4)]
    with ThreadPoolExecutor(len(tabs)) as hands:
        answers = list(hands.map(lambda form: visitor.post("items/m1a", form), tabs))
    assert [answer.status for answer in answers] == [SEEN, SEEN]
    assert all(answer.location.startswith(f"/{locale}/") for answer in answers)
    stands, rows = kept(server, someone, "m1a")
    assert stands in {Response(options=("0",)), Response(options=("4",))}
    assert rows == len(tabs), "the other one is kept as history"
    for value in ("3", "1"):  # the back button, and another choice in the old page
        assert visitor.post("items/m1a", {**tabs[0], "option": value}).status == SEEN
    assert kept(server, someone, "m1a") == (Response(options=("1",)), rows + 2)
    assert visitor.get("items/m1a").form.fields["option"] == ["1"]
    assert visitor.get("resume").status == FINE
