"""Measure a room on bad wifi, and ten rooms at once; print what the design holds beside what was found.

Thirty devices press "next" within five seconds, again and again, while a board is looked at every five seconds and two
reports are being made.

``python benchmarks/bench_room.py [--grown] [--seats 30] [--rounds 12] [--rooms 10] [--seconds 60]``; ``--rooms 0``
leaves the second part out, ``--grown`` takes PostgreSQL and Valkey in the place of SQLite. Exit status 1 when an answer
was lost or is in the store twice, or anything answered with an error; never because something was slow. Everything
happens on this machine, and everything that was started is ended.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from itertools import cycle
from statistics import median

import ratios
from attendees import ITEMS
from grounds import Ground, bare_server, ground, trouble
from http_load import HOST, load
from record_journey import LOCALE
from room_beside import REPORTERS, Reports, finish_two, reports_made
from room_measured import Measured, account, form_keys, let_in, percentile, times_table
from room_plan import BARE, BEAT, BOARD, BOARD_SAME, DECK, OURS, PAGE, STEP, Plan, answer_name, page_name
from room_settings import PICTOGRAM, TEXT, Room, Stores, make_stores, room_settings
from servers import BLOCKING_THREADS, HERE, ROOT, WORKERS, Server, serving
from visitor import Visitor

FOLDER = ROOT / "build" / "bench" / "room"
JOURNEY = json.loads((HERE / "journey.json").read_text("utf-8"))
LOCALES = ("nl", "en", "ar", "ti")
WINDOW_SECONDS = 5.0
ANSWER_EACH_SECONDS = 10.0
SEATS_OF_A_ROOM = 30
WATCHERS, CLIENTS, SLICES, SLICE_SECONDS = 2, 20, 3, 2.0
SERVER_MILLISECONDS, ROOMS_MILLISECONDS, TO_BARE, WITH_REPORTS = 250.0, 500.0, 1.3, 0.8
"""What the design holds: p95 of one room, p99 of ten, p50 to the bare page, throughput while two reports are made."""


@dataclass(frozen=True, slots=True)
class Served:
    """What is measured: both servers, what they stand on, and who may come in."""

    ground: Ground
    ours: Server
    bare: Server
    stores: Stores


def main() -> int:
    """Measure, print, and say whether every answer is there once."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that everything that was started is ended
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with ExitStack() as running:
        below = running.enter_context(ground(FOLDER, grown=options.grown))
        settings = {**room_settings(FOLDER), **below.settings}
        stores = make_stores(settings, [options.seats, REPORTERS + WATCHERS, *([SEATS_OF_A_ROOM] * options.rooms)])
        ours = running.enter_context(serving("app.wsgi:app", settings, FOLDER / "inbeeld.log"))
        most = max(options.seats, options.rooms * SEATS_OF_A_ROOM)
        served = Served(below, ours, running.enter_context(bare_server(below, FOLDER, most)), stores)
        finish_two(ours, stores.sessions[1])
        with reports_made(settings, FOLDER) as reports:
            good = _room(served, _room_plan(served, options), reports)
            good &= _beside_reports(ours, stores.sessions[1], reports)
        if options.rooms:
            good &= _centre(served, _centre_plan(served, options))
    signs = trouble(FOLDER)
    for sign, times in signs.items():
        print(f"ERROR {sign}: {times}")
    good &= not signs
    print("\nEvery answer is there once, no error." if good else "\nThere were errors.")
    return 0 if good else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("--grown", action="store_true", help="on PostgreSQL and Valkey in the place of SQLite")
    parser.add_argument("--seats", type=int, default=SEATS_OF_A_ROOM, help="people in the room")
    parser.add_argument("--rounds", type=int, default=12, help="answers of each person; every second one besides: bare")
    parser.add_argument("--rooms", type=int, default=10, help="rooms of the second part; 0 leaves it out")
    parser.add_argument("--seconds", type=int, default=60, help="length of the second part")
    return parser.parse_args()


# --- one room ---


def _room_plan(served: Served, options: argparse.Namespace) -> Plan:
    stores = served.stores
    people = [_person(code, seat) for seat, code in enumerate(stores.sessions[0].codes)]
    return Plan(
        port=served.ours.port,
        people=people,
        boards=[stores.sessions[0].public_id],
        email=stores.email,
        password=stores.password,
        journey=JOURNEY,
        rounds=_rounds(options.rounds),
        window_seconds=WINDOW_SECONDS,
        outcome=str(FOLDER / "room.json"),
        bare_port=served.bare.port,
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


def _room(served: Served, plan: Plan, reports: Reports) -> bool:
    made, load_before = reports.made, os.getloadavg()[0]
    stored = form_keys(served.ground)
    measured = let_in(plan)
    made = reports.made - made
    print(
        f"\nA room: {len(plan.people)} people, each presses “next” within {WINDOW_SECONDS:g} s, "
        f"{plan.rounds.count(OURS)} times; {1000 * plan.latency_seconds:.0f} ms on the way, "
        f"{100 * plan.loss:g} % lost; the board every {plan.board_seconds:g} s; {made} reports made "
        f"meanwhile, two at a time.\n"
        f"{WORKERS} workers with {BLOCKING_THREADS} blocking thread each, {served.ground.name}. "
        f"Load of the machine: {load_before:.1f} before, {os.getloadavg()[0]:.1f} after, {os.cpu_count()} cores.\n"
    )
    kinds = [answer_name(OURS), page_name(OURS), STEP, PAGE, BOARD, BOARD_SAME, BEAT, DECK]
    print(times_table(measured, [*kinds, answer_name(BARE), page_name(BARE)]))
    print("\nAgainst what the design holds:\n")
    for name in (answer_name(OURS), page_name(OURS), BOARD):
        _hold(f"{name}: p95", percentile(measured.milliseconds(name), 95), SERVER_MILLISECONDS)
    _say_ratios(measured, plan)
    return account(measured, served.ground, stored)


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
    visitor = Visitor(server.port)
    visitor.enter(LOCALE, code)
    visitor.say_yes(f"/{LOCALE}/take-part")
    return visitor.cookie


# --- ten rooms ---


def _centre_plan(served: Served, options: argparse.Namespace) -> Plan:
    stores = served.stores
    rooms = stores.sessions[2:]
    codes = [code for room in rooms for code in room.codes]
    return Plan(
        port=served.ours.port,
        people=[_person(code, seat) for seat, code in enumerate(codes)],
        boards=[room.public_id for room in rooms],
        email=stores.email,
        password=stores.password,
        journey=JOURNEY,
        rounds=_rounds(max(2, round(options.seconds / ANSWER_EACH_SECONDS))),
        window_seconds=ANSWER_EACH_SECONDS,
        outcome=str(FOLDER / "centre.json"),
        bare_port=served.bare.port,
        bare_people=[f"p{number}" for number in range(len(codes))],
        seed=2,
    )


def _centre(served: Served, plan: Plan) -> bool:
    load_before = os.getloadavg()[0]
    stored = form_keys(served.ground)
    measured = let_in(plan)
    print(
        f"\n{len(plan.boards)} rooms: {len(plan.people)} people, an answer each {plan.window_seconds:g} s, "
        f"{plan.rounds.count(OURS)} times, the board of each room every {plan.board_seconds:g} s. "
        f"Load: {load_before:.1f} before, {os.getloadavg()[0]:.1f} after.\n"
    )
    kinds = [answer_name(OURS), page_name(OURS), STEP, PAGE, BOARD, BOARD_SAME, BEAT, DECK]
    print(times_table(measured, [*kinds, answer_name(BARE), page_name(BARE)]))
    print("\nAgainst what the design holds:\n")
    for name in (answer_name(OURS), page_name(OURS)):
        _hold(f"{name}: p99", percentile(measured.milliseconds(name), 99), ROOMS_MILLISECONDS)
    _say_ratios(measured, plan)
    return account(measured, served.ground, stored)


if __name__ == "__main__":
    sys.exit(main())
