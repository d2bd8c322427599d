"""The chain of the audit log: what the hash of one event covers, and where a chain is broken first.

Every event carries the hash of the event before it. Whoever changes, removes, adds or moves one event breaks the chain
at that place, or has to write every later event anew; then its end no longer has the hash that was noted elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

FORMAT = "inbeeld-audit-1"
"""Stands in every hash, so that another way of hashing is another format."""
BEGINNING = "0" * 64
"""What the first event names as the hash before it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. ``number`` counts from 1; ``at`` is timezone-aware; ids are opaque (``account:3``, ``person:<hash>``).

    ``detail``: a closed word or a count, never what somebody answered, wrote or is called.
    """

    number: int
    at: datetime
    organisation_id: int | None
    actor: str
    kind: str
    subject: str
    outcome: str
    detail: str


@dataclass(frozen=True, slots=True)
class Link:
    """An event in its place: the hash of the event before it, and its own, each 64 hexadecimal signs."""

    entry: Entry
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class End:
    """Where a chain ends: number and hash of its last event; 0 and ``BEGINNING`` for an empty one."""

    number: int = 0
    hash: str = BEGINNING


class Fault(StrEnum):
    """How a chain is broken at one place."""

    MISSING = "missing"  # the event with this number is not there
    OUT_OF_PLACE = "out_of_place"  # another event stands where it should
    PREVIOUS = "previous"  # it does not name the hash of the event before it
    CONTENT = "content"  # its own hash is not that of what it says
    END = "end"  # the chain does not end where it is noted to end


@dataclass(frozen=True, slots=True)
class Broken:
    """The first broken link: the number of the event that is not what it was, or not there."""

    number: int
    fault: Fault


def entry_hash(previous: str, entry: Entry) -> str:
    """SHA-256, as 64 hexadecimal signs, of one event after ``previous``.

    Hashed is the JSON array ``[FORMAT, number, previous, at, organisation_id, actor, kind, subject, outcome, detail]``
    without spaces, other signs than ASCII escaped, ``at`` in UTC as ``2026-11-23T09:30:00.000000Z``.
    """
    content = (
        FORMAT,
        entry.number,
        previous,
        moment(entry.at),
        entry.organisation_id,
        entry.actor,
        entry.kind,
        entry.subject,
        entry.outcome,
        entry.detail,
    )
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode("ascii")).hexdigest()


def moment(at: datetime) -> str:
    """A moment in UTC with microseconds, the same whatever zone it was given in."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def linked(end: End, entry: Entry) -> Link:
    """The event as the next link after ``end``; its number must be the next one, else ValueError."""
    if entry.number != end.number + 1:
        raise ValueError(f"event {entry.number} cannot follow event {end.number}")
    return Link(entry, end.hash, entry_hash(end.hash, entry))


def follow(links: Iterable[Link], begin: End | None = None) -> End | Broken:
    """Walk the links in order from ``begin`` (None: the beginning); gives where they end, or the first broken one.

    Takes one link at a time, so a chain of any length needs the memory of one.
    """
    end = begin or End()
    for link in links:
        fault = _fault(end, link)
        if fault is not None:
            return Broken(end.number + 1, fault)
        end = End(link.entry.number, link.hash)
    return end


def _fault(end: End, link: Link) -> Fault | None:
    if link.entry.number != end.number + 1:
        return Fault.MISSING if link.entry.number > end.number else Fault.OUT_OF_PLACE
    if link.previous != end.hash:
        return Fault.PREVIOUS
    return None if link.hash == entry_hash(link.previous, link.entry) else Fault.CONTENT


def compare(found: End | Broken, noted: End) -> Broken | None:
    """What is wrong when a chain that was walked should end at ``noted``; None when all is well."""
    if isinstance(found, Broken):
        return found
    if found.number < noted.number:
        return Broken(found.number + 1, Fault.MISSING)
    return None if found == noted else Broken(noted.number, Fault.END)
