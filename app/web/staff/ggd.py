"""The GGD work list: help asked for today first, then oldest first; an item is closed by a person."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.services import audit
from app.services import signals as service
from app.services.audit import AuditKind
from app.services.care import SignalUnknown
from app.services.care_signals import ask_for_care_signal, care_signal_state, read_care_signal
from app.services.reports import ReportMissing
from app.services.rights import Information
from app.store.care_models import Advice, SignalStatus
from app.store.models import RoleName
from app.web.context import current_work
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.audited import logs, say_read
from app.web.staff.blueprint import bp

STEPS = (SignalStatus.CONTACTED, SignalStatus.APPOINTMENT, SignalStatus.DECLINED, SignalStatus.CLOSED)


@bp.get("/ggd")
@shows(Information.CARE_SIGNALS, RoleName.GGD)
@logs(AuditKind.GGD_LIST_READ)
def work_list() -> ResponseReturnValue:
    """The open items."""
    found = service.signals(current_work(), current_staff())
    return render_template(
        "staff/ggd.html",
        today=[signal for signal in found if signal.item.today],
        others=[signal for signal in found if not signal.item.today],
        untouched=sum(signal.untouched for signal in found),
    )


@bp.get("/ggd/closed")
@shows(Information.CARE_SIGNALS, RoleName.GGD)
@logs(AuditKind.GGD_LIST_READ)
def closed_list() -> ResponseReturnValue:
    """The items that were closed."""
    return render_template("staff/ggd_closed.html", found=service.signals(current_work(), current_staff(), closed=True))


@bp.get("/ggd/<int:item_id>")
@shows(Information.CARE_SIGNALS, RoleName.GGD)
@logs(AuditKind.SIGNAL_READ, lambda values: audit.signal(values["item_id"]))
def signal_page(item_id: int) -> ResponseReturnValue:
    """One item with what was released and what was done."""
    try:
        found = service.signal(current_work(), current_staff(), item_id)
    except SignalUnknown:
        abort(404)
    return render_template(
        "staff/signal.html", signal=found, steps=STEPS, advices=tuple(Advice), care_signal=_care_signal(item_id)
    )


def _care_signal(item_id: int) -> str:
    """ready, waiting, offered, or "" where there is nothing to make one of."""
    try:
        return care_signal_state(current_work(), current_staff(), item_id) or "offered"
    except SignalUnknown:
        return ""


@bp.get("/ggd/<int:item_id>/care-signal")
@shows(Information.CARE_SIGNALS, RoleName.GGD)
@logs(AuditKind.REPORT_READ, lambda values: audit.signal(values["item_id"]))
def care_signal_file(item_id: int) -> ResponseReturnValue:
    """The care signal as PDF, as it stands now; the name of the file holds no name."""
    try:
        content = read_care_signal(current_work(), current_staff(), item_id)
    except SignalUnknown:
        abort(404)
    except ReportMissing:
        flash(gettext("The care signal is not ready yet. Look again in a minute."))
        return redirect(url_for("staff.signal_page", item_id=item_id), 303)
    say_read("care_signal")
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="care-signal-{item_id}.pdf"'
    return answer


@bp.post("/ggd/<int:item_id>/care-signal")
@shows(Information.CARE_SIGNALS, RoleName.GGD)
def make_care_signal(item_id: int) -> ResponseReturnValue:
    """Ask for the care signal as it stands now."""
    try:
        ask_for_care_signal(current_work(), current_staff(), item_id)
    except SignalUnknown:
        abort(404)
    return redirect(url_for("staff.signal_page", item_id=item_id), 303)


@bp.post("/ggd/<int:item_id>")
@shows(Information.CARE_SIGNALS, RoleName.GGD)
def take_step(item_id: int) -> ResponseReturnValue:
    """Keep what was done."""
    chosen = request.form.get("status", "")
    if chosen not in {step.value for step in STEPS}:
        flash(gettext("Choose what you did. Nothing was changed."))
        return redirect(url_for("staff.signal_page", item_id=item_id), 303)
    try:
        service.take_step(current_work(), current_staff(), item_id, SignalStatus(chosen))
    except SignalUnknown:
        abort(404)
    flash(gettext("Kept, with your name and the time."))
    return redirect(url_for("staff.work_list"), 303)


@bp.post("/ggd/<int:item_id>/advice")
@shows(Information.CARE_SIGNALS, RoleName.GGD)
def advise(item_id: int) -> ResponseReturnValue:
    """Keep what the GGD advises about care and the way to work."""
    chosen = request.form.get("advice", "")
    try:
        service.signal(current_work(), current_staff(), item_id)
        if chosen not in set(Advice):
            flash(gettext("Choose an advice. Nothing was changed."))
            return redirect(url_for("staff.signal_page", item_id=item_id), 303)
        service.advise(current_work(), current_staff(), item_id, Advice(chosen))
    except SignalUnknown:
        abort(404)
    flash(gettext("The advice is kept."))
    return redirect(url_for("staff.signal_page", item_id=item_id), 303)
