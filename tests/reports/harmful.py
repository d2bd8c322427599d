"""Words typed to break a report or to make it reach out, in every place of a report that prints typed words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.core.care_signal import CareSignalContent
from app.core.conversation import Agreement, Conversation, Evidence, Fit, Observation, Party, TopicNotes, topics_of
from app.core.picture_report import PictureContent
from app.core.report import CarePart, CareRelease, OwnText, ReportContent, care_part
from app.core.responses import Response
from app.reporting.care_signal import CareSignalMeta
from app.reporting.meta import OwnMeta, ReportMeta, Seen

DAY = date(2026, 12, 1)
MARKUP = (
    "<script>alert(1)</script><style>*{display:none}</style></blockquote></section></body>"
    '<img src="file:///etc/passwd"><link rel=attachment href="file:///etc/passwd"><iframe src="//example.invalid">'
    '<a href="http://example.invalid/">x</a> url(http://example.invalid/x) {{ 7 * 7 }} {% raw %} &#60;b&#62; '
)
SIGNS = (
    "\ue0000\ue001 \u202eBACK\u202c \u2067\x00\x07\u200b\ufeff Z\u0351\u036b\u0343\u032f "
    "H" + "\u0301\u0316" * 40 + " \U0001f600\u200d\U0001f525\U0001f1f3\U0001f1f1 \u2028\u2029 "
    "\u0645\u0631\u062d\u0628\u0627 \u06c1\u0650\u0651\u064e \u1230\u120b\u121d \u4f60\u597d \u05e9\u05dc\u05d5\u05dd "
)
FIELD = (MARKUP + SIGNS).ljust(1_500, "W") + " " + "\u0647" * 499
"""2,000 signs, the most that a field of a page takes: with them a word of 1,000 letters, and one of 500."""
WORDS = (FIELD * 25)[:50_000]
LINE = SIGNS + MARKUP[:30] + "W" * 60
"""For what stands in a line: names of people, places and accounts."""

SEEN = (Seen(LINE, "1–9", DAY),)

OWN = {"own_words": WORDS, "finish.going_well": WORDS, "closing.going_well": FIELD}
WITH_FIELD = ("work.wish", "work.main_occupation")


def answers(items: frozenset[str]) -> dict[str, Response]:
    """Such words wherever one of these items takes words."""
    words = {item: Response(text=text) for item, text in OWN.items() if item in items}
    fields = {item: Response(options=("cooking_serving",), text=FIELD) for item in WITH_FIELD if item in items}
    return {**words, **fields}


NOTES = TopicNotes(Fit.DIFFERENT, FIELD, (Observation(Evidence.DOCUMENT, FIELD, LINE, DAY),))
TALK = Conversation(
    held_on=DAY,
    number=1,
    made_on=DAY,
    goal=FIELD,
    agreements=(Agreement(FIELD, LINE, DAY, FIELD), Agreement(LINE, FIELD)),
    remarks=dict.fromkeys(Party, FIELD),
    disagreement=FIELD,
)
"""A talk in which everybody typed such words; about no topic yet."""


def talked(meta: ReportMeta, content: ReportContent | PictureContent) -> ReportMeta:
    """What the conversation report says of itself, after a talk about the first and the last topics of it."""
    first, *_, before, last = topics_of(content)
    talk = replace(TALK, topics={topic.id: NOTES for topic in (first, before, last)})
    said_later = ((DAY, OwnText(FIELD)),)
    return replace(meta, name=LINE, who_saw=SEEN, conversation=talk, corrections=said_later)


def shared() -> CarePart:
    """What somebody lets be told to the client manager."""
    return care_part(CareRelease(wish="yes", account=FIELD))


def told(meta: OwnMeta) -> OwnMeta:
    """What the own report and the summary say beside the answers."""
    numbers = replace(meta.help, contact=LINE, privacy_contact=LINE)
    return replace(meta, name=LINE, who_saw=SEEN, account=OwnText(FIELD), help=numbers)


def reached(content: CareSignalContent) -> CareSignalContent:
    """How to reach somebody."""
    return replace(content, detail=OwnText(FIELD))


def at_place(meta: CareSignalMeta) -> CareSignalMeta:
    """What the care signal says beside the answers."""
    return replace(meta, name=LINE, place=LINE)
