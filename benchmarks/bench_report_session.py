"""Measure the conversation reports of one group session: asked for at once, made by a worker with two processes.

``python benchmarks/bench_report_session.py [--seats 30] [--rounds 3]``. Stores, queue and worker are those of the
application; every third person answered in pictures; languages in turn. Exit status 1 only when a report could not be
made.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
from statistics import median
from typing import Any

from measured import found_by, held, load
from room_settings import room_settings
from servers import ROOT, child

FOLDER = ROOT / "build" / "bench" / "session"
PROGRAM = "session_of_reports.py"
SEATS, ROUNDS = 30, 3
PROCESSES = 2
GOAL_SECONDS = 30.0
MOST_SECONDS = "900"


def main() -> int:
    """Make the stores, measure, print, and say whether every report is there."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the worker is ended
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    settings = room_settings(FOLDER)
    session = found_by(PROGRAM, "people", str(options.seats), **settings)["session"]
    worker = [sys.executable, "-m", "flask", "--app", "app", "worker", "--processes", str(PROCESSES)]
    with (FOLDER / "worker.log").open("wb") as log, child(worker, settings, log, signal.SIGINT):
        first = found_by(PROGRAM, "wait", MOST_SECONDS, **settings)
        print(f"{PROCESSES} processes, {load()}. At the end of the session: {first['reports']} reports of ", end="")
        print(f"{options.seats} people in {first['seconds']:.1f} s, the start of the worker with it.", flush=True)
        rounds = [found_by(PROGRAM, "again", session, MOST_SECONDS, **settings) for _ in range(options.rounds)]
    _print(rounds, options.seats)
    good = all(one["ready"] == options.seats and not one["failed"] + one["waiting"] for one in [*rounds])
    print("Every report is there." if good and not first["failed"] else "Reports are missing.")
    return 0 if good and not first["failed"] else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("--seats", type=int, default=SEATS, help="people in the session")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often all their reports are made")
    return parser.parse_args()


def _print(rounds: list[dict[str, Any]], seats: int) -> None:
    seconds = [one["seconds"] for one in rounds]
    goal = GOAL_SECONDS * seats / SEATS
    print(f"All {seats} conversation reports anew: ", end="")
    print(", ".join(f"{one['seconds']:.1f} s (asking for them {one['asking']:.1f} s)" for one in rounds), end="")
    print(f"; to the goal of {goal:.0f} s: {median(seconds) / goal:.2f}: {held(holds=median(seconds) <= goal)}.")


if __name__ == "__main__":
    sys.exit(main())
