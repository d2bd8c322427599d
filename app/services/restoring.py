"""Putting a backup into an empty place: checked whole first, and without the people who were removed since."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.services.audit import SYSTEM, AuditKind, Event, record
from app.services.backups import (
    REMOVALS,
    STORES,
    Manifest,
    backup_keys,
    backups_in,
    read_manifest,
    read_removals,
    rows_of,
)
from app.services.key_rotation import standing
from app.services.removal import overwrite_removed
from app.services.removal_marks import Mark, RemovedPart
from app.services.removed_again import remove_again, unknown_keys
from app.services.work import Work
from app.store.base import Base, CareBase
from app.store.engine import make_engine
from app.store.migrate import known_revisions, upgrade
from app.store.private_files import new_private_file, private_folder
from app.store.sealed_stream import StreamBroken, open_stream
from app.store.snapshot import store_file

OPENED = "-opened"
_BESIDE = ("", "-wal", "-shm", "-journal", OPENED)


class NotRestored(Exception):
    """A backup cannot be put here; the message says why, and nothing was changed."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: when the backup was made, and which removals, known until when, were done again (UTC)."""

    made_at: datetime
    rows: int
    removals_until: datetime
    removed_again: Mapping[RemovedPart, int]


def restore(work: Work, folder: Path, lists: Sequence[Path] = ()) -> Restored:
    """Put a backup into the empty places that the settings name.

    ``lists``: files with removals; those beside the backup and in newer ones are found by themselves. Both stores are
    opened, compared with their manifest, brought to the tables of this version and looked through under other names;
    they take their places last. Raises NotRestored, NoBackupKey, CannotCopy; then nothing was changed.
    """
    places = {"main": store_file(work.config.database_url), "care": store_file(work.config.care_database_url)}
    _refuse_taken(places)
    until, marks = _removals(work, folder, lists)
    with _beside(places) as files:
        manifests = {store: _open_store(work, folder, store, files[store]) for store in STORES}
        if len({(one.backup, one.made_at) for one in manifests.values()}) > 1:
            raise NotRestored("The two stores are of different backups. Nothing was changed.")
        removed = _make_ready(work, files, marks)
        _put(files, places)
    made_at = datetime.fromisoformat(manifests["main"].made_at)
    return Restored(made_at, sum(sum(one.rows.values()) for one in manifests.values()), until, removed)


def _refuse_taken(places: Mapping[str, Path]) -> None:
    for place in places.values():
        if any(place.with_name(place.name + end).exists() for end in _BESIDE):
            raise NotRestored(f"{place} exists. A backup is put into an empty place only. Nothing was changed.")


@contextmanager
def _beside(places: Mapping[str, Path]) -> Iterator[dict[str, Path]]:
    """A file beside each place to work in, gone afterwards."""
    files = {store: place.with_name(f".{place.name}.restoring") for store, place in places.items()}
    try:
        for file in files.values():
            private_folder(file.parent)
            _remove(file)
            new_private_file(file).close()
        yield files
    finally:
        for file in files.values():
            _remove(file)


def _remove(file: Path) -> None:
    for end in _BESIDE:
        file.with_name(file.name + end).unlink(missing_ok=True)


def _put(files: Mapping[str, Path], places: Mapping[str, Path]) -> None:
    """Both stores in their places, or none; never in the place of something else."""
    put: list[Path] = []
    try:
        for store, place in places.items():
            os.link(files[store], place)
            put.append(place)
    except FileExistsError as error:
        for place in put:
            place.unlink()
        raise NotRestored(f"{error.filename2} was made meanwhile. Nothing was changed.") from error


# --- one store ---


def _open_store(work: Work, folder: Path, store: str, file: Path) -> Manifest:
    """Open one store into a file and look whether all of it is as it was. Raises NotRestored."""
    sealed, opened = folder / f"{store}.sealed", file.with_name(file.name + OPENED)
    try:
        with sealed.open("rb") as source, opened.open("xb") as target:
            open_stream(source, target, backup_keys(work.config, store), store)
        manifest = _take_out(opened, file)
    except (StreamBroken, OSError) as error:
        raise NotRestored(f"{sealed} cannot be opened. {error} Nothing was changed.") from error
    finally:
        opened.unlink(missing_ok=True)
    if manifest.store != store or manifest.revision not in known_revisions(store):
        raise NotRestored(f"{sealed} is of a newer version ({manifest.revision}). Nothing was changed.")
    _check_tables(sealed, file, manifest)
    return manifest


def _take_out(opened: Path, file: Path) -> Manifest:
    """The manifest, and the store behind it in a file of its own. Raises StreamBroken."""
    digest, size = hashlib.sha256(), 0
    with opened.open("rb") as content, file.open("wb") as target:
        manifest = read_manifest(content)
        while piece := content.read(1024 * 1024):
            digest.update(piece)
            size += target.write(piece)
    if (digest.hexdigest(), size) != (manifest.sha256, manifest.size):
        raise StreamBroken("It is not what its manifest says.")
    return manifest


def _check_tables(sealed: Path, file: Path, manifest: Manifest) -> None:
    with closing(sqlite3.connect(file)) as connection:
        whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        loose = connection.execute("PRAGMA foreign_key_check").fetchall()
        if not whole or loose or rows_of(connection) != manifest.rows:
            raise NotRestored(f"{sealed}: its tables are damaged. Nothing was changed.")


# --- both stores together ---


def _make_ready(work: Work, files: Mapping[str, Path], marks: Sequence[Mark]) -> dict[RemovedPart, int]:
    """Bring the tables forward, look whether the settings hold every key, and remove again what was removed since."""
    engines = {store: make_engine(f"sqlite:///{file}") for store, file in files.items()}
    try:
        upgrade(engines)
        with (
            Session(binds={Base: engines["main"]}) as main,
            Session(binds={CareBase: engines["care"]}) as care,
        ):
            there = replace(work, db=main, care=care)
            _refuse_unknown_keys(there, marks)
            removed = remove_again(there, marks)
            record(there, Event(AuditKind.BACKUP_RESTORED, SYSTEM))
            main.commit()
        overwrite_removed(engines)
    finally:
        for engine in engines.values():
            engine.dispose()
    return removed


def _refuse_unknown_keys(work: Work, marks: Sequence[Mark]) -> None:
    lost = {column.setting: column.name for column in standing(work) if column.unknown}
    if unknown_keys(work, marks):
        lost["INBEELD_LOOKUP_KEY"] = REMOVALS
    if lost:
        names = ", ".join(f"{setting} ({name})" for setting, name in sorted(lost.items()))
        raise NotRestored(f"Keys of that time are missing in the settings: {names}. Nothing was changed.")


def _removals(work: Work, folder: Path, lists: Sequence[Path]) -> tuple[datetime, list[Mark]]:
    """Until when removals are known, and every mark of the lists that can be found. Raises NotRestored."""
    beside = [one / REMOVALS for one in (folder.parent, *backups_in(folder.parent))]
    files = {folder / REMOVALS, *lists, *(file for file in beside if file.exists())}
    marks: dict[Mark, None] = {}
    moments = []
    for file in sorted(files):
        try:
            known = read_removals(work.config, file)
        except (StreamBroken, OSError) as error:
            raise NotRestored(f"{file} cannot be read. {error} Nothing was changed.") from error
        moments.append(known.until)
        marks.update(dict.fromkeys(known.marks))
    return max(moments), list(marks)
