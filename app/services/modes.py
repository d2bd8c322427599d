"""Oral mode: who reads a part aloud, which second language stands beside the first (domain R31).

Oral mode is on while a participation's mode is not ``SELF``. What was answered how is kept per part.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

import structlog
from sqlalchemy import insert, select, update

from app.services.access import CodeWrong, is_code_of
from app.services.accounts import Staff
from app.services.audit import AuditKind, Event, actor_of, person_of, record
from app.services.codes import normalise_code
from app.services.delivery import ParticipationClosed, forms_of
from app.services.deviations import DeviationKind, note_deviation, participation_at
from app.services.group_sessions import group_session
from app.services.sittings import Sitting
from app.services.work import Work
from app.store.care_models import CareResponse
from app.store.models import Deviation, Participation, PartMode, Response, SittingState

SELF, READ_ALOUD, INTERPRETER = "self", "read_aloud", "interpreter"
MODES = (SELF, READ_ALOUD, INTERPRETER)
FAMILY = "family"
INTERPRETERS = ("", "phone", "room", FAMILY)
FAMILY_PRESENT = "family_present"
"""How something was shared while somebody of the family interpreted."""
_OVER = frozenset({SittingState.FINISHED, SittingState.STOPPED, SittingState.DELETED})
_log = structlog.get_logger(__name__)


class ModeRefused(ValueError):
    """There is no such mode, kind of interpreter, part or language; the message names it."""


def record_part_mode(
    work: Work,
    sitting: Sitting,
    block: str,
    mode: str,
    interpreter: str = "",
    interpreter_left: bool | None = None,  # noqa: FBT001 - the answer itself, None when it was not asked
    account_id: int | None = None,
) -> None:
    """Keep how one part (a block id, or "practice") is answered; the newest stands; the same again adds none; commits.

    The participation goes on in this mode, except when whoever reads leaves for this part alone. ``account_id``: None
    when the person or the practice decided. Raises ModeRefused; ParticipationClosed.
    """
    if sitting.closed:
        raise ParticipationClosed
    _check(sitting, block, mode, interpreter)
    newest = modes_of(work, sitting.id).get(block)
    said = (mode, interpreter, interpreter_left)
    if newest is None or (newest.mode, newest.interpreter, newest.interpreter_left) != said:
        work.db.execute(
            insert(PartMode).values(
                participation_id=sitting.id,
                block=block,
                mode=mode,
                interpreter=interpreter,
                interpreter_left=interpreter_left,
                recorded_at=work.now(),
                account_id=account_id,
            )
        )
    if interpreter_left is not True:
        work.db.execute(update(Participation).where(Participation.id == sitting.id).values(mode=mode))
        if mode == SELF:
            _end_reading(work, sitting.id)
    work.db.commit()


def _end_reading(work: Work, participation_id: int) -> None:
    """Nobody reads aloud for this person any more, in whichever form; what is noted of it ends now."""
    work.db.execute(
        update(Deviation)
        .where(
            Deviation.participation_id.in_(forms_of(participation_id)),
            Deviation.kind == DeviationKind.READ_ALOUD,
            Deviation.ended_at.is_(None),
        )
        .values(ended_at=work.now())
    )


def _check(sitting: Sitting, block: str, mode: str, interpreter: str) -> None:
    if block != "practice" and block not in {one.id for one in sitting.instrument.blocks}:
        raise ModeRefused(f"there is no part {block!r}")
    if mode not in MODES or interpreter not in INTERPRETERS:
        raise ModeRefused(f"there is no mode {mode!r} with interpreter {interpreter!r}")
    if bool(interpreter) != (mode == INTERPRETER):
        raise ModeRefused(f"mode {mode!r} does not go together with interpreter {interpreter!r}")


def modes_of(work: Work, participation_id: int) -> Mapping[str, PartMode]:
    """Part (block id or "practice") to the row that stands, in the order in which the parts were first recorded."""
    rows = work.db.scalars(select(PartMode).where(PartMode.participation_id == participation_id).order_by(PartMode.id))
    return MappingProxyType({row.block: row for row in rows})


def last_reader(work: Work, participation_id: int) -> tuple[str, str]:
    """Mode and kind of interpreter of the last part that was read aloud; read aloud by the facilitator if none was."""
    spoken = [row for row in modes_of(work, participation_id).values() if row.mode != SELF]
    newest = max(spoken, key=lambda row: row.id, default=None)
    return (READ_ALOUD, "") if newest is None else (newest.mode, newest.interpreter)


def mode_of_sharing(work: Work, sitting: Sitting) -> str:
    """How what the person decides now is said (R44): the mode, or ``FAMILY_PRESENT`` while the family interprets."""
    family = sitting.mode == INTERPRETER and last_reader(work, sitting.id) == (INTERPRETER, FAMILY)
    return FAMILY_PRESENT if family else sitting.mode


def answered_alone(work: Work, sitting: Sitting) -> frozenset[str]:
    """Items whose answer that stands was given while nobody read its part aloud.

    Whoever reads aloud hears an answer; one that was given alone is the person's own. A question that belongs to no
    part goes by who read last.
    """
    rows = work.db.scalars(select(PartMode).where(PartMode.participation_id == sitting.id).order_by(PartMode.id)).all()
    parts = {block.id for block in sitting.instrument.blocks}
    items = sitting.instrument.items
    return frozenset(
        item_id
        for item_id, at in _answered_at(work, sitting)
        if item_id in items and _mode_at(rows, items[item_id].block, at, parts) == SELF
    )


def _answered_at(work: Work, sitting: Sitting) -> Collection[tuple[str, datetime]]:
    """Each answered item with when its answer that stands was given, of both stores."""
    main = select(Response.item_id, Response.answered_at).where(Response.participation_id == sitting.id)
    care = select(CareResponse.item_id, CareResponse.answered_at).where(CareResponse.token == sitting.token)
    rows = [*work.db.execute(main.order_by(Response.id)), *work.care.execute(care.order_by(CareResponse.id))]
    return {row.item_id: row.answered_at for row in rows}.items()


def _mode_at(rows: Sequence[PartMode], block: str, at: datetime, parts: Collection[str]) -> str:
    """How a part (or, outside every part, the sitting) was answered at a moment; alone when nothing was recorded."""
    said = [row.mode for row in rows if row.recorded_at <= at and (row.block == block or block not in parts)]
    return said[-1] if said else SELF


def start_oral(work: Work, staff: Staff, public_id: str, seat: int) -> None:
    """From now on each part asks who reads it aloud; noted as a deviation; starting twice changes nothing; commits.

    Raises SessionUnknown, SeatUnknown; ParticipationClosed.
    """
    person = _open_person(work, staff, public_id, seat)
    if person.mode != SELF:
        return
    person.mode = READ_ALOUD
    note_deviation(work, staff, public_id, DeviationKind.READ_ALOUD, seat=seat)


def stop_oral(work: Work, staff: Staff, public_id: str, seat: int) -> None:
    """The person goes on alone; the second language stays as it is; commits.

    Raises SessionUnknown, SeatUnknown; ParticipationClosed.
    """
    person = _open_person(work, staff, public_id, seat)
    person.mode = SELF
    _end_reading(work, person.id)
    work.db.commit()


def choose_second_locale(work: Work, staff: Staff, public_id: str, seat: int, locale: str) -> None:
    """The language that stands beside the first on this person's screen ("" for none); commits.

    Raises SessionUnknown, SeatUnknown; ParticipationClosed; ModeRefused when the instrument lacks it.
    """
    person = _open_person(work, staff, public_id, seat)
    _, wordings = work.definitions.of(work.db, person.instrument_id, person.content_hash)
    if locale and locale not in wordings:
        raise ModeRefused(f"there is no language {locale!r}")
    person.second_locale = locale or None
    work.db.commit()


def show_second_locale(work: Work, sitting: Sitting, locale: str) -> None:
    """The person wants a second language beside the first ("" for none); commits.

    Raises ModeRefused, ParticipationClosed.
    """
    if sitting.closed:
        raise ParticipationClosed
    if locale and locale not in sitting.wordings:
        raise ModeRefused(f"there is no language {locale!r}")
    work.db.execute(update(Participation).where(Participation.id == sitting.id).values(second_locale=locale or None))
    work.db.commit()


def read_on_own_device(work: Work, staff: Staff, public_id: str, seat: int, code_text: str) -> str:
    """The token to open this sitting on the device of a facilitator, who reads aloud; noted and logged; commits.

    The person agrees with the code of the card. Raises SessionUnknown, SeatUnknown; ParticipationClosed when the
    session is not open; ModeRefused without oral mode; CodeWrong.
    """
    person = _open_person(work, staff, public_id, seat)
    if group_session(work, staff, public_id).opened_at is None:
        raise ParticipationClosed
    if person.mode == SELF:
        raise ModeRefused("oral mode is not on")
    token = person.token
    if not is_code_of(work, code_text, token):
        raise CodeWrong(complete=normalise_code(code_text) is not None)
    who = person_of(work, person.id)
    record(work, Event(AuditKind.SITTING_OPENED, actor_of(staff), staff.organisation_id, who))
    _log.info("sitting_opened_by_staff", account=staff.id, session=public_id, seat=seat)
    note_deviation(work, staff, public_id, DeviationKind.OTHER_DEVICE, seat=seat)
    return token


def _open_person(work: Work, staff: Staff, public_id: str, seat: int) -> Participation:
    person = participation_at(work, staff, public_id, seat)
    if SittingState(person.state) in _OVER or group_session(work, staff, public_id).closed_at is not None:
        raise ParticipationClosed
    return person
