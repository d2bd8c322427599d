"""Answers for research: of people who said yes to it, without names, as a table for each version of an instrument.

For models that are computed outside (domain 6.3, layer 4): a row per person, a column per item, and a codebook. Nothing
of the care part and no own words; groups of one language that are too small to say anything about are left out.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from app.core.instrument import Instrument, Item, ItemKind, Store
from app.core.responses import Response as Value
from app.instruments.wording import Wording
from app.services.audit import SYSTEM, AuditKind, Event, organisation, record
from app.services.work import Work
from app.store.models import Participant, Participation, Response, SittingState
from app.store.response_values import decode

SMALLEST_GROUP = 30
"""People who answered one version in one language; of fewer nothing is given (domain 6.3)."""
PEOPLE_AT_ONCE = 500
PSEUDONYM_SIGNS = 16
ABOUT_A_PERSON = ("person", "language", "variant", "mode")
OF_THE_CODEBOOK = ("item", "block", "kind", "scale", "reverse_keyed", "question", "option", "points", "option_text")

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class ResearchTable:
    """The people who answered one version. ``left_out``: how many more did in languages with too few people."""

    instrument: Instrument
    words: Wording
    organisation_id: int
    locales: tuple[str, ...]
    people: int
    left_out: int

    @property
    def items(self) -> tuple[Item, ...]:
        """The columns: items of the main store that are answered by a choice or a number."""
        every = (self.instrument.items[item] for block in self.instrument.blocks for item in block.order)
        return tuple(item for item in every if item.store is Store.MAIN and item.kind is not ItemKind.TEXT)


def research_tables(work: Work, organisation_id: int) -> list[ResearchTable]:
    """One table for each version of an instrument that was answered; the audit log says that they were asked for."""
    of_a_group = (Participation.instrument_id, Participation.content_hash, Participation.locale)
    counted = select(*of_a_group, func.count()).join(Participant)
    counted = counted.where(Participant.organisation_id == organisation_id, *_said_yes())
    versions: dict[tuple[str, str], dict[str, int]] = {}
    for instrument_id, content_hash, locale, number in work.db.execute(counted.group_by(*of_a_group)):
        versions.setdefault((instrument_id, content_hash), {})[str(locale)] = number
    tables = []
    for (instrument_id, content_hash), people in sorted(versions.items()):
        instrument, words = work.definitions.of(work.db, instrument_id, content_hash)
        enough = {locale: number for locale, number in people.items() if number >= SMALLEST_GROUP}
        number = sum(enough.values())
        left_out = sum(people.values()) - number
        source = words[instrument.source_locale]
        tables.append(ResearchTable(instrument, source, organisation_id, tuple(sorted(enough)), number, left_out))
    detail = f"research:{sum(table.people for table in tables)}"
    record(work, Event(AuditKind.EXPORT, SYSTEM, organisation_id, organisation(organisation_id), detail=detail))
    work.db.commit()
    return tables


def answer_rows(work: Work, table: ResearchTable) -> Iterator[Row]:
    """A row of heads, then one for each person; answers are in memory for some at a time.

    Pseudonyms are made with a key that is thrown away, and people stand in their order: neither says who came when, and
    both are others in the next export. Whoever holds two exports can still find people again by their answers.
    """
    key = secrets.token_bytes(32)
    items = table.items
    yield (*ABOUT_A_PERSON, *(item.id for item in items))
    mixed = sorted((_pseudonym(key, token), person_id) for person_id, token in _tokens(work, table))
    for start in range(0, len(mixed), PEOPLE_AT_ONCE):
        some = mixed[start : start + PEOPLE_AT_ONCE]
        numbers = [person_id for _, person_id in some]
        people, answers = _people(work, table, numbers), _answers(work, numbers)
        for pseudonym, person_id in some:
            if person_id in people:  # who took research back meanwhile is not
                given = answers.get(person_id, {})
                yield (
                    pseudonym,
                    *people[person_id],
                    *(_cell(given[one.id]) if one.id in given else "" for one in items),
                )


def _pseudonym(key: bytes, token: str) -> str:
    return hmac.new(key, token.encode(), hashlib.sha256).hexdigest()[:PSEUDONYM_SIGNS]


def codebook_rows(table: ResearchTable) -> Iterator[Row]:
    """A row of heads, then one for each answer that can be chosen; of a number one for its item."""
    yield OF_THE_CODEBOOK
    for item in table.items:
        backwards = "1" if item.reverse_keyed else "0"
        about = (item.id, item.block, item.kind.value, item.scale or "", backwards, table.words.text(item.text_key))
        if not item.options:
            yield (*about, "", "", "")
        for option in item.options:
            points = "" if option.value is None else str(option.value)
            yield (*about, option.id, points, table.words.text(option.text_key) if option.text_key else "")


def _said_yes() -> tuple[ColumnElement[bool], ...]:
    """Who finished, said yes to research, and took nothing back."""
    return (
        Participation.research_consent.is_(True),
        Participation.state == SittingState.FINISHED,
        Participation.set_aside_at.is_(None),
        Participation.answers_removed_at.is_(None),
        Participation.locale.is_not(None),
    )


def _of(table: ResearchTable) -> tuple[ColumnElement[bool], ...]:
    return (
        *_said_yes(),
        Participation.instrument_id == table.instrument.id,
        Participation.content_hash == table.instrument.content_hash,
        Participation.locale.in_(table.locales),
    )


def _tokens(work: Work, table: ResearchTable) -> Iterator[tuple[int, str]]:
    query = select(Participation.id, Participation.token).join(Participant)
    query = query.where(Participant.organisation_id == table.organisation_id, *_of(table))
    for row in work.db.execute(query.execution_options(yield_per=PEOPLE_AT_ONCE)):
        yield row.id, row.token


def _people(work: Work, table: ResearchTable, participation_ids: Sequence[int]) -> dict[int, tuple[str, str, str]]:
    """Language, variant and way of answering of these, where they still say yes; they are of this organisation.

    Not asked by organisation: a store would read everybody of it for each piece of the file.
    """
    columns = (Participation.id, Participation.locale, Participation.variant, Participation.mode)
    query = select(*columns).where(*_of(table), Participation.id.in_(participation_ids))
    return {row.id: (str(row.locale), row.variant, row.mode) for row in work.db.execute(query)}


def _answers(work: Work, participation_ids: Sequence[int]) -> dict[int, dict[str, Value]]:
    """What stands: of each item the row with the highest id. Own words are not even read."""
    rows = select(Response.participation_id, Response.item_id, Response.value)
    rows = rows.where(Response.participation_id.in_(participation_ids)).order_by(Response.id)
    found: dict[int, dict[str, Value]] = {}
    for participation_id, item_id, value in work.db.execute(rows):
        found.setdefault(participation_id, {})[item_id] = decode(value)
    return found


def _cell(value: Value) -> str:
    """``3``, ``car+bus``, ``7`` or ``missing:not_understood``; empty when it was passed by."""
    if value.missing is not None:
        return f"missing:{value.missing.value}"
    return str(value.number) if value.number is not None else "+".join(value.options)
