"""Second step of the check of ``instrument.yaml``: every picture that is named is there, none is lacking."""

from __future__ import annotations

from collections.abc import Iterator

from app.instruments import shape
from app.instruments.errors import DefinitionError, listed
from app.instruments.sources import Path_, Source

PICTOGRAM = "pictogram"


def picture_errors(
    file: shape.InstrumentFile, source: Source, pictures: frozenset[str] | None
) -> Iterator[DefinitionError]:
    """Pictures that are not there, and in an instrument in pictures whatever has none.

    ``pictures``: names of files there are, None: not known.
    """
    for path, name in _named(file):
        if name is not None and pictures is not None and name not in pictures:
            allowed = tuple(sorted(pictures))
            sentence = f"there is no picture '{name}'. Nearest: {listed(allowed, name)}."
            yield source.error("unknown_picture", (*path, "picture"), sentence, name, allowed)
        if name is None and file.variant == PICTOGRAM:
            sentence = "there is no picture. With variant pictogram each item, answer and practice screen has one."
            yield source.error("no_picture", path, sentence, ".".join(str(part) for part in path))


def _named(file: shape.InstrumentFile) -> Iterator[tuple[Path_, str | None]]:
    """Every place that can name a picture, with what it names."""
    for kind, sets in (("formats", file.formats), ("option_sets", file.option_sets)):
        for name, options in sets.items():
            yield from _steps((kind, name), options.steps)
            yield from _options((kind, name), options.options or [])
    for item_id, item in file.items.items():
        yield ("items", item_id), item.picture
        yield from _steps(("items", item_id), item.steps)
        yield from _options(("items", item_id), item.options)
    for name, screen in file.practice.items():
        yield ("practice", name), screen.picture


def _options(path: Path_, options: list[shape.Option]) -> Iterator[tuple[Path_, str | None]]:
    for number, option in enumerate(options):
        yield (*path, "options", number), option.picture


def _steps(path: Path_, steps: int | None) -> Iterator[tuple[Path_, str | None]]:
    """Answers that are only counted cannot name a picture."""
    if steps is not None:
        yield (*path, "steps"), None
