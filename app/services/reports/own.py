"""The person's own report: in words everything that was answered; in pictures the booklet."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.core.own_report import OwnContent, own_content
from app.core.picture_report import Circumstances
from app.core.report import OwnText
from app.instruments.wording import Wording
from app.reporting.meta import OwnMeta
from app.services.care import CareChoices, choices_of
from app.services.circumstances import circumstances_of
from app.services.own_profile import profile_from
from app.services.reports.booklet import BookletSources, booklet_sources
from app.services.reports.fingerprint import keyed
from app.services.reports.own_parts import own_meta, shared_lines, told_apart_by
from app.services.reports.person import seen_by, who_saw
from app.services.reports.rows import OWN
from app.services.sittings import Sitting, open_sitting
from app.services.wording_releases import words_may_be_printed
from app.services.work import Work


@dataclass(frozen=True, slots=True)
class OwnSources:
    """Everything an own report in words is made from; ``sitting`` holds the answers about health too."""

    work: Work
    sitting: Sitting
    words: Wording
    words_released: bool
    given: Circumstances
    choices: CareChoices

    @property
    def content(self) -> OwnContent:
        """What the report says."""
        sitting = self.sitting
        return own_content(
            sitting.instrument,
            sitting.modules,
            sitting.responses,
            profile_from(self.work, sitting),
            released=self.words_released,
            other_form=self.given.other_form,
        )

    def meta(self) -> OwnMeta:
        """What the report says beside the answers."""
        work, sitting = self.work, self.sitting
        account = (self.choices.account or "").strip()
        return replace(
            own_meta(work, sitting, self.words, released=self.words_released),
            shared=shared_lines(work, sitting, self.choices),
            account=OwnText(account) if account else None,
            mode=sitting.mode,
            who_saw=who_saw(work, sitting.id),
        )

    def fingerprint(self) -> str:
        """See ``keyed``."""
        meta = self.meta()
        more = {"account": self.choices.account, "who_saw": seen_by(meta.who_saw)}
        return keyed(self.work, self.sitting, self.words, self.given, {**told_apart_by(OWN, meta), **more})

    def pdf(self, *, large: bool = False) -> bytes:
        """In the person's own language."""
        from app.reporting.own import render_own  # noqa: PLC0415 - WeasyPrint is big: only workers load it

        return render_own(self.content, self.words, self.meta(), large=large)


def own_sources(work: Work, token: str) -> OwnSources | BookletSources:
    """Everything of one person, from both stores, in the form in which the person answered: for the person alone."""
    sitting = open_sitting(work, token, None)
    if sitting.instrument.in_pictures:
        return booklet_sources(work, sitting)
    words = sitting.wordings[sitting.locale or sitting.instrument.source_locale]
    return OwnSources(
        work=work,
        sitting=sitting,
        words=words,
        words_released=words_may_be_printed(work, sitting.instrument.id, words),
        given=circumstances_of(work, sitting),
        choices=choices_of(work, token),
    )
