"""The talk about a report, at one screen: a form for each part, kept part by part; and the final report."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.core.conversation import REMARK_KEYS, Evidence, Fit, Interpreter, Party, Present
from app.core.report import Phrase
from app.reporting.plan_of_approach import plan_text
from app.reporting.voice import Voice
from app.services import conversation as service
from app.services.audit import AuditKind, person
from app.services.caseload import NotSeenYet
from app.services.conversation import Held, PartChanged, PartUnknown, StandingPart, Talk, TalkChanged, TalkIncomplete
from app.services.conversation_values import AGREEMENTS, ENDING, GOAL, REMARK
from app.services.conversation_versions import VersionUnknown
from app.services.person_requests import remarks_of
from app.services.rights import Information
from app.store.models import RoleName
from app.web.context import current_work
from app.web.rules import shows
from app.web.staff.access import current_staff
from app.web.staff.audited import log_reading, logs, say_read, the_person
from app.web.staff.blueprint import bp
from app.web.staff.conversation_forms import (
    LONGEST,
    FormUnreadable,
    Unreadable,
    content_in,
    day_in,
    fields_of,
    rows_shown,
)

LONGEST_NUMBER = 7  # digits


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
    """Keep one part; who saves over the words of somebody else sees both, and nothing that was typed is left out."""
    work, staff = current_work(), current_staff()
    try:
        talk = service.talk_to_write_in(work, staff, public_id, part)
        service.save_part(work, staff, public_id, part, content_in(part, request.form), _number("version"))
    except FormUnreadable as unreadable:
        return _typed_page(talk, part, unreadable.problem), 422
    except NotSeenYet:
        return render_template("staff/not_yet.html"), 409
    except PartUnknown:
        abort(404)
    except PartChanged as changed:
        return _both_page(public_id, changed.standing), 409
    return redirect(url_for("staff.conversation", public_id=public_id, _anchor=_anchor(part)), 303)


def _typed_page(talk: Talk, part: str, problem: Unreadable) -> str:
    """What was typed, as it was typed, and what is missing in it."""
    return render_template(
        "staff/conversation_typed.html",
        **_words(talk),
        part=part,
        part_name=_part_name(talk, part),
        mine=request.form,
        version=_number("version"),
        problem=_problem_words()[problem],
    )


def _both_page(public_id: str, theirs: StandingPart) -> str:
    """What somebody else kept beside what was typed; that it was read is written down."""
    talk = service.open_talk(current_work(), current_staff(), public_id)
    log_reading(AuditKind.CONVERSATION_READ, person(public_id), "part")
    return render_template("staff/conversation_both.html", **_words(talk), theirs=theirs, mine=request.form)


@bp.post("/participants/<public_id>/conversation-held")
@shows(Information.PROFILE, RoleName.CLIENT_MANAGER)
def hold_conversation(public_id: str) -> ResponseReturnValue:
    """The talk was held, or its report is corrected: a version of the final report."""
    here = url_for("staff.conversation", public_id=public_id, _anchor="held")
    present = [one for one in Present if one.value in request.form.getlist("present")]
    try:
        held = service.mark_held(
            current_work(),
            current_staff(),
            public_id,
            day_in(request.form.get("held_on", "")),
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
        flash(_held_words(held))
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
        "fields_of": fields_of,
        "rows_shown": rows_shown,
        "longest": LONGEST,
        "remarks_later": remarks_of(current_work(), talk.person.participation_id),
    }


def _held_words(held: Held) -> str:
    """That a report is being made with a version, or that it stands on the page alone."""
    if held.printed:
        words = gettext("Version %(number)s of the final report is being made.", number=held.number)
    else:
        words = gettext(
            "Version %(number)s is kept. It stands on this page only: the answers are gone, so no report can be made.",
            number=held.number,
        )
    return str(words)


def _part_name(talk: Talk, part: str) -> Phrase:
    names = {
        **{f"topic.{topic.id}": topic.name for topic in talk.topics},
        **{f"{REMARK}{party.value}": Phrase(REMARK_KEYS[party]) for party in Party},
        GOAL: Phrase("agreements.goal"),
        AGREEMENTS: Phrase("report.section.agreements"),
        ENDING: Phrase("agreements.disagree"),
    }
    return names[part]


def _problem_words() -> dict[Unreadable, str]:
    """What is missing in a form, in words."""
    return {
        Unreadable.TOO_LONG: gettext("A text is longer than 2000 signs. Make it shorter."),
        Unreadable.DAY: gettext("A day cannot be read. Choose it again."),
        Unreadable.CHOICE: gettext("A choice cannot be read. Choose again."),
        Unreadable.TIME: gettext("The next talk needs a day and a time. Fill in both, or none."),
        Unreadable.ROW: gettext("A step or an observation does not say what. Write what, or empty the whole row."),
    }


def _plan(talk: Talk) -> str:
    return plan_text(talk.draft, talk.topics, Voice(talk.nl))


def _anchor(part: str) -> str:
    return part.replace(".", "-")


# --- forms ---


def _interpreter() -> Interpreter:
    chosen = request.form.get("interpreter", "")
    if chosen not in set(Interpreter):
        raise FormUnreadable(Unreadable.CHOICE)
    return Interpreter(chosen)


def _number(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else 0
