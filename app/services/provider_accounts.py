"""Accounts of who signs in with the provider of the municipality: found by issuer and subject, never by address."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.config import Provider
from app.services.accounts import AccountExists, NewAccount, give_roles, make_account
from app.services.work import Work
from app.store.models import Organisation, RoleName, StaffAccount


class NotWelcome(Exception):
    """The provider knows this person, but nothing here opens to them."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a provider says of somebody, after its signature was checked."""

    issuer: str
    subject: str
    email: str
    name: str
    roles: frozenset[RoleName]


def vouched_for(claims: Mapping[str, Any], provider: Provider) -> Vouched:
    """Read the claims of a provider; its role claim may name what lies deeper with dots.

    Raises NotWelcome when another provider speaks, when subject or address is missing, or when no role follows.
    """
    subject, email = str(claims.get("sub") or ""), str(claims.get("email") or "").strip().lower()
    names = set(_names(claims, provider.role_claim)) & set(provider.roles)
    roles = frozenset(RoleName(provider.roles[name]) for name in names)
    if claims.get("iss") != provider.issuer or not subject or not email or not roles:
        raise NotWelcome
    return Vouched(provider.issuer, subject, email, str(claims.get("name") or email)[:200], roles)


def account_for(work: Work, vouched: Vouched) -> StaffAccount:
    """The account of this person, made at the first sign-in; roles follow the provider; commits.

    Raises NotWelcome when the account is switched off, or the address belongs to an account with a password: who has
    that address at the provider need not be the same person.
    """
    found = work.db.scalar(
        select(StaffAccount).where(
            StaffAccount.oidc_issuer == vouched.issuer, StaffAccount.oidc_subject == vouched.subject
        )
    )
    if found is None:
        found = _make(work, vouched)
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


def _make(work: Work, vouched: Vouched) -> StaffAccount:
    organisations = work.db.scalars(select(Organisation).limit(2)).all()
    if len(organisations) != 1:
        raise NotWelcome  # one provider serves one organisation; with several, whose it is stays open
    try:
        made = make_account(
            work, organisations[0], NewAccount(vouched.email, vouched.name, tuple(sorted(vouched.roles)), None)
        )
    except AccountExists:
        raise NotWelcome from None
    made.oidc_issuer, made.oidc_subject = vouched.issuer, vouched.subject
    return made
