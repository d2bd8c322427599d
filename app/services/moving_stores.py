"""Moving from embedded stores to PostgreSQL: row by row, compared row by row, taken up again wherever it was cut off.

The embedded stores stand still meanwhile (``app.store.frozen``). How far the move is stands in PostgreSQL, written in
the transaction of the rows themselves: a kill at any moment leaves whole pieces, and the next run goes on behind them.
Until everything was compared the new stores carry a revision that no version takes for its own.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    String,
    Table,
    Text,
    delete,
    inspect,
    make_url,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateSchema

from app.config import Config
from app.store import copying
from app.store.copying import SEEDED, Different, Key
from app.store.engine import make_engine
from app.store.frozen import StillServed, TakenName, freeze, frozen_store, move_of, put_back
from app.store.migrate import METADATA, TablesInUse, standing, upgrade
from app.store.revisions import MOVING, newest_revision, revision_of
from app.store.snapshot import CannotCopy, store_file

STORES = ("main", "care")
NOTES = "inbeeld_move"
"""Schema in which PostgreSQL keeps how far the move is; it may be dropped when the move is over."""
_notes = Table("note", MetaData(schema=NOTES), Column("name", String(80), primary_key=True), Column("value", Text))
_REVISION = Table("alembic_version", MetaData(), Column("version_num", String(64), primary_key=True))
_ID, _FINISHED = "move", "finished"
Tell = Callable[[str], None]
Record = Callable[[Session], None]


class NotMoved(Exception):
    """The stores cannot be moved; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Moved:
    """How many rows and tables are in PostgreSQL now, all compared. ``before``: an earlier run had finished already."""

    rows: int
    tables: int
    before: bool = False


def move_stores(config: Config, addresses: Mapping[str, str], tell: Tell, noted: Record | None = None) -> Moved:
    """Move both stores of these settings to ``addresses`` (``main`` and ``care``), or go on with it.

    ``tell`` gets a sentence for each step, ``noted`` the new main store, once, in the transaction that opens it.
    Raises NotMoved; what was begun is gone on with by the next run.
    """
    files = _files(config)
    _refuse_addresses(addresses)
    with _engines(addresses) as targets:
        try:
            return _move(files, targets, tell, noted)
        except (StillServed, TakenName, TablesInUse) as error:
            raise NotMoved(str(error)) from error
        except Different as error:
            raise NotMoved(
                f"{error.table} is not the same in both stores: somebody else wrote into the new ones. Make those two "
                "databases anew and type flask move again; the embedded stores are whole."
            ) from error
        except SQLAlchemyError as error:
            why = str(getattr(error, "orig", None) or error).strip()
            raise NotMoved(
                f"PostgreSQL refused: {why}\nWhat was moved stays. Type flask move again to go on, or "
                "flask move --back for the embedded stores."
            ) from error


def move_back(config: Config) -> None:
    """Give the embedded stores their places again, as they were when the move began. Raises NotMoved."""
    files = _files(config)
    frozen = {store: file for store, file in files.items() if move_of(file) is not None}
    if not frozen:
        raise NotMoved("The embedded stores are in their places. Nothing was changed.")
    try:
        for file in frozen.values():
            put_back(file)
    except StillServed as error:
        raise NotMoved(str(error)) from error


# --- before ---


def _files(config: Config) -> dict[str, Path]:
    try:
        files = {"main": store_file(config.database_url), "care": store_file(config.care_database_url)}
    except CannotCopy as error:
        raise NotMoved("The settings name no embedded stores: there is nothing to move.") from error
    missing = [str(file) for file in files.values() if not file.exists()]
    if missing:
        raise NotMoved(f"There is no store at {' and '.join(missing)}.")
    return files


def _refuse_addresses(addresses: Mapping[str, str]) -> None:
    places = {store: make_url(address) for store, address in addresses.items()}
    if any(place.get_backend_name() != "postgresql" for place in places.values()):
        raise NotMoved("Both new addresses begin with postgresql+psycopg://.")
    main, care = places["main"], places["care"]
    if (main.host, main.port, main.database, main.query) == (care.host, care.port, care.database, care.query):
        raise NotMoved("Both new addresses name one database; care answers need their own.")


@contextmanager
def _engines(addresses: Mapping[str, str]) -> Iterator[dict[str, Engine]]:
    engines = {store: make_engine(address) for store, address in addresses.items()}
    try:
        yield engines
    finally:
        for engine in engines.values():
            engine.dispose()


def _look(files: Mapping[str, Path], targets: Mapping[str, Engine]) -> str:
    """The id of this move: a new one, or of the one that is gone on with. Refuses whatever is not of this move."""
    known = {found for file in files.values() if (found := move_of(file)) is not None}
    if len(known) > 1:
        raise NotMoved("The two stores were frozen for different moves. Type flask move --back first.")
    move = next(iter(known), None) or secrets.token_hex(16)
    for store, engine in targets.items():
        with engine.connect() as connection:
            noted = _note(connection, _ID)
            if noted not in {None, move} or (noted is None and not _is_empty(store, connection)):
                raise NotMoved(f"The new {store} store holds something else. Name an empty database.")
    for store, file in files.items():
        if move_of(file) is None:
            _refuse_old_tables(store, file)
    return move


def _is_empty(store: str, connection: Connection) -> bool:
    """No tables, or ours without rows, as ``flask db upgrade`` makes them."""
    names = inspect(connection).get_table_names()
    if not set(names) <= {*METADATA[store].tables, _REVISION.name}:
        return False
    filled = {name for name in names if connection.scalar(text(f'SELECT 1 FROM "{name}" LIMIT 1'))}  # noqa: S608 - ours
    return filled <= {*SEEDED, _REVISION.name}


def _refuse_old_tables(store: str, file: Path) -> None:
    engine = make_engine(f"sqlite:///{file}")
    try:
        (found,) = standing({store: engine})
    finally:
        engine.dispose()
    if not found.up_to_date:
        raise NotMoved(f"The {store} store stands at {found.revision or 'no tables'}. Type flask db upgrade first.")


# --- the move ---


def _move(files: Mapping[str, Path], targets: Mapping[str, Engine], tell: Tell, noted: Record | None) -> Moved:
    move = _look(files, targets)
    if all(_finished(engine) for engine in targets.values()):
        return Moved(*_moved_before(targets), before=True)
    still_in_place = [file for file in files.values() if move_of(file) is None]
    if still_in_place:
        freeze(still_in_place, move)
        tell("The embedded stores stand still, under other names: nobody can answer until the new ones are named.")
    for store, engine in targets.items():
        _prepare(store, engine, move)
    rows = tables = 0
    with ExitStack() as stack:
        sources = {store: stack.enter_context(frozen_store(file)) for store, file in files.items()}
        not_finished = {store: engine for store, engine in targets.items() if not _finished(engine)}
        for store, engine in not_finished.items():
            _copy_store(store, sources[store], engine, tell)
        for store, engine in targets.items():
            found = _compare_store(store, sources[store], engine, tell)
            rows, tables = rows + sum(found.values()), tables + len(found)
            with engine.begin() as connection:
                _write(connection, "rows", json.dumps(found))
        for store in sorted(not_finished):  # the main store last: it says that all has moved
            _finish(store, targets[store], noted if store == "main" else None)
    return Moved(rows, tables)


def _prepare(store: str, engine: Engine, move: str) -> None:
    """Tables of this version, and a revision that nobody takes for its own."""
    with engine.connect() as connection:
        if _note(connection, _ID) is not None:
            return
    upgrade({store: engine})
    with engine.begin() as connection:
        connection.execute(CreateSchema(NOTES, if_not_exists=True))
        _notes.create(connection, checkfirst=True)
        _write(connection, _ID, move)
        connection.execute(update(_REVISION).values(version_num=MOVING))


def _copy_store(store: str, source: Engine, target: Engine, tell: Tell) -> None:
    for table in METADATA[store].sorted_tables:
        with source.connect() as here:
            _copy_table(store, table, here, target, tell)


def _copy_table(store: str, table: Table, here: Connection, target: Engine, tell: Tell) -> None:
    """Piece by piece, each in one transaction with the note how far it is."""
    name = f"behind:{table.name}"
    with target.connect() as connection:
        noted = _note(connection, name)
    after: Key | None = None if noted is None else tuple(json.loads(noted))
    written = copying.as_written(table, postgres=True)
    for rows in copying.pieces(here, copying.as_written(table, postgres=False), after):
        with target.begin() as connection:
            copying.add(connection, written, rows)
            _write(connection, name, json.dumps(copying.key_of(written, rows[-1])))
        tell(f"{store} store, {table.name}: {len(rows)} rows more")


def _compare_store(store: str, source: Engine, target: Engine, tell: Tell) -> dict[str, int]:
    found = {}
    for table in METADATA[store].sorted_tables:
        with source.connect() as here, target.connect() as there:
            found[table.name] = copying.compare(table, here, there)
        tell(f"{store} store, {table.name}: {found[table.name]} rows, the same in both")
    return found


def _finish(store: str, engine: Engine, noted: Record | None) -> None:
    """Ids go on behind those that came, and the tables are those of this version; in one transaction."""
    with engine.begin() as connection:
        for table in METADATA[store].sorted_tables:
            copying.count_on(connection, table)
        connection.execute(update(_REVISION).values(version_num=newest_revision(store)))
        connection.execute(delete(_notes).where(_notes.c.name.like("behind:%")))
        if noted is not None:
            with Session(connection) as session:
                noted(session)
                session.flush()
        _write(connection, _FINISHED, "yes")


# --- notes ---


def _finished(engine: Engine) -> bool:
    with engine.connect() as connection:
        return _note(connection, _FINISHED) is not None and revision_of(connection) != MOVING


def _moved_before(targets: Mapping[str, Engine]) -> tuple[int, int]:
    rows = tables = 0
    for engine in targets.values():
        with engine.connect() as connection:
            found: dict[str, int] = json.loads(_note(connection, "rows") or "{}")
        rows, tables = rows + sum(found.values()), tables + len(found)
    return rows, tables


def _note(connection: Connection, name: str) -> str | None:
    if not inspect(connection).has_table(_notes.name, schema=NOTES):
        return None
    found: str | None = connection.scalar(select(_notes.c.value).where(_notes.c.name == name))
    return found


def _write(connection: Connection, name: str, value: str) -> None:
    new: Any = insert(_notes).values(name=name, value=value)
    connection.execute(new.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
