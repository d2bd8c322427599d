"""What every address asks of who comes: no page is attached without a rule, and the application starts with no gap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from flask import Flask, request
from flask import session as cookie_session
from flask.typing import ResponseReturnValue

from app.services.rights import Information, allowed
from app.store.models import RoleName
from app.web.participant.sitting import TOKEN, NoSitting

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


class Door(StrEnum):
    """Who may knock at all."""

    ANYBODY = "anybody"  # holds nothing of anybody, or looks for itself who comes
    SITTING = "sitting"  # a device on which a code was typed
    SIGN_IN = "sign_in"  # signing in and out
    SECOND_STEP = "second_step"  # a later step of it: the view looks for itself how far somebody is
    SET_UP = "set_up"  # somebody who signed in, also without a second step yet
    STAFF = "staff"  # somebody who signed in with all that is asked, and has the role


@dataclass(frozen=True, slots=True)
class Rule:
    """One address. ``information`` and ``roles`` only for staff: a row of the table and the roles that it opens to."""

    door: Door
    information: Information | None = None
    roles: frozenset[RoleName] = frozenset()


class RuleMissing(Exception):
    """Addresses without a rule, or rules without an address; the application does not start."""


_ANYBODY = (
    "static assets.picture assets.style_sheet scripts.participant_script sound.play "
    "health.health health.ready metrics.metrics "
    "participant.home participant.kiosk participant.language participant.code participant.enter_code "
    "participant.hidden participant.goodbye participant.help participant.hand_back participant.cover "
    "participant.finish participant.stop_end participant.end participant.own_rights participant.open_rights "
    "participant.own_requests participant.ask_about_data participant.asked_copy participant.asked_summary "
    "participant.withdraw participant.answer_withdraw staff.change_language security.static "
    "participant.look_here stand_in.page stand_in.worker"
)
_SITTING = (
    "acute agree_health_here alone ask_for_large_print ask_for_summary begin_part call change_form choose "
    "choose_alone choose_form "
    "choose_reader choose_research choose_second_language choose_to_stop choose_to_take_part choose_what_now deck "
    "device end_break give_code_again go_on health_here item later leave_finish leave_line leave_pause leave_rest "
    "leave_resume leave_review leave_start own_answers own_copy own_large own_page own_report own_summary part pause "
    "paused practice "
    "present reader research rest resume review save_item share share_page stop take_part tell try_practice "
    "two_languages wait_for_report welcome who_sees"
)
_SECOND_STEP = "two_factor_token_validation two_factor_rescue tf_select mf_recovery wan_signin wan_signin_response"
_SET_UP = (
    "two_factor_setup two_factor_setup_validate mf_recovery_codes wan_register wan_register_response wan_delete verify"
)
RULES: dict[str, Rule] = {
    **dict.fromkeys(_ANYBODY.split(), Rule(Door.ANYBODY)),
    **{f"participant.{name}": Rule(Door.SITTING, Information.RAW_ANSWERS) for name in _SITTING.split()},
    "security.login": Rule(Door.SIGN_IN),
    "security.logout": Rule(Door.SIGN_IN),
    **{f"security.{name}": Rule(Door.SECOND_STEP) for name in _SECOND_STEP.split()},
    **{f"security.{name}": Rule(Door.SET_UP, Information.OWN_ACCOUNT) for name in _SET_UP.split()},
}
"""Endpoint to its rule. Pages of staff add theirs where they are written, with ``shows``."""


def shows(information: Information, *narrowed: RoleName) -> Callable[[View], View]:
    """State what a staff page shows: the table says to whom, all roles of the row or the ones named.

    Raises NoSuchRight when the table gives a named role no right to it.
    """
    rule = Rule(Door.STAFF, information, allowed(information, *narrowed))

    def state(view: View) -> View:
        RULES[f"staff.{view.__name__}"] = rule
        return view

    return state


def opens(door: Door) -> Callable[[View], View]:
    """State that a page under /staff asks for less than a role."""

    def state(view: View) -> View:
        RULES[f"staff.{view.__name__}"] = Rule(door)
        return view

    return state


def attach(app: Flask) -> None:
    """Look at the rule of each request; refuse to go on when one has none."""
    check(app)
    app.before_request(guard_sittings)


def check(app: Flask) -> None:
    """Raise RuleMissing unless every address has a rule."""
    missing = sorted({rule.endpoint for rule in app.url_map.iter_rules()} - set(RULES))
    if missing:
        raise RuleMissing(
            f"no rule says who may come to: {', '.join(missing)}. "
            "A staff page states it with shows(Information.…), any other one in app/web/rules.py."
        )


def rule_of_request() -> Rule | None:
    """The rule of this address; None where there is no page."""
    return RULES.get(request.endpoint or "")


def guard_sittings() -> None:
    """Raise NoSitting on a page for people when no code was typed on this device."""
    rule = rule_of_request()
    if rule is not None and rule.door is Door.SITTING and TOKEN not in cookie_session:
        raise NoSitting
