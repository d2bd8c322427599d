"""Welcome, who sees what, and the free choice to take part (R14, R16, R44)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, request, url_for
from flask import session as cookie_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.core.instrument import Instrument
from app.services.calls import call_help
from app.services.contacts import organisation_of
from app.services.delivery import ParticipationClosed, take_part
from app.services.sittings import Sitting
from app.store.models import SittingState
from app.web import steps
from app.web.context import current_work
from app.web.participant import picture_start
from app.web.participant.blueprint import bp
from app.web.participant.picture_screens import address_of_line, start_lines
from app.web.participant.sitting import (
    CALLED,
    NOT_BEGUN,
    NotBegun,
    address_before_the_path,
    answer_topbar,
    current_sitting,
    show,
    words_of,
)

EXPLAINED = ("case_manager", "municipality", "ggd", "vluchtelingenwerk", "facilitator", "profile", "care_signal")
PRIVACY_TEXTS = tuple(f"privacy.{number}" for number in range(1, 10))
RIGHTS = tuple(f"rights.{number}" for number in range(1, 7))


@dataclass(frozen=True, slots=True)
class Sight:
    """One line of "who sees what": text key, picture, icon, and what is seen in a word."""

    key: str
    picture: str
    sign: str
    words: str
    private: bool = False


def lines_of_sight() -> list[Sight]:
    """Who sees what, in the order of the picture strip; as domain 7.1 has it by default."""
    # Translators: what somebody sees of the answers, in one or two words beside an icon.
    everything, nothing = gettext("everything"), gettext("no answers")
    # Translators: when or whether somebody sees something, beside an icon; said to the participant.
    after_you, you_choose = gettext("after you"), gettext("you choose")
    # Translators: what researchers and system managers see, beside an icon.
    nameless = gettext("without your name")
    rows = (
        ("1", "eye", everything, False),
        ("2", "eye-off", nothing, False),
        ("3", "clock", after_you, False),
        ("4", "clock", after_you, False),
        ("5", "key", you_choose, False),
        ("6", "lock", you_choose, True),
        ("7", "lock", you_choose, True),
        ("8", "eye-off", nameless, False),
    )
    return [Sight(f"who_sees.{n}", f"who_sees-{n}", sign, words, private) for n, sign, words, private in rows]


def _open_choice() -> Sitting:
    """The sitting of somebody who can still choose to take part."""
    sitting = current_sitting()
    if sitting.closed:
        raise ParticipationClosed
    return sitting


@bp.get("/<locale>/welcome")
def welcome() -> ResponseReturnValue:
    """What this is and what it is not."""
    sitting = _open_choice()
    if sitting.instrument.in_pictures:
        return redirect(address_of_line(start_lines()[0]), 303)
    return show("participant/welcome.html", sitting, minutes=sitting.instrument.minutes)


@bp.get("/<locale>/who-sees")
def who_sees() -> ResponseReturnValue:
    """Who sees what, in pictures, with the words explained."""
    sitting = _open_choice()
    if sitting.instrument.in_pictures:
        return redirect(address_of_line(start_lines()[1]), 303)
    return show("participant/who_sees.html", sitting, lines=lines_of_sight(), explained=EXPLAINED)


@bp.get("/<locale>/take-part", endpoint="take_part")
def ask_to_take_part() -> ResponseReturnValue:
    """The choice, with the rights and the use of data in short."""
    sitting = _open_choice()
    if sitting.instrument.in_pictures:
        return picture_start.take_part_page(sitting)
    organisation = organisation_of(current_work(), sitting)
    places = {
        "municipality": organisation.name,
        "legal_basis": organisation.legal_basis,
        "privacy_contact": organisation.privacy_contact,
        "answers_months": organisation.answers_months,
        "report_months": organisation.report_months,
        "care_months": organisation.care_months,
    }
    declined = sitting.state is SittingState.DECLINED
    template = "participant/declined.html" if declined else "participant/take_part.html"
    return show(template, sitting, places=places, privacy=PRIVACY_TEXTS, rights=RIGHTS)


@bp.post("/<locale>/take-part")
def choose_to_take_part() -> ResponseReturnValue:
    """Yes, no, or a question first."""
    sitting = _open_choice()
    if sitting.instrument.in_pictures:
        return picture_start.choose_to_take_part(sitting)
    work = current_work()
    go = request.form.get("go")
    locale = words_of(sitting).locale
    if go == "ask":
        call_help(work, sitting)
        cookie_session[CALLED] = True
    elif go == "no":
        take_part(work, sitting, locale, yes=False, research=False, research_care=False)
    elif go == "yes":
        take_part(work, sitting, locale, yes=True, research=False, research_care=False)
        return redirect(url_for("participant.research"), 303)
    else:
        return answer_topbar(sitting) or redirect(url_for("participant.take_part"), 303)
    return redirect(url_for("participant.take_part"), 303)


@bp.post("/<locale>/welcome")
@bp.post("/<locale>/who-sees")
def leave_start() -> ResponseReturnValue:
    """The fixed buttons of the screens that ask nothing."""
    return answer_topbar(_open_choice()) or redirect(url_for("participant.go_on"), 303)


@bp.get("/<locale>/research")
def research() -> ResponseReturnValue:
    """A choice of its own: may researchers use the answers without a name? No unless somebody says yes."""
    sitting = _begun()
    if sitting.instrument.in_pictures:
        return redirect(address_before_the_path(sitting), 303)
    return show("participant/research.html", sitting, keep=True, care=has_care(sitting.instrument, sitting), filled={})


@bp.post("/<locale>/research")
def choose_research() -> ResponseReturnValue:
    """Record the choice; the question about health counts only after yes to the first."""
    sitting = _begun()
    if request.form.get("go") == "language":
        care = has_care(sitting.instrument, sitting)
        return show("participant/research.html", sitting, keep=True, care=care, filled=request.form)
    answer = answer_topbar(sitting)
    if answer is not None:
        return answer
    yes = request.form.get("research") == "yes"
    care = has_care(sitting.instrument, sitting) and request.form.get("research_care") == "yes"
    take_part(current_work(), sitting, words_of(sitting).locale, yes=True, research=yes, research_care=care)
    return redirect(steps.address_of(sitting.path[0]), 303)


def has_care(instrument: Instrument, sitting: Sitting) -> bool:
    """Whether the health part is on in this group session."""
    return any(block.private and block.id in sitting.modules.blocks for block in instrument.blocks)


def _begun() -> Sitting:
    sitting = _open_choice()
    if sitting.state in NOT_BEGUN:
        raise NotBegun
    return sitting
