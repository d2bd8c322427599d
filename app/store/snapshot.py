"""Copies of both stores as they were at one moment, made while the application writes."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from sqlalchemy import make_url

LOCK_SECONDS = 0.5  # shorter than the application waits: when both wait for each other, the copy steps back
TRIES = 120
REST_SECONDS = 0.05
PAGES = 512  # copied at a time: so many are held in memory


class CannotCopy(Exception):
    """A store cannot be copied this way; the message says why."""


def is_embedded(url: str) -> bool:
    """Whether a store is a file."""
    address = make_url(url)
    return address.get_backend_name() == "sqlite" and address.database not in {None, "", ":memory:"}


def store_file(url: str) -> Path:
    """The file of an embedded store. Raises CannotCopy for another kind of database."""
    address = make_url(url)
    if not is_embedded(url) or not address.database:
        raise CannotCopy(
            f"A backup is brought back into embedded stores, and moved to {address.get_backend_name()} from there "
            "(flask move): name files of SQLite in the settings."
        )
    return Path(address.database)


def copy_stores(files: Mapping[str, Path], folder: Path) -> dict[str, Path]:
    """Copy every store into ``folder``, all as they were at the same moment. Writers wait an instant, not for the copy.

    ``files``: store name to its file. Raises CannotCopy when the stores stay locked.
    """
    copies = {store: folder / f"{store}.sqlite" for store in files}
    with _at_one_moment(list(files.values())) as connections:
        for copy, source in zip(copies.values(), connections, strict=True):
            with closing(sqlite3.connect(copy)) as target:
                source.backup(target, pages=PAGES)
    return copies


@contextmanager
def _at_one_moment(files: Sequence[Path]) -> Iterator[list[sqlite3.Connection]]:
    """Connections that read each store as it was when nobody wrote in any of them."""
    with ExitStack() as opened:
        readers = [opened.enter_context(closing(_open(file))) for file in files]
        for _ in range(TRIES):
            if _begin_together(files, readers):
                yield readers
                return
            time.sleep(REST_SECONDS)
    raise CannotCopy("Somebody writes in a store without pause, so no moment was found to copy it. Try again.")


def _begin_together(files: Sequence[Path], readers: Sequence[sqlite3.Connection]) -> bool:
    """Begin to read every store while nobody may write; False when somebody writes too long."""
    with ExitStack() as locks:
        for file in files:
            lock = locks.enter_context(closing(_open(file)))
            try:
                lock.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return False
        for reader in readers:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return True


def _open(file: Path) -> sqlite3.Connection:
    address = f"file:{str(file.resolve()).replace('%', '%25').replace('?', '%3f').replace('#', '%23')}?mode=rw"
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=LOCK_SECONDS)
