"""The GGD work list: help asked for today first, then oldest first; an item is closed by a person."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.services import signals as service
from app.services.care import SignalUnknown
from app.store.care_models import SignalStatus
from app.store.models import RoleName
from app.web.context import current_work
from app.web.staff.access import current_staff, for_roles
from app.web.staff.blueprint import bp

STEPS = (SignalStatus.CONTACTED, SignalStatus.APPOINTMENT, SignalStatus.DECLINED, SignalStatus.CLOSED)


@bp.get("/ggd")
@for_roles(RoleName.GGD)
def work_list() -> ResponseReturnValue:
    """The open items."""
    found = service.signals(current_work(), current_staff())
    return render_template(
        "staff/ggd.html",
        today=[signal for signal in found if signal.item.today],
        others=[signal for signal in found if not signal.item.today],
    )


@bp.get("/ggd/closed")
@for_roles(RoleName.GGD)
def closed_list() -> ResponseReturnValue:
    """The items that were closed."""
    return render_template("staff/ggd_closed.html", found=service.signals(current_work(), current_staff(), closed=True))


@bp.get("/ggd/<int:item_id>")
@for_roles(RoleName.GGD)
def signal_page(item_id: int) -> ResponseReturnValue:
    """One item with what was released and what was done."""
    try:
        found = service.signal(current_work(), current_staff(), item_id)
    except SignalUnknown:
        abort(404)
    return render_template("staff/signal.html", signal=found, steps=STEPS)


@bp.post("/ggd/<int:item_id>")
@for_roles(RoleName.GGD)
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
