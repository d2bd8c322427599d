"""Sound as samples: trimmed at both ends, and as loud as every other sound. Standard library only."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass

WINDOW_SECONDS = 0.02
EDGE_SECONDS = 0.08  # silence that is left at both ends
LOUDEST = 32767  # of a 16-bit sample
TARGET_DECIBEL = -20.0  # of the windows in which somebody speaks, below the loudest possible
PEAK_DECIBEL = -1.0
SPEECH_BELOW_LOUDEST = 35.0  # decibel: a window softer than this under the loudest one is silence
SILENCE_DECIBEL = -50.0  # a recording in which no window is louder holds no speech
STEP = 6  # every sixth sample is enough to know how loud a window is


@dataclass(frozen=True, slots=True)
class Samples:
    """One channel of 16-bit samples; ``rate`` in samples a second."""

    values: array[int]
    rate: int

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.values) / self.rate


class Silence(ValueError):
    """Nobody speaks in this sound."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What is taken of a sound: samples ``first`` to ``last``, and by how much they are multiplied."""

    first: int
    last: int
    factor: float


def even_cut(samples: Samples) -> Cut:
    """The speech without silence around it, as loud as any other; its loudest sample stays below the limit.

    Raises Silence when nobody speaks.
    """
    levels = _levels(samples)
    loudest = max(levels, default=-math.inf)
    if loudest < SILENCE_DECIBEL:
        raise Silence("nobody is heard in it")
    speaking = [number for number, level in enumerate(levels) if level > loudest - SPEECH_BELOW_LOUDEST]
    window, edge = _window(samples.rate), int(EDGE_SECONDS * samples.rate)
    first = max(0, speaking[0] * window - edge)
    last = min(len(samples.values), (speaking[-1] + 1) * window + edge)
    return Cut(first, last, _factor(samples.values[first:last], [levels[number] for number in speaking]))


def _window(rate: int) -> int:
    return max(STEP, int(WINDOW_SECONDS * rate))


def _levels(samples: Samples) -> list[float]:
    """How loud each window is, in decibel below the loudest possible; silence is minus infinity."""
    window = _window(samples.rate)
    parts = (samples.values[start : start + window : STEP] for start in range(0, len(samples.values), window))
    return [_decibel(sum(value * value for value in part) / len(part)) for part in parts]


def _decibel(square: float) -> float:
    return 10 * math.log10(square / LOUDEST**2) if square else -math.inf


def _factor(values: array[int], levels: list[float]) -> float:
    """Brings the mean level of the speech to the target, as far as the loudest sample allows."""
    mean = 10 * math.log10(sum(10 ** (level / 10) for level in levels) / len(levels))
    peak = max(abs(max(values)), abs(min(values)))
    return float(min(10 ** ((TARGET_DECIBEL - mean) / 20), LOUDEST * 10 ** (PEAK_DECIBEL / 20) / peak))
