"""What every edition for the person says beside the answers: where help is, and what is shared with whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from app.core.report import Phrase
from app.instruments.wording import Wording
from app.reporting.meta import HelpNumbers, OwnMeta
from app.services.care import CareChoices
from app.services.contacts import location_of, organisation_of
from app.services.conversation_versions import final_conversation
from app.services.reports.person import person_of
from app.services.sharing import Recipient, shared
from app.services.sittings import Sitting
from app.services.work import Work

Line = tuple[Phrase, Phrase]
"""What was asked, and what was chosen."""
HEALTH_QUESTIONS = {
    Recipient.CLIENT_MANAGER: "consent.health.case_manager",
    Recipient.VLUCHTELINGENWERK: "consent.health.vluchtelingenwerk",
}


def own_meta(work: Work, sitting: Sitting, words: Wording, *, released: bool) -> OwnMeta:
    """What every edition for the person says of itself; each adds what it says more."""
    person, talk = person_of(work, sitting.id), final_conversation(work, sitting.id)
    return OwnMeta(
        code=person.code,
        on=person.on,
        locale=words.locale,
        version=sitting.instrument.version,
        variant=sitting.instrument.variant,
        discuss_before=person.discuss_before,
        discussed_on=talk.held_on if talk else None,
        help=help_numbers(work, sitting),
        name=person.name,
        released_locale=released,
        demo=person.demo,
    )


def told_apart_by(edition: str, meta: OwnMeta) -> dict[str, object]:
    """What of that makes one report another, for ``keyed``."""
    return {
        "edition": edition,
        "person": (meta.code, meta.name),
        "released": meta.released_locale,
        "discussed_on": meta.discussed_on,
        "help": asdict(meta.help),
        "shared": [(question.key, answer.key) for question, answer in meta.shared],
    }


def help_numbers(work: Work, sitting: Sitting) -> HelpNumbers:
    """Who can be called, at the place of this sitting."""
    location, organisation = location_of(work, sitting), organisation_of(work, sitting)
    return HelpNumbers(
        contact=location.care_contact,
        phone=location.care_phone,
        out_of_hours=location.out_of_hours_phone,
        ggd=organisation.ggd_phone or "",
        vluchtelingenwerk=organisation.vluchtelingenwerk_phone or "",
        privacy_contact=organisation.privacy_contact,
    )


def shared_lines(work: Work, sitting: Sitting, choices: CareChoices) -> tuple[Line, ...]:
    """Each choice that was made; what was not chosen about health is not asked again here."""
    report = shared(work, sitting.id, Recipient.VLUCHTELINGENWERK)
    return (
        *_with_ggd(choices),
        *_with_client_manager(choices),
        *_themes(choices),
        (Phrase("consent.vluchtelingenwerk.report"), _yes_no(yes=report)),
    )


def _with_ggd(choices: CareChoices) -> Iterator[Line]:
    if choices.ggd is not None:
        yield Phrase("consent.ggd.question"), Phrase(f"consent.ggd.{choices.ggd}")
    for way in choices.contact_ways:
        yield Phrase("consent.contact_way"), Phrase(f"consent.contact_way.{way}")
    if choices.interpreter is not None:
        yield Phrase("consent.interpreter"), _yes_no(yes=choices.interpreter)
    if choices.interpreter_preference is not None:
        yield Phrase("consent.interpreter.preference"), Phrase(f"consent.interpreter.{choices.interpreter_preference}")


def _with_client_manager(choices: CareChoices) -> Iterator[Line]:
    asked = {"wish": choices.wish, "ggd_status": choices.ggd_status, "ggd_advice": choices.advice}
    for question, yes in asked.items():
        if yes is not None:
            yield Phrase(f"consent.case_manager.{question}"), _yes_no(yes=yes)


def _themes(choices: CareChoices) -> Iterator[Line]:
    """The themes of health that somebody may see, each by its name; or that there is none."""
    for recipient, question in HEALTH_QUESTIONS.items():
        asked = {scale: yes for (scale, to), yes in sorted(choices.scales.items()) if to == recipient}
        names = [Phrase(f"scale.{scale}.name") for scale, yes in asked.items() if yes]
        if asked:
            yield from ((Phrase(question), name) for name in names or [Phrase("consent.health.none")])


def _yes_no(*, yes: bool) -> Phrase:
    return Phrase("ui.yes" if yes else "ui.no")
