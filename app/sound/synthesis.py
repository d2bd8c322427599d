"""Placeholders: for a text that nobody has spoken yet a program speaks, until somebody does."""

from __future__ import annotations

import fcntl
import json
import multiprocessing
import subprocess
import sys
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app import paths
from app.sound.coding import PLACEHOLDER, coded_placeholder
from app.sound.manifest import (
    Entry,
    languages_in,
    read_manifest,
    remove_unlisted,
    version_of,
    write_manifest,
    write_whole,
)
from app.sound.samples import Samples, Silence
from app.sound.slots import Slot

PROGRAM = paths.APP.parent / "tools" / "speech"
RECIPE = "espeak-ng 1.52, 2"
"""How placeholders are made; raise the last number to have all of them made anew."""
BATCH = 40  # texts that one start of the program speaks
Result = tuple[list[Entry], list[Slot], str]
"""What was written, what cannot be spoken, and the language of both."""
Told = Callable[[int, int], None]
"""Called with how many texts are done and how many there are."""


class SpeechMissing(RuntimeError):
    """The program that speaks is not installed; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a run did. ``failed``: slots that the program cannot speak; ``removed``: files of words that are no more."""

    made: int
    kept: int
    removed: int
    failed: tuple[Slot, ...]


def fill(folder: Path, wanted: Sequence[Slot], current: Iterable[Slot], jobs: int, told: Told) -> Filled:
    """Make the placeholders that are missing among ``wanted``; remove those that no slot of ``current`` needs.

    ``jobs``: processes at work at the same time. A run that was broken off goes on where it stopped.
    Raises SpeechMissing.
    """
    with _alone(folder):
        known = {name: read_manifest(folder, name) for name in languages_in(folder)}
        asked = {(slot.language, slot.key): slot for slot in wanted}.values()
        missing = [slot for slot in asked if slot.in_bank and not _stands(folder, known, slot)]
        failed = _make(folder, missing, jobs, told)
        removed = _tidy(folder, current)
    made, wordless = len(missing) - len(failed), [slot for slot in asked if not slot.in_bank]
    return Filled(made, len(asked) - len(missing) - len(wordless), removed, (*failed, *wordless))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other process fills this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _stands(folder: Path, known: Mapping[str, Mapping[str, Entry]], slot: Slot) -> bool:
    entry = known.get(slot.language, {}).get(slot.key)
    if entry is None or (entry.hash, entry.recipe) != (slot.hash, RECIPE):
        return False
    return (folder / slot.language / f"{entry.name}.opus").is_file()


def _make(folder: Path, slots: Sequence[Slot], jobs: int, told: Told) -> list[Slot]:
    """Speak and write these; gives those that cannot be spoken."""
    failed: list[Slot] = []
    done = 0
    for entries, silent, language in _results(folder, slots, jobs):
        listed = read_manifest(folder, language) | {entry.key: entry for entry in entries}
        write_manifest(folder, language, listed.values())
        failed += silent
        done += len(entries) + len(silent)
        told(done, len(slots))
    return failed


def _results(folder: Path, slots: Sequence[Slot], jobs: int) -> Iterator[Result]:
    batches = list(_batches(slots))
    if jobs == 1 or len(batches) == 1:
        yield from (speak_batch(folder, batch) for batch in batches)
        return
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        futures: list[Future[Result]] = [pool.submit(speak_batch, folder, batch) for batch in batches]
        yield from (future.result() for future in as_completed(futures))


def _batches(slots: Sequence[Slot]) -> Iterator[list[Slot]]:
    """The slots of each language in the order asked for, some at a time."""
    by_language = defaultdict(list)
    for slot in slots:
        by_language[slot.language].append(slot)
    for some in by_language.values():
        yield from (some[start : start + BATCH] for start in range(0, len(some), BATCH))


def speak_batch(folder: Path, slots: Sequence[Slot]) -> Result:
    """Speak slots of one language with one start of the program and write their files. Raises SpeechMissing."""
    entries, silent = [], []
    for slot, samples in zip(slots, _spoken(slots), strict=True):
        try:
            entries.append(_kept(folder, slot, samples))
        except Silence:
            silent.append(slot)
    return entries, silent, slots[0].language


def _kept(folder: Path, slot: Slot, samples: Samples) -> Entry:
    opus, seconds = coded_placeholder(samples)
    home = folder / slot.language
    (home / f"{slot.name}.mp3").unlink(missing_ok=True)
    write_whole(home / f"{slot.name}.opus", opus)
    return Entry(slot.key, slot.hash, version_of(opus), RECIPE, seconds, len(opus))


def _spoken(slots: Sequence[Slot]) -> Iterator[Samples]:
    """What the program says for each slot; no samples where it has no voice."""
    if not (PROGRAM / "__main__.py").is_file():
        raise SpeechMissing(f"The program that speaks is not here: {PROGRAM}. It comes with the repository.")
    with subprocess.Popen(  # noqa: S603 - our own program, with texts of the wording
        [sys.executable, str(PROGRAM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as program:
        assert program.stdin is not None  # noqa: S101 - opened above
        assert program.stdout is not None  # noqa: S101 - opened above
        for slot in slots:
            yield _ask(program.stdin, program.stdout, slot)
        program.stdin.close()


def _ask(to: IO[bytes], answers: IO[bytes], slot: Slot) -> Samples:
    try:
        to.write(json.dumps({"voice": slot.language, "text": slot.words}).encode() + b"\n")
        to.flush()
    except BrokenPipeError:
        pass  # it ended; the empty answer below says so
    said = answers.readline()
    if not said:
        raise SpeechMissing("The program that speaks does not run. `make setup` installs it.")
    head = json.loads(said)
    return Samples(array("h", answers.read(head.get("bytes", 0))), head.get("rate", PLACEHOLDER.rate))


def _tidy(folder: Path, current: Iterable[Slot]) -> int:
    """Forget and remove what belongs to words that are no more; gives the number of files."""
    places = {(slot.language, slot.key, slot.hash) for slot in current}
    removed = 0
    for language in languages_in(folder):
        listed = read_manifest(folder, language)
        needed = [entry for entry in listed.values() if (language, entry.key, entry.hash) in places]
        if len(needed) < len(listed):
            write_manifest(folder, language, needed)
        removed += remove_unlisted(folder, language, needed)
    return removed
