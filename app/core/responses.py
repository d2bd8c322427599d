"""What was chosen: the value of one response, whatever its format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Missing(StrEnum):
    """The three ways of not answering; kept apart in storage, all unscored (domain 5.2)."""

    NOT_UNDERSTOOD = "not_understood"
    RATHER_NOT_SAY = "rather_not_say"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Response:
    """One response to one item.

    ``options`` holds option ids as chosen (never positions), in definition order; ``number`` a whole number;
    ``text`` own words in any script. With ``missing`` set, the other three are empty.
    An empty response (nothing set) stands for "skipped an optional text" and counts as answered without content.
    """

    options: tuple[str, ...] = ()
    number: int | None = None
    text: str | None = None
    missing: Missing | None = None

    @property
    def option(self) -> str | None:
        """The single chosen option id, or None."""
        return self.options[0] if len(self.options) == 1 else None


Responses = Mapping[str, Response]
"""Item id to the response that stands; an item never answered has no key."""
