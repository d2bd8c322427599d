"""Every participant page in every language and both pseudo-languages, through one helper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from gettext import NullTranslations
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask, g
from flask_babel import Domain
from sqlalchemy import update

from app import create_app
from app.instruments.pseudo import PSEUDO, accented
from app.services.delivery import finish
from app.services.kiosk import place_of
from app.services.modes import READ_ALOUD
from app.services.sittings import open_sitting
from app.services.wording_releases import release
from app.store.models import Participation
from app.web.context import current_work
from app.web.locale import text_direction
from app.web.participant.pause import LOCKED
from tests.conftest import close_stores
from tests.factories import Invited, SittingFactory, make_config
from tests.services.answering import answer_everything, look_back, option, state_basis
from tests.stores import copy_stores
from tests.tools import vnu
from tests.web.person import Person

LOCALES = ("nl", "en", "ar", "ti", *PSEUDO)
NEW, MIDDLE, FULL, ACUTE, NOBODY = "new", "middle", "full", "acute", "nobody"
ORAL, TWO, PAUSED = "read aloud", "two languages", "paused"
PAGES = {
    "code": NOBODY, "help": NOBODY, "goodbye?what=deleted": NOBODY, "goodbye": NOBODY, "nowhere": NOBODY,
    "welcome": NEW, "who-sees": NEW, "take-part": NEW,
    "research": MIDDLE, "practice/1": MIDDLE, "practice/1?chosen=3": MIDDLE, "practice/3": MIDDLE,
    "practice/d1": MIDDLE, "practice/d1?chosen=1&tries=1": MIDDLE, "practice/d2?chosen=unknown&tries=2": MIDDLE,
    "resume": FULL, "parts/a": FULL, "parts/d": FULL, "parts/g": FULL, "break/e": FULL,
    "items/situation.hours_available": FULL, "items/situation.transport": FULL, "items/education.years": FULL,
    "items/work.main_occupation": FULL, "items/work.tasks": FULL, "items/work.wish": FULL,
    "items/language.spoken": FULL, "items/language.dutch_read": FULL, "items/d1": FULL, "items/d10": FULL,
    "items/c1a": FULL, "items/m1a": FULL, "items/m4a": FULL, "items/z1a": FULL, "items/z7": FULL, "items/z8": FULL,
    "items/closing.going_well": FULL, "items/own_words": FULL, "review": FULL,
    "share/ggd": FULL, "share/contact": FULL, "share/case-manager": FULL, "share/vluchtelingenwerk": FULL,
    "share/overview": FULL, "stop": FULL, "stop/rest": FULL, "stop/later": FULL, "stop/end": FULL, "hidden": FULL,
    "further": ACUTE, "further?said=called": ACUTE, "further?said=later": ACUTE,
    "form": FULL, "form?back=item:c1a": ACUTE, "two-languages": FULL, "paused": PAUSED,
    "parts/a/reader": ORAL, "parts/g/alone": ORAL, "parts/g/here": ORAL,
}  # fmt: skip
ABOUT_HEALTH = ("share/health-case-manager", "share/health-vluchtelingenwerk")
IN_TWO_LANGUAGES = (
    "parts/a", "parts/g", "break/e", "items/situation.transport", "items/c1a", "items/z8", "items/own_words",
    "two-languages", "form", "help", "stop", "review", "share/ggd", "share/overview",
)  # fmt: skip
STATUS = {"nowhere": 404, "paused": LOCKED}
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}
ENGLISH_MSGIDS = re.compile(
    r"Your answers are saved|Your code|What do these words|no answers|you choose|Raise your hand"
)
ALLOWED_LATIN = re.compile(  # names, and Dutch terms in brackets behind their translation
    r"\([A-Za-z ]+\)|Inbeeld|Nederlands|English|VluchtelingenWerk|GGD|Testdorp|Proefzaal|testverpleegkundige|"
    r"klantmanager|uitkering|"
    r"privacy@testdorp\.example|\btest\b|\bde\b|[A-Z0-9]{3} [A-Z0-9]{3} [A-Z0-9]{4}|MBO|HBO|WhatsApp|sms|SMS|PDF|cv|CV"
)


@dataclass
class Page:
    """One page as delivered: ``name`` is locale and path."""

    name: str
    locale: str
    html: str
    status: int

    @cached_property
    def reader(self) -> Reader:
        """What the checks look at, read once."""
        return Reader(self.html)


class Reader(HTMLParser):
    """Collects what the checks look at."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.unlabelled: list[str] = []
        self.images: list[dict[str, str]] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.titles: list[str] = []
        self.words: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []
        self._inputs: list[tuple[dict[str, str], bool]] = []
        self.feed(html)
        for attributes, inside in self._inputs:
            named = inside or "aria-labelledby" in attributes or "aria-label" in attributes
            if not named and attributes.get("id") not in self.labelled:
                self.unlabelled.append(str(attributes))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what begins."""
        values = {name: value or "" for name, value in attrs}
        self.tags.append((tag, values))
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "label" and "for" in values:
            self.labelled.add(values["for"])
        if tag == "img":
            self.images.append(values)
        if tag in {"input", "textarea", "select"} and values.get("type") != "hidden":
            self._inputs.append((values, any(open_tag == "label" for open_tag, _ in self._open)))
        if tag not in VOID:
            self._open.append((tag, values.get("lang") or (self._open[-1][1] if self._open else "")))

    def handle_endtag(self, tag: str) -> None:
        """Note what ends."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Note what can be read."""
        if not data.strip() or not self._open:
            return
        tag, language = self._open[-1]
        if tag == "title":
            self.titles.append(data)
        if tag not in {"style", "script", "title", "textarea"}:
            self.words.append((language, data.strip()))


class AccentedTexts(NullTranslations):
    """Interface texts in the pseudo-language too, so that a text outside the catalogue stands out."""

    def gettext(self, message: str) -> str:
        """One text."""
        return accented_places(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form for a number."""
        return accented_places(msgid1 if n == 1 else msgid2)

    ugettext, ungettext = gettext, ngettext  # the names by which Python code asks for the same


def accented_places(message: str) -> str:
    """``message`` accented, its ``%(places)s`` untouched."""
    parts = re.split(r"(%\(\w+\)s)", message)
    return "".join(part if part.startswith("%(") else accented(part) for part in parts)


@contextmanager
def opened(folder: Path, migrated_stores: Path, open_pages: Callable[[Flask, str], list[Page]]) -> Iterator[list[Page]]:
    """What ``open_pages`` delivers in every language, the interface accented in the pseudo-languages too."""
    copy_stores(migrated_stores, folder)
    app = create_app(make_config(folder))
    usual = Domain.get_translations

    def translations(domain: Domain) -> object:
        return AccentedTexts() if g.locale in PSEUDO else usual(domain)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Domain, "get_translations", translations)
        yield [page for locale in LOCALES for page in open_pages(app, locale)]
    close_stores(app)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, migrated_stores: Path) -> Iterator[list[Page]]:
    """Every page in every language, delivered once."""
    with opened(tmp_path_factory.mktemp("pages") / "instance", migrated_stores, open_pages) as found:
        yield found


def open_pages(app: Flask, locale: str) -> list[Page]:
    """All pages in one language."""
    with app.app_context():
        factory = SittingFactory(current_work())
        session = factory.session(factory.organisation(name=f"Testdorp {LOCALES.index(locale)}"), locales=[locale])
        states = (NEW, MIDDLE, FULL, ACUTE, ORAL, TWO, PAUSED)
        invited = {state: factory(session, seat) for seat, state in enumerate(states, 1)}
        for state in (FULL, ACUTE, TWO):
            asked = option("yes" if state == ACUTE else "no")
            answer_everything(factory.work, invited[state].token, locale, z7=option("yes"), z8=asked)
            look_back(factory.work, invited[state], locale)
        start = f"/start/{place_of(factory.work, session.location_id)}"
    people = {state: Person(app.test_client(), locale) for state in (*states, NOBODY)}
    people[NEW].enter(invited[NEW].code)
    for state in set(states) - {NEW}:
        people[state].begin(invited[state].code)
    lead_differently(app, invited, locale)
    people[FULL].open("share/ggd")
    people[FULL].post(ggd="yes")
    found = [open_page(people[state], path) for path, state in PAGES.items()]
    found += [open_page(people[NOBODY], path) for path in ("language", start)]
    found += [open_page(people[TWO], path) for path in IN_TWO_LANGUAGES]
    found += deck_pages(people[MIDDLE], "g", locale)
    found += pages_about_health(app, invited[FULL], people[FULL])
    with app.app_context():
        work = current_work()
        finish(work, open_sitting(work, invited[FULL].token), locale)
    found.append(open_page(people[FULL], "finish"))
    people[NEW].open("take-part")
    people[NEW].post(go="no")
    return [*found, open_page(people[NEW], "take-part")]


def pages_about_health(app: Flask, invited: Invited, person: Person) -> list[Page]:
    """What a municipality with a basis asks besides, in words that somebody released."""
    if person.locale in PSEUDO:
        return []
    with app.app_context():
        state_basis(current_work(), invited)
        release(current_work(), "profile", person.locale, "A. Bakker")
    return [open_page(person, path) for path in ABOUT_HEALTH]


def lead_differently(app: Flask, invited: dict[str, Invited], locale: str) -> None:
    """From here on a facilitator reads to somebody in two languages, somebody sees both, and somebody has a break."""
    second = "ar" if locale == "nl" else "nl"
    with app.app_context():
        work = current_work()
        changes: dict[str, dict[str, object]] = {
            ORAL: {"mode": READ_ALOUD, "second_locale": second},
            TWO: {"second_locale": second},
            PAUSED: {"paused_at": work.now()},
        }
        for state, values in changes.items():
            of_person = Participation.id == invited[state].participation_id
            work.db.execute(update(Participation).where(of_person).values(**values))
        work.db.commit()


def open_page(person: Person, path: str) -> Page:
    """The one way in which these tests open a page: it must be the page that was asked for."""
    answer = person.open(path, moves=False)
    assert answer.status_code == STATUS.get(path, 200), f"{person.locale}/{path}: {answer.status_code}"
    return Page(f"{person.locale}/{path}", person.locale, answer.text, answer.status_code)


def deck_pages(person: Person, block: str, locale: str) -> list[Page]:
    """The pages of a part that a device fetches ahead, as it shows them while the network is away."""
    deck = person.open(f"deck/{block}", moves=False).get_json()
    return [Page(f"{locale}/deck/{block}/{name}", locale, html, 200) for name, html in deck["pages"].items()]


def test_language_direction_and_title(pages):
    for page in pages:
        opening = re.search(r'<html lang="([^"]*)" dir="([^"]*)">', page.html)
        assert opening, page.name
        assert opening.groups() == (page.locale, text_direction(page.locale)), page.name
        (title,) = page.reader.titles
        assert title.endswith(" · Inbeeld"), page.name
        assert len(title) > len(" · Inbeeld") + 1, page.name


def test_valid_html(pages):
    wrong = {name: errors for name, errors in vnu.errors({page.name: page.html for page in pages}).items() if errors}
    assert not wrong


def test_unique_ids(pages):
    for page in pages:
        ids = page.reader.ids
        assert len(ids) == len(set(ids)), page.name


def test_every_field_has_a_label(pages):
    for page in pages:
        assert not page.reader.unlabelled, page.name


def test_every_picture_has_an_alternative_text_and_exists(pages):
    for page in pages:
        for image in page.reader.images:
            assert "alt" in image, page.name
            assert image["src"].startswith("/assets/pictures/"), page.name


def test_one_heading_of_the_first_level(pages):
    for page in pages:
        assert sum(tag == "h1" for tag, _ in page.reader.tags) == 1, page.name


def test_no_style_in_the_page_and_one_script_that_is_a_file_of_its_own(pages):
    for page in pages:
        assert re.findall(r"<script\b.*?</script>", page.html, re.DOTALL) == re.findall(
            r'<script type="module" src="/assets/participant\.[0-9a-f]+\.js"></script>', page.html
        ), page.name
        for tag, attributes in page.reader.tags:
            assert tag != "style", page.name
            assert not [name for name in attributes if name == "style" or name.startswith("on")], page.name


def test_nothing_from_elsewhere(pages):
    for page in pages:
        for tag, attributes in page.reader.tags:
            for name in ("href", "src", "action", "formaction"):
                assert not re.match(r"(https?:)?//", attributes.get(name, "")), f"{page.name}: <{tag} {name}>"


def test_nothing_untranslated_in_the_pseudo_languages(pages):
    """What is not accented came from outside the wording and the catalogue."""
    for page in pages:
        if page.locale not in PSEUDO:
            continue
        for language, words in page.reader.words:
            if language == page.locale:
                bare = ALLOWED_LATIN.sub("", words)
                assert not re.search(r"[A-Za-z]{3,}", bare), f"{page.name}: {words!r}"


@pytest.mark.parametrize("locale", ["ar", "ti"])
def test_no_latin_words_where_none_belong(pages, locale):
    for page in pages:
        if page.locale != locale:
            continue
        for language, words in page.reader.words:
            if language == locale:
                bare = ALLOWED_LATIN.sub("", words)
                assert not re.search(r"[A-Za-z]{3,}", bare), f"{page.name}: {words!r}"


def test_dutch_pages_hold_no_english_texts(pages):
    for page in pages:
        if page.locale == "nl":
            assert not ENGLISH_MSGIDS.search(page.html), page.name


def test_no_key_of_a_text_stands_on_a_page(pages):
    key = re.compile(
        r"\b(?:ui|status|item|option|consent|acute|care|feedback|band|label|scale)\.[a-z_0-9]+\.?[a-z_0-9]*\b"
    )
    for page in pages:
        for _, words in page.reader.words:
            assert not key.search(words), f"{page.name}: {words!r}"
