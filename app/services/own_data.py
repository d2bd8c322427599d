"""Everything that is kept of one person, as plain values in the person's language: the copy that people may ask for.

Never the access code: the copy is a file that others may find.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from app.core.instrument import Item, Store
from app.core.responses import Response as Value
from app.instruments.wording import Wording
from app.services.audit import AuditKind, Event, person_of, record
from app.services.care import choices_of
from app.services.contacts import organisation_of
from app.services.own_traces import kept_besides, log_about, readers, requests_made, signals_about
from app.services.person_requests import may_have_copy
from app.services.sittings import Sitting, open_sitting
from app.services.work import Work
from app.store.care_models import CareRelease
from app.store.models import Participant, Participation, Release, SittingState

FORMAT = "inbeeld-own-data-1"
Plain = dict[str, object]


def own_data(work: Work, sitting: Sitting, locale: str, *, health: bool) -> Plain:
    """The copy, ready for JSON; writes down that it was taken; commits.

    ``health``: whether the part about health goes along; left out where somebody else may hold the device.
    """
    ids = _ids_of_the_person(work, sitting)
    copy = {
        "format": FORMAT,
        "made_at": work.now().isoformat(timespec="seconds"),
        **_who(work, sitting),
        "language": locale,
        **_form(work, sitting.token, locale, health=health),
        "form_before": [_form(work, token, locale, health=health) for token in ids.values() if token != sitting.token],
        "shared": _shared(work, sitting),
        "read_by": readers(work, ids),
        "log": log_about(work, ids, health=health),
        "requests": requests_made(work, ids, words=health or may_have_copy(work, sitting.id)),
        "kept_besides": kept_besides(work, ids),
        "research": _research(work, sitting),
    }
    if health:
        copy |= {"shared_about_health": _shared_about_health(work, sitting), "ggd": signals_about(work, ids.values())}
    name = person_of(work, sitting.id)
    record(work, Event(AuditKind.OWN_DATA_COPIED, name, sitting.organisation_id, name))
    work.db.commit()
    return copy


def _ids_of_the_person(work: Work, sitting: Sitting) -> dict[int, str]:
    """Participations with their tokens: who changed between text and pictures has two."""
    owner = select(Participation.participant_id).where(Participation.id == sitting.id).scalar_subquery()
    rows = work.db.execute(
        select(Participation.id, Participation.token)
        .where(Participation.participant_id == owner, Participation.state != SittingState.DELETED)
        .order_by(Participation.id)
    )
    return {row.id: row.token for row in rows}


def _form(work: Work, token: str, locale: str, *, health: bool) -> Plain:
    """One form with its answers."""
    instrument = open_sitting(work, token, late=True).instrument
    wanted = [item for item in instrument.items.values() if health or item.store is Store.MAIN]
    whole = open_sitting(work, token, [item.id for item in wanted], late=True)
    words = whole.wordings.get(locale) or next(iter(whole.wordings.values()))
    return {
        "form": {"id": instrument.id, "version": instrument.version, "mode": whole.mode},
        "answers": [_answer(item, whole.responses[item.id], words) for item in wanted if item.id in whole.responses],
    }


def _who(work: Work, sitting: Sitting) -> Plain:
    municipality = organisation_of(work, sitting)
    public_id, sealed = work.db.execute(
        select(Participant.public_id, Participant.name_encrypted)
        .join(Participation, Participation.participant_id == Participant.id)
        .where(Participation.id == sitting.id)
    ).one()
    return {
        "name": work.texts.open(sealed, f"participant:{public_id}:name") if sealed else None,
        "municipality": municipality.name,
        "privacy_contact": municipality.privacy_contact,
        "legal_basis": {"answers": municipality.legal_basis, "health": municipality.legal_basis_health},
        "kept_months": {
            "answers": municipality.answers_months,
            "reports": municipality.report_months,
            "health": municipality.care_months,
        },
    }


def _answer(item: Item, value: Value, words: Wording) -> Plain:
    chosen = [option for option in item.options if option.id in value.options]
    return {
        "id": item.id,
        "question": _text(words, item.text_key),
        "chosen": [_text(words, option.text_key) for option in chosen],
        "number": value.number,
        "own_words": value.text,
        "no_answer": value.missing.value if value.missing else None,
    }


def _text(words: Wording, key: str) -> str:
    """The text of the bank; its key where it is a picture alone."""
    return words.text(key) if words.has(key) else key


def _shared(work: Work, sitting: Sitting) -> list[Plain]:
    rows = work.db.scalars(select(Release).where(Release.participation_id == sitting.id).order_by(Release.id))
    return [{"what": row.page, "with": row.recipient, "yes": row.shared, **how_it_was_said(row)} for row in rows]


def how_it_was_said(row: Release | CareRelease) -> Plain:
    """When, in which language and in which mode something was shared (R44)."""
    return {"decided_at": row.decided_at.isoformat(), "language": row.locale, "mode": row.mode}


def _research(work: Work, sitting: Sitting) -> Mapping[str, bool]:
    row = work.db.get_one(Participation, sitting.id)
    return {"answers": row.research_consent, "health": row.research_care_consent}


def _shared_about_health(work: Work, sitting: Sitting) -> Plain:
    choices = choices_of(work, sitting.token)
    rows = work.care.scalars(select(CareRelease).where(CareRelease.token == sitting.token).order_by(CareRelease.id))
    return {
        "said": [{"what": row.page, "with": row.recipient, **how_it_was_said(row)} for row in rows],
        "ggd": choices.ggd,
        "contact": {"ways": list(choices.contact_ways), "detail": choices.contact_detail},
        "interpreter": choices.interpreter,
        "interpreter_preference": choices.interpreter_preference,
        "client_manager": {
            "wish": choices.wish,
            "account": choices.account,
            "ggd_status": choices.ggd_status,
            "ggd_advice": choices.advice,
        },
        "scales": [
            {"scale": scale, "with": recipient, "yes": yes} for (scale, recipient), yes in choices.scales.items()
        ],
    }
