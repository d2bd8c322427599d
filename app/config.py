"""Settings, read once from the environment; every missing or wrong setting is named at once."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

DEMO_SECRET = "demonstration-only-secret-not-for-people"  # noqa: S105 - refused outside demonstration mode
KEY_BYTES = 32


class ConfigError(Exception):
    """Settings are missing or wrong; the message lists all of them, a line each."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the application reads from its environment.

    ``database_url`` and ``care_database_url`` are SQLAlchemy addresses of the two stores; ``jobs_url`` is
    ``sqlite:///…`` (embedded) or ``redis://…``. The three keys are 32 bytes each: ``text_key`` for names and own words,
    ``care_key`` for care answers, ``lookup_key`` for keyed hashes of codes. ``demo`` opens every locale with a visible
    ribbon and uses keys that anyone knows. ``trusted_proxies``: how many proxies stand in front, whose word about the
    visitor's address is taken; 0 takes nobody's. ``sound``: folder of the placeholders of speech (None: ``sound`` in
    ``data``); ``synthetic_sound``: offer them outside demonstration mode too. ``address``: how
    devices reach this installation (https://…), printed on cards; empty takes the address of the page at hand. ``lan``:
    one laptop serves a room without internet, so that no message leaves it and people read what really happens.
    """

    data: Path
    database_url: str
    care_database_url: str
    jobs_url: str
    secret_key: str = field(repr=False)
    text_key: bytes = field(repr=False)
    care_key: bytes = field(repr=False)
    lookup_key: bytes = field(repr=False)
    demo: bool = False
    testing: bool = False
    port: int = 8000
    host: str = "127.0.0.1"
    sitting_hours: int = 12
    staff_idle_minutes: int = 60
    cookie_secure: bool = True
    trusted_proxies: int = 0
    sound: Path | None = None
    synthetic_sound: bool = False
    address: str = ""
    lan: bool = False

    @property
    def sound_folder(self) -> Path:
        """Where the placeholders of speech lie."""
        return self.sound or self.data / "sound"

    @property
    def offers_synthetic_sound(self) -> bool:
        """Whether people may hear a placeholder where nobody has spoken a text yet."""
        return self.demo or self.synthetic_sound

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Config:
        """Read the settings whose names begin with ``INBEELD_`` (and ``PORT``).

        Raises ConfigError naming every missing or wrong setting at once.
        """
        return _Reader(environment).config()


class _Reader:
    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.errors: list[str] = []
        self.demo = environment.get("INBEELD_DEMO", "") == "1"

    def config(self) -> Config:
        data = Path(self.environment.get("INBEELD_DATA", "instance")).resolve()
        config = Config(
            data=data,
            database_url=self.text("INBEELD_DATABASE_URL", f"sqlite:///{data / 'main.sqlite'}"),
            care_database_url=self.text("INBEELD_CARE_DATABASE_URL", f"sqlite:///{data / 'care.sqlite'}"),
            jobs_url=self.text("INBEELD_JOBS_URL", f"sqlite:///{data / 'jobs.sqlite'}"),
            secret_key=self.secret("INBEELD_SECRET_KEY"),
            text_key=self.key("INBEELD_TEXT_KEY", b"t"),
            care_key=self.key("INBEELD_CARE_KEY", b"c"),
            lookup_key=self.key("INBEELD_LOOKUP_KEY", b"l"),
            demo=self.demo,
            port=self.number("PORT", 8000),
            host=self.text("INBEELD_HOST", "127.0.0.1"),
            sitting_hours=self.number("INBEELD_SITTING_HOURS", 12),
            staff_idle_minutes=self.number("INBEELD_STAFF_IDLE_MINUTES", 60),
            cookie_secure=self.environment.get("INBEELD_COOKIE_SECURE", "0" if self.demo else "1") == "1",
            trusted_proxies=self.number("INBEELD_TRUSTED_PROXIES", 0),
            sound=Path(self.text("INBEELD_SOUND", str(data / "sound"))).resolve(),
            address=self.address(),
            lan=self.environment.get("INBEELD_LAN", "") == "1",
            synthetic_sound=self.environment.get("INBEELD_SYNTHETIC_SOUND", "") == "1",
        )
        keys = {config.text_key, config.care_key, config.lookup_key}
        if len(keys) < 3 and not self.errors:  # noqa: PLR2004 - three keys, three values
            self.errors.append("INBEELD_TEXT_KEY, INBEELD_CARE_KEY and INBEELD_LOOKUP_KEY must differ from each other.")
        if config.database_url == config.care_database_url:
            self.errors.append("INBEELD_CARE_DATABASE_URL names the main store; care answers need their own store.")
        if self.errors:
            raise ConfigError("Inbeeld cannot start:\n" + "\n".join(f"- {error}" for error in self.errors))
        return config

    def text(self, name: str, default: str) -> str:
        return self.environment.get(name) or default

    def address(self) -> str:
        value = self.text("INBEELD_ADDRESS", "").rstrip("/")
        if value and not value.startswith(("https://", "http://")):
            self.errors.append(f"INBEELD_ADDRESS is {value!r}; it takes an address such as https://inbeeld.example.")
        return value

    def number(self, name: str, default: int) -> int:
        value = self.environment.get(name) or str(default)
        if value.isdecimal():
            return int(value)
        self.errors.append(f"{name} is {value!r}; it takes a whole number such as {default}.")
        return default

    def secret(self, name: str) -> str:
        value = self.environment.get(name, DEMO_SECRET if self.demo else "")
        if not self.demo and (len(value) < KEY_BYTES or value == DEMO_SECRET):
            self.errors.append(f"{name} is missing or too short; it takes at least {KEY_BYTES} characters of your own.")
        return value

    def key(self, name: str, demo_letter: bytes) -> bytes:
        value = self.environment.get(name, "")
        if not value and self.demo:
            return demo_letter * KEY_BYTES
        try:
            key = base64.urlsafe_b64decode(value)
        except (ValueError, binascii.Error):
            key = b""
        if len(key) != KEY_BYTES or len(set(key)) == 1:
            self.errors.append(
                f"{name} is missing or wrong; it takes {KEY_BYTES} random bytes in base64: flask keys make"
            )
        return key
