"""The rules of app/static/js/rules.js decide in the browser as app/core/routing.py does on the server."""

from __future__ import annotations

import json
import random

import pytest
from playwright.sync_api import Browser

from app.core.routing_data import routing_data
from app.instruments.library import load_library
from app.web.scripts import FOLDER, joined
from tests.vectors import routing as vectors

pytestmark = pytest.mark.browser

SEED = 7
DECIDE = """
    const { path, progress, isOpen } = module_rules;
    return cases.map(({ instrument, modules, responses, progress: places, open }) => {
        const definition = definitions[instrument];
        return {
            instrument, modules, responses,
            path: path(definition, modules, responses),
            progress: Object.fromEntries(
                Object.keys(places).map((id) => [id, progress(definition, modules, responses, id)])),
            open: Object.fromEntries(Object.keys(open).map((id) =>
                [id, all[instrument][id].filter((option) => isOpen(option, id, definition, responses))])),
        };
    });
"""


def decide(browser: Browser, cases, instruments):
    page = browser.new_page()
    try:
        script = f"({{ cases, definitions, all }}) => {{ {joined(FOLDER, 'rules')} {DECIDE} }}"
        definitions = {name: routing_data(instrument) for name, instrument in instruments.items()}
        options = {
            name: {item.id: [option.id for option in item.options] for item in instrument.items.values()}
            for name, instrument in instruments.items()
        }
        return page.evaluate(script, {"cases": cases, "definitions": definitions, "all": options})
    finally:
        page.close()


def test_the_browser_decides_as_the_shared_cases_say(browser: Browser) -> None:
    kept = json.loads(vectors.FILE.read_text("utf-8"))
    for wanted, found in zip(kept, decide(browser, kept, vectors.instruments()), strict=True):
        assert found == wanted


def test_browser_and_server_decide_alike_for_every_instrument(browser: Browser) -> None:
    instruments = dict(load_library().instruments)
    rng = random.Random(SEED)
    cases = []
    for name, instrument in instruments.items():
        vectors.instruments().setdefault(name, instrument)
        cases += [vectors.case(name, *vectors.random_case(instrument, rng)) for _ in range(20)]
    for wanted, found in zip(cases, decide(browser, cases, instruments), strict=True):
        assert found == wanted
