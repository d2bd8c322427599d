"""The 26 invented people of the demonstration: plainly invented names, fixed invented codes, every stage."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.services.codes import complete_code


class Stage(StrEnum):
    """How far somebody has come."""

    NEW = "new"
    DECLINED = "declined"
    STARTED = "started"
    IN_BREAK = "in_break"
    PAUSED = "paused"
    STOPPED = "stopped"
    DELETED = "deleted"
    ACUTE = "acute"  # asked for help today, still sitting there
    FINISHED = "finished"  # the person has not looked at the profile
    SEEN = "seen"
    TALK = "talk"  # seen, and a talk is planned


class Style(StrEnum):
    """How somebody uses the answers, beside what is true."""

    PLAIN = "plain"
    YES_SAYING = "yes_saying"
    EXTREME = "extreme"
    MANY_MISSING = "many_missing"


class Meeting(StrEnum):
    """The group sessions of the demonstration."""

    LAST_MONTH = "last_month"
    LAST_WEEK = "last_week"
    TODAY = "today"
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented person. ``signs``: nine signs of the code; ``care``: None skips the part, else burden 0-1.

    ``wish``: option of the wish for a talk; ``ggd``: what is shared with the GGD; ``answers``: how many items a person
    who has not finished answered; ``calls``: asks for help now; ``pictures``: answers with pictures and sound.
    """

    signs: str
    name: str | None
    locale: str
    meeting: Meeting
    stage: Stage
    style: Style = Style.PLAIN
    level: float = 0.6
    field: str = "cooking_serving"
    care: float | None = 0.25
    wish: str = "no"
    ggd: str | None = None
    vluchtelingenwerk: bool = False
    mode: str = "self"
    answers: int = 0
    calls: bool = False
    pictures: bool = False

    @property
    def code(self) -> str:
        """The access code with its check sign."""
        return complete_code(self.signs)


M, S, T = Meeting, Stage, Style
PEOPLE = (
    Invented("DEMARA3AA", "Voorbeeld Omar", "ar", M.LAST_MONTH, S.TALK, level=0.7, care=0.55, wish="yes", ggd="yes"),
    Invented("DEMTGR3CC", "Demo Selam", "ti", M.LAST_MONTH, S.TALK, level=0.65, vluchtelingenwerk=True),
    Invented(
        "DEMARA3DD",
        "Voorbeeld Fatima",
        "ar",
        M.LAST_MONTH,
        S.SEEN,
        field="clothes_craft",
        level=0.55,
        care=0.6,
        wish="yes",
        ggd="yes",
        vluchtelingenwerk=True,
        mode="interpreter",
    ),
    Invented("DEMTGR3EE", "Demo Yonas", "ti", M.LAST_MONTH, S.SEEN, T.EXTREME, field="driving_goods"),
    Invented(
        "DEMENG3FF",
        "Demo Grace",
        "en",
        M.LAST_MONTH,
        S.SEEN,
        field="care_people",
        level=0.75,
        care=None,
        vluchtelingenwerk=True,
    ),
    Invented("DEMNDN3GG", "Voorbeeld Amir", "nl", M.LAST_MONTH, S.TALK, field="repair_machines", level=0.6),
    Invented("DEMENG3HH", None, "en", M.LAST_MONTH, S.FINISHED, field="office_computer", level=0.7),
    Invented("DEMTGR3JJ", "Demo Rahwa", "ti", M.LAST_MONTH, S.FINISHED, T.MANY_MISSING, field="cleaning"),
    Invented("DEMARA4AA", "Voorbeeld Huda", "ar", M.LAST_WEEK, S.SEEN, T.YES_SAYING, field="shop_market", level=0.6),
    Invented("DEMARA4CC", "Demo Ahmad", "ar", M.LAST_WEEK, S.PAUSED, field="building", answers=47),
    Invented("DEMNDN4DD", "Voorbeeld Hanna", "nl", M.LAST_WEEK, S.STOPPED, field="office_computer", answers=31),
    Invented("DEMENG4EE", "Demo Samuel", "en", M.LAST_WEEK, S.DECLINED),
    Invented("DEMTGR4FF", None, "ti", M.LAST_WEEK, S.DELETED, field="land_animals", answers=22),
    Invented(
        "DEMNDN4GG",
        "Demo Mariam",
        "nl",
        M.LAST_WEEK,
        S.SEEN,
        T.MANY_MISSING,
        field="cleaning",
        level=0.5,
        care=0.45,
        wish="later",
        ggd="contact_only",
        mode="read_aloud",
    ),
    Invented("DEMTGR6AA", "Demo Tesfay", "ti", M.TODAY, S.STARTED, field="land_animals", answers=34),
    Invented("DEMARA6CC", "Voorbeeld Nour", "ar", M.TODAY, S.IN_BREAK, field="care_people"),
    Invented("DEMENG6DD", "Demo Daniel", "en", M.TODAY, S.STARTED, field="driving_goods", answers=58, calls=True),
    Invented("DEMARA6EE", "Voorbeeld Salma", "ar", M.TODAY, S.ACUTE, field="clothes_craft", care=0.85, wish="yes"),
    Invented("DEMNDN6FF", "Demo Eva", "nl", M.TODAY, S.SEEN, field="shop_market", level=0.7, care=0.1),
    Invented("DEMPCT6GG", "Demo Letay", "ti", M.TODAY, S.STARTED, answers=14, pictures=True),
    Invented(
        "DEMPCT6HH",
        "Voorbeeld Yusuf",
        "ar",
        M.TODAY,
        S.SEEN,
        care=0.4,
        vluchtelingenwerk=True,
        mode="read_aloud",
        pictures=True,
    ),
    Invented("DEMNEWNDN", None, "nl", M.TODAY, S.NEW),
    Invented("DEMNEWENG", None, "en", M.TODAY, S.NEW),
    Invented("DEMNEWARA", None, "ar", M.TODAY, S.NEW),
    Invented("DEMNEWTGR", None, "ti", M.TODAY, S.NEW),
    Invented("DEMARA7AA", None, "ar", M.COMING, S.NEW),
)
