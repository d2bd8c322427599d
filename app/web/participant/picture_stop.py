"""The hand and what it leads to, in pictures: going on, a pause, stopping; and the screen after "I need help today"."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.services import delivery
from app.services.calls import cancel_help
from app.services.contacts import code_of, location_of
from app.services.sittings import Sitting
from app.store.models import SittingState
from app.web.context import current_work
from app.web.participant.picture_cards import Card, drawing_of
from app.web.participant.picture_parts import REST
from app.web.participant.picture_screens import choose, chosen_in, tell
from app.web.participant.sitting import NOT_BEGUN, hand_is_up, offered_locales, show

PAUSE, STOP, HIDE, NO_HELP = "pause", "stop", "hide", "no_help"
LATER, END = "later", "end"
KEEP, DELETE = "keep", "delete"
CALL, GO_ON = "call", "next"
STOPPING = (PAUSE, LATER, END)
ACUTE = (CALL, LATER, GO_ON)


def _back() -> str:
    return request.args.get("back", "")


def _two_lines(cards: Sequence[Card]) -> str:
    return "four" if len(cards) > len(STOPPING) else "few"


# --- the hand ----------------------------------------------------------------------------------------------------


def help_page(sitting: Sitting) -> ResponseReturnValue:
    """Somebody comes; meanwhile one goes on (tick), pauses, stops, hides the screen or takes another language."""
    called = hand_is_up(sitting)
    cards = [
        Card(PAUSE, "stop.pause", drawing_of(REST)),
        Card(STOP, "ui.stop", sign="circle-x"),
        Card(HIDE, "ui.hide_screen", sign="eye-off"),
    ]
    if called:
        cards.append(Card(NO_HELP, "status.help_cancel", sign="hand"))
    return show(
        "participant/picture/help.html",
        sitting,
        statement="status.help_called" if called else "ui.ask_help",
        scene=drawing_of("picture.practice.help"),
        choices_here=cards,
        cards_look=_two_lines(cards),
        optional=True,
        spare=True,
        offered=offered_locales(sitting),
        back="stop.continue",
        tick="stop.continue",
    )


def choose_in_help(sitting: Sitting, back_address: str) -> ResponseReturnValue:
    """What was chosen after the hand; the tick alone goes on."""
    chosen = chosen_in(request.form, (PAUSE, STOP, HIDE, NO_HELP))
    if chosen == PAUSE:
        return _pause(sitting, "participant.rest")
    if chosen == NO_HELP:
        cancel_help(current_work(), sitting)
    where = {STOP: "participant.stop", HIDE: "participant.hidden"}.get(chosen)
    return redirect(url_for(where, back=_back()) if where else back_address, 303)


def hidden_page(sitting: Sitting) -> tuple[str, int]:
    """A screen that shows nothing of anybody; the tick leads back to where somebody was."""
    address = url_for("participant.help", back=_back() or None)
    tick = "stop.continue"
    return tell(sitting, "privacy_screen.hidden", sign="eye-off", back="", tick=tick, form_address=address)


def _pause(sitting: Sitting, where: str) -> ResponseReturnValue:
    if sitting.state not in NOT_BEGUN and not sitting.closed:
        delivery.stop(current_work(), sitting, state=SittingState.PAUSED)
    return redirect(url_for(where, back=_back()), 303)


# --- stopping ----------------------------------------------------------------------------------------------------


def stop_page(sitting: Sitting) -> ResponseReturnValue:
    """A pause, later, or altogether; the tick alone goes on."""
    cards = [
        Card(PAUSE, "stop.pause", drawing_of(REST)),
        Card(LATER, "stop.later", drawing_of("start.code.prompt")),
        Card(END, "stop.end", sign="circle-x"),
    ]
    return choose(sitting, "stop.question", cards, back="stop.continue", optional=True)


def choose_to_stop(sitting: Sitting, back_address: str) -> ResponseReturnValue:
    """Record the pause; stopping altogether asks about the answers first."""
    chosen = chosen_in(request.form, STOPPING)
    if chosen == END:
        return redirect(url_for("participant.stop_end", back=_back()), 303)
    if chosen:
        return _pause(sitting, "participant.rest" if chosen == PAUSE else "participant.later")
    return redirect(back_address, 303)


def rest_page(sitting: Sitting) -> ResponseReturnValue:
    """A short break, whenever it is wanted."""
    return tell(sitting, "stop.pause", scene=REST, back="", tick="break.continue")


def later_page(sitting: Sitting) -> ResponseReturnValue:
    """The answers are saved; this is the code to come back with; the tick gives the device back."""
    return show(
        "participant/picture/later.html",
        sitting,
        statement="stop.later",
        scene=drawing_of("start.code.prompt"),
        code=code_of(current_work(), sitting),
        back="stop.continue",
        tick="finish.close",
        tick_action=url_for("participant.hand_back"),
    )


def end_page(sitting: Sitting, *, problem: str = "") -> ResponseReturnValue:
    """Keep the answers or delete them."""
    cards = [
        Card(DELETE, "stop.end_delete", drawing_of("option.picture.yes")),
        Card(KEEP, "stop.end_keep", drawing_of("option.picture.no")),
    ]
    status = 422 if problem else 200
    return choose(sitting, "stop.end_choice", cards, back="stop.continue", problem=problem, status=status)


# --- help today --------------------------------------------------------------------------------------------------


def acute_page(sitting: Sitting, said: str) -> ResponseReturnValue:
    """Help first, calm, nothing to explain, and whom to call; after the choice everybody one can talk with."""
    location = location_of(current_work(), sitting)
    if said:
        statement = {"called": "acute.called", LATER: "acute.later_info"}.get(said, "acute.help_today")
        return show(
            "participant/picture/acute_contacts.html",
            sitting,
            private=True,
            statement=statement,
            location=location,
            tick="acute.continue",
            back="ui.back",
            form_address=url_for("participant.acute"),
        )
    cards = [
        Card(CALL, "acute.call_now", drawing_of("picture.practice.help")),
        Card(LATER, "acute.call_later", sign="clock"),
        Card(GO_ON, "acute.continue", sign="arrow-right"),
    ]
    return show(
        "participant/picture/acute.html",
        sitting,
        private=True,
        statement="acute.title",
        scene=drawing_of("acute.not_alone"),
        spare=True,
        choices_here=cards,
        location=location,
        back="acute.mistake",
        back_value="mistake",
        optional=True,
        form_address=url_for("participant.acute"),
    )


def chosen_now() -> str:
    """What was chosen on the acute screen: call, later, next, mistake or back."""
    go = request.form.get("go", GO_ON)
    return chosen_in(request.form, ACUTE) or go
