"""The conversation report: what it is made from, for the reader it is meant for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.core.picture_report import Circumstances, PictureContent, picture_conversation_content
from app.core.profile import CareSignal
from app.core.report import CareRelease, OwnText, ReportContent, conversation_content, other_form_phrase
from app.instruments.wording import Wording
from app.local_time import local_day
from app.reporting.meta import ReportMeta
from app.services.care import CareChoices, choices_of
from app.services.care_basis import has_basis
from app.services.circumstances import circumstances_of
from app.services.conversation_values import conversation_text
from app.services.conversation_versions import final_conversation
from app.services.own_profile import open_without_care, picture_profile_from, profile_from
from app.services.person_requests import remarks_of
from app.services.reports.fingerprint import keyed, translation_status
from app.services.reports.person import person_of, seen_by, token_of, who_saw
from app.services.scale_sharing import opened_with_care, signals_of
from app.services.sharing import Recipient
from app.services.sittings import Sitting
from app.services.wording_releases import words_may_be_printed
from app.services.work import Work

DUTCH = "nl"


@dataclass(frozen=True, slots=True)
class ConversationSources:
    """Everything a conversation report is made from. From the care part: what was shared with its reader, no more."""

    work: Work
    sitting: Sitting
    locale: str
    words_released: bool
    account: str | None
    wish: str | None
    signals: Mapping[str, CareSignal | None]
    given: Circumstances

    @property
    def care(self) -> CareRelease:
        """What the care page may say."""
        return CareRelease(wish=self.wish, account=self.account, signals=self.signals)

    @property
    def nl(self) -> Wording:
        """The Dutch words of this version."""
        return self.sitting.wordings[DUTCH]

    @property
    def own(self) -> Wording:
        """The words of the person's language, of this version."""
        return self.sitting.wordings[self.locale]

    def content(self) -> ReportContent | PictureContent:
        """What the report says, as values."""
        return self._picture_content() if self.sitting.instrument.in_pictures else self._text_content()

    def _text_content(self) -> ReportContent:
        sitting = self.sitting
        content = conversation_content(
            sitting.instrument,
            sitting.modules,
            sitting.responses,
            profile_from(self.work, sitting),
            released=self.words_released,
            care=self.care,
        )
        return replace(content, other_form=other_form_phrase(self.given.other_form))

    def _picture_content(self) -> PictureContent:
        sitting = self.sitting
        return picture_conversation_content(
            sitting.instrument,
            sitting.modules,
            sitting.responses,
            picture_profile_from(sitting),
            released=self.words_released,
            care=self.care,
            given=self.given,
        )

    def meta(self) -> ReportMeta:
        """What the report says about itself."""
        sitting, person = self.sitting, person_of(self.work, self.sitting.id)
        return ReportMeta(
            code=person.code,
            name=person.name,
            on=person.on,
            discuss_before=person.discuss_before,
            variant=sitting.instrument.variant,
            locale=self.locale,
            version=sitting.instrument.version,
            content_hash=sitting.instrument.content_hash,
            mode=sitting.mode,
            translation_status=translation_status(self.own),
            released_locale=self.words_released,
            who_saw=who_saw(self.work, sitting.id),
            newer_words=self.nl.lent_to_reports or self.own.lent_to_reports,
            wording_hashes={words.locale: words.content_hash for words in (self.nl, self.own)},
            demo=person.demo,
            conversation=final_conversation(self.work, sitting.id),
            corrections=self._corrections(),
        )

    def _corrections(self) -> tuple[tuple[date, OwnText], ...]:
        remarks = remarks_of(self.work, self.sitting.id)
        return tuple((local_day(one.made_at), OwnText(one.words)) for one in remarks)

    def fingerprint(self) -> str:
        """See ``keyed``."""
        person = person_of(self.work, self.sitting.id)
        more = {
            "person": (person.code, person.name),
            "nl": self.nl.printed_hash,
            "care": [self.wish, self.account, sorted(self.signals.items())],
            "who_saw": seen_by(who_saw(self.work, self.sitting.id)),
            "released": self.words_released,
            "talk": conversation_text(talk) if (talk := final_conversation(self.work, self.sitting.id)) else None,
            "corrections": [(day, words.text) for day, words in self._corrections()],
        }
        return keyed(self.work, self.sitting, self.own, self.given, more)

    def pdf(self, *, large: bool = False) -> bytes:
        """Dutch beside the person's own language."""
        from app.reporting.conversation import render_pdf  # noqa: PLC0415 - WeasyPrint is big: only workers load it

        return render_pdf(self.content(), self.nl, self.own, self.meta(), large=large)


def conversation_sources(work: Work, token: str, reader: Recipient) -> ConversationSources:
    """From the care store, only what the person chose to share with ``reader``."""
    sitting = open_without_care(work, token)
    locale = sitting.locale or sitting.instrument.source_locale
    choices = choices_of(work, token)
    wish, signals = _shared_care(work, sitting, choices, reader)
    return ConversationSources(
        work=work,
        sitting=sitting,
        locale=locale,
        words_released=words_may_be_printed(work, sitting.instrument.id, sitting.wordings[locale]),
        account=(choices.account or None) if reader is Recipient.CLIENT_MANAGER else None,
        wish=wish,
        signals=signals,
        given=circumstances_of(work, sitting),
    )


def conversation_of(work: Work, participation_id: int) -> ReportContent | PictureContent:
    """What the report of the client manager says now, as values, for showing it on screen."""
    return conversation_sources(work, token_of(work, participation_id), Recipient.CLIENT_MANAGER).content()


def _shared_care(
    work: Work, sitting: Sitting, choices: CareChoices, reader: Recipient
) -> tuple[str | None, dict[str, CareSignal | None]]:
    """Option id of the wish, and the signals of the themes, each only if shared with ``reader``.

    Signals only while the municipality has a basis for them besides. The wish is asked about for the client manager
    alone.
    """
    shared = {theme for (theme, to), yes in choices.scales.items() if yes and to == reader}
    if shared and not has_basis(work, sitting.organisation_id):
        shared = set()
    shares_wish = choices.wish and reader is Recipient.CLIENT_MANAGER
    if not (shares_wish or shared):
        return None, {}
    opened = opened_with_care(work, sitting)
    wish = opened.responses.get(sitting.instrument.roles.get("care_wish", "")) if shares_wish else None
    return wish.option if wish else None, {one: said for one, said in signals_of(opened).items() if one in shared}
