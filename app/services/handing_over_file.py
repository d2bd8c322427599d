"""The file with which another organisation goes on with somebody: the report, the talks and what came of them.

It holds the result and no answers: the report as its reader was shown it, with no more about health than the person
released, and the name. It is signed by this organisation and sealed for the other one; inside it is sealed once more
with a code that is told apart, so that the file alone opens nothing. It is taken once, and not after its last day.
It holds a receipt code for whoever takes it in to tell back: without it the sender knows of nobody who goes on.

The keys lie in the data folder: ``handing-over/private.json`` is ours, ``handing-over/known/*.json`` are those of the
organisations that we know (``flask session keys`` makes them; compare the signs by telephone).
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from app.services.accounts import Staff
from app.services.audit import AuditKind, Event, actor_of, person, record
from app.services.caseload import NotSeenYet, Person, own_person
from app.services.codes import grouped, make_code, normalise_code
from app.services.conversation_values import conversation_of_text, conversation_text, part_name, part_of_text
from app.services.conversation_versions import keep_version as keep_talk
from app.services.conversation_versions import versions_of
from app.services.group_sessions import add_participation
from app.services.handing_over import FILE_DAYS, Purpose, Way, keep_receipt, say_handed_over, sent_row
from app.services.instrument_versions import keep_version
from app.services.outcomes import OutcomeKind, outcomes_of
from app.services.reports import CONVERSATION, READY, read_report
from app.services.reports.keeping import keep_bytes
from app.services.transfer import BadFile, DoesNotFit, TakenBefore
from app.services.transfer.envelope import Private, Public, close, open_file, read_private, read_public
from app.services.work import Work
from app.store.care_models import CareReport
from app.store.conversation_models import CaseOutcome, Conversation, ConversationPart, HandOver
from app.store.models import (
    CodeAttempt,
    GroupSession,
    Location,
    Participation,
    Report,
    SessionTransfer,
    SittingState,
)

FORMAT = "inbeeld-person-1"
FOLDER, KNOWN = "handing-over", "known"
SALT_BYTES, NONCE_BYTES, KEY_BYTES = 16, 12, 32
MOST_TRIES = 5
TRIES_COUNT = timedelta(hours=1)
MOST_BYTES = 20_000_000
Plain = dict[str, Any]
_OUTSIDE = Purpose.MUNICIPALITY
_log = structlog.get_logger("inbeeld.handing_over")


class NoKeys(Exception):
    """This installation has no keys to hand somebody over with."""


class CodeWrong(Exception):
    """The code does not open the file. Nothing was changed."""


class TooManyTries(Exception):
    """Wrong codes were typed too often for this file within an hour."""


class FileExpired(Exception):
    """The last day of the file is past."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was made. ``code``: as people read it, shown once and kept nowhere."""

    id: int
    to: str
    code: str
    until: datetime


def known_organisations(work: Work) -> list[str]:
    """The names of the organisations that we can hand over to, in order; none without keys."""
    return sorted(_known(work))


def hand_over_outside(work: Work, staff: Staff, public_id: str, to: str) -> Sent:
    """Make the file for another organisation; commits.

    Raises PersonUnknown; NotSeenYet; ReportMissing; NoKeys without keys of both sides.
    """
    who = own_person(work, staff, public_id)
    if who.profile_seen_at is None or who.state is not SittingState.FINISHED:
        raise NotSeenYet
    ours, theirs = _private(work), _known(work).get(to)
    if theirs is None:
        raise NoKeys(to)
    transfer_id, code = secrets.token_hex(16), make_code()
    receipt = make_code()
    letters = _letters(work, who, transfer_id, code, receipt)
    row = sent_row(work, staff, who, to, transfer_id, close(letters, transfer_id, ours, theirs, FORMAT), _OUTSIDE)
    work.db.add(row)
    keep_receipt(work, row, receipt)
    say_handed_over(work, staff, public_id, f"{Way.SENT}:{_OUTSIDE}")
    about = person(public_id)
    record(work, Event(AuditKind.EXPORT, actor_of(staff), staff.organisation_id, about, detail="person"))
    made = Sent(row.id, to, grouped(code), work.now() + timedelta(days=FILE_DAYS))
    work.db.commit()
    return made


def file_of(work: Work, staff: Staff, public_id: str, hand_over_id: int) -> bytes | None:
    """A file that was made for another organisation; None once its last day is past. Raises PersonUnknown."""
    who = own_person(work, staff, public_id)
    return work.db.scalar(
        select(HandOver.file).where(
            HandOver.id == hand_over_id,
            HandOver.participation_id == who.participation_id,
            HandOver.expires_at > work.now(),
        )
    )


def forget_files(work: Work) -> None:
    """Remove the files whose last day is past; commits."""
    work.db.execute(update(HandOver).where(HandOver.expires_at <= work.now()).values(file=None))
    work.db.commit()


def take_over(work: Work, staff: Staff, content: bytes, code: str) -> str:
    """Go on with somebody of another organisation; gives the new public id; commits.

    Everything or nothing. Raises BadFile, NoKeys, TakenBefore, FileExpired, TooManyTries, CodeWrong, DoesNotFit.
    """
    sender, transfer_id, letters = _opened(work, content)
    if work.db.scalar(select(SessionTransfer.id).where(SessionTransfer.transfer_id == transfer_id)) is not None:
        raise TakenBefore
    if datetime.fromisoformat(letters["main"]["until"]) <= work.now():
        raise FileExpired
    main, care = _with_code(work, letters, transfer_id, code)
    try:
        return _take(work, staff, sender, transfer_id, {"main": main, "care": care})
    except (TypeError, ValueError, LookupError, IntegrityError) as error:
        raise DoesNotFit("The file is of another version than this installation.") from error
    finally:
        work.db.rollback()
        work.care.rollback()


# --- keys ---


def _private(work: Work) -> Private:
    folder = work.config.data / FOLDER
    if not folder.is_dir():
        raise NoKeys
    return read_private(folder)


def _known(work: Work) -> dict[str, Public]:
    """Who we can hand over to, by name; a file that cannot be read is left out and named in the log."""
    found = {}
    for path in sorted((work.config.data / FOLDER / KNOWN).glob("*.json")):
        try:
            public = read_public(path)
        except BadFile:
            _log.warning("handing_over.unreadable_keys", file=path.name)
        else:
            found[public.name] = public
    return found


# --- out ---


def _letters(work: Work, who: Person, transfer_id: str, code: str, receipt: str) -> Plain:
    """Both letters, sealed with the code. The report may say what was released about health: it goes with care."""
    until = (work.now() + timedelta(days=FILE_DAYS)).isoformat()
    report = base64.b64encode(read_report(work, who.participation_id, CONVERSATION)).decode()
    salt = os.urandom(SALT_BYTES)
    key = _key(code, salt)
    shown = {"until": until, "salt": base64.b64encode(salt).decode()}
    return {
        "main": {**shown, "sealed": _seal(key, {**_main(work, who), "receipt": receipt}, f"{transfer_id}:main")},
        "care": {"sealed": _seal(key, {"report": report}, f"{transfer_id}:care")},
    }


def _main(work: Work, who: Person) -> Plain:
    sitting = work.db.get_one(Participation, who.participation_id)
    return {
        "name": who.name,
        "locale": who.locale,
        "mode": who.mode,
        "instrument": sitting.instrument_id,
        "started_at": _iso(who.started_at),
        "finished_at": _iso(who.finished_at),
        "profile_seen_at": _iso(who.profile_seen_at),
        "conversation_at": _iso(who.conversation_at),
        "talk": _talk(work, who),
        "outcomes": [
            {"kind": one.kind.value, "on": one.on.isoformat(), "note": one.note}
            for one in outcomes_of(work, who.participation_id)
        ],
    }


def _talk(work: Work, who: Person) -> Plain:
    rows = work.db.scalars(
        select(ConversationPart)
        .where(ConversationPart.participation_id == who.participation_id)
        .order_by(ConversationPart.id)
    )
    held = work.db.scalar(select(Conversation).where(Conversation.participation_id == who.participation_id))
    return {
        "parts": [
            {"part": row.part, "mark": row.mark, "text": _open_part(work, row), "saved_at": _iso(row.saved_at)}
            for row in rows
        ],
        "versions": [conversation_text(one) for one in versions_of(work, who.participation_id)],
        "ready_on": held.ready_on.isoformat() if held and held.ready_on else None,
    }


def _open_part(work: Work, row: ConversationPart) -> str:
    return work.texts.open(row.content_encrypted, part_name(row.participation_id, row.part, row.version))


# --- in ---


def _opened(work: Work, content: bytes) -> tuple[Public, str, Plain]:
    """Sender, transfer id and both letters. Raises BadFile when nobody we know signed this for us."""
    ours, known = _private(work), _known(work)
    for sender in known.values():
        try:
            return sender, *open_file(content, sender, ours, FORMAT)
        except BadFile:
            continue
    raise BadFile("No organisation that is known here made this file for us, or it was changed. Nothing was taken.")


def _with_code(work: Work, letters: Plain, transfer_id: str, code: str) -> tuple[Plain, Plain]:
    """What the code opens. A wrong one is counted. Raises TooManyTries, CodeWrong."""
    lookup = work.lookup.of(f"hand-over:{transfer_id}")
    since = work.now() - TRIES_COUNT
    tried = select(func.count(CodeAttempt.id)).where(CodeAttempt.address_lookup == lookup, CodeAttempt.at > since)
    if (work.db.scalar(tried) or 0) >= MOST_TRIES:
        raise TooManyTries
    try:
        key = _key(normalise_code(code) or "", base64.b64decode(letters["main"]["salt"]))
        return (
            _unseal(key, letters["main"]["sealed"], f"{transfer_id}:main"),
            _unseal(key, letters["care"]["sealed"], f"{transfer_id}:care"),
        )
    except CodeWrong:
        work.db.add(CodeAttempt(address_lookup=lookup, at=work.now()))
        work.db.commit()
        raise


def _take(work: Work, staff: Staff, sender: Public, transfer_id: str, letters: Mapping[str, Plain]) -> str:
    _take_once(work, staff, transfer_id)
    main = letters["main"]
    sitting = _sitting(work, staff, sender, main)
    _take_talk(work, staff, sitting.id, main["talk"])
    for one in main["outcomes"]:
        _take_outcome(work, sitting.id, one)
    _say_received(work, staff, sitting.id, sender, main["receipt"])
    public_id = sitting.participant.public_id
    _take_report(work, sitting, transfer_id, base64.b64decode(letters["care"]["report"], validate=True))
    about = person(public_id)
    record(work, Event(AuditKind.IMPORT, actor_of(staff), staff.organisation_id, about, detail="person"))
    say_handed_over(work, staff, public_id, f"{Way.RECEIVED}:{_OUTSIDE}")
    work.db.commit()
    return public_id


def _take_once(work: Work, staff: Staff, transfer_id: str) -> None:
    """Nobody else takes this file in from now, also at the same moment: before any byte is kept. Raises TakenBefore."""
    row = {"transfer_id": transfer_id, "organisation_id": staff.organisation_id, "people": 1}
    work.db.add(SessionTransfer(**row, imported_at=work.now()))
    try:
        work.db.flush()
    except IntegrityError as error:
        raise TakenBefore from error


def _say_received(work: Work, staff: Staff, participation_id: int, sender: Public, receipt: str) -> None:
    """The row of it, with the receipt code to tell the sender. Raises ValueError for what is no code."""
    if normalise_code(receipt) != receipt:
        raise ValueError("no receipt code")
    row = HandOver(
        participation_id=participation_id,
        way=Way.RECEIVED.value,
        purpose=_OUTSIDE.value,
        other=sender.name[:200],
        to_account_id=staff.id,
        at=work.now(),
    )
    work.db.add(row)
    keep_receipt(work, row, receipt)


def _sitting(work: Work, staff: Staff, sender: Public, main: Plain) -> Participation:
    """A seat of its own in a closed session named after the sender; without answers. Raises DoesNotFit."""
    instrument = work.library.instrument(main["instrument"])
    place = select(Location.id).where(Location.organisation_id == staff.organisation_id).order_by(Location.id)
    location_id = work.db.scalar(place.limit(1))
    if location_id is None:
        raise DoesNotFit("There is no location here yet. Make one first.")
    finished = datetime.fromisoformat(main["finished_at"])
    keep_version(work, instrument)
    session = GroupSession(
        public_id=secrets.token_hex(16),
        organisation_id=staff.organisation_id,
        location_id=location_id,
        facilitator_id=staff.id,
        client_manager_id=staff.id,
        title=sender.name[:200],
        starts_at=finished,
        opened_at=finished,
        closed_at=work.now(),
        instrument_id=instrument.id,
        locales=list(work.library.locales),
        blocks=[block.id for block in instrument.blocks],
        items_off=[],
        seats=1,
    )
    work.db.add(session)
    work.db.flush()
    sitting = add_participation(work, session, 1, make_code(), main["name"])
    sitting.locale, sitting.mode, sitting.state = main["locale"], main["mode"], SittingState.FINISHED.value
    sitting.finished_at, sitting.last_heard_at = finished, finished
    sitting.started_at = _moment(main["started_at"])
    sitting.profile_seen_at = _moment(main["profile_seen_at"])
    sitting.conversation_at = _moment(main["conversation_at"])
    sitting.answers_removed_at = work.now()  # they stayed where they were given
    work.db.flush()
    return sitting


def _take_talk(work: Work, staff: Staff, participation_id: int, talk: Plain) -> None:
    for one in talk["parts"]:
        part_of_text(one["part"], one["text"])  # raises for what is no part
        name = part_name(participation_id, one["part"], 1)
        work.db.add(
            ConversationPart(
                participation_id=participation_id,
                part=one["part"],
                version=1,
                mark=one["mark"],
                content_encrypted=work.texts.seal(one["text"], name),
                saved_at=datetime.fromisoformat(one["saved_at"]),
            )
        )
    versions = [conversation_of_text(text) for text in talk["versions"]]
    for version in versions:
        keep_talk(work, participation_id, version, staff.id)
    ready = date.fromisoformat(talk["ready_on"]) if talk["ready_on"] else None
    last = versions[-1] if versions else None
    work.db.add(
        Conversation(
            participation_id=participation_id,
            held_on=last.held_on if last else None,
            present=[one.value for one in last.present] if last else [],
            interpreter=last.interpreter.value if last else "",
            ready_on=ready,
        )
    )


def _take_outcome(work: Work, participation_id: int, one: Plain) -> None:
    row = CaseOutcome(
        participation_id=participation_id,
        kind=OutcomeKind(one["kind"]).value,
        on=date.fromisoformat(one["on"]),
        recorded_at=work.now(),
    )
    work.db.add(row)
    work.db.flush()
    if one["note"]:
        row.note_encrypted = work.texts.seal(one["note"], f"case_outcome:{row.id}:note")


def _take_report(work: Work, sitting: Participation, transfer_id: str, content: bytes) -> None:
    """The bytes first: a row that says "ready" has them. Until the main store commits, nothing leads to them."""
    fingerprint = work.lookup.lasting(f"report:{transfer_id}")
    keep_bytes(work, CareReport(token=sitting.token, edition=CONVERSATION, fingerprint=fingerprint), content)
    now = work.now()
    work.db.add(
        Report(
            participation_id=sitting.id,
            edition=CONVERSATION,
            state=READY,
            fingerprint=fingerprint,
            requested_at=now,
            made_at=now,
        )
    )


# --- sealing with the code ---


def _key(code: str, salt: bytes) -> bytes:
    """32 bytes; slow on purpose (RFC 7914), so that codes cannot be tried at will by who holds file and keys."""
    return Scrypt(salt=salt, length=KEY_BYTES, n=2**15, r=8, p=1).derive(code.encode())


def _seal(key: bytes, plain: Plain, name: str) -> str:
    packed = zlib.compress(json.dumps(plain, ensure_ascii=False).encode(), 9)
    nonce = os.urandom(NONCE_BYTES)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, packed, name.encode())).decode()


def _unseal(key: bytes, sealed: str, name: str) -> Plain:
    """Raises CodeWrong."""
    try:
        whole = base64.b64decode(sealed, validate=True)
        packed = AESGCM(key).decrypt(whole[:NONCE_BYTES], whole[NONCE_BYTES:], name.encode())
    except (InvalidTag, ValueError, binascii.Error) as error:
        raise CodeWrong from error
    plain: Plain = json.loads(zlib.decompressobj().decompress(packed, MOST_BYTES))
    return plain


def _iso(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
