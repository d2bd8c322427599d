"""A copy of everything that is kept of the person, as a file; never on a device of the staff."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask import Response, abort, g
from flask.typing import ResponseReturnValue

from app.services.own_data import own_data
from app.web.context import current_work
from app.web.participant.blueprint import bp
from app.web.participant.own_device import reads_on_own_device
from app.web.participant.sitting import NOT_BEGUN, current_sitting, health_is_hidden

FILE_NAME = "inbeeld.json"


@bp.get("/<locale>/own/copy")
def own_copy() -> ResponseReturnValue:
    """The copy in the language of the page; about health only where the person finished, as on every other page."""
    sitting = current_sitting()
    if reads_on_own_device() or sitting.state in NOT_BEGUN:
        abort(404)
    return as_file(own_data(current_work(), sitting, g.locale, health=not health_is_hidden(sitting)))


def as_file(copy: Mapping[str, object]) -> ResponseReturnValue:
    """A copy as a file to keep."""
    answer = Response(json.dumps(copy, ensure_ascii=False, indent=2), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return answer
