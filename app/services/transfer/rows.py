"""The rows of one group session as JSON values, opened from their seals, and back as rows sealed with other keys.

Nothing refers to a number of a row: people are known by their public id, participations by their token, staff by the
address they sign in with. What the other side makes itself (reports, presence) does not travel.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, Table, delete, insert, select

from app.services.work import Work
from app.store.base import Base, CareBase, UtcDateTime
from app.store.care_models import CareContact, CareRelease, CareResponse, CareSignalItem, CareSignalStep
from app.store.conversation_models import CaseOutcome, Conversation, ConversationPart, ConversationVersion, HandOver
from app.store.models import (
    Deviation,
    DeviceNotice,
    EligibilityCheck,
    GroupSession,
    HelpRequest,
    InstrumentVersion,
    Location,
    Participant,
    Participation,
    PartMode,
    PersonRequest,
    Presence,
    Release,
    Report,
    Response,
    StaffAccount,
    VariantChange,
    WhoSaw,
)
from app.store.sealed_fields import sealed_fields_of

Model = type[Base | CareBase]
Values = dict[str, Any]
Letters = dict[str, Any]

OF_A_PARTICIPATION: tuple[type[Base], ...] = (
    Response,
    HelpRequest,
    Release,
    PartMode,
    EligibilityCheck,
    DeviceNotice,
    Deviation,
    VariantChange,
    PersonRequest,
    WhoSaw,
    Conversation,
    ConversationPart,
    ConversationVersion,
    CaseOutcome,
)
"""Tables of the main store that hang on a participation (a deviation may hang on the session alone)."""
STAYS: tuple[type[Base], ...] = (Report, Presence, HandOver)
"""What hangs on a participation and does not travel: the other side makes reports itself, devices stay in the room, and
who goes on with somebody is agreed at the municipality."""
OF_A_TOKEN: tuple[type[CareBase], ...] = (CareResponse, CareRelease, CareContact)
LOCATION = ("name", "care_contact", "care_phone", "out_of_hours_phone", "emergency_phone", "crisis_phone")


class DoesNotFit(Exception):
    """The letters name something that this installation does not know; the message says what."""


# --- out ---


def letters_of(work: Work, session: GroupSession) -> Letters:
    """Everything of one group session, in the order in which it was recorded."""
    people = list(
        work.db.scalars(
            select(Participation).where(Participation.group_session_id == session.id).order_by(Participation.id)
        )
    )
    out = _Out(work, {row.id: row.token for row in people}, _addresses(work))
    tokens = [row.token for row in people]
    participants = work.db.scalars(
        select(Participant).where(Participant.id.in_([row.participant_id for row in people])).order_by(Participant.id)
    ).all()
    public_ids = {person.id: person.public_id for person in participants}
    main = {
        "session": out.values(session),
        "location": {name: getattr(session.location, name) for name in LOCATION},
        "versions": [out.values(row) for row in _versions(work, people)],
        "participants": [out.values(row) for row in participants],
        "participations": [{**out.values(row), "participant": public_ids[row.participant_id]} for row in people],
        "tables": {model.__tablename__: out.table(model, session) for model in OF_A_PARTICIPATION},
    }
    return {"main": main, "care": out.care(tokens)}


def _versions(work: Work, people: Iterable[Participation]) -> list[InstrumentVersion]:
    hashes = {row.content_hash for row in people}
    statement = select(InstrumentVersion).where(InstrumentVersion.content_hash.in_(sorted(hashes)))
    return list(work.db.scalars(statement.order_by(InstrumentVersion.content_hash)))


def _addresses(work: Work) -> dict[int, str]:
    return {row.id: row.email for row in work.db.execute(select(StaffAccount.id, StaffAccount.email))}


@dataclass(frozen=True, slots=True)
class _Out:
    work: Work
    tokens: Mapping[int, str]
    addresses: Mapping[int, str]

    def table(self, model: type[Base], session: GroupSession) -> list[Values]:
        columns = _columns(model)
        name = "participation_id" if "participation_id" in columns else "from_participation_id"
        theirs: ColumnElement[bool] = columns[name].in_(sorted(self.tokens))
        if model is Deviation:
            theirs = theirs | (Deviation.group_session_id == session.id)
        rows = self.work.db.scalars(select(model).where(theirs).order_by(columns["id"]))
        return [self.values(row) for row in rows]

    def care(self, tokens: list[str]) -> Letters:
        found: Letters = {}
        for model in OF_A_TOKEN:
            columns = _columns(model)
            rows = self.work.care.scalars(
                select(model).where(columns["token"].in_(tokens)).order_by(*_table(model).primary_key.columns)
            )
            found[model.__tablename__] = [self.values(row) for row in rows]
        items = self.work.care.scalars(
            select(CareSignalItem).where(CareSignalItem.token.in_(tokens)).order_by(CareSignalItem.id)
        )
        found[CareSignalItem.__tablename__] = [{**self.values(row), "steps": self.steps(row.id)} for row in items]
        return found

    def steps(self, item_id: int) -> list[Values]:
        rows = self.work.care.scalars(
            select(CareSignalStep).where(CareSignalStep.item_id == item_id).order_by(CareSignalStep.id)
        )
        return [
            {"status": row.status, "by": self.addresses.get(row.by_account or 0), "at": _plain(row.at)} for row in rows
        ]

    def values(self, row: Base | CareBase) -> Values:
        """The columns of a row by name: opened, and with names instead of numbers of rows."""
        raw = {name: getattr(row, name) for name in _columns(type(row))}
        if "token" not in raw and raw.get("participation_id") is not None:
            raw["token"] = self.tokens.get(raw["participation_id"], "")
        for sealed in sealed_fields_of(type(row)):
            if raw[sealed.column] is not None:
                cipher = self.work.cares if sealed.is_care else self.work.texts
                raw[sealed.column] = cipher.open(raw[sealed.column], sealed.bound_to(raw))
        columns = _columns(type(row))
        return {
            name: self._named(columns.get(name), value)
            for name, value in raw.items()
            if name not in {"id", "participant_id"}
        }

    def _named(self, column: Column[Any] | None, value: Any) -> Any:  # noqa: ANN401 - any column
        if value is None or column is None:
            return value
        if _refers_to(column, StaffAccount):
            return self.addresses.get(value)
        return self.tokens[value] if _refers_to(column, Participation) else _plain(value)


def _table(model: Model) -> Table:
    return cast("Table", model.__table__)


def _columns(model: Model) -> Mapping[str, Column[Any]]:
    return dict(_table(model).columns.items())


def _refers_to(column: Column[Any], model: Model) -> bool:
    return any(key.column.table is _table(model) for key in column.foreign_keys)


def _plain(value: Any) -> Any:  # noqa: ANN401 - any column
    return value.isoformat() if isinstance(value, datetime | date) else value


# --- in ---


@dataclass(slots=True)
class Arrival:
    """Puts letters into this installation's stores. ``people`` and ``sessions`` say what came in; does not commit."""

    work: Work
    organisation_id: int
    location_id: int
    facilitator_id: int
    _accounts: dict[str, int] = field(default_factory=dict)
    _people: dict[str, int] = field(default_factory=dict)
    session_id: int = 0

    def take_main(self, main: Letters) -> None:
        """Rows of the main store. Raises DoesNotFit."""
        self._accounts = {
            row.email: row.id
            for row in self.work.db.execute(
                select(StaffAccount.id, StaffAccount.email).where(StaffAccount.organisation_id == self.organisation_id)
            )
        }
        self._take_versions(main["versions"])
        self.session_id = self._add(GroupSession, {**main["session"], **self._home()})
        participants = {
            values["public_id"]: self._add(Participant, self._person(values)) for values in main["participants"]
        }
        for values in main["participations"]:
            rest = {name: value for name, value in values.items() if name != "participant"}
            rest |= {"participant_id": participants[values["participant"]], "group_session_id": self.session_id}
            self._people[rest["token"]] = self._add(Participation, rest)
        for model in OF_A_PARTICIPATION:
            for values in main["tables"][model.__tablename__]:
                self._add(model, values)

    @property
    def people(self) -> int:
        """How many participations came in."""
        return len(self._people)

    def take_care(self, care: Letters) -> None:
        """Rows of the care store, after those of the main store, in which each token was found to be new.

        What an interrupted import left under these tokens is replaced.
        """
        left: tuple[type[CareBase], ...] = (*OF_A_TOKEN, CareSignalItem)
        for model in left:
            mine = _columns(model)["token"].in_(sorted(self._people))
            self.work.care.execute(delete(model).where(mine))
        for model in OF_A_TOKEN:
            for values in care[model.__tablename__]:
                self._add(model, values)
        for values in care[CareSignalItem.__tablename__]:
            self._take_item(values)

    def _take_versions(self, versions: list[Values]) -> None:
        for values in versions:
            known = self.work.db.get(InstrumentVersion, values["content_hash"])
            if known is None:
                self._add(InstrumentVersion, values)
            elif known.snapshot != values["snapshot"]:
                raise DoesNotFit("The file holds another questionnaire under the same name and mark.")

    def _home(self) -> Values:
        return {
            "organisation_id": self.organisation_id,
            "location_id": self.location_id,
            "facilitator_id": self.facilitator_id,
        }

    def _person(self, values: Values) -> Values:
        lookup = None if values["code_lookup"] is None else self.work.lookup.of(values["code_encrypted"])
        return {**values, "organisation_id": self.organisation_id, "code_lookup": lookup}

    def _take_item(self, values: Values) -> None:
        rest = {name: value for name, value in values.items() if name != "steps"}
        item_id = self._add(CareSignalItem, {**rest, "organisation_id": self.organisation_id})
        for step in values["steps"]:
            by = self._accounts.get(step["by"] or "")
            at = datetime.fromisoformat(step["at"])
            self.work.care.execute(
                insert(CareSignalStep).values(item_id=item_id, status=step["status"], by_account=by, at=at)
            )

    def _add(self, model: Model, values: Values) -> int:
        row = model(**self._row(model, values))
        store = self.work.care if issubclass(model, CareBase) else self.work.db
        store.add(row)
        store.flush()
        self._seal(row, values)
        store.flush()
        return int(getattr(row, "id", 0))

    def _seal(self, row: Base | CareBase, values: Values) -> None:
        """Seal with the keys of this installation, once the row has the numbers that some seals are bound to."""
        for sealed in sealed_fields_of(type(row)):
            if values[sealed.column] is not None:
                cipher = self.work.cares if sealed.is_care else self.work.texts
                bound = sealed.bound_to({**values, **{name: getattr(row, name) for name in _columns(type(row))}})
                setattr(row, sealed.column, cipher.seal(values[sealed.column], bound))

    def _row(self, model: Model, values: Values) -> Values:
        """Values for the columns of this table. Raises DoesNotFit for a column that it does not have."""
        columns = _columns(model)
        given = {name: value for name, value in values.items() if name != "token" or "token" in columns}
        unknown = sorted(set(given) - set(columns.keys()))
        if unknown:
            raise DoesNotFit(f"The file is of another version: it names {', '.join(unknown)}.")
        if model is Deviation:
            given["group_session_id"] = self.session_id
        row = {name: self._numbered(model, name, value) for name, value in given.items()}
        return {
            name: "" if name in _sealed_names(model) and value is not None else value for name, value in row.items()
        }

    def _numbered(self, model: Model, name: str, value: Any) -> Any:  # noqa: ANN401 - any column
        column = _columns(model)[name]
        if value is None:
            return None
        if _refers_to(column, StaffAccount):
            return value if isinstance(value, int) else self._accounts.get(value)
        if _refers_to(column, Participation):
            return self._people[value]
        kind = column.type
        if isinstance(kind, UtcDateTime):
            return datetime.fromisoformat(value)
        return date.fromisoformat(value) if kind.python_type is date else value


def _sealed_names(model: Model) -> set[str]:
    return {sealed.column for sealed in sealed_fields_of(model)}


def known_location(work: Work, organisation_id: int, name: str) -> int | None:
    """The place of this name in the organisation, or None."""
    return work.db.scalar(select(Location.id).where(Location.organisation_id == organisation_id, Location.name == name))
