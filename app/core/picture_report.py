"""What the reports of the picture form say, as values and text keys: no words, no HTML (domain 5.6).

Each answer stands by itself: the picture, what was chosen, and at most one question. Nothing is added up. The only
thing said about answers together is ``label.picture.a_lot``, by the rule of the profile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from app.core.instrument import Instrument, Item, ResponseOption, Store
from app.core.picture_profile import PictureProfile
from app.core.report import (
    CarePart,
    CareRelease,
    OwnText,
    Phrase,
    Withheld,
    care_part,
    other_form_phrase,
    own_words_of,
    withheld_by,
)
from app.core.responses import Missing, Response, Responses
from app.core.routing import Modules, items_on_path

WORK, WISH, COMPETENCE, MOTIVATION, FACTS = "p1", "p2", "p3", "p4", "p5"
CARE_BLOCKS = ("p6", "p7", "p8")
SELF = "self"
TITLES = {
    WORK: "report.section.work_cards",
    WISH: "report.section.wish",
    COMPETENCE: "report.section.competence",
    MOTIVATION: "report.section.motivation",
    FACTS: "report.section.background",
    **dict.fromkeys(CARE_BLOCKS, "report.section.care_profile"),
}
"""Block to the key of its heading."""
PART_QUESTIONS = {
    WORK: "report.question.work_cards",
    WISH: "scale.m5.question.2",
    FACTS: "scale.m2.question.2",
}
"""Parts that are asked about as a whole; in the others each picture has its own question."""
ACTIONS = "m4"
NOTHING_DONE = 0
CODE_PICTURES = {
    Missing.NOT_UNDERSTOOD: "option-picture-not_understood",
    Missing.RATHER_NOT_SAY: "option-picture-rather_not_say",
}
CODE_WORDS = {
    Missing.NOT_UNDERSTOOD: "option.picture.not_understood",
    Missing.RATHER_NOT_SAY: "option.picture.rather_not_say",
}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How the answers were given, beside the answers themselves.

    ``modes``: block to self, read_aloud or interpreter; parts without a key were answered alone. ``other_form``:
    number of answers that the same person gave in the other form, text or pictures.
    """

    modes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    other_form: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """One chosen answer: its words and the file stem of its picture, or None where it has none."""

    words: Phrase
    picture: str | None


@dataclass(frozen=True, slots=True)
class PictureCard:
    """One item: the scene, what it asks, and what was chosen.

    ``picture``: file stem of the scene. ``name``: short name of a work card, else the statement.
    ``ask``: the one question for the conversation. ``mark``: "says: a lot", by the rule of the profile only.
    """

    item: str
    picture: str | None
    name: Phrase
    statement: Phrase
    chosen: tuple[Chosen, ...]
    ask: Phrase | None = None
    mark: Phrase | None = None


@dataclass(frozen=True, slots=True)
class PicturePart:
    """One part with the answers given in it, in the order of asking. ``mode``: self, read_aloud or interpreter."""

    block: str
    title: Phrase
    mode: Phrase
    cards: tuple[PictureCard, ...]
    ask: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The items without an answer for one reason: not clear, preferred not to say, or not reached."""

    reason: Phrase
    cards: tuple[PictureCard, ...]


@dataclass(frozen=True, slots=True)
class PictureContent:
    """The conversation report of the picture form.

    ``modes``: each way of answering with the headings of the parts that were answered so, in order. ``remarks``: how
    the answers were given, only where every jar was filled alike. ``other_form``: says that another form of the same
    person holds answers too.
    """

    withheld: Withheld
    own_words: tuple[tuple[Phrase, OwnText], ...]
    parts: tuple[PicturePart, ...]
    modes: tuple[tuple[Phrase, tuple[Phrase, ...]], ...]
    care: CarePart
    remarks: tuple[Phrase, ...]
    unanswered: tuple[Unanswered, ...]
    other_form: Phrase | None
    instrument: str
    version: str
    content_hash: str

    def part(self, block: str) -> PicturePart | None:
        """One part, or None when it was off or nothing was answered in it."""
        return next((part for part in self.parts if part.block == block), None)


@dataclass(frozen=True, slots=True)
class OwnCare:
    """The health part as the person reads it back. ``offer``: a talk is offered; ``wish``: option id or None."""

    part: PicturePart
    offer: bool
    wish: str | None


@dataclass(frozen=True, slots=True)
class PictureOwnContent:
    """The booklet: every answer of the person, for the person alone. ``care`` is None when nothing may be shown."""

    own_words: tuple[tuple[Phrase, OwnText], ...]
    parts: tuple[PicturePart, ...]
    care: OwnCare | None
    unanswered: tuple[PictureCard, ...]
    version: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """What both reports are made from: the items that were on this person's path, with the answers to them."""

    items: tuple[Item, ...]
    responses: Responses
    profile: PictureProfile
    modes: Mapping[str, str]
    marks: bool

    def of(self, *blocks: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.block in blocks)


def picture_conversation_content(
    instrument: Instrument,
    modules: Modules,
    responses: Responses,
    profile: PictureProfile,
    *,
    released: bool,
    care: CareRelease | None = None,
    given: Circumstances | None = None,
) -> PictureContent:
    """Everything the conversation report says about one participation with pictures.

    ``responses`` need not hold the care answers: nothing of them is read. ``released``: whether the wording in which
    the person answered was released; if not, no answer is called "a lot" (R41).
    """
    given = given or Circumstances()
    withheld = withheld_by(quality=False, released=released)
    asked = _asked(items_on_path(instrument, modules, responses), responses, profile, given, marks=released)
    blocks = (WORK, WISH, COMPETENCE, MOTIVATION, FACTS)
    return PictureContent(
        withheld=withheld,
        own_words=own_words_of(instrument, responses),
        parts=_parts(asked, blocks),
        modes=_modes(asked, [block for block in blocks if asked.of(block)]),
        care=care_part(care or CareRelease()),
        remarks=same_answers(profile),
        unanswered=_unanswered(asked, blocks),
        other_form=other_form_phrase(given.other_form),
        instrument=instrument.id,
        version=instrument.version,
        content_hash=instrument.content_hash,
    )


def picture_own_content(
    instrument: Instrument,
    modules: Modules,
    responses: Responses,
    profile: PictureProfile,
    *,
    given: Circumstances | None = None,
    with_care: bool = True,
) -> PictureOwnContent:
    """Everything the booklet says: each answer with its picture, and the health part unless ``with_care`` is False."""
    given = given or Circumstances()
    asked = _asked(items_on_path(instrument, modules, responses), responses, profile, given, marks=False)
    blocks = (WORK, WISH, COMPETENCE, MOTIVATION, FACTS)
    return PictureOwnContent(
        own_words=own_words_of(instrument, responses),
        parts=_parts(asked, blocks, codes=True),
        care=_own_care(asked) if with_care else None,
        unanswered=tuple(_card(asked, item) for item in asked.of(*blocks) if item.id not in asked.responses),
        version=instrument.version,
    )


def _asked(
    items: tuple[Item, ...], responses: Responses, profile: PictureProfile, given: Circumstances, *, marks: bool
) -> _Asked:
    there = {item.id: responses[item.id] for item in items if item.id in responses}
    return _Asked(items, there, profile, given.modes, marks)


def _parts(asked: _Asked, blocks: Iterable[str], *, codes: bool = False) -> tuple[PicturePart, ...]:
    """The parts in which something was answered; ``codes``: also show "not clear" and "rather not say" as answers."""
    found = (_part(asked, (block,), asked.of(block), codes=codes) for block in blocks)
    return tuple(part for part in found if part.cards)


def _part(asked: _Asked, blocks: tuple[str, ...], items: tuple[Item, ...], *, codes: bool) -> PicturePart:
    block = blocks[0]
    return PicturePart(
        block=block,
        title=Phrase(TITLES[block]),
        mode=_mode(asked, *blocks),
        cards=tuple(card for card in (_card(asked, item, codes=codes) for item in items) if card.chosen),
        ask=Phrase(PART_QUESTIONS[block]) if block in PART_QUESTIONS else None,
    )


def _mode(asked: _Asked, *blocks: str) -> Phrase:
    """How a part was answered; of blocks that belong together, the first that was not answered alone."""
    found = [asked.modes.get(block, SELF) for block in blocks]
    return Phrase(f"mode.{next((mode for mode in found if mode != SELF), SELF)}")


def _modes(asked: _Asked, blocks: Iterable[str]) -> tuple[tuple[Phrase, tuple[Phrase, ...]], ...]:
    found: dict[str, list[Phrase]] = {}
    for block in blocks:
        found.setdefault(_mode(asked, block).key, []).append(Phrase(TITLES[block]))
    return tuple((Phrase(mode), tuple(titles)) for mode, titles in found.items())


def _card(asked: _Asked, item: Item, *, codes: bool = False) -> PictureCard:
    response = asked.responses.get(item.id)
    return PictureCard(
        item=item.id,
        picture=item.picture,
        name=_name(item),
        statement=Phrase(item.text_key),
        chosen=_chosen(item, response, codes=codes),
        ask=_question(item, asked.profile),
        mark=_mark(item, asked),
    )


def _name(item: Item) -> Phrase:
    """The short name of a work card; other items have their statement alone: one scene is not a scale."""
    if item.block == WORK:
        return Phrase(item.text_key.removesuffix(".prompt") + ".label")
    return Phrase(item.text_key)


def _scale(item: Item) -> str:
    """The part of the id that names the scale of the text form: ``c1`` of ``p3.c1``."""
    return item.id.partition(".")[2]


def _chosen(item: Item, response: Response | None, *, codes: bool) -> tuple[Chosen, ...]:
    if response is None:
        return ()
    if response.missing is not None:
        return _code(response.missing) if codes else ()
    found = (item.option(option_id) for option_id in response.options)
    return tuple(_answer(option) for option in found if option is not None)


def _answer(option: ResponseOption) -> Chosen:
    return Chosen(Phrase(option.text_key), option.picture)


def _code(code: Missing) -> tuple[Chosen, ...]:
    return (Chosen(Phrase(CODE_WORDS[code]), CODE_PICTURES[code]),) if code in CODE_WORDS else ()


def _question(item: Item, profile: PictureProfile) -> Phrase | None:
    """The one question that goes with a scene of competence or motivation."""
    if item.block not in (COMPETENCE, MOTIVATION):
        return None
    scale = _scale(item)
    nothing = scale == ACTIONS and profile.motivation.get(scale) in (None, NOTHING_DONE)
    return Phrase(f"scale.{scale}.question.{2 if nothing else 1}")


def _mark(item: Item, asked: _Asked) -> Phrase | None:
    named = item.block == COMPETENCE and _scale(item) in asked.profile.named_much
    return Phrase("label.picture.a_lot") if named and asked.marks else None


def same_answers(profile: PictureProfile) -> tuple[Phrase, ...]:
    """Said only where every jar was filled alike."""
    if not profile.straightlining:
        return ()
    return Phrase("report.pictures.same_answers"), Phrase("light.not_honesty")


def _unanswered(asked: _Asked, blocks: tuple[str, ...]) -> tuple[Unanswered, ...]:
    """Items without an answer by reason, each reason once, in the order of the codes; not reached comes last."""
    reasons: dict[str, list[PictureCard]] = {}
    for code in (*CODE_WORDS, None):
        word = "report.fact.not_answered" if code is None else f"report.fact.{code}"
        reasons[word] = [_card(asked, item) for item in asked.of(*blocks) if _is_missing(asked, item, code)]
    return tuple(Unanswered(Phrase(word), tuple(cards)) for word, cards in reasons.items() if cards)


def _is_missing(asked: _Asked, item: Item, code: Missing | None) -> bool:
    response = asked.responses.get(item.id)
    if response is None or (response.missing is None and not response.options):
        return code is None
    return response.missing is not None and response.missing == code


def _own_care(asked: _Asked) -> OwnCare | None:
    items = tuple(item for item in asked.of(*CARE_BLOCKS) if item.store is Store.CARE)
    part = _part(asked, CARE_BLOCKS, items, codes=True)
    care = asked.profile.care
    if care is None or not part.cards:
        return None
    return OwnCare(part, care.offer, care.wish)
