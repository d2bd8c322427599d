"""What a page says when something cannot be done: what happened, what is safe, what to do next; never blame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, abort, current_app, g, redirect, render_template, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from app.services.access import SessionNotYetOpen
from app.services.delivery import ParticipationClosed
from app.services.sittings import SessionNotOpen, SittingUnknown, UnknownItem
from app.services.variants import token_that_goes_on
from app.web.context import INSTRUMENT, current_library, current_work
from app.web.locale import STAFF, asked_locale
from app.web.participant.forms import Filled, keep_answer, posted_key
from app.web.participant.items import Said, item_page
from app.web.participant.pause import pause_page
from app.web.participant.sitting import (
    TOKEN,
    AsksFirst,
    Covered,
    NoSitting,
    NotBegun,
    OtherForm,
    OtherLanguage,
    SittingPaused,
    answering,
    mark_of_token,
    same_page,
    words_of,
)
from app.web.participant.start import code_page

ITEM_ENDPOINT = "participant.save_item"
RETRY_SECONDS = 5
GONE = 410
MOST_TAKEN_IN = 64 * 1024 * 1024  # bytes of a form that is refused for its size


@dataclass(frozen=True, slots=True)
class Message:
    """A page in three parts. ``next_words`` and ``address``: the one thing to do."""

    title: str
    sentences: tuple[str, ...]
    next_words: str
    address: str


def attach(app: Flask) -> None:
    """Answer what views raise."""
    app.url_value_preprocessor(refuse_unnamable)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(CSRFError, page_expired)
    app.register_error_handler(NoSitting, no_sitting)
    app.register_error_handler(SittingUnknown, no_sitting)
    app.register_error_handler(Covered, lambda _error: redirect(url_for("participant.code", covered=1), 303))
    app.register_error_handler(OtherLanguage, other_language)
    app.register_error_handler(NotBegun, lambda _error: redirect(url_for("participant.go_on"), 303))
    app.register_error_handler(OtherForm, other_form)
    app.register_error_handler(AsksFirst, lambda error: redirect(error.address, 303))
    app.register_error_handler(SittingPaused, paused)
    app.register_error_handler(UnknownItem, lambda _error: error_page(404))
    app.register_error_handler(SessionNotOpen, not_open)
    app.register_error_handler(ParticipationClosed, closed)
    app.register_error_handler(OperationalError, busy)
    app.register_error_handler(DataError, cannot_be_kept)


def refuse_unnamable(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Nothing has a name with a zero byte in it, and PostgreSQL refuses to look for one: it is not there."""
    if any("\0" in value for value in (values or {}).values() if isinstance(value, str)):
        abort(404)


def error_page(status: int) -> ResponseReturnValue:
    """The page for one HTTP status, in the language of the person."""
    if request.path.split("/", 2)[1] == STAFF:
        from app.web.staff.errors import staff_error  # noqa: PLC0415 - only staff pages need it

        return staff_error(status)
    if "locale" not in g:
        g.locale = asked_locale()
    return _page(message_for(status), status)


def _page(message: Message, status: int, **headers: str) -> ResponseReturnValue:
    page = render_template("errors/error.html", message=message, wording=words_of(None), rights=status == GONE)
    return page, status, headers


def message_for(status: int) -> Message:
    """The words for an HTTP status."""
    wording = current_library().wording(INSTRUMENT, g.locale)
    text = wording.text
    home = url_for("participant.go_on") if cookie_session.get(TOKEN) else url_for("participant.home")
    go_on = text("stop.continue") if cookie_session.get(TOKEN) else text("ui.start")
    wrong = (gettext("Something went wrong"), (text("status.something_wrong"),))
    found: dict[int, tuple[str, tuple[str, ...]]] = {
        400: (gettext("This page was open too long"), (text("status.page_expired"),)),
        403: (
            gettext("This page cannot be opened here"),
            (gettext("Your answers are safe. Go on with your own questions, or ask for help."),),
        ),
        404: (gettext("This page does not exist"), (text("status.page_not_found"),)),
        405: (gettext("This page does not exist"), (text("status.page_not_found"),)),
        410: (gettext("This session is closed"), (text("session.closed"), text("session.closed_next"))),
        413: (
            gettext("That is too much text"),
            (
                gettext(
                    "This answer is not saved. Go back one page and make the text shorter. All other answers are saved."
                ),
            ),
        ),
        429: (
            gettext("Please wait a moment"),
            (gettext("Many questions came at once. Your answers are saved. Wait one minute, then try again."),),
        ),
        503: (
            gettext("It is very busy now"),
            (gettext("Your answers are saved. Wait a moment, then try again."),),
        ),
    }
    title, sentences = found.get(status, wrong)
    return Message(title, sentences, go_on, home)


def http_error(error: HTTPException) -> ResponseReturnValue:
    """Any HTTP error as a page; redirects and answers made by views pass through."""
    if error.response is not None or error.code is None or error.code < 400:  # noqa: PLR2004 - no error
        return error
    if isinstance(error, RequestEntityTooLarge):
        _take_in_the_rest()
    if error.code >= 500:  # noqa: PLR2004 - whatever it was, it may have left a transaction in which nothing can be read
        _take_back()
    return error_page(error.code)


def _take_in_the_rest() -> None:
    """Read what is still being sent: a browser that cannot send to the end never shows the answer."""
    left = min(request.content_length or 0, MOST_TAKEN_IN)
    while left > 0:
        part = request.environ["wsgi.input"].read(min(left, 65536))
        if not part:
            return
        left -= len(part)


def page_expired(_error: CSRFError) -> ResponseReturnValue:
    """A form without a valid token: too old, or not ours. An answer in it is shown again, to be saved with "next"."""
    if request.endpoint != ITEM_ENDPOINT or not request.view_args:
        return error_page(400)
    try:
        return _answer_again(str(request.view_args["item_id"]))
    except Exception as refused:  # noqa: BLE001 - whatever has a page of its own gets it, anything else goes on
        return current_app.handle_user_exception(refused)


def _answer_again(item_id: str) -> ResponseReturnValue:
    sitting = answering([item_id])
    said = Said(words_of(sitting).text("status.page_expired"), 400)
    return item_page(sitting, item_id, Filled.of_form(request.form), said, key=posted_key(request.form))


def no_sitting(_error: Exception) -> ResponseReturnValue:
    """No open sitting on this device: the code again; an answer that was posted waits in the page."""
    token = cookie_session.pop(TOKEN, None)
    if request.method == "GET":
        return redirect(url_for("participant.code", expired=1), 303)
    kept = ""
    if request.endpoint == ITEM_ENDPOINT and request.view_args:
        whose = mark_of_token(token) if token else request.form.get("sitting", "")
        kept = keep_answer(str(request.view_args["item_id"]), request.form, whose)
    return code_page(status=403, expired=True, kept=kept)


def other_language(error: OtherLanguage) -> ResponseReturnValue:
    """The same page in a language that this group session offers."""
    endpoint = request.endpoint or "participant.go_on"
    return redirect(url_for(endpoint, **same_page(error.locale)), 303)


def other_form(_error: OtherForm) -> ResponseReturnValue:
    """The form was changed on another device: this one follows."""
    token = token_that_goes_on(current_work(), cookie_session[TOKEN])
    if token is None:
        return no_sitting(NoSitting())
    cookie_session[TOKEN] = token
    return redirect(url_for("participant.go_on"), 303)


def paused(_error: SittingPaused) -> ResponseReturnValue:
    """The facilitator's break: a calm page; the same address shows the question again when it is over."""
    return pause_page(request.full_path.rstrip("?"))


def not_open(error: SessionNotOpen) -> ResponseReturnValue:
    """The group session has not begun."""
    text = words_of(None).text
    again = url_for("participant.code") if isinstance(error, SessionNotYetOpen) else request.path
    message = Message(gettext("Please wait a moment"), (text("session.not_open"),), gettext("Try again"), again)
    return _page(message, 403)


def closed(_error: ParticipationClosed) -> ResponseReturnValue:
    """Nothing more is recorded; what was recorded is safe."""
    return error_page(410)


def _take_back() -> None:
    """End both transactions: what was not kept is not, and the page that says so can be written."""
    current_work().db.rollback()
    current_work().care.rollback()


def busy(_error: OperationalError) -> ResponseReturnValue:
    """A store is busy or away."""
    _take_back()
    return _page(message_for(503), 503, **{"Retry-After": str(RETRY_SECONDS)})


def cannot_be_kept(_error: DataError) -> ResponseReturnValue:
    """A sign or a length that the store does not take: nothing is there under it, and nothing was changed."""
    _take_back()
    return error_page(404 if request.method == "GET" else 400)
