"""The talk about a report, at one screen: a form for each part, kept part by part; and the final report."""

from __future__ import annotations

from datetime import date, datetime, time

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.core.conversation import (
    MOST_ROWS,
    Agreement,
    Evidence,
    Fit,
    Interpreter,
    Observation,
    Present,
    TopicNotes,
)
from app.reporting.plan_of_approach import plan_text
from app.reporting.voice import Voice
from app.services import conversation as service
from app.services.audit import AuditKind
from app.services.caseload import NotSeenYet
from app.services.conversation import PartChanged, PartUnknown, Talk, TalkChanged, TalkIncomplete
from app.services.conversation_values import AGREEMENTS, ENDING, TOPIC, PartContent
from app.services.conversation_versions import VersionUnknown
from app.services.person_requests import remarks_of
from app.services.rights import Information
from app.store.models import RoleName
from app.web.context import current_work
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.audited import logs, say_read, the_person
from app.web.staff.blueprint import bp
from app.web.staff.words import ZONE

LONGEST = 2000  # signs of one field
LONGEST_NUMBER = 7  # digits
SPARE_ROWS = 1


class FormUnreadable(ValueError):
    """A field is too long, or a day or a choice is none."""


@bp.get("/participants/<public_id>/conversation")
@shows(Information.PROFILE)
@logs(AuditKind.CONVERSATION_READ, the_person)
def conversation(public_id: str) -> ResponseReturnValue:
    """The talk as it stands."""
    try:
        talk = service.open_talk(current_work(), current_staff(), public_id)
    except NotSeenYet:
        return render_template("staff/not_yet.html"), 409
    say_read("final" if talk.held else "draft")
    return render_template("staff/conversation.html", **_words(talk), plan=_plan(talk))


@bp.post("/participants/<public_id>/conversation/<part>")
@shows(Information.PROFILE)
def save_conversation_part(public_id: str, part: str) -> ResponseReturnValue:
    """Keep one part; who saves over the words of somebody else sees both."""
    here = url_for("staff.conversation", public_id=public_id, _anchor=_anchor(part))
    work, staff = current_work(), current_staff()
    try:
        content = _content(part)
        service.save_part(work, staff, public_id, part, content, _number("version"))
    except FormUnreadable:
        flash(gettext("Nothing was changed: a text is longer than 2000 signs, or a day or its time is missing."))
    except NotSeenYet:
        return render_template("staff/not_yet.html"), 409
    except PartUnknown:
        service.open_talk(work, staff, public_id)
        abort(404)
    except PartChanged as changed:
        talk = service.open_talk(work, staff, public_id)
        page = render_template("staff/conversation_both.html", **_words(talk), theirs=changed.standing, mine=content)
        return page, 409
    return redirect(here, 303)


@bp.post("/participants/<public_id>/conversation-held")
@shows(Information.PROFILE, RoleName.CLIENT_MANAGER)
def hold_conversation(public_id: str) -> ResponseReturnValue:
    """The talk was held, or its report is corrected: a version of the final report."""
    here = url_for("staff.conversation", public_id=public_id, _anchor="held")
    present = [one for one in Present if one.value in request.form.getlist("present")]
    try:
        number = service.mark_held(
            current_work(),
            current_staff(),
            public_id,
            _day(request.form.get("held_on", "")),
            present,
            _interpreter(),
            _number("number"),
        )
    except (FormUnreadable, TalkIncomplete):
        flash(gettext("Nothing was changed. Choose the day of the talk, not one to come, and who was there."))
    except TalkChanged:
        flash(gettext("Nothing was changed: somebody else made a version meanwhile. Look at it first."))
    except NotSeenYet:
        return render_template("staff/not_yet.html"), 409
    except PartUnknown:
        abort(404)
    else:
        flash(gettext("Version %(number)s of the final report is being made.", number=number))
    return redirect(here, 303)


@bp.get("/participants/<public_id>/conversation/versions/<int:number>")
@shows(Information.PROFILE)
@logs(AuditKind.CONVERSATION_READ, the_person)
def conversation_version(public_id: str, number: int) -> ResponseReturnValue:
    """One version of the final report as it stood; nothing of it changes any more."""
    try:
        talk, version = service.read_version(current_work(), current_staff(), public_id, number)
    except NotSeenYet:
        return render_template("staff/not_yet.html"), 409
    except VersionUnknown:
        abort(404)
    say_read("version")
    return render_template("staff/conversation_version.html", **_words(talk), version=version)


def _words(talk: Talk) -> dict[str, object]:
    """What every page of a talk says."""
    dutch, own = Voice(talk.nl), Voice(talk.own)
    return {
        "talk": talk,
        "person": talk.person,
        "voices": [dutch] if dutch.locale == own.locale else [dutch, own],
        "anchor": _anchor,
        "evidence_kinds": list(Evidence),
        "fits": list(Fit),
        "presents": list(Present),
        "interpreters": list(Interpreter),
        "spare_rows": SPARE_ROWS,
        "most_rows": MOST_ROWS,
        "longest": LONGEST,
        "zone": ZONE,
        "remarks_later": remarks_of(current_work(), talk.person.participation_id),
    }


def _plan(talk: Talk) -> str:
    return plan_text(talk.draft, talk.topics, Voice(talk.nl))


def _anchor(part: str) -> str:
    return part.replace(".", "-")


# --- forms ---


def _content(part: str) -> PartContent:
    """What the form of a part says. Raises FormUnreadable."""
    if part.startswith(TOPIC):
        return TopicNotes(_fit(), _text("words"), _observations())
    if part == AGREEMENTS:
        return tuple(_agreements())
    if part == ENDING:
        return _text("disagreement"), _moment()
    return _text("words")


def _fit() -> Fit | None:
    chosen = request.form.get("fit", "")
    if chosen not in {"", *Fit}:
        raise FormUnreadable
    return Fit(chosen) if chosen else None


def _observations() -> tuple[Observation, ...]:
    rows = (row for row in range(MOST_ROWS) if _text(f"what-{row}"))
    return tuple(
        Observation(_evidence(row), _text(f"what-{row}"), _text(f"by-{row}"), _day(request.form.get(f"on-{row}", "")))
        for row in rows
    )


def _evidence(row: int) -> Evidence:
    chosen = request.form.get(f"evidence-{row}", "")
    if chosen not in set(Evidence):
        raise FormUnreadable
    return Evidence(chosen)


def _agreements() -> list[Agreement]:
    rows = (row for row in range(MOST_ROWS) if _text(f"what-{row}"))
    return [
        Agreement(
            _text(f"what-{row}"),
            _text(f"who-{row}"),
            _day(request.form.get(f"on-{row}", "")),
            _text(f"needs-{row}"),
        )
        for row in rows
    ]


def _interpreter() -> Interpreter:
    chosen = request.form.get("interpreter", "")
    if chosen not in set(Interpreter):
        raise FormUnreadable
    return Interpreter(chosen)


def _text(name: str) -> str:
    """Words as typed, without blank space around them."""
    words = request.form.get(name, "").replace("\r\n", "\n").strip()
    if len(words) > LONGEST:
        raise FormUnreadable
    return words


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise FormUnreadable from error


def _moment() -> datetime | None:
    """When the next talk is: a day and a time, or nothing."""
    day, clock = _day(request.form.get("next_day", "")), request.form.get("next_time", "")
    if day is None:
        return None
    try:
        return datetime.combine(day, time.fromisoformat(clock), ZONE)
    except ValueError as error:
        raise FormUnreadable from error


def _number(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else 0
