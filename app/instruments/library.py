"""Every definition of a folder, loaded once: instruments, their words and the locales there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from app import paths
from app.core.instrument import Instrument
from app.instruments.check import STRUCTURE, Checked, check_folder
from app.instruments.errors import DefinitionError, DefinitionErrors
from app.instruments.pseudo import PSEUDO, pseudo_wording
from app.instruments.snapshots import dump_snapshot, load_snapshot
from app.instruments.wording import LocaleInfo, Wording

__all__ = ["Library", "SnapshotSource", "UnknownVersion", "load_library", "load_snapshot"]

Version = tuple[Instrument, Mapping[str, Wording]]
SnapshotSource = Callable[[str, str], str | None]
"""Gives the kept snapshot of (instrument id, content hash), or None."""


class UnknownVersion(LookupError):
    """An instrument, or a version of it, that is neither defined nor kept."""


def no_snapshots(_instrument_id: str, _content_hash: str) -> str | None:
    """A source that keeps nothing."""
    return None


@dataclass(frozen=True)
class Library:
    """What can be asked. ``instruments`` and ``locales`` hold the newest definitions; older ones are found by hash."""

    folder: Path
    instruments: Mapping[str, Instrument]
    locales: Mapping[str, LocaleInfo]
    warnings: tuple[DefinitionError, ...] = ()
    snapshots: SnapshotSource = no_snapshots
    _wordings: Mapping[str, Mapping[str, Wording]] = field(default_factory=dict, repr=False)
    _kept: dict[str, Version] = field(default_factory=dict, repr=False)
    _made: dict[str, Wording] = field(default_factory=dict, repr=False)

    def with_snapshots(self, source: SnapshotSource) -> Library:
        """The same library that also finds the versions ``source`` keeps."""
        return replace(self, snapshots=source, _kept={})

    def instrument(self, instrument_id: str, content_hash: str | None = None) -> Instrument:
        """The newest version, or the one with this hash. Raises UnknownVersion."""
        return self._version(instrument_id, content_hash)[0]

    def wordings(self, instrument_id: str, content_hash: str | None = None) -> Mapping[str, Wording]:
        """The words of a version by locale, without pseudo-languages. Raises UnknownVersion."""
        return self._version(instrument_id, content_hash)[1]

    def wording(self, instrument_id: str, locale: str, content_hash: str | None = None) -> Wording:
        """The words of a version in a locale. Raises UnknownVersion, or KeyError for an unknown locale."""
        instrument, wordings = self._version(instrument_id, content_hash)
        if locale in PSEUDO:
            return self._pseudo(instrument, wordings, locale)
        if locale not in wordings:
            raise KeyError(f"instrument '{instrument_id}' has no locale '{locale}'; it has {', '.join(wordings)}")
        return wordings[locale]

    def locale(self, code: str) -> LocaleInfo:
        """What is known about a locale, pseudo-languages included. Raises KeyError."""
        return PSEUDO[code] if code in PSEUDO else self.locales[code]

    def snapshot(self, instrument_id: str) -> str:
        """The newest version as JSON, for keeping beside the participations that use it. Raises UnknownVersion."""
        return dump_snapshot(*self._version(instrument_id, None))

    def _version(self, instrument_id: str, content_hash: str | None) -> Version:
        newest = self.instruments.get(instrument_id)
        if newest is not None and content_hash in {None, newest.content_hash}:
            return newest, self._wordings[instrument_id]
        if content_hash is None:
            raise UnknownVersion(f"no instrument '{instrument_id}'; defined: {', '.join(self.instruments)}")
        if content_hash not in self._kept:
            self._kept[content_hash] = self._older(instrument_id, content_hash)
        return self._kept[content_hash]

    def _older(self, instrument_id: str, content_hash: str) -> Version:
        texts = [file.read_text("utf-8") for file in version_files(self.folder, instrument_id)]
        kept = self.snapshots(instrument_id, content_hash)
        for text in [*texts, *([kept] if kept else [])]:
            version = load_snapshot(text)
            if version[0].content_hash == content_hash:
                return version
        raise UnknownVersion(f"no version {content_hash[:12]} of instrument '{instrument_id}' is kept")

    def _pseudo(self, instrument: Instrument, wordings: Mapping[str, Wording], locale: str) -> Wording:
        source = wordings[instrument.source_locale]
        name = f"{locale}:{source.content_hash}"
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = pseudo_wording(source, locale)
        return made


def version_files(folder: Path, instrument_id: str) -> list[Path]:
    """The published snapshots in ``<instrument>/versions``, by name; ``folder`` may be that of the instrument."""
    home = folder if (folder / STRUCTURE).is_file() else folder / instrument_id
    return sorted((home / "versions").glob("*.json"))


def load_library(folder: Path = paths.QUESTIONNAIRES) -> Library:
    """Read and check every definition in ``folder`` (a folder of instruments, or one instrument).

    Raises DefinitionErrors with all errors at once.
    """
    checked = check_folder(folder, paths.PICTOGRAMS)
    if checked.errors:
        raise DefinitionErrors(checked.errors)
    return library_of(checked)


def library_of(checked: Checked) -> Library:
    """The library of a folder in which the check found no error."""
    return Library(
        folder=checked.folder,
        instruments=MappingProxyType({name: found.instrument for name, found in checked.found.items()}),
        locales=MappingProxyType(checked.locales),
        warnings=tuple(checked.warnings),
        _wordings=MappingProxyType({name: found.wordings for name, found in checked.found.items()}),
    )
