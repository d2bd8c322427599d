"""What came out of a room: locust plays a plan, and every answer that was acknowledged is looked up in the stores."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import ratios
from grounds import Ground, answer_keys
from room_answers import count_answers, form_key
from room_plan import Plan
from servers import HERE, ROOT, environment

COMING_IN_SECONDS, MORE_A_PERSON = 120.0, 4.0
"""So long people may take to come in, four at a time; on a busy machine they do."""
END_SECONDS = 45.0


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


def let_in(plan: Plan) -> Measured:
    """Let locust play the plan. Raises CalledProcessError when it fails, TimeoutExpired when it does not end."""
    path = Path(plan.outcome)
    users = len(plan.people) + len(plan.bare_people) + len(plan.boards)
    most = COMING_IN_SECONDS + users * MORE_A_PERSON + len(plan.rounds) * plan.window_seconds + END_SECONDS
    told = {**asdict(plan), "longest_seconds": most}
    written = path.with_name("plan.json")
    written.write_text(json.dumps(told), "utf-8")
    command = [sys.executable, "-m", "locust", "-f", str(HERE / "room_locust.py"), "--headless", "--only-summary"]
    command += ["-u", str(users), "-r", str(users), "--exit-code-on-error", "0", "--loglevel", "WARNING"]
    command += ["--run-time", f"{most:.0f}s", "--stop-timeout", "5"]
    with path.with_suffix(".log").open("wb") as log:
        subprocess.run(
            command,
            cwd=ROOT,
            env=environment({"ROOM_PLAN": str(written)}),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            timeout=most + END_SECONDS,
            check=True,
        )
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    found["samples"] = [(name, number, took) for name, number, took in found["samples"]]
    return Measured(**found)


def times_table(measured: Measured, names: Sequence[str]) -> str:
    """Number and percentiles of each kind of request that there was."""
    rows = []
    for name in names:
        times = measured.milliseconds(name)
        if times:
            rows.append([name, str(len(times)), *(f"{percentile(times, percent):.1f}" for percent in (50, 95, 99))])
    return ratios.table(["server time, ms", "number", "p50", "p95", "p99"], rows)


def percentile(times: Sequence[float], percent: int) -> float:
    """Milliseconds within which so many per cent came; ``times`` are sorted. 0 when there are none."""
    return times[min(len(times) - 1, len(times) * percent // 100)] if times else 0.0


def account(measured: Measured, stores: Ground, before: Counter[str]) -> bool:
    """Print what was lost on the way and what is in the store; False when something is not as it should be."""
    count = count_answers(measured.sent, measured.acknowledged, (form_keys(stores) - before).elements())
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


def form_keys(stores: Ground) -> Counter[str]:
    """Form keys of all answers in both stores, with how many rows each has."""
    return Counter(form_key(key) for key in answer_keys(stores))
