"""What is kept of a person besides the answers, as plain values for the copy that people may ask for.

Rows of every table about the person go along, so that a new one is never forgotten. Left out are the numbers of rows,
which device it was, and names of staff: of readers people may know the role, the moment and what was read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Column, LargeBinary, Table, select

from app.services.audit import person_of, signal
from app.services.removal import about_participations, about_people
from app.services.work import Work
from app.store.base import Base
from app.store.care_models import CareSignalItem, CareSignalStep
from app.store.models import AuditEvent, PersonRequest, Presence, Release, Report, Response, WhoSaw
from app.store.sealed_fields import sealed_fields_of

Plain = dict[str, object]
BY = {"account": "staff", "person": "yourself"}
NOT_AGAIN: frozenset[type[Base]] = frozenset({Response, Release, WhoSaw, PersonRequest, Presence, Report})
"""Told apart, or nothing of the person: which device was heard when, and how far a report is."""


def requests_made(work: Work, ids: Collection[int], *, words: bool) -> list[Plain]:
    """What the person asked about the own data, and the answers, oldest first; ``words``: also the own words of it."""
    rows = work.db.scalars(
        select(PersonRequest).where(PersonRequest.participation_id.in_(ids)).order_by(PersonRequest.id)
    )
    told = [_opened(work, row) for row in rows]
    return told if words else [{name: value for name, value in row.items() if name != "words"} for row in told]


def readers(work: Work, ids: Collection[int]) -> list[Plain]:
    """Which role read which part on which day; oldest first."""
    rows = work.db.scalars(select(WhoSaw).where(WhoSaw.participation_id.in_(ids)).order_by(WhoSaw.id))
    return [{"role": row.role, "what": row.part, "on": row.on.isoformat()} for row in rows]


def log_about(work: Work, ids: Mapping[int, str], *, health: bool) -> list[Plain]:
    """Every event of the audit log about this person, oldest first: what, when, and whether staff did it.

    ``ids``: participations with their tokens. ``health``: also what the GGD did with what the person asked of it.
    """
    own = person_of(work, next(iter(ids)))
    names = [own, *(signal(row.id) for row in _signal_items(work, ids.values()) if health)]
    rows = work.db.scalars(select(AuditEvent).where(AuditEvent.subject.in_(names)).order_by(AuditEvent.number))
    return [
        {
            "what": row.kind,
            "detail": row.detail,
            "outcome": row.outcome,
            "by": BY.get(row.actor.partition(":")[0], row.actor),
            "at": row.at.isoformat(timespec="seconds"),
        }
        for row in rows
    ]


def kept_besides(work: Work, ids: Collection[int]) -> dict[str, list[Plain]]:
    """Rows of every other table about the person, by table: calls, notes, talks, how parts were answered."""
    found = {}
    for model in about_people():
        if model in NOT_AGAIN:
            continue
        rows = work.db.scalars(select(model).where(about_participations(model, ids)).order_by(*_key(model)))
        found[model.__tablename__] = [_opened(work, row) for row in rows]
    return {name: rows for name, rows in found.items() if rows}


def signals_about(work: Work, tokens: Collection[str]) -> list[Plain]:
    """What the GGD has of the person: what was asked, how far it is, each step and the advice; oldest first."""
    return [_signal(work, row) for row in _signal_items(work, tokens)]


def _signal_items(work: Work, tokens: Collection[str]) -> list[CareSignalItem]:
    statement = select(CareSignalItem).where(CareSignalItem.token.in_(tokens)).order_by(CareSignalItem.id)
    return list(work.care.scalars(statement))


def _signal(work: Work, row: CareSignalItem) -> Plain:
    steps = work.care.scalars(
        select(CareSignalStep).where(CareSignalStep.item_id == row.id).order_by(CareSignalStep.id)
    )
    bound = f"care_signal_item:{row.token}:advice"
    return {
        "today": row.today,
        "asked_at": row.raised_at.isoformat(timespec="seconds"),
        "status": row.status,
        "steps": [{"status": step.status, "at": step.at.isoformat(timespec="seconds")} for step in steps],
        "advice": work.cares.open(row.advice_encrypted, bound) if row.advice_encrypted else None,
    }


def _key(model: type[Base]) -> list[Column[Any]]:
    return list(cast("Table", model.__table__).primary_key.columns)


def _opened(work: Work, row: Base) -> Plain:
    """A row with what is sealed opened, without numbers of other rows and files."""
    columns = cast("Table", type(row).__table__).columns
    raw = {column.name: getattr(row, column.name) for column in columns}
    sealed = {field.column: field for field in sealed_fields_of(type(row))}
    return {
        column.name.removesuffix("_encrypted"): (
            _open(work, raw, sealed[column.name].bound_to(raw), column.name)
            if column.name in sealed
            else _plain(raw[column.name])
        )
        for column in columns
        if not (column.primary_key or column.foreign_keys or isinstance(column.type, LargeBinary))
    }


def _open(work: Work, raw: Mapping[str, Any], bound: str, name: str) -> str | None:
    return work.texts.open(raw[name], bound) if raw[name] else None


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value
