"""Leading a group session, as a facilitator does."""

from __future__ import annotations

from typing import TypeAlias

from app.services.accounts import Staff, staff_of
from app.services.work import Work
from app.store.models import GroupSession, StaffAccount
from tests.factories import Invited

Seat: TypeAlias = tuple[Work, Staff, str, int]
"""What names a seat: the unit of work, who leads, the public id of the group session, the number."""


def session_of(work: Work, invited: Invited) -> GroupSession:
    """The group session that somebody sits in."""
    return work.db.get_one(GroupSession, invited.group_session_id)


def leader_of(work: Work, invited: Invited) -> Staff:
    """The facilitator of the group session that somebody sits in."""
    return staff_of(work.db.get_one(StaffAccount, session_of(work, invited).facilitator_id))
