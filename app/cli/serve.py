"""``flask --app app serve``: web and worker together, one command, one Ctrl-C.

Both begin as copies of this process, which has read everything: an old laptop waits once, and keeps one copy of it.
"""

from __future__ import annotations

import gc
import http.client
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import Context
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import IO, cast

import click
from flask import Flask
from flask.cli import with_appcontext

from app import create_app
from app.cli.ports import check_port
from app.cli.room import in_terminal, room_addresses
from app.cli.web import give_pages
from app.cli.worker import cores, work
from app.config import Config
from app.extensions import db
from app.store import migrate
from app.store.private_files import private_folder
from app.web.context import current_library, current_work, inbeeld, this_application

START_SECONDS = 60
STOP_SECONDS = 5
WEB_FINISH_SECONDS = 2  # for the requests at hand
LOOK_SECONDS = 0.1
MOST_WRITERS = 4  # more processes only wait for one another's commits
LAST_LINES = 20
EVERYWHERE = "0.0.0.0"  # noqa: S104 - bound only when asked for


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(serve)


@dataclass(frozen=True, slots=True)
class Child:
    """A process of ours. ``stop_signal`` is the one that lets it finish what it has at hand."""

    name: str
    process: BaseProcess
    stop_signal: signal.Signals


class Stop:
    """Set by the first Ctrl-C or SIGTERM."""

    def __init__(self) -> None:
        self.wanted = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._want)

    def _want(self, _number: int, _frame: FrameType | None) -> None:
        self.wanted = True


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Of the children: a folder for temporary files, and the file of their log (None: standard error)."""

    folder: Path
    output: IO[bytes] | None


@click.command("serve")
@click.option("--workers", type=click.IntRange(1, MOST_WRITERS), help="Web processes; one a core when not named.")
@click.option("--lan", is_flag=True, help="Answer to every device in the room, without internet, on plain http.")
@with_appcontext
def serve(workers: int | None, *, lan: bool) -> None:
    """Start web and worker, say where, and end both on Ctrl-C. Ends with an error when one of them ends by itself."""
    config = for_room(inbeeld().config) if lan else inbeeld().config
    _check(config)
    app = create_app(config) if lan else this_application()
    current_library()
    stop = Stop()
    log = config.data / "log.jsonl" if config.demo else None
    with _private_folder() as folder, _log_file(log) as output:
        here = Surroundings(folder, output)
        processes = workers or min(cores(), MOST_WRITERS)
        gc.freeze()  # what is there now is shared by all
        children = [
            _start("web", signal.SIGTERM, lambda: give_pages(app, config, processes, WEB_FINISH_SECONDS), here),
            _start("worker", signal.SIGINT, lambda: work(app, cores()), here),
        ]
        try:
            if _wait_until_up(config, children, stop):
                _say_where(config, log)
                if lan:
                    _say_where_in_room(config)
                _wait_until_over(children, stop)
            died = [child for child in children if not child.process.is_alive()]
        finally:
            _end(children)
    if not stop.wanted:
        _say_what_died(died, log)
        sys.exit(next((abs(child.process.exitcode) for child in died if child.process.exitcode), 1))
    click.echo("Stopped. Every answer is saved.")


# --- before ---


def for_room(config: Config) -> Config:
    """Settings for one laptop that serves a room: every device reaches it, and cookies go over plain http."""
    addresses = room_addresses(config.port)
    address = addresses[0].rstrip("/") if addresses else ""
    return replace(config, host=EVERYWHERE, cookie_secure=False, lan=True, address=address)


def _check(config: Config) -> None:
    stores = migrate.standing({"main": db.get_engine("default"), "care": db.get_engine("care")})
    if not all(store.up_to_date for store in stores):
        raise click.ClickException("The tables are not those of this version. Type: flask --app app db upgrade")
    for engine in db.engines.values():
        engine.dispose()
    check_port(config)


@contextmanager
def _private_folder() -> Iterator[Path]:
    """For temporary files of the children: nobody else reads them, and they are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="inbeeld-") as folder:
        yield Path(folder)


@contextmanager
def _log_file(log: Path | None) -> Iterator[IO[bytes] | None]:
    """The file that the children write their log to, or None for standard error."""
    if log is None:
        yield None
        return
    private_folder(log.parent)  # stores of other hosts make no folder here
    with log.open("ab") as output:
        yield output


def _start(name: str, stop_signal: signal.Signals, does: Callable[[], None], here: Surroundings) -> Child:
    process = get_context("fork").Process(name=name, target=_as_child, args=(name, does, here))
    process.start()
    return Child(name, process, stop_signal)


def _as_child(name: str, does: Callable[[], None], here: Surroundings) -> None:
    """In the copy: a group, streams and folder of its own, a name for lists of processes; then what it is for."""
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    if here.output:
        os.dup2(here.output.fileno(), 1)
        os.dup2(here.output.fileno(), 2)
    os.environ["TMPDIR"] = tempfile.tempdir = str(here.folder)
    with suppress(OSError):  # only Linux has it
        Path("/proc/self/comm").write_text(f"inbeeld-{name}", "ascii")
    Context().run(does)  # nothing of this command is around it


# --- while ---


def _wait_until_up(config: Config, children: list[Child], stop: Stop) -> bool:
    """Whether the pages answer; False when stopped, or a child ended, or it took too long."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and not stop.wanted and _all_alive(children):
        if _answers(config):
            return True
        time.sleep(LOOK_SECONDS)
    return False


def _answers(config: Config) -> bool:
    connection = http.client.HTTPConnection(_reachable(config.host), config.port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _reachable(host: str) -> str:
    return {EVERYWHERE: "127.0.0.1", "::": "::1"}.get(host, host)


def _all_alive(children: list[Child]) -> bool:
    return all(child.process.is_alive() for child in children)


def _wait_until_over(children: list[Child], stop: Stop) -> None:
    while not stop.wanted and _all_alive(children):
        time.sleep(LOOK_SECONDS)


def _say_where(config: Config, log: Path | None) -> None:
    address = f"http://{'localhost' if config.host == '127.0.0.1' else config.host}:{config.port}"
    click.echo(f"\nInbeeld answers at {address}/  (staff: {address}/staff/). Ctrl-C stops it.")
    if log:
        click.echo(f"Log: {log}")
    if config.demo:
        from app.services.demonstration import summary  # noqa: PLC0415 - only in demonstration mode

        with this_application().app_context():  # its transaction ends here, not with the command
            click.echo(summary(current_work()))


def _say_where_in_room(config: Config) -> None:
    """Address and QR code for the devices in the room."""
    if not config.address:
        click.echo("This laptop is in no network. Join the wifi of the room, or make one, and start again.", err=True)
        return
    click.echo("\nIn this room: " + "  or  ".join(room_addresses(config.port)))
    click.echo(in_terminal(config.address + "/"))
    click.echo("Somebody asks for help today? No message leaves this laptop: call the duty officer yourself.")
    click.echo("Everything comes from this laptop. Afterwards: flask --app app session export")


# --- after ---


def _end(children: list[Child]) -> None:
    """Ask both to end, wait a while, and end what is left of their process groups."""
    for child in children:
        if child.process.is_alive():
            os.kill(_pid(child), child.stop_signal)
    until = time.monotonic() + STOP_SECONDS
    for child in children:
        child.process.join(max(0.05, until - time.monotonic()))
    for child in children:
        with suppress(ProcessLookupError):
            os.killpg(_pid(child), signal.SIGKILL)
        child.process.kill()  # it may have had no time to make its group
        child.process.join()


def _pid(child: Child) -> int:
    return cast("int", child.process.pid)  # it was started


def _say_what_died(died: list[Child], log: Path | None) -> None:
    names = " and ".join(child.name for child in died) or "web"
    click.echo(f"Inbeeld stopped: {names} ended by itself. Every acknowledged answer is saved.", err=True)
    if log and log.exists():
        lines = log.read_text("utf-8", errors="replace").splitlines()[-LAST_LINES:]
        click.echo("\n".join(lines), err=True)
