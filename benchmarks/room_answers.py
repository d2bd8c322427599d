"""Whether every answer that was given is in the store once. Standard library only; asks nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """What became of the answers, each known by the key of its form.

    ``lost``: acknowledged but not in the store; ``double``: in the store more than once; ``unknown``: in the store but
    never sent. Answers that were sent without an acknowledgement (the measurement ended) may be there or not.
    """

    acknowledged: int
    stored: int
    lost: tuple[str, ...]
    double: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def every_answer_once(self) -> bool:
        """Nothing lost, nothing double, nothing from nowhere."""
        return not (self.lost or self.double or self.unknown)


def count_answers(sent: Collection[str], acknowledged: Collection[str], stored: Iterable[str]) -> Count:
    """Compare the keys of forms that were sent and acknowledged with those of the rows in the store, one for each row.

    A form that was sent again has the same key, so it is one answer. Raises ValueError when something was
    acknowledged that was not sent: then the measurement itself is wrong.
    """
    if not set(acknowledged) <= set(sent):
        raise ValueError("acknowledged, but never sent")
    rows = Counter(stored)
    return Count(
        acknowledged=len(set(acknowledged)),
        stored=rows.total(),
        lost=tuple(sorted(set(acknowledged) - set(rows))),
        double=tuple(sorted(key for key, times in rows.items() if times > 1)),
        unknown=tuple(sorted(set(rows) - set(sent))),
    )


def form_key(idempotency_key: str) -> str:
    """The key of the form in the key of a row: what stands before the row that it followed."""
    return idempotency_key.split(":", maxsplit=1)[0]
