"""Let a scanner (Wapiti) look at the running application: demonstration data, loopback only, for a bounded time.

``python tools/scan.py WAPITI --seconds 600 --out build/scan`` fills stores once, gives each look a copy of them and an
application of its own on a free port, looks as nobody, as people at three points of their way and as a colleague with
every role, ends what it started, and prints what was found. Of pages of one kind it looks at one, so that every kind
has its turn. The exit code is 1 when a finding is of medium level or higher. Numbers of the last run: docs/scan.md.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from string import ascii_lowercase

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
START_SECONDS = 600
HEAVY = 6  # of the modules send much; the others end long before their time
LEVELS = ("information", "low", "medium", "high", "critical")
MODULES = (
    "cookieflags", "csp", "csrf", "http_headers", "htaccess", "methods", "crlf", "redirect", "shellshock", "xss",
    "permanentxss", "sql", "exec", "file", "timesql", "upload", "backup",
)  # fmt: skip
"""Without those that ask another machine (ssrf, xxe, log4shell, takeover), fetch a list from one (nikto, wapp), or look
for what is not there (ldap, which took a change of language for an answer of a directory)."""
OF_A_MODULE = re.compile(r"Launching module (\w+)\n(.*?)(?=\[\*\]|\Z)", re.DOTALL)
FIELD = re.compile(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"|<input[^>]* value="([^"]*)"[^>]* name="(\w+)"')

OTHER_LANGUAGES = ("/en/*", "/ar/*", "/ti/*", "/static/*")
OF_PEOPLE = (*OTHER_LANGUAGES, "/staff/*", "/*/hand-back", "/*/goodbye*", "/*/stop/end*")
"""The same pages in other languages, those of staff, and what would end the sitting with which the scanner looks."""
STILL_ANSWERING = ("/*/share/overview*",)
"""Would finish."""
FINISHED = ("/*/own/withdraw*",)
"""Would delete everything."""
OF_STAFF = (
    *(f"/{locale}/*" for locale in ("nl", "en", "ar", "ti")), "/static/*", "/staff/sign-out", "/staff/account/password",
    "/staff/account/sessions/end", "/staff/accounts/*/off", "/staff/accounts/*/roles", "/staff/accounts/*/sign-out",
    "/staff/log*before=*", *(f"/staff/sound/*/{locale}*" for locale in ("en", "ar", "ti")),
    *(f"/staff/sound/*/nl/{letter}*" for letter in ascii_lowercase if letter != "u"),
    *(f"/staff/sound/*/nl/ui.{letter}*" for letter in ascii_lowercase if letter != "n"),
    *(f"/staff/*/seats/{number}{end}" for number in range(3, 61) for end in ("", "?*", "/*")),
)  # fmt: skip
"""Pages of people, what would end the session with which the scanner looks, and all but a few of pages of one kind."""
SOME_ITEMS = (
    "situation.hours_available", "education.years", "work.main_occupation", "c1a", "z1a", "own_words",
    "p1.building", "p2.wish", "p3.c1", "p6.z1",
)  # fmt: skip
"""An item of each kind."""


@dataclass(frozen=True, slots=True)
class Look:
    """One way of looking. ``form``: where it fills in what first ("": nothing); ``starts``: addresses it begins at.

    ``leaves``: addresses that it does not ask for, with ``*`` for anything.
    """

    name: str
    form: str
    fields: dict[str, str]
    starts: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What stands in the filled stores: people and sessions of which one is enough, and every item."""

    people: tuple[str, ...]
    sessions: tuple[str, ...]
    items: tuple[str, ...]


def main() -> int:
    """Scan, print, and say by the exit code whether something of medium level or higher was found."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(options.at_once) as at_once:
        filled = Path(folder) / "filled"
        every = looks(fill(filled))
        seconds = options.seconds * options.at_once // len(every)
        wapiti, out = options.wapiti.absolute(), options.out.absolute()
        found = list(at_once.map(lambda look: _look(look, filled, wapiti, seconds, out), every))
    return int(any(level >= LEVELS.index("medium") for levels in found for level in levels))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wapiti", type=Path, help="the program")
    parser.add_argument("--seconds", type=int, default=600, help="about how long in all")
    parser.add_argument("--at-once", type=int, default=2, help="how many looks, each with an application of its own")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "scan", help="where the reports go")
    return parser.parse_args()


# --- the application ---


def fill(folder: Path) -> Known:
    """Fill stores with demonstration data; gives what stands in them."""
    settings = _settings(folder, "0")
    flask = [sys.executable, "-m", "flask", "--app", "app"]
    for command in (["db", "upgrade"], ["demo"]):
        _run([*flask, *command], settings)
    told = json.loads(_run([sys.executable, "-c", EVERY_ROLE], settings).splitlines()[-1])
    return Known(*(tuple(told[name]) for name in ("people", "sessions", "items")))


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The application on these stores while the block runs; gives its address."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "flask", "--app", "app", "web", "--workers", "1"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=_settings(folder, port), stdout=log, stderr=log)  # noqa: S603 - ours
    try:
        if not _answers(f"http://{HOST}:{port}", server):
            raise SystemExit(f"The application did not start.\n{(folder / 'log').read_text('utf-8')[-2000:]}")
        yield f"http://{HOST}:{port}"
    finally:
        _end(server)


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(60)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _settings(folder: Path, port: str) -> dict[str, str]:
    given = {"INBEELD_DEMO": "1", "INBEELD_DATA": str(folder), "PORT": port, "INBEELD_SOUND": str(folder / "sound")}
    return {**os.environ, **given}


def _run(command: list[str], settings: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=ROOT, env=settings, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
    return done.stdout


EVERY_ROLE = """
import json
from sqlalchemy import select
from app import create_app
from app.services.demonstration import ACCOUNTS
from app.store.models import GroupSession, Participant, Role, RoleName, StaffAccount
from app.web.context import current_work

with create_app().app_context():
    work = current_work()
    email = next(email for email, _, role in ACCOUNTS if role is RoleName.CLIENT_MANAGER)
    account = work.db.scalars(select(StaffAccount).where(StaffAccount.email == email)).one()
    account.roles = list(work.db.scalars(select(Role)))
    mine = select(Participant.public_id).where(Participant.client_manager_id == account.id).order_by(Participant.id)
    told = {
        "people": list(work.db.scalars(mine)),
        "sessions": list(work.db.scalars(select(GroupSession.public_id).order_by(GroupSession.starts_at))),
        "items": [item for one in work.library.instruments.values() for item in one.items],
    }
    work.db.commit()
    print(json.dumps(told))
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


def looks(known: Known) -> tuple[Look, ...]:
    """Nobody, people who answer in text and in pictures, one who finished, and a colleague with every role."""
    sys.path.insert(0, str(ROOT))
    from app.services.demonstration import ACCOUNTS, PASSWORD  # noqa: PLC0415 - after the path is known
    from app.services.demonstration_people import PEOPLE, Invented, Meeting, Stage  # noqa: PLC0415 - the same

    def typed(stage: Stage, *, pictures: bool) -> dict[str, str]:
        def fits(one: Invented) -> bool:
            return one.meeting is Meeting.TODAY and one.stage is stage and one.pictures is pictures

        return {"code": next(one.code for one in PEOPLE if fits(one)), "go": "next"}

    manager = {"email": next(email for email, _, role in ACCOUNTS if role == "client_manager"), "password": PASSWORD}
    items = tuple(f"/*/items/{item}{end}" for item in known.items if item not in SOME_ITEMS for end in ("", "?*"))
    answering = (*OF_PEOPLE, *STILL_ANSWERING, *items)
    others = (*(f"/staff/participants/{one}*" for one in known.people[1:]), *_other_sessions(known.sessions))
    return (
        Look("nobody", "", {}, ("/", "/nl/code", "/nl/own/rights", "/staff/sign-in"), OTHER_LANGUAGES),
        Look(
            "answering", "/nl/code", typed(Stage.STARTED, pictures=False),
            ("/nl/go-on", "/nl/review", *(f"/nl/items/{item}" for item in SOME_ITEMS if item[0] != "p")), answering,
        ),
        Look(
            "pictures", "/nl/code", typed(Stage.STARTED, pictures=True),
            ("/nl/go-on", "/nl/review", *(f"/nl/items/{item}" for item in SOME_ITEMS if item[0] == "p")), answering,
        ),
        Look(
            "finished", "/nl/code", typed(Stage.SEEN, pictures=False),
            ("/nl/finish", "/nl/own/copy", "/nl/own/rights", "/nl/share/overview"), (*OF_PEOPLE, *FINISHED),
        ),
        Look(
            "staff", "/staff/sign-in", manager,
            ("/staff/", "/staff/participants", f"/staff/participants/{known.people[0]}", "/staff/ggd", "/staff/shared",
             "/staff/sessions", "/staff/accounts", "/staff/requests", "/staff/log", "/staff/care-page"),
            (*OF_STAFF, *others),
        ),
    )  # fmt: skip


def _other_sessions(sessions: tuple[str, ...]) -> Iterator[str]:
    """Addresses of all sessions but the newest that began, for which people come today."""
    for public_id in (*sessions[:-2], sessions[-1]):
        yield from (f"/staff/sessions/{public_id}*", f"/staff/session-reports/{public_id}*")


def _cookies(address: str, look: Look) -> dict[str, str]:
    """The cookies after its form was sent. Raises SystemExit when that was not taken."""
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = browser.open(f"{address}{look.form or '/nl/code'}", timeout=60).read().decode()
    if look.form:
        hidden = {a or d: b or c for a, b, c, d in FIELD.findall(page)}
        form = urllib.parse.urlencode({**hidden, **look.fields}).encode()
        if browser.open(f"{address}{look.form}", form, timeout=60).url == f"{address}{look.form}":
            raise SystemExit(f"{look.form} did not take what was filled in.")
    return {cookie.name: cookie.value or "" for cookie in jar}


# --- the scanner ---


def _look(look: Look, filled: Path, wapiti: Path, seconds: int, out: Path) -> list[int]:
    """Look once, at an application on a copy of the stores, about so many seconds; print and give the levels."""
    with tempfile.TemporaryDirectory() as folder:
        stores = shutil.copytree(filled, Path(folder) / "stores")
        with serving(stores) as address:
            return _scan(wapiti, address, look, seconds, out)


def _scan(wapiti: Path, address: str, look: Look, seconds: int, out: Path) -> list[int]:
    """At most a quarter of the time to find pages; then each module in turn, for no longer than its share."""
    report, log_file = out / f"{look.name}.json", out / f"{look.name}.log"
    crawl = max(20, seconds // 4)
    attack = max(10, (seconds - crawl) // HEAVY)
    command = [str(wapiti), "--url", f"{address}/", "--scope", "domain", "--module", ",".join(MODULES)]
    command += [part for start in look.starts for part in ("--start", f"{address}{start}")]
    command += [part for leaving in look.leaves for part in ("--exclude", f"{address}{leaving}")]
    command += ["--cookie", str(_cookie_file(address, look, out)), "--skip", "csrf_token"]
    command += ["--max-scan-time", str(crawl), "--max-attack-time", str(attack), "--tasks", "4", "--timeout", "20"]
    command += ["--endpoint", f"{address}/", "--no-bugreport", "--flush-session", "--verbose", "1"]
    command += ["--store-session", str(out / look.name / "session"), "--store-config", str(out / look.name / "config")]
    command += ["--format", "json", "--output", str(report)]
    with log_file.open("wb") as log:
        most = 8 * seconds + 300  # seconds; a module may run on for a while after its time
        speaking = {**os.environ, "PYTHONUNBUFFERED": "1"}
        done = subprocess.run(command, cwd=out, env=speaking, stdout=log, stderr=log, timeout=most, check=False)  # noqa: S603 - the scanner
    if done.returncode:
        raise SystemExit(f"{look.name}: the scanner stopped.\n{log_file.read_text('utf-8', 'replace')[-1000:]}")
    stopped = list(_out_of_time(log_file.read_text("utf-8", "replace")))
    return _say(look.name, json.loads(report.read_text("utf-8")), stopped)


def _out_of_time(log: str) -> Iterator[str]:
    """The modules that were stopped, each with the number of addresses and forms that it had tried by then."""
    for module, told in OF_A_MODULE.findall(log):
        if "Max attack time" in told:
            yield f"{module} (after {told.count('[+] ')})"


def _cookie_file(address: str, look: Look, out: Path) -> Path:
    """The cookies as the scanner reads them."""
    more = {"expires": None, "secure": False, "port": None, "version": 0}
    file = out / f"{look.name}.cookies.json"
    cookies = {name: {"value": value, **more} for name, value in _cookies(address, look).items()}
    file.write_text(json.dumps({HOST: {"/": cookies}}), "utf-8")
    return file


def _say(name: str, report: dict[str, dict[str, list[dict[str, object]]]], stopped: list[str]) -> list[int]:
    """Print one line a kind of finding, and which modules came to no end; give the level of each finding."""
    counted = Counter(
        (part, kind, int(str(one["level"])))
        for part in ("vulnerabilities", "anomalies", "additionals")
        for kind, found in report[part].items()
        for one in found
    )
    lines = [f"{name}: {report['infos'].get('crawled_pages_nbr', '?')} addresses, {len(MODULES)} modules"]
    lines += [f"  out of time: {', '.join(stopped)}"] if stopped else []
    lines += [
        f"  {part:<16} {LEVELS[level]:<12} {kind} ({number})" for (part, kind, level), number in sorted(counted.items())
    ]
    print("\n".join(lines if counted else [*lines, "  nothing found"]), flush=True)
    return [level for (part, _, level), number in counted.items() if part != "additionals" for _ in range(number)]


if __name__ == "__main__":
    raise SystemExit(main())
