"""Reports: asked for when a sitting ends, made once by a worker, kept sealed. Staff read conversation reports.

A report row is known by its fingerprint: the same answers, words, releases and template are the same report, made once.
The row in the main store says how far the report is. Its bytes may say what was shared about health, so the bytes of
every report stand in the care store: where they stand tells nothing about what the person shared. The own edition
holds the answers about health; only the person reads it, on the device on which the sitting was finished.
"""

from __future__ import annotations

import hashlib
import json
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import ColumnElement, Select, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app import jobs, paths
from app.core.care import care_profile
from app.core.instrument import Store
from app.core.picture_report import Circumstances, PictureContent, picture_conversation_content
from app.core.profile import CareSignal
from app.core.report import CareRelease, Phrase, ReportContent, conversation_content, other_form_phrase
from app.instruments.wording import APPROVED, STATUSES, Wording
from app.reporting.meta import OwnMeta, ReportMeta, Seen
from app.services.booklets import BookletSources, booklet_sources
from app.services.care import CareChoices, choices_of
from app.services.care_basis import has_basis
from app.services.circumstances import circumstances_of
from app.services.codes import last_signs
from app.services.delivery import Sitting, open_sitting
from app.services.own_profile import open_without_care, picture_profile_from, profile_from
from app.services.sharing import Recipient
from app.services.wording_releases import words_may_be_printed
from app.services.work import Work
from app.store.care_models import CareReport
from app.store.models import Organisation, Participant, Participation, Report, StaffAccount, WhoSaw
from app.store.response_values import encode

CONVERSATION, FOR_VLUCHTELINGENWERK, OWN = "conversation", "conversation_vluchtelingenwerk", "own"
READERS = {CONVERSATION: Recipient.CLIENT_MANAGER, FOR_VLUCHTELINGENWERK: Recipient.VLUCHTELINGENWERK}
"""Editions of the conversation report; they differ only in what was shared from the care part with their reader."""
WAITING, READY, FAILED = "waiting", "ready", "failed"
DUTCH = "nl"
ZONE = ZoneInfo("Europe/Amsterdam")
DISCUSS_WITHIN_MONTHS = 6
CLAIM_HOLDS = timedelta(minutes=5)  # a worker that took longer is gone
FORGOTTEN_AFTER = timedelta(minutes=2)
FAILURE = "The report could not be made ({kind}). The answers are safe; ask for the report again."

LAST_ASKED_FOR = (Report.requested_at.desc(), Report.id.desc())
SHARED_WHOLE = "conversation_report"
_SEEN_PARTS = {
    "facts": ("report.section.start_position",),
    "profile": ("report.section.start_position", "report.section.competence", "report.section.motivation"),
    SHARED_WHOLE: ("report.conversation.title",),
}
"""What somebody opened on screen, as keys of the text bank."""
_PRINTED_STATUSES = ("reviewed", "tested", APPROVED)
_log = structlog.get_logger("inbeeld.reports")


class ReportMissing(Exception):
    """No report of this edition has been made; ``state`` is waiting, failed or None (never asked for)."""

    def __init__(self, state: str | None) -> None:
        super().__init__(f"no report: {state or 'never asked for'}")
        self.state = state


class ReportNotMade(Exception):
    """Making a report failed; the row says so in a sentence without personal data."""


@dataclass(frozen=True, slots=True)
class _Sources:
    """Everything a report is made from."""

    sitting: Sitting
    locale: str
    words_released: bool
    account: str | None
    wish: str | None
    signals: Mapping[str, CareSignal]
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


# --- asking ---


def request_report(work: Work, participation_id: int, edition: str = CONVERSATION) -> int:
    """Ask for the report of the answers as they stand; gives the id of its row; commits, then calls a worker.

    The same state of answers, words and template gives the same row: a report that is ready is not made again, one
    that failed or whose bytes are gone is tried anew. The report asked for last is the one that is read.
    """
    token = _token(work, participation_id)
    fingerprint = _fingerprint_of(work, token, edition)
    make = postgresql.insert if work.db.get_bind(Report).dialect.name == "postgresql" else sqlite.insert
    row = {"participation_id": participation_id, "edition": edition, "fingerprint": fingerprint}
    new = make(Report).values(**row, state=WAITING, requested_at=work.now(), failure="")
    work.db.execute(new.on_conflict_do_nothing(index_elements=list(row)))
    work.db.execute(update(Report).filter_by(**row).values(requested_at=work.now()))
    kept = _sealed(work, CareReport(token=token, edition=edition, fingerprint=fingerprint)) is not None
    anew = [FAILED] if kept else [FAILED, READY]  # the care store may have been put back from an older copy
    work.db.execute(update(Report).filter_by(**row).where(Report.state.in_(anew)).values(state=WAITING))
    report_id, state = work.db.execute(select(Report.id, Report.state).filter_by(**row)).one()
    work.db.commit()
    if state == WAITING:
        jobs.enqueue_report(work.config, report_id)
    return int(report_id)


def waiting_reports(work: Work) -> list[int]:
    """Ids of the rows still to be made and not in a worker's hands, oldest first: called for when a worker starts."""
    return list(work.db.scalars(_waiting(work)))


def forgotten_reports(work: Work) -> list[int]:
    """Of those, the ones asked for some time ago: their call was lost, or their worker died."""
    return list(work.db.scalars(_waiting(work).where(Report.requested_at < work.now() - FORGOTTEN_AFTER)))


def _waiting(work: Work) -> Select[int]:
    return select(Report.id).where(Report.state == WAITING, _free(work)).order_by(Report.requested_at, Report.id)


def _free(work: Work) -> ColumnElement[bool]:
    """No worker is at it; a claim of a worker that died runs out."""
    return Report.claimed_at.is_(None) | (Report.claimed_at < work.now() - CLAIM_HOLDS)


# --- making ---


def make_report(work: Work, report_id: int, *, last_try: bool = True) -> bool:
    """Make one report and keep it sealed; commits. False when it is made already, or another worker is at it.

    Raises ReportNotMade; with ``last_try`` the row then says that it failed.
    """
    if not _claim(work, report_id):
        return False
    row = work.db.execute(
        select(Report.participation_id, Report.edition, Report.fingerprint).where(Report.id == report_id)
    ).one()
    try:
        token = _token(work, row.participation_id)
        content, fingerprint = _rendered(work, row.participation_id, token, row.edition)
    except Exception as error:
        _give_up(work, report_id, type(error).__name__, last_try=last_try)
        raise ReportNotMade(f"report {report_id}: {type(error).__name__}") from error
    except BaseException:  # the worker is being stopped
        _let_go(work, report_id)
        raise
    made = CareReport(token=token, edition=row.edition, fingerprint=fingerprint)
    _keep(work, report_id, made, content)
    _log.info("report made", report=report_id, edition=row.edition, bytes=len(content))
    return True


def _rendered(work: Work, participation_id: int, token: str, edition: str) -> tuple[bytes, str]:
    """The PDF of one edition, and the fingerprint of what it was made from."""
    from app.reporting.render import render_booklet, render_pdf  # noqa: PLC0415 - WeasyPrint is big: only workers load it

    if edition == OWN:
        own = booklet_sources(work, token)
        pdf = render_booklet(own.content, own.words, _own_meta(work, participation_id, own))
        return pdf, _booklet_fingerprint(work, own)
    sources = _sources(work, token, edition)
    pdf = render_pdf(_content(work, sources), sources.nl, sources.own, _meta(work, participation_id, sources))
    return pdf, _fingerprint(work, sources)


def _claim(work: Work, report_id: int) -> bool:
    """Take the job, in one statement: of two workers one gets it."""
    claimed = work.db.execute(
        update(Report)
        .where(Report.id == report_id, Report.state == WAITING, _free(work))
        .values(claimed_at=work.now())
        .returning(Report.id)
    ).all()
    work.db.commit()
    return bool(claimed)


def _keep(work: Work, report_id: int, kept: CareReport, content: bytes) -> None:
    """Keep the bytes under the fingerprint they were made from: answers may have changed since they were asked for.

    The bytes come first: a row that says "ready" has them.
    """
    fingerprint = kept.fingerprint
    taken = select(Report.id).where(
        Report.participation_id == select(Report.participation_id).where(Report.id == report_id).scalar_subquery(),
        Report.edition == select(Report.edition).where(Report.id == report_id).scalar_subquery(),
        Report.fingerprint == fingerprint,
        Report.id != report_id,
    )
    standing = work.db.scalar(taken)
    if standing is not None:
        work.db.execute(update(Report).where(Report.id == report_id).values(state=FAILED, failure="replaced"))
        work.db.execute(update(Report).where(Report.id == standing).values(requested_at=work.now()))
        work.db.commit()
        return
    _store(work, kept, content)
    made = {"state": READY, "fingerprint": fingerprint, "made_at": work.now(), "claimed_at": None, "failure": ""}
    work.db.execute(update(Report).where(Report.id == report_id).values(**made))
    work.db.commit()


def _store(work: Work, kept: CareReport, content: bytes) -> None:
    """Seal the bytes into the care store; commits. Those of a worker that was stopped right after this are replaced."""
    row = {"token": kept.token, "edition": kept.edition, "fingerprint": kept.fingerprint}
    work.care.execute(delete(CareReport).filter_by(**row))
    sealed = work.cares.seal_bytes(content, _row_name(**row))
    work.care.execute(insert(CareReport).values(**row, content_encrypted=sealed))
    work.care.commit()


def _let_go(work: Work, report_id: int) -> None:
    work.db.rollback()
    work.db.execute(update(Report).where(Report.id == report_id).values(claimed_at=None))
    work.db.commit()


def _give_up(work: Work, report_id: int, kind: str, *, last_try: bool) -> None:
    work.db.rollback()
    work.care.rollback()
    changed = {"claimed_at": None, "failure": FAILURE.format(kind=kind)}
    if last_try:
        changed["state"] = FAILED
    work.db.execute(update(Report).where(Report.id == report_id).values(**changed))
    work.db.commit()
    _log.error("report not made", report=report_id, kind=kind, last_try=last_try)


# --- reading ---


def read_report(work: Work, participation_id: int, edition: str = CONVERSATION) -> bytes:
    """The report asked for last, as PDF bytes; never an older one, which may say what the person took back since.

    Raises ReportMissing. The caller writes down who reads it.
    """
    row = work.db.execute(
        select(Report.state, Report.fingerprint, Participation.token)
        .join(Participation, Participation.id == Report.participation_id)
        .where(Report.participation_id == participation_id, Report.edition == edition)
        .order_by(*LAST_ASKED_FOR)
        .limit(1)
    ).one_or_none()
    if row is None or row.state != READY:
        raise ReportMissing(row.state if row else None)
    sealed = _sealed(work, CareReport(token=row.token, edition=edition, fingerprint=row.fingerprint))
    if sealed is None:
        raise ReportMissing(None)
    return work.cares.open_bytes(sealed, _row_name(row.token, edition, row.fingerprint))


def _sealed(work: Work, known: CareReport) -> bytes | None:
    return work.care.scalar(
        select(CareReport.content_encrypted).where(
            CareReport.token == known.token,
            CareReport.edition == known.edition,
            CareReport.fingerprint == known.fingerprint,
        )
    )


def report_state(work: Work, participation_id: int, edition: str = CONVERSATION) -> str | None:
    """waiting, ready or failed of the report asked for last, or None when none was asked for."""
    return work.db.scalar(
        select(Report.state)
        .where(Report.participation_id == participation_id, Report.edition == edition)
        .order_by(*LAST_ASKED_FOR)
        .limit(1)
    )


def conversation_of(work: Work, participation_id: int) -> ReportContent | PictureContent:
    """What the report of the client manager says now, as values, for showing it on screen."""
    return _content(work, _sources(work, _token(work, participation_id), CONVERSATION))


def _row_name(token: str, edition: str, fingerprint: str) -> str:
    return f"care_report:{token}:{edition}:{fingerprint}"


# --- sources ---


def _token(work: Work, participation_id: int) -> str:
    token = work.db.scalar(select(Participation.token).where(Participation.id == participation_id))
    if token is None:
        raise ReportMissing(None)
    return token


def _sources(work: Work, token: str, edition: str) -> _Sources:
    """From the care store, only what the person chose to share with the reader of this edition."""
    sitting = open_without_care(work, token)
    locale = sitting.locale or sitting.instrument.source_locale
    choices = choices_of(work, token)
    wish, signals = _shared_care(work, sitting, choices, READERS[edition])
    own = sitting.wordings[locale]
    return _Sources(
        sitting=sitting,
        locale=locale,
        words_released=words_may_be_printed(work, sitting.instrument.id, own),
        account=(choices.account or None) if READERS[edition] is Recipient.CLIENT_MANAGER else None,
        wish=wish,
        signals=signals,
        given=circumstances_of(work, sitting),
    )


def _shared_care(
    work: Work, sitting: Sitting, choices: CareChoices, reader: Recipient
) -> tuple[str | None, dict[str, CareSignal]]:
    """Option id of the wish, and the signals of the scales, each only if shared with ``reader``.

    Signals only while the municipality has a basis for them besides. The wish is asked about for the client manager
    alone.
    """
    shared = {scale for (scale, to), yes in choices.scales.items() if yes and to == reader}
    if shared and not has_basis(work, sitting.organisation_id):
        shared = set()
    shares_wish = choices.wish and reader is Recipient.CLIENT_MANAGER
    if not (shares_wish or shared):
        return None, {}
    instrument = sitting.instrument
    wanted = [item_id for scale in sorted(shared) for item_id in instrument.scales[scale].items]
    wish_item = instrument.roles.get("care_wish") if shares_wish else None
    care_items = {item.id for item in instrument.items.values() if item.store is Store.CARE}
    opened = open_sitting(work, sitting.token, [*wanted, *([wish_item] if wish_item else [])])
    answers = {item_id: value for item_id, value in opened.responses.items() if item_id in care_items}
    profile = care_profile(instrument, answers)
    signals = {scale: profile.scales[scale].signal for scale in sorted(shared)}
    wish = answers[wish_item].option if wish_item in answers else None
    return wish, {scale: signal for scale, signal in signals.items() if signal is not None}


def _content(work: Work, sources: _Sources) -> ReportContent | PictureContent:
    if sources.sitting.instrument.in_pictures:
        return _picture_content(sources)
    sitting = sources.sitting
    content = conversation_content(
        sitting.instrument,
        sitting.modules,
        sitting.responses,
        profile_from(work, sitting),
        released=sources.words_released,
        care=sources.care,
    )
    return replace(content, other_form=other_form_phrase(sources.given.other_form))


def _picture_content(sources: _Sources) -> PictureContent:
    sitting = sources.sitting
    return picture_conversation_content(
        sitting.instrument,
        sitting.modules,
        sitting.responses,
        picture_profile_from(sitting),
        released=sources.words_released,
        care=sources.care,
        given=sources.given,
    )


@dataclass(frozen=True, slots=True)
class _Person:
    """Whose report it is. ``code``: the last signs of the code; ``on``: day of the last answer."""

    code: str
    name: str | None
    on: date
    demo: bool


def _person(work: Work, participation_id: int) -> _Person:
    row = work.db.execute(
        select(
            Participant.public_id,
            Participant.code_encrypted,
            Participant.name_encrypted,
            Participation.finished_at,
            Participation.last_heard_at,
            Organisation.is_demo,
        )
        .join(Participation, Participation.participant_id == Participant.id)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .where(Participation.id == participation_id)
    ).one()
    name = row.name_encrypted
    return _Person(
        code=last_signs(work.texts.open(row.code_encrypted, f"participant:{row.public_id}:code")),
        name=work.texts.open(name, f"participant:{row.public_id}:name") if name else None,
        on=(row.finished_at or row.last_heard_at or work.now()).astimezone(ZONE).date(),
        demo=row.is_demo or work.config.demo,
    )


def _meta(work: Work, participation_id: int, sources: _Sources) -> ReportMeta:
    sitting, person = sources.sitting, _person(work, participation_id)
    return ReportMeta(
        code=person.code,
        name=person.name,
        on=person.on,
        discuss_before=_months_later(person.on, DISCUSS_WITHIN_MONTHS),
        locale=sources.locale,
        version=sitting.instrument.version,
        content_hash=sitting.instrument.content_hash,
        mode=sitting.mode,
        translation_status=translation_status(sources.own),
        released_locale=sources.words_released,
        who_saw=_who_saw(work, participation_id),
        wording_hashes={words.locale: words.content_hash for words in (sources.nl, sources.own)},
        demo=person.demo,
    )


def _own_meta(work: Work, participation_id: int, own: BookletSources) -> OwnMeta:
    person = _person(work, participation_id)
    return OwnMeta(
        code=person.code,
        on=person.on,
        locale=own.words.locale,
        version=own.sitting.instrument.version,
        help=own.help,
        name=person.name,
        shared=own.shared,
        released_locale=own.words_released,
        demo=person.demo,
    )


def _who_saw(work: Work, participation_id: int) -> tuple[Seen, ...]:
    """Who opened what on which day; who read the report that day needs no line for its parts."""
    rows = work.db.execute(
        select(WhoSaw.role, WhoSaw.part, WhoSaw.on, StaffAccount.name)
        .outerjoin(StaffAccount, StaffAccount.id == WhoSaw.staff_account_id)
        .where(WhoSaw.participation_id == participation_id)
        .order_by(WhoSaw.on, WhoSaw.id)
    ).all()
    whole = {(row.name, row.on) for row in rows if row.part == SHARED_WHOLE}
    seen = [
        Seen(row.name or row.role, Phrase(key), row.on)
        for row in rows
        if row.part == SHARED_WHOLE or (row.name, row.on) not in whole
        for key in _SEEN_PARTS[row.part]
    ]
    return tuple({(one.recipient, str(one.part), one.on): one for one in seen}.values())


def _months_later(day: date, months: int) -> date:
    """The same day some months later; the last day of that month where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def translation_status(wording: Wording) -> str:
    """Key part of ``guide.translation_status.*``: that of the text that has come least far."""
    least = min(STATUSES.index(text.status) for text in wording.texts.values() if not text.staff)
    return STATUSES[least] if STATUSES[least] in _PRINTED_STATUSES else "draft"


# --- fingerprint ---


def _fingerprint_of(work: Work, token: str, edition: str) -> str:
    if edition == OWN:
        return _booklet_fingerprint(work, booklet_sources(work, token))
    return _fingerprint(work, _sources(work, token, edition))


def _fingerprint(work: Work, sources: _Sources) -> str:
    """Of a conversation report: see ``_keyed``."""
    own = {
        "nl": sources.nl.content_hash,
        "care": [sources.wish, sources.account, sorted(sources.signals.items())],
        "who_saw": [(one.recipient, str(one.part), one.on) for one in _who_saw(work, sources.sitting.id)],
    }
    return _keyed(work, sources.sitting, sources.own, sources.given, {**own, "released": sources.words_released})


def _booklet_fingerprint(work: Work, own: BookletSources) -> str:
    more = {"edition": OWN, "released": own.words_released, **own.told_apart_by}
    return _keyed(work, own.sitting, own.words, own.given, more)


def _keyed(work: Work, sitting: Sitting, words: Wording, given: Circumstances, more: Mapping[str, object]) -> str:
    """Keyed hash (64 signs) of everything that makes one report another; nothing can be guessed back from it."""
    answers = {
        item_id: [encode(standing.value), standing.value.text, standing.row]
        for item_id, standing in sorted(sitting.standing.items())
    }
    parts = {
        "answers": answers,
        "modules": [sorted(sitting.modules.blocks), sorted(sitting.modules.items_off), sorted(sitting.modules.skipped)],
        "instrument": sitting.instrument.content_hash,
        "words": [words.content_hash, translation_status(words)],
        "mode": [sitting.mode, sorted(given.modes.items()), given.other_form],
        "template": template_version(),
        **more,
    }
    return work.lookup.lasting("report:" + json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str))


@cache
def template_version() -> str:
    """Hash of everything that turns answers into a page: templates, style, fonts, rules and rendering."""
    files = [*paths.REPORTS.rglob("*"), *(paths.APP / "core").rglob("*.py"), *(paths.APP / "reporting").rglob("*.py")]
    whole = hashlib.sha256()
    for file in sorted(file for file in files if file.is_file()):
        whole.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()
