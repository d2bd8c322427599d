"""Keys change, a backup is made and people leave while others answer: nothing is lost, and nothing is left."""

from __future__ import annotations

import base64
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from app.config import Config
from app.core.responses import Response
from app.services.audit.verifying import verify
from app.services.backups import backups_in
from app.services.key_rotation import rotate, standing
from app.services.removal import traces
from app.services.work import Definitions, Work
from app.store.models import GroupSession, Participant, Participation, SittingState
from tests.conftest import close_stores
from tests.demonstration_stores import app_with, working
from tests.factories import Invited, SittingFactory
from tests.journeys.conftest import ROOT, Server
from tests.journeys.visitor import Visitor
from tests.journeys.writer import CARE, PATIENCE, Sent, Writer, check, kept
from tests.services.answering import answer
from tests.tools.ports import free_port

pytestmark = [pytest.mark.slow, pytest.mark.embedded]  # a backup, and files in which nothing is left

OLD, NEW = "key-of-last-year", "key-of-this-year"
CHANGING = ("INBEELD_TEXT_KEY", "INBEELD_CARE_KEY", "INBEELD_LOOKUP_KEY")
LASTING = ("INBEELD_BACKUP_KEY", "INBEELD_CARE_BACKUP_KEY")
WRITERS, STAYING, OVER = 3, 12, 5
PAUSE = 0.3  # seconds between two answers of one person
TIMES = 20  # a restore takes about as long as that pause
EARLIER = (
    ("c1a", Response(options=("2",))),
    ("own_words", Response(text="said with the old key")),
    ("z1a", Response(options=("1",))),
    ("z1b", Response(options=("3",))),
)


@dataclass(frozen=True, slots=True)
class Someone:
    """A person, with every answer that was acknowledged."""

    invited: Invited
    sent: list[Sent]

    @property
    def marks(self) -> list[str]:
        """What the bytes of a store hold of this person alone: the keys of the forms."""
        return [one.key for one in self.sent]


@dataclass
class House:
    """An installation with people in it. ``over``: whose period is over; ``leaving``: who deletes all answers."""

    server: Server
    out: Path
    keys: Mapping[str, tuple[str, str]]
    definitions: Definitions
    writers: list[Someone] = field(default_factory=list)
    staying: list[Someone] = field(default_factory=list)
    over: list[Someone] = field(default_factory=list)
    leaving: list[Someone] = field(default_factory=list)

    def config(self, *ids: str, folder: Path | None = None) -> Config:
        """Its settings with the keys of these ids, the first one current; or those of an empty place."""
        settings = {**self.server.environment, **self.settings(*ids)}
        return Config.from_environment({**settings, "INBEELD_DATA": str(folder or self.server.folder)})

    def settings(self, *ids: str) -> dict[str, str]:
        """The lines with keys."""
        pairs = {name: {OLD: old, NEW: new} for name, (old, new) in self.keys.items()}
        rotating = {name: ",".join(f"{one}:{pairs[name][one]}" for one in ids) for name in CHANGING}
        return {**rotating, **{name: pairs[name][NEW] for name in LASTING}}

    def command(self, *words: str, folder: Path | None = None) -> str:
        """Run a command with both keys; gives what it printed."""
        app = app_with(self.config(NEW, OLD, folder=folder), self.definitions)
        done = app.test_cli_runner().invoke(args=words)
        close_stores(app)  # as a process that ends
        assert done.exit_code == 0, done.output
        return done.output

    @property
    def marks(self) -> list[str]:
        """What must stand in no file once people have left."""
        gone = [mark for one in (*self.over, *self.leaving) for mark in one.marks]
        return [*gone, *(name for one in self.over for name in (one.invited.token, one.invited.public_id))]


@pytest.fixture
def house(tmp_path: Path, migrated_stores: Path, definitions: Definitions) -> Iterator[House]:
    folder = tmp_path / "instance"
    shutil.copytree(migrated_stores, folder)
    keys = {name: (random_key(), random_key()) for name in (*CHANGING, *LASTING)}
    house = House(Server(folder, free_port()), tmp_path / "backups", keys, definitions)
    with working(house.config(OLD), definitions) as work:
        move_in(house, work)
    house.server.settings = house.settings(NEW, OLD)
    house.server.start()
    yield house
    house.server.stop()


def random_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def move_in(house: House, work: Work) -> None:
    """Everybody comes in and answers, while the old keys are current."""
    factory = SittingFactory(work)
    now, long_ago = factory.session(), factory.session()
    house.writers = [someone(work, factory(now)) for _ in range(WRITERS)]
    house.staying = [someone(work, factory(now)) for _ in range(STAYING)]
    house.leaving = [someone(work, factory(now))]
    house.over = [someone(work, factory(long_ago)) for _ in range(OVER)]
    then = work.now() - timedelta(days=800)
    work.db.execute(update(GroupSession).where(GroupSession.id == long_ago.id).values(starts_at=then, closed_at=then))
    over = [one.invited.participation_id for one in house.over]
    work.db.execute(update(Participation).where(Participation.id.in_(over)).values(last_heard_at=then))
    work.db.commit()


def someone(work: Work, invited: Invited) -> Someone:
    """Somebody with a name and some answers."""
    name = work.texts.seal("Naam", f"participant:{invited.public_id}:name")
    work.db.execute(update(Participant).where(Participant.id == invited.participant_id).values(name_encrypted=name))
    mine = update(Participation).where(Participation.id == invited.participation_id)
    work.db.execute(mine.values(state=SittingState.STARTED))
    work.db.commit()
    sent = [Sent(item_id, secrets.token_hex(16), value) for item_id, value in EARLIER]
    for one in sent:
        answer(work, invited.token, one.item_id, one.response, one.key)
    return Someone(invited, sent)


# --- what goes on meanwhile ---


@contextmanager
def answering(house: House) -> Iterator[list[Writer]]:
    """Everybody who answers does so on and on until the block ends."""
    over = threading.Event()
    writers = [Writer(Visitor(house.server.port), one.sent) for one in house.writers]
    for writer, one in zip(writers, house.writers, strict=True):
        assert writer.visitor.enter(one.invited.code).status == 303
    threads = [threading.Thread(target=answer_until, args=(writer, over)) for writer in writers]
    for thread in threads:
        thread.start()
    try:
        yield writers
    finally:
        over.set()
        for thread in threads:
            thread.join()


def answer_until(writer: Writer, over: threading.Event) -> None:
    while not over.wait(PAUSE):
        writer.answer_next()


def all_answer_once_more(writers: Sequence[Writer]) -> None:
    """Wait until everybody has answered since."""
    wanted = [len(writer.acknowledged) + 1 for writer in writers]
    until = time.monotonic() + PATIENCE
    while any(len(writer.acknowledged) < number for writer, number in zip(writers, wanted, strict=True)):
        assert time.monotonic() < until, "nobody answers any more"
        time.sleep(0.02)


def answers_of(writers: Sequence[Writer]) -> int:
    """How many answers were acknowledged by now."""
    return sum(len(writer.acknowledged) for writer in writers)


def behind(house: House) -> int:
    """Fields that only the old keys hold."""
    with working(house.config(NEW, OLD), house.definitions) as work:
        return sum(column.behind for column in standing(work))


def rotate_and_die_half_way(house: House) -> None:
    """Begin to seal everything anew, a field at a time, and die as at a power cut."""
    whole = behind(house)
    words = [sys.executable, "-m", "flask", "--app", "app", "keys", "rotate", "--batch", "1"]
    dying = subprocess.Popen(words, cwd=ROOT, env=house.server.environment, stdout=subprocess.PIPE, text=True)
    assert dying.stdout
    for _ in range(whole // 2):
        dying.stdout.readline()
    dying.send_signal(signal.SIGKILL)
    dying.wait()
    dying.stdout.close()
    assert 0 < behind(house) < whole, "it died too early or too late to prove anything"


@contextmanager
def rotating(house: House) -> Iterator[None]:
    """Seal the rest anew while the block runs."""

    def seal() -> None:
        with working(house.config(NEW, OLD), house.definitions) as work:
            assert rotate(work, lambda _name, _number: None, batch=1) == []

    thread = threading.Thread(target=seal)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def leave(house: House) -> None:
    """Somebody answers once more, and then stops and deletes all answers."""
    for one in house.leaving:
        writer = Writer(Visitor(house.server.port), one.sent)
        assert writer.visitor.enter(one.invited.code).status == 303
        writer.answer_next()
        form = {**writer.visitor.get("stop/end").form.fields, "go": "delete"}
        assert writer.visitor.post("stop/end", form).status == 303


# --- what must be so afterwards ---


def test_nothing_is_lost_and_nothing_left_though_keys_change_and_people_leave_meanwhile(house, tmp_path):
    assert traces(files_in(house.server.folder), house.marks), "people who leave no trace prove nothing"
    with answering(house) as writers:
        rotate_and_die_half_way(house)
        all_answer_once_more(writers)
        known = [Someone(one.invited, list(one.sent)) for one in house.writers]
        with rotating(house):
            house.command("backup", "--out", str(house.out))
        all_answer_once_more(writers)
        leave(house)
        assert "was not rewritten" not in (told := house.command("retention", "run")), told
        assert "INBEELD_CARE_KEY: only its current key is in use." in house.command("keys", "rotate")
        house.command("backup", "removals", "--out", str(house.out))
        look_while_they_answer(house, writers, tmp_path, known)
        all_answer_once_more(writers)
    assert house.server.stop() == 0, house.server.log()[-3000:]
    with working(house.config(NEW), house.definitions) as work:
        for one in (*house.writers, *house.staying):
            check(work, one.invited.token, one.invited.participation_id, one.sent)
        assert [column for column in standing(work) if column.behind] == []
        assert verify(work) is None
        nobody_is_back(house, work)
    assert traces(files_in(house.server.folder), [f"v1:{OLD}:", *house.marks]) == []


def look_while_they_answer(house: House, writers: Sequence[Writer], folder: Path, known: Sequence[Someone]) -> None:
    """Bring the backup back, each time elsewhere, until somebody answered in the meantime: it takes a moment only."""
    for number in range(TIMES):
        before = answers_of(writers)
        look_at_what_comes_back(house, folder / f"restored-{number}", known)
        if answers_of(writers) > before:
            return
    pytest.fail("nobody answered meanwhile")


def look_at_what_comes_back(house: House, folder: Path, known: Sequence[Someone]) -> None:
    """Bring the backup back elsewhere; ``known``: what everybody had answered before it began."""
    [backup] = backups_in(house.out)
    told = house.command("restore", str(backup), folder=folder)
    assert f"Removed again: {OVER} participations, and the answers of {len(house.leaving)} others" in told
    with working(house.config(NEW, OLD, folder=folder), house.definitions) as work:
        for one in house.staying:
            check(work, one.invited.token, one.invited.participation_id, one.sent)
        for one in known:
            everything_known_is_there(work, one)
        assert verify(work) is None
        nobody_is_back(house, work)
    assert traces(files_in(folder), house.marks) == []


def everything_known_is_there(work: Work, one: Someone) -> None:
    """And nothing twice; what was answered while the backup was made may be there too."""
    main, care = kept(work, one.invited.token, one.invited.participation_id)
    for rows, in_care in ((main, False), (care, True)):
        wanted = [(sent.item_id, sent.key) for sent in one.sent if (sent.item_id in CARE) is in_care]
        assert rows[: len(wanted)] == wanted
        assert len(set(rows)) == len(rows)


def nobody_is_back(house: House, work: Work) -> None:
    over = [one.invited.token for one in house.over]
    assert work.db.scalars(select(Participation.id).where(Participation.token.in_(over))).all() == []
    for one in (*house.over, *house.leaving):
        assert kept(work, one.invited.token, one.invited.participation_id) == ([], [])
    for one in house.leaving:
        assert work.db.get_one(Participation, one.invited.participation_id).state == SittingState.DELETED


def files_in(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]
