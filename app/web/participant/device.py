"""What a device asks and tells beside the pages: words for a network that is away, that it is there, and a cover."""

from __future__ import annotations

import secrets
from datetime import datetime

from flask import abort, redirect, render_template, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.services.presence import Device, Storage, heard, other_device
from app.services.sittings import Sitting
from app.services.variants import tokens_of
from app.web.context import current_work
from app.web.participant.blueprint import bp
from app.web.participant.sitting import (
    COVERED,
    DEVICE,
    SINCE,
    TOKEN,
    NoSitting,
    current_sitting,
    mark_of,
    mark_of_token,
    words_of,
)

OTHER_DEVICE = 409
"""Status for a device whose person goes on at another one."""


@bp.get("/<locale>/here")
def look_here() -> ResponseReturnValue:
    """A fresh token for forms, and the words of this language that a device says by itself; nothing of a person."""
    words = render_template("participant/device_words.html", wording=words_of(None))
    return {"csrf": generate_csrf(), "words": words}


@bp.post("/<locale>/here")
def present() -> ResponseReturnValue:
    """This device is there, holds so many answers and can keep them or not. 409 when the person goes on elsewhere."""
    sitting, device, work = current_sitting(), _device(), current_work()
    storage = request.form.get("storage", "")
    if storage not in set(Storage):
        abort(400)
    heard(work, sitting, device, request.form.get("unsent", 0, int), Storage(storage))
    return "", OTHER_DEVICE if other_device(work, sitting, device) else 204


def _device() -> Device:
    if DEVICE not in cookie_session:
        cookie_session[DEVICE] = secrets.token_hex(8)
    return Device(cookie_session[DEVICE], datetime.fromisoformat(cookie_session[SINCE]))


def check_same_person(sitting: Sitting) -> None:
    """An answer that waited on the device belongs to whom it was given by. Aborts with 409 when that is another."""
    if request.form.get("sitting") != mark_of(sitting):
        abort(OTHER_DEVICE)


def check_same_person_in_any_form(sitting: Sitting) -> None:
    """The same for a call, which belongs to the person rather than to a form. Aborts with 409."""
    marks = {mark_of_token(token) for token in tokens_of(current_work(), sitting.token)}
    if request.form.get("sitting") not in marks:
        abort(OTHER_DEVICE)


@bp.post("/<locale>/cover")
def cover() -> ResponseReturnValue:
    """Nobody touched this device for a while: from now on it takes the code to go on."""
    if TOKEN not in cookie_session:
        raise NoSitting
    cookie_session[COVERED] = True
    return redirect(url_for("participant.code", covered=1), 303)
