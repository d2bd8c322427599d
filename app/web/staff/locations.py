"""Locations with their help numbers: list, add, change."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.services import locations as service
from app.services.locations import LocationForm, LocationProblem, LocationRefused
from app.services.rights import Information
from app.store.models import Location
from app.web.context import current_work
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.blueprint import bp

FIELDS = ("name", "care_contact", "care_phone", "out_of_hours_phone", "emergency_phone", "crisis_phone")
LONGEST = {"name": 200, "care_contact": 200, "emergency_phone": 20}
LONGEST_NUMBER = 60


@bp.get("/locations")
@shows(Information.SETTINGS)
def locations() -> ResponseReturnValue:
    """The locations of the organisation."""
    return render_template("staff/locations.html", lines=service.location_lines(current_work(), current_staff()))


@bp.get("/locations/new")
@shows(Information.SETTINGS)
def new_location() -> ResponseReturnValue:
    """An empty form."""
    return _page({"emergency_phone": "112"}, {}, None)


@bp.post("/locations/new")
@shows(Information.SETTINGS)
def add_location() -> ResponseReturnValue:
    """Keep the location, or show the form again with what does not fit."""
    try:
        service.add_location(current_work(), current_staff(), _read())
    except LocationRefused as refused:
        return _page(request.form, _words(refused), None), 422
    return _to_list()


@bp.get("/locations/<int:location_id>")
@shows(Information.SETTINGS)
def location(location_id: int) -> ResponseReturnValue:
    """The form with what is kept."""
    found = service.find_location(current_work(), current_staff(), location_id)
    return _page({name: getattr(found, name) for name in FIELDS}, {}, found)


@bp.post("/locations/<int:location_id>")
@shows(Information.SETTINGS)
def change_location(location_id: int) -> ResponseReturnValue:
    """Keep the changes, or show the form again with what does not fit."""
    work, staff = current_work(), current_staff()
    found = service.find_location(work, staff, location_id)
    try:
        service.change_location(work, staff, location_id, _read())
    except LocationRefused as refused:
        return _page(request.form, _words(refused), found), 422
    return _to_list()


def _page(form: Mapping[str, str], problems: Mapping[str, str], found: Location | None) -> str:
    longest = {name: LONGEST.get(name, LONGEST_NUMBER) for name in FIELDS}
    return render_template("staff/location.html", form=form, problems=problems, location=found, longest=longest)


def _read() -> LocationForm:
    return LocationForm(**{name: request.form.get(name, "")[: LONGEST.get(name, LONGEST_NUMBER)] for name in FIELDS})


def _to_list() -> ResponseReturnValue:
    flash(gettext("The location is kept. Help screens show these numbers from now on."))
    return redirect(url_for("staff.locations"), 303)


def _words(refused: LocationRefused) -> dict[str, str]:
    """A sentence for each problem, by the field where it is mended."""
    number = gettext("Write a telephone number that can be dialled, such as 088 112 2 112.")
    sentences = {
        LocationProblem.NAME_MISSING: ("name", gettext("Give the location a name.")),
        LocationProblem.NAME_TAKEN: ("name", gettext("Another location has this name. Give this one its own name.")),
        LocationProblem.CARE_CONTACT_MISSING: (
            "care_contact",
            gettext("Write who people can talk with here, such as GZA or the general practitioner."),
        ),
        LocationProblem.CARE_PHONE_WRONG: ("care_phone", number),
        LocationProblem.OUT_OF_HOURS_PHONE_WRONG: ("out_of_hours_phone", number),
        LocationProblem.EMERGENCY_PHONE_WRONG: ("emergency_phone", number),
        LocationProblem.CRISIS_PHONE_WRONG: ("crisis_phone", number),
    }
    return dict(sentences[problem] for problem in refused.problems)
