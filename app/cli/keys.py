"""``flask --app app keys``: fresh secrets, which key holds what, and sealing everything anew with the current keys."""

from __future__ import annotations

import base64
import secrets
import sys
from collections.abc import Collection, Sequence

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from app.config import KEY_SETTINGS
from app.keys import KEY_BYTES
from app.services.audit import SYSTEM, AuditKind, Event, record
from app.services.key_rotation import BATCH, LASTING, MARKS, RECOVERY_CODES, ColumnStanding, rotate, standing
from app.web.context import current_work

_WHY_LASTING = {
    MARKS: "Older lookup keys still name removals for backups; keep them until those backups have expired.",
    RECOVERY_CODES: "Recovery codes of staff from before still hang on a lookup key; keep the older ones until these "
    "colleagues have made new codes (My account).",
}

group = AppGroup("keys", help="Secrets of this installation: docs/keys-and-backups.md.")


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)


def register_making(app: Flask) -> None:
    """Add what works without settings."""
    alone = AppGroup("keys", help=group.help)
    alone.add_command(make)
    app.cli.add_command(alone)


@group.command("make", with_appcontext=False)
def make() -> None:
    """Print settings lines with fresh secrets; keep them safe, they cannot be made again."""
    click.echo(f"INBEELD_SECRET_KEY={secrets.token_urlsafe(48)}")
    for name in KEY_SETTINGS:
        click.echo(f"{name}={base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()}")


@group.command("status")
@with_appcontext
def status() -> None:
    """Say which key holds how much, column by column, and whether older keys can go."""
    _tell(standing(current_work()))


@group.command("rotate")
@click.option(
    "--batch", type=click.IntRange(1, 10_000), default=BATCH, show_default=True, help="Rows in a transaction."
)
@with_appcontext
def rotate_(batch: int) -> None:
    """Seal everything anew with the current keys, while the application runs. Interrupted: begin it again."""
    work = current_work()
    done: dict[str, int] = {}

    def told(name: str, number: int) -> None:
        done[name] = done.get(name, 0) + number
        click.echo(f"{name}: {done[name]} sealed anew")

    broken = rotate(work, told, batch)
    for field in broken:
        click.echo(f"{field.name}, row {field.row}: no key of the settings opens it. It was left as it is.", err=True)
    record(work, Event(AuditKind.KEYS_ROTATED, SYSTEM, detail=f"fields={sum(done.values())}"))
    work.db.commit()
    if not _tell(standing(work)) or broken:
        sys.exit(1)


def _tell(columns: Sequence[ColumnStanding]) -> bool:
    """Print where everything stands; gives whether nothing is left to be sealed anew."""
    for column in columns:
        held = ", ".join(f"{number} by key {key_id}" for key_id, number in column.by_key.items())
        lost = f", {column.unknown} by a key that is not in the settings" if column.unknown else ""
        click.echo(f"{column.name} ({column.setting}, current {column.current}): {held}{lost}")
    behind = [column for column in columns if column.behind]
    for setting in sorted({column.setting for column in columns}):
        click.echo(f"{setting}: {_word({column.name for column in behind if column.setting == setting})}.")
    for column in behind:
        if column.name in _WHY_LASTING:
            click.echo(_WHY_LASTING[column.name])
    return all(column.name in LASTING for column in behind)


def _word(behind: Collection[str]) -> str:
    if not behind:
        return "only its current key is in use"
    lasting = all(name in LASTING for name in behind)
    return "still needs its older keys" + ("; sealing anew does not change that" if lasting else ": flask keys rotate")
