"""The summary of one page for the person: from the main store alone, so that it holds nothing about health."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.conversation import Conversation
from app.core.picture_report import Circumstances, picture_conversation_content
from app.core.report import conversation_content
from app.core.summary_report import SummaryContent, picture_summary, text_summary
from app.instruments.wording import Wording
from app.reporting.meta import OwnMeta
from app.services.circumstances import circumstances_of
from app.services.conversation_values import conversation_text
from app.services.conversation_versions import final_conversation
from app.services.own_profile import open_without_care, picture_profile_from, profile_from
from app.services.reports.fingerprint import keyed
from app.services.reports.own_parts import own_meta, told_apart_by
from app.services.reports.rows import SUMMARY
from app.services.sittings import Sitting
from app.services.wording_releases import words_may_be_printed
from app.services.work import Work

DUTCH = "nl"


@dataclass(frozen=True, slots=True)
class SummarySources:
    """Everything a summary is made from. ``talk``: the talk as it was held, or None."""

    work: Work
    sitting: Sitting
    words: Wording
    words_released: bool
    given: Circumstances
    talk: Conversation | None

    @property
    def content(self) -> SummaryContent:
        """What the summary says."""
        sitting, released = self.sitting, self.words_released
        asked = (sitting.instrument, sitting.modules, sitting.responses)
        if sitting.instrument.in_pictures:
            profile = picture_profile_from(sitting)
            return picture_summary(picture_conversation_content(*asked, profile, released=released), self.talk)
        content = conversation_content(*asked, profile_from(self.work, sitting), released=released)
        return text_summary(sitting.instrument, sitting.responses, content, self.talk)

    def meta(self) -> OwnMeta:
        """What the summary says beside that."""
        return own_meta(self.work, self.sitting, self.words, released=self.words_released)

    def fingerprint(self) -> str:
        """See ``keyed``."""
        more = {
            **told_apart_by(SUMMARY, self.meta()),
            "nl": self.sitting.wordings[DUTCH].printed_hash,
            "talk": conversation_text(self.talk) if self.talk else None,
        }
        return keyed(self.work, self.sitting, self.words, self.given, more)

    def pdf(self, *, large: bool = False) -> bytes:
        """In the person's own language, Dutch under it where that fits."""
        from app.reporting.summary import render_summary  # noqa: PLC0415 - WeasyPrint is big: only workers load it

        return render_summary(self.content, self.words, self.sitting.wordings[DUTCH], self.meta(), large=large)


def summary_sources(work: Work, token: str) -> SummarySources:
    """What the summary of one person is made from; nothing of the care store is opened."""
    sitting = open_without_care(work, token)
    words = sitting.wordings[sitting.locale or sitting.instrument.source_locale]
    return SummarySources(
        work=work,
        sitting=sitting,
        words=words,
        words_released=words_may_be_printed(work, sitting.instrument.id, words),
        given=circumstances_of(work, sitting),
        talk=final_conversation(work, sitting.id),
    )
