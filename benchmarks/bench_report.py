"""Measure the conversation report against WeasyPrint alone on the same HTML, in one process, in turn.

``python benchmarks/bench_report.py``; ``BENCH=long`` takes longer. Exit status 1 only when a report could not be made.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from statistics import median
from typing import Any

import ratios
from servers import HERE, ROOT, environment

LONG = os.environ.get("BENCH") == "long"
LOCALES = ("nl", "en", "ar", "ti") if LONG else ("nl", "ar")
ROUNDS = 12 if LONG else 3
REPORTS = 200 if LONG else 60
FIRST = 20
GROUP = 30
WORKERS = 2


def main() -> int:
    """Measure and print."""
    print(f"{ROUNDS} rounds in turn; CPU s: processor seconds, median of the rounds; ", end="")
    print("ratios: median (lowest-highest).\n", flush=True)
    print(ratios.table(["", "CPU s", "kB", "ratio to bare pdf/ua-1", "ratio to bare pdf/a-3a"], _compare()), flush=True)
    after = _done(_start("memory", str(REPORTS)))["resident"]
    first, last = after[str(FIRST)], after[str(REPORTS)]
    print(f"\nMemory of one process: {first:.0f} MB after {FIRST} reports, {last:.0f} MB after {REPORTS}", end="")
    print(f" (ratio {last / first:.2f}).")
    if LONG:
        _group()
    return 0


def _compare() -> list[list[str]]:
    rows = []
    for locale in LOCALES:
        found = _done(_start("turns", locale, str(ROUNDS)))
        seconds = found["seconds"]
        for name, times in seconds.items():
            to_bare = [ratios.spread(ratios.ratios(times, seconds[bare])) for bare in seconds if bare != "Inbeeld"]
            shown = to_bare if name == "Inbeeld" else ["", ""]
            rows.append([f"{locale}, {name}", f"{median(times):.3f}", f"{found['sizes'][name] / 1000:.0f}", *shown])
        rows.append(
            [f"{locale}, of which HTML", f"{found['html_seconds']:.3f}", f"{found['html_size'] / 1000:.0f}", "", ""]
        )
    return rows


def _group() -> None:
    """The reports of one group session by one process, and shared by two at once."""
    alone = _done(_start("many", str(GROUP)))["seconds"]
    both = [_start("many", str(GROUP // WORKERS)) for _ in range(WORKERS)]
    together = max(_done(process)["seconds"] for process in both)
    print(f"{GROUP} reports: {alone:.1f} s in one process, {together:.1f} s in {WORKERS}", end="")
    print(f" ({together * WORKERS / alone:.2f} of an even share).")


def _start(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(HERE / "reports_in_turn.py"), *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment({}), stdout=subprocess.PIPE, text=True)


def _done(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What the program found. Raises CalledProcessError when it could not."""
    text, _ = process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    found: dict[str, Any] = json.loads(text)
    return found


if __name__ == "__main__":
    sys.exit(main())
