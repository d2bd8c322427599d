"""The whole way in pictures without JavaScript: told lines, practice, questions, review, sharing, thanks."""

import re

import pytest
from sqlalchemy import select, update

from app.core.responses import Missing
from app.instruments.library import load_library
from app.services.care import choices_of
from app.services.reports.conversation import conversation_sources
from app.services.sharing import Recipient, shared
from app.services.sittings import open_sitting
from app.store.care_models import CareBasis
from app.store.models import HelpRequest, Participation, PartMode, Response, SittingState
from tests.factories import SittingFactory
from tests.pictured import pictured
from tests.services.answering import answer, answer_everything, look_back, option, state_basis
from tests.web.person import Person

CALM = {f"p6.z{number}": option("0") for number in range(1, 6)}
CONTROLS = ["hand", "ear", "back", "question", "cross", "tick"]


@pytest.fixture
def factory(work):
    return SittingFactory(work)


@pytest.fixture
def someone(factory):
    return pictured(factory)


@pytest.fixture
def person(app, someone):
    """Somebody who said yes and stands before the practice."""
    person = Person(app.test_client())
    person.enter(someone.code)
    person.open("take-part")
    person.post(option="yes")
    return person


@pytest.fixture
def full(app, work, someone):
    """Somebody who has answered everything, is well and wants no talk."""
    answer_everything(work, someone.token, **CALM, **{"p7.help_wish": option("no"), "p8.acute": option("no")})
    person = Person(app.test_client())
    person.enter(someone.code)
    return person


def standing(work, someone, item_id):
    work.db.rollback()
    work.care.rollback()
    return open_sitting(work, someone.token, [item_id]).responses.get(item_id)


# --- coming in ---


def test_the_ear_comes_first_then_who_sees_what_one_line_a_screen(app, someone):
    person = Person(app.test_client())
    person.enter(someone.code)
    told = []
    while "/tell/" in person.address:
        told.append(person.address.rsplit("/", 1)[1])
        person.post()
    assert told == ["start.listen_first", *(f"who_sees.{n}" for n in range(1, 9))]
    assert person.address == "/nl/take-part"


def test_the_arrow_goes_back_line_by_line_to_the_languages(app, someone):
    person = Person(app.test_client())
    person.enter(someone.code)
    person.post()
    assert person.address.endswith("/tell/who_sees.1")
    person.post(go="back")
    assert person.address.endswith("/tell/start.listen_first")
    person.post(go="back")
    assert person.address.endswith("/language")


def test_after_yes_the_controls_are_explained_and_the_practice_begins(person):
    told = []
    while "/tell/" in person.address:
        told.append(person.address.rsplit("/", 1)[1])
        person.post()
    assert told == [*(f"picture.intro.{n}" for n in range(1, 8)), "picture.intro.who_sees"]
    assert person.address == "/nl/practice/sun"
    person.post(go="back")
    assert person.address.endswith("/tell/picture.intro.who_sees")


def test_the_tick_without_a_choice_says_so_and_nothing_is_chosen_beforehand(app, work, someone):
    person = Person(app.test_client())
    person.enter(someone.code)
    person.open("take-part")
    assert "option" not in person.form.fields
    assert person.post().status_code == 422
    assert "U heeft nog niets gekozen." in person.words
    assert work.db.get(Participation, someone.participation_id).state == SittingState.NEW


def test_no_is_kept_can_become_yes_and_asks_nobody_about_research(app, work, someone):
    person = Person(app.test_client())
    person.enter(someone.code)
    person.open("take-part")
    person.post(option="no")
    assert "U hoeft niets meer te doen." in person.words
    assert 'formaction="/nl/hand-back"' in person.text
    person.post(go="back")
    person.post(option="yes")
    row = work.db.get(Participation, someone.participation_id)
    assert row.state == SittingState.STARTED
    assert not row.research_consent
    person.open("research")
    assert "/tell/" in person.address


def test_pages_with_words_lead_to_those_in_pictures(app, someone):
    person = Person(app.test_client())
    person.enter(someone.code)
    for path, key in (("welcome", "start.listen_first"), ("who-sees", "who_sees.1")):
        person.open(path)
        assert person.address.endswith(f"/tell/{key}")


def test_an_unknown_line_is_no_page_and_one_for_later_waits(app, someone):
    person = Person(app.test_client())
    person.enter(someone.code)
    assert person.open("tell/who_sees.9").status_code == 404
    person.open("tell/picture.intro.1")
    assert "/tell/picture.intro" not in person.address


# --- practice ---


def test_practice_is_repeated_until_it_is_right(person, work):
    person.open("practice/sun")
    person.post(option="cup")
    assert "Dat was een ander plaatje." in person.words
    assert person.form.offered["option"] == ["sun", "cup", "tree"]
    person.post(option="sun")
    assert "Goed zo." in person.words
    person.post(go="on")
    assert person.address == "/nl/practice/yes_no"
    assert work.db.scalar(select(HelpRequest.id)) is None


def test_after_two_misses_the_facilitator_reads_aloud_and_this_is_recorded(person, work, someone):
    person.open("practice/sun")
    person.post(option="cup")
    person.post(option="tree")
    assert "De begeleider helpt u nu." in person.words
    assert work.db.scalar(select(HelpRequest.participation_id)) == someone.participation_id
    row = work.db.scalars(select(PartMode)).one()
    assert (row.block, row.mode, row.account_id) == ("practice", "read_aloud", None)
    assert work.db.get(Participation, someone.participation_id).mode == "read_aloud"
    person.post(go="on")
    assert "/practice/sun" not in person.address


def test_question_sign_and_cross_ask_for_help_in_the_practice(person, work):
    person.open("practice/yes_no")
    person.post(go="not_understood")
    person.post(go="rather_not_say")
    assert work.db.scalars(select(PartMode)).one().mode == "read_aloud"


def test_a_second_hand_over_records_nothing_more(person, work):
    person.open("practice/sun")
    for choice in ("cup", "tree"):
        person.post(option=choice)
    person.post(go="back")
    for choice in ("cup", "tree"):
        person.post(option=choice)
    assert len(work.db.scalars(select(PartMode)).all()) == 1


def test_the_last_practice_says_what_the_jars_mean_and_that_it_begins(person):
    person.open("practice/jar")
    person.post(option="2")
    assert "Leeg betekent niets." in person.words
    assert "Het oefenen is klaar." in person.words
    person.post(go="on")
    assert person.address == "/nl/items/p1.land_animals"


# --- questions ---


def test_a_jar_is_saved_by_its_id_and_the_next_question_comes(person, work, someone):
    person.answer("p1.land_animals", option="2")
    assert person.address == "/nl/items/p1.building"
    assert standing(work, someone, "p1.land_animals").option == "2"
    person.open("items/p1.land_animals")
    assert person.form.fields["option"] == ["2"]


@pytest.mark.parametrize("code", ["not_understood", "rather_not_say"])
def test_question_sign_and_cross_are_answers(person, work, someone, code):
    person.open("items/p3.c1")
    person.post(go=code, option="1")
    assert person.address == "/nl/items/p3.c2"
    assert standing(work, someone, "p3.c1").missing == Missing(code)
    person.open("items/p3.c1")
    assert 'value="' + code + '"' in person.text
    assert 'aria-pressed="true"' in person.text
    person.post()
    assert person.address == "/nl/items/p3.c2", "the tick keeps such an answer"


def test_nothing_chosen_says_so_and_keeps_the_question(person):
    person.open("items/p1.building")
    assert person.post().status_code == 422
    assert "Kies eerst een antwoord." in person.words


def test_the_arrow_saves_what_is_chosen_and_goes_back(person, work, someone):
    person.open("items/p1.building")
    person.post(go="back", option="1")
    assert person.address == "/nl/items/p1.land_animals"
    assert standing(work, someone, "p1.building").option == "1"


def test_three_wishes_are_saved_and_a_fourth_is_refused_in_a_clear_sentence(person, work, someone):
    three = ["building", "cleaning", "care_people"]
    person.answer("p2.wish", option=three)
    assert standing(work, someone, "p2.wish").options == tuple(three)
    person.open("items/p2.wish")
    answer_page = person.post(option=[*three, "office_computer"])
    assert answer_page.status_code == 422
    assert "U kunt er 3 kiezen. Haal er eerst een weg." in person.words
    assert person.form.fields["option"] == [*three, "office_computer"], "what was chosen stays to be mended"
    person.post(option=["building", "unknown"])
    assert "gaat niet samen" in person.words
    assert standing(work, someone, "p2.wish").options == tuple(three)


def test_several_languages_go_together(person, work, someone):
    person.answer("p5.languages", option=["ti", "nl", "tigre"])
    assert standing(work, someone, "p5.languages").options == ("ti", "nl", "tigre")


def test_what_goes_well_is_said_and_not_typed(person, work, someone):
    person.open("items/finish.going_well")
    assert "<textarea" not in person.text
    assert 'type="text"' not in person.text
    person.post()
    assert person.address == "/nl/review"
    assert standing(work, someone, "finish.going_well") is not None


def test_every_question_has_the_six_controls_in_their_order(person):
    for item_id in ("p1.cleaning", "p2.wish", "p4.m5", "p5.languages", "p6.z1", "p8.acute"):
        person.open(f"items/{item_id}")
        found = [part.split('"')[0] for part in person.text.split('data-control="')[1:]]
        assert found == CONTROLS, item_id


def test_there_is_a_break_with_something_to_drink_after_p4(person):
    person.answer("p4.m5", option="1")
    assert person.address == "/nl/break/p4"
    assert "Neem rust." in person.words
    assert "picture-practice-sun-option-cup" in person.text
    person.post()
    assert person.address == "/nl/items/p5.school"


# --- the health part ---


def test_the_health_part_is_announced_line_by_line_on_private_ground(person):
    person.open("parts/p6")
    lines = []
    while "/parts/p6" in person.address:
        assert "inbeeld-private" in person.text
        lines.append(person.address)
        person.post()
    assert len(lines) == 4
    assert person.address == "/nl/items/p6.z1"
    assert "Uw klantmanager en de begeleider zien deze antwoorden niet." in person.words


def test_the_cross_skips_the_health_part_as_a_whole(person, work, someone):
    person.open("parts/p6?line=1")
    person.post(go="skip")
    assert person.address == "/nl/items/finish.going_well"
    assert set(open_sitting(work, someone.token).modules.skipped) == {"p6", "p7", "p8"}
    person.post(go="back")
    assert "/parts/p6" in person.address, "and it can be taken up again"


def test_a_health_answer_stays_out_of_the_main_store(person, work, someone):
    person.answer("p6.z3", option="2")
    assert standing(work, someone, "p6.z3").option == "2"
    assert "p6.z3" not in set(work.db.scalars(select(Response.item_id)))


def test_what_yes_sets_off_is_said_before_the_question(person):
    person.open("items/p8.acute")
    assert person.words.index("Dan komt de begeleider naar u toe") < person.words.index("Heeft u vandaag hulp nodig")


def test_yes_calls_at_once_and_shows_who_to_talk_with(person, work, someone):
    person.answer("p8.acute", option="yes")
    assert person.address == "/nl/further"
    assert work.db.scalar(select(HelpRequest.participation_id)) == someone.participation_id
    assert "U bent niet alleen." in person.words
    person.post(option="later")
    for said in ("de testverpleegkundige", "0800 000 000", "112"):
        assert said in person.words
    person.post(go="back")
    person.post(option="call")
    assert "De begeleider komt naar u toe." in person.words
    person.post()
    assert person.address == "/nl/items/finish.going_well"


def test_the_arrow_on_the_screen_of_help_says_it_was_a_mistake(person):
    person.answer("p8.acute", option="yes")
    person.post(go="mistake")
    assert person.address == "/nl/items/p8.acute"


# --- the hand ---


def test_the_hand_calls_at_once_saves_and_leads_back_to_the_question(person, work, someone):
    person.open("items/p1.building")
    person.post(go="help", option="2")
    assert person.address.startswith("/nl/help?")
    assert work.db.scalar(select(HelpRequest.participation_id)) == someone.participation_id
    assert standing(work, someone, "p1.building").option == "2"
    assert "De begeleider komt naar u toe." in person.words
    person.post()
    assert person.address == "/nl/items/p1.building"


def test_the_hand_leads_back_to_a_told_line_too(person):
    person.open("tell/picture.intro.3")
    person.post(go="help")
    person.post()
    assert person.address.endswith("/tell/picture.intro.3")


@pytest.mark.parametrize(
    ("choice", "where"), [("pause", "/stop/rest"), ("stop", "/stop"), ("hide", "/hidden"), ("no_help", "/items/")]
)
def test_after_the_hand_one_pauses_stops_hides_or_takes_it_down(person, choice, where):
    person.open("items/p1.building")
    person.post(go="help")
    person.post(option=choice)
    assert where in person.address


def test_a_hidden_screen_shows_nothing_of_anybody_and_the_tick_leads_back(app, person):
    person.open("items/p6.z1")
    person.post(go="help")
    person.post(option="hide")
    assert 'data-key="privacy_screen.hidden"' in person.page.text
    assert "p6.z1.prompt" not in person.page.text
    assert 'action="/nl/help?back=item:p6.z1"' in person.page.text
    person.post(to="/nl/help?back=item:p6.z1")
    assert person.address == "/nl/items/p6.z1"
    assert Person(app.test_client(), "nl").open("hidden").status_code == 200, "also where nobody came in"


def test_stopping_offers_the_same_as_in_words(person, work, someone):
    person.open("stop")
    assert person.form.offered["option"] == ["pause", "later", "end"]
    person.post(option="later")
    assert person.address.startswith("/nl/stop/later")
    assert someone.code in person.words.replace(" ", "")
    assert work.db.get(Participation, someone.participation_id).state == SittingState.PAUSED


def test_stopping_altogether_asks_about_the_answers_first(person, work, someone):
    person.answer("p1.building", option="2")
    person.open("stop")
    person.post(option="end")
    assert person.post().status_code == 422, "nothing is deleted without a choice"
    person.post(option="delete")
    assert "Uw antwoorden zijn gewist." in person.words
    work.db.expire_all()
    assert work.db.get(Participation, someone.participation_id).state == SittingState.DELETED


# --- looking back, sharing, the end ---


def test_the_review_shows_every_answer_and_changes_one(full, work, someone):
    full.open("review")
    shown = []
    while "/review" in full.address:
        shown += full.form.offered.get("option", [])
        full.post()
    items = open_sitting(work, someone.token).instrument.items.values()
    assert shown == [item.id for item in items if item.options]
    full.open("review?line=1")
    full.post(option="p3.c4")
    assert full.address == "/nl/items/p3.c4?to=review"
    full.post(option="0")
    assert full.address == "/nl/review?line=1", "back to the same screen"
    assert standing(work, someone, "p3.c4").option == "0"


def test_the_review_shows_everything_that_was_chosen_in_one_question(full):
    full.answer("p2.wish", option=["building", "cleaning", "care_people"])
    full.open("review?line=1")
    card = full.text.split('value="p2.wish"')[1].split("</label>")[0]
    words = " ".join(re.sub(r"<[^>]+>", " ", card).split())
    library = load_library()
    item, wording = library.instrument("picture-profile").items["p2.wish"], library.wording("picture-profile", "nl")
    for name in ("building", "cleaning", "care_people"):
        option_of = item.option(name)
        assert option_of
        assert wording.text(option_of.text_key) in words
    assert card.count("<img") == 4, "the question and three answers"


def test_only_the_last_screen_of_the_review_counts_as_seen(full, work, someone):
    full.open("review")
    full.post()
    assert work.db.get(Participation, someone.participation_id).profile_seen_at is None
    full.open("review?line=3")
    full.post()
    work.db.expire_all()
    assert work.db.get(Participation, someone.participation_id).profile_seen_at is not None
    assert full.address.startswith("/nl/share/")


def test_a_talk_is_offered_where_the_answers_say_so_and_nobody_asked(app, work, someone):
    strong = {f"p6.z{n}": option("2") for n in range(1, 6)}
    answer_everything(work, someone.token, **strong, **{"p7.help_wish": option("no"), "p8.acute": option("no")})
    person = Person(app.test_client())
    person.enter(someone.code)
    person.open("review?line=4")
    assert "Uw antwoorden laten zien dat een gesprek met de gezondheidszorg kan helpen." in person.words
    assert person.form.offered["option"] == ["p7.help_wish"]
    answer(work, someone.token, "p7.help_wish", option("yes"))
    person.open("review?line=4")
    assert "een gesprek met de gezondheidszorg kan helpen" not in person.words


def test_nothing_is_shared_that_was_not_chosen_and_yes_is_shared(full, work, someone):
    look_back(work, someone)
    full.open("share/vluchtelingenwerk")
    assert "option" not in full.form.fields
    full.post(option="yes")
    assert full.address == "/nl/share/overview"
    assert shared(work, someone.participation_id, "vluchtelingenwerk")
    full.post(option="vluchtelingenwerk", go="confirm")
    assert full.address == "/nl/share/vluchtelingenwerk", "a card of the overview changes a choice"


def test_a_wish_is_shared_with_the_ggd_one_question_a_screen(app, work, someone):
    answer_everything(work, someone.token, **{"p7.help_wish": option("yes"), "p8.acute": option("no")})
    look_back(work, someone)
    person = Person(app.test_client())
    person.enter(someone.code)
    person.open("share")
    walked = []
    given: dict[str, list[str]] = {
        "ggd": ["yes"], "contact": ["phone", "letter"], "interpreter": ["yes"], "case-manager": ["no"],
        "ggd-advice": ["yes"],
    }  # fmt: skip
    while "overview" not in person.address:
        page = person.address.rsplit("/", 1)[1]
        walked.append(page)
        if page in given:
            person.post(option=given[page])
        else:
            person.post()
    assert walked == ["ggd", "contact", "interpreter", "case-manager", "ggd-status", "ggd-advice", "vluchtelingenwerk"]
    choices = choices_of(work, someone.token)
    assert (choices.ggd, choices.wish, choices.ggd_status, choices.advice) == ("yes", False, None, True)
    assert (choices.contact_ways, choices.interpreter) == (("phone", "letter"), True)


@pytest.fixture
def asked_about_themes(app, work, someone):
    """Somebody who sleeps badly and has pain, looked back, in a municipality with a basis for sharing themes."""
    felt = {f"p6.z{n}": option("2" if n in {1, 5} else "0") for n in range(1, 6)}
    answer_everything(work, someone.token, **felt, **{"p7.help_wish": option("no"), "p8.acute": option("no")})
    state_basis(work, someone)
    person = Person(app.test_client())
    person.enter(someone.code)
    return person


def themes_told(work, someone, reader):
    return [name.key for name, _ in conversation_sources(work, someone.token, reader).content().care.signals]


def test_themes_are_touched_for_each_reader_and_only_their_names_are_told(asked_about_themes, work, someone):
    person = asked_about_themes
    person.open("share/health-case-manager")
    assert person.form.offered["option"] == ["z1", "z5"], "what plays no part is not asked about"
    assert "option" not in person.form.fields
    assert "Slaap en energie" in person.words
    person.post(option=["z1"])
    assert person.address == "/nl/share/health-vluchtelingenwerk"
    assert "option" not in person.form.fields
    person.post(option=["z5", "z3"])
    assert themes_told(work, someone, Recipient.CLIENT_MANAGER) == ["scale.z1.name"]
    assert themes_told(work, someone, Recipient.VLUCHTELINGENWERK) == ["scale.z5.name"]
    content = conversation_sources(work, someone.token, Recipient.CLIENT_MANAGER).content()
    assert [word.key for _, word in content.care.signals] == ["report.care_released.named"]
    assert content.care.explain is None, "no limits were used"


def test_a_theme_is_taken_back_by_touching_it_away_and_ends_with_the_basis(asked_about_themes, work, someone):
    person = asked_about_themes
    person.open("share/health-case-manager")
    person.post(option=["z1", "z5"])
    person.open("share/health-case-manager")
    person.post(option=["z5"])
    assert themes_told(work, someone, Recipient.CLIENT_MANAGER) == ["scale.z5.name"]
    work.care.execute(update(CareBasis).values(ended_at=work.now()))
    work.care.commit()
    assert themes_told(work, someone, Recipient.CLIENT_MANAGER) == []
    assert person.client.get("/nl/share/health-case-manager").status_code == 404


def test_nobody_is_asked_what_to_share_before_looking_back(asked_about_themes, work, someone):
    work.db.execute(update(Participation).values(profile_seen_at=None))
    work.db.commit()
    person = asked_about_themes
    for page in ("", "/health-case-manager", "/case-manager", "/vluchtelingenwerk", "/overview"):
        assert person.get(f"/nl/share{page}").location == "/nl/review"
    person.open("share")
    sent = person.send("/nl/share/vluchtelingenwerk", {**person.form.fields, "option": "yes", "go": "next"})
    assert sent.location == "/nl/review"
    assert not shared(work, someone.participation_id, "vluchtelingenwerk")


def test_the_end_thanks_in_two_screens_and_gives_the_device_back(full, work, someone):
    full.open("review?line=3")
    full.post()
    full.open("share/overview")
    full.post(go="confirm")
    assert work.db.get(Participation, someone.participation_id).state == SittingState.FINISHED
    assert "U bent klaar. Dank u." in full.words
    full.post()
    assert "U krijgt een boekje met uw plaatjes." in full.words
    assert 'formaction="/nl/hand-back"' in full.text


def test_somebody_who_comes_back_goes_on_where_they_were(app, person, someone):
    person.answer("p1.land_animals", option="1")
    again = Person(app.test_client())
    again.enter(someone.code)
    assert again.address == "/nl/resume"
    again.post()
    assert again.address == "/nl/items/p1.building"


def test_a_page_kept_ready_shows_no_answer_of_somebody_else(app, factory, person):
    person.answer("p1.building", option="2")
    person.open("items/p1.building")
    other = pictured(factory, seat=2)
    neighbour = Person(app.test_client())
    neighbour.enter(other.code)
    neighbour.open("take-part")
    neighbour.post(option="yes")
    neighbour.open("items/p1.building")
    assert "option" not in neighbour.form.fields
