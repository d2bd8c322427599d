"""From text to pictures and back, any number of times: each form keeps its own answers, one of the two goes on."""

from __future__ import annotations

import secrets

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.core.instrument import Instrument
from app.services.delivery import ParticipationClosed
from app.services.instrument_versions import keep_version
from app.services.sittings import CLOSED_STATES, SittingUnknown
from app.services.wording_releases import released
from app.services.work import Work
from app.store.models import GroupSession, Participation, SittingState, VariantChange

TEXT, PICTOGRAM = "text", "pictogram"
VARIANTS = (TEXT, PICTOGRAM)
_TRIES = 5  # two devices at once need two; each further one needs one more device at the very same moment


class FormNotOffered(Exception):
    """There is no such form, or nobody released its words in this language (R41)."""


def instrument_of(work: Work, variant: str) -> Instrument:
    """The current instrument of a form. Raises FormNotOffered."""
    for instrument in work.library.instruments.values():
        if instrument.variant == variant:
            return instrument
    raise FormNotOffered(variant)


def form_is_offered(work: Work, variant: str, locale: str) -> bool:
    """Whether somebody may go on in this form in this language: always in a demonstration, else when released."""
    try:
        instrument = instrument_of(work, variant)
    except FormNotOffered:
        return False
    there = locale in work.library.wordings(instrument.id)
    return there and (work.config.demo or released(work, instrument.id, locale))


def change_variant(work: Work, token: str, variant: str, account_id: int | None = None) -> str:
    """Go on in the other form: it is made, or taken up where it was left; gives the token that goes on; commits.

    Nothing is lost: the form that is left keeps its answers. Changing to the form that goes on already changes
    nothing, also when two devices change at once. ``account_id``: None when it is the person's own choice.
    Raises SittingUnknown; ParticipationClosed when session or sitting are over; FormNotOffered.
    """
    for _ in range(_TRIES):
        try:
            changed = _change(work, token, variant, account_id)
        except IntegrityError:  # another device made the same form at the same moment
            work.db.rollback()
            continue
        if changed is not None:
            return changed
    raise ParticipationClosed


def _change(work: Work, token: str, variant: str, account_id: int | None) -> str | None:
    """One try; None when another device was first."""
    forms = _forms_of(work, token)
    going_on = next((form for form in forms if form.set_aside_at is None), None)
    if going_on is None:
        return None
    if going_on.variant == variant:
        return going_on.token
    _check(work, going_on, variant)
    if not _set_aside(work, going_on):
        work.db.rollback()
        return None
    other = next((form for form in forms if form.variant == variant), None)
    taken_up = _take_up(work, going_on, other) if other else _make(work, going_on, variant)
    work.db.add(
        VariantChange(
            from_participation_id=going_on.id,
            to_participation_id=taken_up.id,
            changed_at=work.now(),
            account_id=account_id,
        )
    )
    new_token = taken_up.token
    work.db.commit()
    return new_token


def _forms_of(work: Work, token: str) -> list[Participation]:
    """Every form of the person behind a token, in this group session, as it stands now. Raises SittingUnknown."""
    mine = select(Participation.participant_id, Participation.group_session_id).where(Participation.token == token)
    row = work.db.execute(mine).one_or_none()
    if row is None:
        raise SittingUnknown
    return list(
        work.db.scalars(
            select(Participation)
            .where(
                Participation.participant_id == row.participant_id,
                Participation.group_session_id == row.group_session_id,
            )
            .order_by(Participation.id)
            .execution_options(populate_existing=True)
        )
    )


def _check(work: Work, going_on: Participation, variant: str) -> None:
    closed_at = work.db.scalar(select(GroupSession.closed_at).where(GroupSession.id == going_on.group_session_id))
    if closed_at is not None or SittingState(going_on.state) in CLOSED_STATES:
        raise ParticipationClosed
    instrument = instrument_of(work, variant)
    locales = [going_on.locale] if going_on.locale else _locales_of(work, going_on)
    if not all(form_is_offered(work, instrument.variant, locale) for locale in locales):
        raise FormNotOffered(variant)


def _locales_of(work: Work, person: Participation) -> list[str]:
    """The languages of the session, for somebody who has not chosen one yet."""
    found = work.db.scalar(select(GroupSession.locales).where(GroupSession.id == person.group_session_id))
    return list(found or ())


def _set_aside(work: Work, form: Participation) -> bool:
    """Whether it was this device that set the form aside."""
    done = work.db.execute(
        update(Participation)
        .where(Participation.id == form.id, Participation.set_aside_at.is_(None))
        .values(set_aside_at=work.now())
        .returning(Participation.id)
        .execution_options(synchronize_session=False)
    )
    return done.one_or_none() is not None


def _carried_over(form: Participation) -> dict[str, object]:
    """What the other form takes over: language, mode, the free choice to take part, and consent to research."""
    begun = form.state not in {SittingState.NEW, SittingState.DECLINED}
    return {
        "locale": form.locale,
        "second_locale": form.second_locale,
        "mode": form.mode,
        "paused_at": form.paused_at,
        "state": SittingState.STARTED if begun else SittingState(form.state),
        "research_consent": form.research_consent,
        "research_care_consent": form.research_care_consent,
        "last_heard_at": form.last_heard_at,
    }


def _take_up(work: Work, going_on: Participation, other: Participation) -> Participation:
    work.db.execute(
        update(Participation)
        .where(Participation.id == other.id)
        .values(set_aside_at=None, **_carried_over(going_on))
        .execution_options(synchronize_session=False)
    )
    return other


def _make(work: Work, going_on: Participation, variant: str) -> Participation:
    instrument = instrument_of(work, variant)
    keep_version(work, instrument)
    made = Participation(
        token=secrets.token_hex(16),
        participant_id=going_on.participant_id,
        group_session_id=going_on.group_session_id,
        seat=going_on.seat,
        instrument_id=instrument.id,
        content_hash=instrument.content_hash,
        variant=instrument.variant,
        started_at=work.now() if going_on.started_at is not None else None,
        **_carried_over(going_on),
    )
    work.db.add(made)
    work.db.flush()
    return made


def token_that_goes_on(work: Work, token: str) -> str | None:
    """The token of the form that goes on for whoever has this one; None when there is none."""
    forms = _forms_of(work, token)
    return next((form.token for form in forms if form.set_aside_at is None), None)


def tokens_of(work: Work, token: str) -> list[str]:
    """The tokens of every form of whoever has this one. Raises SittingUnknown."""
    return [form.token for form in _forms_of(work, token)]


def token_with_item(work: Work, token: str, item_id: str) -> str | None:
    """The token of another form of the same person that holds this item: an answer can arrive after a change."""
    for form in _forms_of(work, token):
        instrument, _ = work.definitions.of(work.db, form.instrument_id, form.content_hash)
        if form.token != token and item_id in instrument.items:
            return form.token
    return None
