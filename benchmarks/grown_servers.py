"""PostgreSQL and Valkey for the time of a measurement. Started by ``grounds.py``; ends on SIGTERM, and both with it.

``python grown_servers.py`` prints one line of JSON: the fields of a ``Ground``. What PostgreSQL committed lasts, as it
does on a server and in the SQLite files of the other ground.
"""

from __future__ import annotations

import json
import signal
import sys

import psycopg
from psycopg import sql
from redis import Redis

from tests.tools import postgres, valkey

LASTING = "-c fsync=on -c full_page_writes=on -c synchronous_commit=on -c max_wal_size=1GB"
"""What a server has when nobody changes it; the last one because segments of the log are small here."""
STORES = ("main", "care", "bare")
VERSION_PARTS = 10_000  # of the number in which PostgreSQL says its version


def main() -> None:
    """Start both, say where they are, wait."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with postgres.running(LASTING) as database, valkey.running() as jobs:
        with psycopg.connect(database.settings_of_a_client, autocommit=True) as connection:
            for store in STORES:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(store)))
            version = connection.info.server_version // VERSION_PARTS
        ground = {
            "name": f"PostgreSQL {version} with fsync, Valkey {_valkey_version(jobs.address)}",
            **{store: database.address(store) for store in STORES},
            "jobs": jobs.address,
            "processes": [database.pid, jobs.pid],
        }
        print(json.dumps(ground), flush=True)
        while True:
            signal.pause()


def _valkey_version(address: str) -> str:
    with Redis.from_url(address) as client:
        told = client.info("server")
    return str(told.get("valkey_version", "")).partition(".")[0]


if __name__ == "__main__":
    main()
