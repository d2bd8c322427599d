"""From practice to thanks: parts, health part, help today, own profile, sharing, stopping, giving the device back."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.core.responses import Response
from app.services.care import care_choices, work_list
from app.services.sharing import shared_with
from app.services.sittings import open_sitting
from app.store.care_models import CareSignalItem
from app.store.models import HelpRequest, Participation, Report, SittingState
from app.store.models import Response as Row
from tests.services.answering import answer, answer_everything, option
from tests.web.person import Person


@pytest.fixture
def state(work, someone):
    def read() -> str:
        work.db.expire_all()
        return str(work.db.get(Participation, someone.participation_id).state)

    return read


def test_practice_gives_feedback_and_keeps_nothing(person, work):
    assert person.address == "/nl/practice/1"
    assert person.post().status_code == 422
    assert "U heeft nog niets gekozen." in person.words
    person.post(option="2")
    assert "Goed. U heeft een antwoord gekozen." in person.words
    person.post(go="on")
    assert person.address == "/nl/practice/2"
    person.post(option="0")
    person.post(go="on")
    person.post(option="missing.not_understood")
    assert "Goed. U mag dit bij elke vraag doen." in person.words
    assert "Nu beginnen de echte vragen." in person.words
    person.post(go="on")
    assert person.address == "/nl/parts/a"
    assert work.db.scalar(select(func.count(Row.id))) == 0


def test_a_figural_practice_is_explained_after_two_misses(person, work):
    instrument = work.library.instrument("profile")
    right = next(one.answer for one in instrument.practice if one.id == "d1")
    wrong = next(choice for choice in "1234" if choice != right)
    person.open("practice/d1")
    person.post(option=wrong)
    assert "Dit plaatje past nog niet." in person.words
    person.post(option=wrong)
    assert "Dus dit is het juiste plaatje." in person.words
    assert person.form.fields["option"] == [right]
    person.post(go="on")
    assert person.address == "/nl/practice/d2"


def test_a_part_says_what_why_and_who_sees(person):
    person.open("parts/a")
    for words in ("Deze vragen gaan over uw situatie nu.", "Wij willen weten wat voor u mogelijk is.", "Dit zien u en"):
        assert words in person.words
    person.post()
    assert person.address == "/nl/items/situation.hours_available"


def test_the_break_comes_after_part_e(person, work):
    last = work.library.instrument("profile").block("e").order[-1]
    person.answer(last, option="2")
    assert person.address == "/nl/break/e"
    person.post()
    assert person.address == "/nl/parts/f"


def test_the_health_part_can_be_left_out_and_taken_up_again(person):
    person.open("parts/g")
    assert "Alleen bij één vraag komt de begeleider" in person.words
    person.post(go="skip")
    assert person.address == "/nl/items/closing.going_well"
    assert person.open("items/z1a").status_code == 404
    person.open("parts/g")
    person.post()
    assert person.address == "/nl/items/z1a"


def test_without_a_duty_officer_there_is_no_health_part(client, sitting_factory):
    person = Person(client)
    person.begin(sitting_factory(sitting_factory.session(duty_officer_name="")).code)
    assert person.open("parts/g").status_code == 404
    assert person.open("items/z8").status_code == 404
    person.open("research")
    assert "research_care" not in person.form.offered


def test_help_is_called_and_called_off(person, work):
    person.open("items/c1a")
    person.post(go="help")
    assert "De begeleider komt naar u toe." in person.words
    person.post(go="no_help")
    assert "De begeleider komt naar u toe." not in person.words
    assert work.db.scalar(select(func.count(HelpRequest.id)).where(HelpRequest.cancelled_at.is_(None))) == 0


def test_asking_for_help_today_shows_the_calm_screen_at_once(person, work, someone):
    person.answer("z8", option="yes")
    assert person.address == "/nl/further"
    for words in ("U bent niet alleen.", "0800 000 000", "de testverpleegkundige", "Bel 112."):
        assert words in person.words
    assert "niet meer leven" not in person.words  # the crisis line is off until a location has its number
    assert [item.today for item in work_list(work, someone.organisation_id)] == [True]
    assert work.db.scalar(select(func.count(HelpRequest.id))) == 1
    person.post(go="call")
    assert "U hoeft niets uit te leggen." in person.words
    person.post(go="next")
    assert person.address == "/nl/items/closing.going_well"


def test_help_today_by_mistake_stays_open_for_a_person_to_close(person, work):
    person.answer("z8", option="yes")
    person.post(go="mistake")
    assert person.address == "/nl/items/z8"
    item = work.care.scalars(select(CareSignalItem)).one()
    assert item.marked_mistake
    assert item.closed_at is None
    person.post(option="no")
    assert person.address == "/nl/items/closing.going_well"


def test_the_calm_screen_is_for_nobody_else(person):
    person.answer("z8", option="no")
    person.open("further")
    assert person.address != "/nl/further"


def test_leaving_the_acute_question_by_another_button_sets_nothing_off(person, work, someone):
    person.open("items/z8")
    person.post(go="back", option="yes")
    assert work_list(work, someone.organisation_id) == []


def test_a_double_click_on_help_today_makes_one_item(person, work):
    person.open("items/z8")
    form = {**person.form.fields, "option": "yes", "go": "next"}
    for _ in range(2):
        person.send("/nl/items/z8", form)
    assert work.care.scalar(select(func.count(CareSignalItem.id))) == 1


def test_the_profile_is_seen_before_it_is_shared(person, work, someone):
    answer_everything(work, someone.token, z7=option("later"))
    person.open("review")
    assert "Samenwerken" in person.words
    assert "Slaap en energie" in person.words
    assert work.db.get(Participation, someone.participation_id).profile_seen_at is None
    person.post(go="seen")
    work.db.expire_all()
    assert work.db.get(Participation, someone.participation_id).profile_seen_at is not None
    assert person.address == "/nl/share/ggd"


def test_sharing_one_screen_per_recipient_nothing_chosen_beforehand(person, work, someone, state):
    answer_everything(work, someone.token, z7=option("yes"), z8=option("no"))
    person.open("review")
    person.post(go="seen")
    person.open("share")
    assert not {"ggd", "way", "wish", "report"} & set(person.form.fields)
    person.post(ggd="contact_only")
    assert person.address == "/nl/share/contact"
    person.post(way=["phone", "letter"], detail="06 0000 0000", interpreter="yes", preference="woman")
    assert person.address == "/nl/share/case-manager"
    person.post(wish="yes", ggd_status="no", account="Ik werk liever zittend.")
    assert person.address == "/nl/share/vluchtelingenwerk"
    person.post(report="yes")
    assert person.address == "/nl/share/overview"
    for words in ("Alleen hoe men mij kan bereiken", "Ja", "Ik werk liever zittend."):
        assert words in person.words
    person.post(go="confirm")
    assert person.address == "/nl/finish"
    assert "Dan neemt de GGD contact met u op." in person.words
    assert state() == SittingState.FINISHED
    sitting = open_sitting(work, someone.token)
    choices = care_choices(work, sitting)
    assert (choices.ggd, choices.wish, choices.ggd_status) == ("contact_only", True, False)
    assert (choices.contact_ways, choices.interpreter_preference) == (("phone", "letter"), "woman")
    assert shared_with(work, sitting) == {"vluchtelingenwerk": True}


@pytest.mark.parametrize(("ggd", "comes"), [("contact_only", True), ("no", False)])
def test_the_end_says_that_the_ggd_comes_only_when_it_will(person, work, someone, ggd, comes):
    answer_everything(work, someone.token, z7=option("yes"), z8=option("no"))
    person.look_back()
    person.open("share/ggd")
    person.post(ggd=ggd)
    person.finish()
    assert ("Dan neemt de GGD contact met u op." in person.words) is comes


def test_a_phone_number_that_is_taken_out_is_kept_no_longer(person, work, someone):
    answer_everything(work, someone.token, z7=option("yes"), z8=option("no"))
    person.look_back()
    person.post(ggd="yes")
    person.post(way=["phone"], detail="06 0000 0000")
    assert care_choices(work, open_sitting(work, someone.token)).contact_detail == "06 0000 0000"
    person.open("share/contact")
    person.post(way=[], detail="")
    assert care_choices(work, open_sitting(work, someone.token)).contact_detail == ""


def test_a_choice_changed_after_the_end_makes_the_report_anew(person, work, someone):
    answer_everything(work, someone.token, z7=option("later"), z8=option("no"))
    person.finish()
    asked = work.db.scalar(select(func.count(Report.id)))
    person.open("share/case-manager")
    person.post(wish="yes", account="")
    assert work.db.scalar(select(func.count(Report.id))) == asked + 2  # of the client manager, and the own one


def test_who_wants_no_talk_is_not_asked_about_the_ggd(person, work, someone):
    answer_everything(work, someone.token, z7=option("no"), z8=option("no"))
    person.look_back()
    assert person.address == "/nl/share/case-manager"
    assert person.open("share/ggd").status_code == 404
    person.finish()
    assert "Dan neemt de GGD contact" not in person.words


def test_after_the_end_a_choice_can_still_change_and_answers_cannot(person, work, someone):
    answer_everything(work, someone.token, z7=option("no"), z8=option("no"))
    person.open("items/c1a")
    late = {**person.form.fields, "option": "0", "go": "next"}
    person.finish()
    page = person.send("/nl/items/c1a", late)
    assert page.status_code == 410
    person.open("share/vluchtelingenwerk")
    person.post(report="yes")
    assert shared_with(work, open_sitting(work, someone.token)) == {"vluchtelingenwerk": True}


def test_a_pause_keeps_everything(person, state):
    person.open("items/c1a")
    person.post(go="stop")
    assert "Wilt u stoppen?" in person.words
    person.post(go="pause")
    assert state() == SittingState.PAUSED
    assert 'href="/nl/items/c1a"' in person.text
    person.answer("c1a", option="1")
    assert state() == SittingState.STARTED


def test_stopping_until_later_shows_the_code_to_come_back_with(person, someone, state):
    person.open("stop")
    person.post(go="later")
    assert someone.code[:3] in person.words
    assert state() == SittingState.PAUSED
    person.post(to="/nl/hand-back")
    assert person.get("/nl/items/c1a").status_code == 303


def test_stopping_completely_can_delete_the_answers(person, work, someone, state):
    answer(work, someone.token, "c1a", option("1"))
    answer(work, someone.token, "z1a", option("1"))
    person.open("stop/end")
    person.post(go="delete")
    assert "Uw antwoorden zijn gewist." in person.words
    assert state() == SittingState.DELETED
    assert work.db.scalar(select(func.count(Row.id))) == 0
    assert person.enter(someone.code).status_code == 422
    assert "Deze code klopt niet." in person.words


def test_stopping_completely_can_keep_the_answers(person, work, someone, state):
    answer(work, someone.token, "c1a", option("1"))
    person.open("stop/end")
    person.post(go="keep")
    assert state() == SittingState.STOPPED
    assert work.db.scalar(select(func.count(Row.id))) == 1


def test_the_device_is_given_back_empty(person, work, someone):
    answer_everything(work, someone.token, own_words=Response(text="Niet voor de volgende."))
    person.finish()
    answer_page = person.send("/nl/hand-back", person.form.fields)
    assert "cookies" in answer_page.headers["Clear-Site-Data"]
    person.open("/")
    assert "Kies uw taal." in person.words
    for path in ("review", "items/own_words", "finish", "share/overview", "stop/later"):
        page = person.open(path)
        assert "/nl/code" in person.address
        assert "Niet voor de volgende." not in page.text


def test_pages_are_never_kept_by_the_browser(person):
    page = person.open("items/c1a")
    assert page.headers["Cache-Control"] == "no-store"
    sheet = person.get(page.text.split('rel="stylesheet" href="')[1].split('"')[0])
    assert "immutable" in sheet.headers["Cache-Control"]


def test_the_hidden_screen_shows_nothing_and_leads_back(person):
    person.open("hidden?back=item:c1a")
    assert "Uw scherm is verborgen." in person.words
    assert 'href="/nl/items/c1a"' in person.text
