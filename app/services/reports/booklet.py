"""The person's own report in pictures: everything that was answered, with help, rights and what is shared."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.core.picture_report import Circumstances, PictureOwnContent, picture_own_content
from app.instruments.wording import Wording
from app.reporting.meta import OwnMeta
from app.services.care import CareChoices, choices_of
from app.services.circumstances import circumstances_of
from app.services.own_profile import picture_profile_from
from app.services.reports.fingerprint import keyed
from app.services.reports.own_parts import own_meta, shared_lines, told_apart_by
from app.services.reports.rows import OWN
from app.services.sittings import Sitting
from app.services.wording_releases import words_may_be_printed
from app.services.work import Work


@dataclass(frozen=True, slots=True)
class BookletSources:
    """Everything a booklet is made from; ``sitting`` holds the answers about health too."""

    work: Work
    sitting: Sitting
    words: Wording
    words_released: bool
    given: Circumstances
    choices: CareChoices

    @property
    def content(self) -> PictureOwnContent:
        """What the booklet says."""
        sitting = self.sitting
        profile = picture_profile_from(sitting)
        return picture_own_content(sitting.instrument, sitting.modules, sitting.responses, profile, given=self.given)

    def meta(self) -> OwnMeta:
        """What the booklet says about itself."""
        said = own_meta(self.work, self.sitting, self.words, released=self.words_released)
        return replace(said, shared=shared_lines(self.work, self.sitting, self.choices))

    def fingerprint(self) -> str:
        """See ``keyed``."""
        return keyed(self.work, self.sitting, self.words, self.given, told_apart_by(OWN, self.meta()))

    def pdf(self, *, large: bool = False) -> bytes:
        """In the person's own language."""
        from app.reporting.booklet import render_booklet  # noqa: PLC0415 - WeasyPrint is big: only workers load it

        return render_booklet(self.content, self.words, self.meta(), large=large)


def booklet_sources(work: Work, sitting: Sitting) -> BookletSources:
    """Everything of one person, from both stores: for the person alone. ``sitting`` holds every response."""
    words = sitting.wordings[sitting.locale or sitting.instrument.source_locale]
    return BookletSources(
        work=work,
        sitting=sitting,
        words=words,
        words_released=words_may_be_printed(work, sitting.instrument.id, words),
        given=circumstances_of(work, sitting),
        choices=choices_of(work, sitting.token),
    )
