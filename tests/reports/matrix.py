"""Every edition in every language, variant, state of answers and size of print: a handful in which most of them meet.

``INBEELD_MATRIX=whole`` takes the whole product (``make matrix``).
"""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import ceil
from typing import Any, NamedTuple

from app.cli.sample_care import make_care_sample
from app.cli.sample_own import make_own_text_sample
from app.cli.sample_pictures import make_own_sample, make_picture_sample
from app.cli.sample_report import make_sample
from app.cli.sample_summary import make_summary_sample
from app.core.instrument import ScaleKind
from app.core.profile import CareSignal
from app.core.report import CareRelease, care_part
from app.core.responses import Missing, Response
from app.instruments.pseudo import LONGER
from app.instruments.wording import Wording
from app.reporting.booklet import render_booklet
from app.reporting.care_signal import render_care_signal
from app.reporting.conversation import render_pdf
from app.reporting.own import render_own
from app.reporting.summary import render_summary, summary_forms
from tests.reports import harmful
from tests.reports.conftest import LOCALES, PLACE, Listening, definitions, red_light
from tests.reports.pictures import all_alike, codes_only

WORDS, PICTURES = "profile", "picture-profile"
EDITIONS = ("conversation", "own", "summary", "care_signal")
SIGNS = 2000
SCRIPTS = {
    "latin": "Ik werk graag met eten en ik leer nu Nederlands. ",
    "arabic": "أعمل في مطبخ وأتعلم الآن اللغة الهولندية. ",
    "ethiopic": "ኣብ ቤት ባኒ ክሰርሕ እደሊ፣ ቋንቋ ድማ እመሃር ኣለኹ። ",
}
"""What somebody writes again and again, until there are ``SIGNS`` signs, wherever words can be typed."""
STATES = ("answered", "missing", "red", "nothing", "everything", "longest", *SCRIPTS)
WISH, OWN_WORDS = "work.wish", ("own_words", "closing.going_well", "finish.going_well")


HARMFUL = "harmful"
"""Words meant to do harm wherever somebody types words; beside ``STATES``."""


class Case(NamedTuple):
    """One file of the matrix. ``print``: normal or large."""

    edition: str
    variant: str
    locale: str
    state: str
    print: str

    @property
    def name(self) -> str:
        """For files and reports of tests."""
        return "-".join(self)


DIMENSIONS = (EDITIONS, (WORDS, PICTURES), LOCALES, STATES, ("normal", "large"))
EDITION, VARIANT, LOCALE, STATE, PRINT = range(len(DIMENSIONS))
MEET = frozenset(
    {
        (EDITION, VARIANT),
        (EDITION, LOCALE),
        (EDITION, STATE),
        (EDITION, PRINT),
        (VARIANT, LOCALE),
        (VARIANT, STATE),
        (VARIANT, PRINT),
        (LOCALE, PRINT),
    }
)
"""Dimensions whose values all meet in the handful."""
WHOLE = os.environ.get("INBEELD_MATRIX") == "whole"


def cases() -> tuple[Case, ...]:
    """The whole product, or the smallest handful that a simple search finds in which values meet as they should."""
    whole = [Case(*values) for values in itertools.product(*DIMENSIONS)]
    return tuple(whole) if WHOLE else tuple(_handful(whole))


def _handful(whole: Sequence[Case]) -> Iterator[Case]:
    """In turn the case with most pairs that no case before it has; of equal ones the one with the rarest values."""
    missing = set().union(*map(_pairs, whole))
    used: Counter[str] = Counter()

    def worth(case: Case) -> tuple[int, int]:
        return len(_pairs(case) & missing), -sum(used[value] for value in case)

    while missing:
        best = max(whole, key=worth)
        missing -= _pairs(best)
        used.update(best)
        yield best


def _pairs(case: Case) -> set[tuple[tuple[int, str], ...]]:
    pairs = itertools.combinations(enumerate(case), 2)
    return {(one, other) for one, other in pairs if (one[0], other[0]) in MEET}


def harmful_cases() -> tuple[Case, ...]:
    """Every edition, variant and language with words meant to do harm; or each edition once."""
    made = itertools.product(EDITIONS, (WORDS, PICTURES), LOCALES)
    sizes = itertools.cycle(("normal", "large", "large", "normal", "large"))
    every = [Case(*parts, HARMFUL, size) for parts, size in zip(made, sizes, strict=False)]
    return tuple(every) if WHOLE else tuple(every[place] for place in (2, 3, 10, 13, 19, 29))


def together(case: Case) -> str:
    """Cases of one name are looked at by one process, which makes each file once."""
    return "-".join(case[:STATE]) if WHOLE else "handful"


@dataclass(frozen=True)
class Printed:
    """A file, and the wordings that were asked for what stands in it; own words as typed.

    ``forms``: of the summary, the pages that were tried; one of them is the file.
    """

    pdf: bytes
    voices: tuple[Listening, ...]
    typed: tuple[str, ...]
    forms: tuple[str, ...] = ()


class Longest:
    """The words of a locale, 40 per cent longer as in the pseudo-language, but in letters that reports can draw."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    @property
    def locale(self) -> str:
        """As the wording says it."""
        return self._wording.locale

    def text(self, key: str, **places: object) -> str:
        """The text, longer."""
        return _longer(self._wording.text(key, **places))

    def plural(self, key: str, n: int, **places: object) -> str:
        """The form for ``n``, longer."""
        return _longer(self._wording.plural(key, n, **places))


def _longer(text: str) -> str:
    """The text with its first words said again at the end; places stay once."""
    words = [word for word in text.split() if not PLACE.search(word)]
    return " ".join([text, *words[: ceil(len(words) * (LONGER - 1))]])


@cache
def printed(case: Case) -> Printed:
    """The file of a case, made once."""
    make = {"conversation": _conversation, "own": _own, "summary": _summary, "care_signal": _care}[case.edition]
    return make(case, _changes(case), approved=case.state == "everything", large=case.print == "large")


def _changes(case: Case) -> Mapping[str, Any]:
    instrument = definitions().instrument(case.variant)
    if case.state == HARMFUL:
        return harmful.answers(frozenset(instrument.items))
    if case.state in SCRIPTS:
        return {name: _typed(name, case.state) for name in (WISH, *OWN_WORDS) if name in instrument.items}
    if case.variant == PICTURES:
        return {"missing": codes_only, "red": all_alike}.get(case.state, dict)()
    if case.state == "red":
        return red_light(definitions())
    items = definitions().instrument(WORDS).items.values()
    counted = [item.id for item in items if item.counted and item.block in "abcef"]
    return {
        "answered": dict.fromkeys(("c3c", "c8b"), Response(options=("3",))),
        "missing": dict.fromkeys(counted[::2], Response(missing=Missing.NOT_UNDERSTOOD)),
    }.get(case.state, {})


def _typed(item_id: str, script: str) -> Response:
    whole = (SCRIPTS[script] * SIGNS)[:SIGNS].strip()
    return Response(options=("cooking_serving",), text=whole) if item_id == WISH else Response(text=whole)


def _all_typed(changes: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(change.text for change in changes.values() if change and change.text)


def _listening(case: Case, wording: Wording) -> Listening:
    if case.state != "longest":
        return Listening(wording)
    return Listening(Longest(wording))  # type: ignore[arg-type]  # says what a wording says


def _conversation(case: Case, changes: Mapping[str, Any], *, approved: bool, large: bool) -> Printed:
    make = make_sample if case.variant == WORDS else make_picture_sample
    sample = make(definitions(), case.locale, approved=approved, changes=changes)
    care = {
        "nothing": lambda: care_part(CareRelease()),
        "everything": lambda: care_part(_everything(case)),
        HARMFUL: harmful.shared,
    }.get(case.state, lambda: sample.content.care)()
    content = replace(sample.content, care=care)
    meta = harmful.talked(sample.meta, content) if case.state == HARMFUL else sample.meta
    nl, own = _listening(case, sample.wording_nl), _listening(case, sample.wording_own)
    return Printed(render_pdf(content, nl, own, meta, large=large), (nl, own), _all_typed(changes))


def _everything(case: Case) -> CareRelease:
    scales = definitions().instrument(case.variant).scales.values()
    signals = {scale.id: CareSignal.STRONG for scale in scales if scale.kind is ScaleKind.CARE}
    return CareRelease(wish="yes", account=SCRIPTS["latin"] * 10, signals=signals)


def _own(case: Case, changes: Mapping[str, Any], *, approved: bool, large: bool) -> Printed:
    make: Any = make_own_text_sample if case.variant == WORDS else make_own_sample
    render: Any = render_own if case.variant == WORDS else render_booklet
    sample = make(definitions(), case.locale, approved=approved, changes=changes)
    own = _listening(case, sample.wording)
    meta = harmful.told(sample.meta) if case.state == HARMFUL else sample.meta
    return Printed(render(sample.content, own, meta, large=large), (own,), _all_typed(changes))


def _summary(case: Case, changes: Mapping[str, Any], *, approved: bool, large: bool) -> Printed:
    pictures, harm = case.variant == PICTURES, case.state == HARMFUL
    sample = make_summary_sample(
        definitions(),
        case.locale,
        pictures=pictures,
        approved=approved,
        changes=changes,
        talk=harmful.TALK if harm else None,
    )
    own, nl = _listening(case, sample.wording), _listening(case, sample.wording_nl)
    meta = harmful.told(sample.meta) if harm else sample.meta
    pdf = render_summary(sample.content, own, nl, meta, large=large)
    return Printed(pdf, (), (), summary_forms(sample.content, own, nl, meta))


def _care(case: Case, changes: Mapping[str, Any], *, approved: bool, large: bool) -> Printed:
    whole = case.state != "nothing"
    sample = make_care_sample(
        definitions(), case.locale, instrument=case.variant, approved=approved, whole=whole, changes=changes
    )
    nl, own = _listening(case, sample.wording_nl), _listening(case, sample.wording_own)
    harm = case.state == HARMFUL
    content = harmful.reached(sample.content) if harm else sample.content
    meta = harmful.at_place(sample.meta) if harm else sample.meta
    return Printed(render_care_signal(content, nl, own, meta, large=large), (nl, own), ())
