"""What happens next with somebody, and what asks for attention: from stages and dates, never from a score (R36)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from app.local_time import local_day
from app.services.months import DISCUSS_WITHIN_MONTHS, months_after
from app.store.models import SittingState

SOON, DISCUSS_SOON = timedelta(days=7), timedelta(days=30)


class NextStep(StrEnum):
    """What has to happen now; the groups of the list, in this order."""

    CONVERSATION = "conversation"  # a talk is planned
    APPOINTMENT = "appointment"  # profile seen, report ready: plan a talk
    REPORT = "report"  # the report is being made, or could not be made
    HELD = "held"  # the talk was held; what was agreed runs
    READY = "ready"  # ready for the next step, as a person said
    UNSEEN = "unseen"  # finished, but the person has not seen the profile
    BUSY = "busy"  # not finished yet
    ORDINARY_TALK = "ordinary_talk"  # took no part, or stopped
    HANDED_OVER = "handed_over"  # another organisation goes on, and confirmed that


class Due(StrEnum):
    """What asks for attention; the list can be narrowed to one of these, never to a score (R36)."""

    HOLD = "hold"  # the day of a planned talk is past, and nobody said that it was held
    TALK = "talk"  # a talk within a week
    PLAN = "plan"  # the report is ready, and no talk is planned
    DISCUSS = "discuss"  # not talked about, and the day before which that should be is near
    NEXT_TALK = "next_talk"  # talked with, and no next talk is planned
    READY = "ready"  # ready for the next step
    CONFIRM = "confirm"  # a file was made for another organisation, which has not confirmed that it goes on


def next_step(state: SittingState, row: Row[Any]) -> NextStep:
    """What has to happen now with the person of a row of the caseload."""
    if row.confirmed_at is not None:
        return NextStep.HANDED_OVER
    if state in {SittingState.DECLINED, SittingState.STOPPED, SittingState.DELETED}:
        return NextStep.ORDINARY_TALK
    if state is not SittingState.FINISHED:
        return NextStep.BUSY
    if row.profile_seen_at is None:
        return NextStep.UNSEEN
    return _step_of_talks(row)


def _step_of_talks(row: Row[Any]) -> NextStep:
    """For somebody who finished and saw the profile."""
    if row.conversation_at is not None:
        return NextStep.CONVERSATION
    if row.ready_on is not None:
        return NextStep.READY
    if row.held_on is not None:
        return NextStep.HELD
    return NextStep.APPOINTMENT if row.report == "ready" else NextStep.REPORT


def due_of(step: NextStep, row: Row[Any], now: datetime) -> Iterator[Due]:
    """What asks for attention of somebody at this step; borders are days of the calendar."""
    if step is NextStep.CONVERSATION:
        planned = local_day(row.conversation_at)
        yield from (Due.HOLD,) if planned < local_day(now) else (Due.TALK,) if planned <= local_day(now + SOON) else ()
    by_step = {NextStep.APPOINTMENT: Due.PLAN, NextStep.HELD: Due.NEXT_TALK, NextStep.READY: Due.READY}
    if step in by_step:
        yield by_step[step]
    if row.file_for and row.confirmed_at is None:
        yield Due.CONFIRM
    talkable = step in {NextStep.CONVERSATION, NextStep.APPOINTMENT, NextStep.REPORT}
    if talkable and row.held_on is None and row.finished_at is not None:
        before = months_after(row.finished_at, DISCUSS_WITHIN_MONTHS)
        yield from (Due.DISCUSS,) if local_day(before) <= local_day(now + DISCUSS_SOON) else ()
