"""What is wrong in a definition, as sentences that its author can act on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

SHOWN = 12  # values named in one sentence; more than that nobody reads
NEAR = 5  # values named when there are more


@dataclass(frozen=True, slots=True)
class DefinitionError:
    """One thing that is wrong.

    ``file`` is relative to the folder of questionnaires, ``line`` counts from 1 (0: the file itself), ``path`` is the
    way of keys to the value, ``found`` the value, ``allowed`` the values that would be right (may be empty).
    ``kind`` is a short name that does not change with the words.
    """

    kind: str
    file: str
    line: int
    path: str
    sentence: str
    found: str = ""
    allowed: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The sentence with its place, for people."""
        place = self.file if not self.line else f"{self.file}, line {self.line}"
        return f"{place}, {self.path}: {self.sentence}" if self.path else f"{place}: {self.sentence}"


def place_of(error: DefinitionError) -> tuple[str, int, str, str]:
    """For sorting: file, line and path, then the sentence."""
    return error.file, error.line, error.path, error.sentence


class DefinitionErrors(Exception):
    """A folder of definitions cannot be used; ``errors`` holds everything that is wrong in it."""

    def __init__(self, errors: Iterable[DefinitionError]) -> None:
        self.errors = tuple(sorted(errors, key=place_of))
        super().__init__("\n".join(str(error) for error in self.errors))


def listed(values: Sequence[str], found: str = "") -> str:
    """The values joined by commas: all of them when few, else those nearest to ``found`` and how many more."""
    if len(values) <= SHOWN:
        return ", ".join(values) or "none"
    near = get_close_matches(found, values, n=NEAR, cutoff=0.0)
    return f"{', '.join(near)} and {len(values) - len(near)} more"
