"""The accounts of an organisation, kept by its administrator: invite, change roles, switch off, begin anew."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import ColumnElement, func, select, update

from app.services.accounts import AccountExists, NewAccount, Staff, give_roles, make_account, within_organisation
from app.services.audit import SYSTEM, AuditKind, Event, Outcome, account, actor_of, record
from app.services.staff_sessions import end_sessions_of, record_ended
from app.services.work import Work
from app.store.account_models import StaffInvitation
from app.store.models import Organisation, RoleName, StaffAccount

LINK_DAYS = 7
NAME_SIGNS = 200
IS_IN = StaffAccount.password.is_not(None) | StaffAccount.oidc_subject.is_not(None)
"""Who was only invited is not."""


class AccountUnknown(Exception):
    """No such account in this organisation."""


class InvitationGone(Exception):
    """The link was used, is too old, was replaced, or never was."""


class TeamProblem(StrEnum):
    """Why something cannot be done; the view has a sentence for each."""

    NAME_MISSING = "name_missing"
    EMAIL_WRONG = "email_wrong"
    EMAIL_TAKEN = "email_taken"
    ROLE_MISSING = "role_missing"
    LAST_ADMINISTRATOR = "last_administrator"
    NO_LINK = "no_link"


class TeamRefused(Exception):
    """It does not fit the rules; ``problems`` names all of them."""

    def __init__(self, *problems: TeamProblem) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


class AccountState(StrEnum):
    """Where an account stands."""

    INVITED = "invited"  # never signed in; a link is open or was not used in time
    ACTIVE = "active"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Member:
    """One account in the list. ``second_step``: an app or a passkey is set up. ``provider``: signs in elsewhere."""

    id: int
    name: str
    email: str
    roles: tuple[RoleName, ...]
    state: AccountState
    second_step: bool
    provider: bool
    link_until: datetime | None


def team(work: Work, staff: Staff) -> list[Member]:
    """Every account of the organisation, by name."""
    statement = within_organisation(select(StaffAccount), StaffAccount.organisation_id, staff)
    accounts = work.db.scalars(statement.order_by(StaffAccount.name)).unique().all()
    links = _open_links(work, [one.id for one in accounts])
    return [_member(one, links.get(one.id)) for one in accounts]


def find_member(work: Work, staff: Staff, account_id: int) -> Member:
    """One account of the organisation. Raises AccountUnknown."""
    found = _account(work, staff, account_id)
    return _member(found, _open_links(work, [found.id]).get(found.id))


def invite(work: Work, staff: Staff, name: str, email: str, roles: Collection[RoleName]) -> tuple[int, str]:
    """Make an account without a password, and the link to choose one; commits. Gives its id and the link's token.

    Raises TeamRefused.
    """
    return invite_as(work, work.db.get_one(Organisation, staff.organisation_id), name, email, roles, staff)


def invite_as(
    work: Work,
    organisation: Organisation,
    name: str,
    email: str,
    roles: Collection[RoleName],
    staff: Staff | None,
) -> tuple[int, str]:
    """The same for any organisation; ``staff``: who invites, None: whoever looks after the machine."""
    name, email = " ".join(name.split())[:NAME_SIGNS], email.strip()
    problems = [] if name else [TeamProblem.NAME_MISSING]
    email = normalised_email(email) or ""
    problems += [] if email else [TeamProblem.EMAIL_WRONG]
    problems += [] if roles else [TeamProblem.ROLE_MISSING]
    if problems:
        raise TeamRefused(*problems)
    chosen = tuple(role for role in RoleName if role in roles)
    try:
        made = make_account(work, organisation, NewAccount(email, name, chosen, None), _actor(staff))
    except AccountExists:
        raise TeamRefused(TeamProblem.EMAIL_TAKEN) from None
    token = _make_link(work, staff, made.id)
    work.db.commit()
    return made.id, token


def normalised_email(text: str) -> str | None:
    """An address as accounts keep it; None when it is none."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None


def comes_in(work: Work) -> ColumnElement[bool]:
    """Whether somebody is in with an account, or has a link that still opens."""
    links = select(StaffInvitation.id).where(StaffInvitation.account_id == StaffAccount.id, _opens(work))
    return IS_IN | links.exists()


def begin_anew(work: Work, found: StaffAccount) -> str:
    """Let an account in again that nobody can help on a page: gives the token of a link; commits.

    Whoever looks after the machine does this. The account has no password, second step or session until the link is
    used. Raises TeamRefused where the provider looks after signing in.
    """
    if found.oidc_subject is not None:
        raise TeamRefused(TeamProblem.NO_LINK)
    found.password = None
    _forget_second_step(work, None, found)
    token = _make_link(work, None, found.id)
    _record(work, None, found, AuditKind.ACCOUNT_CHANGED, "anew")
    work.db.commit()
    end_sessions_of(work, found.id)
    return token


def new_link(work: Work, staff: Staff, account_id: int) -> str:
    """A new link to choose a password; older ones no longer work; commits.

    Raises AccountUnknown; TeamRefused for an account that is off, or whose sign-in the provider looks after.
    """
    found = _account(work, staff, account_id)
    if found.oidc_subject is not None or not found.active:
        raise TeamRefused(TeamProblem.NO_LINK)
    token = _make_link(work, staff, found.id)
    _record(work, staff, found, AuditKind.ACCOUNT_CHANGED, "link")
    work.db.commit()
    return token


def change_roles(work: Work, staff: Staff, account_id: int, roles: Collection[RoleName]) -> None:
    """Give and take roles; commits. Raises AccountUnknown, TeamRefused."""
    found = _account(work, staff, account_id)
    if not roles:
        raise TeamRefused(TeamProblem.ROLE_MISSING)
    if RoleName.ADMINISTRATOR not in roles:
        _keep_an_administrator(work, staff, found)
    give_roles(work, found, roles, actor_of(staff))
    work.db.commit()


def switch_off(work: Work, staff: Staff, account_id: int) -> None:
    """Let nobody in with this account any more; its sessions and links end; commits.

    Raises AccountUnknown, TeamRefused.
    """
    found = _account(work, staff, account_id)
    _keep_an_administrator(work, staff, found)
    found.active = False
    found.fs_uniquifier = secrets.token_hex(32)
    _end_links(work, found.id)
    _record(work, staff, found, AuditKind.ACCOUNT_ENDED)
    work.db.commit()
    end_sessions_of(work, account_id)


def sign_out_everywhere(work: Work, staff: Staff, account_id: int) -> None:
    """End every session of an account, also one that waits for its second step; commits. Raises AccountUnknown."""
    found = _account(work, staff, account_id)
    found.fs_uniquifier = secrets.token_hex(32)
    record_ended(work, staff, account_id, "all")
    end_sessions_of(work, account_id)


def switch_on(work: Work, staff: Staff, account_id: int) -> None:
    """Let somebody in again; commits. Raises AccountUnknown."""
    found = _account(work, staff, account_id)
    found.active = True
    _record(work, staff, found, AuditKind.ACCOUNT_CHANGED, "on")
    work.db.commit()


def forget_second_step(work: Work, staff: Staff, account_id: int) -> None:
    """Take away app, passkeys and recovery codes: the next sign-in sets one up; sessions end; commits.

    Raises AccountUnknown.
    """
    found = _account(work, staff, account_id)
    _forget_second_step(work, staff, found)
    work.db.commit()
    end_sessions_of(work, account_id)


def account_of_link(work: Work, token: str) -> StaffAccount:
    """Whose password this link lets somebody choose. Raises InvitationGone."""
    found = work.db.execute(
        select(StaffInvitation.account_id).where(
            StaffInvitation.token_lookup.in_(work.lookup.every(_named(token))), _opens(work)
        )
    ).one_or_none()
    held = work.db.get(StaffAccount, found.account_id) if found else None
    if held is None or not held.active:
        raise InvitationGone
    return held


def take_link(work: Work, token: str) -> StaffAccount:
    """The account of a link, which works no more, nor does any other of that account; does not commit.

    Raises InvitationGone. Of two who come at once one gets in.
    """
    held = account_of_link(work, token)
    used = work.db.execute(
        update(StaffInvitation)
        .where(StaffInvitation.token_lookup.in_(work.lookup.every(_named(token))), StaffInvitation.used_at.is_(None))
        .values(used_at=work.now()),
        execution_options={"synchronize_session": False},
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]  # the result of an update has it
        work.db.rollback()
        raise InvitationGone
    _end_links(work, held.id)
    return held


def use_link(work: Work, token: str, password_hash: str) -> StaffAccount:
    """Keep the password that was chosen; the link works no more, and sessions end; commits. Raises InvitationGone."""
    held = take_link(work, token)
    held.password = password_hash
    held.fs_uniquifier = secrets.token_hex(32)
    name = account(held.id)
    record(work, Event(AuditKind.ACCOUNT_CHANGED, name, held.organisation_id, name, Outcome.DONE, "password"))
    work.db.commit()
    end_sessions_of(work, held.id)
    return held


def keep_password(work: Work, staff: Staff, password_hash: str, session_key: str) -> None:
    """Keep a new password of this person; sessions other than the one with this key end; commits."""
    work.db.execute(update(StaffAccount).where(StaffAccount.id == staff.id).values(password=password_hash))
    name = actor_of(staff)
    record(work, Event(AuditKind.ACCOUNT_CHANGED, name, staff.organisation_id, name, Outcome.DONE, "password"))
    work.db.commit()
    end_sessions_of(work, staff.id, but=session_key)


def _forget_second_step(work: Work, staff: Staff | None, found: StaffAccount) -> None:
    found.tf_primary_method = found.tf_totp_secret = None
    found.totp_counter = None
    found.mf_recovery_codes = None
    found.webauthn.clear()
    found.fs_uniquifier = secrets.token_hex(32)
    _record(work, staff, found, AuditKind.SECOND_FACTOR, "reset")


def _account(work: Work, staff: Staff, account_id: int) -> StaffAccount:
    statement = select(StaffAccount).where(StaffAccount.id == account_id)
    found = work.db.scalar(within_organisation(statement, StaffAccount.organisation_id, staff))
    if found is None:
        raise AccountUnknown(account_id)
    return found


def _member(one: StaffAccount, link_until: datetime | None) -> Member:
    names = {role.name for role in one.roles}
    ready = one.password is not None or one.oidc_subject is not None
    state = AccountState.OFF if not one.active else AccountState.ACTIVE if ready else AccountState.INVITED
    return Member(
        id=one.id,
        name=one.name,
        email=one.email,
        roles=tuple(role for role in RoleName if role.value in names),
        state=state,
        second_step=bool(one.tf_totp_secret or one.webauthn),
        provider=one.oidc_subject is not None,
        link_until=link_until,
    )


def _opens(work: Work) -> ColumnElement[bool]:
    return StaffInvitation.used_at.is_(None) & (StaffInvitation.expires_at > work.now())


def _open_links(work: Work, account_ids: Collection[int]) -> dict[int, datetime]:
    statement = select(StaffInvitation.account_id, StaffInvitation.expires_at).where(
        StaffInvitation.account_id.in_(sorted(account_ids)), _opens(work)
    )
    return {row.account_id: row.expires_at for row in work.db.execute(statement)}


def _make_link(work: Work, staff: Staff | None, account_id: int) -> str:
    _end_links(work, account_id)
    token = secrets.token_urlsafe(24)
    now = work.now()
    work.db.add(
        StaffInvitation(
            account_id=account_id,
            token_lookup=work.lookup.of(_named(token)),
            made_at=now,
            expires_at=now + timedelta(days=LINK_DAYS),
            made_by_id=staff.id if staff else None,
        )
    )
    return token


def _end_links(work: Work, account_id: int) -> None:
    work.db.execute(
        update(StaffInvitation)
        .where(StaffInvitation.account_id == account_id, StaffInvitation.used_at.is_(None))
        .values(used_at=work.now()),
        execution_options={"synchronize_session": False},
    )


def _keep_an_administrator(work: Work, staff: Staff, found: StaffAccount) -> None:
    """Raise TeamRefused when nobody else could make accounts any more."""
    if not found.holds(RoleName.ADMINISTRATOR):
        return
    others = select(func.count(StaffAccount.id)).where(
        StaffAccount.roles.any(name=RoleName.ADMINISTRATOR.value),
        StaffAccount.active.is_(True),
        IS_IN,
        StaffAccount.id != found.id,
    )
    if not work.db.scalar(within_organisation(others, StaffAccount.organisation_id, staff)):
        raise TeamRefused(TeamProblem.LAST_ADMINISTRATOR)


def _actor(staff: Staff | None) -> str:
    return actor_of(staff) if staff else SYSTEM


def _record(work: Work, staff: Staff | None, found: StaffAccount, kind: AuditKind, detail: str = "") -> None:
    record(work, Event(kind, _actor(staff), found.organisation_id, account(found.id), Outcome.DONE, detail))


def _named(token: str) -> str:
    return f"staff-invitation:{token}"
