"""``flask --app app explain PARTICIPATION``: how each number of a conversation report came about."""

from __future__ import annotations

from typing import Any

import click
from flask import Flask
from sqlalchemy import Row, select

from app.core.instrument import ScaleKind
from app.reporting.explained import NoSuchScale, explained
from app.reporting.voice import Voice
from app.services.audit import SYSTEM, AuditKind, Event, person_of, record
from app.services.reports.conversation import conversation_sources
from app.services.sharing import Recipient
from app.services.sittings import SittingUnknown
from app.services.work import Work
from app.store.models import GroupSession, Participation
from app.web.context import current_work

REFUSED = 2
LANGUAGE = "en"


class CannotExplain(Exception):
    """Nothing to explain; the message is one whole sentence."""


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(explain)


@click.command("explain")
@click.argument("participation", type=int)
@click.option("--scale", help="One scale alone, such as c1; scales of the care part are refused.")
def explain(participation: int, scale: str | None) -> None:
    """Print the table of the annex of a report, for the PARTICIPATION with this number (as logs name it).

    Reading it is written down in the audit log. Neither answers nor anything of the care part are printed.
    """
    work = current_work()
    try:
        lines = _lines(work, participation, scale)
    except (CannotExplain, NoSuchScale) as error:
        click.echo(str(error), err=True)
        raise SystemExit(REFUSED) from None
    for line in lines:
        click.echo(line)


def _lines(work: Work, participation_id: int, scale: str | None) -> list[str]:
    """Everything is made before the reading is written down, and written down before anything is printed."""
    row = _row(work, participation_id)
    if scale in _care_scales(work):
        raise CannotExplain(f"Scale {scale} belongs to the care part: it is not explained here.")
    if row.answers_removed_at is not None:
        raise CannotExplain(f"The answers of participation {participation_id} were deleted: their period is over.")
    try:
        sources = conversation_sources(work, row.token, Recipient.CLIENT_MANAGER)
    except SittingUnknown:
        raise CannotExplain(f"Participation {participation_id} has no answers any more.") from None
    lines = list(explained(sources.content(), sources.meta(), Voice(sources.sitting.wordings[LANGUAGE]), scale))
    who = person_of(work, participation_id)
    record(work, Event(AuditKind.PERSON_READ, SYSTEM, row.organisation_id, who, detail="explained"))
    work.db.commit()
    return lines


def _row(work: Work, participation_id: int) -> Row[*tuple[Any, ...]]:
    row = work.db.execute(
        select(Participation.token, Participation.answers_removed_at, GroupSession.organisation_id)
        .join(GroupSession, GroupSession.id == Participation.group_session_id)
        .where(Participation.id == participation_id)
    ).one_or_none()
    if row is None:
        raise CannotExplain(f"There is no participation {participation_id}.")
    return row


def _care_scales(work: Work) -> frozenset[str]:
    instruments = work.library.instruments.values()
    return frozenset(
        scale.id for instrument in instruments for scale in instrument.scales.values() if scale.kind is ScaleKind.CARE
    )
