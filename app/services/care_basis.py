"""Who besides the GGD may be shown signals of scales at all: nobody, unless the municipality states its basis.

A yes of the person makes no basis, and a basis makes no yes: only with both does a signal stand in a report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update

from app.services.accounts import Staff, names_of
from app.services.audit import AuditKind, Event, actor_of, organisation, record
from app.services.work import Work
from app.store.care_models import CareBasis

LONGEST = 120  # characters


class BasisProblem(StrEnum):
    """Why a basis cannot be kept; the view has a sentence for each."""

    DPIA_MISSING = "dpia_reference"
    OFFICER_MISSING = "officer"


class BasisRefused(Exception):
    """Something is missing; ``problems`` names all of it."""

    def __init__(self, problems: Sequence[BasisProblem]) -> None:
        super().__init__(", ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Basis:
    """A basis that stands or stood. ``officer``: who answers for it; ``ended_at`` None: it stands."""

    dpia_reference: str
    officer: str
    set_by: str
    set_at: datetime
    ended_at: datetime | None


def has_basis(work: Work, organisation_id: int) -> bool:
    """Whether people may be asked to share signals with the client manager and VluchtelingenWerk."""
    standing = (CareBasis.organisation_id == organisation_id, CareBasis.ended_at.is_(None))
    return work.care.scalar(select(CareBasis.id).where(*standing).limit(1)) is not None


def bases(work: Work, staff: Staff) -> list[Basis]:
    """What was ever set in this organisation, newest first."""
    mine = CareBasis.organisation_id == staff.organisation_id
    rows = work.care.scalars(select(CareBasis).where(mine).order_by(CareBasis.id.desc())).all()
    names = names_of(work, staff, [row.set_by for row in rows])
    return [
        Basis(row.dpia_reference, row.officer, names.get(row.set_by, "–"), row.set_at, row.ended_at) for row in rows
    ]


def set_basis(work: Work, staff: Staff, dpia_reference: str, officer: str) -> None:
    """State the basis, in place of one that stands; commits. Raises BasisRefused."""
    reference, name = (" ".join(words.split())[:LONGEST] for words in (dpia_reference, officer))
    missing = {BasisProblem.DPIA_MISSING: not reference, BasisProblem.OFFICER_MISSING: not name}
    if any(missing.values()):
        raise BasisRefused([problem for problem, is_so in missing.items() if is_so])
    _log(work, staff, "care_basis=on")
    _end(work, staff)
    work.care.add(
        CareBasis(
            organisation_id=staff.organisation_id,
            dpia_reference=reference,
            officer=name,
            set_by=staff.id,
            set_at=work.now(),
        )
    )
    work.care.commit()


def end_basis(work: Work, staff: Staff) -> None:
    """From now on nothing more is offered, and no report that is made holds a signal; commits."""
    if not has_basis(work, staff.organisation_id):
        return
    _log(work, staff, "care_basis=off")
    _end(work, staff)
    work.care.commit()


def _end(work: Work, staff: Staff) -> None:
    standing = (CareBasis.organisation_id == staff.organisation_id, CareBasis.ended_at.is_(None))
    work.care.execute(update(CareBasis).where(*standing).values(ended_by=staff.id, ended_at=work.now()))


def _log(work: Work, staff: Staff, detail: str) -> None:
    """Before the change itself: of two stores one is first, and a change without an event must not be."""
    which = organisation(staff.organisation_id)
    record(work, Event(AuditKind.SETTINGS_CHANGED, actor_of(staff), staff.organisation_id, which, detail=detail))
    work.db.commit()
