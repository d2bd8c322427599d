"""The sitting behind the cookie, and the frame that all its pages share."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf
from sqlalchemy.exc import SQLAlchemyError

from app.core.instrument import Store
from app.core.routing import Progress, Step, StepKind, progress
from app.instruments.wording import Wording
from app.services.access import came_in_with
from app.services.calls import call_help, cancel_help, open_call
from app.services.delivery import ParticipationClosed, takes_answers
from app.services.modes import SELF
from app.services.presence import give_back
from app.services.sittings import (
    CLOSED_STATES,
    SessionNotOpen,
    Sitting,
    SittingUnknown,
    code_mark,
    expired,
    open_sitting,
)
from app.services.variants import token_that_goes_on, token_with_item
from app.store.models import SittingState
from app.web import steps
from app.web.context import INSTRUMENT, current_library, current_work, inbeeld
from app.web.offered import is_released, page_locales
from app.web.participant.own_device import ALOUD, ALOUD_CARE, ALOUD_OWN, asked_before, reads_on_own_device
from app.web.participant.page_wording import PageWording, page_wording

TOKEN, SINCE, CALLED, FINISHED_HERE, ASKS = "sitting", "since", "called", "finished", "asks"
"""``ASKS``: whose requests this device shows: token, mark of the code and when it was typed."""
SAVING = "participant.save_item"
"""The one page of a form that was set aside that still takes something in: an answer given before the change."""
QUERY = frozenset({"back", "chosen", "tries", "to", "said", "what", "expired", "line"})
"""Names that the query of a participant page may hold."""
DEVICE, COVERED, PLACE, CODE_MARK = "device", "covered", "place", "code"
"""A random name of this device for this sitting; the code is asked before anything is shown; where it stands; and a
mark of the code that was typed: one that was replaced since is asked again."""
WITHOUT_COVER = frozenset({"participant.save_item", "participant.present"})
"""Take something in, and show nothing."""
CALLING = frozenset({"participant.call", "participant.acute", "participant.choose_what_now"})
"""Calls for help and the screen for help today: they serve whichever form of the person goes on."""
LATE = "late"
"""What a form sends that waited on the device until the network was back: nothing is shown for it."""
UNSAVED = "unsaved"
"""Says in an address that the last answer did not fit."""
NOT_BEGUN = frozenset({SittingState.NEW, SittingState.DECLINED})


ELSEWHERE = {
    "stop": "participant.stop",
    "hide": "participant.hidden",
    "two": "participant.two_languages",
    "form": "participant.change_form",
}
"""Fixed buttons that lead to a page of their own: what the form sends, to the page."""


class NoSitting(Exception):
    """This device has no open sitting: no code was entered, or it was too long ago."""


class OtherLanguage(Exception):
    """The group session does not offer the language of the address; ``locale`` is one that it offers."""

    def __init__(self, locale: str) -> None:
        super().__init__(locale)
        self.locale = locale


class NotBegun(Exception):
    """The person has not chosen to take part yet."""


class OtherForm(Exception):
    """The person goes on in the other form (text, pictures); this device still has the one that was set aside."""


class AsksFirst(Exception):
    """Something is asked before this screen; ``address`` asks it."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class Covered(Exception):
    """Nobody touched this device for a while: the code is asked before anything is shown."""


class SittingPaused(Exception):
    """The facilitator made a break: no question is shown until it is over."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A language in the menu of a page, with the address of the same page in it."""

    code: str
    endonym: str
    direction: str
    address: str


def begin(token: str) -> None:
    """Remember on this device whose sitting it is: an opaque token, never the code."""
    leave_device()
    cookie_session.permanent = True
    for name in (ASKS, CALLED, COVERED, FINISHED_HERE, ALOUD, ALOUD_CARE, ALOUD_OWN, "wrong", "wrong_since"):
        cookie_session.pop(name, None)
    cookie_session[TOKEN] = token
    cookie_session[CODE_MARK] = code_mark(current_work(), token)
    cookie_session[DEVICE] = secrets.token_hex(8)
    cookie_session[SINCE] = current_work().shared_now().isoformat()  # the device that came last goes on, on any host


def leave_device() -> None:
    """Whoever had this device is done with it: a copy of the cookie opens nothing any more.

    The device is emptied in any case: also while the store is away, and then a copy lasts until its hours are over.
    """
    token, device = cookie_session.get(TOKEN), cookie_session.get(DEVICE)
    if not token or not device:
        return
    try:
        give_back(current_work(), token, device)
    except SQLAlchemyError:
        current_work().db.rollback()


def was_given_back(sitting: Sitting) -> bool:
    """Whether the cookie is a copy from a device that was given back since."""
    return cookie_session.get(DEVICE) in sitting.devices_given_back


def current_sitting(items: Collection[str] | None = (), *, ended: bool = False) -> Sitting:
    """The sitting of this device with the responses to ``items``.

    Raises NoSitting (also when the code was replaced since), Covered, OtherLanguage, SessionNotOpen (also when it
    offers no language that is released); ParticipationClosed when the person stopped for good, unless ``ended``.
    """
    sitting = _of_this_device(items)
    if sitting.set_aside and request.endpoint in CALLING:
        sitting = _follow(sitting, items)
    elif sitting.set_aside and request.endpoint != SAVING:
        raise OtherForm
    if reads_on_own_device() and sitting.mode == SELF:
        raise NoSitting
    offered = offered_locales(sitting)
    if not offered and not is_late():
        raise SessionNotOpen
    if g.locale not in offered and not is_late():
        raise OtherLanguage(sitting.locale if sitting.locale in offered else offered[0])
    if sitting.state is SittingState.STOPPED and not ended:
        raise ParticipationClosed
    address = asked_before(sitting, items)
    if address is not None:
        raise AsksFirst(address)
    return sitting


def _of_this_device(items: Collection[str] | None) -> Sitting:
    """The sitting of the token in the cookie. Raises NoSitting, Covered, SessionNotOpen."""
    token = cookie_session.get(TOKEN)
    work = current_work()
    if not token or expired(work, datetime.fromisoformat(cookie_session[SINCE])):
        raise NoSitting
    if cookie_session.get(COVERED) and not _shows_nothing():
        raise Covered
    try:
        sitting = open_sitting(work, token, items, late=is_late())
    except SittingUnknown:
        raise NoSitting from None
    if not came_in_with(work, sitting, cookie_session.get(CODE_MARK)):
        raise NoSitting
    if was_given_back(sitting) and not _shows_nothing():
        raise NoSitting
    if cookie_session[CODE_MARK] != sitting.code_mark:
        cookie_session[CODE_MARK] = sitting.code_mark
    return sitting


def is_late() -> bool:
    """Whether this request sends what waited on the device."""
    return request.method == "POST" and request.form.get("go") == LATE


def _shows_nothing() -> bool:
    return request.endpoint in WITHOUT_COVER or (request.endpoint in CALLING and is_late())


def _follow(sitting: Sitting, items: Collection[str] | None) -> Sitting:
    """The form that goes on; from now on this device has it. Raises OtherForm when there is none."""
    token = token_that_goes_on(current_work(), sitting.token)
    if token is None:
        raise OtherForm
    cookie_session[TOKEN] = token
    return open_sitting(current_work(), token, items)


def answering(
    items: Collection[str] | None = (), *, seconds_ago: int = 0, in_pause: bool = False, ended: bool = False
) -> Sitting:
    """The sitting of somebody who takes part and can still answer, or could ``seconds_ago``; or not, if ``ended``.

    Raises as above, and NotBegun. While the facilitator's break lasts nothing is shown (SittingPaused), unless
    ``in_pause``; what is sent is still taken in.
    """
    sitting = current_sitting(items, ended=ended)
    if sitting.state in NOT_BEGUN:
        raise NotBegun
    if not ended and not takes_answers(sitting, current_work().now(), seconds_ago):
        raise ParticipationClosed
    if sitting.paused and request.method == "GET" and not in_pause:
        raise SittingPaused
    _ask_on_own_device(sitting, items or ())
    return sitting


def _ask_on_own_device(sitting: Sitting, items: Collection[str]) -> None:
    """The health part opens on a device of the facilitator only when the person said so there. Raises AsksFirst."""
    if not reads_on_own_device() or cookie_session.get(ALOUD_CARE) == sitting.token:
        return
    known = sitting.instrument.items
    for item_id in items:
        if item_id in known and known[item_id].store is Store.CARE:
            back = steps.written(Step(StepKind.ITEM, item_id))
            raise AsksFirst(url_for("participant.health_here", block_id=known[item_id].block, back=back))


def of_item(sitting: Sitting, item_id: str) -> Sitting:
    """The sitting that an answer belongs to: one given before a change of form can arrive after it."""
    if item_id in sitting.instrument.items:
        return sitting
    token = token_with_item(current_work(), sitting.token, item_id)
    return sitting if token is None else open_sitting(current_work(), token, [item_id])


def offered_locales(sitting: Sitting) -> list[str]:
    """The released languages of this group session, in its order; pseudo-languages only where a test put them."""
    testing = inbeeld().config.testing
    known = [code for code in sitting.locales if code in sitting.wordings or testing]
    return [code for code in known if is_released(code, sitting.instrument.id)]


def words_of(sitting: Sitting | None) -> PageWording:
    """The words of this sitting's version in the language of the page; without a sitting the current ones.

    With them the words of the second language, where one was asked for and somebody released its words.
    """
    lan = inbeeld().config.lan
    if sitting is not None and g.locale in sitting.wordings:
        return page_wording(sitting.wordings[g.locale], _second(sitting), lan=lan)
    instrument_id = INSTRUMENT if sitting is None else sitting.instrument.id
    return page_wording(current_library().wording(instrument_id, g.locale), lan=lan)


def _second(sitting: Sitting) -> Wording | None:
    code = sitting.second_locale
    if code is None or code == g.locale or not is_released(code, sitting.instrument.id):
        return None
    return sitting.wordings.get(code)


def progress_at(sitting: Sitting, step: Step) -> tuple[Progress, bool]:
    """Progress at a screen, and whether every counted item lies behind it."""
    items = sitting.instrument.items
    path = sitting.path
    ahead = path[path.index(step) :] if step in path else path
    for one in ahead:
        if one.kind is StepKind.ITEM and items[one.id].counted:
            return progress(sitting.instrument, sitting.modules, sitting.responses, one.id), False
    last = progress(sitting.instrument, sitting.modules, sitting.responses, "")
    return Progress(last.total, last.total, last.parts, last.parts, (100,) * last.parts), True


def same_page(locale: str) -> dict[str, Any]:
    """What makes the address of this page in another language; nothing else of the query is taken over."""
    if "shown_as" in g:
        return {**g.shown_as[1], "locale": locale}
    query = {name: value for name, value in request.args.items() if name in QUERY}
    return {**(request.view_args or {}), **query, "locale": locale}


@contextmanager
def shown_as(endpoint: str, **values: str) -> Iterator[None]:
    """Pages made inside belong to the address of this endpoint rather than to that of the request."""
    g.shown_as = (endpoint, values)
    try:
        yield
    finally:
        g.pop("shown_as")


def mark_of(sitting: Sitting) -> str:
    """What tells the sittings that one device has seen apart, and says nothing else of them."""
    return mark_of_token(sitting.token)


def mark_of_token(token: str) -> str:
    """The same, from the token in the cookie."""
    return current_work().lookup.lasting(f"device:{token}")[:16]


def _part_of(sitting: Sitting, here: Step) -> str:
    """The part that a screen belongs to or leads into."""
    if here.kind is StepKind.ITEM:
        return sitting.instrument.items[here.id].block
    return here.id if here.kind in {StepKind.BLOCK, StepKind.CARE_INTRO} else ""


def languages(codes: Collection[str]) -> list[Choice]:
    """The menu of languages for this page."""
    library = current_library()
    endpoint = g.shown_as[0] if "shown_as" in g else request.endpoint or "participant.home"
    return [
        Choice(info.code, info.endonym, info.direction, url_for(endpoint, **same_page(info.code)))
        for info in (library.locale(code) for code in codes)
    ]


def show(
    template: str,
    sitting: Sitting | None,
    *,
    here: Step | None = None,
    status: int = 200,
    keep: bool = False,
    private: bool = False,
    **values: Any,  # noqa: ANN401 - what the template shows
) -> tuple[str, int]:
    """A participant page. ``here``: its step; ``keep``: its form holds what was typed; ``private``: the health part."""
    wording = words_of(sitting)
    codes = page_locales() if sitting is None else offered_locales(sitting)
    if here is not None and sitting is not None:
        values["progress"], values["counted_all"] = progress_at(sitting, here)
        values["at"], values["part"] = steps.written(here), _part_of(sitting, here)
    if sitting is not None:
        values.setdefault("mark", mark_of(sitting))
    page = render_template(
        template,
        sitting=sitting,
        wording=wording,
        t=wording.text,
        both=wording.both,
        second=wording.second,
        here=here,
        choices=languages(codes),
        keep=keep,
        private=private,
        csrf=values.pop("csrf", None) or generate_csrf(),
        called=sitting is not None and hand_is_up(sitting),
        hide_address=url_for("participant.hidden", back=steps.written(here)) if here else "",
        **values,
    )
    return page, status


def hand_is_up(sitting: Sitting) -> bool:
    """Whether help was called from this device and nobody has come yet; asks the store only after a call."""
    if not cookie_session.get(CALLED):
        return False
    if open_call(current_work(), sitting):
        return True
    cookie_session.pop(CALLED)
    return False


def unsaved() -> str:
    """What somebody hears who left a question with an answer that does not fit."""
    return str(gettext("Your last answer does not fit the question yet, so it is not saved."))


def answer_topbar(
    sitting: Sitting, here: Step | None = None, *, said: str | None = None, back: str = ""
) -> ResponseReturnValue | None:
    """What the fixed buttons of every page do: stop, hide, call help, take the hand down. None for any other button.

    ``said``: what the next page says besides; ``back``: where it leads back to, when that is no step. In pictures the
    hand calls and leads to a screen of its own, from which one goes on, pauses or stops.
    """
    go = request.form.get("go", "")
    back = back or (steps.written(here) if here else "")
    if go in ELSEWHERE:
        return redirect(url_for(ELSEWHERE[go], back=back, said=said), 303)
    if go == "help":
        call_help(current_work(), sitting)
        cookie_session[CALLED] = True
    elif go == "no_help":
        cancel_help(current_work(), sitting)
        cookie_session.pop(CALLED, None)
    else:
        return None
    if sitting.instrument.in_pictures:
        return redirect(url_for("participant.help", back=back), 303)
    return redirect(request.full_path.rstrip("?"), 303)


def address_before_the_path(sitting: Sitting) -> str:
    """The screen before the first step: the last explanation in pictures, the choice about research in words."""
    if sitting.instrument.in_pictures:
        return url_for("participant.tell", key=sitting.instrument.practice_instructions[-1])
    return url_for("participant.research")


def health_is_hidden(sitting: Sitting) -> bool:
    """Whether the health part and what was chosen about it stay out of sight.

    Others hold the card with the code, so after the end only the device on which the person finished still shows them.
    A facilitator who reads aloud on the own device sees them only when the person agreed there.
    """
    if reads_on_own_device() and cookie_session.get(ALOUD_CARE) != sitting.token:
        return True
    return sitting.state is SittingState.FINISHED and cookie_session.get(FINISHED_HERE) != sitting.token


def is_closed(sitting: Sitting) -> bool:
    """Whether answers can no longer change."""
    return sitting.session_closed or sitting.state in CLOSED_STATES
