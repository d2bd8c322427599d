"""``flask --app app audit``: whether the audit log is what it was, and the log as a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from app.core.audit import End, Fault, Link, moment
from app.services.audit import SYSTEM, AuditKind, Event, record
from app.services.audit.verifying import head, links, verify
from app.web.context import current_work

group = AppGroup("audit", help="The audit log: who read, changed, released or deleted what.")
HASH_SIGNS = 64
SENTENCES = {
    Fault.MISSING: "it is not there",
    Fault.OUT_OF_PLACE: "another event stands in its place",
    Fault.PREVIOUS: "it does not follow the event before it",
    Fault.CONTENT: "it does not say what it said when it was written",
    Fault.END: "the log does not end as it was noted",
}


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)


@group.command("verify")
@click.option("--noted", help="NUMBER:HASH of an event as it was written down earlier, outside this system.")
def verify_log(noted: str | None) -> None:
    """Walk all events; exit 1 and name the first that is not what it was."""
    work = current_work()
    end = head(work)
    broken = verify(work, _noted(noted))
    if broken is not None:
        click.echo(f"Broken at event {broken.number}: {SENTENCES[broken.fault]}.", err=True)
        sys.exit(1)
    click.echo(f"{end.number} events, each follows the one before it. The last is {end.number}:{end.hash}")


def _noted(text: str | None) -> End | None:
    if text is None:
        return None
    number, _, sign = text.partition(":")
    if not (number.isascii() and number.isdecimal() and len(sign) == HASH_SIGNS):
        raise click.BadParameter("takes NUMBER:HASH, as `flask audit verify` and the page of the log print it.")
    return End(int(number), sign)


@group.command("export")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write.")
def export(out: Path) -> None:
    """Write every event as a line of JSON, in order, with its hashes; the export is written down itself."""
    work = current_work()
    record(work, Event(AuditKind.AUDIT_EXPORTED, SYSTEM))
    work.db.commit()
    number = 0
    with out.open("w", encoding="utf-8") as file:
        for link in links(work):
            file.write(_line(link) + "\n")
            number += 1
    click.echo(f"{out}: {number} events. The last is {head(work).number}:{head(work).hash}")


def _line(link: Link) -> str:
    entry = link.entry
    told = {name: getattr(entry, name) for name in type(entry).__slots__}
    return json.dumps({**told, "at": moment(entry.at), "previous": link.previous, "hash": link.hash})
