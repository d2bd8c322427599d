"""A copy of everything that is kept of the person, as a file; never on a device of the staff.

The whole of it, with what is about health, is had where the person finished, before the device is given back. Elsewhere
whoever holds the card would get it too: there the copy leaves health out, and says so and where the whole is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask import Response, abort, g
from flask.typing import ResponseReturnValue

from app.services.own_data import own_data
from app.web.context import current_work
from app.web.participant.blueprint import bp
from app.web.participant.own_device import reads_on_own_device
from app.web.participant.sitting import NOT_BEGUN, current_sitting, health_is_hidden, words_of

FILE_NAME = "inbeeld.json"
LEFT_OUT = ("request.copy.without_health", "request.copy.whole")


@bp.get("/<locale>/own/copy")
def own_copy() -> ResponseReturnValue:
    """The copy in the language of the page; about health only where the person finished, as on every other page."""
    sitting = current_sitting()
    if reads_on_own_device() or sitting.state in NOT_BEGUN:
        abort(404)
    health = not health_is_hidden(sitting)
    return as_file(own_data(current_work(), sitting, g.locale, health=health), whole=health)


def about_the_copy(*, whole: bool) -> list[str]:
    """What is not in a copy without health, and where and until when the whole one is, in the language of the page."""
    words = words_of(None)  # of now: a form that was published before does not have them
    return [words.text(key) for key in (LEFT_OUT[1:] if whole else LEFT_OUT)]


def as_file(copy: Mapping[str, object], *, whole: bool) -> ResponseReturnValue:
    """A copy as a file to keep; one without health says so."""
    if not whole:
        copy = {**copy, "left_out": about_the_copy(whole=False)}
    answer = Response(json.dumps(copy, ensure_ascii=False, indent=2), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return answer
