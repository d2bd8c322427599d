"""``flask --app app web``: one web process of many, for whoever starts and stops them apart from the workers.

Everything is read before the port is opened: a proxy that finds it open gets its answer at once.
"""

from __future__ import annotations

from contextvars import Context
from multiprocessing import set_start_method

import click
from flask import Flask
from flask.cli import with_appcontext

from app.cli.ports import check_port
from app.cli.worker import cores
from app.config import Config
from app.extensions import db
from app.store.revisions import NOT_OURS, earlier_revisions, revision_of
from app.web.context import current_library, inbeeld, this_application

FINISH_SECONDS = 20  # for the requests at hand, when the proxy sends no new ones


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(web)


@click.command("web")
@click.option("--workers", type=click.IntRange(1), help="Processes that answer; one a core when not named.")
@with_appcontext
def web(workers: int | None) -> None:
    """Give pages, nothing else; SIGTERM lets the requests at hand be answered. Workers run by themselves."""
    config = inbeeld().config
    _check_tables()
    check_port(config)
    current_library()
    app = this_application()
    Context().run(give_pages, app, config, workers or cores())  # requests find nothing of this command around them


def _check_tables() -> None:
    """Raises ClickException where this version finds older tables than it needs.

    Newer ones serve: while many processes are renewed one by one, or put back, the tables are those of the new version,
    which leaves in place what the one before it needs.
    """
    for store, engine in {"main": db.get_engine("default"), "care": db.get_engine("care")}.items():
        with engine.connect() as connection:
            revision = revision_of(connection)
        engine.dispose()  # each process opens its own
        if revision in NOT_OURS:
            raise click.ClickException(f"The {store} store moves, or has moved: name the one that people use now.")
        if revision is None or revision in earlier_revisions(store):
            raise click.ClickException("The tables are older than this version. Type: flask --app app db upgrade")


def give_pages(app: Flask, config: Config, workers: int, finish_seconds: int = FINISH_SECONDS) -> None:
    """Answer at the address of these settings until a signal ends it, with as many processes.

    The requests at hand get ``finish_seconds`` to be answered.
    """
    from granian.constants import Interfaces  # noqa: PLC0415 - the server is loaded only where it serves
    from granian.log import LogLevels  # noqa: PLC0415 - the same
    from granian.server import Server  # noqa: PLC0415 - the same

    set_start_method("fork", force=True)  # each process that answers begins as a copy of this one
    server = Server(
        target="app.wsgi:app",
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=finish_seconds,
    )
    server.serve(target_loader=lambda: _begun(app), wrap_loader=False)


def _begun(app: Flask) -> Flask:
    """In each process that answers."""
    from app.web.participant import warm  # noqa: PLC0415 - pages are loaded only where they are given

    warm.begin(app)
    return app
