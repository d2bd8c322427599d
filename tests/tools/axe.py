"""Accessibility of a page in the browser, checked by axe-core."""

from pathlib import Path

from playwright.sync_api import Page

from tests.tools.missing import tool_is_missing

SCRIPT = Path(__file__).with_name("node_modules") / "axe-core" / "axe.min.js"


def script_path() -> Path:
    """Give the path of axe.min.js; skips or fails the test when it is missing (see missing.py)."""
    if not SCRIPT.exists():
        tool_is_missing("axe-core is missing: run `make setup-test`.")
    return SCRIPT


def load(page: Page) -> None:
    """Bring axe to the open page, once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(script_path().read_text("utf-8"))


def violations(page: Page) -> list[str]:
    """Give what axe finds wrong on the open page: rule, its help text and the places; an empty list is good news.

    axe does not judge the contrast of purely Arabic text: check the colours of the theme apart.
    """
    load(page)
    # Of what axe fetches beforehand, style sheets are for a rule about turned screens that is off unless asked for.
    result = page.evaluate("axe.run(document, { resultTypes: ['violations'], preload: { assets: ['media'] } })")
    return [
        f"{rule['id']}: {rule['help']}: {', '.join(str(node['target'][0]) for node in rule['nodes'])}"
        for rule in result["violations"]
    ]
