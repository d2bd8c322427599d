"""What can be heard in a real browser: who begins, in which order, one voice, and a way on when sound fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.pages.speaking import WATCH, Listener, Site, answer, pictures, speaking_site

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def site() -> Iterator[Site]:
    """Where the page is."""
    with speaking_site() as found:
        yield found


@pytest.fixture
def person(windowless: Browser, site: Site) -> Iterator[Listener]:
    """Somebody who listens."""
    context = windowless.new_context(viewport={"width": 1024, "height": 768})
    context.add_init_script(WATCH)
    context.set_default_timeout(15_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield Listener(page, site)
    context.close()
    assert not errors


def test_nothing_sounds_before_the_first_touch_and_then_the_question_does(person):
    person.open()
    assert person.said == []
    person.page.locator("h1").click()
    person.hears("prompt")
    person.page.wait_for_function("() => [...window.voices][0].currentTime > 0.1")


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_ear_says_the_question_and_the_answers_in_the_order_on_screen(person, direction):
    person.open(pictures(answer("sun"), answer("cup"), answer("tree"), direction=direction))
    person.touch("ear")
    person.hears("prompt", "sun", "cup", "tree")
    places = [person.page.get_by_text(key, exact=True).bounding_box()["x"] for key in ("sun", "cup", "tree")]
    assert places == sorted(places, reverse=direction == "rtl")
    person.wait_for_silence()
    assert person.page.evaluate("window.voices.size") == 1


def test_the_ear_waits_goes_on_and_says_it_again(person):
    person.open(pictures(answer("long")))
    person.touch("ear")
    person.hears("prompt", "long")
    person.touch("ear")
    assert person.voice("paused") == 1
    at = person.voice("currentTime")
    assert at < 7
    person.touch("ear")
    person.page.wait_for_function("at => [...window.voices][0].currentTime > at", arg=at)
    assert list(person.said) == ["prompt", "long"], "it went on, it did not begin anew"
    person.page.evaluate("[...window.voices][0].currentTime = 7.8")
    person.wait_for_silence()
    person.touch("ear")
    person.hears("prompt", "long", "prompt")


def test_slower_is_remembered_on_the_next_page(person):
    person.open(pictures(answer("long")))
    person.touch("slower")
    expect(person.page.get_by_text("slower")).to_have_attribute("aria-pressed", "true")
    person.touch("long")
    person.hears("long")
    assert person.voice("playbackRate") == pytest.approx(0.8)
    person.open(pictures(answer("long")))
    expect(person.page.get_by_text("slower")).to_have_attribute("aria-pressed", "true")
    person.touch("long")
    person.hears("long")
    assert person.voice("playbackRate") == pytest.approx(0.8)
    person.touch("slower")
    assert person.voice("playbackRate") == pytest.approx(1)


def test_one_touch_hears_and_two_choose(person):
    person.open()
    person.touch("sun")
    person.hears("sun")
    assert (person.heard, person.chosen) == (["sun"], [])
    person.touch("cup")
    person.hears("sun", "cup")
    assert (person.heard, person.chosen) == (["cup"], [])
    person.touch("cup")
    assert (person.heard, person.chosen) == ([], ["cup"])
    person.touch("cup")
    person.hears("sun", "cup", "cup")
    assert person.chosen == ["cup"], "a third touch says it again and takes nothing back"


@pytest.mark.parametrize("place", ["input[value=cup]", "label:has([value=cup]) span"])
def test_a_touch_anywhere_on_an_answer_counts_the_same(person, place):
    person.open()
    person.page.locator(place).click(force=True)
    person.hears("cup")
    assert person.chosen == []
    person.page.locator(place).click(force=True)
    assert person.chosen == ["cup"]


def test_several_answers_are_taken_and_given_back_by_two_touches(person):
    person.open(pictures(answer("sun", kind="checkbox"), answer("cup", kind="checkbox")))
    for key in ("sun", "sun", "cup", "cup"):
        person.touch(key)
    assert person.chosen == ["sun", "cup"]
    person.touch("sun")
    assert person.chosen == ["sun", "cup"]
    person.touch("sun")
    assert person.chosen == ["cup"]


def test_the_tick_sends_what_is_chosen_and_that_it_was_heard(person, site):
    person.open()
    expect(person.page.get_by_text("tick")).to_have_attribute("aria-disabled", "true")
    person.touch("tree")
    person.hears("tree")
    person.touch("tree")
    expect(person.page.get_by_text("tick")).to_have_attribute("aria-disabled", "false")
    person.touch("sun")
    person.touch("tick")
    person.page.wait_for_function("() => document.querySelectorAll('.is-heard').length === 0")
    assert [(sent["option"], sent["audio"], sent["go"]) for sent in site.answers] == [("tree", "1", "next")]


def test_the_tick_takes_what_was_just_heard_when_nothing_is_chosen(person, site):
    person.open()
    person.touch("sun")
    person.hears("sun")
    person.touch("tick")
    person.page.wait_for_url("**/nl/next")
    assert [sent["option"] for sent in site.answers] == ["sun"]


@pytest.mark.parametrize(("screen", "sent"), [("data-optional", ["sun"]), ('data-optional="look"', [])])
def test_where_one_may_go_on_without_a_choice_the_tick_takes_what_was_heard_unless_one_only_looks(
    person, site, screen, sent
):
    person.open(pictures(answer("sun"), answer("cup"), notice=False).replace("<main ", f"<main {screen} "))
    expect(person.page.get_by_text("tick")).to_have_attribute("aria-disabled", "false")
    person.touch("sun")
    person.hears("sun")
    person.touch("tick")
    person.page.wait_for_url("**/nl/next")
    assert [one["option"] for one in site.answers if "option" in one] == sent
    assert len(site.answers) == 1


def test_the_tick_says_that_something_has_to_be_chosen(person, site):
    person.open()
    person.touch("tick")
    person.hears("first")
    expect(person.page.locator("[data-choose-first]")).to_be_visible()
    assert site.answers == []
    person.touch("cup")
    person.touch("cup")
    expect(person.page.locator("[data-choose-first]")).to_be_hidden()


def test_the_next_page_asks_aloud_by_itself_and_the_last_one_is_silent(person):
    person.open(pictures(answer("long")))
    person.touch("long")
    person.hears("long")
    person.touch("tick")
    person.hears("long", "prompt")


@pytest.mark.parametrize(("direction", "forward"), [("ltr", "ArrowRight"), ("rtl", "ArrowLeft")])
@pytest.mark.parametrize("choose", ["Enter", " "])
def test_by_keyboard_arrows_say_and_enter_or_space_chooses(person, direction, forward, choose):
    person.open(pictures(answer("sun"), answer("cup"), answer("tree"), direction=direction))
    person.page.locator("input[value=sun]").focus()
    person.page.keyboard.press(forward)
    person.hears("cup")
    assert person.chosen == []
    person.page.keyboard.press("ArrowDown")
    person.hears("cup", "tree")
    person.page.keyboard.press(choose)
    assert person.chosen == ["tree"]


def test_looking_at_an_answer_by_keyboard_chooses_nothing(person, site):
    person.open()
    person.page.locator("input[value=sun]").focus()
    person.page.keyboard.press("ArrowRight")
    person.hears("cup")
    person.page.get_by_text("tick").focus()
    person.page.keyboard.press("Enter")
    person.hears("cup", "first")
    assert site.answers == []


def test_a_screen_reader_chooses_at_once(person):
    person.open()
    person.page.locator("input[value=cup]").evaluate("one => one.click()")
    assert person.chosen == ["cup"]


def test_a_broken_sound_of_one_kind_is_heard_from_the_other(person, site):
    site.sounds["sun.opus"] = b"no sound at all"
    person.open()
    person.touch("sun")
    person.hears("sun")
    assert site.notices == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [pytest.param(None, "sound_missing", id="missing"), pytest.param(b"nothing", "sound_broken", id="broken")],
)
def test_an_answer_that_cannot_be_heard_is_chosen_by_one_touch_and_told_once(person, site, content, kind):
    site.sounds = {"sun.opus": content, "sun.mp3": content}
    person.open()
    with person.page.expect_response("**/nl/device"):
        person.touch("sun")
    assert person.chosen == ["sun"]
    person.touch("ear")
    person.hears("prompt", "cup", "tree")
    person.wait_for_silence()
    assert [told["kind"] for told in site.notices] == [kind]
    assert "sun" not in str(site.notices), "not which answer it was"


def test_a_text_without_a_sound_is_chosen_by_one_touch_and_told_once(person, site):
    page = pictures(answer("sun", 'data-key="sun"'), answer("cup"))
    person.open(page)
    person.touch("sun")
    assert person.chosen == ["sun"]
    person.touch("tick")
    person.page.wait_for_url("**/nl/next")
    person.page.wait_for_load_state("networkidle")
    assert [told["kind"] for told in site.notices] == ["sound_missing"]
    assert "sun" not in str(site.notices), "not which answer it was"


@pytest.mark.parametrize(
    "device",
    [
        pytest.param("delete window.Audio", id="no audio element"),
        pytest.param("HTMLMediaElement.prototype.canPlayType = () => ''", id="plays nothing"),
        pytest.param(
            "HTMLMediaElement.prototype.play = () => Promise.reject(new DOMException('', 'NotAllowedError'))",
            id="refuses to play",
        ),
    ],
)
def test_a_device_without_sound_works_and_tells_the_facilitator_once(person, site, device):
    person.page.add_init_script(device)
    person.open()
    person.page.locator("h1").click()
    person.touch("sun")
    person.page.wait_for_function("() => document.querySelector('[value=sun]').checked")
    person.page.wait_for_load_state("networkidle")
    assert [told["kind"] for told in site.notices] == ["no_sound"]
    person.touch("tick")
    person.page.wait_for_url("**/nl/next")
    assert [sent["option"] for sent in site.answers] == ["sun"]


def test_leaving_the_page_for_another_tab_is_silence(person):
    person.open(pictures(answer("long")))
    person.touch("long")
    person.hears("long")
    person.page.evaluate("""() => {
        Object.defineProperty(document, "hidden", { value: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    person.wait_for_silence()
    assert person.voice("paused") == 1
