"""A bare page that can be heard: the project's own script and real sounds, served on this machine, and what it said."""

from __future__ import annotations

import io
import math
import wave
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from playwright.sync_api import Page
from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

from app.sound.coding import Coded, coded_recording
from app.web.scripts import FOLDER, joined
from tests.journeys.site import answering

RATE = 16000
PARTS = {"prompt": 0.5, "sun": 0.4, "cup": 0.4, "tree": 0.4, "first": 0.4, "long": 8.0}
"""What can be heard, by key, in seconds."""

WATCH = """
window.voices = new Set();
window.said = [];
window.most = 0;
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () {
  window.voices.add(this);
  return play.call(this);
};
document.addEventListener("inbeeld:says", (event) => {
  window.said.push(event.detail.key);
  const speaking = [...document.querySelectorAll(".inb-speaking")].map((one) => one.dataset.key);
  if (speaking.length !== 1 || speaking[0] !== event.detail.key) window.said.push(`marked: ${speaking}`);
  window.most = Math.max(window.most, [...window.voices].filter((voice) => !voice.paused).length);
});
"""


@cache
def tone(seconds: float) -> Coded:
    """A hum of this length in both formats."""
    hum = (int(9000 * math.sin(2 * math.pi * 330 * place / RATE)) for place in range(int(seconds * RATE)))
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(array("h", hum).tobytes())
    return coded_recording(file.getvalue())


def says(key: str) -> str:
    """The attributes of something that can be heard."""
    return f'data-key="{key}" data-sound="/sound/{key}"'


def answer(key: str, attributes: str | None = None, kind: str = "radio") -> str:
    """One answer in pictures."""
    heard = says(key) if attributes is None else attributes
    return (
        f'<label class="inb-choice" {heard}><input type="{kind}" name="option" value="{key}"><span>{key}</span></label>'
    )


def pictures(*answers: str, direction: str = "ltr", notice: bool = True) -> str:
    """A screen of the picture variant with these answers."""
    first = f"<p data-choose-first hidden {says('first')}>first</p>" if notice else ""
    return f"""<!doctype html><html lang="nl" dir="{direction}"><head><meta charset="utf-8"><title>x</title>
<script type="module" src="/assets/participant.js"></script>
<style>.row {{ display: flex; gap: 2rem }} label {{ padding: 2rem }}</style></head>
<body><form method="post" action="/nl/next"><input type="hidden" name="csrf_token" value="token">
<main data-variant="pictogram"><h1 data-prompt {says("prompt")}>prompt</h1>{first}
<div class="row">{"".join(answers)}</div></main>
<button type="button" data-listen hidden>ear</button><button type="button" data-speed hidden>slower</button>
<button name="go" value="next" data-control="tick">tick</button></form></body></html>"""


THREE = pictures(answer("sun"), answer("cup"), answer("tree"))


@dataclass
class Site:
    """Serves one page, the script and the sounds; keeps what was sent to it."""

    page: str = THREE
    sounds: dict[str, bytes | None] = field(default_factory=dict)
    notices: list[dict[str, str]] = field(default_factory=list)
    answers: list[dict[str, str]] = field(default_factory=list)
    address: str = ""

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        if request.path.startswith("/sound/"):
            return self._sound(request)
        if request.path.endswith(".wav"):
            return send_file(FOLDER.parent / "sound" / "silence.wav", request.environ)
        if request.path.endswith(".js"):
            return Response(joined(FOLDER, "participant"), mimetype="text/javascript")
        if request.path == "/nl/device":
            self.notices.append(request.form.to_dict())
            return Response(status=204)
        if request.method == "POST":
            self.answers.append(request.form.to_dict())
        return Response(self.page, mimetype="text/html")

    def _sound(self, request: Request) -> Response:
        name = Path(request.path)
        content = self.sounds.get(name.name, getattr(tone(PARTS.get(name.stem, 0.4)), name.suffix[1:]))
        if content is None:
            return Response(status=404)
        answer = Response(content, mimetype="audio/ogg" if name.suffix == ".opus" else "audio/mpeg")
        return answer.make_conditional(request.environ, accept_ranges=True, complete_length=len(content))


@contextmanager
def speaking_site() -> Iterator[Site]:
    """Answer on a free port until the block ends."""
    site = Site()
    with answering(Request.application(site)) as site.address:
        yield site


@dataclass
class Listener:
    """Somebody at the page who hears what it says."""

    page: Page
    site: Site

    def open(self, page: str = THREE) -> None:
        """Open the page; nothing has been touched yet."""
        self.site.page = page
        self.page.goto(f"{self.site.address}/nl/page")
        self.page.wait_for_load_state("networkidle")

    def touch(self, words: str) -> None:
        """Touch what bears these words, also when it says that it waits."""
        self.page.get_by_text(words, exact=True).click(force=True)

    @property
    def said(self) -> Sequence[str]:
        """The keys of what began to sound, in order."""
        return list(self.page.evaluate("window.said"))

    def hears(self, *keys: str) -> None:
        """Wait until exactly these have begun to sound, one at a time, each marked while it did."""
        self.page.wait_for_function("many => window.said.length >= many", arg=len(keys))
        assert self.said == list(keys)
        assert self.page.evaluate("window.most") <= 1, "two voices at once"

    def wait_for_silence(self) -> None:
        """Wait until nothing is marked as speaking."""
        self.page.wait_for_function("() => !document.querySelector('.inb-speaking')")

    @property
    def chosen(self) -> list[str]:
        """The values of what is chosen."""
        return list(
            self.page.evaluate("[...document.querySelectorAll('input[name=option]:checked')].map(one => one.value)")
        )

    @property
    def heard(self) -> list[str]:
        """What was touched once."""
        return list(self.page.evaluate("[...document.querySelectorAll('.is-heard')].map(one => one.dataset.key)"))

    def voice(self, what: str) -> float:
        """A property of the one voice."""
        return float(self.page.evaluate(f"(() => {{ const [voice] = window.voices; return Number(voice.{what}); }})()"))
