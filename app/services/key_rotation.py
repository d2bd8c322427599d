"""Sealing everything anew with the current keys, in batches, while the application runs with old and new ones.

What is done is seen from each field itself, which names its key: an interrupted change of keys is simply begun again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Row, Select, Table, func, select, update
from sqlalchemy.orm import Session

from app.services.work import Work
from app.store.account_models import is_keyed
from app.store.cipher import Cipher, SealBroken, mark_of
from app.store.models import Participant, Participation, RemovalMark, StaffAccount
from app.store.sealed_fields import SEALED, SealedField

BATCH = 100  # rows in one transaction: another writer waits no longer than that
CODES = "participant.code_lookup"
MARKS = "removal_mark.token_lookup"
RECOVERY_CODES = "staff_account.mf_recovery_codes"
LASTING = (MARKS, RECOVERY_CODES)
"""Hashes of what nobody has but its owner: they cannot be made anew, they go in time."""

Told = Callable[[str, int], None]
"""Told the name of a column and how many of its rows the last batch changed."""


@dataclass(frozen=True, slots=True)
class ColumnStanding:
    """How many fields of a column each key holds. ``unknown``: sealed with a key that is not in the settings."""

    name: str
    setting: str
    current: str
    by_key: Mapping[str, int]
    unknown: int = 0

    @property
    def behind(self) -> int:
        """Fields that the current key does not hold."""
        return sum(self.by_key.values()) - self.by_key.get(self.current, 0) + self.unknown


@dataclass(frozen=True, slots=True)
class Broken:
    """A field that no key of the settings opens; it was left as it is. ``row`` is its primary key."""

    name: str
    row: int | str


def standing(work: Work) -> list[ColumnStanding]:
    """Which keys hold what, column by column."""
    return [*(_standing_of(work, field) for field in SEALED), _codes(work), _marks(work), _recovery_codes(work)]


def rotate(work: Work, told: Told, batch: int = BATCH) -> list[Broken]:
    """Seal and hash everything with the current keys; commits each batch. Gives what could not be opened.

    A field that somebody changes meanwhile is left to them: they seal with the current key.
    """
    broken: list[Broken] = []
    for field in SEALED:
        broken += _rotate_field(work, field, told, batch)
    return [*broken, *_rotate_codes(work, told, batch)]


# --- sealed fields ---


def _rotate_field(work: Work, field: SealedField, told: Told, batch: int) -> Iterator[Broken]:
    store, cipher = _store_of(work, field), _cipher_of(work, field)
    for rows in _batches(store, _behind(field, cipher), _key_column(field), batch):
        changed = 0
        for row in rows:
            try:
                changed += _seal_anew(store, cipher, field, row)
            except SealBroken:
                yield Broken(_name(field), _key_of(field, row))
        store.commit()
        told(_name(field), changed)


def _seal_anew(store: Session, cipher: Cipher, field: SealedField, row: Row[Any]) -> int:
    """1, or 0 when somebody changed the field since it was read."""
    values = {str(name): value for name, value in row._mapping.items()}  # noqa: SLF001 - its public name
    sealed, bound = values[field.column], field.bound_to(values)
    anew: str | bytes
    if isinstance(sealed, bytes):
        anew = cipher.seal_bytes(cipher.open_bytes(sealed, bound), bound)
    else:
        anew = cipher.seal(cipher.open(sealed, bound), bound)
    mine = (_key_column(field) == _key_of(field, row)) & (_column(field) == sealed)
    statement = update(_table(field)).where(mine).values({field.column: anew})
    return _count(store, statement, field)


def _behind(field: SealedField, cipher: Cipher) -> Select[Any]:
    """Rows whose field another key sealed; with the token of the participation that they belong to."""
    table = _table(field)
    wanted: Select[Any] = select(table)
    if "participation_id" in table.columns and "token" not in table.columns:
        wanted = wanted.add_columns(Participation.token).outerjoin(
            Participation, Participation.id == table.c.participation_id
        )
    return wanted.where(_is_sealed(field), ~_has_mark(field, cipher.key_id))


def _batches(store: Session, wanted: Select[Any], key: ColumnElement[Any], batch: int) -> Iterator[list[Row[Any]]]:
    """Rows in order of their key, so many at a time; each batch is read when the one before is done."""
    last: Any = None
    while True:
        rest = wanted if last is None else wanted.where(key > last)
        rows = list(store.execute(rest.order_by(key).limit(batch), bind_arguments=_bind(key)).all())
        if not rows:
            return
        last = rows[-1]._mapping[key]  # noqa: SLF001 - the public name of the columns of a row
        yield rows


def _standing_of(work: Work, field: SealedField) -> ColumnStanding:
    store, cipher = _store_of(work, field), _cipher_of(work, field)
    whole = _number(store, field, _is_sealed(field))
    by_key = {key_id: _number(store, field, _has_mark(field, key_id)) for key_id in cipher.key_ids}
    setting = "INBEELD_CARE_KEY" if field.is_care else "INBEELD_TEXT_KEY"
    return ColumnStanding(_name(field), setting, cipher.key_id, by_key, whole - sum(by_key.values()))


def _number(store: Session, field: SealedField, which: ColumnElement[bool]) -> int:
    statement = select(func.count()).select_from(_table(field)).where(which)
    return int(store.execute(statement, bind_arguments={"mapper": field.model}).scalar_one())


def _is_sealed(field: SealedField) -> ColumnElement[bool]:
    column = _column(field)
    empty: str | bytes = b"" if column.type.python_type is bytes else ""
    return column.is_not(None) & (column != empty)


def _has_mark(field: SealedField, key_id: str) -> ColumnElement[bool]:
    column, mark = _column(field), mark_of(key_id)
    wanted: str | bytes = mark.encode() if column.type.python_type is bytes else mark
    return func.substr(column, 1, len(mark), type_=column.type) == wanted


# --- keyed hashes ---


def _rotate_codes(work: Work, told: Told, batch: int) -> Iterator[Broken]:
    """Codes stand sealed beside their hash, so each can be hashed anew."""
    for rows in _batches(work.db, _people(), Participant.__table__.c.id, batch):
        changed = 0
        for row in rows:
            key_id = _key_of_code(work, row)
            if key_id is None:
                yield Broken(CODES, row.id)
            elif key_id != work.lookup.key_id:
                anew = work.lookup.of(_code(work, row))
                mine = (Participant.id == row.id) & (Participant.code_lookup == row.code_lookup)
                changed += _rows(work.db.execute(update(Participant).where(mine).values(code_lookup=anew)))
        work.db.commit()
        told(CODES, changed)


def _codes(work: Work) -> ColumnStanding:
    found: dict[str, int] = dict.fromkeys(work.lookup.key_ids, 0)
    unknown = 0
    for rows in _batches(work.db, _people(), Participant.__table__.c.id, BATCH):
        for row in rows:
            key_id = _key_of_code(work, row)
            if key_id is None:
                unknown += 1
            else:
                found[key_id] += 1
    return ColumnStanding(CODES, "INBEELD_LOOKUP_KEY", work.lookup.key_id, found, unknown)


def _marks(work: Work) -> ColumnStanding:
    """Marks of what was removed cannot be hashed anew: they go with the backups that they are kept for."""
    found: dict[str, int] = dict.fromkeys(work.lookup.key_ids, 0)
    unknown = 0
    for key_id, number in work.db.execute(select(RemovalMark.key_id, func.count()).group_by(RemovalMark.key_id)):
        if key_id in found:
            found[key_id] = number
        else:
            unknown += number
    return ColumnStanding(MARKS, "INBEELD_LOOKUP_KEY", work.lookup.key_id, found, unknown)


def _recovery_codes(work: Work) -> ColumnStanding:
    """Those that hang on a lookup key. They do not say on which: every older key may be the one, else the only one."""
    kept = work.db.scalars(select(StaffAccount.mf_recovery_codes))
    keyed = sum(is_keyed(code) for codes in kept for code in codes or ())
    current, *older = work.lookup.key_ids
    found = {current: 0 if older else keyed, **dict.fromkeys(older, keyed)}
    return ColumnStanding(RECOVERY_CODES, "INBEELD_LOOKUP_KEY", current, found)


def _people() -> Select[Any]:
    table = cast("Table", Participant.__table__)
    return select(table.c.id, table.c.public_id, table.c.code_lookup, table.c.code_encrypted)


def _key_of_code(work: Work, row: Row[Any]) -> str | None:
    try:
        code = _code(work, row)
    except SealBroken:
        return None
    return next((key_id for key_id in work.lookup.key_ids if work.lookup.of(code, key_id) == row.code_lookup), None)


def _code(work: Work, row: Row[Any]) -> str:
    return work.texts.open(row.code_encrypted, f"participant:{row.public_id}:code")


# --- tables ---


def _store_of(work: Work, field: SealedField) -> Session:
    return work.care if field.is_care else work.db


def _cipher_of(work: Work, field: SealedField) -> Cipher:
    return work.cares if field.is_care else work.texts


def _table(field: SealedField) -> Table:
    return cast("Table", field.model.__table__)


def _column(field: SealedField) -> ColumnElement[Any]:
    return _table(field).c[field.column]


def _key_column(field: SealedField) -> ColumnElement[Any]:
    (column,) = _table(field).primary_key.columns
    return column


def _key_of(field: SealedField, row: Row[Any]) -> int | str:
    return cast("int | str", row._mapping[_key_column(field)])  # noqa: SLF001 - the public name of the columns of a row


def _name(field: SealedField) -> str:
    return f"{field.model.__tablename__}.{field.column}"


def _bind(key: ColumnElement[Any]) -> dict[str, Any]:
    table = cast("Any", key).table
    return {"mapper": next(field.model for field in SEALED if field.model.__table__ is table)}


def _count(store: Session, statement: Any, field: SealedField) -> int:  # noqa: ANN401 - an update of any table
    return _rows(store.execute(statement, bind_arguments={"mapper": field.model}))


def _rows(result: Any) -> int:  # noqa: ANN401 - what an update gives
    return int(cast("CursorResult[Any]", result).rowcount)
