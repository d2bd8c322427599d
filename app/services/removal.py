"""Removing people from both stores for good, with a count of what went and a look whether anything is left."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import cast

from sqlalchemy import Engine, Table, delete, func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.services.work import Work
from app.store.base import Base, CareBase
from app.store.care_models import CareSignalItem, CareSignalStep
from app.store.models import GroupSession, Participant, Participation


def remove_group_session(work: Work, session: GroupSession) -> dict[str, int]:
    """Remove a group session with everybody in it from both stores; commits. Gives table name to rows that went."""
    people = work.db.execute(
        select(Participation.id, Participation.token, Participation.participant_id).where(
            Participation.group_session_id == session.id
        )
    ).all()
    counts = _count_main(work, [row.id for row in people])
    counts |= remove_care(work, [row.token for row in people])
    work.db.execute(delete(Participation).where(Participation.group_session_id == session.id))
    work.db.execute(delete(GroupSession).where(GroupSession.id == session.id))
    elsewhere = select(Participation.participant_id)
    gone = work.db.execute(
        delete(Participant)
        .where(Participant.id.in_([row.participant_id for row in people]), Participant.id.not_in(elsewhere))
        .returning(Participant.id)
    ).all()
    work.db.commit()
    return {name: number for name, number in {**counts, "participant": len(gone), "group_session": 1}.items() if number}


def remove_care(work: Work, tokens: Collection[str]) -> dict[str, int]:
    """Remove everything of these participations from the care store; commits. Gives table name to rows that went."""
    counts: dict[str, int] = {}
    items = select(CareSignalItem.id).where(CareSignalItem.token.in_(tokens))
    steps = work.care.execute(
        delete(CareSignalStep).where(CareSignalStep.item_id.in_(items)).returning(CareSignalStep.id)
    )
    counts[CareSignalStep.__tablename__] = len(steps.all())
    for table in _with_column(CareBase, "token"):
        going = delete(table).where(table.c.token.in_(tokens)).returning(table.c.token)
        gone = work.care.execute(going, bind_arguments={"mapper": CareSignalItem})
        counts[table.name] = len(gone.all())
    work.care.commit()
    return counts


def _count_main(work: Work, ids: Collection[int]) -> dict[str, int]:
    """Rows that go together with these participations, by table: what refers to them goes by itself."""
    counts = {Participation.__tablename__: len(ids)}
    for table in _with_column(Base, "participation_id"):
        statement = select(func.count()).select_from(table).where(table.c.participation_id.in_(ids))
        counts[table.name] = work.db.execute(statement, bind_arguments={"mapper": Participation}).scalar_one()
    return counts


def _with_column(base: type[Base | CareBase], column: str) -> list[Table]:
    return [table for table in base.metadata.sorted_tables if column in table.columns]


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
    """Whether the file holds everything anew; False when somebody who reads keeps the old pages there."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM"))
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
