"""What kind of browser somebody signs in with, in a few words that this person knows again."""

from __future__ import annotations

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
MACHINES = (
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
"""What stands in the line that a browser sends of itself, and its name; the first that is found holds."""


def browser_name(sent: str) -> str:
    """For example "Firefox, Windows"; "" when neither is known. Nothing of what was sent stands in it."""
    found = (next((name for sign, name in names if sign in sent), "") for names in (BROWSERS, MACHINES))
    return ", ".join(name for name in found if name)
