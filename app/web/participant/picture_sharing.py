"""What is shared with whom, in pictures: one question a screen, nothing chosen beforehand, nothing typed (R44)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.core.routing import Step, StepKind
from app.services.care import CONTACT_ONLY, CONTACT_WAYS, NO, YES, CareChoices
from app.services.sittings import Sitting
from app.web.participant.own_device import reads_on_own_device
from app.web.participant.picture_cards import Card, Drawing, drawing_of, yes_no_cards
from app.web.participant.picture_screens import CHOSEN, choose, line_in, tell
from app.web.participant.sitting import health_is_hidden, words_of

SHARE = Step(StepKind.SHARE)
GGD, CONTACT, INTERPRETER, MANAGER, STATUS = "ggd", "contact", "interpreter", "case-manager", "ggd-status"
ADVICE, THEMES_MANAGER, THEMES_VLUCHTELINGENWERK = "ggd-advice", "health-case-manager", "health-vluchtelingenwerk"
VLUCHTELINGENWERK, OVERVIEW = "vluchtelingenwerk", "overview"
WITHDRAW = "withdraw"
FEW = 4
"""Cards of the overview that stand on a telephone beside their drawings; more of them are smaller."""
THEMES_WHAT = "consent.health.what_in_pictures"
PRIVATE = frozenset({GGD, CONTACT, INTERPRETER, MANAGER, STATUS, ADVICE})
WAY_SIGNS = {"phone": "phone", "message": "message", "via_contact": "users", "letter": "file-text"}
SAID = {True: YES, False: NO, None: ""}


@dataclass(frozen=True, slots=True)
class Question:
    """One screen: what is asked, under which drawing, and what else is told."""

    statement: str
    scene: str
    more: tuple[str, ...] = ()


QUESTIONS: Mapping[str, Question] = {
    GGD: Question("consent.ggd.question", "who_sees.7", ("consent.ggd.what",)),
    CONTACT: Question("consent.contact_way", "who_sees.7"),
    INTERPRETER: Question("consent.interpreter", "picture.p7.help_wish.prompt"),
    MANAGER: Question("consent.case_manager.wish", "who_sees.6", ("consent.free",)),
    STATUS: Question("consent.case_manager.ggd_status", "who_sees.6", ("consent.free",)),
    ADVICE: Question("consent.case_manager.ggd_advice", "picture.p7.help_wish.prompt", ("consent.free",)),
    THEMES_MANAGER: Question("consent.health.case_manager", "who_sees.6", (THEMES_WHAT,)),
    THEMES_VLUCHTELINGENWERK: Question("consent.health.vluchtelingenwerk", "who_sees.5", (THEMES_WHAT,)),
    VLUCHTELINGENWERK: Question("consent.vluchtelingenwerk.report", "who_sees.5"),
}
PICTURES_OF_PAGES = {page: question.scene for page, question in QUESTIONS.items()}


def share_page(sitting: Sitting, page: str, choices: CareChoices, *, report: bool | None) -> ResponseReturnValue:
    """One question with the choice that stands (none at first)."""
    question = QUESTIONS[page]
    return choose(
        sitting,
        question.statement,
        _cards(page, choices, report=report),
        more=question.more,
        scene=drawing_of(question.scene),
        here=SHARE,
        private=page in PRIVATE,
        several=page == CONTACT,
        spare=bool(question.more),
        optional=True,
    )


def themes_page(sitting: Sitting, page: str, themes: Mapping[str, bool]) -> ResponseReturnValue:
    """The themes of health of which somebody says that they play a part, to touch the ones to share.

    ``themes``: id to whether it is shared by now.
    """
    question = QUESTIONS[page]
    cards = [
        Card(theme, f"scale.{theme}.name", drawing_of(f"picture.p6.{theme}.prompt"), chosen=chosen)
        for theme, chosen in themes.items()
    ]
    return choose(
        sitting,
        question.statement,
        cards,
        more=question.more,
        here=SHARE,
        private=True,
        several=True,
        optional=True,
        cards_look="four",
    )


def touched(form: MultiDict[str, str]) -> frozenset[str]:
    """The cards that a screen with several of them sent."""
    return frozenset(form.getlist(CHOSEN))


def _cards(page: str, choices: CareChoices, *, report: bool | None) -> Sequence[Card]:
    if page == GGD:
        yes, no = yes_no_cards("consent.ggd.yes", "consent.ggd.no", choices.ggd or "")
        only = Card(CONTACT_ONLY, "consent.ggd.contact_only", sign="phone", chosen=choices.ggd == CONTACT_ONLY)
        return [yes, only, no]
    if page == CONTACT:
        standing = choices.contact_ways
        return [
            Card(way, f"consent.contact_way.{way}", sign=WAY_SIGNS[way], chosen=way in standing) for way in CONTACT_WAYS
        ]
    if page == VLUCHTELINGENWERK:
        return yes_no_cards("consent.vluchtelingenwerk.yes", "consent.vluchtelingenwerk.no", SAID[report])
    said = {
        INTERPRETER: choices.interpreter,
        MANAGER: choices.wish,
        STATUS: choices.ggd_status,
        ADVICE: choices.advice,
    }
    return yes_no_cards("option.picture.yes", "option.picture.no", SAID[said[page]])


def read_page(page: str, form: MultiDict[str, str], standing: CareChoices) -> tuple[CareChoices, bool | None]:
    """What a screen sent: the choice about health, and whether VluchtelingenWerk may read the report (None: neither).

    How somebody can be reached is kept as a whole, so the rest of it is taken over from what stands.
    """
    chosen = form.getlist(CHOSEN)
    said = {YES: True, NO: False}.get(chosen[0]) if chosen else None
    if page == GGD:
        return CareChoices(ggd=chosen[0] if chosen and chosen[0] in {YES, CONTACT_ONLY, NO} else None), None
    if page == VLUCHTELINGENWERK:
        return CareChoices(), said
    if page in {CONTACT, INTERPRETER}:
        ways = tuple(way for way in CONTACT_WAYS if way in chosen)
        reached = CareChoices(
            contact_ways=standing.contact_ways,
            contact_detail=standing.contact_detail,
            interpreter=standing.interpreter,
            interpreter_preference=standing.interpreter_preference,
        )
        changed = replace(reached, contact_ways=ways) if page == CONTACT else replace(reached, interpreter=said)
        return changed, None
    made = {
        MANAGER: CareChoices(wish=said),
        STATUS: CareChoices(ggd_status=said),
        ADVICE: CareChoices(advice=said),
    }
    return made[page], None


def overview_page(sitting: Sitting, lines: Sequence[tuple[str, str]], *, hidden: bool) -> ResponseReturnValue:
    """Everything that was chosen as pictures (page and key of the answer); a card chosen changes it, the tick confirms.

    ``hidden``: what was chosen about health is not shown on this device any more, and can be taken back.
    """
    cards = [Card(page, answer, drawing_of(PICTURES_OF_PAGES[page]), small=_small(answer)) for page, answer in lines]
    names = [QUESTIONS[page].statement for page, _ in lines]
    cards = [replace(card, name_key=name) for card, name in zip(cards, names, strict=True)]
    if hidden:
        cards.append(Card(WITHDRAW, "consent.revoke", drawing_of("who_sees.6")))
    more = ("review.not_seen_yet",)
    return choose(
        sitting,
        "consent.overview",
        cards,
        more=more,
        here=SHARE,
        tick="consent.confirm",
        tick_value="confirm",
        problem="consent.revoked" if request.args.get("said") == "withdrawn" else "",
        cards_look="four" if len(cards) <= FEW else "many",
        optional=True,
    )


def _small(answer: str) -> Drawing | None:
    """Nodding or shaking the head, beside what it is about."""
    said = {"yes": YES, "no": NO, "some": YES, "none": NO}.get(answer.rsplit(".", 1)[-1])
    return drawing_of(f"option.picture.{said}") if said else None


def meant(form: MultiDict[str, str], page: str, go: str | None, pages: Sequence[str]) -> str | None:
    """What the overview was sent with: a page to change, ``withdraw``, or the button as it is."""
    chosen = form.get(CHOSEN, "")
    if page == OVERVIEW and go in {"confirm", "next"} and (chosen in pages or chosen == WITHDRAW):
        return chosen
    return go


def address_after(go: str | None) -> str:
    """Where a screen of thanks leads: the second, or back to what is shared."""
    line = line_in(request.args, 2)
    if go == "back" and not line:
        return url_for("participant.share_page", page=OVERVIEW)
    return url_for("participant.finish", line=None if go == "back" else 1)


def finish_page(sitting: Sitting, *, reached: bool) -> ResponseReturnValue:
    """Thanks, then what happens next with the own report to open; the last tick gives the device back."""
    line = line_in(request.args, 2)
    if not line:
        return tell(sitting, "picture.finish.1", place=(1, 2))
    more = ("finish.next_care",) if reached else ()
    action = url_for("participant.hand_back")
    return tell(
        sitting,
        "picture.finish.2",
        more=(*more, "finish.close"),
        place=(2, 2),
        tick="finish.close",
        tick_action=action,
        own_report="" if health_is_hidden(sitting) else url_for("participant.own_report"),
        page_words=words_of(None).text("report.own.screen"),
        summary_words=words_of(None).text("report.summary.title"),
        large_words=words_of(None).text("report.own.large"),
        own_copy="" if reads_on_own_device() else url_for("participant.own_copy"),
        own_rights="" if reads_on_own_device() else url_for("participant.own_requests"),
        rights_words=words_of(None).text("request.title"),
    )
