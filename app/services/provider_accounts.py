"""Accounts of who signs in with the provider of the municipality: found by issuer and subject, never by address.

Somebody who was invited joins with the link of the invitation: docs/decisions/0013.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.config import Provider
from app.services.accounts import AccountExists, NewAccount, give_roles, make_account
from app.services.audit import AuditKind, Event, account, record
from app.services.team import InvitationGone, account_of_link, take_link
from app.services.work import Work
from app.store.models import Organisation, RoleName, StaffAccount


class NotWelcome(Exception):
    """The provider knows this person, but nothing here opens to them."""


class OtherAddress(NotWelcome):
    """The link of the invitation is for another e-mail address than the one that the provider knows."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a provider says of somebody, after its signature was checked. ``denied``: the address is not verified."""

    issuer: str
    subject: str
    email: str
    name: str
    roles: frozenset[RoleName]
    denied: bool = False


def vouched_for(claims: Mapping[str, Any], provider: Provider) -> Vouched:
    """Read the claims of a provider; its role claim may name what lies deeper with dots.

    Raises NotWelcome when another provider speaks, when subject or address is missing, or when no role follows.
    """
    subject, email = str(claims.get("sub") or ""), str(claims.get("email") or "").strip().lower()
    names = set(_names(claims, provider.role_claim)) & set(provider.roles)
    roles = frozenset(RoleName(provider.roles[name]) for name in names)
    if claims.get("iss") != provider.issuer or not subject or not email or not roles:
        raise NotWelcome
    denied = claims.get("email_verified") in {False, "false"}
    return Vouched(provider.issuer, subject, email, str(claims.get("name") or email)[:200], roles, denied)


def known_account(work: Work, vouched: Vouched) -> StaffAccount | None:
    """The account that this person had here before."""
    return work.db.scalar(
        select(StaffAccount).where(
            StaffAccount.oidc_issuer == vouched.issuer, StaffAccount.oidc_subject == vouched.subject
        )
    )


def account_for(work: Work, vouched: Vouched, link: str = "") -> StaffAccount:
    """The account of this person: known, or invited by ``link``, or made now; roles follow the provider; commits.

    Raises NotWelcome when the account is switched off, or the address belongs to another account: who has that address
    at the provider need not be the same person. OtherAddress when the link was meant for somebody else.
    """
    found = known_account(work, vouched) or (_join(work, vouched, link) if link else _make(work, vouched))
    if not found.active:
        raise NotWelcome
    give_roles(work, found, vouched.roles)
    work.db.commit()
    return found


def both_steps_asserted(claims: Mapping[str, Any], accepted: Collection[str]) -> bool:
    """Whether the provider says that it asked for a second step, in ``amr`` or ``acr``."""
    said = {str(claims.get("acr") or "")}
    methods = claims.get("amr")
    if isinstance(methods, list):
        said |= {str(one) for one in methods}
    return bool(said & set(accepted))


def _names(claims: Mapping[str, Any], role_claim: str) -> list[str]:
    value: Any = claims.get(role_claim)
    if value is None:
        value = claims
        for part in role_claim.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
    if isinstance(value, str):
        return [value]
    return [str(one) for one in value] if isinstance(value, list) else []


def _only_organisation(work: Work) -> Organisation:
    """The one that the provider serves; with several, whose it is stays open."""
    organisations = work.db.scalars(select(Organisation).limit(2)).all()
    if len(organisations) != 1:
        raise NotWelcome
    return organisations[0]


def _make(work: Work, vouched: Vouched) -> StaffAccount:
    if vouched.denied:
        raise NotWelcome
    new = NewAccount(vouched.email, vouched.name, tuple(sorted(vouched.roles)), None)
    try:
        made = make_account(work, _only_organisation(work), new)
    except AccountExists:
        raise NotWelcome from None
    made.oidc_issuer, made.oidc_subject = vouched.issuer, vouched.subject
    return made


def _join(work: Work, vouched: Vouched, link: str) -> StaffAccount:
    """Tie an account without a password to who came with its link and has its address; the link is used up."""
    try:
        held = account_of_link(work, link)
        if held.organisation_id != _only_organisation(work).id or held.password or held.oidc_subject:
            raise NotWelcome
        if vouched.denied or held.email != vouched.email:
            raise OtherAddress
        held = take_link(work, link)
    except InvitationGone:
        raise NotWelcome from None
    held.oidc_issuer, held.oidc_subject = vouched.issuer, vouched.subject
    name = account(held.id)
    record(work, Event(AuditKind.ACCOUNT_CHANGED, name, held.organisation_id, name, detail="provider"))
    return held
