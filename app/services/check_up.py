"""What an administrator should know of an installation: one finding a subject, in a plain sentence.

Nothing of a person is in a finding: numbers, days and names of settings alone.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Engine, func, select

from app import jobs, paths
from app.core.instrument import Instrument
from app.keys import Keys
from app.services.health import WORKER_SILENT_AFTER, state_of_health
from app.services.lags import backup_age, deletion_lag, waiting
from app.services.organisations import organisations, without_administrator
from app.services.reports import FAILED
from app.services.sound_recordings import State, slot_states
from app.services.work import Work
from app.store import migrate
from app.store.models import Report, Response
from app.store.pace import busiest_minute, durable_commits
from app.store.revisions import MOVED, MOVING

LEAST_FREE = 2_000_000_000  # bytes
CLOCK_AHEAD = timedelta(minutes=1)
CLOCKS_APART = timedelta(seconds=10)
REPORT_WAITS = timedelta(minutes=15)
REMOVED_WITHIN = timedelta(hours=36)  # the worker removes once a night
BACKUP_AFTER = timedelta(hours=36)
GROW_AT = 0.25
"""Share of the commits a disk can make that the busiest minute may take: the rest is for reports, boards and peaks."""
SECONDS_IN_A_MINUTE = 60
ELSEWHERE = {
    MOVED: "It moved to another database: name that one in the settings, or type: flask move --back",
    MOVING: "Another store is being moved here, and that is not finished. Type flask move once more, as before.",
}
"""What a store says of itself in the place of a revision, and what to do."""
FONT_SHEET = paths.REPORTS / "components" / "fonts.css"
"""Names every font of the reports."""
_FONT = re.compile(r'url\("([^"]+)"\)')


@dataclass(frozen=True, slots=True)
class Finding:
    """``well``: nothing has to be done. ``sentence`` says what was found and, if not well, what to do."""

    subject: str
    well: bool
    sentence: str


def check_up(work: Work, engines: Mapping[str, Engine]) -> Iterator[Finding]:
    """Look at everything, one after the other; what needs the tables is left out while they are not there.

    ``engines``: ``main`` and ``care``.
    """
    stores = list(_stores(engines))
    yield from stores
    yield from _settings(work)
    yield _keys(work)
    yield _disk(work)
    yield _fonts()
    if not all(store.well for store in stores):
        return
    looks: tuple[Callable[[Work], Finding], ...] = (
        _organisations,
        _clock,
        _queue,
        _worker,
        _reports,
        _deletions,
        _backups,
        _sound,
    )
    yield from (look(work) for look in looks)
    yield _pace(work, engines["main"])


def _good(subject: str, sentence: str) -> Finding:
    return Finding(subject, well=True, sentence=sentence)


def _to_do(subject: str, sentence: str) -> Finding:
    return Finding(subject, well=False, sentence=sentence)


def _stores(engines: Mapping[str, Engine]) -> Iterator[Finding]:
    for standing in migrate.standing(engines):
        subject = f"{standing.store} store"
        if standing.up_to_date:
            yield _good(subject, "Its tables are those of this version.")
        elif standing.revision in ELSEWHERE:
            yield _to_do(subject, ELSEWHERE[standing.revision])
        else:
            found = standing.revision or "no tables"
            yield _to_do(
                subject,
                f"It stands at {found}, this version needs {standing.newest}. "
                "Make a backup, then type: flask db upgrade",
            )


def _settings(work: Work) -> Iterator[Finding]:
    config = work.config
    if config.demo:
        yield _to_do("settings", "This is a demonstration: anybody knows its keys. Let no real person answer.")
        return
    if not config.address.startswith("https://") and not config.lan:
        yield _to_do("settings", "INBEELD_ADDRESS names no https address: cards cannot say where to go.")
    if not config.cookie_secure and not config.lan:
        yield _to_do("settings", "INBEELD_COOKIE_SECURE is 0: cookies also go over plain http. Set it to 1.")
    if config.address.startswith("https://") and not config.trusted_proxies:
        yield _to_do(
            "settings",
            "INBEELD_TRUSTED_PROXIES is 0: behind a proxy everybody seems to come from one address, and shares its "
            "tries. Set it to the number of proxies in front.",
        )
    if config.backup_key is None or config.care_backup_key is None:
        yield _to_do("settings", "INBEELD_BACKUP_KEY or INBEELD_CARE_BACKUP_KEY is missing: no backup can be made.")


def _organisations(work: Work) -> Finding:
    subject = "organisations"
    if not organisations(work):
        return _to_do(subject, "There is none yet, so nobody can sign in. Type: flask organisation add")
    without = without_administrator(work)
    if without:
        which = ", ".join(map(str, without))
        return _to_do(subject, f"Without administrator: {which}. Type: flask organisation administrator {without[0]}")
    return _good(subject, "Each has an administrator.")


def _keys(work: Work) -> Finding:
    held: Mapping[str, Keys] = {
        "INBEELD_TEXT_KEY": work.config.text_key,
        "INBEELD_CARE_KEY": work.config.care_key,
        "INBEELD_LOOKUP_KEY": work.config.lookup_key,
    }
    older = [name for name, keys in held.items() if len(keys.pairs) > 1]
    if not older:
        return _good("keys", "Every setting holds one key.")
    return _to_do(
        "keys", f"{', '.join(older)}: older keys are still held. Type flask keys rotate, then flask keys status."
    )


def _disk(work: Work) -> Finding:
    folder = next(one for one in (work.config.data, *work.config.data.parents) if one.exists())
    free = shutil.disk_usage(folder).free
    sentence = f"{free / 1e9:.1f} GB are free where INBEELD_DATA is."
    if free >= LEAST_FREE:
        return _good("disk", sentence)
    return _to_do("disk", f"{sentence} Make room: answers cannot be saved on a full disk.")


def _fonts() -> Finding:
    files = (FONT_SHEET.parent / name for name in _FONT.findall(FONT_SHEET.read_text("utf-8")))
    missing = [file.name for file in files if not file.is_file()]
    if not missing:
        return _good("fonts", "All fonts of the reports are there.")
    return _to_do("fonts", f"{', '.join(missing)} is missing from reports/fonts: install this version again.")


def _clock(work: Work) -> Finding:
    apart = work.shared_now() - work.now()
    if abs(apart) > CLOCKS_APART:
        return _to_do(
            "clock",
            f"The database's clock is {apart.total_seconds():+.0f} seconds from this one: set both by the network.",
        )
    latest = work.db.scalar(select(func.max(Response.answered_at)))
    if latest is None or latest - work.now() <= CLOCK_AHEAD:
        return _good("clock", f"It is {work.now():%Y-%m-%d %H:%M} UTC here, and no answer is dated later.")
    minutes = (latest - work.now()).total_seconds() / SECONDS_IN_A_MINUTE
    return _to_do("clock", f"An answer is dated {minutes:.0f} minutes from now: set the clock by the network.")


def _queue(work: Work) -> Finding:
    if jobs.reachable(work.config):
        return _good("queue", "It answers.")
    return _to_do(
        "queue",
        "INBEELD_JOBS_URL cannot be reached: reports wait until it is back. Nothing that was asked for is lost.",
    )


def _worker(work: Work) -> Finding:
    beat = state_of_health(work)["worker"]
    if beat["state"] == "running":
        return _good("worker", "It gave a sign of life within the last minutes.")
    after = f"for {WORKER_SILENT_AFTER // SECONDS_IN_A_MINUTE} minutes"
    said = "has never been seen" if beat["state"] == "absent" else f"has been silent {after}"
    return _to_do("worker", f"The worker {said}: no report is made, nothing is removed at night. Type: flask worker")


def _reports(work: Work) -> Finding:
    behind = waiting(work)
    failed = _number(work, Report.state == FAILED, Report.failure != "replaced")
    if behind.oldest <= REPORT_WAITS and not failed:
        return _good("reports", "None waits for long, and none failed.")
    return _to_do(
        "reports",
        f"{behind.number} wait, the oldest for {_length(behind.oldest)}, and {failed} could not be made. "
        "The answers are safe; the page of the person says why and asks again.",
    )


def _deletions(work: Work) -> Finding:
    lag = deletion_lag(work)
    if lag <= REMOVED_WITHIN:
        return _good("deletions", "Nothing stands longer than the periods of its organisation allow.")
    return _to_do(
        "deletions",
        f"What should be gone stands for {_length(lag)} too long. The worker removes each night at 02:30 UTC; now: "
        "flask retention run",
    )


def _backups(work: Work) -> Finding:
    age = backup_age(work)
    if age is None:
        return _to_do("backups", "None was ever made. Type: flask backup --out DIR, and let it run once a night.")
    if age <= BACKUP_AFTER:
        return _good("backups", f"The last one was made {_length(age)} ago.")
    return _to_do("backups", f"The last one was made {_length(age)} ago. Look why the one of the night did not run.")


def _length(time: timedelta) -> str:
    """In days, hours or minutes, whichever says enough."""
    if time >= timedelta(days=2):
        return f"{time.days} days"
    if time >= timedelta(hours=2):
        return f"{time // timedelta(hours=1)} hours"
    return f"{time // timedelta(minutes=1)} minutes"


def _number(work: Work, *conditions: ColumnElement[bool]) -> int:
    return work.db.scalar(select(func.count(Report.id)).where(*conditions)) or 0


def _sound(work: Work) -> Finding:
    missing = stale = 0
    for instrument, locale in _forms(work):
        states = [one.state for one in slot_states(work, instrument.id, locale)]
        missing += states.count(State.MISSING)
        stale += states.count(State.STALE)
    if not missing and not stale:
        return _good("sound", "Every text can be heard.")
    return _to_do(
        "sound",
        f"{missing} texts cannot be heard, and {stale} recordings say older words. Type: flask audio check",
    )


def _forms(work: Work) -> Iterable[tuple[Instrument, str]]:
    return ((one, locale) for one in work.library.instruments.values() for locale in work.library.wordings(one.id))


def _pace(work: Work, engine: Engine) -> Finding:
    """How much of what an embedded store can take its busiest minute took."""
    busiest = busiest_minute(work.db, work.now())
    if engine.dialect.name != "sqlite":
        return _good("pace", f"The busiest minute of the last 30 days had {busiest} answers.")
    able = durable_commits(engine)
    share = busiest / SECONDS_IN_A_MINUTE / able
    told = (
        f"This disk takes {able:.0f} lasting commits a second; the busiest minute of the last 30 days had {busiest} "
        f"answers, {share:.0%} of that."
    )
    if share <= GROW_AT:
        return _good("pace", told)
    return _to_do("pace", f"{told} Move to PostgreSQL before more people come.")
