"""What can be heard: the address of each sound, and the sounds themselves."""

from __future__ import annotations

import io
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from flask import Blueprint, Flask, abort, current_app, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from app.instruments.wording import Wording
from app.services.sound import Kept, Place, merged, placeholder_bytes, placeholders, recorded_bytes, recordings
from app.sound.manifest import FORMATS, VERSION_SIGNS, Origin, manifest_times
from app.sound.slots import HASH_SIGNS, Slot, slot_of, stand_in_of
from app.web.context import current_library, current_work, inbeeld

bp = Blueprint("sound", __name__)
NAME = "inbeeld-sound"
SECONDS_KEPT = 60.0
ENDPOINT = "sound.play"


@dataclass(frozen=True, slots=True)
class Sound:
    """One text as it can be heard, by its key. ``address``: lacks the format at its end; its content never changes."""

    key: str
    address: str
    origin: Origin
    seconds: float

    @property
    def opus(self) -> str:
        """Address of the smaller file."""
        return f"{self.address}.opus"

    @property
    def mp3(self) -> str:
        """Address of the file that every browser plays."""
        return f"{self.address}.mp3"


@dataclass
class Shelf:
    """What a process knows about the sounds there are; looked at anew at most once a minute.

    ``edition`` goes up when something changed: whoever keeps a page with sounds names it among what the page depends
    on. ``sounds``: what was found since then, by the root of addresses, language, version and key of the text.
    """

    kept: Mapping[Place, Kept] = field(default_factory=dict)
    synthetic: Mapping[Place, Kept] = field(default_factory=dict)
    spoken: Mapping[Place, Kept] = field(default_factory=dict)
    times: Mapping[str, int] = field(default_factory=dict)
    looked_at: float | None = None
    edition: int = 0
    slots: dict[tuple[str, str, str], Slot | None] = field(default_factory=dict)
    sounds: dict[tuple[str, str, str, str], Sound | None] = field(default_factory=dict)


def attach(app: Flask) -> None:
    """Give templates ``sound_of`` and serve the sounds."""
    app.extensions[NAME] = Shelf()
    app.jinja_env.globals["sound_of"] = sound_of
    app.register_blueprint(bp)


def sound_of(wording: Wording, key: str) -> Sound | None:
    """What is heard for a text in these words; None when nobody and nothing has spoken exactly these words.

    Outside demonstration mode a placeholder counts only when the settings say so.
    """
    shelf = _shelf()
    place = (request.script_root, wording.locale, wording.content_hash, wording.key_of(key))
    if place not in shelf.sounds:
        shelf.sounds[place] = _found(shelf, wording, place[-1])
    return shelf.sounds[place]


def _found(shelf: Shelf, wording: Wording, key: str) -> Sound | None:
    slot = _slot(wording, key)
    for one in (slot, slot and stand_in_of(wording, slot)):
        kept = None if one is None else shelf.kept.get((one.language, one.key, one.hash))
        if one is not None and kept is not None:
            return sound_at(one, kept)
    return None


def sound_at(slot: Slot, kept: Kept) -> Sound:
    """Where a sound can be had."""
    opus = url_for(ENDPOINT, locale=slot.language, key=slot.key, version=slot.hash + kept.version, form="opus")
    return Sound(slot.key, opus.removesuffix(".opus"), kept.origin, kept.seconds)


def sound_edition() -> int:
    """Another number when other sounds are offered than before."""
    return _shelf().edition


def forget_sounds() -> None:
    """Look at the sounds anew with the next page of this process, because this process changed them."""
    cast("Shelf", current_app.extensions[NAME]).looked_at = None


def _slot(wording: Wording, key: str) -> Slot | None:
    slots = cast("Shelf", current_app.extensions[NAME]).slots
    place = (wording.locale, wording.content_hash, key)
    if place not in slots:
        slots[place] = slot_of(current_library(), wording, key)
    return slots[place]


def _shelf() -> Shelf:
    shelf = cast("Shelf", current_app.extensions[NAME])
    if shelf.looked_at is None or time.monotonic() - shelf.looked_at > SECONDS_KEPT:
        _look(shelf)
        shelf.looked_at = time.monotonic()
    return shelf


def _look(shelf: Shelf) -> None:
    """See what there is. While the store is away, the recordings that were known hold."""
    config = inbeeld().config
    _look_at_placeholders(shelf, config.sound_folder)
    try:
        shelf.spoken = recordings(current_work())
    except OperationalError:
        current_work().db.rollback()
    kept = merged(shelf.spoken, shelf.synthetic if config.offers_synthetic_sound else {})
    if kept != shelf.kept:
        shelf.kept = kept
        shelf.sounds.clear()
        shelf.edition += 1


def _look_at_placeholders(shelf: Shelf, folder: Path) -> None:
    times = manifest_times(folder)
    if times != shelf.times:
        shelf.synthetic, shelf.times = placeholders(folder), times


@bp.get(f"/sound/<locale>/<key>~<string(length={HASH_SIGNS + VERSION_SIGNS}):version>.<any({', '.join(FORMATS)}):form>")
def play(locale: str, key: str, version: str, form: str) -> ResponseReturnValue:
    """One sound, whole or the bytes that were asked for."""
    place, sound_version = (locale, key, version[:HASH_SIGNS]), version[HASH_SIGNS:]
    content = _placeholder(place, sound_version, form) or recorded_bytes(current_work(), place, sound_version, form)
    if content is None:
        abort(404)
    return send_file(io.BytesIO(content), mimetype=FORMATS[form].partition(";")[0], etag=version)


def _placeholder(place: Place, version: str, form: str) -> bytes | None:
    """The bytes of a placeholder that the manifest lists; an address alone opens no file."""
    shelf, folder = cast("Shelf", current_app.extensions[NAME]), inbeeld().config.sound_folder
    if not _is_listed(shelf, place, version):
        _look_at_placeholders(shelf, folder)
    if not _is_listed(shelf, place, version):
        return None
    language, key, text_hash = place
    return placeholder_bytes(folder / language, f"{key}~{text_hash}", form)


def _is_listed(shelf: Shelf, place: Place, version: str) -> bool:
    kept = shelf.synthetic.get(place)
    return kept is not None and kept.version == version
