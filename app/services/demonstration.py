"""Demonstration data: one invented organisation with every role and 26 invented people at every stage.

Everything goes through the use cases that real people use, at moments in the past; never beside real data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from app.core.instrument import Item
from app.core.routing import Step, StepKind, items_on_path
from app.local_time import ZONE, local_day
from app.services.accounts import NewAccount, Staff, make_account, staff_of
from app.services.calls import call_help
from app.services.care import CareChoices, raise_acute, record_care_choices, set_status, work_list
from app.services.caseload import find_person, open_person, plan_conversation
from app.services.codes import grouped
from app.services.conversation import mark_held, open_talk, save_part
from app.services.conversation_values import parts_of_conversation
from app.services.delivery import Shown, pass_step, record_response, see_profile, skip_block, stop, take_part
from app.services.demonstration_answers import Answerer
from app.services.demonstration_people import PEOPLE, Invented, Meeting, Stage
from app.services.demonstration_talk import sample_talk
from app.services.finishing import finish_sitting
from app.services.group_sessions import (
    NewSession,
    add_participation,
    close_group_session,
    instrument_of_sessions,
    locale_choices,
    make_group_session,
    open_group_session,
)
from app.services.instrument_versions import keep_version
from app.services.outcomes import OutcomeKind, add_outcome, set_ready
from app.services.person_requests import RequestKind, make_request
from app.services.sharing import share_report
from app.services.sittings import Sitting, Standing, open_sitting
from app.services.work import Work
from app.store.care_models import (
    CareBasis,
    CareContact,
    CareExport,
    CareRelease,
    CareReport,
    CareResponse,
    CareSignalItem,
    CareSignalStep,
    SignalStatus,
)
from app.store.models import (
    GroupSession,
    HelpRequest,
    Location,
    Organisation,
    Participant,
    Participation,
    Release,
    Report,
    Response,
    RoleName,
    SittingState,
    StaffAccount,
    WhoSaw,
)

NAME = "Voorbeeldstad (demonstratie)"
IN_PICTURES = "picture-profile"
NOT_RIGHT = "Ik werk graag met anderen samen. Dat zie ik hier niet terug (voorbeeld)."
ASKS_TOO = 2  # whose talk comes first also asks about the own data
PASSWORD = "voorbeeld-inbeeld"  # noqa: S105 - printed on purpose; accounts with it exist in demonstrations only
TALKED_DAYS_AGO = 5
TALKED = (("Demo Selam", None), ("Demo Grace", OutcomeKind.EDUCATION), ("Demo Yonas", None))
"""With whom a talk was held, and what came of it."""
ACCOUNTS = (
    ("begeleider@voorbeeld.example", "R. de Wit (demo)", RoleName.FACILITATOR),
    ("klantmanager@voorbeeld.example", "S. Yilmaz (demo)", RoleName.CLIENT_MANAGER),
    ("ggd@voorbeeld.example", "E. Vos (demo)", RoleName.GGD),
    ("vluchtelingenwerk@voorbeeld.example", "J. Bos (demo)", RoleName.VLUCHTELINGENWERK),
    ("beheerder@voorbeeld.example", "A. Smit (demo)", RoleName.ADMINISTRATOR),
    ("onderzoeker@voorbeeld.example", "N. Kok (demo)", RoleName.RESEARCHER),
    ("fg@voorbeeld.example", "P. Mol (demo)", RoleName.PROTECTION_OFFICER),
)


class NotEmpty(Exception):
    """The database holds an organisation that is no demonstration; nothing was changed."""


class OnlyInDemonstration(Exception):
    """Demonstration data exist in demonstration mode alone."""


class Clock:
    """A clock that the filling moves by hand."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """The moment it shows."""
        return self.at

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.at += timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class _Scene:
    """What filling works with: the use cases' work with a moved clock, and who is who."""

    work: Work
    clock: Clock
    staff: Mapping[RoleName, Staff]
    now: datetime


def fill(work: Work, password_hash: Callable[[str], str]) -> bool:
    """Make the demonstration data; False when they stand there already. Half-made ones are made anew.

    The reports are asked for, as when real people finish; the worker makes them when it runs.
    ``password_hash`` turns a password into its argon2 hash. Raises OnlyInDemonstration, NotEmpty.
    """
    _only_demonstration(work)
    if _complete(work):
        return False
    _remove(work)
    now = work.now()
    clock = Clock(now)
    scene_work = replace(work, now=clock)
    organisation = _organisation(scene_work)
    staff = _accounts(scene_work, organisation, password_hash(PASSWORD))
    scene = _Scene(scene_work, clock, staff, now)
    places = _locations(scene_work, organisation)
    for meeting in Meeting:
        _hold(scene, meeting, places)
    clock.at = now
    _after(scene)
    return True


def reset(work: Work, password_hash: Callable[[str], str]) -> None:
    """Remove the demonstration data and make them anew. Raises OnlyInDemonstration, NotEmpty."""
    _only_demonstration(work)
    _remove(work)
    fill(work, password_hash)


def _only_demonstration(work: Work) -> None:
    if not work.config.demo:
        raise OnlyInDemonstration
    others = work.db.scalar(select(func.count(Organisation.id)).where(Organisation.is_demo.is_(False)))
    if others:
        raise NotEmpty


def _complete(work: Work) -> bool:
    """Whether the last session, made last, is there with its people."""
    people = work.db.scalar(
        select(func.count(Participant.id))
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .where(Organisation.is_demo.is_(True))
    )
    return people == len(PEOPLE)


# --- the organisation --------------------------------------------------------------------------------------------


def _organisation(work: Work) -> Organisation:
    organisation = Organisation(
        name=NAME,
        privacy_contact="privacy@voorbeeld.example",
        legal_basis="Wet inburgering 2021 (voorbeeldtekst, te bevestigen door de functionaris gegevensbescherming)",
        ggd_phone="088 000 00 01",
        vluchtelingenwerk_phone="088 000 00 02",
        is_demo=True,
    )
    work.db.add(organisation)
    work.db.flush()
    return organisation


def _accounts(work: Work, organisation: Organisation, password_hash: str) -> dict[RoleName, Staff]:
    made = {
        role: make_account(work, organisation, NewAccount(email, name, (role,), password_hash))
        for email, name, role in ACCOUNTS
    }
    work.db.commit()
    return {role: staff_of(account) for role, account in made.items()}


def _locations(work: Work, organisation: Organisation) -> dict[str, int]:
    centre = Location(
        organisation_id=organisation.id,
        name="AZC Voorbeeld",
        care_contact="GZA Praktijklijn",
        care_phone="088 112 2 112",
        out_of_hours_phone="088 112 2 112",
        crisis_phone="0800-0113",
    )
    library = Location(
        organisation_id=organisation.id,
        name="Bibliotheek Voorbeeldstad",
        care_contact="huisarts",
        care_phone="088 000 00 03",
        out_of_hours_phone="088 000 00 04",
        crisis_phone="0800-0113",
    )
    work.db.add_all([centre, library])
    work.db.commit()
    return {"centre": centre.id, "library": library.id}


# --- the sessions ------------------------------------------------------------------------------------------------

TITLES = {
    Meeting.LAST_MONTH: ("AZC Voorbeeld, zaal 1", "centre"),
    Meeting.LAST_WEEK: ("Bibliotheek, leeszaal", "library"),
    Meeting.TODAY: ("AZC Voorbeeld, zaal 2", "centre"),
    Meeting.COMING: ("Bibliotheek, leeszaal (nieuw)", "library"),
}


def _begins(meeting: Meeting, now: datetime) -> datetime:
    """Half past nine some days away; today's session began an hour and a half ago, on the quarter."""
    if meeting is Meeting.TODAY:
        begun = now - timedelta(minutes=90)
        return begun.replace(minute=begun.minute // 15 * 15, second=0, microsecond=0)
    days = {Meeting.LAST_MONTH: -33, Meeting.LAST_WEEK: -6, Meeting.COMING: 8}[meeting]
    return (now.astimezone(ZONE) + timedelta(days=days)).replace(hour=9, minute=30, second=0, microsecond=0)


def _hold(scene: _Scene, meeting: Meeting, places: Mapping[str, int]) -> None:
    """One group session from making to closing, with everybody who was there."""
    work, leader = scene.work, scene.staff[RoleName.FACILITATOR]
    begins = _begins(meeting, scene.now)
    scene.clock.at = min(scene.now, begins) - timedelta(days=1)
    people = [person for person in PEOPLE if person.meeting is meeting]
    title, place = TITLES[meeting]
    session = make_group_session(
        work,
        leader,
        NewSession(
            title=title,
            location_id=places[place],
            starts_at=begins,
            locales=tuple(choice.code for choice in locale_choices(work)),
            blocks=tuple(block.id for block in instrument_of_sessions(work).blocks),
            seats=max(10, len(people)),
            client_manager_id=scene.staff[RoleName.CLIENT_MANAGER].id,
            duty_officer_name="M. Bakker (demo), GZA",
            duty_officer_phone="088 112 2 112",
        ),
    )
    tokens = _seat(scene, session, people)
    if meeting is Meeting.COMING:
        return
    scene.clock.at = begins
    open_group_session(work, leader, session.public_id)
    for person, token in zip(people, tokens, strict=True):
        scene.clock.at = begins + timedelta(minutes=4)
        _sit(scene, person, token)
    if meeting is not Meeting.TODAY:
        scene.clock.at = begins + timedelta(minutes=110)
        close_group_session(work, leader, session.public_id)


def _seat(scene: _Scene, session: GroupSession, people: list[Invented]) -> list[str]:
    keep_version(scene.work, instrument_of_sessions(scene.work))
    tokens = []
    for seat, person in enumerate(people, start=1):
        participation = add_participation(scene.work, session, seat, person.code, person.name)
        participation.mode = person.mode
        if person.pictures:
            pictures = scene.work.library.instrument(IN_PICTURES)
            keep_version(scene.work, pictures)
            participation.instrument_id, participation.variant = pictures.id, pictures.variant
            participation.content_hash = pictures.content_hash
        tokens.append(participation.token)
    scene.work.db.commit()
    return tokens


# --- one person --------------------------------------------------------------------------------------------------


def _sit(scene: _Scene, person: Invented, token: str) -> None:
    """Everything one person does in the session."""
    if person.stage is Stage.NEW:
        return
    work, locale = scene.work, person.locale
    yes = person.stage is not Stage.DECLINED
    take_part(work, open_sitting(work, token), locale, yes=yes, research=False, research_care=False)
    if not yes:
        return
    if person.care is None:
        private = next(block.id for block in instrument_of_sessions(work).blocks if block.private)
        skip_block(work, open_sitting(work, token), private, locale, skip=True)
    _answer(scene, person, token)
    _leave(scene, person, token)


def _answer(scene: _Scene, person: Invented, token: str) -> None:
    """Answer item by item, in the order of the path, at a believable pace."""
    work = scene.work
    sitting = open_sitting(work, token, None)
    answerer = Answerer(person, sitting.instrument)
    last_before_break = {block.order[-1] for block in sitting.instrument.blocks if block.break_after}
    direction = sitting.wordings[person.locale].info.direction
    pace = _pace(scene, person)
    number = 0
    while (item := _next_item(sitting)) is not None:
        value = answerer.answer(item, sitting.responses)
        shown_at = scene.clock.at
        scene.clock.move(answerer.chance.uniform(0.6, 1.4) * pace)
        number += 1
        shown = Shown(person.locale, direction, f"demo-{number:03}", shown_at, person.mode == "read_aloud")
        record_response(work, sitting, item.id, value, shown)
        standing = {**sitting.standing, item.id: Standing(value, 0, {shown.key: value})}
        sitting = replace(sitting, standing=standing)
        if number == person.answers or (person.stage is Stage.IN_BREAK and item.id in last_before_break):
            return
        if person.stage is Stage.ACUTE and item.id == sitting.instrument.roles["acute"]:
            return


def _pace(scene: _Scene, person: Invented) -> float:
    """Seconds an item: today's people are where they are now, the others took their time."""
    if person.meeting is not Meeting.TODAY:
        return 34.0
    items = person.answers or {Stage.IN_BREAK: 70, Stage.ACUTE: 106}.get(person.stage, 110)
    return max(5.0, (scene.now - scene.clock.at).total_seconds() - 90) / items


def _next_item(sitting: Sitting) -> Item | None:
    on_path = items_on_path(sitting.instrument, sitting.modules, sitting.responses)
    return next((item for item in on_path if item.id not in sitting.standing), None)


def _leave(scene: _Scene, person: Invented, token: str) -> None:
    """How the session ended for this person."""
    work, locale = scene.work, person.locale
    sitting = open_sitting(work, token)
    stopped = {
        Stage.PAUSED: SittingState.PAUSED,
        Stage.STOPPED: SittingState.STOPPED,
        Stage.DELETED: SittingState.DELETED,
    }.get(person.stage)
    if stopped is not None:
        stop(work, sitting, state=stopped)
    if person.calls:
        scene.clock.at = scene.now - timedelta(minutes=1)
        call_help(work, sitting)
    if person.stage is Stage.ACUTE:
        scene.clock.at = scene.now - timedelta(minutes=2)
        raise_acute(work, sitting, locale)
    if person.stage in {Stage.FINISHED, Stage.SEEN, Stage.TALK}:
        _finish(scene, person, token)


def _finish(scene: _Scene, person: Invented, token: str) -> None:
    work, locale = scene.work, person.locale
    if person.stage is not Stage.FINISHED:
        see_profile(work, open_sitting(work, token), locale)
    scene.clock.move(60)
    sitting = open_sitting(work, token)
    pass_step(work, sitting, Step(StepKind.REVIEW), locale)
    if person.ggd is not None:
        ways = ("phone",) if person.mode == "self" else ("via_contact",)
        detail = "06 00 00 00 00 (voorbeeld)" if person.mode == "self" else "Voorbeeld begeleider AZC"
        preference = "woman" if person.mode == "interpreter" else "no_preference"
        choices = CareChoices(
            ggd=person.ggd,
            contact_ways=ways,
            contact_detail=detail,
            interpreter=person.locale != "nl",
            interpreter_preference=preference if person.locale != "nl" else None,
            wish=person.ggd == "yes",
        )
        record_care_choices(work, sitting, choices, locale)
    if person.vluchtelingenwerk:
        share_report(work, sitting, "vluchtelingenwerk", locale, yes=True)
    finish_sitting(work, open_sitting(work, token), locale)


# --- what staff did since ----------------------------------------------------------------------------------------


def _after(scene: _Scene) -> None:
    """Talks that are planned, a report that was opened, and where the GGD stands."""
    work, manager, ggd = scene.work, scene.staff[RoleName.CLIENT_MANAGER], scene.staff[RoleName.GGD]
    talks = [person for person in PEOPLE if person.stage is Stage.TALK]
    for days, person in enumerate(talks, start=2):
        public_id = work.db.scalar(
            select(Participant.public_id).where(Participant.code_lookup.in_(work.lookup.every(person.code)))
        )
        if public_id is None:
            continue
        at = (scene.now.astimezone(ZONE) + timedelta(days=days)).replace(hour=10, minute=0, second=0, microsecond=0)
        plan_conversation(work, manager, public_id, at)
        open_person(work, manager, public_id)
        if days == ASKS_TOO:
            _ask(scene, public_id)
    for name, outcome in TALKED:
        _talk(scene, name, outcome)
    steps = (SignalStatus.CONTACTED, SignalStatus.APPOINTMENT)
    waiting = [item for item in work_list(work, ggd.organisation_id) if not item.today]
    for item, status in zip(waiting, steps, strict=False):
        set_status(work, ggd.organisation_id, item.id, status, ggd.id)


def _talk(scene: _Scene, name: str, outcome: OutcomeKind | None) -> None:
    """A talk that was held, with invented words, and what came of it."""
    work, manager = scene.work, scene.staff[RoleName.CLIENT_MANAGER]
    person = next(one for one in PEOPLE if one.name == name)
    public_id = work.db.scalars(
        select(Participant.public_id).where(Participant.code_lookup.in_(work.lookup.every(person.code)))
    ).one()
    held = sample_talk(person.locale, local_day(scene.now) - timedelta(days=TALKED_DAYS_AGO))
    planned = find_person(work, manager, public_id).conversation_at
    held = replace(held, next_talk=planned.astimezone(ZONE) if planned else None)
    writes = open_talk(work, manager, public_id).writes
    for part, content in parts_of_conversation(held).items():
        if part in writes:
            save_part(work, manager, public_id, part, content, 0)
    mark_held(work, manager, public_id, held.held_on, held.present, held.interpreter, 0)
    if outcome:
        add_outcome(work, manager, public_id, outcome, local_day(scene.now), "")
        set_ready(work, manager, public_id, ready=True)


def _ask(scene: _Scene, public_id: str) -> None:
    """Somebody says what is not right, and wants to see what is kept."""
    of_person = select(Participation.id).join(Participant, Participant.id == Participation.participant_id)
    participation_id = scene.work.db.scalars(of_person.where(Participant.public_id == public_id)).one()
    make_request(scene.work, participation_id, RequestKind.CORRECTION, NOT_RIGHT, "nl")
    make_request(scene.work, participation_id, RequestKind.ACCESS, "", "nl")


# --- removing ----------------------------------------------------------------------------------------------------


def _remove(work: Work) -> None:
    """Remove every demonstration organisation with all that belongs to it, from both stores; commits."""
    organisations = list(work.db.scalars(select(Organisation.id).where(Organisation.is_demo.is_(True))))
    if not organisations:
        return
    sessions = select(GroupSession.id).where(GroupSession.organisation_id.in_(organisations))
    people = select(Participation.id).where(Participation.group_session_id.in_(sessions))
    tokens = list(work.db.scalars(select(Participation.token).where(Participation.group_session_id.in_(sessions))))
    _remove_care(work, tokens, organisations)
    for table in (HelpRequest, Release, Report, WhoSaw, Response):
        work.db.execute(delete(table).where(table.participation_id.in_(people)))
    work.db.execute(delete(Participation).where(Participation.group_session_id.in_(sessions)))
    for owned in (Participant, GroupSession, Location, StaffAccount):
        work.db.execute(delete(owned).where(owned.organisation_id.in_(organisations)))
    work.db.execute(delete(Organisation).where(Organisation.id.in_(organisations)))
    work.db.commit()


def _remove_care(work: Work, tokens: list[str], organisations: list[int]) -> None:
    items = select(CareSignalItem.id).where(CareSignalItem.organisation_id.in_(organisations))
    work.care.execute(delete(CareSignalStep).where(CareSignalStep.item_id.in_(items)))
    work.care.execute(delete(CareSignalItem).where(CareSignalItem.organisation_id.in_(organisations)))
    for owned in (CareExport, CareBasis):
        work.care.execute(delete(owned).where(owned.organisation_id.in_(organisations)))
    for table in (CareResponse, CareRelease, CareContact, CareReport):
        work.care.execute(delete(table).where(table.token.in_(tokens)))
    work.care.commit()


# --- what `make run` prints --------------------------------------------------------------------------------------

SHOWN_STAGES = {
    Stage.NEW: "begins anew",
    Stage.STARTED: "goes on in the middle",
    Stage.IN_BREAK: "is at the break",
}


def summary(work: Work, address: str = "") -> str:
    """Address, accounts, password and access codes as text to print; empty without demonstration data."""
    if not work.config.demo or not _complete(work):
        return ""
    address = (address or f"http://localhost:{work.config.port}").rstrip("/")
    today = [person for person in PEOPLE if person.meeting is Meeting.TODAY and person.stage in SHOWN_STAGES]
    today.sort(key=lambda person: list(SHOWN_STAGES).index(person.stage))
    codes = [
        f"  {grouped(person.code)}   {work.library.locale(person.locale).endonym} ({person.locale}), "
        f"{SHOWN_STAGES[person.stage]}"
        for person in today
    ]
    accounts = [f"  {email:<38} {role.value.replace('_', ' ')}" for email, _, role in ACCOUNTS]
    return "\n".join(
        [
            "Demonstration: all people are invented.",
            f"Participants: {address}/ with one of these access codes (a code works in every language)",
            *codes,
            f"Staff: {address}/staff/sign-in with the password {PASSWORD}",
            *accounts,
        ]
    )
