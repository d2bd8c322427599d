"""Believable answers for invented people: traits, chance from a fixed seed, and habits of answering.

Nothing here looks at a score: answers are made item by item, as a person would, and scored afterwards like any other.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from app.core.figural import figure_series
from app.core.instrument import Instrument, Item, ItemKind, ResponseOption, ScaleKind, Store
from app.core.responses import Missing, Response, Responses
from app.core.routing import visible_options
from app.services.demonstration_people import Invented, Stage, Style

NOISE = 0.16  # spread of one answer around the trait, as a share of the highest option
SPREAD = 0.16  # spread of somebody's scales around the own level
YES_MORE = 0.38
STRETCH = 3.0
MANY = 0.2
FEW = 0.02
MANY_TASKS = 2
SCHOOL_YEARS = {
    "none": 1,
    "primary_part": 4,
    "primary": 6,
    "lower_secondary": 9,
    "upper_secondary": 12,
    "vocational": 13,
    "higher_part": 14,
    "bachelor": 16,
    "master": 18,
}

OCCUPATIONS = {
    "ar": {
        "cooking_serving": "خباز",
        "clothes_craft": "خياطة ملابس",
        "shop_market": "صاحب دكان",
        "building": "عامل بناء",
    },
    "ti": {"cooking_serving": "ከሻኒ", "driving_goods": "መራሒ መኪና", "land_animals": "ሓረስታይ", "cleaning": "ጽሬት"},
    "en": {"care_people": "nurse assistant", "office_computer": "bookkeeper", "driving_goods": "van driver"},
    "nl": {
        "repair_machines": "monteur",
        "office_computer": "secretaresse",
        "cleaning": "schoonmaken",
        "shop_market": "winkel",
    },
}
OWN_WORDS = {
    "ar": "عملت مع عائلتي سنوات طويلة. أريد أن أتعلم اللغة الهولندية ثم أعمل في مهنتي.",
    "ti": "ቋንቋ ሆላንድ ክመሃር ደስ ይብለኒ። ስራሕ ክረክብ ይደሊ።",
    "en": "I worked with my family for years. I want to learn Dutch first and then work with people again.",
    "nl": "Ik werkte jaren met mijn familie. Ik wil eerst beter Nederlands leren en daarna weer werken.",
}
GOING_WELL = {
    "ar": "أطبخ جيدًا وأساعد جيراني.",
    "ti": "ምስ ሰባት ጽቡቕ ይሰርሕ።",
    "en": "I am patient and people trust me.",
    "nl": "Ik ben rustig en ik kom op tijd.",
}


class Answerer:
    """One invented person with the traits behind the answers. The same person always gives the same answers."""

    def __init__(self, person: Invented, instrument: Instrument) -> None:
        self.person = person
        self.instrument = instrument
        self.chance = random.Random(person.signs)  # noqa: S311 - invented people need no secrets
        self.traits = {scale.id: self._trait(scale.kind) for scale in instrument.scales.values()}
        self.dutch = self.chance.randint(0, 3) if person.locale != "nl" else 5
        self.figures = {series.id: series.answer for series in figure_series()}

    def _trait(self, kind: ScaleKind) -> float:
        level = self.person.care or 0.0 if kind is ScaleKind.CARE else self.person.level
        return min(0.97, max(0.03, self.chance.gauss(level, SPREAD)))

    def answer(self, item: Item, responses: Responses) -> Response:
        """What this person answers to one item on the path."""
        planned = self._planned(item)
        if planned is not None:
            return planned
        options = visible_options(item, self.instrument, responses)
        if item.kind is ItemKind.NUMBER:
            return Response(number=self._years(item, responses))
        if item.missing and not item.may_be_empty and self.chance.random() < self._missing_share(item):
            return Response(missing=self.chance.choice(item.missing))
        return self._content(item, options)

    def _missing_share(self, item: Item) -> float:
        return MANY if self.person.style is Style.MANY_MISSING and item.scale else FEW

    def _planned(self, item: Item) -> Response | None:
        """What the stage needs: the wish, and help asked for today."""
        roles = self.instrument.roles
        if item.id == roles.get("care_wish"):
            return Response(options=(self.person.wish,))
        if item.id == roles.get("acute"):
            return Response(options=("yes" if self.person.stage is Stage.ACUTE else "no",))
        return None

    def _content(self, item: Item, options: Sequence[ResponseOption]) -> Response:
        if item.kind is ItemKind.TEXT:
            words = OWN_WORDS if item.id == "own_words" else GOING_WELL
            return Response(text=words[self.person.locale][: item.max_length])
        if item.kind is ItemKind.OCCUPATION:
            return self._occupation(item, options)
        if item.kind is ItemKind.FIGURAL:
            return self._figure(item, options)
        if item.kind is ItemKind.MULTIPLE:
            return self._several(item, options)
        return Response(options=(self._one(item, options).id,))

    def _years(self, item: Item, responses: Responses) -> int:
        """Years at school that go with the highest level that was chosen."""
        level = responses.get("education.level", Response()).option or ""
        years = SCHOOL_YEARS.get(level, 8) + self.chance.choice((-1, 0, 0, 1))
        return max(item.minimum, min(item.maximum, years))

    def _occupation(self, item: Item, options: Sequence[ResponseOption]) -> Response:
        fields = [option for option in options if not option.exclusive]
        named = [option.id for option in fields if option.id == self.person.field]
        field = named[0] if named and item.id == "work.main_occupation" else self.chance.choice(fields).id
        text = OCCUPATIONS[self.person.locale].get(field)
        return Response(options=(field,), text=text)

    def _figure(self, item: Item, options: Sequence[ResponseOption]) -> Response:
        if self.chance.random() < self.person.level:
            return Response(options=(self.figures[item.id],))
        return Response(options=(self.chance.choice(options).id,))

    def _several(self, item: Item, options: Sequence[ResponseOption]) -> Response:
        ordinary = [option for option in options if not option.exclusive]
        number = min(len(ordinary), item.max_choices, self.chance.randint(1, MANY_TASKS + 1))
        chosen = {option.id for option in self.chance.sample(ordinary, number)}
        return Response(options=tuple(option.id for option in item.options if option.id in chosen))

    def _one(self, item: Item, options: Sequence[ResponseOption]) -> ResponseOption:
        if item.scale is not None and item.maximum_points:
            return self._by_points(item, options, self._points(item))
        if item.store is Store.CARE and item.maximum_points:
            return self._by_points(item, options, (self.person.care or 0.0) * item.maximum_points)
        if item.maximum_points and self.instrument.in_pictures:
            return self._by_points(item, options, self.chance.randint(0, item.maximum_points))
        if item.maximum_points:
            return self._by_points(item, options, self.dutch + self.chance.choice((-1, 0, 0)))
        usual = [option for option in options if option.id not in {"unknown", *(code.value for code in Missing)}]
        return self.chance.choice(usual or list(options))

    def _points(self, item: Item) -> float:
        """Points as chosen, before any reversing: trait, chance, then the habit of answering."""
        share = self.chance.gauss(self.traits[item.scale or ""], NOISE)
        if item.reverse_keyed:
            share = 1 - share
        if self.person.style is Style.YES_SAYING and item.store is Store.MAIN:
            share += YES_MORE
        if self.person.style is Style.EXTREME and item.store is Store.MAIN:
            share = 0.5 + STRETCH * (share - 0.5)
        return share * item.maximum_points

    def _by_points(self, item: Item, options: Sequence[ResponseOption], points: float) -> ResponseOption:
        whole = min(item.maximum_points, max(0, round(points)))
        valued = [option for option in options if option.value is not None]
        return min(valued, key=lambda option: abs((option.value or 0) - whole))
