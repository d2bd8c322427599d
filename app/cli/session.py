"""``flask --app app session``: a group session led on a laptop without internet, taken to the server once."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.extensions import db
from app.services.removal import names_of, overwrite_removed, remove_group_session, store_files, traces
from app.services.transfer import (
    BadFile,
    CodesKnown,
    DoesNotFit,
    NotClosed,
    TakenBefore,
    check_receipt,
    export_session,
    import_session,
)
from app.services.transfer.envelope import make_keys, read_private, read_public, write_keys
from app.store.models import GroupSession, StaffAccount
from app.web.context import current_work

group = AppGroup("session", help="Group sessions led on a laptop without internet.")
FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)
KEYS = click.option("--keys", type=FOLDER, required=True, help="Folder with the keys of this installation.")


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)


@group.command("keys")
@click.argument("folder", type=FOLDER)
@click.option("--name", required=True, help="How the other side names this installation: 'Laptop 3'.")
def keys(folder: Path, name: str) -> None:
    """Make the keys of this installation in FOLDER; hand public.json to the other side and compare the signs."""
    made = make_keys(name)
    try:
        write_keys(made, folder)
    except FileExistsError as error:
        raise click.ClickException(f"{folder} holds keys already. They are kept.") from error
    click.echo(f"Keys of '{name}' are in {folder}. private.json stays here, public.json goes to the other side.")
    click.echo(f"Compare by telephone: {made.public.fingerprint}")


@group.command("list")
def list_sessions() -> None:
    """The group sessions of this installation with their ids."""
    for session in current_work().db.scalars(select(GroupSession).order_by(GroupSession.starts_at)):
        state = "closed" if session.closed_at else "open" if session.opened_at else "planned"
        click.echo(f"{session.public_id}  {session.starts_at:%Y-%m-%d %H:%M} UTC  {state}  {session.title}")


@group.command("export")
@click.argument("public_id")
@KEYS
@click.option("--to", "receiver", type=FILE, required=True, help="public.json of the server.")
@click.option("--out", type=FILE, required=True, help="The file to write.")
def export(public_id: str, keys: Path, receiver: Path, out: Path) -> None:
    """Write one closed group session to a file that only the server can open."""
    work = current_work()
    session = _session(public_id)
    try:
        content = export_session(work, session, read_private(keys), read_public(receiver))
    except NotClosed as error:
        raise click.ClickException(
            "This session is still open. Close it first: then nothing comes in later."
        ) from error
    except BadFile as error:
        raise click.ClickException(str(error)) from error
    out.write_bytes(content)
    click.echo(f"{out}: {len(content):,} bytes, sealed and signed. The answers are still on this laptop too.")


@group.command("import")
@click.argument("file", type=FILE)
@KEYS
@click.option("--from", "sender", type=FILE, required=True, help="public.json of the laptop.")
@click.option("--facilitator", required=True, help="E-mail address of who answers for the session here.")
@click.option("--location", help="Name of the location here, when it differs.")
def import_(file: Path, keys: Path, sender: Path, facilitator: str, location: str | None) -> None:
    """Take in the file of a laptop, everything or nothing, and write a receipt beside it."""
    work = current_work()
    account = work.db.scalar(select(StaffAccount).where(StaffAccount.email == facilitator))
    if account is None:
        raise click.ClickException(f"Nobody signs in as {facilitator} here.")
    try:
        imported = import_session(work, _read(file), read_public(sender), read_private(keys), account, location)
    except TakenBefore as error:
        raise click.ClickException(
            "This session was imported before, from this file or an earlier one. Nothing was changed. "
            "Take the receipt of that import to the laptop."
        ) from error
    except CodesKnown as error:
        raise click.ClickException(
            f"Somebody else here has the same access code as seat {error} of this session. Nothing was changed. "
            "Give these seats a new code on the laptop, export the session again and import that file."
        ) from error
    except (BadFile, DoesNotFit) as error:
        raise click.ClickException(str(error)) from error
    receipt = file.with_suffix(file.suffix + ".receipt")
    receipt.write_bytes(imported.receipt)
    click.echo(f"'{imported.title}' is in, with {imported.people} people. Take {receipt} to the laptop.")


@group.command("wipe")
@click.argument("public_id")
@click.option("--receipt", type=FILE, required=True, help="What the server wrote when it imported the session.")
@click.option("--from", "receiver", type=FILE, required=True, help="public.json of the server.")
@click.option("--proof", type=FILE, required=True, help="The file to write what was removed to.")
def wipe(public_id: str, receipt: Path, receiver: Path, proof: Path) -> None:
    """Remove one group session from this laptop, once the server has signed that it holds all of it."""
    work = current_work()
    session = _session(public_id)
    try:
        transfer_id = check_receipt(work, session, _read(receipt), read_public(receiver))
    except (BadFile, DoesNotFit) as error:
        raise click.ClickException(f"{error} Nothing was removed.") from error
    words = names_of(work.db, session)
    try:
        counts = remove_group_session(work, session)
    except OperationalError as error:
        raise click.ClickException(
            "A store is in use or full, so the session is not, or not wholly, removed. Stop Inbeeld, make room on the "
            f"disk and try again. If the receipt no longer fits then, remove the data folder {work.config.data}."
        ) from error
    failed = overwrite_removed(db.engines)
    left = traces(store_files(work.config.data), words)
    lines = [
        f"Transfer {transfer_id}, removed {work.now():%Y-%m-%d %H:%M} UTC.",
        *(f"{name}: {number} rows removed" for name, number in sorted(counts.items())),
        *(f"{name} was NOT rewritten: {why}." for name, why in failed.items()),
        f"Looked for {len(words)} marks of people in {len(store_files(work.config.data))} files: "
        + ("found in " + ", ".join(left) if left else "none is left."),
    ]
    proof.write_text("\n".join(lines) + "\n", "utf-8")
    click.echo("\n".join(lines))
    if failed or left:
        raise click.ClickException(
            "The session is removed, but removed rows may still stand in the files, as bytes. Stop Inbeeld, make room "
            "on the disk, then: flask --app app session rewrite. Or remove the data folder."
        )


@group.command("rewrite")
def rewrite() -> None:
    """Write the files of the stores anew, so that nothing of removed rows is left in them."""
    failed = overwrite_removed(db.engines)
    for name, why in failed.items():
        click.echo(f"{name} was not rewritten: {why}.", err=True)
    if failed:
        raise click.ClickException("Nothing is lost. Stop Inbeeld, make room on the disk, and try again.")
    click.echo("The stores are rewritten.")


def _session(public_id: str) -> GroupSession:
    found = current_work().db.scalar(select(GroupSession).where(GroupSession.public_id == public_id))
    if found is None:
        raise click.ClickException("There is no such session here. See: flask --app app session list")
    return found


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read. Nothing was changed.") from error
