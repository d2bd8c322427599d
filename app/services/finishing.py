"""The end of a sitting: it closes, the GGD hears of a shared wish for a talk, and the report is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, Select, exists, func, select

from app.services.care import CONTACT_ONLY, YES, ask_conversation, choices_of, withdraw_conversation
from app.services.care_signals import forget_care_signal
from app.services.delivery import ParticipationClosed, finish
from app.services.person_requests import objected
from app.services.reports import (
    CONVERSATION,
    FOR_VLUCHTELINGENWERK,
    OWN,
    SUMMARY,
    WAITING,
    report_state,
    request_report,
)
from app.services.sharing import CONVERSATION_REPORT, Recipient, shared
from app.services.sittings import Sitting, open_sitting
from app.services.work import Work
from app.store.care_models import CareRelease
from app.store.conversation_models import Conversation
from app.store.models import GroupSession, Participation, Release, Report, SittingState

WISHES = frozenset({"yes", "later"})
AT_ONCE = 500  # tokens in one question: a store takes so many values and no more
CHOSEN_LATELY = timedelta(days=7)  # a worker that was away longer: the report is asked for again by hand
OWN_IS_READ = timedelta(days=1)
"""The own report is read on the device on which somebody finished, before it is given back: later nobody can."""
_log = structlog.get_logger("inbeeld.reports")


def finish_sitting(work: Work, sitting: Sitting, locale: str) -> None:
    """Close the participation and set off what follows; commits.

    The item for the GGD comes first: were the server killed right after it, confirming again would add none. A report
    that was not asked for before a kill is asked for by the worker (``ask_for_missing_reports``).
    Raises ParticipationClosed when it was closed before; then everything that follows was set off then.
    """
    if sitting.closed:
        raise ParticipationClosed
    _tell_ggd(work, sitting, locale)
    finish(work, sitting, locale)
    _request_reports(work, sitting.id)


def follow_choices(work: Work, sitting: Sitting, locale: str) -> None:
    """A finished person changed what is shared; commits.

    The GGD hears of a wish shared now, and no more of one withdrawn; the reports are made anew.
    The old report is not read any more, also while the new one is being made, and also when the server is killed before
    this: then the worker asks for it (``ask_for_missing_reports``). Does nothing before the end.
    """
    if sitting.state is not SittingState.FINISHED:
        return
    _tell_ggd(work, sitting, locale)
    _request_reports(work, sitting.id)


def follow_words(work: Work, participation_id: int) -> None:
    """A talk was held, the person said what is not right, or is named otherwise: the reports are made anew; commits.

    Does nothing before the end, or once the answers are gone: then the report that was made is the last one.
    """
    can_be_made = select(Participation.id).where(
        Participation.id == participation_id,
        Participation.state == SittingState.FINISHED,
        Participation.set_aside_at.is_(None),
        Participation.answers_removed_at.is_(None),
    )
    if work.db.scalar(can_be_made) is not None:
        _request_reports(work, participation_id)


def follow_basis(work: Work, organisation_id: int) -> int:
    """The basis for showing signals of scales was stated or ended: makes anew the reports of whoever shared some.

    Gives of how many; commits. Old reports are not read any more, also while the new ones are being made. Once the
    answers are gone no other report can be made: the last one stays, with what was shared when it was made.
    """
    shared_some = select(CareRelease.token).where(CareRelease.page.startswith("scale.")).distinct()
    tokens = list(work.care.scalars(shared_some))
    pieces = [tokens[start : start + AT_ONCE] for start in range(0, len(tokens), AT_ONCE)]
    concerned = [one for piece in pieces for one in _finished(work, organisation_id, piece)]
    return _for_each(work, sorted(concerned), _request_reports)


def _finished(work: Work, organisation_id: int, tokens: Sequence[str]) -> Sequence[int]:
    """Of these tokens the participations of an organisation that are over, with answers to make a report of."""
    finished = (
        select(Participation.id)
        .join(GroupSession, GroupSession.id == Participation.group_session_id)
        .where(
            Participation.token.in_(tokens),
            Participation.state == SittingState.FINISHED,
            Participation.set_aside_at.is_(None),
            Participation.answers_removed_at.is_(None),
            GroupSession.organisation_id == organisation_id,
        )
    )
    return work.db.scalars(finished).all()


def _tell_ggd(work: Work, sitting: Sitting, locale: str) -> None:
    forget_care_signal(work, sitting.token)
    if wishes_conversation(work, sitting):
        ask_conversation(work, sitting, locale)
    else:
        withdraw_conversation(work, sitting)


def _for_each(work: Work, ids: Sequence[int], ask: Callable[[Work, int], bool]) -> int:
    """Of how many participations ``ask`` asked for reports; one for whom that goes wrong stops nobody after it."""
    asked = 0
    for participation_id in ids:
        try:
            asked += ask(work, participation_id)
        except Exception as error:  # noqa: BLE001 - whatever is broken about one person
            work.db.rollback()
            work.care.rollback()
            _log.error("reports not asked for", participation=participation_id, kind=type(error).__name__)
    return asked


def _request_reports(work: Work, participation_id: int) -> bool:
    """The report of the client manager, the person's own, and the one of VluchtelingenWerk if it was shared; True.

    With them the summary once a talk was held, for the person to take home, and where somebody asked for it before: it
    must not say longer what was changed.
    """
    request_report(work, participation_id, CONVERSATION)
    request_report(work, participation_id, OWN)
    if shared(work, participation_id, Recipient.VLUCHTELINGENWERK):
        request_report(work, participation_id, FOR_VLUCHTELINGENWERK)
    if _talked_with(work, participation_id) or report_state(work, participation_id, SUMMARY) is not None:
        request_report(work, participation_id, SUMMARY)
    return True


def _talked_with(work: Work, participation_id: int) -> bool:
    held = select(Conversation.held_on).where(Conversation.participation_id == participation_id)
    return work.db.scalar(held) is not None


def ask_for_missing_reports(work: Work) -> int:
    """Ask for the reports of every finished participation that has not got them; gives of how many; commits.

    Also of whoever chose after the report was asked for what is shared: it is not read any more.
    """
    shares = exists().where(
        Release.participation_id == Participation.id,
        Release.page == CONVERSATION_REPORT,
        Release.recipient == Recipient.VLUCHTELINGENWERK,
        Release.shared,
    )
    without = select(Participation.id).where(
        Participation.state == SittingState.FINISHED,
        Participation.set_aside_at.is_(None),
        Participation.answers_removed_at.is_(None),
        ~_asked_for(CONVERSATION)
        | (shares & ~_asked_for(FOR_VLUCHTELINGENWERK))
        | ((Participation.finished_at >= work.now() - OWN_IS_READ) & ~_asked_for(OWN)),
    )
    missing = {*work.db.scalars(without), *_behind_choices(work)}
    return _for_each(work, sorted(missing), _request_reports)


def _behind_choices(work: Work) -> list[int]:
    """Whose newest report was asked for before their newest choice of the last days."""
    since = work.now() - CHOSEN_LATELY
    health = select(CareRelease.token, func.max(CareRelease.decided_at)).where(CareRelease.decided_at >= since)
    rest = select(Participation.token, func.max(Release.decided_at)).join(Release).where(Release.decided_at >= since)
    chose = dict[str, datetime]()
    for token, at in (
        *work.care.execute(health.group_by(CareRelease.token)),
        *work.db.execute(rest.group_by(Participation.token)),
    ):
        chose[token] = max(at, chose.get(token, at))
    tokens = list(chose)
    pieces = [tokens[start : start + AT_ONCE] for start in range(0, len(tokens), AT_ONCE)]
    asked = [row for piece in pieces for row in work.db.execute(_last_asked(piece))]
    return [row.id for row in asked if row.requested_at < chose[row.token]]


def _last_asked(tokens: Sequence[str]) -> Select[int, str, datetime]:
    """Of these tokens the participations that are over, with when the report was asked for last."""
    return (
        select(Participation.id, Participation.token, func.max(Report.requested_at).label("requested_at"))
        .join(Report, (Report.participation_id == Participation.id) & (Report.edition == CONVERSATION))
        .where(
            Participation.token.in_(tokens),
            Participation.state == SittingState.FINISHED,
            Participation.set_aside_at.is_(None),
            Participation.answers_removed_at.is_(None),
        )
        .group_by(Participation.id, Participation.token)
    )


def ask_for_changed_reports(work: Work) -> int:
    """Ask for the reports that would say something else now: words were released, templates or who saw it changed.

    Only until the talk was held: what was signed stays as it is until somebody corrects it. Commits; gives of how many
    people they are made anew.
    """
    held = exists().where(Conversation.participation_id == Participation.id, Conversation.held_on.is_not(None))
    standing = (
        select(Participation.id)
        .where(
            Participation.state == SittingState.FINISHED,
            Participation.set_aside_at.is_(None),
            Participation.answers_removed_at.is_(None),
            ~held,
            ~objected(),
        )
        .order_by(Participation.id)
    )
    return _for_each(work, work.db.scalars(standing).all(), _changed)


def _changed(work: Work, participation_id: int) -> bool:
    editions = (CONVERSATION, FOR_VLUCHTELINGENWERK)
    asked = [one for one in editions if report_state(work, participation_id, one) is not None]
    for edition in asked:
        request_report(work, participation_id, edition)
    return any(report_state(work, participation_id, one) == WAITING for one in asked)


def _asked_for(edition: str) -> ColumnElement[bool]:
    return exists().where(Report.participation_id == Participation.id, Report.edition == edition)


def wishes_conversation(work: Work, sitting: Sitting) -> bool:
    """Whether the person wants a talk, now or later, and shares that with the GGD (domain 7.1)."""
    wish = sitting.instrument.roles.get("care_wish")
    if wish is None:
        return False
    standing = open_sitting(work, sitting.token, [wish]).responses.get(wish)
    wants = standing is not None and standing.option in WISHES
    return wants and choices_of(work, sitting.token).ggd in {YES, CONTACT_ONLY}
