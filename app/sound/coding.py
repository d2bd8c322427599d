"""Sound files: read in any usual format, written as Opus in Ogg and as MP3. The only file that calls FFmpeg (PyAV)."""

from __future__ import annotations

import io
from array import array
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import av
import av.filter
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container.input import InputContainer
from av.error import FFmpegError

from app.sound.samples import Cut, Samples, even_cut

LONGEST_SECONDS = 60
CODERS: dict[str, tuple[str, Literal["libopus", "libmp3lame"], dict[str, str]]] = {
    "opus": ("ogg", "libopus", {"application": "voip", "vbr": "on"}),
    "mp3": ("mp3", "libmp3lame", {}),
}
"""Format to container, encoder and what the encoder is told."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How a sound is written. ``rate``: samples a second; ``bits`` a second and ``effort`` of the encoder by format."""

    rate: int
    bits: dict[str, int]
    effort: dict[str, int]


RECORDING = Quality(24000, {"opus": 16000, "mp3": 24000}, {"opus": 10, "mp3": 2})
PLACEHOLDER = Quality(16000, {"opus": 12000, "mp3": 24000}, {"opus": 0, "mp3": 9})
"""Thousands of placeholders are made at set-up: quickly. A screen with eleven of them stays within 60 kB."""


class NotReadable(ValueError):
    """No sound can be read from this file."""


class TooLong(ValueError):
    """The sound lasts longer than 60 seconds."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A sound as it is kept: both formats and its length."""

    opus: bytes
    mp3: bytes
    seconds: float


def coded_recording(content: bytes) -> Coded:
    """A recording in any usual format, made even and written anew. Raises NotReadable, TooLong, Silence."""
    even = _even(read_sound(content, RECORDING.rate), RECORDING.rate)
    return Coded(_encode(even, "opus", RECORDING), _encode(even, "mp3", RECORDING), round(even.seconds, 2))


def coded_placeholder(samples: Samples) -> tuple[bytes, float]:
    """Synthetic speech made even, as Opus, and how many seconds it lasts. Raises Silence."""
    even = _even(samples, PLACEHOLDER.rate)
    return _encode(even, "opus", PLACEHOLDER), round(even.seconds, 2)


def as_mp3(opus: bytes) -> bytes:
    """A placeholder for a tablet that plays no Opus: made when the first one asks, which halves the work of set-up."""
    return _encode(read_sound(opus, PLACEHOLDER.rate), "mp3", PLACEHOLDER)


def _even(samples: Samples, rate: int) -> Samples:
    return _louder(samples, even_cut(samples), rate)


def read_sound(content: bytes, rate: int) -> Samples:
    """The first sound track of a file, in one channel. Raises NotReadable, TooLong."""
    try:
        with av.open(io.BytesIO(content), "r", metadata_errors="ignore") as container:
            values = _decode(container, rate)
    except (FFmpegError, IndexError) as error:
        raise NotReadable("no sound can be read from it") from error
    if not values:
        raise NotReadable("there is no sound in it")
    return Samples(values, rate)


def _decode(container: InputContainer, rate: int) -> array[int]:
    if not container.streams.audio:
        raise NotReadable("there is no sound in it")
    resampler, values = AudioResampler("s16", "mono", rate), array("h")
    for frame in container.decode(container.streams.audio[0]):
        for part in resampler.resample(frame):
            _add(values, part)
        if len(values) > LONGEST_SECONDS * rate:
            raise TooLong(f"it lasts longer than {LONGEST_SECONDS} seconds")
    for part in resampler.resample(None):
        _add(values, part)
    return values


def _add(values: array[int], frame: AudioFrame) -> None:
    values.frombytes(bytes(frame.planes[0])[: frame.samples * values.itemsize])


def _louder(samples: Samples, cut: Cut, rate: int) -> Samples:
    """The cut of the samples, multiplied, at another rate."""
    moment = Fraction(1, samples.rate)
    graph = av.filter.Graph()
    graph.link_nodes(
        graph.add_abuffer(sample_rate=samples.rate, format="s16", layout="mono", time_base=moment),
        graph.add("volume", f"{cut.factor:.4f}"),
        graph.add("aformat", f"sample_fmts=s16:sample_rates={rate}:channel_layouts=mono"),
        graph.add("abuffersink"),
    )
    graph.configure()
    graph.push(_frame(Samples(samples.values[cut.first : cut.last], samples.rate)))
    graph.push(None)
    values = array("h")
    with suppress(EOFError):
        while isinstance(frame := graph.pull(), AudioFrame):
            _add(values, frame)
    return Samples(values, rate)


def _frame(samples: Samples) -> AudioFrame:
    frame = AudioFrame(format="s16", layout="mono", samples=len(samples.values))
    frame.sample_rate = samples.rate
    frame.planes[0].update(samples.values.tobytes())
    return frame


def _encode(samples: Samples, form: str, quality: Quality) -> bytes:
    container_name, encoder, told = CODERS[form]
    options = {**told, "compression_level": str(quality.effort[form])}
    out = io.BytesIO()
    with av.open(out, "w", format=container_name) as container:
        bits = quality.bits[form]
        stream = container.add_stream(encoder, rate=samples.rate, layout="mono", bit_rate=bits, options=options)
        for packet in [*stream.encode(_frame(samples)), *stream.encode(None)]:
            container.mux(packet)
    return out.getvalue()
