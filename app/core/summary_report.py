"""What the summary of one page says, as values and text keys: a few large sentences with a picture beside each.

It takes from the conversation report and says nothing that the other does not: no score, nothing about health, and what
stands out only where labels may be printed (domain 6.3, 6.4). Long words of people are cut to fit: all of them stand
in the person's own report.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.core.conversation import Conversation
from app.core.instrument import Instrument
from app.core.picture_report import COMPETENCE, WISH, PictureCard, PictureContent
from app.core.report import Fact, Highlight, OwnText, Phrase, ReportContent, Withheld, fact_of
from app.core.responses import Responses

MOST_SAID, MOST_WORDS, MOST_LINES = 220, 90, 3
"""Signs of own words, signs of a wish or an agreement, and lines under one heading: what one page holds."""
GOES_ON = " …"
NEXT = (
    ("who_sees-3", "finish.next_2"),
    ("picture-finish-2", "finish.next_3"),
    ("picture-p4-m3-prompt", "finish.next_4"),
)
"""What follows for everybody while no talk was held: picture and sentence."""
NOT_SAID = {
    Withheld.QUALITY: "light.own.red",
    Withheld.TRANSLATION: "report.pictures.withheld_translation",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A picture, and what is said beside it: a name or none, and a sentence."""

    picture: str
    sentence: Phrase
    name: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """Work that somebody wants: the field with its picture, or own words, or both."""

    picture: str | None
    words: Phrase | None
    own_text: OwnText | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """One agreement, in the words in which it was written down."""

    what: OwnText
    who: OwnText | None
    on: date | None


@dataclass(frozen=True, slots=True)
class SummaryContent:
    """The summary. ``strong`` is empty where nothing stands out; ``not_said`` then says why no label may be printed.

    ``agreed``: what was agreed in a talk that was held; until then ``following`` says what comes next.
    """

    said: tuple[OwnText, ...]
    strong: tuple[Line, ...]
    not_said: Phrase | None
    wishes: tuple[Wish, ...]
    agreed: tuple[Agreed, ...]
    next_talk: date | None
    following: tuple[Line, ...]


def text_summary(
    instrument: Instrument, responses: Responses, content: ReportContent, talk: Conversation | None = None
) -> SummaryContent:
    """The summary of answers in words. ``responses`` need not hold those about health: nothing of them is read."""
    item = instrument.items.get(instrument.roles.get("wish", ""))
    wish = fact_of(item, responses.get(item.id)) if item and item.id in responses else None
    return _summary(
        own_words=(text for _, text in content.own_words),
        strong=tuple(_strong(one) for one in content.strengths),
        withheld=content.withheld,
        wishes=_wishes(wish),
        talk=talk,
    )


def picture_summary(content: PictureContent, talk: Conversation | None = None) -> SummaryContent:
    """The summary of answers in pictures."""
    competence, wish = content.part(COMPETENCE), content.part(WISH)
    marked = [card for card in competence.cards if card.mark] if competence else []
    chosen = wish.cards[0].chosen if wish else ()
    return _summary(
        own_words=(text for _, text in content.own_words),
        strong=tuple(_named_much(card) for card in marked),
        withheld=content.withheld,
        wishes=tuple(Wish(one.picture, one.words) for one in chosen),
        talk=talk,
    )


def _summary(
    *,
    own_words: Iterable[OwnText],
    strong: tuple[Line, ...],
    withheld: Withheld,
    wishes: tuple[Wish, ...],
    talk: Conversation | None,
) -> SummaryContent:
    agreed = tuple(_agreed(talk)) if talk else ()
    return SummaryContent(
        said=tuple(shortened(text, MOST_SAID) for text in own_words),
        strong=strong[:MOST_LINES],
        not_said=Phrase(NOT_SAID[withheld]) if withheld in NOT_SAID else None,
        wishes=wishes[:MOST_LINES],
        agreed=agreed,
        next_talk=talk.next_talk.date() if talk and talk.next_talk else None,
        following=() if agreed else tuple(Line(picture, Phrase(key)) for picture, key in NEXT),
    )


def _strong(one: Highlight) -> Line:
    return Line(f"picture-p3-{one.scale}-prompt", one.sentence, one.name)


def _named_much(card: PictureCard) -> Line:
    """What a scene is about: the question that it asks says nothing on paper."""
    scale = f"scale.{card.item.partition('.')[2]}"
    return Line(f"picture-{card.item.replace('.', '-')}-prompt", Phrase(f"{scale}.definition"), Phrase(f"{scale}.name"))


def _wishes(wish: Fact | None) -> tuple[Wish, ...]:
    if wish is None or wish.missing:
        return ()
    own = shortened(wish.own_text, MOST_WORDS) if wish.own_text else None
    fields = wish.answers or (None,)
    return tuple(Wish(_drawing(words), words, None if at else own) for at, words in enumerate(fields))


def _drawing(words: Phrase | None) -> str | None:
    """The drawing of a field of work: its file is named after its text."""
    field = words is not None and words.key.startswith("picture.p1.")
    return words.key.replace(".", "-") if words is not None and field else None


def _agreed(talk: Conversation) -> Iterable[Agreed]:
    for one in talk.agreements[:MOST_LINES]:
        who = shortened(OwnText(one.who), MOST_WORDS) if one.who else None
        yield Agreed(shortened(OwnText(one.what), MOST_WORDS), who, one.on)


def shortened(text: OwnText, most: int) -> OwnText:
    """The first words of a text, with a sign that it goes on; ``most`` signs at most, on one line."""
    whole = " ".join(text.text.split())
    if len(whole) <= most:
        return OwnText(whole)
    start = whole[: most - len(GOES_ON) + 1]
    words = start.rpartition(" ")[0] or start[:-1]
    return OwnText(words.rstrip(" ,;:.،؛፣።") + GOES_ON)
