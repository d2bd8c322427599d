"""An embedded store that stands still while it moves: nobody has it open, and nobody can open it by its name.

Its file gets another name, and in its place stands a file that says so: whoever comes by the old name finds no tables
of ours and a revision that no version knows.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine, StaticPool, create_engine

from app.store.revisions import MOVED

END = ".moved"
PATIENCE_SECONDS = 1.0
_SIGN = ("CREATE TABLE alembic_version (version_num TEXT)", "CREATE TABLE moved (move TEXT)")


class StillServed(Exception):
    """Somebody has the store open: web, worker, or another command."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is in use. Stop web, workers and other commands first; then nobody can answer.")


def frozen_file(file: Path) -> Path:
    """Where the store is while it stands still."""
    return file.with_name(file.name + END)


def move_of(file: Path) -> str | None:
    """The id of the move for which this store was frozen; None when it is in its place."""
    if not frozen_file(file).exists() or not file.exists() or _same(file):
        return None
    with closing(sqlite3.connect(f"file:{_quoted(file)}?mode=ro", uri=True)) as connection:
        try:
            found = connection.execute("SELECT move FROM moved").fetchone()
        except sqlite3.DatabaseError:
            return None
    return str(found[0]) if found else None


class TakenName(Exception):
    """Another store stands under the name that this one would get."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{frozen_file(file)} is there already, of another move. Put it elsewhere first.")


def freeze(files: Iterable[Path], move: str) -> None:
    """Give the stores their other names. Killed in the middle, each is in its place or frozen.

    Raises StillServed or TakenName; then all are where they were.
    """
    with ExitStack() as alone:
        held = list(files)
        for file in held:
            alone.enter_context(closing(_alone(file)))  # until the end of this nobody else can open them
            if frozen_file(file).exists() and not _same(file):
                raise TakenName(file)
        for file in held:
            _rename(file, move)


def _rename(file: Path, move: str) -> None:
    sign = _sign(file, move)
    try:
        if not frozen_file(file).exists():
            os.link(file, frozen_file(file))
        sign.replace(file)
    finally:
        sign.unlink(missing_ok=True)
    _last(file.parent)


def put_back(file: Path) -> None:
    """Give the store its own name again, as it was. Raises StillServed."""
    if _same(file):
        frozen_file(file).unlink()
        return
    with closing(_alone(file)), closing(_alone(frozen_file(file))):
        frozen_file(file).replace(file)
        _last(file.parent)


@contextmanager
def frozen_store(file: Path) -> Iterator[Engine]:
    """The frozen store, to read, and for nobody else meanwhile. Raises StillServed."""
    connection = _alone(frozen_file(file))
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool, hide_parameters=True)
    try:
        yield engine
    finally:
        engine.dispose()
        connection.close()


def _alone(file: Path) -> sqlite3.Connection:
    """The only connection to a store, until it is closed: all that was written stands in the one file."""
    connection = sqlite3.connect(
        f"file:{_quoted(file)}?mode=rw", uri=True, timeout=PATIENCE_SECONDS, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE").close()
        (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        connection.execute("BEGIN EXCLUSIVE").close()
        connection.commit()
    except sqlite3.OperationalError as error:
        connection.close()
        raise StillServed(file) from error
    if mode != "delete":
        connection.close()
        raise StillServed(file)
    return connection


def _sign(file: Path, move: str) -> Path:
    """What will stand in the place of the store."""
    sign = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    os.close(os.open(sign, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(sign)) as connection:
        for statement in _SIGN:
            connection.execute(statement)
        connection.execute("INSERT INTO alembic_version VALUES (?)", (MOVED,))
        connection.execute("INSERT INTO moved VALUES (?)", (move,))
        connection.commit()
    return sign


def _same(file: Path) -> bool:
    """Whether both names are still of the one file: it was being frozen, or put back, and that was cut off."""
    return frozen_file(file).samefile(file)


def _last(folder: Path) -> None:
    """Let the names outlast a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _quoted(file: Path) -> str:
    return str(file.resolve()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
