"""What a report says about itself: whose, when, in which language, who has seen it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from app.core.conversation import Conversation
from app.core.report import OwnText, Phrase


@dataclass(frozen=True, slots=True)
class Seen:
    """Someone saw a part of this report. ``part``: what was seen, as a phrase, or pages such as ``1–9``.

    ``line``: key of the sentence; another one for who went on with the person.
    """

    recipient: str
    part: Phrase | str
    on: date
    line: str = "report.who_saw_line"


@dataclass(frozen=True, slots=True)
class ReportMeta:
    """Everything printed that is neither a score nor an answer.

    ``on``: day on which the last answer was given; it dates the file too, so that the same input gives the same bytes.
    ``variant``: text or pictogram. ``mode``: self, read_aloud, interpreter or family_present.
    ``translation_status``: last part of ``guide.translation_status.*`` of the wording that was answered.
    ``released_locale``: whether a named person released that wording (R29, R41).
    ``conversation``: the talk as it was held, or None while it still has to be held.
    ``corrections``: what the person said later is not right, with the day.
    ``newer_words``: whether later words stand around the answers of an older version.
    ``wording_hashes``: locale to fingerprint.
    """

    code: str
    on: date
    locale: str
    version: str
    content_hash: str
    discuss_before: date
    variant: str
    name: str | None = None
    mode: str = "self"
    translation_status: str = "draft"
    released_locale: bool = False
    conversation: Conversation | None = None
    corrections: tuple[tuple[date, OwnText], ...] = ()
    who_saw: tuple[Seen, ...] = ()
    newer_words: bool = False
    wording_hashes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    demo: bool = False

    @property
    def discussed_on(self) -> date | None:
        """Day of the talk; None while it still has to be held."""
        return self.conversation.held_on if self.conversation else None


@dataclass(frozen=True, slots=True)
class HelpNumbers:
    """Where the person can get help: who, and telephone numbers; an empty one is not printed.

    ``privacy_contact``: address or number for questions about the data.
    """

    contact: str
    phone: str
    out_of_hours: str = ""
    ggd: str = ""
    vluchtelingenwerk: str = ""
    privacy_contact: str = ""


@dataclass(frozen=True, slots=True)
class OwnMeta:
    """What the person's own report says beside the answers.

    ``on``: day of the last answer; it dates the file too. ``shared``: what was chosen to share, each as question and
    answer; ``account``: what the client manager is asked to take into account. ``discussed_on``: day of the talk; None
    while it still has to be held. ``variant``, ``mode``, ``who_saw`` and ``released_locale`` as in ``ReportMeta``.
    """

    code: str
    on: date
    locale: str
    version: str
    variant: str
    discuss_before: date
    help: HelpNumbers
    name: str | None = None
    shared: tuple[tuple[Phrase, Phrase], ...] = ()
    account: OwnText | None = None
    mode: str = "self"
    who_saw: tuple[Seen, ...] = ()
    discussed_on: date | None = None
    released_locale: bool = False
    demo: bool = False
