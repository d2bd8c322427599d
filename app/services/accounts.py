"""Staff accounts: who somebody is, which roles are held, and the one function that keeps organisations apart."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Select, select, update
from sqlalchemy.orm import InstrumentedAttribute

from app.services.audit import SYSTEM, AuditKind, Event, account, record
from app.services.work import Work
from app.store.models import Organisation, Role, RoleName, StaffAccount

S = TypeVar("S", bound=Select[*tuple[Any, ...]])

STAFF_LOCALES = ("nl", "en")
"""Languages of the staff pages."""


class AccountExists(Exception):
    """There is an account with this e-mail address already."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who signed in, as the use cases know them."""

    id: int
    organisation_id: int
    organisation: str
    name: str
    locale: str
    roles: frozenset[RoleName]


def staff_of(account: StaffAccount) -> Staff:
    """The account as a value; unknown role names are left out."""
    known = {name.value: name for name in RoleName}
    return Staff(
        id=account.id,
        organisation_id=account.organisation_id,
        organisation=account.organisation.name,
        name=account.name,
        locale=account.locale,
        roles=frozenset(known[role.name] for role in account.roles if role.name in known),
    )


def within_organisation(statement: S, organisation_id: InstrumentedAttribute[int], staff: Staff) -> S:
    """The same question, answered only with rows of the organisation of this person."""
    return statement.where(organisation_id == staff.organisation_id)


def ensure_roles(work: Work) -> dict[RoleName, Role]:
    """A row for each role; makes the missing ones, does not commit."""
    known = {role.name: role for role in work.db.scalars(select(Role))}
    for name in RoleName:
        if name.value not in known:
            known[name.value] = Role(name=name.value)
            work.db.add(known[name.value])
    return {name: known[name.value] for name in RoleName}


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an account needs. ``password_hash`` comes from Flask-Security (argon2), never a password; None: none yet."""

    email: str
    name: str
    roles: tuple[RoleName, ...]
    password_hash: str | None
    locale: str = "nl"


def make_account(work: Work, organisation: Organisation, new: NewAccount, by: str = SYSTEM) -> StaffAccount:
    """Make an account; does not commit. ``by``: who does, as the audit log names people. Raises AccountExists."""
    if work.db.scalar(select(StaffAccount.id).where(StaffAccount.email == new.email)) is not None:
        raise AccountExists(new.email)
    rows = ensure_roles(work)
    made = StaffAccount(
        organisation=organisation,
        email=new.email,
        name=new.name,
        password=new.password_hash,
        locale=new.locale,
        fs_uniquifier=secrets.token_hex(32),
        roles=[rows[name] for name in new.roles],
    )
    work.db.add(made)
    work.db.flush()
    roles = ",".join(sorted(name.value for name in new.roles))
    event = Event(AuditKind.ACCOUNT_MADE, by, made.organisation_id, account(made.id), detail=roles)
    record(work, event)
    return made


def give_roles(work: Work, held: StaffAccount, roles: Collection[RoleName], by: str = SYSTEM) -> None:
    """Let an account hold these roles and no other; writes down what was given and taken, does not commit."""
    before, after = {role.name for role in held.roles}, {role.value for role in roles}
    rows = ensure_roles(work)
    held.roles = [rows[role] for role in RoleName if role in roles]
    for kind, names in ((AuditKind.ROLE_GIVEN, after - before), (AuditKind.ROLE_TAKEN, before - after)):
        if names:
            record(work, Event(kind, by, held.organisation_id, account(held.id), detail=",".join(sorted(names))))


def set_locale(work: Work, staff: Staff, locale: str) -> None:
    """Keep the language of the pages with the account; commits. Raises ValueError on a language staff pages lack."""
    if locale not in STAFF_LOCALES:
        raise ValueError(f"staff pages have the languages {', '.join(STAFF_LOCALES)}, not {locale!r}")
    work.db.execute(update(StaffAccount).where(StaffAccount.id == staff.id).values(locale=locale))
    work.db.commit()


def colleagues(work: Work, staff: Staff, role: RoleName) -> list[StaffAccount]:
    """Active accounts of the same organisation with this role, by name."""
    statement = (
        select(StaffAccount)
        .join(StaffAccount.roles)
        .where(Role.name == role.value, StaffAccount.active.is_(True))
        .order_by(StaffAccount.name)
    )
    return list(work.db.scalars(within_organisation(statement, StaffAccount.organisation_id, staff)).unique())


def names_of(work: Work, staff: Staff, account_ids: Iterable[int]) -> dict[int, str]:
    """Account id to name, for accounts of the same organisation."""
    statement = select(StaffAccount.id, StaffAccount.name).where(StaffAccount.id.in_(sorted(set(account_ids))))
    rows = work.db.execute(within_organisation(statement, StaffAccount.organisation_id, staff))
    return {row.id: row.name for row in rows}
