"""Settings, read once from the environment; every missing or wrong setting is named at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from app.credentials import with_credentials
from app.keys import KEY_BYTES, Keys, KeysUnreadable, secret_weakness

DEMO_SECRET = "demonstration-only-secret-not-for-people"  # noqa: S105 - refused outside demonstration mode
KEY_SETTINGS = {
    "INBEELD_TEXT_KEY": b"t",
    "INBEELD_CARE_KEY": b"c",
    "INBEELD_LOOKUP_KEY": b"l",
    "INBEELD_BACKUP_KEY": b"b",
    "INBEELD_CARE_BACKUP_KEY": b"d",
}
"""Every setting with keys, and the byte that a demonstration fills its key with."""


ROLES = (
    "facilitator",
    "client_manager",
    "vluchtelingenwerk",
    "ggd",
    "administrator",
    "researcher",
    "protection_officer",
)
"""Values of the roles of staff; a test holds them equal to those of the store."""


class ConfigError(Exception):
    """Settings are missing or wrong; the message lists all of them, a line each."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Where staff of the municipality sign in (OpenID Connect).

    ``roles``: what the provider calls a role or group, to the value of ours; it is read from ``role_claim``.
    ``second_step``: what the provider says in ``amr`` or ``acr`` when it asked for a second step.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    role_claim: str
    roles: Mapping[str, str]
    second_step: tuple[str, ...] = ("mfa", "otp", "hwk", "swk")
    scope: str = "openid email profile"


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the application reads from its environment.

    ``database_url`` and ``care_database_url`` are SQLAlchemy addresses of the two stores; ``jobs_url`` is
    ``sqlite:///…`` (embedded) or ``redis://…``. Keys have ids, and older ones still open: ``text_key`` for names and
    own words, ``care_key`` for care answers, ``lookup_key`` for keyed hashes of codes, ``backup_key`` and
    ``care_backup_key`` for backups of the two stores (None: no backups can be made); ``backup_days``: how long a backup
    is kept. ``demo`` opens every locale with a visible ribbon and uses keys that anyone knows. ``trusted_proxies``: how
    many proxies stand in front, whose word about the visitor's address is taken; 0 takes nobody's. ``sound``: folder of
    the placeholders of speech (None: ``sound`` in ``data``); ``synthetic_sound``: offer them outside demonstration mode
    too. ``address``: how devices reach this installation (https://…), printed on cards; empty takes the address of the
    page at hand. ``hosts``: names under which pages are asked for; others are refused. ``second_step``: staff sign in
    with a second step; only a demonstration can leave it out. ``staff_session_hours``: after so many hours staff sign
    in again, whatever they did meanwhile. ``provider``: where staff may sign in instead (None: only here). ``lan``:
    one laptop serves a room without internet, so that no message leaves it and people read what really happens.
    ``metrics_token``: what whoever gathers figures shows at ``/metrics`` (None: nothing is counted and there is no such
    page); ``metrics``: folder in which the processes of one host count (None: ``metrics`` in ``data``).
    """

    data: Path
    database_url: str
    care_database_url: str
    jobs_url: str
    secret_key: str = field(repr=False)
    text_key: Keys = field(repr=False)
    care_key: Keys = field(repr=False)
    lookup_key: Keys = field(repr=False)
    backup_key: Keys | None = field(default=None, repr=False)
    care_backup_key: Keys | None = field(default=None, repr=False)
    backup_days: int = 30
    demo: bool = False
    testing: bool = False
    port: int = 8000
    host: str = "127.0.0.1"
    sitting_hours: int = 12
    staff_idle_minutes: int = 60
    staff_session_hours: int = 10
    second_step: bool = True
    cookie_secure: bool = True
    trusted_proxies: int = 0
    sound: Path | None = None
    synthetic_sound: bool = False
    address: str = ""
    hosts: frozenset[str] = frozenset()
    provider: Provider | None = None
    lan: bool = False
    metrics_token: str | None = field(default=None, repr=False)
    metrics: Path | None = None

    @property
    def metrics_folder(self) -> Path:
        """Where the processes of this host count."""
        return self.metrics or self.data / "metrics"

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
        self.environment, self.errors = with_credentials(environment)
        self.keys: dict[str, Keys] = {}
        self.demo = self.environment.get("INBEELD_DEMO", "") == "1"

    def config(self) -> Config:
        data = Path(self.environment.get("INBEELD_DATA", "instance")).resolve()
        config = Config(
            data=data,
            database_url=self.text("INBEELD_DATABASE_URL", f"sqlite:///{data / 'main.sqlite'}"),
            care_database_url=self.text("INBEELD_CARE_DATABASE_URL", f"sqlite:///{data / 'care.sqlite'}"),
            jobs_url=self.text("INBEELD_JOBS_URL", f"sqlite:///{data / 'jobs.sqlite'}"),
            secret_key=self.secret("INBEELD_SECRET_KEY"),
            text_key=self.needed_key("INBEELD_TEXT_KEY"),
            care_key=self.needed_key("INBEELD_CARE_KEY"),
            lookup_key=self.needed_key("INBEELD_LOOKUP_KEY"),
            backup_key=self.key("INBEELD_BACKUP_KEY"),
            care_backup_key=self.key("INBEELD_CARE_BACKUP_KEY"),
            backup_days=self.number("INBEELD_BACKUP_DAYS", 30),
            demo=self.demo,
            port=self.number("PORT", 8000),
            host=self.text("INBEELD_HOST", "127.0.0.1"),
            sitting_hours=self.number("INBEELD_SITTING_HOURS", 12),
            staff_idle_minutes=self.number("INBEELD_STAFF_IDLE_MINUTES", 60),
            staff_session_hours=self.number("INBEELD_STAFF_SESSION_HOURS", 10),
            second_step=self.second_step(),
            cookie_secure=self.environment.get("INBEELD_COOKIE_SECURE", "0" if self.demo else "1") == "1",
            trusted_proxies=self.number("INBEELD_TRUSTED_PROXIES", 0),
            sound=Path(self.text("INBEELD_SOUND", str(data / "sound"))).resolve(),
            address=self.address(),
            hosts=self.hosts(),
            provider=self.provider(),
            lan=self.environment.get("INBEELD_LAN", "") == "1",
            synthetic_sound=self.environment.get("INBEELD_SYNTHETIC_SOUND", "") == "1",
            metrics_token=self.metrics_token(),
            metrics=Path(self.text("INBEELD_METRICS", str(data / "metrics"))).resolve(),
        )
        self.compare_keys()
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

    def provider(self) -> Provider | None:
        """None unless INBEELD_OIDC_ISSUER is set; then all of its settings are needed."""
        issuer = self.text("INBEELD_OIDC_ISSUER", "").rstrip("/")
        if not issuer:
            return None
        names = ("INBEELD_OIDC_CLIENT_ID", "INBEELD_OIDC_CLIENT_SECRET", "INBEELD_OIDC_ROLES")
        self.errors += [
            f"{name} is missing; INBEELD_OIDC_ISSUER needs it." for name in names if not self.text(name, "")
        ]
        if not issuer.startswith("https://") and not self.demo:
            self.errors.append("INBEELD_OIDC_ISSUER takes an address that begins with https://.")
        return Provider(
            issuer=issuer,
            client_id=self.text(names[0], ""),
            client_secret=self.text(names[1], ""),
            role_claim=self.text("INBEELD_OIDC_ROLE_CLAIM", "roles"),
            roles=self.roles(self.text(names[2], "")),
            second_step=tuple(self.text("INBEELD_OIDC_SECOND_STEP", "mfa,otp,hwk,swk").split(",")),
            scope=self.text("INBEELD_OIDC_SCOPE", "openid email profile"),
        )

    def roles(self, text: str) -> dict[str, str]:
        """``<theirs>=<ours>,…`` as a mapping."""
        pairs = [pair.partition("=") for pair in text.split(",") if pair]
        self.errors += [
            f"INBEELD_OIDC_ROLES: {theirs!r} leads to {ours!r}; it takes {', '.join(ROLES)}."
            for theirs, _, ours in pairs
            if ours.strip() not in ROLES
        ]
        return {theirs.strip(): ours.strip() for theirs, _, ours in pairs}

    def second_step(self) -> bool:
        value = self.text("INBEELD_SECOND_STEP", "0" if self.demo else "1")
        if value == "0" and not self.demo:
            self.errors.append("INBEELD_SECOND_STEP=0 works in a demonstration alone: staff sign in with two steps.")
        return value != "0"

    def hosts(self) -> frozenset[str]:
        """The name in INBEELD_ADDRESS and those in INBEELD_HOSTS, in small letters, without ports."""
        named = [*self.text("INBEELD_HOSTS", "").split(","), self.named_in_address()]
        return frozenset(name.strip().lower() for name in named if name.strip())

    def named_in_address(self) -> str:
        try:
            return urlsplit(self.text("INBEELD_ADDRESS", "")).hostname or ""
        except ValueError:
            self.errors.append("INBEELD_ADDRESS holds no name; it takes an address such as https://inbeeld.example.")
            return ""

    def number(self, name: str, default: int) -> int:
        value = self.environment.get(name) or str(default)
        if value.isdecimal():
            return int(value)
        self.errors.append(f"{name} is {value!r}; it takes a whole number such as {default}.")
        return default

    def secret(self, name: str) -> str:
        value = self.environment.get(name, DEMO_SECRET if self.demo else "")
        weak = None if self.demo else secret_weakness(value)
        if weak:
            self.errors.append(f"{name} {weak}. Make one: flask keys make")
        return value

    def metrics_token(self) -> str | None:
        value = self.environment.get("INBEELD_METRICS_TOKEN") or None
        weak = None if value is None or self.demo else secret_weakness(value)
        if weak:
            self.errors.append(f"INBEELD_METRICS_TOKEN {weak}. Make one: openssl rand -hex 32")
        return value

    def needed_key(self, name: str) -> Keys:
        keys = self.key(name)
        if keys is None and not self.environment.get(name):
            self.errors.append(f"{name} is missing; it takes {KEY_BYTES} random bytes in base64: flask keys make")
        return keys or Keys.only(b"")

    def key(self, name: str) -> Keys | None:
        value = self.environment.get(name, "")
        if not value:
            return Keys.only(KEY_SETTINGS[name] * KEY_BYTES) if self.demo else None
        try:
            self.keys[name] = Keys.read(value)
            return self.keys[name]
        except KeysUnreadable as error:
            self.errors.append(f"{name} {error}; it takes {KEY_BYTES} random bytes in base64: flask keys make")
            return None

    def compare_keys(self) -> None:
        """No key may serve twice: whoever learns one then opens one thing only."""
        seen: dict[bytes, str] = {}
        for name, key in ((name, key) for name, keys in self.keys.items() for _, key in keys.pairs):
            if key in seen:
                self.errors.append(f"{name} holds a key that {seen[key]} holds too; every key must differ.")
            seen[key] = name
