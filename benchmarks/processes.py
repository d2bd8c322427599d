"""Processor time and memory of processes, as Linux tells; 0 on any other system."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PARENT, _TICKS, _TICKS_OF_ENDED = 1, (11, 12), (13, 14)  # places in /proc/<id>/stat after the name


def processor_seconds(process_id: int) -> float:
    """Processor time so far of a process and its children, those that ended too."""
    ticks = 0
    for number, stat in _family(process_id):
        places = (*_TICKS, *_TICKS_OF_ENDED) if number == process_id else _TICKS
        ticks += sum(int(stat[place]) for place in places)
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_bytes(process_id: int) -> int:
    """Memory of a process and its children: what several share counts once (PSS)."""
    kilobytes = 0
    for number, _ in _family(process_id):
        with suppress(OSError):  # it may have ended meanwhile
            lines = Path(f"/proc/{number}/smaps_rollup").read_text("ascii").splitlines()
            kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return 1024 * kilobytes


def _family(process_id: int) -> Iterator[tuple[int, list[str]]]:
    """Id and what ``stat`` tells, of a process and its children."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it may have ended meanwhile
            number, told = int(stat.parent.name), stat.read_text().rpartition(")")[2].split()
            if process_id in {number, int(told[_PARENT])}:
                yield number, told
