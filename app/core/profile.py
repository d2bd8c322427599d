"""Profiles: what the responses say, as values with their uncertainty, before any word is chosen.

Numbers on a scale run 0-100 (percentage of maximum, domain 5.4-3); care means run 0-3. No total over scales exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ScaleProfile:
    """One competence or motivation scale.

    ``percentage``, ``standard_error`` and ``interval`` are None when too few items were answered; ``label`` is empty
    then. ``interval`` is the 80 % interval, cut at 0 and 100. ``label``: no, one or two neighbouring band numbers
    from 0 (domain 5.4-6). ``adjusted``: the percentage with acquiescence taken out, which may lie outside 0-100;
    ``sensitive``: the label changes with it (6.3 layer 3).
    """

    scale: str
    answered: int
    items: int
    percentage: float | None
    standard_error: float | None
    interval: tuple[float, float] | None
    label: tuple[int, ...] = ()
    adjusted: float | None = None
    sensitive: bool = False
    assumed_error: bool = True

    @property
    def scored(self) -> bool:
        """Whether enough items were answered."""
        return self.percentage is not None


@dataclass(frozen=True, slots=True)
class ActionProfile:
    """M4: which actions were named and how often. Never a level.

    ``counts`` item id -> option value 0-3 (None: not answered); ``named`` how many actions have a value above 0;
    ``total`` sum 0-12 or None with nothing answered; ``opportunity`` the option id of the context item, or None;
    ``interpretable`` only when that is "yes".
    """

    scale: str
    counts: Mapping[str, int | None]
    named: int
    total: int | None
    opportunity: str | None
    interpretable: bool


class CareSignal(StrEnum):
    """Agreed content limits, not validated cut-offs (domain 5.4-9)."""

    NONE = "none"
    ATTENTION = "attention"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class CareScale:
    """One care-indicator scale: mean 0-3 over the answered items; None (both) with fewer than two of three answered."""

    scale: str
    answered: int
    mean: float | None
    signal: CareSignal | None


@dataclass(frozen=True, slots=True)
class CareProfile:
    """The care part: ``impact`` 0-3 (z6) or None, ``wish`` option id of z7 or None, ``acute`` only for z8 = yes."""

    scales: Mapping[str, CareScale]
    impact: int | None
    wish: str | None
    acute: bool
    offer: bool
    answered: int


@dataclass(frozen=True, slots=True)
class FiguralProfile:
    """Figural: ``solved`` of ``series``, 80 % Wilson interval in shares 0-1, ``word`` 0 few, 1 half, 2 most."""

    solved: int
    series: int
    interval: tuple[float, float]
    word: int


@dataclass(frozen=True, slots=True)
class LanguageProfile:
    """Own can-do steps 0-5: lowest of understand/speak and of read/write; None when neither was answered."""

    oral: int | None
    written: int | None


class Light(StrEnum):
    """Response quality: 0 flags green, 1-2 amber, 3 or more or over 25 % missing red (domain 6.3)."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class ResponseQuality:
    """Answering-style indices over the E and F items with five steps; None where nothing could be computed.

    ``acquiescence`` -0.5..0.5; ``extreme``, ``midpoint``, ``missing``, ``not_understood`` shares 0-1;
    ``pair_inconsistency`` mean distance in points 0-4; ``longstring`` items; ``irv`` points;
    ``speed_fast``, ``speed_slow`` shares 0-1, None without times. ``flags`` names in a fixed order.
    """

    acquiescence: float | None
    extreme: float | None
    midpoint: float | None
    pair_inconsistency: float | None
    longstring: int
    longstring_has_reverse: bool
    irv: float | None
    missing: float
    not_understood: float
    rather_not_say: float
    not_applicable: float
    speed_fast: float | None
    speed_slow: float | None
    flags: tuple[str, ...]
    light: Light


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything the fixed rules say about one participation.

    ``strengths`` at most three and ``discuss`` at most two scale ids, by distance from the person's own mean, then id.
    With a red light labels, strengths and motivation bands must not be printed (``withheld`` is True); the values stay.
    """

    competence: Mapping[str, ScaleProfile]
    motivation: Mapping[str, ScaleProfile]
    actions: ActionProfile | None
    strengths: tuple[str, ...]
    discuss: tuple[str, ...]
    care: CareProfile | None
    figural: FiguralProfile | None
    language: LanguageProfile
    quality: ResponseQuality

    @property
    def withheld(self) -> bool:
        """Whether words must be held back because the answers look different from what the form expects."""
        return self.quality.light is Light.RED
