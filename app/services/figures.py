"""How an installation stands, as figures for whoever watches it: the same whichever host is asked.

Numbers and ages alone. Of the care store one number: how many items of the work list nobody took up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from app.services.health import readiness, state_of_health
from app.services.lags import backup_age, deletion_lag, untouched_signals, waiting
from app.services.work import Work

if TYPE_CHECKING:
    from prometheus_client.core import GaugeMetricFamily

LASTS = timedelta(seconds=30)
"""So long figures that take a look at everybody are told again as they were."""
_looked: dict[str, tuple[datetime, timedelta]] = {}


def figures(work: Work) -> Iterator[GaugeMetricFamily]:
    """What can be told now: a store that is away has no figures but that."""
    from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - loaded only where somebody asks

    parts = readiness(work)
    ready = GaugeMetricFamily("inbeeld_ready", "1 when this part can be worked with.", labels=["part"])
    for name, part in parts.items():
        ready.add_metric([name.replace(" ", "_")], float(part.good))
    yield ready
    built = GaugeMetricFamily("inbeeld_build", "Always 1; the label says which version runs.", labels=["version"])
    built.add_metric([_version()], 1)
    yield built
    try:
        told = dict(_of_stores(work))
    except SQLAlchemyError:
        work.db.rollback()
        work.care.rollback()
        return
    for (name, help_text), value in told.items():
        yield GaugeMetricFamily(name, help_text, value=value)


def _of_stores(work: Work) -> Iterator[tuple[tuple[str, str], float]]:
    reports = waiting(work)
    yield ("inbeeld_reports_waiting", "Reports asked for and not made yet."), reports.number
    yield ("inbeeld_job_lag_seconds", "For how long the oldest of them waits."), reports.oldest.total_seconds()
    lag = _deletion_lag(work)
    yield ("inbeeld_deletion_lag_seconds", "For how long something stands that should be gone."), lag.total_seconds()
    yield ("inbeeld_ggd_signals_untouched", "Items that the GGD did not take up yet."), untouched_signals(work)
    beat = state_of_health(work)["worker"]["seconds_since_beat"]
    if beat is not None:
        yield ("inbeeld_worker_silent_seconds", "Since a worker gave a sign of life."), beat
    age = backup_age(work)
    if age is not None:
        yield ("inbeeld_backup_age_seconds", "Since the last backup."), age.total_seconds()


def _deletion_lag(work: Work) -> timedelta:
    """As it was a moment ago: whoever watches asks often, and everybody who is over has to be looked at."""
    at, lag = _looked.get(work.config.database_url, (None, timedelta()))
    if at is None or work.now() - at > LASTS:
        lag = deletion_lag(work)
        _looked[work.config.database_url] = work.now(), lag
    return lag


def _version() -> str:
    try:
        return version("inbeeld")
    except PackageNotFoundError:
        return "unknown"
