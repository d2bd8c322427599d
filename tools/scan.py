"""Let a scanner (Wapiti) look at the running application: demonstration data, loopback only, for a bounded time.

``python tools/scan.py WAPITI --seconds 600 --out build/scan`` starts the application on a free port with stores of its
own, looks as nobody, as a person with a code and as a colleague with every role, ends what it started, and prints what
was found. The exit code is 1 when a finding is of medium level or higher. Numbers of the last run: docs/scan.md.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
START_SECONDS = 300
LEVELS = ("information", "low", "medium", "high", "critical")
MODULES = (
    "backup", "cookieflags", "crlf", "csp", "csrf", "exec", "file", "htaccess", "http_headers", "methods",
    "permanentxss", "redirect", "shellshock", "sql", "timesql", "upload", "xss",
)  # fmt: skip
"""Without those that ask another machine (ssrf, xxe, log4shell, takeover), fetch a list from one (nikto, wapp), or look
for what is not there (ldap, which took a change of language for an answer of a directory)."""
LEAVES = ("/staff/sign-out", "/*/hand-back", "/*/stop*", "/*/goodbye", "/staff/account/password")
"""Addresses that would end the sitting or the session with which the scanner looks."""
FIELD = re.compile(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"|<input[^>]* value="([^"]*)"[^>]* name="(\w+)"')


@dataclass(frozen=True, slots=True)
class Look:
    """One way of looking: its name, the addresses it begins at, and the cookies with which it begins."""

    name: str
    starts: tuple[str, ...]
    cookies: dict[str, str]


def main() -> int:
    """Scan, print, and say by the exit code whether something of medium level or higher was found."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as address:
        seconds = options.seconds // 3
        found = [_scan(options.wapiti, address, look, seconds, options.out) for look in looks(address)]
    return int(any(level >= LEVELS.index("medium") for levels in found for level in levels))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wapiti", type=Path, help="the program")
    parser.add_argument("--seconds", type=int, default=600, help="about how long in all")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "scan", help="where the reports go")
    return parser.parse_args()


# --- the application ---


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The application with demonstration data while the block runs; gives its address."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = str(probe.getsockname()[1])
    given = {"INBEELD_DEMO": "1", "INBEELD_DATA": str(folder), "PORT": port, "INBEELD_SOUND": str(folder / "sound")}
    settings = {**os.environ, **given}
    flask = [sys.executable, "-m", "flask", "--app", "app"]
    for command in (["db", "upgrade"], ["demo"]):
        _run([*flask, *command], settings)
    _run([sys.executable, "-c", EVERY_ROLE], settings)
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([*flask, "serve"], cwd=ROOT, env=settings, stdout=log, stderr=log)  # noqa: S603 - ours
    try:
        if not _answers(f"http://{HOST}:{port}", server):
            raise SystemExit(f"The application did not start.\n{(folder / 'log').read_text('utf-8')[-2000:]}")
        yield f"http://{HOST}:{port}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)


def _run(command: list[str], settings: dict[str, str]) -> None:
    subprocess.run(command, cwd=ROOT, env=settings, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own


EVERY_ROLE = """
from sqlalchemy import select
from app import create_app
from app.services.demonstration import ACCOUNTS
from app.store.models import Role, RoleName, StaffAccount
from app.web.context import current_work

with create_app().app_context():
    work = current_work()
    email = next(email for email, _, role in ACCOUNTS if role is RoleName.CLIENT_MANAGER)
    account = work.db.scalars(select(StaffAccount).where(StaffAccount.email == email)).one()
    account.roles = list(work.db.scalars(select(Role)))
    work.db.commit()
"""
"""The client manager of the demonstration gets every role, so that one look sees every page of staff."""


def _answers(address: str, server: subprocess.Popen[bytes]) -> bool:
    """Whether the pages are there in time."""
    until = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            urllib.request.build_opener().open(f"{address}/healthz", timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return True
    return False


# --- who looks ---


def looks(address: str) -> tuple[Look, ...]:
    """Nobody, a person who typed a code, and a colleague with every role."""
    sys.path.insert(0, str(ROOT))
    from app.services.demonstration import ACCOUNTS, PASSWORD  # noqa: PLC0415 - after the path is known
    from app.services.demonstration_people import PEOPLE, Meeting, Stage  # noqa: PLC0415 - the same

    code = next(one.code for one in PEOPLE if one.meeting is Meeting.TODAY and one.stage is Stage.STARTED)
    email = next(email for email, _, role in ACCOUNTS if role.value == "client_manager")
    person = _cookies(address, "/nl/code", {"code": code, "go": "next"})
    staff = _cookies(address, "/staff/sign-in", {"email": email, "password": PASSWORD})
    return (
        Look("nobody", ("/", "/nl/code", "/staff/sign-in"), _cookies(address, "/nl/code")),
        Look("person", ("/nl/go-on", "/nl/review", "/nl/items/own_words", "/nl/own/copy"), person),
        Look("staff", ("/staff/", "/staff/participants", "/staff/ggd", "/staff/sessions", "/staff/accounts"), staff),
    )


def _cookies(address: str, path: str, fields: dict[str, str] | None = None) -> dict[str, str]:
    """The cookies after a form was sent (None: only looked at). Raises SystemExit when it was not taken."""
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = browser.open(f"{address}{path}", timeout=30).read().decode()
    if fields:
        hidden = {a or d: b or c for a, b, c, d in FIELD.findall(page)}
        form = urllib.parse.urlencode({**hidden, **fields}).encode()
        if browser.open(f"{address}{path}", form, timeout=30).url == f"{address}{path}":
            raise SystemExit(f"{path} did not take what was filled in.")
    return {cookie.name: cookie.value or "" for cookie in jar}


# --- the scanner ---


def _scan(wapiti: Path, address: str, look: Look, seconds: int, out: Path) -> list[int]:
    """Look once, at most about so many seconds; print what was found and give its levels."""
    report = out / f"{look.name}.json"
    crawl = max(10, seconds // 4)
    attack = max(3, (seconds - crawl) // len(MODULES))
    command = [str(wapiti), "--url", f"{address}/", "--scope", "domain", "--module", ",".join(MODULES)]
    command += [part for start in look.starts for part in ("--start", f"{address}{start}")]
    command += [part for leaving in LEAVES for part in ("--exclude", f"{address}{leaving}")]
    command += ["--cookie", str(_cookie_file(look, out))]
    command += ["--max-scan-time", str(crawl), "--max-attack-time", str(attack), "--tasks", "4", "--timeout", "10"]
    command += ["--endpoint", f"{address}/", "--no-bugreport", "--flush-session", "--verbose", "0"]
    command += ["--store-session", str(out / "session"), "--store-config", str(out / "config")]
    command += ["--format", "json", "--output", str(report)]
    with (out / f"{look.name}.log").open("wb") as log:
        most = 4 * seconds + 120  # seconds; a module may run on for a while after its time
        subprocess.run(command, cwd=out, stdout=log, stderr=log, check=True, timeout=most)  # noqa: S603 - the scanner
    return _say(look.name, json.loads(report.read_text("utf-8")))


def _cookie_file(look: Look, out: Path) -> Path:
    """The cookies as the scanner reads them."""
    more = {"expires": None, "secure": False, "port": None, "version": 0}
    file = out / f"{look.name}.cookies.json"
    file.write_text(
        json.dumps({HOST: {"/": {name: {"value": value, **more} for name, value in look.cookies.items()}}}), "utf-8"
    )
    return file


def _say(name: str, report: dict[str, dict[str, list[dict[str, object]]]]) -> list[int]:
    """Print one line a kind of finding; give the level of each finding."""
    pages = report["infos"].get("crawled_pages_nbr", "?")
    print(f"{name}: {pages} addresses, {len(MODULES)} modules")
    counted = Counter(
        (part, kind, int(str(one["level"])))
        for part in ("vulnerabilities", "anomalies", "additionals")
        for kind, found in report[part].items()
        for one in found
    )
    for (part, kind, level), number in sorted(counted.items()):
        print(f"  {part:<16} {LEVELS[level]:<12} {kind} ({number})")
    if not counted:
        print("  nothing found")
    return [level for (part, _, level), number in counted.items() if part != "additionals" for _ in range(number)]


if __name__ == "__main__":
    raise SystemExit(main())
