"""``flask --app app score FILE``: answers as JSON in, the profile that the core makes of them as JSON out."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import IO

import click
from flask import Flask

from app.core.instrument import Instrument, ScaleKind
from app.core.picture_profile import PictureProfile
from app.core.picture_scoring import make_picture_profile
from app.core.profile import ActionProfile, CareProfile, Profile, ResponseQuality, ScaleProfile
from app.core.profile_maker import make_profile
from app.core.quality_light import hints
from app.core.routing import Modules
from app.instruments.answers import UnknownAnswer, read_responses, shown
from app.instruments.library import Library, load_library

FIELDS = ("instrument", "locale", "blocks", "responses")
DECIMALS = 6
REFUSED = 2


class BadInput(ValueError):
    """Input that cannot be scored; the message is one whole sentence."""


def register(app: Flask) -> None:
    """Add the command to the application."""
    app.cli.add_command(score)


@click.command("score")
@click.argument("file", type=click.File("rb"))
def score(file: IO[bytes]) -> None:
    """Score the answers in FILE (JSON; "-" is standard input) and print the profile as JSON.

    Unknown instruments, items and values: exit 2 and one sentence on standard error.
    """
    try:
        payload = read_payload(file.read())
        answer = score_payload(load_library(), payload)
    except (BadInput, UnknownAnswer) as error:
        click.echo(str(error), err=True)
        raise SystemExit(REFUSED) from error
    click.echo(json.dumps(answer, indent=2, allow_nan=False))


def read_payload(data: bytes) -> Mapping[str, object]:
    """The JSON object in ``data``; raises BadInput when it is no JSON, no object, or names a key twice."""
    try:
        payload = json.loads(data, object_pairs_hook=_each_key_once)
    except BadInput:
        raise
    except (ValueError, RecursionError) as error:
        raise BadInput(f"The input is not JSON: {error}.") from error
    if not isinstance(payload, dict):
        raise BadInput(f"The input must be a JSON object with {', '.join(FIELDS)}, not {shown(payload)}.")
    return payload


def score_payload(library: Library, payload: Mapping[str, object]) -> dict[str, object]:
    """The profile of ``payload`` as plain values, numbers rounded to six decimals.

    ``payload``: ``instrument``, ``responses``, and if wanted ``locale`` (checked; scores are the
    same in every language) and ``blocks`` (the parts that are on; all without it).
    Raises BadInput and UnknownAnswer.
    """
    for name in payload:
        _check("input", name, FIELDS)
    _check("instrument", payload.get("instrument"), library.instruments)
    instrument = library.instrument(str(payload["instrument"]))
    if "locale" in payload:
        _check("locale", payload["locale"], library.locales)
    answers = payload.get("responses")
    if not isinstance(answers, Mapping):
        raise BadInput(f"Field 'responses' must map item ids to values, not {shown(answers)}.")
    modules = Modules(frozenset(_blocks(instrument, payload)))
    responses = read_responses(instrument, answers)
    if instrument.in_pictures:
        return picture_document(instrument, make_picture_profile(instrument, responses, modules))
    return profile_document(instrument, make_profile(instrument, responses, modules))


def profile_document(instrument: Instrument, profile: Profile) -> dict[str, object]:
    """A profile as plain values in a fixed order; unscored scales are None.

    ``withheld``: the light is red, so labels, strengths and bands must not be printed.
    """
    scales = {**profile.competence, **profile.motivation}
    document: dict[str, object] = {
        **_version(instrument),
        "scales": {name: _scale(scale) for name, scale in scales.items()},
        "m4": _actions(profile.actions),
        "strengths": list(profile.strengths),
        "discuss": list(profile.discuss),
        **_care(instrument, profile.care),
        "quality": _quality(instrument, profile.quality),
        "figural": asdict(profile.figural) if profile.figural else None,
        "language": asdict(profile.language),
        "withheld": profile.withheld,
    }
    return {name: _rounded(value) for name, value in document.items()}


def picture_document(instrument: Instrument, profile: PictureProfile) -> dict[str, object]:
    """A profile in pictures as plain values in a fixed order: whole numbers and ids, None where nothing was chosen."""
    care = profile.care
    document: dict[str, object] = {
        **_version(instrument),
        "experience": profile.experience,
        "wish": profile.wish,
        "competence": profile.competence,
        "named_much": profile.named_much,
        "motivation": profile.motivation,
        "facts": profile.facts,
        "care": {"items": care.items, "total": care.total, "strong": care.strong} if care else None,
        "care_wish": care.wish if care else None,
        "care_offer": care is not None and care.offer,
        "acute": care is not None and care.acute,
        "straightlining": profile.straightlining,
        "missing": {code.value: count for code, count in profile.missing.items()},
    }
    return {name: _rounded(value) for name, value in document.items()}


def _version(instrument: Instrument) -> dict[str, object]:
    return {"instrument": instrument.id, "version": instrument.version, "content_hash": instrument.content_hash}


def _scale(scale: ScaleProfile) -> dict[str, object] | None:
    if not scale.scored:
        return None
    return {
        "n": scale.answered,
        "p": scale.percentage,
        "se": scale.standard_error,
        "interval": scale.interval,
        "label": scale.label,
        "sensitive": scale.sensitive,
    }


def _actions(actions: ActionProfile | None) -> dict[str, object] | None:
    if actions is None:
        return None
    return {
        "actions": dict(actions.counts),
        "named": actions.named,
        "total": actions.total,
        "opportunity": actions.opportunity,
        "interpretable": actions.interpretable,
    }


def _care(instrument: Instrument, care: CareProfile | None) -> dict[str, object]:
    names = [scale.id for scale in instrument.scales.values() if scale.kind is ScaleKind.CARE]
    found = {name: care.scales[name] for name in names} if care else {}
    scored = {name: scale for name, scale in found.items() if scale.signal is not None}
    return {
        "care": {
            name: {"mean": scored[name].mean, "signal": scored[name].signal} if name in scored else None
            for name in names
        },
        "care_impact": care.impact if care else None,
        "care_wish": care.wish if care else None,
        "care_offer": care is not None and care.offer,
        "acute": care is not None and care.acute,
    }


def _quality(instrument: Instrument, quality: ResponseQuality) -> dict[str, object]:
    return {**asdict(quality), "hints": hints(quality, instrument.style.borders)}


def _rounded(value: object) -> object:
    """Floats to six decimals (never minus zero), tuples to lists, all the way down."""
    if isinstance(value, float):
        return round(value, DECIMALS) + 0.0
    if isinstance(value, Mapping):
        return {name: _rounded(part) for name, part in value.items()}
    return [_rounded(part) for part in value] if isinstance(value, list | tuple) else value


def _blocks(instrument: Instrument, payload: Mapping[str, object]) -> list[str]:
    known = [block.id for block in instrument.blocks]
    chosen = payload.get("blocks", known)
    if not isinstance(chosen, list):
        raise BadInput(f"Field 'blocks' must be a list of {', '.join(known)}, not {shown(chosen)}.")
    for block in chosen:
        _check("blocks", block, known)
    return chosen


def _check(field: str, value: object, allowed: Collection[str]) -> None:
    if not isinstance(value, str) or value not in allowed:
        raise BadInput(f"Field {field!r} has no value {shown(value)}; allowed: {', '.join(allowed)}.")


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise BadInput(f"The input names {shown(name)} twice.")
        found[name] = value
    return found
