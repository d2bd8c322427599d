"""The editions of the report: for each, what it is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Protocol

from app.services.reports.conversation import conversation_sources
from app.services.reports.own import own_sources
from app.services.reports.person import token_of
from app.services.reports.rows import CONVERSATION, FOR_VLUCHTELINGENWERK, OWN, SUMMARY, normal_print
from app.services.reports.summary import summary_sources
from app.services.sharing import Recipient
from app.services.work import Work


class Sources(Protocol):
    """Everything one report of one person is made from, as it stands now."""

    def fingerprint(self) -> str:
        """Keyed hash (64 signs) of all that makes it another report."""

    def pdf(self, *, large: bool = False) -> bytes:
        """The report, in large print where asked; the same sources give the same bytes.

        Raises whatever stops it from being made.
        """


READERS: Mapping[str, Recipient] = MappingProxyType(
    {CONVERSATION: Recipient.CLIENT_MANAGER, FOR_VLUCHTELINGENWERK: Recipient.VLUCHTELINGENWERK}
)
"""Editions of the conversation report; they differ only in what was shared from the care part with their reader."""


def _for_reader(reader: Recipient) -> Callable[[Work, str], Sources]:
    return lambda work, token: conversation_sources(work, token, reader)


EDITIONS: Mapping[str, Callable[[Work, str], Sources]] = MappingProxyType(
    {
        **{edition: _for_reader(reader) for edition, reader in READERS.items()},
        OWN: own_sources,
        SUMMARY: summary_sources,
    }
)
"""Name of an edition, to what opens its sources for the token of a participation."""


def open_sources(work: Work, participation_id: int, edition: str) -> Sources:
    """What a report of this participation is made from, whatever the size of its print.

    Raises ReportMissing when there is no such participation.
    """
    return EDITIONS[normal_print(edition)](work, token_of(work, participation_id))
