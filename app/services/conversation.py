"""The talk about a report: client manager, person and VluchtelingenWerk fill it in part by part, at one table.

It is a draft until somebody says that it was held; then it is a version of the final report. What is corrected later
is a new version. Each part names the number of times it was kept: who saves over the words of somebody else is shown
both. Nothing in it is worked out from answers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.core.conversation import Conversation, Interpreter, Party, Present, Topic, topic_name, topics_of
from app.instruments.wording import Wording
from app.local_time import local_day
from app.services.accounts import Staff
from app.services.audit import AuditKind, Event, actor_of, person, record
from app.services.caseload import NotSeenYet, Person, answers_gone, find_person, write_down
from app.services.conversation_values import (
    AGREEMENTS,
    ENDING,
    GOAL,
    REMARK,
    TOPIC,
    PartContent,
    conversation_of_parts,
    empty_part,
    mark_of,
    part_name,
    part_of_text,
    part_text,
)
from app.services.conversation_versions import keep_version, talk_row, version_of, versions_of
from app.services.finishing import follow_words
from app.services.reports import CONVERSATION
from app.services.reports.conversation import conversation_sources
from app.services.sharing import Recipient
from app.services.work import Work
from app.store.conversation_models import ConversationPart
from app.store.models import Participation, SittingState, StaffAccount
from app.store.upsert import insert_into

REMARKS = tuple(f"{REMARK}{party.value}" for party in Party)
OF_VLUCHTELINGENWERK = f"{REMARK}{Party.VLUCHTELINGENWERK.value}"


class PartUnknown(Exception):
    """The talk has no such part, or it is not for this account to write."""


class PartChanged(Exception):
    """Somebody else kept this part meanwhile; ``standing`` is what it says now. Nothing was changed."""

    def __init__(self, standing: StandingPart) -> None:
        super().__init__(standing.part)
        self.standing = standing


class TalkChanged(Exception):
    """Somebody else made a version of the final report meanwhile. Nothing was changed."""


class TalkIncomplete(ValueError):
    """A talk that was held has a day that is not in the future, and somebody who was there."""


@dataclass(frozen=True, slots=True)
class StandingPart:
    """A part as it stands. ``version``: 0 when nobody wrote in it; ``by``: who kept it last, or ""."""

    part: str
    content: PartContent
    version: int = 0
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """Everything of one talk, for who may see it now.

    ``answers_gone``: no report can be made any more. ``draft``: what the parts say together. ``writes``: the parts this
    account writes in. ``versions``: those of the final report, oldest first. ``behind``: something was kept after the
    newest of them. ``nl`` and ``own``: the words of the report; ``released``: whether those of ``own`` were.
    """

    person: Person
    answers_gone: bool
    topics: tuple[Topic, ...]
    parts: Mapping[str, StandingPart]
    draft: Conversation
    writes: frozenset[str]
    versions: tuple[Conversation, ...]
    behind: bool
    nl: Wording
    own: Wording
    released: bool

    @property
    def held(self) -> Conversation | None:
        """The newest version of the final report; None while the talk is a draft."""
        return self.versions[-1] if self.versions else None


@dataclass(frozen=True, slots=True)
class Held:
    """A version of the final report. ``printed``: whether a report is made with it; not once the answers are gone."""

    number: int
    printed: bool


def open_talk(work: Work, staff: Staff, public_id: str) -> Talk:
    """The talk of somebody, with who reads it written down; commits. Raises PersonUnknown, NotSeenYet."""
    who = _somebody(work, staff, public_id)
    write_down(work, staff, who, "profile" if who.edition == CONVERSATION else "conversation_report")
    return _talk(work, who)


def talk_to_write_in(work: Work, staff: Staff, public_id: str, part: str) -> Talk:
    """The talk in which this account writes that part; nobody is shown it, so no reader is written down.

    Raises PersonUnknown, NotSeenYet, PartUnknown.
    """
    talk = _talk(work, _somebody(work, staff, public_id))
    if part not in talk.writes:
        raise PartUnknown(part)
    return talk


def save_part(work: Work, staff: Staff, public_id: str, part: str, content: PartContent, version: int) -> None:
    """Keep one part, ``version`` being the one that was on the page; commits.

    Raises PersonUnknown, NotSeenYet, PartUnknown, PartChanged.
    """
    talk = talk_to_write_in(work, staff, public_id, part)
    if content == talk.parts[part].content:
        return
    if not _kept(work, staff, talk.person.participation_id, part, content, version):
        work.db.rollback()
        raise PartChanged(_talk(work, talk.person).parts[part])
    _record(work, staff, public_id, part)
    work.db.commit()


def mark_held(
    work: Work,
    staff: Staff,
    public_id: str,
    held_on: date | None,
    present: Collection[Present],
    interpreter: Interpreter,
    number: int,
) -> Held:
    """Say that the talk was held, or make a corrected version of it; commits and asks for the report.

    ``number``: the newest version that was on the page, 0 for none. Raises PersonUnknown, NotSeenYet, PartUnknown for
    who is not the client manager, TalkIncomplete, TalkChanged.
    """
    talk = _talk(work, _somebody(work, staff, public_id))
    if talk.person.edition != CONVERSATION:
        raise PartUnknown("held")
    today = local_day(work.now())
    if held_on is None or held_on > today or not present:
        raise TalkIncomplete
    if number != len(talk.versions):
        raise TalkChanged
    there = tuple(one for one in Present if one in present)
    made = replace(
        talk.draft, held_on=held_on, number=number + 1, made_on=today, present=there, interpreter=interpreter
    )
    _keep_held(work, staff, talk, made)
    _record(work, staff, public_id, f"held:{made.number}")
    work.db.commit()
    follow_words(work, talk.person.participation_id)
    return Held(made.number, printed=not talk.answers_gone)


def read_version(work: Work, staff: Staff, public_id: str, number: int) -> tuple[Talk, Conversation]:
    """One version of the final report, with who reads it written down; commits.

    Raises PersonUnknown, NotSeenYet, VersionUnknown.
    """
    who = _somebody(work, staff, public_id)
    found = version_of(work, who.participation_id, number)
    return open_talk(work, staff, public_id), found


def _somebody(work: Work, staff: Staff, public_id: str) -> Person:
    who = find_person(work, staff, public_id)
    if who.profile_seen_at is None or who.state is not SittingState.FINISHED:
        raise NotSeenYet
    return who


def _talk(work: Work, who: Person) -> Talk:
    mine = who.edition == CONVERSATION
    sources = conversation_sources(work, who.token, Recipient.CLIENT_MANAGER if mine else Recipient.VLUCHTELINGENWERK)
    kept = _parts(work, who.participation_id)
    talked = [name.removeprefix(TOPIC) for name in kept if name.startswith(TOPIC)]
    without_answers = answers_gone(work, who)
    topics = () if without_answers else topics_of(sources.content())
    gone = [name for name in talked if name not in {topic.id for topic in topics}]
    topics = (*topics, *(Topic(name, topic_name(name)) for name in gone))
    names = (*(f"{TOPIC}{topic.id}" for topic in topics), *REMARKS, GOAL, AGREEMENTS, ENDING)
    parts = {name: kept.get(name) or StandingPart(name, empty_part(name)) for name in names}
    draft = conversation_of_parts({name: one.content for name, one in parts.items()})
    versions = tuple(versions_of(work, who.participation_id))
    return Talk(
        person=who,
        answers_gone=without_answers,
        topics=topics,
        parts=parts,
        draft=draft,
        writes=frozenset(names if mine else (OF_VLUCHTELINGENWERK,)),
        versions=versions,
        behind=bool(versions) and _words_of(versions[-1]) != _words_of(draft),
        nl=sources.nl,
        own=sources.own,
        released=sources.words_released,
    )


def _words_of(talk: Conversation) -> Conversation:
    """A talk without when and by whom it was held."""
    return replace(talk, held_on=None, number=0, made_on=None, present=(), interpreter=Interpreter.NONE)


def _parts(work: Work, participation_id: int) -> dict[str, StandingPart]:
    rows = work.db.execute(
        select(ConversationPart, StaffAccount.name)
        .outerjoin(StaffAccount, StaffAccount.id == ConversationPart.saved_by_id)
        .where(ConversationPart.participation_id == participation_id)
        .order_by(ConversationPart.id)
        .execution_options(populate_existing=True)
    )
    return {row.ConversationPart.part: _standing(work, row.ConversationPart, row.name or "") for row in rows}


def _standing(work: Work, row: ConversationPart, by: str) -> StandingPart:
    text = work.texts.open(row.content_encrypted, part_name(row.participation_id, row.part, row.version))
    return StandingPart(row.part, part_of_text(row.part, text), row.version, by, row.saved_at)


def _kept(work: Work, staff: Staff, participation_id: int, part: str, content: PartContent, version: int) -> bool:
    """Whether the part was kept: only over the version that was on the page."""
    name = part_name(participation_id, part, version + 1)
    values = {
        "version": version + 1,
        "mark": mark_of(content),
        "content_encrypted": work.texts.seal(part_text(part, content), name),
        "saved_at": work.now(),
        "saved_by_id": staff.id,
    }
    if version == 0:
        new = insert_into(work.db, ConversationPart).values(participation_id=participation_id, part=part, **values)
        new = new.on_conflict_do_nothing(index_elements=["participation_id", "part"])
        return bool(work.db.execute(new.returning(ConversationPart.id)).all())
    mine = (
        (ConversationPart.participation_id == participation_id)
        & (ConversationPart.part == part)
        & (ConversationPart.version == version)
    )
    return bool(
        work.db.execute(update(ConversationPart).where(mine).values(**values).returning(ConversationPart.id)).all()
    )


def _keep_held(work: Work, staff: Staff, talk: Talk, made: Conversation) -> None:
    """The version, what the row of the talk says, and when the next one is. Raises TalkChanged."""
    participation_id = talk.person.participation_id
    try:
        keep_version(work, participation_id, made, staff.id)
    except IntegrityError as error:  # somebody else made this version at the same moment
        work.db.rollback()
        raise TalkChanged from error
    row = talk_row(work, participation_id)
    row.held_on, row.interpreter = made.held_on, made.interpreter.value
    row.present = [one.value for one in made.present]
    planned = update(Participation).where(Participation.id == participation_id)
    work.db.execute(planned.values(conversation_at=_next_talk(talk, made)))
    work.db.flush()


def _next_talk(talk: Talk, made: Conversation) -> datetime | None:
    """The next talk that this version agrees on, else the one that was planned; None when that is the one held now."""
    planned = talk.person.conversation_at
    before = talk.held.next_talk if talk.held else None
    if made.next_talk != before and (made.next_talk is not None or planned == before):
        planned = made.next_talk
    if planned is None or made.held_on is None or local_day(planned) <= made.held_on:
        return None
    return planned


def _record(work: Work, staff: Staff, public_id: str, detail: str) -> None:
    event = Event(
        AuditKind.CONVERSATION_CHANGED, actor_of(staff), staff.organisation_id, person(public_id), detail=detail
    )
    record(work, event)
