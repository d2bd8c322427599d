"""Backups: both stores as they were at one moment, each sealed with a key of its own, and their end."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Engine
from sqlalchemy.orm import DeclarativeBase, Session

from app.config import Config
from app.keys import Keys
from app.services.audit import SYSTEM, AuditKind, Event, record
from app.services.removal_marks import Removals, as_values, forget_old_marks, from_values, removals
from app.services.work import Work
from app.store.care_models import CareReport
from app.store.copied_out import copy_out
from app.store.models import AuditEvent
from app.store.private_files import new_private_file, private_folder
from app.store.sealed_stream import StreamBroken, open_stream, seal_stream
from app.store.snapshot import copy_stores, is_embedded, store_file

FORMAT = "inbeeld-backup-1"
STORES = ("main", "care")
KEY_SETTINGS = {"main": "INBEELD_BACKUP_KEY", "care": "INBEELD_CARE_BACKUP_KEY"}
REMOVALS = "removals.sealed"
NAME = re.compile(r"inbeeld-(\d{8}T\d{6}Z)")
PARTIAL, COPY = ".partial-", ".copy-"
LEFT_SECONDS = 3600.0  # no backup takes so long; what is older was left by one that was killed
_STAMP = "%Y%m%dT%H%M%SZ"
_LONGEST_MANIFEST = 100_000  # bytes
_PIECE = 1024 * 1024


class NoBackupKey(Exception):
    """A setting with a backup key is missing; the message names it."""


class BackupExists(Exception):
    """A backup of the same second stands there already."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in a sealed store, in front of it. ``backup``: the same in both stores of one backup."""

    backup: str
    made_at: str  # ISO 8601, UTC
    store: str
    revision: str
    size: int  # bytes
    sha256: str
    rows: dict[str, int]
    format: str = FORMAT


def make_backup(work: Work, out: Path) -> Path:
    """Write one backup into a folder of its own in ``out``, read it back to check it, and give that folder.

    The folder appears whole or not at all. Raises NoBackupKey, CannotCopy, BackupExists.
    """
    keys = {store: backup_keys(work.config, store) for store in STORES}
    beside = _room_for_copies(work.config)
    made_at = work.now()
    folder = out / f"inbeeld-{made_at:{_STAMP}}"
    if folder.exists():
        raise BackupExists(folder.name)
    private_folder(out)
    _remove_leftovers(out, beside)
    partial = Path(tempfile.mkdtemp(prefix=PARTIAL, dir=out))
    try:
        with tempfile.TemporaryDirectory(prefix=COPY, dir=beside) as copies:
            backup = secrets.token_hex(16)
            for store, copy in _copies(work, Path(copies)).items():
                manifest = _manifest_of(copy, store, backup, made_at)
                _write_store(partial / f"{store}.sealed", copy, manifest, keys[store])
        write_removals(work, partial / REMOVALS)
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    forget_old_marks(work, work.config.backup_days + 1)
    record(work, Event(AuditKind.BACKUP_MADE, SYSTEM))
    work.db.commit()
    return folder


def _room_for_copies(config: Config) -> Path:
    """Where the copies are until they are sealed: on the disk of embedded stores, else where the settings say."""
    folder = store_file(config.database_url).parent if is_embedded(config.database_url) else config.data
    private_folder(folder)
    return folder


def _copies(work: Work, folder: Path) -> dict[str, Path]:
    """Both stores as files of SQLite in ``folder``. Raises CannotCopy."""
    urls = {"main": work.config.database_url, "care": work.config.care_database_url}
    if all(map(is_embedded, urls.values())):
        return copy_stores({store: store_file(url) for store, url in urls.items()}, folder)
    return copy_out({"main": _engine(work.db, AuditEvent), "care": _engine(work.care, CareReport)}, folder)


def _engine(session: Session, table: type[DeclarativeBase]) -> Engine:
    bound = session.get_bind(table)
    return bound if isinstance(bound, Engine) else bound.engine


def _remove_leftovers(out: Path, data: Path) -> None:
    """Remove what backups that were killed left behind."""
    before = time.time() - LEFT_SECONDS
    for left in (*out.glob(f"{PARTIAL}*"), *data.glob(f"{COPY}*")):
        if left.is_dir() and left.stat().st_mtime < before:
            shutil.rmtree(left)


def backup_keys(config: Config, store: str) -> Keys:
    """The keys that seal backups of this store. Raises NoBackupKey."""
    keys = config.backup_key if store == "main" else config.care_backup_key
    if keys is None:
        raise NoBackupKey(f"{KEY_SETTINGS[store]} is missing: flask keys make")
    return keys


def _manifest_of(copy: Path, store: str, backup: str, made_at: datetime) -> Manifest:
    with closing(sqlite3.connect(copy)) as connection:
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        rows = rows_of(connection)
    with copy.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return Manifest(backup, made_at.isoformat(), store, revision, copy.stat().st_size, digest, rows)


def rows_of(connection: sqlite3.Connection) -> dict[str, int]:
    """Table name to number of rows."""
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - a table of ours
        for (name,) in names.fetchall()
    }


def _write_store(file: Path, copy: Path, manifest: Manifest, keys: Keys) -> None:
    """Seal the manifest, a line, and the store behind it; then read it all back."""
    with copy.open("rb") as store, _Joined(_line(asdict(manifest)), store) as content:
        _write_sealed(file, content, keys, manifest.store)
    with file.open("rb") as sealed, tempfile.TemporaryFile(dir=copy.parent) as target:
        open_stream(sealed, target, keys, manifest.store)
        target.seek(0)
        if read_manifest(target) != manifest or hashlib.file_digest(target, "sha256").hexdigest() != manifest.sha256:
            raise StreamBroken(f"{file.name} does not read back as it was written.")


def read_manifest(content: BinaryIO) -> Manifest:
    """The manifest at the beginning of an opened store. Raises StreamBroken."""
    try:
        manifest = Manifest(**json.loads(content.readline(_LONGEST_MANIFEST)))
    except (ValueError, TypeError) as error:
        raise StreamBroken("It holds no backup.") from error
    if manifest.format != FORMAT:
        raise StreamBroken("It is a backup of another version.")
    return manifest


def _line(values: Mapping[str, object]) -> bytes:
    return json.dumps(values, sort_keys=True).encode() + b"\n"


def _write_sealed(file: Path, content: BinaryIO, keys: Keys, purpose: str) -> None:
    with new_private_file(file) as target:
        seal_stream(content, target, keys, purpose)
        target.flush()
        os.fsync(target.fileno())


class _Joined(BytesIO):
    """One content behind another, read as if it were one file."""

    def __init__(self, first: bytes, second: BinaryIO) -> None:
        super().__init__(first)
        self._second = second

    def read(self, size: int | None = -1, /) -> bytes:
        """As many bytes as asked for, over the border too."""
        wanted = -1 if size is None else size
        begun = super().read(wanted)
        return begun + self._second.read(-1 if wanted < 0 else wanted - len(begun))


# --- removals ---


def write_removals(work: Work, file: Path) -> Removals:
    """Write what was removed until now, sealed, in the place of what stood there. Raises NoBackupKey."""
    known = removals(work)
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        _write_sealed(beside, BytesIO(_line(as_values(known))), backup_keys(work.config, "main"), "removals")
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    return known


def read_removals(config: Config, file: Path) -> Removals:
    """What such a file says. Raises NoBackupKey, StreamBroken, OSError."""
    content = BytesIO()
    with file.open("rb") as sealed:
        open_stream(sealed, content, backup_keys(config, "main"), "removals")
    try:
        return from_values(json.loads(content.getvalue()))
    except (ValueError, KeyError, TypeError) as error:
        raise StreamBroken("It holds no list of removals.") from error


# --- their end ---


def backups_in(out: Path) -> dict[Path, datetime]:
    """The backups in a folder with the moment each was made, oldest first; other files and folders are left alone."""
    found = {}
    for folder in sorted(out.iterdir()) if out.is_dir() else []:
        name = NAME.fullmatch(folder.name)
        if name and folder.is_dir() and not folder.is_symlink():
            found[folder] = datetime.strptime(name[1], _STAMP).replace(tzinfo=UTC)
    return found


def prune(work: Work, out: Path, days: int | None = None) -> list[Path]:
    """Remove backups older than their period (``backup_days`` when none is named). Gives what was removed."""
    before = work.now() - timedelta(days=work.config.backup_days if days is None else days)
    old = [folder for folder, made_at in backups_in(out).items() if made_at < before]
    for folder in old:
        shutil.rmtree(folder)
    return old
