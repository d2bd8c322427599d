"""Recording what people hear: which texts nobody has spoken yet, hear one, speak it, keep it."""

from __future__ import annotations

from collections import Counter
from datetime import date

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from app.local_time import local_day
from app.services.rights import Information
from app.services.sound_recordings import (
    LONGEST,
    Given,
    RecordingRefused,
    SlotState,
    State,
    add_recording,
    given_lately,
    latest_given,
    slot_states,
)
from app.sound.slots import PICTOGRAM
from app.web.context import current_library, current_work
from app.web.rules import shows
from app.web.sound import forget_sounds, sound_at
from app.web.staff.access import current_staff
from app.web.staff.blueprint import bp

SHOWN = {"open": {State.MISSING, State.STALE, State.SYNTHETIC}, "all": set(State)}
Problems = dict[str, str]


@bp.get("/sound")
@shows(Information.SETTINGS)
def sound_overview() -> ResponseReturnValue:
    """How many texts of each instrument and language a person has spoken."""
    library = current_library()
    counted = {
        (name, locale): Counter(one.state for one in slot_states(current_work(), name, locale))
        for name in sorted(library.instruments, key=lambda name: library.instruments[name].variant != PICTOGRAM)
        for locale in library.locales
    }
    return render_template("staff/sound.html", counted=counted, State=State, instruments=library.instruments)


@bp.get("/sound/<instrument_id>/<language>")
@shows(Information.SETTINGS)
def sound_texts(instrument_id: str, language: str) -> ResponseReturnValue:
    """The texts of one instrument in one language: those that nobody has spoken, or all."""
    found = _states(instrument_id, language)
    shown = request.args.get("shown", "open")
    lines = [one for one in found if one.state in SHOWN.get(shown, SHOWN["open"])]
    return render_template(
        "staff/sound_texts.html", instrument_id=instrument_id, code=language, lines=lines, found=found, shown=shown,
        State=State, in_pictures=current_library().instrument(instrument_id).in_pictures,
    )  # fmt: skip


@bp.get("/sound/<instrument_id>/<language>/<key>")
@shows(Information.SETTINGS)
def sound_text(instrument_id: str, language: str, key: str) -> ResponseReturnValue:
    """One text: hear it, speak it."""
    return _text_page(instrument_id, language, key, _proposed(), {})


def _proposed() -> MultiDict[str, str]:
    """Who speaks during this visit, by the last recording of this account; else the day of today alone."""
    work = current_work()
    given = given_lately(work, current_staff().id)
    if given is None:
        return MultiDict({"recorded_on": local_day(work.now()).isoformat()})
    return MultiDict(
        {"speaker": given.speaker, "recorded_on": given.recorded_on.isoformat(), "permission": given.permission}
    )


@bp.post("/sound/<instrument_id>/<language>/<key>")
@shows(Information.SETTINGS)
def keep_recording(instrument_id: str, language: str, key: str) -> ResponseReturnValue:
    """Keep a recording and go to the next text that nobody has spoken; or say what is wrong with it."""
    states = _states(instrument_id, language)
    slot = _one(states, key).slot
    problems: Problems = {}
    given = _given(request.form, problems)
    sound = request.files.get("sound")
    content = sound.read() if sound else b""
    if not content:
        problems["sound"] = gettext("Record the text, or choose a file.")
    if given is None or problems:
        return _text_page(instrument_id, language, key, request.form, problems), 422
    try:
        add_recording(current_work(), slot, content, given, current_staff().id)
    except RecordingRefused:
        problems["sound"] = gettext(
            "Nobody is heard in it, it is longer than a minute, or it cannot be read. Try again."
        )
        return _text_page(instrument_id, language, key, request.form, problems), 422
    forget_sounds()
    flash(gettext("The recording is kept. People hear it within a minute."))
    following = _next_open(states, key)
    if following is None:
        return redirect(url_for("staff.sound_texts", instrument_id=instrument_id, language=language), 303)
    return redirect(url_for("staff.sound_text", instrument_id=instrument_id, language=language, key=following), 303)


def _states(instrument_id: str, language: str) -> list[SlotState]:
    library = current_library()
    if instrument_id not in library.instruments or language not in library.locales:
        abort(404)
    return slot_states(current_work(), instrument_id, language)


def _one(states: list[SlotState], key: str) -> SlotState:
    found = next((one for one in states if one.slot.key == key), None)
    if found is None:
        abort(404)
    return found


def _next_open(states: list[SlotState], key: str) -> str | None:
    """The first text after this one that no person has spoken, from the top again at the end; None when all are."""
    keys = [one.slot.key for one in states]
    at = keys.index(key)
    after = [*states[at + 1 :], *states[:at]]
    return next((one.slot.key for one in after if one.state is not State.HUMAN), None)


def _given(form: MultiDict[str, str], problems: Problems) -> Given | None:
    for name, longest in LONGEST.items():
        if not 0 < len(form.get(name, "").strip()) <= longest:
            problems[name] = gettext("Fill this in, with at most %(most)s signs.", most=longest)
    try:
        recorded_on = date.fromisoformat(form.get("recorded_on", ""))
    except ValueError:
        problems["recorded_on"] = gettext("Choose a day.")
        return None
    return Given(form.get("speaker", ""), recorded_on, form.get("permission", ""))


def _text_page(instrument_id: str, language: str, key: str, form: MultiDict[str, str], problems: Problems) -> str:
    states = _states(instrument_id, language)
    one = _one(states, key)
    g.may_record = True
    slot = one.slot
    known = {"speaker", "recorded_on", "permission"} <= set(form) and not problems
    return render_template(
        "staff/sound_text.html", instrument_id=instrument_id, code=language, one=one, slot=slot, State=State,
        sound=sound_at(slot, one.kept) if one.kept else None, form=form, problems=problems,
        following=_next_open(states, key),
        given=latest_given(current_work(), (slot.language, slot.key, slot.hash)), known=known,
        left=sum(other.state is not State.HUMAN for other in states), number=len(states), longest=LONGEST,
    )  # fmt: skip
