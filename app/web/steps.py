"""Screens of a sitting as addresses, and back."""

from __future__ import annotations

from typing import Any

from flask import g, url_for

from app.core.routing import Step, StepKind
from app.services.sittings import parse_step

PAGES = {
    StepKind.PRACTICE: ("participant.practice", "practice_id"),
    StepKind.BLOCK: ("participant.part", "block_id"),
    StepKind.CARE_INTRO: ("participant.part", "block_id"),
    StepKind.ITEM: ("participant.item", "item_id"),
    StepKind.BREAK: ("participant.pause", "block_id"),
    StepKind.REVIEW: ("participant.review", ""),
    StepKind.SHARE: ("participant.share", ""),
    StepKind.FINISH: ("participant.finish", ""),
}


def address_of(step: Step) -> str:
    """The address of a screen in the language of this request."""
    endpoint, name = PAGES[step.kind]
    values: dict[str, Any] = {name: step.id} if name else {}
    return url_for(endpoint, locale=g.locale, **values)


def written(step: Step) -> str:
    """A step as it stands in an address: ``item:c1a``."""
    return f"{step.kind}:{step.id}"


def read(text: str | None) -> Step | None:
    """The step that ``written`` made, or None for anything else."""
    return parse_step(text or "")
