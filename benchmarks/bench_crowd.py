"""Measure how many people one machine carries when each gives an answer every ten seconds and gets the next page.

``python benchmarks/bench_crowd.py [--grounds embedded grown] [--most 3000] [--report-seconds 2]``: a centre, ten
centres, and so on to a hundred; first on SQLite, then on PostgreSQL and Valkey; the bare page beside ours in turn. It
goes on to the first number of people with which the p99 of the answer is over 500 ms or anything fails. ``BENCH=long``
takes longer and is steadier. At the end: what more people would need, computed. Exit status 1 when an acknowledged
answer is not in the store once, or an answer was an error; never because something was slow.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import measured
import processes
import ratios
import sizing
from attendees import Attendee, Turn, enter_bare, take_part
from crowd_figures import FIGURES, GOAL_MILLISECONDS, GOAL_PERCENT, Spell
from crowd_load import EVERY_SECONDS, Exchange, NextExchange, crowd_load
from grounds import Ground, answer_keys, bare_server, ground, rows, trouble
from http_load import NO_ANSWER
from room_answers import count_answers, form_key
from room_settings import our_settings
from servers import BLOCKING_THREADS, ROOT, WORKERS, Server, said, serving
from visitor import Visitor

STEPS = {
    30: "a centre",
    300: "ten centres",
    600: "twenty centres",
    1200: "forty centres",
    2000: "two thousand people",
    3000: "a hundred centres",
}
TURNS = 2
TURN_SECONDS = 30.0 if measured.LONG else 10.0
BARE = "bare"
FOLDER = ROOT / "build" / "bench" / "crowd"
GROUNDS = ("embedded", "grown")
AT_THE_DOOR = 4  # people who come in at the same time
REST_SECONDS, REST_SHARE, MOST_REST_SECONDS = 1.0, 0.1, 90.0
REPORT_SECONDS, REPORT_MINUTES = 2.0, 15.0
OVERLOAD = frozenset({NO_ANSWER, "status 503"})
"""What comes of slowness: the next number of people is not tried, and that is all."""


@dataclass(slots=True)
class Subject:
    """One thing that is measured. ``come_in``: lets the person of this number (from 0) in; ``people``: who is in."""

    name: str
    server: Server
    come_in: Callable[[int], Attendee]
    people: list[NextExchange] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    problems: Counter[str] = field(default_factory=Counter)


def main() -> int:
    """Measure on each ground, print, and say whether every answer is there once."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that everything that was started is ended
    shutil.rmtree(FOLDER, ignore_errors=True)
    good, costs = True, []
    for name in options.grounds:
        folder = FOLDER / name
        folder.mkdir(parents=True)
        fine, cost = _on_ground(folder, options.most, grown=name == GROUNDS[1])
        good &= fine
        costs.append(cost)
    _say_sizes(costs, options)
    print("\nEvery answer is there once, no error." if good else "\nThere were errors.")
    return 0 if good else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("--grounds", nargs="+", choices=GROUNDS, default=GROUNDS, help="SQLite; PostgreSQL and Valkey")
    parser.add_argument("--most", type=int, default=max(STEPS), help="people with whom it ends at the latest")
    report = parser.add_argument_group("assumptions of the last table")
    report.add_argument("--report-seconds", type=float, default=REPORT_SECONDS, help="processor time of one report")
    report.add_argument("--report-minutes", type=float, default=REPORT_MINUTES, help="in which all are to be ready")
    return parser.parse_args()


def _on_ground(folder: Path, most: int, *, grown: bool) -> tuple[bool, sizing.Costs]:
    """All numbers of people on one ground: whether every answer is there once, and what one cost."""
    with ExitStack() as running:
        stores = running.enter_context(ground(folder, grown=grown))
        print(_heading(stores), flush=True)
        bare = running.enter_context(bare_server(stores, folder, most))
        subjects = [
            _ours(running, stores, folder, most),
            Subject(BARE, bare, partial(enter_bare, bare.port)),
        ]
        spell = _climb(stores, subjects, most)
        bytes_each = processes.memory_bytes(subjects[0].server.process_id) / WORKERS
        print(f"\nMemory: {WORKERS} web processes, {bytes_each / sizing.MEGABYTE:.0f} MB each (PSS).")
        good = _every_answer_once(stores, *subjects)
    signs = trouble(folder)
    for sign, times in signs.items():
        print(f"ERROR {sign}: {times}")
    costs = (spell.each(spell.processor_seconds), spell.each(spell.stores_seconds))
    return good and not signs, sizing.Costs(stores.name, *costs, bytes_each)


def _heading(stores: Ground) -> str:
    return (
        f"\n## {stores.name}\n\n{WORKERS} workers with {BLOCKING_THREADS} blocking thread each, {measured.load()}. "
        f"Everybody gives an answer every {EVERY_SECONDS:g} s and gets the next page; {TURNS} turns of "
        f"{TURN_SECONDS:g} s for each. Ratios: median (lowest-highest) of the turns. CPU ms: processor time for one "
        "answer and its page, of the web processes; of the servers of the stores."
    )


# --- who comes ---


def _ours(running: ExitStack, stores: Ground, folder: Path, most: int) -> Subject:
    """The application, with codes for everybody; what a proxy would say of their addresses differs."""
    settings = {**our_settings(folder), **stores.settings, "INBEELD_TRUSTED_PROXIES": "1"}
    codes = said("people.py", str(most), settings=settings).splitlines()
    server = running.enter_context(serving("app.wsgi:app", settings, folder / "inbeeld.log"))

    def come_in(person: int) -> Attendee:
        return take_part(Visitor(server.port, f"10.0.{person // 250}.{person % 250}"), codes[person])

    return Subject(measured.OURS, server, come_in)


def _let_in(subject: Subject, people: int) -> None:
    """So many are in afterwards. Raises Unexpected."""
    coming = range(len(subject.people), people)
    with ThreadPoolExecutor(AT_THE_DOOR) as door:
        for person, attendee in zip(coming, door.map(subject.come_in, coming), strict=True):
            subject.people.append(_exchanges(attendee, person))


def _exchanges(attendee: Attendee, person: int) -> NextExchange:
    """What one person does, from one moment to the next."""
    turn = Turn(person, 0)

    def following() -> Exchange:
        nonlocal turn
        now, turn = turn, turn.following
        return Exchange(now.key, attendee.answer(now), attendee.page(turn))

    return following


def _wait_for_rest(server: Server) -> None:
    """Until it has written the pages that it keeps ready, and does little; not for ever."""
    until = time.monotonic() + MOST_REST_SECONDS
    while time.monotonic() < until:
        before = server.processor_seconds()
        time.sleep(REST_SECONDS)
        if server.processor_seconds() - before < REST_SHARE * REST_SECONDS:
            return


# --- how many are carried ---


def _climb(stores: Ground, subjects: Sequence[Subject], most: int) -> Spell:
    """More and more people, as long as ours holds; gives what came of ours with the most that were carried."""
    carried = Spell()
    for people in (number for number in STEPS if number <= most):
        for subject in subjects:
            _let_in(subject, people)
            _wait_for_rest(subject.server)
        found: list[list[Spell]] = [[] for _ in subjects]
        for turn in range(TURNS):
            order = list(zip(subjects, found, strict=True))
            for subject, spells in order[:: -1 if turn % 2 else 1]:
                spells.append(_measure(stores, subject, people))
        ours = _print_step(people, subjects, found)
        if ours.holds or not carried.crowd.sent:
            carried = ours
        if not ours.holds:
            break
    return carried


def _measure(stores: Ground, subject: Subject, people: int) -> Spell:
    """One turn of one subject."""
    before = subject.server.processor_seconds(), stores.processor_seconds()
    crowd = crowd_load(subject.server.port, subject.people[:people], TURN_SECONDS)
    spell = Spell(crowd, subject.server.processor_seconds() - before[0], stores.processor_seconds() - before[1])
    subject.sent += crowd.sent
    subject.acknowledged += crowd.acknowledged
    subject.problems += spell.problems
    return spell


def _print_step(people: int, subjects: Sequence[Subject], found: Sequence[Sequence[Spell]]) -> Spell:
    """Say what came of this number of people; gives the turns of ours put together."""
    together = [Spell() for _ in subjects]
    for whole, spells in zip(together, found, strict=True):
        for spell in spells:
            whole.add(spell)
    lines = [
        [subject.name, *(f"{figure(whole):.1f}" for figure in FIGURES.values())]
        for subject, whole in zip(subjects, together, strict=True)
    ]
    compared = (ratios.ratios(*([figure(one) for one in spells] for spells in found)) for figure in FIGURES.values())
    lines.append([" / ".join(subject.name for subject in subjects), *map(ratios.spread, compared)])
    ours = together[0]
    print(f"\n{people} people ({STEPS[people]}), {measured.load()}\n")
    print(ratios.table(["", *FIGURES], lines))
    p99 = ours.crowd.answers.percentile(GOAL_PERCENT)
    held = measured.held(holds=ours.holds)
    print(f"\np{GOAL_PERCENT} of the answer {p99:.0f} ms; to hold: {GOAL_MILLISECONDS:g} ms and no error: {held}")
    for subject, whole in zip(subjects, together, strict=True):
        for problem, times in sorted(whole.problems.items()):
            print(f"  {subject.name}, {problem}: {times}")
    sys.stdout.flush()
    return ours


# --- afterwards ---


def _every_answer_once(stores: Ground, ours: Subject, bare: Subject) -> bool:
    """Print what is in the stores; False when something is not as it should be, or there were errors."""
    count = count_answers(ours.sent, ours.acknowledged, map(form_key, answer_keys(stores)))
    in_bare = rows(stores.bare, "response")
    print(
        f"Answers: {count.acknowledged} acknowledged of {len(ours.sent)} given, {count.stored} in the store, "
        f"{len(count.lost)} lost, {len(count.double)} double; {BARE}: {len(bare.acknowledged)} acknowledged of "
        f"{len(bare.sent)}, {in_bare} in the store."
    )
    errors = [problem for subject in (ours, bare) for problem in subject.problems if problem not in OVERLOAD]
    return count.every_answer_once and len(bare.acknowledged) <= in_bare <= len(bare.sent) and not errors


def _say_sizes(costs: Sequence[sizing.Costs], options: argparse.Namespace) -> None:
    assumed = sizing.Assumed(EVERY_SECONDS, options.report_seconds, 60 * options.report_minutes)
    print(
        "\n## Sizes, computed from the costs above\n\n"
        f"No measurement and no promise: people / {EVERY_SECONDS:g} s x CPU of an answer and its page / "
        f"{sizing.MOST_BUSY:g}, rounded up; a web process for each core, with the memory measured; one report each at "
        f"an assumed {options.report_seconds:g} s, all ready within an assumed {options.report_minutes:g} minutes, by "
        f"workers as busy as that. Cores are those of this machine; costs are those of the most people it carried.\n"
    )
    print(sizing.table(costs, assumed))


if __name__ == "__main__":
    sys.exit(main())
