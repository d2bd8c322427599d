"""Sounds for tests: a tone as a WAV file, and the placeholders of a few texts, spoken once a run."""

from __future__ import annotations

import io
import math
import wave
from array import array

from app.sound.slots import Slot

WORDS = {
    "nl": "Er zijn geen goede of foute antwoorden.",
    "en": "There are no right or wrong answers.",
    "ar": "إجاباتك محفوظة.",
    "ti": "መልስታትኩም ተዓቂቡ ኣሎ።",
}


def slot(language: str, key: str = "ui.tried") -> Slot:
    """A slot of a text that only tests have."""
    return Slot(key, language, WORDS[language])


def tone(seconds: float = 1.0, level: float = 0.3, silence: float = 0.0, rate: int = 44100) -> bytes:
    """A WAV file: silence, a tone, silence; ``level`` of the loudest possible."""
    quiet = array("h", bytes(2 * int(silence * rate)))
    loud = array("h", [int(32767 * level * math.sin(at * 0.06)) for at in range(int(seconds * rate))])
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((quiet + loud + quiet).tobytes())
    return out.getvalue()
