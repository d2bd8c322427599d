"""Speaks texts with espeak-ng: ``python tools/speech``.

Reads a line of JSON per text from standard input, ``{"voice": "nl", "text": "Luister"}``, and answers each on standard
output with a line of JSON, ``{"rate": 22050, "bytes": 63504}``, and that many bytes of sound: 16-bit samples, one
channel, least significant byte first. ``{"error": "…"}`` and no sound when the voice is unknown.

espeak-ng is GPL-3.0-or-later. This program is called as a process of its own and is no part of the application.
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import BinaryIO

import espeakng_loader

SYNCHRONOUS = 2  # espeak_AUDIO_OUTPUT of espeak-ng's speak_lib.h
UTF8 = 1
BY_CHARACTER = 1
RATE = 1  # the parameter "words per minute"
WORDS_PER_MINUTE = 140  # slower than usual speech
Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class Speaker:
    """espeak-ng, started once. ``rate`` is in samples a second."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        folder = espeakng_loader.get_data_path().encode()
        self.rate = int(self._library.espeak_Initialize(SYNCHRONOUS, 0, folder, 0))
        if self.rate <= 0:
            raise SystemExit("espeak-ng does not start.")
        self._library.espeak_SetParameter(RATE, WORDS_PER_MINUTE, 0)
        self._sound = bytearray()
        self._callback = Callback(self._take)  # kept here, for the library keeps only its address
        self._library.espeak_SetSynthCallback(self._callback)

    def speak(self, voice: str, text: str) -> bytes:
        """The samples of a text. Raises LookupError for a voice that is not there."""
        if self._library.espeak_SetVoiceByName(voice.encode()):
            raise LookupError(f"espeak-ng has no voice '{voice}'")
        self._sound.clear()
        written = text.encode() + b"\0"
        self._library.espeak_Synth(written, len(written), 0, BY_CHARACTER, 0, UTF8, None, None)
        self._library.espeak_Synchronize()
        return bytes(self._sound)

    def _take(self, samples: object, number: int, _events: object) -> int:
        if samples and number:
            self._sound += ctypes.string_at(samples, number * 2)  # type: ignore[arg-type]  # a pointer of ctypes
        return 0


def answer_all(lines: BinaryIO, out: BinaryIO) -> None:
    """Speak every line until there are no more."""
    speaker = Speaker()
    for line in lines:
        asked = json.loads(line)
        try:
            sound = speaker.speak(asked["voice"], asked["text"])
            said: dict[str, int | str] = {"rate": speaker.rate, "bytes": len(sound)}
        except LookupError as error:
            sound, said = b"", {"error": str(error)}
        out.write(json.dumps(said).encode() + b"\n" + sound)
        out.flush()


if __name__ == "__main__":
    answer_all(sys.stdin.buffer, sys.stdout.buffer)
