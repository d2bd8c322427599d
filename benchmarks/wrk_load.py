"""Load by wrk, which takes next to nothing of the cores that the server needs: each client sends as soon as it may.

What wrk counts as an error is counted as a problem; that answers are the right ones is for the caller to look at.
wrk adds times that it never measured to those that it did, for each answer that took long ("coordinated omission"):
they are taken out again, so that only answers that came are counted.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain, repeat
from pathlib import Path

from http_load import HOST, PATIENCE_SECONDS, Outcome
from servers import HERE

SCRIPT = HERE / "wrk_requests.lua"
PROGRAM = "wrk"


class NoWrk(RuntimeError):
    """The program is not there."""


class TooFew(RuntimeError):
    """More requests were sent than were given, so that some were sent twice."""


class NotAsMeasured(RuntimeError):
    """Taking out what wrk added does not leave as many times as it counted answers."""


def find_wrk() -> str:
    """Where the program is. Raises NoWrk."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise NoWrk("wrk is not installed. On Debian and Ubuntu type: sudo apt-get install wrk")
    return program


def wrk_load(
    port: int, requests: Sequence[bytes], *, clients: int, seconds: int, once: bool = True
) -> tuple[Outcome, int]:  # fmt: skip
    """Send these requests in turn for so many whole seconds; gives how it went, and the bytes that came.

    wrk leaves when the time is over, so that some requests for each client may be answered that it does not count.
    ``once``: none of them may be sent twice. Raises NoWrk, TooFew, NotAsMeasured, CalledProcessError.
    """
    program = find_wrk()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "requests")
        file.write_bytes(b"".join(chain.from_iterable((b"%d\n" % len(one), one) for one in requests)))
        command = [program, "--threads", "1", "--connections", str(clients), "--duration", f"{seconds}s"]
        command += ["--timeout", f"{PATIENCE_SECONDS:g}s", "--script", str(SCRIPT), f"http://{HOST}:{port}/", "--"]
        said = subprocess.run([*command, str(file)], check=True, capture_output=True, text=True).stdout
    found = json.loads(said.splitlines()[-1])
    if once and found["answered"] + 2 * clients > len(requests):
        raise TooFew
    problems = Counter({f"{name} error": number for name, number in found["problems"].items() if number})
    step = found["microseconds"] // max(1, found["answered"] // clients)
    measured = as_measured(dict(found["times"]), step)
    if sum(number for _, number in measured) != found["answered"] - found["problems"]["timeout"]:
        raise NotAsMeasured
    times = list(chain.from_iterable(repeat(value / 1000, number) for value, number in measured))
    wrong = found["problems"]["status"]
    return Outcome(times, found["microseconds"] / 1_000_000, problems, found["answered"] - wrong), found["bytes"]


def as_measured(given: Mapping[int, int], step: int) -> list[tuple[int, int]]:
    """The times that wrk measured, from those that it gives: microseconds, and how often, sorted.

    wrk takes the mean time between two answers of a client for ``step`` and adds for each time one that is a step
    shorter, one that is two steps shorter, and so on as long as more than a step is left (``stats_correct``, wrk 4.1).
    The longest time got nothing added, so all can be taken back from there. Raises NotAsMeasured.
    """
    found = Counter(given)
    for value in sorted(given, reverse=True):
        for shorter in range(value - step, step, -step):
            found[shorter] -= found[value]
    if min(found.values(), default=0) < 0:
        raise NotAsMeasured
    return sorted((value, number) for value, number in found.items() if number)
