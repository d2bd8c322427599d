"""Measure an item page and an answer against a bare page that reads and writes the same, in one run, in turn.

``python benchmarks/bench_serving.py``; ``BENCH=long`` takes longer and is steadier. Exit status 1 when an answer was an
error or got lost, never because something was slow.
"""

from __future__ import annotations

import base64
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import ratios
from http_load import HOST, NextRequest, Outcome, load
from servers import BLOCKING_THREADS, HERE, ROOT, WORKERS, Server, environment, serving
from visitor import FORM_TYPE, Visitor

LONG = os.environ.get("BENCH") == "long"
ROUNDS = 7 if LONG else 3
SLICES = 10 if LONG else 5
SLICE_SECONDS = 0.5
CROWD_SECONDS = 10.0 if LONG else 3.0
CLIENTS = (1, 50)
CROWD = 300
WARM_SECONDS = 1.5
PERCENTILES = (50, 95, 99)
FOLDER = ROOT / "build" / "bench" / "serving"
LOCALE = "ar"
ITEMS = [f"c{scale}{letter}" for scale in range(1, 9) for letter in "abcd"]  # 32 items with five options
OPTIONS = 5
OK, SEE_OTHER = 200, 303
KEY_SIGNS = 32


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that is measured: how a request is made, and the status of a good answer."""

    name: str
    server: Server
    next_request: NextRequest
    expected: int
    stored: Callable[[], int]  # how many responses its store holds


@dataclass(slots=True)
class Round:
    """What one subject did in one round. ``processor_seconds``: what its workers took for it."""

    outcome: Outcome = field(default_factory=Outcome)
    processor_seconds: float = 0.0

    @property
    def work(self) -> float:
        """Processor time of the server for one answer, in milliseconds."""
        return 1000 * self.processor_seconds / max(1, len(self.outcome.milliseconds))


FIGURES: Mapping[str, Callable[[Round], float]] = {
    "answers/s": lambda one: one.outcome.per_second,
    "CPU ms": lambda one: one.work,
    **{f"p{percent} ms": lambda one, percent=percent: one.outcome.percentile(percent) for percent in PERCENTILES},  # type: ignore[misc]  # a bound default
}


def main() -> int:
    """Measure, print, and say whether everything was answered."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with ExitStack() as running:
        bare = bare_subjects(running)
        ours = our_subjects(running)
        pages = [*bare[:-1], ours[0]]
        answers = [bare[-1], ours[-1]]
        print(_heading())
        lost = Counter[str]()
        for title, subjects in (("Answer, POST", answers), ("Item page, GET", pages)):
            lost += _compare(title, subjects)
        lost += _crowd(answers)
    lost += _log_errors()
    for problem, times in sorted(lost.items()):
        print(f"ERROR {problem}: {times}")
    print("No error." if not lost else "There were errors.")
    return 1 if lost else 0


def _heading() -> str:
    return (
        f"{WORKERS} workers with {BLOCKING_THREADS} blocking thread each, SQLite WAL synchronous=FULL; "
        f"{ROUNDS} rounds of {SLICES} x {SLICE_SECONDS:g} s for each, in turn. Times: median of the rounds; "
        "ratios: median (lowest-highest) of the rounds. CPU ms: processor time of the server for one answer."
    )


def _compare(title: str, subjects: Sequence[Subject]) -> Counter[str]:
    """Measure the subjects in turn at each number of clients and print it. Gives what went wrong."""
    lost = Counter[str]()
    for subject in subjects:
        lost += _measure(subject, Round(), 8, WARM_SECONDS)
    for clients in CLIENTS:
        measured: dict[str, list[Round]] = {subject.name: [] for subject in subjects}
        for _ in range(ROUNDS):
            for rounds in measured.values():
                rounds.append(Round())
            for turn in range(SLICES):
                for subject in subjects if turn % 2 == 0 else reversed(subjects):
                    lost += _measure(subject, measured[subject.name][-1], clients, SLICE_SECONDS)
        print(f"\n{title}, {clients} client{'s' if clients > 1 else ''}\n")
        print(_table(measured))
    return lost


def _measure(subject: Subject, into: Round, clients: int, seconds: float) -> Counter[str]:
    """One run, added to a round. Gives what went wrong: bad answers, and answers acknowledged but not in the store."""
    stored, processor = subject.stored(), subject.server.processor_seconds()
    outcome = load(
        subject.server.port, subject.next_request, expected=subject.expected, clients=clients, seconds=seconds
    )
    into.outcome.add(outcome)
    into.processor_seconds += subject.server.processor_seconds() - processor
    problems = Counter({f"{subject.name}: {problem}": times for problem, times in outcome.problems.items()})
    if not outcome.milliseconds:
        problems[f"{subject.name}: nothing was answered"] += 1
    more = subject.stored() - stored
    if more != (outcome.answered if subject.expected == SEE_OTHER else 0):
        problems[f"{subject.name}: {outcome.answered} answered, {more} stored"] += 1
    return problems


def _table(measured: Mapping[str, list[Round]]) -> str:
    *others, ours = measured
    rows = [
        [name, *(f"{median(figure(one) for one in rounds):.2f}" for figure in FIGURES.values())]
        for name, rounds in measured.items()
    ]
    rows += [[f"{ours} / {other}", *_quotients(measured[ours], measured[other])] for other in others]
    return ratios.table(["", *FIGURES], rows)


def _quotients(ours: Sequence[Round], theirs: Sequence[Round]) -> list[str]:
    return [
        ratios.spread(ratios.ratios([figure(one) for one in ours], [figure(one) for one in theirs]))
        for figure in FIGURES.values()
    ]


def _crowd(subjects: Sequence[Subject]) -> Counter[str]:
    """Answers by many at once: here only errors count."""
    lost = Counter[str]()
    rows = []
    for subject in subjects:
        one = Round()
        lost += _measure(subject, one, CROWD, CROWD_SECONDS)
        errors = sum(one.outcome.problems.values())
        figures = (f"{figure(one):.2f}" for figure in FIGURES.values())
        rows.append([subject.name, str(one.outcome.answered), str(errors), *figures])
    print(f"\nAnswer, POST, {CROWD} clients\n")
    print(ratios.table(["", "answered", "errors", *FIGURES], rows))
    return lost


def _log_errors() -> Counter[str]:
    found = Counter[str]()
    for log in sorted(FOLDER.glob("*.log")):
        text = log.read_text("utf-8", errors="replace")
        found[f"{log.name}: database is locked"] += text.count("database is locked")
        found[f"{log.name}: Traceback"] += text.count("Traceback")
    return +found


# --- the bare page ---


def bare_subjects(running: ExitStack) -> list[Subject]:
    """Two ways of reading the bare page, and its answer; people and server are ready."""
    database = FOLDER / "bare.sqlite"
    settings = {"BARE_DATABASE": str(database)}
    _child(["bare_app.py", str(CROWD)], settings)
    server = running.enter_context(serving("bare_app:app", settings, FOLDER / "bare.log"))
    visitors, fields = [], []
    for number in range(CROWD):
        visitor = Visitor(server.port)
        fields.append({**visitor.get(f"/enter/p{number}").form_with("option").hidden})
        visitors.append(visitor)
    cookies = [visitor.cookie for visitor in visitors]
    stored = _counter(database)

    def page(kind: str) -> Subject:
        turns = _turns()

        def request() -> bytes:
            turn = next(turns)
            return _get(f"/{kind}/{turn.item + 1}", cookies[turn.person])

        return Subject(f"bare, {kind}", server, request, OK, stored)

    turns = _turns()

    def answer() -> bytes:
        turn = next(turns)
        body = urlencode({**fields[turn.person], "option": str(turn.option)})
        return _post(f"/lean/{turn.item + 1}", cookies[turn.person], body)

    return [page("lean"), page("form"), Subject("bare", server, answer, SEE_OTHER, stored)]


# --- the application ---


def our_subjects(running: ExitStack) -> list[Subject]:
    """The item page and its answer; people have come in with their codes, the server is ready."""
    settings = our_settings(FOLDER)
    codes = _child(["people.py", str(CROWD)], settings).splitlines()
    server = running.enter_context(serving("app.wsgi:app", settings, FOLDER / "inbeeld.log"))
    visitors = [_come_in(server.port, code) for code in codes]
    fields = [visitor.get(_path(ITEMS[0])).form_with("option").hidden for visitor in visitors]
    cookies = [visitor.cookie for visitor in visitors]
    size = visitors[0].get(_path(ITEMS[0])).size
    print(f"The item page of Inbeeld holds {size} bytes of HTML, uncompressed.")
    stored = _counter(FOLDER / "main.sqlite")
    seen, answered = _turns(), _turns()

    def page() -> bytes:
        turn = next(seen)
        return _get(_path(ITEMS[turn.item]), cookies[turn.person])

    def answer() -> bytes:
        turn = next(answered)
        body = urlencode({**fields[turn.person], "key": f"{turn.number:0{KEY_SIGNS}x}", "option": str(turn.option)})
        return _post(_path(ITEMS[turn.item]), cookies[turn.person], body)

    return [Subject("Inbeeld", server, page, OK, stored), Subject("Inbeeld", server, answer, SEE_OTHER, stored)]


def our_settings(folder: Path) -> dict[str, str]:
    """Settings as for people: own keys, no demonstration mode; plain HTTP, as behind a proxy."""
    keys = ("INBEELD_TEXT_KEY", "INBEELD_CARE_KEY", "INBEELD_LOOKUP_KEY")
    return {
        **{name: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode() for name in keys},
        "INBEELD_SECRET_KEY": secrets.token_urlsafe(48),
        "INBEELD_DATA": str(folder),
        "INBEELD_COOKIE_SECURE": "0",
        "INBEELD_DEMO": "0",
    }


def _come_in(port: int, code: str) -> Visitor:
    visitor = Visitor(port)
    form = visitor.get(f"/{LOCALE}/code").form_with("code")
    visitor.post(f"/{LOCALE}/code", {**form.hidden, "code": code})
    choice = visitor.get(f"/{LOCALE}/take-part").form_with("go")
    visitor.post(f"/{LOCALE}/take-part", {**choice.hidden, "go": "yes"})
    return visitor


def _path(item_id: str) -> str:
    return f"/{LOCALE}/items/{item_id}"


# --- both ---


@dataclass(frozen=True, slots=True)
class Turn:
    """Who does what next. Each person does each item before anybody does one again, so that histories stay short."""

    number: int

    @property
    def person(self) -> int:
        """From 0."""
        return self.number % CROWD

    @property
    def item(self) -> int:
        """From 0."""
        return (self.number // CROWD + self.person) % len(ITEMS)

    @property
    def option(self) -> int:
        """One of five, another one the next time."""
        return (self.number // CROWD // len(ITEMS) + self.item) % OPTIONS


def _turns() -> Iterator[Turn]:
    return (Turn(number) for number in count())


def _get(path: str, cookie: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {cookie}\r\n\r\n".encode()


def _post(path: str, cookie: str, body: str) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {cookie}\r\nContent-Type: {FORM_TYPE}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()


def _child(arguments: Sequence[str], settings: Mapping[str, str]) -> str:
    """Run a program of this folder and give what it printed. Raises CalledProcessError."""
    command = [sys.executable, str(HERE / arguments[0]), *arguments[1:]]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(settings), stdout=subprocess.PIPE, stderr=sys.stderr, text=True, check=True
    )
    return done.stdout


def _counter(database: Path) -> Callable[[], int]:
    def stored() -> int:
        connection = sqlite3.connect(database)
        try:
            return int(connection.execute("SELECT count(*) FROM response").fetchone()[0])
        finally:
            connection.close()

    return stored


if __name__ == "__main__":
    sys.exit(main())
