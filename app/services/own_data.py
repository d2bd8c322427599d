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
from app.services.delivery import Sitting, open_sitting
from app.services.work import Work
from app.store.models import Participant, Participation, Release, WhoSaw

FORMAT = "inbeeld-own-data-1"
Plain = dict[str, object]


def own_data(work: Work, sitting: Sitting, locale: str, *, health: bool) -> Plain:
    """The copy, ready for JSON; writes down that it was taken; commits.

    ``health``: whether the part about health goes along; left out where somebody else may hold the device.
    """
    instrument = sitting.instrument
    wanted = [item.id for item in instrument.items.values() if health or item.store is Store.MAIN]
    whole = open_sitting(work, sitting.token, wanted)
    copy = {
        "format": FORMAT,
        "made_at": work.now().isoformat(timespec="seconds"),
        **_who(work, whole),
        "language": locale,
        "form": {"id": instrument.id, "version": instrument.version, "mode": whole.mode},
        "answers": _answers(whole, wanted, whole.wordings[locale]),
        "shared": _shared(work, whole),
        "read_by": _readers(work, whole),
        "research": _research(work, whole),
    }
    if health:
        copy["shared_about_health"] = _shared_about_health(work, whole)
    name = person_of(work, sitting.id)
    record(work, Event(AuditKind.OWN_DATA_COPIED, name, sitting.organisation_id, name))
    work.db.commit()
    return copy


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
        "kept_months": {
            "answers": municipality.answers_months,
            "reports": municipality.report_months,
            "health": municipality.care_months,
        },
    }


def _answers(sitting: Sitting, wanted: list[str], words: Wording) -> list[Plain]:
    items = sitting.instrument.items
    return [_answer(items[one], sitting.responses[one], words) for one in wanted if one in sitting.responses]


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
    return [
        {"what": row.page, "with": row.recipient, "yes": row.shared, "decided_at": row.decided_at.isoformat()}
        for row in rows
    ]


def _readers(work: Work, sitting: Sitting) -> list[Plain]:
    rows = work.db.scalars(select(WhoSaw).where(WhoSaw.participation_id == sitting.id).order_by(WhoSaw.id))
    return [{"role": row.role, "what": row.part, "on": row.on.isoformat()} for row in rows]


def _research(work: Work, sitting: Sitting) -> Mapping[str, bool]:
    row = work.db.get_one(Participation, sitting.id)
    return {"answers": row.research_consent, "health": row.research_care_consent}


def _shared_about_health(work: Work, sitting: Sitting) -> Plain:
    choices = choices_of(work, sitting.token)
    return {
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
