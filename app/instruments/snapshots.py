"""A used version of an instrument as one text, so that it can be kept and loaded for as long as answers to it exist."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass, replace
from enum import Enum
from types import MappingProxyType

from pydantic import TypeAdapter

from app.core.instrument import Instrument
from app.instruments.wording import LocaleInfo, Text, Wording, canonical_hash

_INSTRUMENT = TypeAdapter(Instrument)
_LOCALE = TypeAdapter(LocaleInfo)
_TEXTS = TypeAdapter(dict[str, Text])


def plain(value: object) -> object:
    """``value`` as JSON holds it: values of the core become mappings, tuples lists, enumerations their value."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {part.name: plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    return value


def content_hash(instrument: Instrument, wordings: Mapping[str, Wording]) -> str:
    """SHA-256 (64 signs) over the structure and the words of all locales; statuses and notes do not count."""
    return _hash_of(plain(instrument), wordings)


def _hash_of(structure: object, wordings: Mapping[str, Wording]) -> str:
    """The hash of a structure as JSON holds it, so that a kept version keeps its hash when the core gains a field."""
    without = {**structure, "content_hash": ""} if isinstance(structure, dict) else structure
    words = {locale: wording.content_hash for locale, wording in wordings.items()}
    return canonical_hash({"structure": without, "words": words})


def dump_snapshot(instrument: Instrument, wordings: Mapping[str, Wording]) -> str:
    """The instrument and its words as JSON; the same version always gives the same text."""
    words = {
        locale: {"info": asdict(wording.info), "texts": plain(wording.texts)} for locale, wording in wordings.items()
    }
    held = {"instrument": plain(instrument), "wordings": words}
    return json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load_snapshot(snapshot: str) -> tuple[Instrument, Mapping[str, Wording]]:
    """What ``dump_snapshot`` kept. Raises ValueError when the content does not give the hash that it carries."""
    held = json.loads(snapshot)
    instrument = _frozen(_INSTRUMENT.validate_python(held["instrument"]))
    wordings = {
        locale: Wording(_LOCALE.validate_python(kept["info"]), _TEXTS.validate_python(kept["texts"]))
        for locale, kept in held["wordings"].items()
    }
    if _hash_of(held["instrument"], wordings) != instrument.content_hash:
        raise ValueError(
            f"The snapshot of instrument '{instrument.id}' {instrument.version} was changed: "
            f"its content does not give its hash {instrument.content_hash[:12]}."
        )
    return instrument, MappingProxyType(wordings)


def _frozen(instrument: Instrument) -> Instrument:
    """The instrument with mappings nobody can change, in the order of showing."""
    order = [item_id for block in instrument.blocks for item_id in block.order]
    order += instrument.closing
    return replace(
        instrument,
        items=MappingProxyType({item_id: instrument.items[item_id] for item_id in order}),
        scales=MappingProxyType(dict(instrument.scales)),
        roles=MappingProxyType(dict(instrument.roles)),
        style=replace(instrument.style, borders=MappingProxyType(dict(instrument.style.borders))),
    )
