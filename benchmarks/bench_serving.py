"""Measure an item page and an answer against a bare page that reads and writes the same, in one run, in turn.

``python benchmarks/bench_serving.py [--grown]``; ``BENCH=long`` takes longer and is steadier; ``--grown`` takes
PostgreSQL and Valkey in the place of SQLite. wrk is the client; of a crowd it is our own, which knows of each answer
whether it was acknowledged. Exit status 1 when an answer was an error or got lost, never because something was slow.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from statistics import median

import ratios
from attendees import ANSWER_STATUS, PAGE_STATUS, Attendee, BareAttendee, Turn, enter_bare, item_path, take_part, turns
from grounds import Ground, bare_server, ground, rows, trouble
from http_load import NextRequest, Outcome, load
from measured import LONG, OURS
from room_settings import our_settings
from servers import BLOCKING_THREADS, ROOT, WORKERS, Server, said, serving
from visitor import Visitor
from wrk_load import find_wrk, wrk_load

ROUNDS = 7 if LONG else 3
SLICES = 10 if LONG else 5
SLICE_SECONDS = 1
MOST_A_SECOND = 6000  # requests that are made ready for a second of load
CROWD_SECONDS = 10.0 if LONG else 3.0
CLIENTS = (1, 50)
CROWD = 300
WARM_SECONDS = 2
PERCENTILES = (50, 95, 99)
STANDS_STILL_SECONDS = 0.1
LEAST_BARE = 1000  # bytes of a bare page
FOLDER = ROOT / "build" / "bench" / "serving"


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that is measured: how a request is made, and the status and least size of a good answer."""

    name: str
    server: Server
    next_request: NextRequest
    expected: int
    stored: Callable[[], int]  # how many responses its store holds
    least_bytes: int = 0


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
    options = _options()
    find_wrk()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that everything that was started is ended
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with ExitStack() as running:
        stores = running.enter_context(ground(FOLDER, grown=options.grown))
        bare = bare_subjects(running, stores)
        ours = our_subjects(running, stores)
        pages = [*bare[:-1], ours[0]]
        answers = [bare[-1], ours[-1]]
        print(_heading(stores))
        lost = Counter[str]()
        for title, subjects in (("Answer, POST", answers), ("Item page, GET", pages)):
            lost += _compare(title, subjects)
        lost += _crowd(answers)
    lost += Counter(trouble(FOLDER))
    for problem, times in sorted(lost.items()):
        print(f"ERROR {problem}: {times}")
    print("No error." if not lost else "There were errors.")
    return 1 if lost else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("--grown", action="store_true", help="on PostgreSQL and Valkey in the place of SQLite")
    return parser.parse_args()


def _heading(stores: Ground) -> str:
    return (
        f"{WORKERS} workers with {BLOCKING_THREADS} blocking thread each, {stores.name}; "
        f"{ROUNDS} rounds of {SLICES} x {SLICE_SECONDS} s for each, in turn. Times: median of the rounds; "
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


def _measure(subject: Subject, into: Round, clients: int, seconds: int) -> Counter[str]:
    """One run of wrk, added to a round.

    Gives what went wrong: errors, pages that are too small to be the right ones, answers acknowledged but not stored.
    """
    saves = subject.expected == ANSWER_STATUS
    requests = [subject.next_request() for _ in range(MOST_A_SECOND * seconds)]
    stored, processor = subject.stored(), subject.server.processor_seconds()
    outcome, size = wrk_load(subject.server.port, requests, clients=clients, seconds=seconds, once=saves)
    problems = _take_in(subject, into, outcome, processor)
    if size < subject.least_bytes * outcome.answered:
        problems[f"{subject.name}: {size} bytes in {outcome.answered} answers"] += 1
    more = _stored_at_last(subject) - stored
    if not (outcome.answered <= more <= outcome.answered + 2 * clients if saves else more == 0):
        problems[f"{subject.name}: {outcome.answered} answered, {more} stored"] += 1
    return problems


def _stored_at_last(subject: Subject) -> int:
    """How many responses its store holds once nothing is on its way any more: wrk leaves with some unanswered."""
    found = -1
    while found != (now := subject.stored()):
        found = now
        time.sleep(STANDS_STILL_SECONDS)
    return found


def _take_in(subject: Subject, into: Round, outcome: Outcome, processor: float) -> Counter[str]:
    """Add what came of a run; ``processor``: processor time of the server before it. Gives what went wrong."""
    into.outcome.add(outcome)
    into.processor_seconds += subject.server.processor_seconds() - processor
    problems = Counter({f"{subject.name}: {problem}": times for problem, times in outcome.problems.items()})
    if not outcome.milliseconds:
        problems[f"{subject.name}: nothing was answered"] += 1
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
    """Answers by many at once: here only errors count, and that each one that was acknowledged is stored once."""
    lost = Counter[str]()
    rows = []
    for subject in subjects:
        one = Round()
        stored, processor = subject.stored(), subject.server.processor_seconds()
        outcome = load(
            subject.server.port, subject.next_request, expected=ANSWER_STATUS, clients=CROWD, seconds=CROWD_SECONDS
        )
        lost += _take_in(subject, one, outcome, processor)
        more = subject.stored() - stored
        if more != outcome.answered:
            lost[f"{subject.name}: {outcome.answered} answered, {more} stored"] += 1
        errors = sum(one.outcome.problems.values())
        figures = (f"{figure(one):.2f}" for figure in FIGURES.values())
        rows.append([subject.name, str(one.outcome.answered), str(errors), *figures])
    print(f"\nAnswer, POST, {CROWD} clients\n")
    print(ratios.table(["", "answered", "errors", *FIGURES], rows))
    return lost


# --- what is measured ---


def bare_subjects(running: ExitStack, stores: Ground) -> list[Subject]:
    """Two ways of reading the bare page, and its answer; people and server are ready."""
    server = running.enter_context(bare_server(stores, FOLDER, CROWD))
    people = [enter_bare(server.port, person) for person in range(CROWD)]
    stored = partial(rows, stores.bare, "response")
    kinds = ("lean", "form")
    pages = [_pages(f"bare, {kind}", server, _reading(people, kind), stored, LEAST_BARE) for kind in kinds]
    return [*pages, _answers("bare", server, people, stored)]


def _reading(people: Sequence[BareAttendee], kind: str) -> list[BareAttendee]:
    return [replace(person, kind=kind) for person in people]


def our_subjects(running: ExitStack, stores: Ground) -> list[Subject]:
    """The item page and its answer; people have come in with their codes, the server is ready."""
    settings = {**our_settings(FOLDER), **stores.settings}
    codes = said("people.py", str(CROWD), settings=settings).splitlines()
    server = running.enter_context(serving("app.wsgi:app", settings, FOLDER / "inbeeld.log"))
    visitors = [Visitor(server.port) for _ in codes]
    people = [take_part(visitor, code) for visitor, code in zip(visitors, codes, strict=True)]
    size = visitors[0].get(item_path(0)).size
    print(f"The item page of {OURS} holds {size} bytes of HTML, uncompressed.")
    stored = partial(rows, stores.main, "response")
    return [_pages(OURS, server, people, stored, size // 2), _answers(OURS, server, people, stored)]


def _pages(
    name: str, server: Server, people: Sequence[Attendee], stored: Callable[[], int], least_bytes: int
) -> Subject:
    return Subject(name, server, _in_turn(people, lambda who, turn: who.page(turn)), PAGE_STATUS, stored, least_bytes)


def _answers(name: str, server: Server, people: Sequence[Attendee], stored: Callable[[], int]) -> Subject:
    return Subject(name, server, _in_turn(people, lambda person, turn: person.answer(turn)), ANSWER_STATUS, stored)


def _in_turn(people: Sequence[Attendee], asks: Callable[[Attendee, Turn], bytes]) -> NextRequest:
    whose = turns(len(people))

    def request() -> bytes:
        turn = next(whose)
        return asks(people[turn.person], turn)

    return request


if __name__ == "__main__":
    sys.exit(main())
