"""Counting what happens, for whoever watches an installation: names of pages, outcomes and times, nothing of anybody.

All processes of one host count in one folder, each in files of its own; whichever is asked gives the figures of all.
Nothing is counted, and the library not loaded, until ``begin`` was called.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from app.store.private_files import private_folder

if TYPE_CHECKING:
    from prometheus_client import Counter, Histogram
    from prometheus_client.core import Metric

COUNTED_IN = ("counter", "histogram")  # what the library calls its files
FILE_BYTES = 2 * 1024 * 1024  # room for a thousand kinds of answers, taken at once: see _take_room
REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
REPORT_SECONDS = (0.25, 0.5, 1, 2, 4, 8, 15, 30, 60)
METHODS = frozenset({"GET", "HEAD", "POST"})
OTHER = "other"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_log = structlog.get_logger("inbeeld.metrics")


@dataclass(frozen=True, slots=True)
class _Counts:
    folder: Path
    requests: Histogram
    answers: Counter
    codes: Counter
    reports: Histogram
    failed: Counter
    close: Callable[[], None]


_counting: list[_Counts] = []


def begin(folder: Path) -> None:
    """Count in this folder from now on; a folder that cannot be written to is told in the log, and nothing is counted.

    Raises nothing: figures are never a reason not to serve.
    """
    if _counting and _counting[0].folder == folder:
        return
    try:
        private_folder(folder)
        _counting[:] = [_counts_in(folder)]
    except OSError as error:
        _stop(error)


def stop() -> None:
    """Count no longer, and close the files."""
    for counts in _counting:
        counts.close()
    _counting.clear()


def _counts_in(folder: Path) -> _Counts:
    from prometheus_client import Counter, Histogram, values  # noqa: PLC0415 - loaded only where somebody counts

    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)  # where the library looks for it, at any later moment
    place = _Place(folder)
    values.ValueClass = counted = values.MultiProcessValue(place)  # type: ignore[no-untyped-call]  # it has no types
    asked = ("endpoint", "method", "status")
    return _Counts(
        folder,
        Histogram("inbeeld_request_seconds", "Requests.", asked, buckets=REQUEST_SECONDS, registry=None),
        Counter("inbeeld_answers_stored", "Answers stored, each once.", registry=None),
        Counter("inbeeld_codes_refused", "Access codes refused.", ("reason",), registry=None),
        Histogram("inbeeld_report_seconds", "Reports made.", ("edition",), buckets=REPORT_SECONDS, registry=None),
        Counter("inbeeld_reports_failed", "Reports that could not be made.", ("edition",), registry=None),
        _closing(counted, place),
    )


def _closing(counted: Any, place: _Place) -> Callable[[], None]:  # noqa: ANN401 - a class that the library makes
    def close() -> None:
        counted.close_all_files()
        place.leave()

    return close


# --- what happens ---


def request_ended(endpoint: str | None, method: str, status: int, seconds: float) -> None:
    """A request was answered. ``endpoint``: the name of the page, never its address; None where there is none."""
    kind = method if method in METHODS else OTHER
    _count(lambda counts: counts.requests.labels(endpoint or OTHER, kind, status).observe(seconds))


def answer_stored() -> None:
    """An answer was stored, not one that came a second time."""
    _count(lambda counts: counts.answers.inc())


def code_refused(reason: str) -> None:
    """An access code was refused. ``reason``: wrong, slip, too_many, closed or not_open."""
    _count(lambda counts: counts.codes.labels(reason).inc())


def report_made(edition: str, seconds: float) -> None:
    """A report was made in so many seconds."""
    _count(lambda counts: counts.reports.labels(edition).observe(seconds))


def report_failed(edition: str) -> None:
    """A report could not be made, this time or for good."""
    _count(lambda counts: counts.failed.labels(edition).inc())


def _count(happened: Callable[[_Counts], None]) -> None:
    for counts in tuple(_counting):
        try:
            happened(counts)
        except OSError as error:  # the disk is full: answers go before figures
            _stop(error)


def _stop(error: OSError) -> None:
    _counting.clear()
    _log.warning("nothing is counted", kind=type(error).__name__)


# --- what comes out ---


def as_text(folder: Path, more: Iterable[Metric] = ()) -> bytes:
    """Everything counted in this folder, and ``more``, in the text format of Prometheus. Raises OSError."""
    from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415 - as above
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415 - as above

    private_folder(folder)
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(folder))  # type: ignore[no-untyped-call]  # as above
    registry.register(_Given(more))
    return generate_latest(registry)


class _Given:
    """Figures that were gathered before."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = tuple(metrics)

    def collect(self) -> Iterable[Metric]:
        """Give them."""
        return self._metrics


class _Place:
    """A number that no other living process counts under in this folder; another one after a fork.

    A process that ended, also by kill -9, leaves its number and its files to the next one, which counts on in them: so
    nothing is lost, and there are no more files than there were processes at one time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process = 0
        self._lock: int | None = None
        self._number = ""

    def __call__(self) -> str:
        """The number, as a text. Raises OSError when there is no room."""
        if self._process != os.getpid():
            self._take()
        return self._number

    def leave(self) -> None:
        """Let another process have the number. After a fork the process before it keeps its own."""
        if self._lock is not None:
            os.close(self._lock)
        self._lock, self._process = None, 0

    def _take(self) -> None:
        self.leave()
        self._lock, self._number = next(found for number in count() if (found := self._try(str(number))))
        for kind in COUNTED_IN:
            _take_room(self._folder / f"{kind}_{self._number}.db")
        self._process = os.getpid()

    def _try(self, number: str) -> tuple[int, str] | None:
        lock = os.open(self._folder / f"{number}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return None
        return lock, number


def _take_room(file: Path) -> None:
    """Have the room on the disk before the file is written to as memory: there a full disk would end the process."""
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600), "ab") as opened:  # noqa: PTH123 - with its rights
        opened.write(bytes(max(0, FILE_BYTES - os.fstat(opened.fileno()).st_size)))
