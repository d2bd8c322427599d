"""What a report says about itself: whose, when, in which language, who has seen it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from app.core.report import Phrase


@dataclass(frozen=True, slots=True)
class Seen:
    """Someone saw a part of this report. ``part``: what was seen, as a phrase, or pages such as ``1–9``."""

    recipient: str
    part: Phrase | str
    on: date


@dataclass(frozen=True, slots=True)
class ReportMeta:
    """Everything printed that is neither a score nor an answer.

    ``on``: day on which the last answer was given; it dates the file too, so that the same input gives the same bytes.
    ``mode``: self, read_aloud, interpreter or family_present. ``translation_status``: last part of
    ``guide.translation_status.*`` of the wording that was answered. ``released_locale``: whether a named person
    released that wording (R29, R41). ``discussed_on``: day of the conversation, or None while it still has to be held.
    ``wording_hashes``: locale to fingerprint.
    """

    code: str
    on: date
    locale: str
    version: str
    content_hash: str
    discuss_before: date
    name: str | None = None
    mode: str = "self"
    translation_status: str = "draft"
    released_locale: bool = False
    discussed_on: date | None = None
    who_saw: tuple[Seen, ...] = ()
    wording_hashes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    demo: bool = False


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
    answer. ``released_locale`` as in ``ReportMeta``.
    """

    code: str
    on: date
    locale: str
    version: str
    help: HelpNumbers
    name: str | None = None
    shared: tuple[tuple[Phrase, Phrase], ...] = ()
    released_locale: bool = False
    demo: bool = False
