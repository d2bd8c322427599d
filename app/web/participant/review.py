"""The own profile, before anybody else sees it (R16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, request
from flask.typing import ResponseReturnValue

from app.core.profile import CareProfile, CareSignal
from app.core.report import ReportContent, conversation_content
from app.core.routing import Step, StepKind, next_step
from app.reporting.voice import Voice
from app.services.delivery import see_profile
from app.services.own_profile import profile_from
from app.services.sittings import Sitting
from app.services.wording_releases import words_may_be_printed
from app.store.models import SittingState
from app.web import steps
from app.web.context import current_work
from app.web.participant import picture_review
from app.web.participant.blueprint import bp
from app.web.participant.parts import address_before
from app.web.participant.sitting import (
    NOT_BEGUN,
    NotBegun,
    answer_topbar,
    answering,
    current_sitting,
    health_is_hidden,
    show,
    words_of,
)
from app.web.participant.taking_part import has_care

REVIEW = Step(StepKind.REVIEW)
SIGNALS = (CareSignal.NONE, CareSignal.ATTENTION, CareSignal.STRONG)
WISHES = frozenset({"yes", "later"})


@dataclass(frozen=True, slots=True)
class CareLine:
    """One health scale in words; None when too little was answered."""

    name: str
    word: str | None


def _looking() -> Sitting:
    """The sitting of somebody who takes part or has finished, with every response."""
    sitting = current_sitting(None)
    if sitting.state in NOT_BEGUN:
        raise NotBegun
    return sitting


@bp.get("/<locale>/review")
def review() -> ResponseReturnValue:
    """Both profiles and, for the person alone, the health part."""
    sitting = _looking()
    if sitting.instrument.in_pictures:
        return picture_review.review_page(sitting)
    profile = profile_from(current_work(), sitting)
    show_words = words_may_be_printed(current_work(), sitting.instrument.id, words_of(sitting))
    care = None if health_is_hidden(sitting) else profile.care
    content = conversation_content(sitting.instrument, sitting.modules, sitting.responses, profile, released=show_words)
    return show(
        "participant/review.html",
        sitting,
        here=REVIEW,
        content=content,
        voice=Voice(words_of(sitting)),
        withheld=_why_withheld(content),
        care=care if care and care.answered else None,
        care_lines=_care_lines(care, sitting, show_words=show_words),
        health_hidden=health_is_hidden(sitting) and has_care(sitting.instrument, sitting),
        wish=care.wish if care else None,
        wishes=WISHES,
        wish_item=sitting.instrument.roles.get("care_wish"),
        back_address="" if sitting.closed else address_before(sitting, REVIEW),
        light=f"light.own.{profile.quality.light}",
    )


def _why_withheld(content: ReportContent) -> str:
    """Key of the sentence that stands once instead of words at the bars."""
    return {"translation": "report.labels_withheld_translation", "quality": "light.own.red"}.get(content.withheld, "")


def _care_lines(care: CareProfile | None, sitting: Sitting, *, show_words: bool) -> Sequence[CareLine]:
    if care is None:
        return ()
    wording = words_of(sitting)
    lines = []
    for scale in care.scales.values():
        name = wording.text(f"{sitting.instrument.scales[scale.scale].text_key}.name")
        signal = None if scale.signal is None else wording.text(f"band.care.{SIGNALS.index(scale.signal)}")
        too_few = wording.text("band.too_few_answers")
        lines.append(CareLine(name, (signal or too_few) if show_words else None))
    return lines


@bp.post("/<locale>/review")
def leave_review() -> ResponseReturnValue:
    """Seen: from now on the case manager may see it once the sitting is finished."""
    sitting = _looking()
    if sitting.instrument.in_pictures:
        return picture_review.leave_review(sitting)
    if request.form.get("go") != "seen":
        sitting = answering()
    answer = answer_topbar(sitting, REVIEW)
    if answer is not None:
        return answer
    if not sitting.closed or sitting.state is SittingState.FINISHED:
        see_profile(current_work(), sitting, words_of(sitting).locale)
    return redirect(steps.address_of(next_step(sitting.path, REVIEW)), 303)
