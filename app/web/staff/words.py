"""Words that staff templates share: the text bank, dates in words, languages by their own name."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_datetime, format_time
from flask import g
from flask_babel import gettext
from markupsafe import Markup

from app.instruments.wording import Wording
from app.local_time import ZONE, local_day
from app.reporting.voice import Voice, direction_of_locale
from app.services.codes import grouped
from app.services.session_life import ends_at
from app.store.care_models import Advice
from app.store.models import RoleName
from app.web.assets import sheet_address
from app.web.context import current_library, current_work
from app.web.staff.access import current_staff, signed_in
from app.web.staff.blueprint import on_staff_pages
from app.web.staff.provider import has_provider

INSTRUMENT, PICTURES = "profile", "picture-profile"


def staff_wording() -> Wording:
    """The text bank in the language of this page."""
    return current_library().wording(INSTRUMENT, g.locale)


def staff_voice(instrument: str = INSTRUMENT) -> Voice:
    """Says what the report of an instrument says, in the language of this page."""
    return Voice(current_library().wording(instrument, g.locale))


def text(key: str, **places: object) -> str:
    """A text of the text bank."""
    return staff_wording().text(key, **places)


def moment(value: datetime) -> str:
    """Day and time, "Tuesday 24 November, 9:30"; with the year when it is another one than now."""
    local = value.astimezone(ZONE)
    year = "" if local.year == local_day(current_work().now()).year else " y"
    return format_datetime(local, f"EEEE d MMMM{year}, H:mm", locale=g.locale)


def clock(value: datetime) -> str:
    """The time of day, "10:42"."""
    return format_time(value.astimezone(ZONE), "H:mm", locale=g.locale)


def day(value: datetime | date) -> str:
    """The date, "17 November 2026"; without the year when it is this one."""
    local = local_day(value) if isinstance(value, datetime) else value
    year = "" if local.year == local_day(current_work().now()).year else " y"
    return format_date(local, f"d MMMM{year}", locale=g.locale)


def is_today(value: datetime) -> bool:
    """Whether a moment is today, by the clock in the Netherlands."""
    return local_day(value) == local_day(current_work().now())


@lru_cache(maxsize=64)
def _direction(code: str) -> str:
    return str(direction_of_locale(code))


def language(code: str | None) -> Markup:
    """A language by its own name, marked as that language; a dash when none was chosen yet."""
    if not code:
        return Markup("–")
    endonym = current_library().locale(code).endonym
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(code, _direction(code), endonym)


def endonym(code: str) -> str:
    """A language by its own name, for a list of choices."""
    return str(current_library().locale(code).endonym)


def advice_words(advice: Advice) -> str:
    """What the GGD advises, in words."""
    names: dict[Advice, str] = {
        # Translators: advice of the GGD about somebody on the way to work or education.
        Advice.CARE_FIRST: gettext("care first, then the way to work"),
        # Translators: advice of the GGD about somebody on the way to work or education.
        Advice.PARALLEL: gettext("care and the way to work at the same time"),
        # Translators: advice of the GGD about somebody on the way to work or education.
        Advice.NONE: gettext("nothing to take into account because of care"),
    }
    return names[advice]


def role_name(role: RoleName) -> str:
    """A role in words."""
    names: dict[RoleName, str] = {
        RoleName.FACILITATOR: gettext("Facilitator"),
        RoleName.CLIENT_MANAGER: gettext("Client manager"),
        RoleName.VLUCHTELINGENWERK: gettext("VluchtelingenWerk"),
        RoleName.GGD: gettext("GGD"),
        RoleName.ADMINISTRATOR: gettext("Administrator"),
        RoleName.RESEARCHER: gettext("Researcher"),
        RoleName.PROTECTION_OFFICER: gettext("Data protection officer"),
    }
    return names[role]


def staff_words() -> dict[str, Any]:
    """What every staff template can say."""
    if not on_staff_pages():
        return {}
    return {
        "staff": current_staff() if signed_in() else None,
        "demo": current_work().config.demo,
        "has_provider": has_provider,
        "second_step_asked": current_work().config.second_step,
        "sheet_address": sheet_address,
        "text": text,
        "moment": moment,
        "clock": clock,
        "ends_at": ends_at,
        "day": day,
        "is_today": is_today,
        "language": language,
        "endonym": endonym,
        "direction_of": _direction,
        "grouped": grouped,
        "role_name": role_name,
        "advice_words": advice_words,
        "failure_words": failure_words,
        "Role": RoleName,
    }


def failure_words(kind: str) -> str:
    """Why a report could not be made, and what to do."""
    reasons = {
        # Translators: why a report could not be made.
        "KeyError": gettext("a text is missing that the report needs"),
        # Translators: why a report could not be made.
        "MemoryError": gettext("the server had too little memory"),
        # Translators: why a report could not be made: stored data cannot be opened with the keys of this installation.
        "SealBroken": gettext("something that is kept cannot be opened with the keys here"),
    }
    # Translators: a kind of fault, such as ValueError, for whoever looks after the server.
    reason = reasons.get(kind) or gettext("fault “%(kind)s”", kind=kind)
    sentence: str = gettext(
        "Not made: %(reason)s. The answers are safe. Make it again; if it fails again, tell your administrator.",
        reason=reason,
    )
    return sentence
