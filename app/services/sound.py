"""Sound as the pages meet it: for each text a recording of a person, else a placeholder, else none."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from app.services.work import Work
from app.sound.manifest import VERSION_SIGNS, Origin, languages_in, read_manifest, write_whole
from app.store.models import SoundRecording

Place = tuple[str, str, str]
"""Language, key of the text, hash of what is said."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A sound that is there. ``version`` names its content; ``size``: of its Opus, in bytes."""

    origin: Origin
    version: str
    seconds: float
    size: int


def recordings(work: Work) -> dict[Place, Kept]:
    """Every text that a person spoke; the newest recording of the same words stands."""
    rows = work.db.execute(
        select(
            SoundRecording.id,
            SoundRecording.locale,
            SoundRecording.text_key,
            SoundRecording.text_hash,
            SoundRecording.seconds,
            SoundRecording.added_at,
            func.length(SoundRecording.opus).label("size"),
        ).order_by(SoundRecording.id)
    )
    return {
        (row.locale, row.text_key, row.text_hash): Kept(
            Origin.HUMAN, recording_version(row.id, row.added_at), row.seconds, row.size
        )
        for row in rows
    }


def recording_version(row_id: int, added_at: datetime) -> str:
    """The version of a recording; a row is never changed, so this names its content."""
    return hashlib.sha256(f"{row_id} {added_at.isoformat()}".encode()).hexdigest()[:VERSION_SIGNS]


def placeholders(folder: Path) -> dict[Place, Kept]:
    """Every synthetic sound of the folder."""
    return {
        (language, entry.key, entry.hash): Kept(Origin.SYNTHETIC, entry.version, entry.seconds, entry.opus)
        for language in languages_in(folder)
        for entry in read_manifest(folder, language).values()
    }


def placeholder_bytes(home: Path, name: str, form: str) -> bytes | None:
    """A placeholder in one format, or None when its file is gone; the first who asks has the MP3 made.

    In a folder that may only be read it is made for everybody anew.
    """
    file, opus = home / f"{name}.{form}", home / f"{name}.opus"
    if not file.is_file() and form == "mp3" and opus.is_file():
        from app.sound.coding import as_mp3  # noqa: PLC0415 - FFmpeg is loaded only where it is needed

        made = as_mp3(opus.read_bytes())
        with suppress(OSError):
            write_whole(file, made)
        return made
    return file.read_bytes() if file.is_file() else None


def recorded_bytes(work: Work, place: Place, version: str, form: str) -> bytes | None:
    """A recording in one format ("opus" or "mp3"), or None when no recording has this version."""
    language, key, text_hash = place
    rows = work.db.execute(
        select(SoundRecording.id, SoundRecording.added_at).where(
            SoundRecording.locale == language,
            SoundRecording.text_key == key,
            SoundRecording.text_hash == text_hash,
        )
    )
    found = next((row.id for row in rows if recording_version(row.id, row.added_at) == version), None)
    column = SoundRecording.opus if form == "opus" else SoundRecording.mp3
    return work.db.scalar(select(column).where(SoundRecording.id == found)) if found is not None else None


def merged(spoken: Mapping[Place, Kept], synthetic: Mapping[Place, Kept]) -> dict[Place, Kept]:
    """A recording stands before a placeholder."""
    return {**synthetic, **spoken}
