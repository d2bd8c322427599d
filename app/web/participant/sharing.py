"""What the person shares, with whom: one screen per recipient, nothing chosen beforehand, and an overview (R44).

Nobody is asked before having seen the own profile: whoever comes by the address looks back first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import abort, redirect, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.core.routing import Step, StepKind
from app.services.care import (
    CONTACT_ONLY,
    CONTACT_WAYS,
    INTERPRETERS,
    NO,
    YES,
    CareChoices,
    care_choices,
    forget_contact,
    record_care_choices,
)
from app.services.delivery import ParticipationClosed
from app.services.finishing import finish_sitting, follow_choices
from app.services.scale_sharing import may_share_scales, seen_signals
from app.services.sharing import Recipient, share_report, shared_with
from app.services.sittings import Sitting, where_to_go_on
from app.store.models import SittingState
from app.web.context import current_work
from app.web.participant import picture_sharing
from app.web.participant.blueprint import bp
from app.web.participant.forms import clean
from app.web.participant.own_copy import about_the_copy
from app.web.participant.own_device import ALOUD_CARE, reads_on_own_device
from app.web.participant.review import REVIEW, SIGNALS, WISHES
from app.web.participant.sitting import (
    FINISHED_HERE,
    NOT_BEGUN,
    NotBegun,
    answer_topbar,
    current_sitting,
    health_is_hidden,
    show,
    words_of,
)
from app.web.participant.taking_part import has_care

SHARE = Step(StepKind.SHARE)
ENDING = frozenset({SHARE, Step(StepKind.FINISH)})
LONGEST = 500  # characters of own words
GGD, CONTACT, MANAGER, VLUCHTELINGENWERK, OVERVIEW = "ggd", "contact", "case-manager", "vluchtelingenwerk", "overview"
SCALE_PAGES: Mapping[str, Recipient] = {
    "health-case-manager": Recipient.CLIENT_MANAGER,
    "health-vluchtelingenwerk": Recipient.VLUCHTELINGENWERK,
}
"""Screens about single themes of health, with whom each is about."""
GGD_CHOICES = (YES, CONTACT_ONLY, NO)


@dataclass(frozen=True, slots=True)
class Shared:
    """One line of the overview: with whom, and what of it, as texts of the text bank."""

    sign: str
    question: str
    answer: str
    page: str


def _sharing() -> tuple[Sitting, bool]:
    """The sitting (finished ones too: a choice can be changed), and whether the person wants a talk about health."""
    sitting = current_sitting()
    if sitting.state in NOT_BEGUN:
        raise NotBegun
    wish_item = sitting.instrument.roles.get("care_wish")
    if wish_item is None or health_is_hidden(sitting):
        return sitting, False
    sitting = current_sitting([wish_item])
    wish = sitting.responses.get(wish_item)
    return sitting, wish is not None and wish.option in WISHES


def pages_of(sitting: Sitting, choices: CareChoices, *, wants_talk: bool) -> list[str]:
    """The screens of this person, in order: about health only where something was asked and may be seen."""
    if health_is_hidden(sitting):
        return [VLUCHTELINGENWERK, OVERVIEW]
    pages = []
    if wants_talk:
        pages.append(GGD)
        if choices.ggd in {YES, CONTACT_ONLY}:
            pages += [CONTACT, *_only_in_pictures(sitting, picture_sharing.INTERPRETER)]
    if has_care(sitting.instrument, sitting) and _answered_care(sitting):
        pages += [MANAGER, *(_of_the_ggd(sitting) if wants_talk else ())]
        if words_of(sitting).has(_words_about_themes(sitting)) and may_share_scales(current_work(), sitting):
            pages += SCALE_PAGES
    return [*pages, VLUCHTELINGENWERK, OVERVIEW]


def _only_in_pictures(sitting: Sitting, page: str) -> list[str]:
    """A question that stands beside others on a screen with words, and alone on a screen in pictures."""
    return [page] if sitting.instrument.in_pictures else []


def _of_the_ggd(sitting: Sitting) -> list[str]:
    """What the client manager may know of the contact with the GGD."""
    pages = [picture_sharing.STATUS, *([picture_sharing.ADVICE] if _asks_advice(sitting) else [])]
    return pages if sitting.instrument.in_pictures else []


def _words_about_themes(sitting: Sitting) -> str:
    """What is said beside the themes; a form that was published before the question was there does not have it."""
    return picture_sharing.THEMES_WHAT if sitting.instrument.in_pictures else "consent.health.what"


def _answered_care(sitting: Sitting) -> bool:
    return any(block.private and block.id not in sitting.modules.skipped for block in sitting.instrument.blocks)


@bp.get("/<locale>/share", endpoint="share")
def first_page() -> ResponseReturnValue:
    """On to the first screen."""
    sitting, wants_talk = _sharing()
    if _looks_back_first(sitting):
        return _to_the_profile(sitting)
    pages = pages_of(sitting, _seen_choices(sitting), wants_talk=wants_talk)
    return redirect(url_for("participant.share_page", page=pages[0]), 303)


def _looks_back_first(sitting: Sitting) -> bool:
    """Whether the own profile waits to be seen, for the first time or anew after an answer was changed.

    After the end what was chosen can be changed in any case.
    """
    return not sitting.profile_seen and sitting.state is not SittingState.FINISHED


def _to_the_profile(sitting: Sitting) -> ResponseReturnValue:
    """To look back. Raises ParticipationClosed once the session is over: then looking is not noted any more."""
    if sitting.closed:
        raise ParticipationClosed
    return redirect(url_for("participant.review"), 303)


def _seen_choices(sitting: Sitting) -> CareChoices:
    """What stands about health, as far as it may be seen here."""
    return CareChoices() if health_is_hidden(sitting) else care_choices(current_work(), sitting)


@bp.get("/<locale>/share/<page>", endpoint="share_page")
def share_page(page: str) -> ResponseReturnValue:
    """One screen, with the choice that stands (none at first)."""
    sitting, wants_talk = _sharing()
    if _looks_back_first(sitting):
        return _to_the_profile(sitting)
    choices = _seen_choices(sitting)
    return _page(sitting, page, choices, wants_talk=wants_talk)


def _page(
    sitting: Sitting, page: str, choices: CareChoices, *, wants_talk: bool, report: bool | None = None
) -> ResponseReturnValue:
    work = current_work()
    pages = pages_of(sitting, choices, wants_talk=wants_talk)
    if page not in pages:
        abort(404)
    if report is None:
        report = shared_with(work, sitting).get(Recipient.VLUCHTELINGENWERK)
    back = _before(pages, page)
    if sitting.instrument.in_pictures and page in SCALE_PAGES:
        themes = {line.id: line.chosen == YES for line in _scales(sitting, page, choices)}
        return picture_sharing.themes_page(sitting, page, themes)
    if sitting.instrument.in_pictures and page != OVERVIEW:
        return picture_sharing.share_page(sitting, page, choices, report=report)
    if sitting.instrument.in_pictures:
        hidden = health_is_hidden(sitting) and has_care(sitting.instrument, sitting)
        lines = _overview(sitting, choices, report=report, wants_talk=wants_talk)
        return picture_sharing.overview_page(sitting, [(line.page, line.answer) for line in lines], hidden=hidden)
    return show(
        f"participant/share_{'health' if page in SCALE_PAGES else page.replace('-', '_')}.html",
        sitting,
        here=SHARE,
        keep=page != OVERVIEW,
        private=page in {GGD, CONTACT, MANAGER, *SCALE_PAGES},
        asks_advice=wants_talk and _asks_advice(sitting),
        scales=_scales(sitting, page, choices),
        question=f"consent.health.{page.removeprefix('health-').replace('-', '_')}",
        choices_made=choices,
        report=report,
        wants_talk=wants_talk,
        ggd_choices=GGD_CHOICES,
        contact_ways=CONTACT_WAYS,
        interpreters=INTERPRETERS,
        longest=LONGEST,
        shared=_overview(sitting, choices, report=report, wants_talk=wants_talk) if page == OVERVIEW else (),
        health_shared=_shares_health(choices, wants_talk=wants_talk),
        finished=sitting.state is SittingState.FINISHED,
        health_hidden=health_is_hidden(sitting) and has_care(sitting.instrument, sitting),
        said=request.args.get("said", ""),
        back_address=back,
    )


def _asks_advice(sitting: Sitting) -> bool:
    """Not in a form that was published before the question was there."""
    return words_of(sitting).has("consent.case_manager.ggd_advice")


def _shares_health(choices: CareChoices, *, wants_talk: bool) -> bool:
    with_ggd = wants_talk and choices.ggd in {YES, CONTACT_ONLY}
    with_manager = choices.wish or choices.ggd_status or choices.advice or choices.account
    return bool(with_ggd or with_manager or any(choices.scales.values()))


@dataclass(frozen=True, slots=True)
class ScaleLine:
    """A theme of health as the person saw it: id, name, the word beside it, and the standing choice ("" at first).

    In pictures no word stands beside it.
    """

    id: str
    name: str
    signal: str
    chosen: str


def _scales(sitting: Sitting, page: str, choices: CareChoices) -> list[ScaleLine]:
    """The themes of a screen about health; none on other screens."""
    if page not in SCALE_PAGES:
        return []
    words = words_of(sitting)
    return [
        ScaleLine(
            id=scale,
            name=words.text(f"scale.{scale}.name"),
            signal="" if signal is None else words.text(f"band.care.{SIGNALS.index(signal)}"),
            chosen={True: YES, False: NO, None: ""}[choices.scales.get((scale, SCALE_PAGES[page]))],
        )
        for scale, signal in seen_signals(current_work(), sitting).items()
    ]


def _overview(sitting: Sitting, choices: CareChoices, *, report: bool | None, wants_talk: bool) -> list[Shared]:
    """What was chosen, each with a way to change it; not chosen is the same as no."""
    yes_no = {True: "ui.yes", False: "ui.no", None: "ui.no"}
    lines = []
    pages = pages_of(sitting, choices, wants_talk=wants_talk)
    if GGD in pages:
        lines.append(Shared("lock", "consent.ggd.question", f"consent.ggd.{choices.ggd or NO}", GGD))
    if MANAGER in pages:
        lines.append(Shared("key", "consent.case_manager.wish", yes_no[choices.wish], MANAGER))
        if wants_talk:
            apart = (picture_sharing.STATUS, picture_sharing.ADVICE)  # in words they stand with the wish
            status, advice = (page if page in pages else MANAGER for page in apart)
            lines.append(Shared("key", "consent.case_manager.ggd_status", yes_no[choices.ggd_status], status))
            if _asks_advice(sitting):
                lines.append(Shared("key", "consent.case_manager.ggd_advice", yes_no[choices.advice], advice))
    for page, recipient in SCALE_PAGES.items():
        if page in pages:
            some = any(yes for (_, to), yes in choices.scales.items() if to == recipient)
            question = f"consent.health.{page.removeprefix('health-').replace('-', '_')}"
            lines.append(Shared("key", question, "consent.health.some" if some else "consent.health.none", page))
    lines.append(Shared("file-text", "consent.vluchtelingenwerk.report", yes_no[report], VLUCHTELINGENWERK))
    return lines


@bp.post("/<locale>/share/<page>")
def choose(page: str) -> ResponseReturnValue:
    """Record what this screen asks and go on; the overview finishes.

    Before the profile was seen nothing is recorded, but the fixed buttons work and what was shared can be taken back.
    """
    sitting, wants_talk = _sharing()
    work = current_work()
    standing = _seen_choices(sitting)
    go = request.form.get("go")
    pages = pages_of(sitting, standing, wants_talk=wants_talk)
    if page not in pages:
        abort(404)
    if sitting.instrument.in_pictures:
        go = picture_sharing.meant(request.form, page, go, pages)
    if _looks_back_first(sitting) and (page, go) != (OVERVIEW, "withdraw"):
        return answer_topbar(sitting, REVIEW) or _to_the_profile(sitting)
    if go == "back":
        return redirect(_before(pages, page), 303)
    if page == OVERVIEW:
        return _leave_overview(sitting, go, pages)
    made, report = _read(sitting, page, standing)
    if go == "language":
        return _page(sitting, page, made, wants_talk=wants_talk, report=report)
    locale = words_of(sitting).locale
    record_care_choices(work, sitting, made, locale)
    if page == CONTACT and not made.contact:
        forget_contact(work, sitting)
    if report is not None:
        share_report(work, sitting, Recipient.VLUCHTELINGENWERK, locale, yes=report)
    follow_choices(work, sitting, locale)
    answer = answer_topbar(sitting, SHARE)
    if answer is not None:
        return answer
    pages = pages_of(sitting, _seen_choices(sitting), wants_talk=wants_talk)
    following = pages[min(pages.index(page) + 1, len(pages) - 1)]
    return redirect(url_for("participant.share_page", page=following), 303)


def _leave_overview(sitting: Sitting, go: str | None, pages: Sequence[str]) -> ResponseReturnValue:
    """Finish, take back, or change one of the choices."""
    if go == "confirm":
        return _finish(sitting)
    if go == "withdraw":
        return _withdraw(sitting)
    answer = answer_topbar(sitting, SHARE)
    return answer or redirect(url_for("participant.share_page", page=go if go in pages else OVERVIEW), 303)


def _before(pages: Sequence[str], page: str) -> str:
    place = pages.index(page)
    return url_for("participant.share_page", page=pages[place - 1]) if place else url_for("participant.review")


def _read(sitting: Sitting, page: str, standing: CareChoices) -> tuple[CareChoices, bool | None]:
    """What a screen sent: the choices about health, and whether VluchtelingenWerk may read the report."""
    if page in SCALE_PAGES:
        return CareChoices(scales=_read_scales(sitting, request.form, SCALE_PAGES[page])), None
    if sitting.instrument.in_pictures:
        return picture_sharing.read_page(page, request.form, standing)
    made = READERS[page](request.form) if page in READERS else CareChoices()
    return made, {"yes": True, "no": False}.get(request.form.get("report", ""))


def _finish(sitting: Sitting) -> ResponseReturnValue:
    """Close the sitting; whoever came here by the address goes on where questions still wait."""
    if sitting.state is not SittingState.FINISHED:
        if where_to_go_on(current_work(), sitting) not in ENDING:
            return redirect(url_for("participant.go_on"), 303)
        finish_sitting(current_work(), sitting, words_of(sitting).locale)
        if reads_on_own_device():  # a device that stays with the facilitator keeps nothing
            cookie_session.pop(ALOUD_CARE, None)
        else:
            cookie_session[FINISHED_HERE] = sitting.token
    return redirect(url_for("participant.finish"), 303)


def _withdraw(sitting: Sitting) -> ResponseReturnValue:
    """Take back everything that was shared about health, whatever it was."""
    work, locale = current_work(), words_of(sitting).locale
    scales = dict.fromkeys(care_choices(work, sitting).scales, False)
    nothing = CareChoices(ggd=NO, wish=False, ggd_status=False, advice=False, account="", scales=scales)
    record_care_choices(work, sitting, nothing, locale)
    forget_contact(work, sitting)
    follow_choices(work, sitting, locale)
    return redirect(url_for("participant.share_page", page=OVERVIEW, said="withdrawn"), 303)


def _yes_no(form: MultiDict[str, str], name: str) -> bool | None:
    return {"yes": True, "no": False}.get(form.get(name, ""))


def _read_scales(sitting: Sitting, form: MultiDict[str, str], recipient: Recipient) -> dict[tuple[str, str], bool]:
    """The choices of one screen; only about themes that stand on it. In pictures, not touched is a no."""
    themes = seen_signals(current_work(), sitting)
    if sitting.instrument.in_pictures:
        return {(theme, recipient): theme in picture_sharing.touched(form) for theme in themes}
    made = {theme: _yes_no(form, f"scale.{theme}") for theme in themes}
    return {(theme, recipient): yes for theme, yes in made.items() if yes is not None}


def _read_ggd(form: MultiDict[str, str]) -> CareChoices:
    choice = form.get("ggd")
    return CareChoices(ggd=choice if choice in GGD_CHOICES else None)


def _read_contact(form: MultiDict[str, str]) -> CareChoices:
    preference = form.get("preference")
    return CareChoices(
        contact_ways=tuple(way for way in CONTACT_WAYS if way in form.getlist("way")),
        contact_detail=clean(form.get("detail", "")).strip()[:LONGEST],
        interpreter=_yes_no(form, "interpreter"),
        interpreter_preference=preference if preference in INTERPRETERS else None,
    )


def _read_manager(form: MultiDict[str, str]) -> CareChoices:
    return CareChoices(
        wish=_yes_no(form, "wish"),
        ggd_status=_yes_no(form, "ggd_status"),
        advice=_yes_no(form, "advice"),
        account=clean(form.get("account", "")).strip()[:LONGEST],
    )


READERS: Mapping[str, Callable[[MultiDict[str, str]], CareChoices]] = {
    GGD: _read_ggd,
    CONTACT: _read_contact,
    MANAGER: _read_manager,
}


@bp.get("/<locale>/finish", endpoint="finish")
def finished() -> ResponseReturnValue:
    """Thanks, what happens now, and the device goes back."""
    sitting, wants_talk = _sharing()
    if sitting.state is not SittingState.FINISHED:
        return redirect(url_for("participant.go_on"), 303)
    reached = wants_talk and care_choices(current_work(), sitting).ggd in {YES, CONTACT_ONLY}
    if sitting.instrument.in_pictures:
        return picture_sharing.finish_page(sitting, reached=reached)
    own, hidden = not reads_on_own_device(), health_is_hidden(sitting)
    # of now: the words of a form that was published before do not have them
    rights_words = words_of(None).text("request.title")
    return show(
        "participant/finish.html",
        sitting,
        reached=reached,
        own=own,
        rights_words=rights_words,
        copy_words=about_the_copy(whole=not hidden) if has_care(sitting.instrument, sitting) else (),
        reads_report=not hidden,
        summary_words=words_of(None).text("report.summary.title"),
        large_words=words_of(None).text("report.own.large"),
        page_words=words_of(None).text("report.own.screen"),
    )


@bp.post("/<locale>/finish")
def leave_finish() -> ResponseReturnValue:
    """The fixed buttons."""
    sitting = current_sitting()
    if sitting.session_closed:
        cookie_session.clear()
        raise ParticipationClosed
    answer = answer_topbar(sitting, Step(StepKind.FINISH))
    if answer is not None or not sitting.instrument.in_pictures:
        return answer or redirect(url_for("participant.finish"), 303)
    return redirect(picture_sharing.address_after(request.form.get("go")), 303)
