"""The summary after the talk, for who has the code and was given access: it holds nothing about health."""

from __future__ import annotations

from flask import Response, abort
from flask.typing import ResponseReturnValue

from app.services.person_requests import may_have_copy
from app.services.reports import SUMMARY, ReportMissing, read_report
from app.web.context import current_work
from app.web.participant.blueprint import bp
from app.web.participant.own_reports import FILE_NAMES
from app.web.participant.own_requests import asker
from app.web.participant.sitting import NOT_BEGUN


@bp.get("/<locale>/own/requests/summary")
def asked_summary() -> ResponseReturnValue:
    """The summary as it was made last."""
    sitting = asker()
    if sitting is None or sitting.state in NOT_BEGUN or not may_have_copy(current_work(), sitting.id):
        abort(404)
    try:
        content = read_report(current_work(), sitting.id, SUMMARY)
    except ReportMissing:
        abort(404)
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAMES[SUMMARY]}"'
    return answer
