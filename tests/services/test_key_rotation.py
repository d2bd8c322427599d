"""Everything is sealed anew with the current keys while people work, and nothing is lost when that is interrupted."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from flask_security.utils import hash_password
from sqlalchemy import Table, func, select, update

from app.config import Config
from app.keys import Keys
from app.services import access, reports
from app.services.audit import AuditKind
from app.services.care import set_advice
from app.services.deviations import DeviationKind
from app.services.key_rotation import LASTING, MARKS, RECOVERY_CODES, ColumnStanding, rotate, standing
from app.services.removal_marks import RemovedPart, mark_removed
from app.services.reports.keeping import keep_bytes
from app.services.sittings import open_sitting
from app.services.work import Work
from app.store.care_models import Advice, CareReport, CareSignalItem
from app.store.cipher import SealBroken
from app.store.conversation_models import CaseOutcome, ConversationPart, ConversationVersion, HandOver
from app.store.models import (
    CodeAttempt,
    Deviation,
    EligibilityCheck,
    Participant,
    Participation,
    Report,
    SittingState,
    StaffAccount,
)
from app.web.context import current_work
from tests.demonstration_stores import working
from tests.factories import make_config
from tests.logged import logged

ROOT = Path(__file__).parents[2]
CONTENT = os.urandom(3000)
OLD_CODE = "recovery:0123456789ab"
NEW = {name: ("2", os.urandom(32)) for name in ("text_key", "care_key", "lookup_key")}


def with_new_keys(config: Config, *, keep_old: bool = True) -> Config:
    """The settings with new keys in front of those that were there."""
    changed: dict[str, Any] = {
        name: Keys((pair, *(getattr(config, name).pairs if keep_old else ()))) for name, pair in NEW.items()
    }
    return replace(config, **changed)


@pytest.fixture
def stores(demo_app) -> Config:
    """A demonstration in which every sealed column has a row, sealed with the old keys."""
    with demo_app.app_context():
        work = current_work()
        fill_every_column(work)
        return work.config


def fill_every_column(work: Work) -> None:
    person = work.db.scalars(select(Participation).order_by(Participation.id).limit(1)).one()
    check = EligibilityCheck(
        participation_id=person.id, age="yes", language="yes", literacy="no", computer="yes", proposed="text",
        chosen="pictogram", reason_encrypted="", decided_at=work.now(),
    )  # fmt: skip
    note = Deviation(
        group_session_id=person.group_session_id, kind=DeviationKind.NOTE, note_encrypted="", noted_at=work.now()
    )
    work.db.add_all([check, note])
    work.db.flush()
    check.reason_encrypted = work.texts.seal("a reason", f"eligibility_check:{check.id}:reason")
    note.note_encrypted = work.texts.seal("a note", f"deviation:{note.id}:note")
    report = {"edition": reports.CONVERSATION, "fingerprint": "f" * 64}
    work.db.add(Report(participation_id=person.id, state=reports.READY, requested_at=work.now(), **report))
    keep_bytes(work, CareReport(token=person.token, **report), CONTENT)
    accounts = cast("Table", StaffAccount.__table__)
    account_id = work.db.scalars(select(StaffAccount.id).limit(1)).one()
    secret = work.texts.seal("a secret", f"staff_account:{account_id}:totp")
    work.db.execute(
        update(accounts)
        .where(accounts.c.id == account_id)
        .values(totp_encrypted=secret, mf_recovery_codes=[work.lookup.of(OLD_CODE), hash_password(OLD_CODE)]),
        bind_arguments={"mapper": StaffAccount},
    )
    add_talk(work, person.id)
    mark_removed(work, ["0" * 32], RemovedPart.PARTICIPATION)
    open_item = select(CareSignalItem).where(CareSignalItem.withdrawn_at.is_(None)).order_by(CareSignalItem.id)
    item = work.care.scalars(open_item.limit(1)).one()
    set_advice(work, item.organisation_id, item.id, Advice.PARALLEL, account_id)
    work.db.commit()
    work.care.commit()


def add_talk(work: Work, participation_id: int) -> None:
    """A part of a conversation report, a version of it, what came of it and a handing over, each with some words."""
    mine = {"participation_id": participation_id}
    part = work.texts.seal("a goal", f"conversation_part:{participation_id}:goal:1")
    version = work.texts.seal("all of it", f"conversation_version:{participation_id}:1")
    outcome = CaseOutcome(kind="work", on=date(2026, 11, 2), recorded_at=work.now(), note_encrypted="", **mine)
    handed_over = HandOver(way="sent", purpose="municipality", at=work.now(), receipt_encrypted="", **mine)
    work.db.add_all(
        [
            ConversationPart(part="goal", version=1, content_encrypted=part, saved_at=work.now(), **mine),
            ConversationVersion(number=1, content_encrypted=version, made_at=work.now(), **mine),
            outcome,
            handed_over,
        ]
    )
    work.db.flush()
    handed_over.receipt_encrypted = work.texts.seal("a receipt", f"hand_over:{handed_over.id}:receipt")
    outcome.note_encrypted = work.texts.seal("a note", f"case_outcome:{outcome.id}:note")


def behind(work: Work) -> dict[str, int]:
    return {column.name: column.behind for column in standing(work) if column.behind and column.name not in LASTING}


def columns(work: Work) -> dict[str, ColumnStanding]:
    return {column.name: column for column in standing(work)}


def quiet(_name: str, _number: int) -> None:
    """Nobody listens."""


def test_every_column_is_sealed_anew_and_the_old_keys_can_go(stores, definitions):
    with working(stores, definitions) as work:
        before = columns(work)
        people = work.db.execute(select(Participant.public_id, Participant.code_encrypted)).all()
        codes = {
            one.public_id: work.texts.open(one.code_encrypted, f"participant:{one.public_id}:code") for one in people
        }
        reported = work.db.scalars(select(Report.participation_id).where(Report.fingerprint == "f" * 64)).one()
    empty = [name for name, column in before.items() if not sum(column.by_key.values())]
    assert not empty, "a column without rows proves nothing"
    with working(with_new_keys(stores), definitions) as work:
        assert set(behind(work)) == set(before) - set(LASTING)
        assert rotate(work, quiet) == []
        assert behind(work) == {}
    with working(with_new_keys(stores, keep_old=False), definitions) as work:
        after = columns(work)
        for name in set(before) - set(LASTING):
            assert after[name].by_key == {"2": before[name].by_key["1"]}, name
            assert after[name].unknown == 0, name
        for public_id, code in codes.items():
            mine = Participant.code_lookup == work.lookup.of(code)
            assert work.db.scalar(select(Participant.public_id).where(mine)) == public_id
        assert reports.read_report(work, reported) == CONTENT
        for token in work.db.scalars(select(Participation.token).where(Participation.state == SittingState.STARTED)):
            open_sitting(work, token)


def test_people_come_in_with_old_and_new_hashes_meanwhile(stores, definitions):
    with working(stores, definitions) as work:
        person = work.db.scalars(select(Participant).order_by(Participant.id).limit(1)).one()
        code = work.texts.open(person.code_encrypted, f"participant:{person.public_id}:code")
        mine = select(Participation.token).where(Participation.participant_id == person.id)
        token = work.db.scalars(mine.limit(1)).one()
        work.db.add(CodeAttempt(address_lookup=work.lookup.of("address:192.0.2.1"), at=work.now()))
        work.db.commit()
    with working(with_new_keys(stores), definitions) as work:
        assert access.is_code_of(work, code, token)
        rotate(work, quiet)
        assert access.is_code_of(work, code, token)
    with working(stores, definitions) as work:
        assert not access.is_code_of(work, code, token)


def test_rotation_that_was_interrupted_goes_on(stores, definitions):
    changed: dict[str, int] = {}

    def told(name: str, number: int) -> None:
        changed[name] = changed.get(name, 0) + number
        if sum(changed.values()) in {7, 40}:
            changed["stopped"] = 0
            raise KeyboardInterrupt

    with working(with_new_keys(stores), definitions) as work:
        whole = {name: column.behind for name, column in columns(work).items() if name not in LASTING}
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                rotate(work, told, batch=1)
            assert behind(work)
        assert rotate(work, told, batch=50) == []
        assert behind(work) == {}
    assert {name: number for name, number in changed.items() if number} == whole


def test_what_no_key_opens_is_named_and_left(stores, definitions):
    with working(with_new_keys(stores), definitions) as work:
        person = work.db.scalars(select(Participant).where(Participant.name_encrypted.is_not(None)).limit(1)).one()
        copied = person.name_encrypted
        other = work.db.scalars(select(Participant).where(Participant.id != person.id).limit(1)).one()
        other.name_encrypted = copied
        work.db.commit()
        [broken] = rotate(work, quiet)
        assert (broken.name, broken.row) == ("participant.name_encrypted", other.id)
        assert behind(work) == {"participant.name_encrypted": 1}
        work.db.refresh(other)
        assert other.name_encrypted == copied


def test_what_somebody_changes_meanwhile_is_never_overwritten(stores, definitions):
    config = with_new_keys(stores)
    with working(config, definitions) as work:
        person = work.db.scalars(select(Participant).order_by(Participant.id).limit(1)).one()
        row, known = f"participant:{person.public_id}:name", person.id
    stop = threading.Event()
    written: list[str] = []

    def write() -> None:
        with working(config, definitions) as mine:
            while not stop.is_set():
                name = f"name {len(written)}"
                sealed = mine.texts.seal(name, row)
                mine.db.execute(update(Participant).where(Participant.id == known).values(name_encrypted=sealed))
                mine.db.commit()
                written.append(name)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with working(config, definitions) as work:
            assert rotate(work, quiet, batch=1) == []
    finally:
        stop.set()
        writer.join()
    with working(config, definitions) as work:
        sealed = work.db.scalars(select(Participant.name_encrypted).where(Participant.id == known)).one()
        assert written
        assert sealed is not None
        assert work.texts.open(sealed, row) == written[-1]
        assert behind(work) == {}


def test_a_key_that_is_gone_too_early_is_noticed(stores, definitions):
    with working(with_new_keys(stores, keep_old=False), definitions) as work:
        lost = columns(work)
        assert lost["care_report.content_encrypted"].unknown == 1
        assert lost["participant.code_lookup"].unknown == work.db.scalar(select(func.count(Participant.id)))
        person = work.db.scalars(select(Participant).limit(1)).one()
        with pytest.raises(SealBroken, match="'1'"):
            work.texts.open(person.code_encrypted, f"participant:{person.public_id}:code")


def test_recovery_codes_from_before_count_under_every_key_that_may_be_theirs(stores, definitions):
    with working(stores, definitions) as work:
        assert columns(work)[RECOVERY_CODES].by_key == {"1": 1}
        assert columns(work)[RECOVERY_CODES].behind == 0
    three = replace(
        with_new_keys(stores), lookup_key=Keys((("3", os.urandom(32)), NEW["lookup_key"], *stores.lookup_key.pairs))
    )
    with working(three, definitions) as work:
        assert rotate(work, quiet) == []
        assert columns(work)[RECOVERY_CODES].by_key == {"3": 0, "2": 1, "1": 1}
        work.db.execute(update(StaffAccount).values(mf_recovery_codes=[hash_password(OLD_CODE)]))
        assert columns(work)[RECOVERY_CODES].behind == 0


# --- the command, killed ---


def setting(key_id: str, letter: str) -> str:
    key = base64.b64encode(bytes((ord(letter) * 7 + number * number * 5) % 256 for number in range(32))).decode()
    return f"{key_id}:{key}"


def environment(config: Config, *, newest: bool) -> dict[str, str]:
    names = {"INBEELD_TEXT_KEY": "t", "INBEELD_CARE_KEY": "c", "INBEELD_LOOKUP_KEY": "l"}
    keys = {
        name: ",".join([*([setting("3", letter.upper())] if newest else []), setting("2", letter)])
        for name, letter in names.items()
    }
    stores = {"INBEELD_DATABASE_URL": config.database_url, "INBEELD_CARE_DATABASE_URL": config.care_database_url}
    return {**os.environ, "INBEELD_DEMO": "1", "INBEELD_DATA": str(config.data), **stores, **keys}


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "app", "keys", *words]


@pytest.mark.slow
def test_a_rotation_that_was_killed_is_done_again_and_comes_to_its_end(stores, definitions):
    old = Config.from_environment(environment(stores, newest=False))
    pairs: dict[str, Any] = {name: Keys((*getattr(old, name).pairs, *getattr(stores, name).pairs)) for name in NEW}
    with working(replace(make_config(stores.data), **pairs), definitions) as work:
        assert rotate(work, quiet) == []
    given = environment(stores, newest=True)
    for lines in (5, 60):
        running = subprocess.Popen(
            command("rotate", "--batch", "1"), cwd=ROOT, env=given, stdout=subprocess.PIPE, text=True
        )
        assert running.stdout
        for _ in range(lines):
            running.stdout.readline()
        running.send_signal(signal.SIGKILL)
        running.wait()
        running.stdout.close()
    with working(Config.from_environment(given), definitions) as work:
        assert behind(work), "it was killed too late to prove anything"
        assert not any(column.unknown for column in standing(work) if column.name != MARKS)
    done = subprocess.run(command("rotate"), cwd=ROOT, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "INBEELD_CARE_KEY: only its current key is in use." in done.stdout
    with working(Config.from_environment(given), definitions) as work:
        assert behind(work) == {}
        [(_, actor, detail)] = logged(work, AuditKind.KEYS_ROTATED)
        assert actor == "system"
        assert detail.startswith("fields=")
