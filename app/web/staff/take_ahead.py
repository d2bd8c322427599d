"""Taking ahead: what a session needs of pictures and sound, fetched into this browser while the network is good."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, gettext

from app.services.rights import Information
from app.services.take_ahead import Package, package, packages, sound_sizes
from app.web.assets import font_addresses, picture_address, sheet_address, weight_of_drawing
from app.web.context import current_work
from app.web.rules import shows
from app.web.scripts import script_address
from app.web.sound import sound_of
from app.web.staff.blueprint import bp

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One form in one language as shown: ``sounds`` that there are of ``texts`` texts, ``size`` in words."""

    instrument: str
    locale: str
    in_pictures: bool
    pictures: int
    sounds: int
    texts: int
    size: str


@bp.get("/take-ahead")
@shows(Information.PROGRESS)
def take_ahead() -> ResponseReturnValue:
    """Every form in every language, with what it weighs and a button to fetch it."""
    work = current_work()
    sizes = sound_sizes(work)
    return render_template("staff/take_ahead.html", lines=[_line(one, sizes) for one in packages(work)])


def _line(one: Package, sizes: dict[tuple[str, str, str], int]) -> Line:
    wording = current_work().library.wording(one.instrument.id, one.locale)
    there = [slot for slot in one.slots if sound_of(wording, slot.key)]
    return Line(
        instrument=one.instrument.id,
        locale=one.locale,
        in_pictures=one.instrument.in_pictures,
        pictures=len(one.pictures),
        sounds=len(there),
        texts=len(one.slots),
        size=size_in_words(
            sum(sizes.get((slot.language, slot.key, slot.hash), 0) for slot in there)
            + sum(map(weight_of_drawing, one.pictures))
        ),
    )


def size_in_words(size: int) -> str:
    """Bytes as a person says them: "640 kB", "5.1 MB"."""
    if size < MEGABYTE:
        return str(gettext("%(size)s kB", size=format_decimal(round(size / 1000))))
    return str(gettext("%(size)s MB", size=format_decimal(round(size / MEGABYTE, 1))))


@bp.get("/take-ahead/list")
@shows(Information.PROGRESS)
def take_ahead_list() -> ResponseReturnValue:
    """The addresses to fetch for one form in one language, as JSON; 422 for a form or language that there is not."""
    try:
        one = package(current_work(), request.args.get("instrument", ""), request.args.get("locale", ""))
    except KeyError:
        return {"always": [], "opus": [], "mp3": []}, 422
    wording = current_work().library.wording(one.instrument.id, one.locale)
    sounds = [sound for slot in one.slots if (sound := sound_of(wording, slot.key))]
    sheet = "picture" if one.instrument.in_pictures else "participant"
    return {
        "always": [
            sheet_address(sheet),
            script_address("participant"),
            url_for("static", filename="sound/silence.wav"),
            *font_addresses(sheet),
            *filter(None, map(picture_address, one.pictures)),
        ],
        "opus": [sound.opus for sound in sounds],
        "mp3": [sound.mp3 for sound in sounds],
    }
