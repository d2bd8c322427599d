"""Walk both instruments by the pages themselves, as a browser without scripts does, and write down the journey.

``python benchmarks/record_journey.py`` writes ``journey.json``: per variant the requests in order, each with method,
path (``{locale}`` in the place of the language) and the fields that were chosen. Tokens, keys and moments are left out:
whoever goes the same way takes those from the pages. The people are invented, and so is every answer.
"""

from __future__ import annotations

import json
import shutil
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from room_settings import VARIANTS, make_stores, room_settings, settle
from servers import HERE, ROOT, Server, serving
from visitor import Form, Page, Visitor

FOLDER = ROOT / "build" / "bench" / "journey"
JOURNEY = HERE / "journey.json"
LOCALE = "en"
MOST_PAGES = 400
NUMBER = "9"
WORDS = "bread and tea"
FIXED = {
    "z7": ["no"],
    "z8": ["no"],
    "p7.help_wish": ["no"],
    "p8.acute": ["no"],
    "situation.job_search_opportunity": ["yes"],
}
"""Answers that open a branch, or raise no alarm; any other is chosen by the name of its item."""
RIGHT = {"d1": "2", "d2": "3", "sun": "sun", "yes_no": "yes", "jar": "2"}
"""Right answers to practice questions that have one."""
MISSING = "missing."


@dataclass
class Walk:
    """One person on the way. ``steps``: the requests so far, as they are written down."""

    visitor: Visitor
    steps: list[dict[str, object]] = field(default_factory=list)

    def go(self) -> None:
        """From the choice to take part to the thanks. Raises RuntimeError when that takes too many screens."""
        page = self.visitor.get(f"/{LOCALE}/take-part")
        for _ in range(MOST_PAGES):
            self._note("GET", page.path)
            if urlsplit(page.path).path.endswith("/finish"):
                return
            page = self._turn(page)
        raise RuntimeError(f"still on the way at {page.path}")

    def _turn(self, page: Page) -> Page:
        """Fill in the form of this page and send it; gives the page that follows."""
        form = page.form_with("go")
        fields = self._chosen(page.path, form)
        self._note("POST", page.path, fields)
        return self.visitor.post(page.path, {**form.hidden, **fields})

    def _note(self, method: str, path: str, fields: dict[str, list[str]] | None = None) -> None:
        step: dict[str, object] = {"method": method, "path": path.replace(f"/{LOCALE}/", "/{locale}/", 1)}
        self.steps.append(step if fields is None else {**step, "fields": fields})

    def _chosen(self, path: str, form: Form) -> dict[str, list[str]]:
        room, _, name = urlsplit(path).path.removeprefix(f"/{LOCALE}/").partition("/")
        chosen = {"items": _answer, "practice": _practised}.get(room, _elsewhere)(name, form)
        return {"go": [form.choices["go"][0]], **chosen}  # the first button is the one of the Enter key


def _answer(item_id: str, form: Form) -> dict[str, list[str]]:
    if item_id in FIXED:
        return {"option": FIXED[item_id]}
    if "number" in form.choices:
        return {"number": [NUMBER]}
    options = [one for one in form.choices.get("option", ()) if not one.startswith(MISSING)]
    if not options:
        return {"text": [WORDS]} if "text" in form.choices else {}
    return {"option": [options[zlib.crc32(item_id.encode()) % len(options)]]}


def _practised(name: str, form: Form) -> dict[str, list[str]]:
    if form.choices["go"][0] == "on":
        return {}
    return {"option": [RIGHT.get(name) or form.choices["option"][0]]}


def _elsewhere(name: str, form: Form) -> dict[str, list[str]]:
    """Yes to taking part, no to everything that could be shared."""
    if "yes" in form.choices["go"]:
        return {"go": ["yes"]}
    if name == "overview":
        return {"go": ["confirm"]}
    options = form.choices.get("option", [])
    return {"option": ["no" if name else "yes"]} if {"yes", "no"} <= set(options) else {}


def main() -> int:
    """Record both ways and write them down."""
    journeys = {}
    with _served() as (server, codes):
        for variant, code in zip(VARIANTS, codes, strict=True):
            walk = Walk(settle(Visitor(server.port), LOCALE, code, variant))
            walk.go()
            items = {step["path"] for step in walk.steps if "/items/" in str(step["path"])}
            print(f"{variant}: {len(walk.steps)} requests, {len(items)} items")
            journeys[variant] = walk.steps
    JOURNEY.write_text(written(journeys), "utf-8")
    return 0


@contextmanager
def _served() -> Iterator[tuple[Server, list[str]]]:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    settings = room_settings(FOLDER)
    stores = make_stores(settings, [len(VARIANTS)])
    with serving("app.wsgi:app", settings, FOLDER / "inbeeld.log") as server:
        yield server, stores.sessions[0].codes


def written(journeys: dict[str, list[dict[str, object]]]) -> str:
    """JSON with a request a line, so that a change of the way shows as such."""
    ways = []
    for variant, steps in journeys.items():
        lines = ",\n".join("    " + json.dumps(step, ensure_ascii=False) for step in steps)
        ways.append(f'  "{variant}": [\n{lines}\n  ]')
    return "{\n" + ",\n".join(ways) + "\n}\n"


if __name__ == "__main__":
    sys.exit(main())
