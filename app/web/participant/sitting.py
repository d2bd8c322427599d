"""The sitting behind the cookie, and the frame that all its pages share."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf

from app.core.routing import Progress, Step, StepKind, progress
from app.instruments.wording import Wording
from app.services.calls import call_help, cancel_help, open_call
from app.services.delivery import (
    CLOSED_STATES,
    ParticipationClosed,
    SessionNotOpen,
    Sitting,
    SittingUnknown,
    expired,
    open_sitting,
)
from app.store.models import SittingState
from app.web import steps
from app.web.context import INSTRUMENT, current_library, current_work, inbeeld
from app.web.offered import is_released, page_locales

TOKEN, SINCE, CALLED, FINISHED_HERE = "sitting", "since", "called", "finished"
QUERY = frozenset({"back", "chosen", "tries", "to", "said", "what", "expired"})
"""Names that the query of a participant page may hold."""
UNSAVED = "unsaved"
"""Says in an address that the last answer did not fit."""
NOT_BEGUN = frozenset({SittingState.NEW, SittingState.DECLINED})


class NoSitting(Exception):
    """This device has no open sitting: no code was entered, or it was too long ago."""


class OtherLanguage(Exception):
    """The group session does not offer the language of the address; ``locale`` is one that it offers."""

    def __init__(self, locale: str) -> None:
        super().__init__(locale)
        self.locale = locale


class NotBegun(Exception):
    """The person has not chosen to take part yet."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A language in the menu of a page, with the address of the same page in it."""

    code: str
    endonym: str
    direction: str
    address: str


def begin(token: str) -> None:
    """Remember on this device whose sitting it is: an opaque token, never the code."""
    cookie_session.permanent = True
    for name in (CALLED, FINISHED_HERE, "wrong", "wrong_since"):
        cookie_session.pop(name, None)
    cookie_session[TOKEN] = token
    cookie_session[SINCE] = datetime.now(UTC).isoformat()


def current_sitting(items: Collection[str] | None = ()) -> Sitting:
    """The sitting of this device with the responses to ``items``.

    Raises NoSitting, OtherLanguage, SessionNotOpen (also when it offers no language that is released);
    ParticipationClosed when the person stopped for good.
    """
    token = cookie_session.get(TOKEN)
    work = current_work()
    if not token or expired(work, datetime.fromisoformat(cookie_session[SINCE])):
        raise NoSitting
    try:
        sitting = open_sitting(work, token, items)
    except SittingUnknown:
        raise NoSitting from None
    offered = offered_locales(sitting)
    if not offered:
        raise SessionNotOpen
    if g.locale not in offered:
        raise OtherLanguage(sitting.locale if sitting.locale in offered else offered[0])
    if sitting.state is SittingState.STOPPED:
        raise ParticipationClosed
    return sitting


def answering(items: Collection[str] | None = ()) -> Sitting:
    """The sitting of somebody who takes part and can still answer. Raises as above, and NotBegun."""
    sitting = current_sitting(items)
    if sitting.state in NOT_BEGUN:
        raise NotBegun
    if sitting.closed:
        raise ParticipationClosed
    return sitting


def offered_locales(sitting: Sitting) -> list[str]:
    """The released languages of this group session, in its order; pseudo-languages only where a test put them."""
    testing = inbeeld().config.testing
    return [code for code in sitting.locales if (code in sitting.wordings or testing) and is_released(code)]


def words_of(sitting: Sitting | None) -> Wording:
    """The words of this sitting's version in the language of the page; without a sitting the current ones."""
    if sitting is not None and g.locale in sitting.wordings:
        return sitting.wordings[g.locale]
    return current_library().wording(INSTRUMENT if sitting is None else sitting.instrument.id, g.locale)


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
    query = {name: value for name, value in request.args.items() if name in QUERY}
    return {**(request.view_args or {}), **query, "locale": locale}


def languages(codes: Collection[str]) -> list[Choice]:
    """The menu of languages for this page."""
    library = current_library()
    endpoint = request.endpoint or "participant.home"
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
    page = render_template(
        template,
        sitting=sitting,
        wording=wording,
        t=wording.text,
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


def answer_topbar(sitting: Sitting, here: Step | None = None, *, said: str | None = None) -> ResponseReturnValue | None:
    """What the fixed buttons of every page do: stop, hide, call help, take the hand down. None for any other button.

    ``said``: what the next page says besides.
    """
    go = request.form.get("go")
    if go in {"stop", "hide"}:
        where = "participant.stop" if go == "stop" else "participant.hidden"
        return redirect(url_for(where, back=steps.written(here) if here else "", said=said), 303)
    if go == "help":
        call_help(current_work(), sitting)
        cookie_session[CALLED] = True
    elif go == "no_help":
        cancel_help(current_work(), sitting)
        cookie_session.pop(CALLED, None)
    else:
        return None
    return redirect(request.full_path.rstrip("?"), 303)


def health_is_hidden(sitting: Sitting) -> bool:
    """Whether the health part and what was chosen about it stay out of sight.

    Others hold the card with the code, so after the end only the device on which the person finished still shows them.
    """
    return sitting.state is SittingState.FINISHED and cookie_session.get(FINISHED_HERE) != sitting.token


def is_closed(sitting: Sitting) -> bool:
    """Whether answers can no longer change."""
    return sitting.session_closed or sitting.state in CLOSED_STATES
