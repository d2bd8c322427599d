"""docs/environment.md says of every setting that is read what it does, and of its default what holds."""

from __future__ import annotations

import base64
import re
import secrets
from pathlib import Path

import pytest

from app.config import KEY_SETTINGS, Config, ConfigError
from tools.environment import FILE, GROUPS, Setting, text

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = [one for group in GROUPS.values() for one in group]
BY_COMMANDS = {"INBEELD_BACKUPS", "INBEELD_NEW_DATABASE_URL", "INBEELD_NEW_CARE_DATABASE_URL"}
"""Read by a command, not by ``Config``."""


class Asked(dict[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self, values: dict[str, str]) -> None:
        super().__init__(values)
        self.names: set[str] = set()

    def get(self, name, default=None):
        """The value, and a note of who was asked for."""
        self.names.add(name)
        return super().get(name, default)


def names_read(**environment: str) -> set[str]:
    asked = Asked(environment)
    with pytest.raises(ConfigError):
        Config.from_environment(asked)
    return asked.names


def test_every_setting_that_is_read_has_a_line_and_no_other_has():
    read = names_read() | names_read(INBEELD_OIDC_ISSUER="https://sign-in.example")
    assert {one.name for one in SETTINGS} - BY_COMMANDS == read


def test_every_setting_of_the_application_stands_there():
    named = {
        name
        for file in (ROOT / "app").rglob("*.py")
        for name in re.findall(r"[\"'](INBEELD_[A-Z_]*[A-Z])[\"']", file.read_text("utf-8"))
    }
    assert named <= {one.name for one in SETTINGS}


def test_the_document_is_the_newest():
    assert FILE.read_text("utf-8") == text(), "run: .venv/bin/python tools/environment.py"


@pytest.mark.parametrize("setting", [one for one in SETTINGS if one.default], ids=lambda one: one.name)
def test_a_default_that_is_written_out_changes_nothing(setting: Setting, tmp_path):
    keys = {name: base64.b64encode(secrets.token_bytes(32)).decode() for name in KEY_SETTINGS}
    bare = {"INBEELD_DATA": str(tmp_path), "INBEELD_SECRET_KEY": secrets.token_urlsafe(48), **keys}
    more = {
        "INBEELD_OIDC_ISSUER": "https://sign-in.example",
        "INBEELD_OIDC_CLIENT_ID": "inbeeld",
        "INBEELD_OIDC_CLIENT_SECRET": "of a test",
        "INBEELD_OIDC_ROLES": "them=ggd",
    }
    whole = {**bare, **more} if "OIDC" in setting.name else bare
    assert Config.from_environment({**whole, setting.name: setting.default}) == Config.from_environment(whole)
