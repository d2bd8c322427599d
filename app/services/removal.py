"""Removing people from both stores for good, with a count of what went and a look whether anything is left."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import cast

from sqlalchemy import Column, ColumnElement, Connection, Engine, Table, delete, func, or_, select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.services.audit import SYSTEM, AuditKind, Event, group_session, record
from app.services.removal_marks import RemovedPart, mark_removed
from app.services.work import Work
from app.store.base import Base, CareBase
from app.store.care_models import (
    CareContact,
    CareRelease,
    CareReport,
    CareResponse,
    CareSignalItem,
    CareSignalStep,
)
from app.store.conversation_models import CaseOutcome, Conversation, ConversationPart, ConversationVersion
from app.store.models import GroupSession, Participant, Participation, Release, Response, SittingState

WAIT_FOR_READERS = 30.0  # seconds that one who reads an old state of a store is waited for
TRY_MILLISECONDS = 500  # of them in one try, during which nobody writes
BETWEEN_TRIES = 0.5  # seconds in which who waits to write does so


def delete_answers(work: Work, participation_ids: Collection[int]) -> None:
    """Delete every answer of these participations in both stores, what was said about them, what was shared, contacts.

    Commits the care store; the caller commits the main store. An open acute item stays, for a person to close.
    """
    tokens = list(work.db.scalars(select(Participation.token).where(Participation.id.in_(participation_ids))))
    for care_table in (CareResponse, CareRelease, CareContact, CareReport):
        work.care.execute(delete(care_table).where(care_table.token.in_(tokens)))
    work.care.commit()
    for table in (Response, Release, Conversation, ConversationPart, ConversationVersion, CaseOutcome):
        work.db.execute(delete(table).where(table.participation_id.in_(participation_ids)))
    gone = {"state": SittingState.DELETED, "last_heard_at": work.now()}
    work.db.execute(update(Participation).where(Participation.id.in_(participation_ids)).values(**gone))
    mark_removed(work, tokens, RemovedPart.ANSWERS)


def remove_participations(work: Work, participation_ids: Collection[int]) -> dict[str, int]:
    """Remove participations from both stores, with people that have no other; commits. Gives table name to rows."""
    counts = _remove_people(work, participation_ids)
    work.db.commit()
    return counts


def remove_group_session(work: Work, session: GroupSession) -> dict[str, int]:
    """Remove a group session with everybody in it from both stores; commits. Gives table name to rows that went."""
    in_it = list(work.db.scalars(select(Participation.id).where(Participation.group_session_id == session.id)))
    counts = _remove_people(work, in_it)
    removed = Event(AuditKind.SESSION_REMOVED, SYSTEM, session.organisation_id, group_session(session.public_id))
    work.db.execute(delete(GroupSession).where(GroupSession.id == session.id))
    record(work, removed)
    work.db.commit()
    return {name: number for name, number in {**counts, GroupSession.__tablename__: 1}.items() if number}


def remove_all_but(work: Work, participation_ids: Collection[int], kept: type[Base]) -> None:
    """Remove every row of the main store about these participations but those of one table; the caller commits."""
    for model in about_people():
        if model is not kept:
            work.db.execute(delete(model).where(about_participations(model, participation_ids)))


def about_participations(model: type[Base], participation_ids: Collection[int]) -> ColumnElement[bool]:
    """For a question to a table that refers to participations: its rows about these."""
    return or_(*(column.in_(participation_ids) for column in _columns_about(model)))


def about_people() -> list[type[Base]]:
    """Every table of the main store that refers to a participation."""
    models = [cast("type[Base]", mapper.class_) for mapper in Base.registry.mappers]
    return sorted((model for model in models if _columns_about(model)), key=lambda model: model.__tablename__)


def _columns_about(model: type[Base]) -> list[Column[int]]:
    table = cast("Table", model.__table__)
    return [column for column in table.columns if column.references(cast("Table", Participation.__table__).c.id)]


def _remove_people(work: Work, participation_ids: Collection[int]) -> dict[str, int]:
    """Commits the care store, not the main store."""
    people = work.db.execute(
        select(Participation.id, Participation.token, Participation.participant_id).where(
            Participation.id.in_(participation_ids)
        )
    ).all()
    counts = _count_main(work, [row.id for row in people])
    counts |= remove_care(work, [row.token for row in people])
    work.db.execute(delete(Participation).where(Participation.id.in_([row.id for row in people])))
    elsewhere = select(Participation.participant_id)
    gone = work.db.execute(
        delete(Participant)
        .where(Participant.id.in_([row.participant_id for row in people]), Participant.id.not_in(elsewhere))
        .returning(Participant.id)
    ).all()
    mark_removed(work, [row.token for row in people], RemovedPart.PARTICIPATION)
    return {**counts, Participant.__tablename__: len(gone)}


def remove_care(work: Work, tokens: Collection[str]) -> dict[str, int]:
    """Remove everything of these participations from the care store; commits. Gives table name to rows that went."""
    counts: dict[str, int] = {}
    items = select(CareSignalItem.id).where(CareSignalItem.token.in_(tokens))
    steps = work.care.execute(
        delete(CareSignalStep).where(CareSignalStep.item_id.in_(items)).returning(CareSignalStep.id)
    )
    counts[CareSignalStep.__tablename__] = len(steps.all())
    for table in [table for table in CareBase.metadata.sorted_tables if "token" in table.columns]:
        going = delete(table).where(table.c.token.in_(tokens)).returning(table.c.token)
        gone = work.care.execute(going, bind_arguments={"mapper": CareSignalItem})
        counts[table.name] = len(gone.all())
    work.care.commit()
    return counts


def _count_main(work: Work, ids: Collection[int]) -> dict[str, int]:
    """Rows that go together with these participations, by table: what refers to them goes by itself."""
    counts = {Participation.__tablename__: len(ids)}
    for model in about_people():
        theirs = about_participations(model, ids)
        counts[model.__tablename__] = work.db.scalars(select(func.count()).select_from(model).where(theirs)).one()
    return counts


def overwrite_removed(stores: Mapping[str, Engine]) -> dict[str, str]:
    """Leave nothing of removed rows in the files of embedded stores; other stores do this by themselves in time.

    Gives file name to reason for those that could not be rewritten: in use, or no room on the disk.
    """
    failed = {}
    for engine in stores.values():
        if engine.dialect.name != "sqlite":
            continue
        name = Path(engine.url.database or "").name
        try:
            whole = _rewrite(engine)
        except OperationalError as error:
            failed[name] = str(error.orig)
        else:
            if not whole:
                failed[name] = "something still reads it"
    return failed


def _rewrite(engine: Engine) -> bool:
    """Whether the file holds everything anew; False when somebody who reads on and on keeps the old pages there.

    Tried more than once: SQLite waits for readers, but never for another process that empties the journal just then.
    """
    until = time.monotonic() + WAIT_FOR_READERS
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM"))
        connection.execute(text(f"PRAGMA busy_timeout = {TRY_MILLISECONDS}"))
        try:
            while not (whole := _empty_journal(connection)) and time.monotonic() < until:
                time.sleep(BETWEEN_TRIES)
        finally:
            connection.invalidate()  # its next user waits for a turn as long as everybody
    return whole


def _empty_journal(connection: Connection) -> bool:
    """Whether everything in the journal is in the file now, and the journal holds nothing."""
    busy, _, _ = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()
    return not busy


def traces(files: Collection[Path], words: Collection[str]) -> list[str]:
    """Names of files in which one of these words still stands, anywhere in their bytes."""
    wanted = [word.encode() for word in words]
    return sorted(file.name for file in files if file.is_file() and _holds(file, wanted))


def _holds(file: Path, wanted: Collection[bytes]) -> bool:
    content = file.read_bytes()
    return any(word in content for word in wanted)


def store_files(folder: Path) -> list[Path]:
    """Every file that the embedded stores, their journals and the queue keep in a folder."""
    return sorted(file for file in folder.iterdir() if ".sqlite" in file.name)


def names_of(db: Session, session: GroupSession) -> list[str]:
    """The tokens and public ids of everybody in a group session: what to look for after removing."""
    rows = db.execute(
        select(Participation.token, Participant.public_id)
        .join(Participant, Participant.id == Participation.participant_id)
        .where(Participation.group_session_id == session.id)
    ).all()
    return [cast("str", name) for row in rows for name in row]
