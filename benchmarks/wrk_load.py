"""Load by wrk, which takes next to nothing of the cores that the server needs: each client sends as soon as it may.

What wrk counts as an error is counted as a problem; that answers are the right ones is for the caller to look at.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Sequence
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


def wrk_load(port: int, requests: Sequence[bytes], *, clients: int, seconds: int) -> tuple[Outcome, int]:
    """Send these requests in turn for so many whole seconds; gives how it went, and the bytes that came.

    wrk leaves when the time is over, so that some requests for each client may be answered that it does not count.
    Raises NoWrk, TooFew, CalledProcessError.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise NoWrk("wrk is not installed. On Debian and Ubuntu type: sudo apt-get install wrk")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "requests")
        file.write_bytes(b"".join(chain.from_iterable((b"%d\n" % len(one), one) for one in requests)))
        command = [program, "--threads", "1", "--connections", str(clients), "--duration", f"{seconds}s"]
        command += ["--timeout", f"{PATIENCE_SECONDS:g}s", "--script", str(SCRIPT), f"http://{HOST}:{port}/", "--"]
        said = subprocess.run([*command, str(file)], check=True, capture_output=True, text=True).stdout
    found = json.loads(said.splitlines()[-1])
    if found["answered"] + 2 * clients > len(requests):
        raise TooFew
    problems = Counter({f"{name} error": number for name, number in found["problems"].items() if number})
    times = list(chain.from_iterable(repeat(value / 1000, number) for value, number in found["times"]))
    wrong = found["problems"]["status"]
    return Outcome(times, found["microseconds"] / 1_000_000, problems, found["answered"] - wrong), found["bytes"]
