"""The chain of the audit log: whatever is changed, removed, added or moved is found, at the first place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.audit import BEGINNING, Broken, End, Entry, Fault, Link, compare, entry_hash, follow, linked

MORNING = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HASHED = (
    b'["inbeeld-audit-1",1,"0000000000000000000000000000000000000000000000000000000000000000",'
    b'"2026-11-23T09:30:00.000000Z",2,"account:3","report_read","person:ab","done","\\u00e9"]'
)
WORDS = st.sampled_from(["account:1", "account:2", "person:00ff", "system", ""])
ENTRIES = st.lists(
    st.builds(
        Entry,
        number=st.just(0),
        at=st.datetimes(timezones=st.just(UTC)),
        organisation_id=st.none() | st.integers(1, 3),
        actor=WORDS,
        kind=st.sampled_from(["report_read", "sign_in"]),
        subject=WORDS,
        outcome=st.sampled_from(["done", "refused"]),
        detail=st.sampled_from(["", "profile"]),
    ),
    min_size=1,
    max_size=12,
)
OTHER = {
    "organisation_id": 9,
    "actor": "account:9",
    "kind": "export",
    "subject": "signal:9",
    "outcome": "failed",
    "detail": "facts",
}


def chain(entries: list[Entry]) -> list[Link]:
    links: list[Link] = []
    end = End()
    for number, entry in enumerate(entries, start=1):
        links.append(linked(end, replace(entry, number=number)))
        end = End(number, links[-1].hash)
    return links


def end_of(links: list[Link]) -> End:
    return End(len(links), links[-1].hash)


def found(links: list[Link], noted: End) -> Broken | None:
    return compare(follow(links), noted)


@given(ENTRIES)
def test_a_chain_that_nobody_touched_is_whole(entries):
    links = chain(entries)
    assert found(links, end_of(links)) is None


@given(ENTRIES, st.data())
def test_a_changed_event_is_found_where_it_is(entries, data):
    links = chain(entries)
    place = data.draw(st.integers(0, len(links) - 1))
    entry = links[place].entry
    name = data.draw(st.sampled_from(["at", *sorted(OTHER)]))
    value = entry.at.replace(microsecond=(entry.at.microsecond + 1) % 1_000_000) if name == "at" else OTHER[name]
    changed = list(links)
    changed[place] = replace(links[place], entry=replace(entry, **{name: value}))
    assert found(changed, end_of(links)) == Broken(place + 1, Fault.CONTENT)


@given(ENTRIES, st.data())
def test_an_event_whose_hash_was_made_to_fit_breaks_the_next_one_or_the_end(entries, data):
    links = chain(entries)
    place = data.draw(st.integers(0, len(links) - 1))
    entry = replace(links[place].entry, kind="export")
    changed = list(links)
    changed[place] = Link(entry, links[place].previous, entry_hash(links[place].previous, entry))
    last = place == len(links) - 1
    expected = Broken(place + 1, Fault.END) if last else Broken(place + 2, Fault.PREVIOUS)
    assert found(changed, end_of(links)) == expected


@given(ENTRIES, st.data())
def test_a_missing_event_is_found_also_at_the_end(entries, data):
    links = chain(entries)
    place = data.draw(st.integers(0, len(links) - 1))
    rest = links[:place] + links[place + 1 :]
    assert found(rest, end_of(links)) == Broken(place + 1, Fault.MISSING)


@given(ENTRIES, st.data())
def test_an_event_that_stands_twice_is_found(entries, data):
    links = chain(entries)
    place = data.draw(st.integers(0, len(links) - 1))
    twice = [*links[: place + 1], links[place], *links[place + 1 :]]
    assert found(twice, end_of(links)) == Broken(place + 2, Fault.OUT_OF_PLACE)


@given(ENTRIES.filter(lambda some: len(some) > 1), st.data())
def test_two_events_that_changed_places_are_found(entries, data):
    links = chain(entries)
    place = data.draw(st.integers(0, len(links) - 2))
    links[place], links[place + 1] = links[place + 1], links[place]
    assert found(links, End(len(links), "0")) == Broken(place + 1, Fault.MISSING)


@given(ENTRIES)
def test_a_chain_written_anew_is_found_by_the_end_that_was_noted(entries):
    links = chain(entries)
    anew = chain([replace(entry, actor="account:7") for entry in entries])
    assert found(anew, end_of(links)) == Broken(len(links), Fault.END)


def test_what_is_hashed_stays_as_it_is_described():
    entry = Entry(1, MORNING, 2, "account:3", "report_read", "person:ab", "done", "é")
    assert entry_hash(BEGINNING, entry) == sha256(HASHED).hexdigest()


def test_the_same_moment_in_another_zone_has_the_same_hash():
    entry = Entry(1, MORNING, None, "system", "retention", "", "done", "")
    there = replace(entry, at=MORNING.astimezone(timezone(timedelta(hours=3))))
    assert entry_hash(BEGINNING, entry) == entry_hash(BEGINNING, there)


def test_an_event_takes_the_next_number_only():
    with pytest.raises(ValueError, match="cannot follow"):
        linked(End(4, "a" * 64), Entry(6, MORNING, None, "system", "retention", "", "done", ""))
