"""Who may see what: the table of domain 7.1 as data. Every page names its row; nothing else opens one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from app.store.models import RoleName


class Information(StrEnum):
    """The kinds of information: the rows of domain 7.1, the last one apart by what is looked after."""

    PROGRESS = "progress"  # progress, language, mode, help call; never an answer
    SITUATION = "situation"  # situation, education, work, language
    PROFILE = "profile"  # competency and motivation profile, and the report that holds them
    QUALITY = "quality"  # response-quality light
    CARE_SIGNALS = "care_signals"
    ACUTE = "acute"  # asked for help today
    RAW_ANSWERS = "raw_answers"
    ACCOUNTS = "accounts"
    SETTINGS = "settings"  # locations, recordings, periods
    LOG = "log"
    REQUESTS = "requests"  # that somebody asks to see, correct or delete; never what stands in it
    GUIDE = "guide"  # how to work with all this; holds nothing of anybody
    OWN_ACCOUNT = "own_account"


class Condition(StrEnum):
    """What must be so besides the role; each is held by the use case that gives the information."""

    OWN_ORGANISATION = "own_organisation"  # accounts.within_organisation, in every question about people
    OWN_SITTING = "own_sitting"  # the person, on the device where the code was typed
    OWN_CASELOAD = "own_caseload"  # caseload.find_person, own_person
    AFTER_FINISH = "after_finish"  # caseload.open_person
    AFTER_SEEN = "after_seen"  # the person saw it first: caseload.open_person, find_talked_about
    RELEASED = "released"  # the person chose so for this recipient, and did not take it back
    WISH_OR_ACUTE = "wish_or_acute"  # finishing, care.raise_acute: nothing else makes an item of the work list
    WITHOUT_WHY = "without_why"  # "go to the seat", never what was answered
    OWN_INSTRUMENTS = "own_instruments"
    AGGREGATED = "aggregated"
    PSEUDONYM = "pseudonym"
    OPTED_IN = "opted_in"
    OWN_ACCOUNT = "own_account"


PARTICIPANT = "participant"
"""The reader that has no account: the person."""

Rights = Mapping[str, frozenset[Condition]]
_C = Condition
_THE_PERSON = {PARTICIPANT: frozenset({_C.OWN_SITTING})}
_FIGURES = frozenset({_C.AGGREGATED, _C.PSEUDONYM})


def _when(*conditions: Condition) -> frozenset[Condition]:
    return frozenset({_C.OWN_ORGANISATION, *conditions})


RIGHTS: Mapping[Information, Rights] = MappingProxyType(
    {
        Information.PROGRESS: {
            **_THE_PERSON,
            RoleName.FACILITATOR: _when(),
            RoleName.RESEARCHER: _when(_C.AGGREGATED),
        },
        Information.SITUATION: {
            **_THE_PERSON,
            RoleName.CLIENT_MANAGER: _when(_C.OWN_CASELOAD, _C.AFTER_FINISH),
            RoleName.VLUCHTELINGENWERK: _when(_C.RELEASED, _C.AFTER_SEEN),
            RoleName.RESEARCHER: _when(_C.PSEUDONYM, _C.OPTED_IN),
        },
        Information.PROFILE: {
            **_THE_PERSON,
            RoleName.CLIENT_MANAGER: _when(_C.OWN_CASELOAD, _C.AFTER_SEEN),
            RoleName.VLUCHTELINGENWERK: _when(_C.RELEASED, _C.AFTER_SEEN),
            RoleName.RESEARCHER: _when(_C.PSEUDONYM, _C.OPTED_IN),
        },
        Information.QUALITY: {
            **_THE_PERSON,
            RoleName.CLIENT_MANAGER: _when(_C.OWN_CASELOAD, _C.AFTER_SEEN),
            RoleName.VLUCHTELINGENWERK: _when(_C.RELEASED, _C.AFTER_SEEN),
            RoleName.GGD: _when(_C.WISH_OR_ACUTE),
            RoleName.RESEARCHER: _when(_C.PSEUDONYM, _C.OPTED_IN),
        },
        Information.CARE_SIGNALS: {
            **_THE_PERSON,
            RoleName.CLIENT_MANAGER: _when(_C.OWN_CASELOAD, _C.RELEASED),
            RoleName.VLUCHTELINGENWERK: _when(_C.RELEASED),
            RoleName.GGD: _when(_C.WISH_OR_ACUTE),
            RoleName.RESEARCHER: _when(_C.PSEUDONYM, _C.OPTED_IN),
        },
        Information.ACUTE: {
            **_THE_PERSON,
            RoleName.FACILITATOR: _when(_C.WITHOUT_WHY),
            RoleName.GGD: _when(_C.WISH_OR_ACUTE),
        },
        Information.RAW_ANSWERS: {
            **_THE_PERSON,
            RoleName.GGD: _when(_C.OWN_INSTRUMENTS, _C.RELEASED),
            RoleName.RESEARCHER: _when(_C.PSEUDONYM, _C.OPTED_IN),
        },
        Information.ACCOUNTS: {RoleName.ADMINISTRATOR: _when()},
        Information.SETTINGS: {RoleName.ADMINISTRATOR: _when()},
        Information.REQUESTS: {**_THE_PERSON, RoleName.ADMINISTRATOR: _when()},
        Information.LOG: {RoleName.ADMINISTRATOR: _when(), RoleName.PROTECTION_OFFICER: _when()},
        Information.GUIDE: dict.fromkeys(RoleName, frozenset()),
        Information.OWN_ACCOUNT: dict.fromkeys(RoleName, frozenset({_C.OWN_ACCOUNT})),
    }
)
"""Row, reader, and what must be so. A reader that a row does not name sees nothing of it."""


class NoSuchRight(Exception):
    """A page was opened to a role to which the table gives no right."""


def roles_for(information: Information) -> frozenset[RoleName]:
    """The roles that see this of single people or things; whoever gets only figures needs a page of its own."""
    return frozenset(
        RoleName(reader)
        for reader, conditions in RIGHTS[information].items()
        if reader != PARTICIPANT and not conditions & _FIGURES
    )


def allowed(information: Information, *narrowed: RoleName) -> frozenset[RoleName]:
    """The roles of a page that shows this: all of the row, or only the ones named.

    Raises NoSuchRight when one is named that the row does not have.
    """
    without = [role.value for role in narrowed if role.value not in RIGHTS[information]]
    if without:
        raise NoSuchRight(f"{information.value}: the table gives no right to {', '.join(without)}")
    return frozenset(narrowed) or roles_for(information)
