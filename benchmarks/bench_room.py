"""Measure a room on bad wifi, and ten rooms at once; print what the design holds beside what was found.

Thirty devices press "next" within five seconds, again and again, while a board is looked at every five seconds and two
reports are being made.

``python benchmarks/bench_room.py [--seats 30] [--rounds 12] [--rooms 10] [--seconds 60]``; ``--rooms 0`` leaves the
second part out. Exit status 1 when an answer was lost or is in the store twice, or anything answered with an error;
never because something was slow. Everything happens on this machine, and everything that was started is ended.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path
from statistics import median
from threading import Thread
from typing import Any

import ratios
from bench_serving import ITEMS
from http_load import HOST, load
from record_journey import LOCALE, Walk
from room_answers import count_answers, form_key
from room_plan import BARE, BEAT, BOARD, BOARD_SAME, DECK, OURS, PAGE, STEP, Plan, answer_name, page_name
from room_settings import PICTOGRAM, TEXT, Room, Stores, make_stores, room_settings, settle
from servers import BLOCKING_THREADS, HERE, ROOT, WORKERS, Server, child, environment, serving
from visitor import Visitor

FOLDER = ROOT / "build" / "bench" / "room"
JOURNEY = json.loads((HERE / "journey.json").read_text("utf-8"))
LOCALES = ("nl", "en", "ar", "ti")
WINDOW_SECONDS = 5.0
ANSWER_EACH_SECONDS = 10.0
SEATS_OF_A_ROOM = 30
REPORTERS = 2
COMING_IN_SECONDS, MORE_A_PERSON = 120.0, 4.0
"""So long people may take to come in, four at a time; on a busy machine they do."""
END_SECONDS = 45.0
FIRST_REPORTS_SECONDS = 30.0
STOPPING = "Shutdown timeout of "
"""From here on a log speaks of reports that were cut off because the measurement is over."""
WATCHERS, CLIENTS, SLICES, SLICE_SECONDS = 2, 20, 3, 2.0
SERVER_MILLISECONDS, ROOMS_MILLISECONDS, TO_BARE, WITH_REPORTS = 250.0, 500.0, 1.3, 0.8
"""What the design holds: p95 of one room, p99 of ten, p50 to the bare page, throughput while two reports are made."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What locust wrote down."""

    samples: list[tuple[str, int, float]]
    sent: list[str]
    acknowledged: list[str]
    counts: Mapping[str, int]
    errors: Mapping[str, int]

    def milliseconds(self, name: str, rounds: Iterable[int] | None = None) -> list[float]:
        """The times of one kind of request, sorted; of these rounds, or of all."""
        wanted = None if rounds is None else set(rounds)
        mine = (sample for sample in self.samples if sample[0] == name)
        return sorted(took for _, number, took in mine if wanted is None or number in wanted)


def main() -> int:
    """Measure, print, and say whether every answer is there once."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that everything that was started is ended
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    settings = room_settings(FOLDER)
    with ExitStack() as running:
        stores = make_stores(settings, [options.seats, REPORTERS + WATCHERS, *([SEATS_OF_A_ROOM] * options.rooms)])
        server = running.enter_context(serving("app.wsgi:app", settings, FOLDER / "inbeeld.log"))
        bare = running.enter_context(_bare(max(options.seats, options.rooms * SEATS_OF_A_ROOM)))
        _finish_two(server, stores.sessions[1])
        with _reports(settings) as reports:
            plan = _room_plan(server, bare, stores, options)
            good = _room(plan, options.seats, reports)
            good &= _beside_reports(server, stores.sessions[1], reports)
        if options.rooms:
            good &= _centre(_centre_plan(server, bare, stores, options))
    good &= _logs()
    print("\nEvery answer is there once, no error." if good else "\nThere were errors.")
    return 0 if good else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("--seats", type=int, default=SEATS_OF_A_ROOM, help="people in the room")
    parser.add_argument("--rounds", type=int, default=12, help="answers of each person; every second one besides: bare")
    parser.add_argument("--rooms", type=int, default=10, help="rooms of the second part; 0 leaves it out")
    parser.add_argument("--seconds", type=int, default=60, help="length of the second part")
    return parser.parse_args()


# --- one room ---


def _room_plan(server: Server, bare: Server, stores: Stores, options: argparse.Namespace) -> Plan:
    people = [_person(code, seat) for seat, code in enumerate(stores.sessions[0].codes)]
    return Plan(
        port=server.port,
        people=people,
        boards=[stores.sessions[0].public_id],
        email=stores.email,
        password=stores.password,
        journey=JOURNEY,
        rounds=_rounds(options.rounds),
        window_seconds=WINDOW_SECONDS,
        outcome=str(FOLDER / "room.json"),
        bare_port=bare.port,
        bare_people=[f"p{number}" for number in range(options.seats)],
    )


def _rounds(answers: int) -> list[str]:
    """Windows of ours, every second one followed by one of the bare page."""
    return [whose for turn in range(answers) for whose in ((OURS, BARE) if turn % 2 else (OURS,))]


def _person(code: str, seat: int) -> dict[str, str]:
    """Every third person goes the way in pictures; languages in turn."""
    variant = PICTOGRAM if seat % 3 == 2 else TEXT  # noqa: PLR2004 - the third of three
    yes = "next" if variant == PICTOGRAM else "yes"
    return {"code": code, "variant": variant, "locale": LOCALES[seat % len(LOCALES)], "yes": yes}


def _room(plan: Plan, seats: int, reports: Reports) -> bool:
    made, load_before = reports.made, os.getloadavg()[0]
    stored = _keys()
    measured = _let_in(plan)
    made = reports.made - made
    print(
        f"\nA room: {seats} people, each presses “next” within {WINDOW_SECONDS:g} s, {plan.rounds.count(OURS)} times; "
        f"{1000 * plan.latency_seconds:.0f} ms on the way, {100 * plan.loss:g} % lost; the board every "
        f"{plan.board_seconds:g} s; {made} reports made meanwhile, two at a time.\n"
        f"{WORKERS} workers with {BLOCKING_THREADS} blocking thread each, SQLite WAL synchronous=FULL. "
        f"Load of the machine: {load_before:.1f} before, {os.getloadavg()[0]:.1f} after, {os.cpu_count()} cores.\n"
    )
    kinds = [answer_name(OURS), page_name(OURS), STEP, PAGE, BOARD, BOARD_SAME, BEAT, DECK]
    print(_times(measured, [*kinds, answer_name(BARE), page_name(BARE)]))
    print("\nAgainst what the design holds:\n")
    for name in (answer_name(OURS), page_name(OURS), BOARD):
        _hold(f"{name}: p95", _percentile(measured.milliseconds(name), 95), SERVER_MILLISECONDS)
    _say_ratios(measured, plan)
    return _account(measured, stored)


def _say_ratios(measured: Measured, plan: Plan) -> None:
    """Medians to those of the bare page; what the board shows has no counterpart there, so it goes to a page."""
    for ours, theirs in ((answer_name(OURS), answer_name(BARE)), (page_name(OURS), page_name(BARE))):
        found = _to_bare(measured, plan, ours, theirs)
        held = _held(bool(found) and median(found) <= TO_BARE)
        print(f"  {ours}: p50 to bare {ratios.spread(found)}; to hold: {TO_BARE:g}: {held}")
    for ours in (BOARD, BOARD_SAME):
        found = _to_bare(measured, plan, ours, page_name(BARE))
        print(f"  {ours}: p50 to a bare page {ratios.spread(found)}")


def _to_bare(measured: Measured, plan: Plan, ours: str, theirs: str) -> list[float]:
    """Ratio of the medians for each round of the bare page and the rounds of ours since the one before."""
    found, mine = [], []
    for number, whose in enumerate(plan.rounds):
        mine.append(number)
        if whose == BARE:
            times = [measured.milliseconds(name, mine) for name in (ours, theirs)]
            found += [median(times[0]) / median(times[1])] if all(times) else []
            mine = []
    return found


def _hold(what: str, milliseconds: float, most: float) -> None:
    print(f"  {what} {milliseconds:.1f} ms; to hold: {most:g} ms: {_held(milliseconds <= most)}")


def _held(held: bool) -> str:  # noqa: FBT001 - the one thing it is about
    return "held" if held else "not held"


# --- while reports are made ---


def _beside_reports(server: Server, room: Room, reports: Reports) -> bool:
    """Pages a second with two reports being made and with the worker at rest, in turn; only errors make it False."""
    cookies = [_taking_part(server, code) for code in room.codes[REPORTERS:]]
    requests = cycle(
        f"GET /{LOCALE}/items/{item} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {cookie}\r\n\r\n".encode()
        for item in ITEMS
        for cookie in cookies
    )
    load(server.port, lambda: next(requests), expected=200, clients=CLIENTS, seconds=SLICE_SECONDS)  # pages kept ready
    with_reports: list[float] = []
    alone: list[float] = []
    problems = 0
    for turn in range(2 * SLICES):
        with reports.resting() if turn % 2 else nullcontext():
            outcome = load(server.port, lambda: next(requests), expected=200, clients=CLIENTS, seconds=SLICE_SECONDS)
        (alone if turn % 2 else with_reports).append(outcome.per_second)
        problems += sum(outcome.problems.values())
    found = ratios.ratios(with_reports, alone)
    held = _held(bool(found) and median(found) >= WITH_REPORTS)
    print(
        f"\nItem pages a second by {CLIENTS} clients while two reports are made: {median(with_reports):.0f}, to alone "
        f"{ratios.spread(found)}; to hold: at least {WITH_REPORTS:g}: {held}; {problems} errors."
    )
    return not problems


def _taking_part(server: Server, code: str) -> str:
    """The cookie of somebody who said yes."""
    visitor = settle(Visitor(server.port), LOCALE, code, TEXT)
    visitor.post(f"/{LOCALE}/take-part", {**visitor.get(f"/{LOCALE}/take-part").form_with("go").hidden, "go": "yes"})
    return visitor.cookie


# --- ten rooms ---


def _centre_plan(server: Server, bare: Server, stores: Stores, options: argparse.Namespace) -> Plan:
    rooms = stores.sessions[2:]
    codes = [code for room in rooms for code in room.codes]
    return Plan(
        port=server.port,
        people=[_person(code, seat) for seat, code in enumerate(codes)],
        boards=[room.public_id for room in rooms],
        email=stores.email,
        password=stores.password,
        journey=JOURNEY,
        rounds=_rounds(max(2, round(options.seconds / ANSWER_EACH_SECONDS))),
        window_seconds=ANSWER_EACH_SECONDS,
        outcome=str(FOLDER / "centre.json"),
        bare_port=bare.port,
        bare_people=[f"p{number}" for number in range(len(codes))],
        seed=2,
    )


def _centre(plan: Plan) -> bool:
    load = os.getloadavg()[0]
    stored = _keys()
    measured = _let_in(plan)
    print(
        f"\n{len(plan.boards)} rooms: {len(plan.people)} people, an answer each {plan.window_seconds:g} s, "
        f"{plan.rounds.count(OURS)} times, the board of each room every {plan.board_seconds:g} s. "
        f"Load: {load:.1f} before, {os.getloadavg()[0]:.1f} after.\n"
    )
    kinds = [answer_name(OURS), page_name(OURS), STEP, PAGE, BOARD, BOARD_SAME, BEAT, DECK]
    print(_times(measured, [*kinds, answer_name(BARE), page_name(BARE)]))
    print("\nAgainst what the design holds:\n")
    for name in (answer_name(OURS), page_name(OURS)):
        _hold(f"{name}: p99", _percentile(measured.milliseconds(name), 99), ROOMS_MILLISECONDS)
    _say_ratios(measured, plan)
    return _account(measured, stored)


# --- both ---


def _let_in(plan: Plan) -> Measured:
    """Let locust play the plan. Raises CalledProcessError when it fails, TimeoutExpired when it does not end."""
    path = Path(plan.outcome)
    users = len(plan.people) + len(plan.bare_people) + len(plan.boards)
    most = COMING_IN_SECONDS + users * MORE_A_PERSON + len(plan.rounds) * plan.window_seconds + END_SECONDS
    told = {**asdict(plan), "longest_seconds": most}
    (FOLDER / "plan.json").write_text(json.dumps(told), "utf-8")
    command = [sys.executable, "-m", "locust", "-f", str(HERE / "room_locust.py"), "--headless", "--only-summary"]
    command += ["-u", str(users), "-r", str(users), "--exit-code-on-error", "0", "--loglevel", "WARNING"]
    command += ["--run-time", f"{most:.0f}s", "--stop-timeout", "5"]
    with path.with_suffix(".log").open("wb") as log:
        subprocess.run(
            command,
            cwd=ROOT,
            env=environment({"ROOM_PLAN": str(FOLDER / "plan.json")}),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            timeout=most + END_SECONDS,
            check=True,
        )
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    found["samples"] = [(name, number, took) for name, number, took in found["samples"]]
    return Measured(**found)


def _times(measured: Measured, names: Sequence[str]) -> str:
    rows = []
    for name in names:
        times = measured.milliseconds(name)
        if times:
            rows.append([name, str(len(times)), *(f"{_percentile(times, percent):.1f}" for percent in (50, 95, 99))])
    return ratios.table(["server time, ms", "number", "p50", "p95", "p99"], rows)


def _percentile(times: Sequence[float], percent: int) -> float:
    """Milliseconds within which so many per cent came; ``times`` are sorted. 0 when there are none."""
    return times[min(len(times) - 1, len(times) * percent // 100)] if times else 0.0


def _account(measured: Measured, before: Counter[str]) -> bool:
    """Print what was lost on the way and what is in the store; False when something is not as it should be."""
    count = count_answers(measured.sent, measured.acknowledged, (_keys() - before).elements())
    requests = len(measured.samples)
    wifi = ", ".join(f"{times} {name}" for name, times in sorted(measured.counts.items()))
    print(f"\n{requests} requests answered; simulated: {wifi or 'nothing lost'}.")
    print(
        f"Answers: {count.acknowledged} acknowledged of {len(set(measured.sent))} given, {count.stored} in the store, "
        f"{len(count.lost)} lost, {len(count.double)} double; {sum(measured.errors.values())} errors."
    )
    for problem, times in sorted(measured.errors.items()):
        print(f"ERROR {problem}: {times}")
    return count.every_answer_once and bool(count.acknowledged) and not measured.errors


def _keys() -> Counter[str]:
    """Form keys of all answers in both stores, with how many rows each has."""
    found = Counter[str]()
    for name, table in (("main", "response"), ("care", "care_response")):
        connection = sqlite3.connect(FOLDER / f"{name}.sqlite")
        rows = connection.execute(f"SELECT idempotency_key FROM {table}").fetchall()  # noqa: S608 - two names of ours
        connection.close()
        found.update(form_key(key) for (key,) in rows)
    return found


def _logs() -> bool:
    found = Counter[str]()
    for log in sorted(FOLDER.glob("*.log")):
        text = log.read_text("utf-8", errors="replace").partition(STOPPING)[0]
        for sign in ("database is locked", "Traceback"):
            found[f"{log.name}: {sign}"] += text.count(sign)
    for sign, times in (+found).items():
        print(f"ERROR {sign}: {times}")
    return not +found


# --- what runs beside ---


@contextmanager
def _bare(people: int) -> Iterator[Server]:
    settings = {"BARE_DATABASE": str(FOLDER / "bare.sqlite")}
    subprocess.run(
        [sys.executable, str(HERE / "bare_app.py"), str(people)], cwd=ROOT, env=environment(settings), check=True
    )
    with serving("bare_app:app", settings, FOLDER / "bare.log") as server:
        yield server


def _finish_two(server: Server, room: Room) -> None:
    """Two people answer everything and finish, so that there are reports to make."""
    walks = [Walk(settle(Visitor(server.port), LOCALE, code, TEXT)) for code in room.codes[:REPORTERS]]
    threads = [Thread(target=walk.go) for walk in walks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class Reports:
    """Says how many reports the worker made since it began, and lets it rest."""

    def __init__(self, output: Path, worker: int) -> None:
        self._output = output
        self._worker = worker

    @contextmanager
    def resting(self) -> Iterator[None]:
        """All its processes stand still while the block runs."""
        os.killpg(self._worker, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self._worker, signal.SIGCONT)

    @property
    def made(self) -> int:
        """So far."""
        numbers = [line for line in self._output.read_text("utf-8").splitlines() if line.isdecimal()]
        return int(numbers[-1]) if numbers else 0


@contextmanager
def _reports(settings: Mapping[str, str]) -> Iterator[Reports]:
    """A worker with two processes that is never without reports to make."""
    output = FOLDER / "reports.txt"
    worker = [sys.executable, "-m", "flask", "--app", "app", "worker", "--processes", str(REPORTERS)]
    again = [sys.executable, str(HERE / "room_reports.py")]
    with (FOLDER / "worker.log").open("wb") as log, output.open("wb") as counts, ExitStack() as running:
        process_id = running.enter_context(child(worker, settings, log, signal.SIGINT))
        running.enter_context(child(again, settings, counts, signal.SIGTERM))
        reports = Reports(output, process_id)
        until = time.monotonic() + FIRST_REPORTS_SECONDS
        while reports.made < REPORTERS and time.monotonic() < until:
            time.sleep(0.2)
        yield reports


if __name__ == "__main__":
    sys.exit(main())
