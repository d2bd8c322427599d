"""The stores of a test, known by a folder: SQLite files in it, or databases of a PostgreSQL server and a Valkey.

``INBEELD_TEST_STORES=grown`` takes the servers; nothing else in a test says which of the two it runs on.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql
from redis import Redis
from sqlalchemy import make_url

from app.config import Config
from app.services.removal import store_files
from tests.tools import postgres, valkey

GROWN = os.environ.get("INBEELD_TEST_STORES") == "grown"
STORES = ("main", "care")
_made: list[str] = []
_stack = ExitStack()


def addresses(folder: Path) -> dict[str, str]:
    """Where the two stores and the queue of this folder are."""
    if not GROWN:
        return {name: f"sqlite:///{folder / name}.sqlite" for name in (*STORES, "jobs")}
    server = _servers()
    return {**{store: server[0].address(_ensured(_name(folder, store))) for store in STORES}, "jobs": server[1].address}


def settings(folder: Path) -> dict[str, str]:
    """What processes of their own need to be told of the stores of a folder; their queue is theirs alone."""
    if not GROWN:
        return {}
    where, number = addresses(folder), int(_name(folder, "")[1:], 16)
    queue = _servers()[1].place(1 + number % (valkey.PLACES - 1))
    return {
        "INBEELD_DATABASE_URL": where["main"],
        "INBEELD_CARE_DATABASE_URL": where["care"],
        "INBEELD_JOBS_URL": queue,
    }


def copy_stores(source: Path, target: Path) -> None:
    """Both stores of a folder, and its files, under another one. Nobody may have the first ones open."""
    shutil.copytree(source, target)
    if GROWN:
        for store in STORES:
            _create(_name(target, store), _name(source, store))


def written_out(config: Config) -> list[Path]:
    """Files with everything in them that both stores and the queue hold: their own, or what the servers tell."""
    if not GROWN:
        return store_files(config.data)
    folder = config.data / "written-out"
    folder.mkdir(parents=True, exist_ok=True)
    urls = {"main": config.database_url, "care": config.care_database_url}
    stores = [_write_out(url, folder / store) for store, url in urls.items()]
    return [*stores, _write_out_queue(config.jobs_url, folder / "jobs")]


def _write_out(url: str, file: Path) -> Path:
    address = make_url(url)
    said = psycopg.connect(host=str(address.query["host"]), user=address.username, dbname=address.database)
    with said as connection, file.open("wb") as out:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as rows:
                out.writelines(bytes(row) for row in rows)
    return file


def _write_out_queue(url: str, file: Path) -> Path:
    with Redis.from_url(url) as client:
        file.write_bytes(b"".join(client.dump(key) or b"" for key in client.scan_iter()))
    return file


def drop_made(since: int = 0) -> None:
    """Remove the databases that were made after so many others, and what waits in the queue."""
    if GROWN and len(_made) > since:
        with _administration() as connection:
            for name in _made[since:]:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        del _made[since:]
        _servers()[1].empty()


def made() -> int:
    """How many databases there are."""
    return len(_made)


@cache
def _servers() -> tuple[postgres.Postgres, valkey.Valkey]:
    """Started once per process that runs tests."""
    return _stack.enter_context(postgres.running()), _stack.enter_context(valkey.running())


def stop_servers() -> None:
    """At the end of a run."""
    _stack.close()


def _name(folder: Path, store: str) -> str:
    return f"{store}_{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]}"


def _ensured(name: str) -> str:
    if name not in _made:
        _create(name)
    return name


def _create(name: str, template: str = "template0") -> None:
    with _administration() as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
    _made.append(name)


def _administration() -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(_servers()[0].settings_of_a_client, autocommit=True)
