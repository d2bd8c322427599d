"""Recordings of people: taken in one by one or as a folder, looked through, and asked for before a release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import insert, select

from app.instruments.library import Library
from app.services.sound import Kept, Place, placeholders, recordings
from app.services.work import Work
from app.sound.slots import PICTOGRAM, Slot, slots_of
from app.store.models import SoundRecording

KINDS = frozenset({".wav", ".mp3", ".m4a", ".mp4", ".aac", ".ogg", ".oga", ".opus", ".webm", ".flac"})
MOST_BYTES = 8 * 1024 * 1024  # of one recording as it is sent in
LONGEST = {"speaker": 200, "permission": 400}
VISIT = timedelta(hours=12)
"""So long the page of recordings proposes the speaker of the last recording."""


class RecordingRefused(ValueError):
    """Recordings that cannot be taken in; ``errors`` has a sentence for each, and nothing was stored."""

    def __init__(self, errors: Sequence[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = tuple(errors)


class State(StrEnum):
    """How a text stands."""

    HUMAN = "human"
    STALE = "stale"  # a person spoke it in other words than it has now
    SYNTHETIC = "synthetic"  # only a placeholder
    MISSING = "missing"  # nothing at all


@dataclass(frozen=True, slots=True)
class Given:
    """Who speaks, when it was recorded and what the speaker allowed, in a sentence."""

    speaker: str
    recorded_on: date
    permission: str


@dataclass(frozen=True, slots=True)
class SlotState:
    """One slot and how it stands. ``kept``: what is heard now, or None."""

    slot: Slot
    state: State
    kept: Kept | None


def slot_states(work: Work, instrument_id: str, locale: str) -> list[SlotState]:
    """Every slot of an instrument in a locale, in its order. A stale one may be heard as a placeholder meanwhile."""
    spoken, synthetic = recordings(work), placeholders(work.config.sound_folder)
    ever = {place[:2] for place in spoken}
    return [_state_of(slot, spoken, synthetic, ever) for slot in slots_of(work.library, instrument_id, locale)]


def _state_of(
    slot: Slot, spoken: Mapping[Place, Kept], synthetic: Mapping[Place, Kept], ever: Iterable[tuple[str, str]]
) -> SlotState:
    place = (slot.language, slot.key, slot.hash)
    if place in spoken:
        return SlotState(slot, State.HUMAN, spoken[place])
    kept = synthetic.get(place)
    if place[:2] in ever:
        return SlotState(slot, State.STALE, kept)
    return SlotState(slot, State.SYNTHETIC if kept else State.MISSING, kept)


def lacks_voice(work: Work, instrument_id: str, locale: str) -> list[Slot]:
    """The slots that keep the picture variant from being released: no person has spoken them as they are now.

    Always empty for the text variant, which also works without sound.
    """
    if work.library.instrument(instrument_id).variant != PICTOGRAM:
        return []
    spoken = recordings(work)
    slots = slots_of(work.library, instrument_id, locale)
    return [slot for slot in slots if (slot.language, slot.key, slot.hash) not in spoken]


def slots_by_key(library: Library, locale: str) -> dict[str, Slot]:
    """Key to slot, of all instruments in a locale."""
    return {slot.key: slot for name in library.instruments for slot in slots_of(library, name, locale)}


def add_recording(work: Work, slot: Slot, content: bytes, given: Given, account_id: int | None = None) -> None:
    """Take in one recording of a text in any usual format; commits. Raises RecordingRefused."""
    errors = _errors_of(given)
    coded, problem = _coded(slot.key, content)
    if errors or problem or coded is None:
        raise RecordingRefused([*errors, *([problem] if problem else [])])
    work.db.execute(insert(SoundRecording).values(**_row(work, slot, given, account_id), **coded))
    work.db.commit()


def import_folder(work: Work, folder: Path, locale: str | None, given: Given) -> int:
    """Take in every recording of a folder: ``<key>.<kind>``, or ``<locale>/<key>.<kind>``; commits; gives how many.

    Everything is looked at first. Raises RecordingRefused with all errors at once, and then stores nothing.
    """
    errors = _errors_of(given)
    rows = []
    files = _files(folder, locale, tuple(work.library.locales))
    for file, language in files:
        slot = slots_by_key(work.library, language).get(file.stem)
        if slot is None:
            errors.append(f"{file}: no text '{file.stem}' can be heard in '{language}'")
            continue
        coded, problem = _coded(str(file), file.read_bytes())
        if coded is None:
            errors.append(problem)
        else:
            rows.append({**_row(work, slot, given, None), **coded})
    if not files:
        errors.append(f"{folder}: no recordings found; a file is named by its key, such as ui.listen.wav")
    if errors:
        raise RecordingRefused(errors)
    work.db.execute(insert(SoundRecording), rows)
    work.db.commit()
    return len(rows)


def _files(folder: Path, locale: str | None, locales: Sequence[str]) -> list[tuple[Path, str]]:
    """The recordings of a folder with their locale, in order of their names; other files are left alone."""
    homes = [(folder, locale)] if locale else [(folder / name, name) for name in locales]
    return [
        (file, name)
        for home, name in homes
        if home.is_dir()
        for file in sorted(home.iterdir())
        if file.suffix.lower() in KINDS
    ]


def _errors_of(given: Given) -> list[str]:
    errors = []
    for name, longest in LONGEST.items():
        written = getattr(given, name).strip()
        if not written or len(written) > longest:
            errors.append(f"{name}: 1 to {longest} signs are needed")
    return errors


def _coded(name: str, content: bytes) -> tuple[dict[str, object] | None, str]:
    """The sound as columns, or None and what is wrong with it."""
    from app.sound.coding import NotReadable, TooLong, coded_recording  # noqa: PLC0415 - FFmpeg, only where needed
    from app.sound.samples import Silence  # noqa: PLC0415 - the same

    if len(content) > MOST_BYTES:
        return None, f"{name}: larger than {MOST_BYTES // 1024**2} MB"
    try:
        sound = coded_recording(content)
    except (NotReadable, TooLong, Silence) as error:
        return None, f"{name}: {error}"
    return {"opus": sound.opus, "mp3": sound.mp3, "seconds": sound.seconds}, ""


def _row(work: Work, slot: Slot, given: Given, account_id: int | None) -> dict[str, object]:
    return {
        "locale": slot.language,
        "text_key": slot.key,
        "text_hash": slot.hash,
        "speaker": given.speaker.strip(),
        "recorded_on": given.recorded_on,
        "permission": given.permission.strip(),
        "added_by_id": account_id,
        "added_at": work.now(),
    }


def given_lately(work: Work, account_id: int) -> Given | None:
    """Who spoke the last recording that this account kept, while it is of the same visit (``VISIT``), or None."""
    row = work.db.execute(
        select(SoundRecording.speaker, SoundRecording.recorded_on, SoundRecording.permission)
        .where(SoundRecording.added_by_id == account_id, SoundRecording.added_at > work.now() - VISIT)
        .order_by(SoundRecording.id.desc())
        .limit(1)
    ).first()
    return Given(row.speaker, row.recorded_on, row.permission) if row else None


def latest_given(work: Work, place: Place) -> Given | None:
    """Who spoke the newest recording of these words, or None."""
    language, key, text_hash = place
    row = work.db.execute(
        select(SoundRecording.speaker, SoundRecording.recorded_on, SoundRecording.permission)
        .where(SoundRecording.locale == language, SoundRecording.text_key == key, SoundRecording.text_hash == text_hash)
        .order_by(SoundRecording.id.desc())
        .limit(1)
    ).first()
    return Given(row.speaker, row.recorded_on, row.permission) if row else None
