"""Chromium for the tests, wherever it lies on this machine."""

import atexit
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.tools.missing import tool_is_missing

ARGUMENTS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No test reaches the network, the browser neither.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
WINDOWLESS = "chromium-headless-shell"
"""The same browser without what draws windows and remembers a person: half the work, where only pages are looked at."""
SNAP_FOLDER = "/snap/"  # Ubuntu's package chromium only starts a snap, which cannot be driven everywhere


def chromium_path(playwright: Playwright, *, windows: bool = True) -> str:
    """Give the browser to start: ``INBEELD_CHROMIUM``, the system's own, else the one of playwright.

    ``windows``: a whole one also where there is one without windows. Skips or fails the test when there is none (see
    missing.py).
    """
    named = os.environ.get("INBEELD_CHROMIUM")
    if named:
        return named
    whole = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
    for program in whole if windows else (WINDOWLESS, *whole):
        path = shutil.which(program)
        if path and not _is_snap(path):
            return path
    own = playwright.chromium.executable_path
    if not Path(own).exists():
        tool_is_missing("Chromium is missing, type: sudo apt-get install chromium, or name it in INBEELD_CHROMIUM")
    return own


def launch(playwright: Playwright, *, windows: bool = True) -> Browser:
    """Start Chromium, which shows no window; the caller closes it."""
    path = chromium_path(playwright, windows=windows)
    return playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))


@cache
def driver() -> Playwright:
    """Start playwright once a process: a second one beside it is refused. It ends with the process."""
    manager = sync_playwright()
    playwright = manager.start()
    atexit.register(playwright.stop)
    return playwright


@contextmanager
def chromium(*, windows: bool = True) -> Iterator[Browser]:
    """Start Chromium and close it at the end of the block; ``windows``: see ``chromium_path``."""
    browser = launch(driver(), windows=windows)
    try:
        yield browser
    finally:
        browser.close()


def _is_snap(path: str) -> bool:
    if SNAP_FOLDER in str(Path(path).resolve()):
        return True
    head = Path(path).read_bytes()[:4096]
    return head.startswith(b"#!") and SNAP_FOLDER.encode() in head
