"""The care signal of one item of the GGD work list: what it is made from, as far as the person lets the GGD see it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import select

from app.core.care_signal import (
    CareSignalContent,
    SharedCare,
    care_signal_content,
    picture_care_signal_content,
)
from app.core.picture_report import picture_own_content
from app.core.profile import ResponseQuality
from app.instruments.wording import Wording
from app.local_time import ZONE, local_day
from app.reporting.care_signal import AskedToday, CareSignalMeta
from app.services.care import YES, CareChoices, SignalUnknown, WorkItem, choices_of, newest_today
from app.services.circumstances import circumstances_of
from app.services.own_profile import open_without_care, picture_profile_from, profile_from
from app.services.reports.fingerprint import keyed
from app.services.reports.person import person_of
from app.services.reports.rows import CARE_SIGNAL
from app.services.sharing import Recipient, shared
from app.services.signals import helped_at
from app.services.sittings import Sitting, SittingUnknown, open_sitting
from app.services.wording_releases import words_may_be_printed
from app.services.work import Work
from app.store.care_models import SignalStatus
from app.store.models import Participation

DUTCH = "nl"


@dataclass(frozen=True, slots=True)
class CareSignalSources:
    """Everything a care signal is made from. ``sitting`` holds answers about health only where they are shared."""

    work: Work
    sitting: Sitting
    item: WorkItem
    today: AskedToday | None
    shared: SharedCare
    words_released: bool

    @property
    def own(self) -> Wording:
        """The words of the person's language."""
        return self.sitting.wordings[self.sitting.locale or self.sitting.instrument.source_locale]

    def content(self) -> CareSignalContent:
        """What the care signal says."""
        return self._in_pictures() if self.sitting.instrument.in_pictures else self._in_words()

    def _in_words(self) -> CareSignalContent:
        sitting = self.sitting
        return care_signal_content(
            sitting.instrument,
            sitting.modules,
            sitting.responses,
            self._quality(),
            released=self.words_released,
            shared=self.shared,
        )

    def _quality(self) -> ResponseQuality | None:
        gone = select(Participation.answers_removed_at).where(Participation.id == self.sitting.id)
        if self.work.db.scalar(gone) is not None:
            return None
        return profile_from(self.work, self.sitting).quality

    def _in_pictures(self) -> CareSignalContent:
        sitting, profile = self.sitting, picture_profile_from(self.sitting)
        given = circumstances_of(self.work, sitting)
        own = picture_own_content(sitting.instrument, sitting.modules, sitting.responses, profile, given=given)
        return picture_care_signal_content(own, profile, shared=self.shared)

    def meta(self) -> CareSignalMeta:
        """What the care signal says beside the answers."""
        person = person_of(self.work, self.sitting.id)
        return CareSignalMeta(
            code=person.code,
            on=person.on,
            locale=self.own.locale,
            version=self.sitting.instrument.version,
            place=str(self.item.context["location"]),
            mode=self.sitting.mode,
            variant=self.sitting.instrument.variant,
            discuss_before=person.discuss_before,
            name=person.name,
            today=self.today,
            released_locale=self.words_released,
            demo=person.demo,
        )

    def fingerprint(self) -> str:
        """See ``keyed``. Other choices, another day or another step make it another care signal."""
        more = {
            "edition": CARE_SIGNAL,
            "meta": asdict(self.meta()),
            "shared": asdict(self.shared),
            "nl": self.sitting.wordings[DUTCH].printed_hash,
        }
        return keyed(self.work, self.sitting, self.own, circumstances_of(self.work, self.sitting), more)

    def pdf(self) -> bytes:
        """In Dutch, with the person's own language where they may read together."""
        from app.reporting.care_signal import render_care_signal  # noqa: PLC0415 - WeasyPrint is big: as its neighbours

        return render_care_signal(self.content(), self.sitting.wordings[DUTCH], self.own, self.meta())


def care_signal_sources(work: Work, item: WorkItem) -> CareSignalSources:
    """As far as the choices that stand let the GGD see.

    Raises SignalUnknown for what the person withdrew, and when nothing of the person is left.
    """
    if item.withdrawn:
        raise SignalUnknown(item.id)
    choices = choices_of(work, item.token)
    try:
        sitting = _sitting(work, item.token, whole=choices.ggd == YES)
    except SittingUnknown as error:
        raise SignalUnknown(item.id) from error
    words = sitting.wordings[sitting.locale or sitting.instrument.source_locale]
    return CareSignalSources(
        work=work,
        sitting=sitting,
        item=item,
        today=_today(work, sitting),
        shared=_shared(work, sitting, choices),
        words_released=words_may_be_printed(work, sitting.instrument.id, words),
    )


def _sitting(work: Work, token: str, *, whole: bool) -> Sitting:
    return open_sitting(work, token, None) if whole else open_without_care(work, token)


def _today(work: Work, sitting: Sitting) -> AskedToday | None:
    """When help was asked for on the day itself, in words or in pictures."""
    asked = newest_today(work, sitting)
    if asked is None:
        return None
    at, helped = asked.raised_at.astimezone(ZONE), helped_at(work, asked)
    return AskedToday(
        on=at.date(),
        at=f"{at:%H:%M}",
        open=asked.status is not SignalStatus.CLOSED,
        same_day=at.date() == local_day(work.now()),
        helped_at=f"{helped.astimezone(ZONE):%H:%M}" if helped else None,
        mistake=asked.marked_mistake,
    )


def _shared(work: Work, sitting: Sitting, choices: CareChoices) -> SharedCare:
    return SharedCare(choices.ggd == YES, choices.reach, _others(work, sitting, choices))


def _others(work: Work, sitting: Sitting, choices: CareChoices) -> tuple[tuple[str, str], ...]:
    """What the client manager and VluchtelingenWerk may know: what was not chosen, they may not."""
    scales = {recipient for (_, recipient), yes in choices.scales.items() if yes}
    report = shared(work, sitting.id, Recipient.VLUCHTELINGENWERK)
    return (
        ("consent.case_manager.wish", _yes_no(yes=choices.wish)),
        ("consent.case_manager.ggd_status", _yes_no(yes=choices.ggd_status)),
        ("consent.case_manager.ggd_advice", _yes_no(yes=choices.advice)),
        ("consent.health.case_manager", _some(yes=Recipient.CLIENT_MANAGER in scales)),
        ("consent.health.vluchtelingenwerk", _some(yes=Recipient.VLUCHTELINGENWERK in scales)),
        ("consent.vluchtelingenwerk.report", _yes_no(yes=report)),
    )


def _yes_no(*, yes: bool | None) -> str:
    return "ui.yes" if yes else "ui.no"


def _some(*, yes: bool) -> str:
    return "consent.health.some" if yes else "consent.health.none"
