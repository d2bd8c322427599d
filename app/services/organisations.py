"""The organisations of an installation and who lets the others in, kept by whoever looks after the machine.

What an administrator does on pages for the own organisation is in ``team``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.services.audit import SYSTEM, AuditKind, Event, record
from app.services.audit import organisation as named
from app.services.locations import is_phone_number
from app.services.team import AccountUnknown, begin_anew, comes_in, invite_as, normalised_email
from app.services.work import Work
from app.store.models import Organisation, RoleName, StaffAccount

LONGEST = {
    "name": 200,
    "privacy_contact": 200,
    "legal_basis": 400,
    "legal_basis_health": 400,
    "ggd_phone": 60,
    "vluchtelingenwerk_phone": 60,
}
"""Signs that the store keeps of each value."""


class OrganisationUnknown(Exception):
    """There is no organisation with this number."""


class OrganisationProblem(StrEnum):
    """Why an organisation cannot be kept; the command has a sentence for each."""

    NAME_MISSING = "name_missing"
    NAME_TAKEN = "name_taken"
    PRIVACY_CONTACT_MISSING = "privacy_contact_missing"
    LEGAL_BASIS_MISSING = "legal_basis_missing"
    TOO_LONG = "too_long"
    GGD_PHONE_WRONG = "ggd_phone_wrong"
    VLUCHTELINGENWERK_PHONE_WRONG = "vluchtelingenwerk_phone_wrong"


class OrganisationRefused(Exception):
    """The organisation does not fit the rules; ``problems`` names all of them."""

    def __init__(self, *problems: OrganisationProblem) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class OrganisationForm:
    """What people read about the organisation that asks them.

    ``privacy_contact``: address or number for questions about data. ``legal_basis``: on what ground data are used, in
    the words of the data protection officer; ``legal_basis_health``: of answers about health (R42), or empty.
    The telephone numbers stand on help screens and reports; empty: not shown.
    """

    name: str
    privacy_contact: str
    legal_basis: str
    legal_basis_health: str = ""
    ggd_phone: str = ""
    vluchtelingenwerk_phone: str = ""

    def tidy(self) -> OrganisationForm:
        """The same without spaces around and double ones inside."""
        return OrganisationForm(*(" ".join(getattr(self, field.name).split()) for field in fields(self)))


def organisations(work: Work) -> list[Organisation]:
    """All of them, in the order in which they came."""
    return list(work.db.scalars(select(Organisation).order_by(Organisation.id)))


def without_administrator(work: Work) -> list[int]:
    """Numbers of organisations where no administrator is in or has a link to come in."""
    administrators = StaffAccount.roles.any(name=RoleName.ADMINISTRATOR.value)
    inside = select(StaffAccount.organisation_id).where(administrators, StaffAccount.active.is_(True), comes_in(work))
    others = select(Organisation.id).where(Organisation.id.not_in(inside))
    return list(work.db.scalars(others.order_by(Organisation.id)))


def find_organisation(work: Work, organisation_id: int) -> Organisation:
    """One of them. Raises OrganisationUnknown."""
    found = work.db.get(Organisation, organisation_id)
    if found is None:
        raise OrganisationUnknown(organisation_id)
    return found


def form_of(organisation: Organisation) -> OrganisationForm:
    """What is kept about it now, to be changed."""
    return OrganisationForm(*(getattr(organisation, field.name) or "" for field in fields(OrganisationForm)))


def add_organisation(work: Work, form: OrganisationForm) -> Organisation:
    """Keep a new organisation; commits. Raises OrganisationRefused naming every problem at once."""
    return _keep(work, Organisation(), form.tidy(), "organisation_added")


def change_organisation(work: Work, organisation_id: int, form: OrganisationForm) -> None:
    """Change what people read about it: pages and new reports show it at once; commits.

    Raises OrganisationUnknown, OrganisationRefused.
    """
    _keep(work, find_organisation(work, organisation_id), form.tidy(), "organisation_changed")


def let_administrator_in(work: Work, organisation_id: int, name: str, email: str) -> str:
    """Make an account with the role of administrator; gives the token of its link; commits.

    Raises OrganisationUnknown; TeamRefused as ``team.invite``, also when there is an account with this address.
    """
    organisation = find_organisation(work, organisation_id)
    return invite_as(work, organisation, name, email, (RoleName.ADMINISTRATOR,), None)[1]


def let_administrator_begin_anew(work: Work, organisation_id: int, email: str) -> str:
    """For an administrator who can no longer come in while nobody else could help: ``team.begin_anew``; commits.

    Gives the token of a link. Raises OrganisationUnknown; AccountUnknown unless an account with this address is on and
    administrator there; TeamRefused where the municipality looks after signing in.
    """
    organisation = find_organisation(work, organisation_id)
    mine = select(StaffAccount).where(
        StaffAccount.email == (normalised_email(email) or ""),
        StaffAccount.organisation_id == organisation.id,
        StaffAccount.active.is_(True),
    )
    known = work.db.scalar(mine)
    if known is None or not known.holds(RoleName.ADMINISTRATOR):
        raise AccountUnknown
    return begin_anew(work, known)


def _keep(work: Work, organisation: Organisation, form: OrganisationForm, done: str) -> Organisation:
    problems = _problems(work.db, organisation.id, form)
    if problems:
        raise OrganisationRefused(*problems)
    for field in fields(form):
        setattr(organisation, field.name, getattr(form, field.name))
    work.db.add(organisation)
    work.db.flush()
    record(work, Event(AuditKind.SETTINGS_CHANGED, SYSTEM, organisation.id, named(organisation.id), detail=done))
    work.db.commit()
    return organisation


def _problems(db: Session, organisation_id: int | None, form: OrganisationForm) -> list[OrganisationProblem]:
    same = select(Organisation.id).where(Organisation.name == form.name, Organisation.id != (organisation_id or 0))
    found = {
        OrganisationProblem.NAME_MISSING: not form.name,
        OrganisationProblem.NAME_TAKEN: db.scalar(same) is not None,
        OrganisationProblem.PRIVACY_CONTACT_MISSING: not form.privacy_contact,
        OrganisationProblem.LEGAL_BASIS_MISSING: not form.legal_basis,
        OrganisationProblem.TOO_LONG: any(len(getattr(form, name)) > most for name, most in LONGEST.items()),
        OrganisationProblem.GGD_PHONE_WRONG: bool(form.ggd_phone) and not is_phone_number(form.ggd_phone),
        OrganisationProblem.VLUCHTELINGENWERK_PHONE_WRONG: bool(form.vluchtelingenwerk_phone)
        and not is_phone_number(form.vluchtelingenwerk_phone),
    }
    return [problem for problem, is_so in found.items() if is_so]
