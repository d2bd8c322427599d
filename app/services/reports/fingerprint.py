"""What makes one report another: a keyed hash of all it is made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache

from app import paths
from app.core.picture_report import Circumstances
from app.instruments.wording import APPROVED, STATUSES, Wording
from app.services.sittings import Sitting
from app.services.work import Work
from app.store.response_values import encode

_PRINTED_STATUSES = ("reviewed", "tested", APPROVED)


def keyed(work: Work, sitting: Sitting, words: Wording, given: Circumstances, more: Mapping[str, object]) -> str:
    """Keyed hash (64 signs) of everything that makes one report another; nothing can be guessed back from it.

    ``more``: what an edition says beside the answers, as values that JSON can hold.
    """
    answers = {
        item_id: [encode(standing.value), standing.value.text, standing.row]
        for item_id, standing in sorted(sitting.standing.items())
    }
    parts = {
        "answers": answers,
        "modules": [sorted(sitting.modules.blocks), sorted(sitting.modules.items_off), sorted(sitting.modules.skipped)],
        "instrument": sitting.instrument.content_hash,
        "words": [words.printed_hash, translation_status(words)],
        "mode": [sitting.mode, sorted(given.modes.items()), given.other_form],
        "template": template_version(),
        **more,
    }
    return work.lookup.lasting("report:" + json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str))


@cache
def template_version() -> str:
    """Hash of all that turns answers into a page: templates, style, fonts, drawings, labels, rules and rendering."""
    files = [
        *paths.REPORTS.rglob("*"),
        *paths.PICTOGRAMS.rglob("*"),
        *paths.TRANSLATIONS.rglob("*.po"),
        *(paths.APP / "core").rglob("*.py"),
        *(paths.APP / "reporting").rglob("*.py"),
    ]
    whole = hashlib.sha256()
    for file in sorted(file for file in files if file.is_file()):
        whole.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def translation_status(wording: Wording) -> str:
    """Key part of ``guide.translation_status.*``: that of the text that has come least far."""
    least = min(STATUSES.index(text.status) for text in wording.texts.values() if not text.staff)
    return STATUSES[least] if STATUSES[least] in _PRINTED_STATUSES else "draft"
