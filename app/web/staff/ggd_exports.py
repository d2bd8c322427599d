"""Files of the GGD work list: asked for by one colleague, allowed by another one, taken once by the first."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.core.care_signal import Reach
from app.local_time import ZONE
from app.services import care_exports as service
from app.services.audit import AuditKind
from app.services.care_exports import ExportGone, ExportState, ExportUnknown, OwnExport
from app.services.rights import Information
from app.services.signals import Signal
from app.store.models import RoleName
from app.web.context import current_work
from app.web.csv_cells import csv_line
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.audited import logs
from app.web.staff.blueprint import bp
from app.web.staff.words import text

COLUMNS = (
    "raised_at",
    "today",
    "status",
    "name",
    "code",
    "language",
    "interpreter",
    "ways",
    "detail",
    "location",
    "last_step_at",
    "last_step_by",
)


@bp.get("/ggd/exports")
@shows(Information.CARE_SIGNALS, RoleName.GGD)
@logs(AuditKind.GGD_LIST_READ)
def ggd_exports() -> ResponseReturnValue:
    """What was asked for, and by whom."""
    found = service.exports(current_work(), current_staff())
    return render_template("staff/ggd_exports.html", found=found, State=ExportState, states=state_names())


@bp.post("/ggd/exports")
@shows(Information.CARE_SIGNALS, RoleName.GGD)
def ask_for_export() -> ResponseReturnValue:
    """Ask for a file."""
    service.ask_for_export(current_work(), current_staff())
    return _back(gettext("Asked for. A colleague of the GGD has to allow it within 24 hours."))


@bp.post("/ggd/exports/<int:export_id>/decision")
@shows(Information.CARE_SIGNALS, RoleName.GGD)
def decide_export(export_id: int) -> ResponseReturnValue:
    """Allow or refuse what a colleague asked for."""
    chosen = {"allow": True, "refuse": False}.get(request.form.get("decision", ""))

    def decide() -> ResponseReturnValue:
        service.find_export(current_work(), current_staff(), export_id)
        if chosen is None:
            return _back(gettext("Choose what you want. Nothing was changed."))
        service.decide_export(current_work(), current_staff(), export_id, yes=chosen)
        if not chosen:
            return _back(gettext("Not allowed. No file is made."))
        return _back(gettext("Allowed. Your colleague can take the file once, within 24 hours."))

    return _with_answer(decide)


@bp.post("/ggd/exports/<int:export_id>/file")
@shows(Information.CARE_SIGNALS, RoleName.GGD)
def take_export(export_id: int) -> ResponseReturnValue:
    """The file: a line for each open item, every cell safe in a spreadsheet."""

    def take() -> ResponseReturnValue:
        found = service.take_export(current_work(), current_staff(), export_id)
        answer = Response(_file(found), mimetype="text/csv")
        answer.headers["Content-Disposition"] = 'attachment; filename="work-list.csv"'
        return answer

    return _with_answer(take)


def _with_answer(act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    try:
        return act()
    except ExportUnknown:
        abort(404)
    except OwnExport:
        return _back(gettext("You asked for this file yourself. A colleague has to allow it. Nothing was changed."))
    except ExportGone:
        return _back(gettext("This cannot be done with this file any more. Nothing was changed; ask for a new one."))


def _back(sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for("staff.ggd_exports"), 303)


def _file(found: list[Signal]) -> str:
    return "".join(csv_line(cells) for cells in (COLUMNS, *(_cells(one) for one in found)))


def _cells(one: Signal) -> tuple[str, ...]:
    last = one.steps[-1] if one.steps else None
    return (
        one.item.raised_at.astimezone(ZONE).isoformat(timespec="minutes"),
        text("ui.yes") if one.item.today else text("ui.no"),
        text(f"staff.ggd.{one.item.status}"),
        one.name or "",
        one.short_code,
        str(one.item.context.get("locale") or ""),
        _interpreter(one.contact),
        ", ".join(text(f"consent.contact_way.{way}") for way in one.contact.ways) if one.contact else "",
        one.contact.detail if one.contact else "",
        str(one.item.context.get("location") or ""),
        last.at.astimezone(ZONE).isoformat(timespec="minutes") if last else "",
        (last.by or "") if last else "",
    )


def _interpreter(contact: Reach | None) -> str:
    """What was asked for; "" when nothing was said about it."""
    if contact is None or contact.interpreter is None:
        return ""
    if not contact.interpreter:
        none: str = gettext("no interpreter")
        return none
    return text(f"consent.interpreter.{contact.preference or 'no_preference'}")


def state_names() -> dict[ExportState, str]:
    """How far a file is, in words."""
    return {
        # Translators: a file of the GGD work list was asked for; a colleague still has to allow it.
        ExportState.ASKED: gettext("waits for a colleague"),
        # Translators: a file of the GGD work list may be taken, once.
        ExportState.ALLOWED: gettext("allowed"),
        # Translators: a colleague did not allow a file of the GGD work list.
        ExportState.REFUSED: gettext("not allowed"),
        # Translators: a file of the GGD work list was taken by who asked for it.
        ExportState.TAKEN: gettext("taken"),
        # Translators: a file of the GGD work list was not allowed or not taken within 24 hours.
        ExportState.TOO_OLD: gettext("too old"),
    }
