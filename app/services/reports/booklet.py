"""The person's own report in pictures: everything that was answered, with help, rights and what is shared."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from app.core.picture_report import Circumstances, PictureOwnContent, picture_own_content
from app.instruments.wording import Wording
from app.reporting.meta import HelpNumbers, OwnMeta
from app.services.care import choices_of
from app.services.circumstances import circumstances_of
from app.services.delivery import Sitting
from app.services.own_profile import picture_profile_from
from app.services.reports.fingerprint import keyed
from app.services.reports.own_parts import Line, help_numbers, shared_lines
from app.services.reports.person import person_of
from app.services.reports.rows import OWN
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
    help: HelpNumbers
    shared: tuple[Line, ...]

    @property
    def content(self) -> PictureOwnContent:
        """What the booklet says."""
        sitting = self.sitting
        profile = picture_profile_from(sitting)
        return picture_own_content(sitting.instrument, sitting.modules, sitting.responses, profile, given=self.given)

    def meta(self) -> OwnMeta:
        """What the booklet says about itself."""
        person = person_of(self.work, self.sitting.id)
        return OwnMeta(
            code=person.code,
            on=person.on,
            locale=self.words.locale,
            version=self.sitting.instrument.version,
            help=self.help,
            name=person.name,
            shared=self.shared,
            released_locale=self.words_released,
            demo=person.demo,
        )

    def fingerprint(self) -> str:
        """See ``keyed``."""
        more = {
            "edition": OWN,
            "released": self.words_released,
            "help": asdict(self.help),
            "shared": [(question.key, answer.key) for question, answer in self.shared],
        }
        return keyed(self.work, self.sitting, self.words, self.given, more)

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
        help=help_numbers(work, sitting),
        shared=shared_lines(work, sitting, choices_of(work, sitting.token)),
    )
