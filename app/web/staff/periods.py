"""How long the organisation keeps things: seen and changed by the administrator; the next night applies it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.services.retention import LONGEST, SHORTEST, Periods, PeriodsRefused, periods_of, set_periods
from app.services.rights import Information
from app.web.context import current_work
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.blueprint import bp

FIELDS = ("answers_months", "report_months", "care_months", "log_months")
LONGEST_NUMBER = 3  # signs


@bp.get("/periods")
@shows(Information.SETTINGS)
def periods() -> ResponseReturnValue:
    """The periods as they are."""
    kept = asdict(periods_of(current_work(), current_staff().organisation_id))
    return _page({name: str(kept[name]) for name in FIELDS})


@bp.post("/periods")
@shows(Information.SETTINGS)
def change_periods() -> ResponseReturnValue:
    """Keep other periods, or show the form again with what does not fit."""
    form = {name: request.form.get(name, "").strip()[: LONGEST_NUMBER + 1] for name in FIELDS}
    try:
        set_periods(current_work(), current_staff(), Periods(**{name: _months(form[name]) for name in FIELDS}))
    except PeriodsRefused:
        return _page(form, refused=True), 422
    flash(gettext("The periods are kept. What is over goes next night."))
    return redirect(url_for("staff.periods"), 303)


def _months(text: str) -> int:
    """A number of months; 0, which is refused, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else 0


def _page(form: Mapping[str, str], *, refused: bool = False) -> str:
    return render_template("staff/periods.html", form=form, refused=refused, shortest=SHORTEST, longest=LONGEST)
