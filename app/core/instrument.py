"""The definition of an instrument as immutable values: items, options, blocks, scales, routing.

Made by ``app.instruments`` from ``questionnaires/<instrument>/instrument.yaml``; everything after the door
works with these values only. Texts are never here: a definition holds text keys, ``Wording`` holds words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import takewhile
from types import MappingProxyType

from app.core.responses import Missing


class ItemKind(StrEnum):
    """How an item is answered."""

    SINGLE = "single"  # one option
    MULTIPLE = "multiple"  # any number of options up to max_choices
    NUMBER = "number"  # a whole number from minimum to maximum
    TEXT = "text"  # own words
    OCCUPATION = "occupation"  # own words plus up to max_choices options (fields of work)
    FIGURAL = "figural"  # one of four pictures of a generated series, or "unknown"


class Store(StrEnum):
    """Where responses to an item are kept (domain R43)."""

    MAIN = "main"
    CARE = "care"


class ScaleKind(StrEnum):
    """Which profile a scale belongs to."""

    COMPETENCE = "competence"
    MOTIVATION = "motivation"
    ACTIONS = "actions"  # M4: a count of actions, never a level
    CARE = "care"


@dataclass(frozen=True, slots=True)
class ResponseOption:
    """One answer that can be chosen. ``id`` is stored; ``value`` (points before reverse keying) is None for facts."""

    id: str
    text_key: str
    value: int | None = None
    exclusive: bool = False  # in a multiple choice: chosen alone ("none of these")
    picture: str | None = None  # file name stem in pictograms/svg, or None
    opens_text: bool = False  # choosing it opens a field for own words ("another language")
    condition: Condition | None = None  # shown only while this holds (tasks follow the occupation field)


@dataclass(frozen=True, slots=True)
class Condition:
    """A routing rule as data, from a closed set of operators.

    ``equals``: item's single option is ``value``. ``in``: any chosen option is in ``values``.
    ``at_least``: item's number, or the points of its single option, is >= ``value``.
    ``answered``: the item has a response that is not missing and not empty.
    ``all`` / ``any`` / ``not``: combine ``conditions`` (``not`` takes exactly one).
    """

    operator: str
    item: str | None = None
    value: str | int | None = None
    values: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One item. Ids are text keys without the ``item.`` prefix: ``c1a``, ``situation.transport``, ``d3``."""

    id: str
    block: str
    kind: ItemKind
    format: str  # f5, a5, n4, t4, or "" for own options
    text_key: str
    options: tuple[ResponseOption, ...] = ()
    missing: tuple[Missing, ...] = (Missing.NOT_UNDERSTOOD, Missing.RATHER_NOT_SAY)
    scale: str | None = None
    reverse_keyed: bool = False
    instruction_key: str | None = None
    hint_key: str | None = None
    why_key: str | None = None
    who_sees_key: str | None = None
    condition: Condition | None = None
    optional: bool = False  # sensitive fact that a municipality may switch off
    may_be_empty: bool = False  # own words: going on without typing is an answer
    counted: bool = True  # False for own words after the 108
    store: Store = Store.MAIN
    minimum: int = 0
    maximum: int = 0
    max_choices: int = 1
    max_length: int = 0  # characters of own words
    purpose: str = ""
    recipients: tuple[str, ...] = ()
    retention: str = ""
    picture: str | None = None  # file name stem in pictograms/svg, or None

    @property
    def maximum_points(self) -> int:
        """M of the scoring rules: the highest option value (0 where options carry no points)."""
        return max((option.value for option in self.options if option.value is not None), default=0)

    def option(self, option_id: str) -> ResponseOption | None:
        """The option with this id, or None."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the instrument. ``order`` lists item ids in the one published order of showing."""

    id: str
    title_key: str
    order: tuple[str, ...]
    instruction_keys: tuple[str, ...] = ()
    why_key: str | None = None
    who_sees_key: str | None = None
    optional: bool = False  # may be switched off per session (R4)
    break_after: bool = False
    private: bool = False  # the care part
    needs_duty_officer: bool = False
    module: str = ""  # which module of a group session switches it on; empty: its own id
    introduction: bool = True  # False: follows the part before it without a screen between, and is skipped with it


@dataclass(frozen=True, slots=True)
class Scale:
    """Items that are scored together. ``min_answered``: fewest answered items for a score (domain 5.4-2)."""

    id: str
    kind: ScaleKind
    items: tuple[str, ...]
    min_answered: int
    text_key: str  # prefix of its texts: scale.c1 -> scale.c1.name, scale.c1.sentence.high ...
    sem: float | None = None  # standard error in points 0-100 with all items answered; None for care/actions
    sem_estimated: bool = False  # from answers; else it is assumed, and reports say so
    borders: tuple[float, ...] = ()  # inner band borders on 0-100, or on the mean 0-3 for care
    band_keys: tuple[str, ...] = ()
    label_by: str = ""  # id of a condition item, for actions: situation.job_search_opportunity


@dataclass(frozen=True, slots=True)
class PracticeItem:
    """A practice screen: never stored as a response, never scored."""

    id: str  # "1", "2", "3", "d1", "d2", or "sun", "yes_no", "jar"
    instruction_key: str | None
    text_key: str
    feedback_key: str
    options: tuple[ResponseOption, ...]
    missing: tuple[Missing, ...] = ()
    before_block: str | None = None  # figural practice stands before block d
    answer: str | None = None  # the right option, where there is one
    retry_key: str | None = None
    explain_key: str | None = None
    help_key: str | None = None  # said when somebody comes to help, after more tries than one should need
    ready_key: str | None = None  # said after the last practice screen
    picture: str | None = None  # file name stem in pictograms/svg, or None


@dataclass(frozen=True, slots=True)
class AnsweringStyle:
    """What the answering-style indices are computed over (domain 6.3 layer 2)."""

    pairs: tuple[tuple[str, str], ...]  # forward item, reverse item
    points: int = 4  # items with this M only
    borders: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Instrument:
    """One published version of an instrument."""

    id: str
    version: str
    content_hash: str  # of structure and all wordings; stored with each participation
    variant: str  # text | pictogram
    licence: str
    source_locale: str
    blocks: tuple[Block, ...]
    items: Mapping[str, Item]
    scales: Mapping[str, Scale]
    practice: tuple[PracticeItem, ...]
    style: AnsweringStyle
    closing: tuple[str, ...]  # item ids after the last block: positive closing question, own words
    roles: Mapping[str, str]  # named single items: care_impact -> z6, care_wish -> z7, acute -> z8, occupation -> ...
    minutes: int
    purpose: str = ""
    not_intended: tuple[str, ...] = ()
    practice_instructions: tuple[str, ...] = ()  # text keys, said one by one before the first practice screen

    @property
    def in_pictures(self) -> bool:
        """Whether it is answered with pictures and sound."""
        return self.variant == "pictogram"

    def block(self, block_id: str) -> Block:
        """The block with this id; raises KeyError."""
        for block in self.blocks:
            if block.id == block_id:
                return block
        raise KeyError(block_id)

    def introduced_with(self, block_id: str) -> tuple[str, ...]:
        """This part and those that follow it without an introduction of their own; they are skipped together.

        Raises KeyError.
        """
        at = self.blocks.index(self.block(block_id)) + 1
        after = takewhile(lambda block: not block.introduction, self.blocks[at:])
        return (block_id, *(block.id for block in after))

    def missing_key(self, code: Missing) -> str:
        """Text key of a missing code: in pictures it has words, a picture and a sound of its own."""
        return f"option.picture.{code}" if self.in_pictures else f"option.missing.{code}"
