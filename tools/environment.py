"""Writes docs/environment.md: every setting that ``app/config.py`` reads, in words.

    .venv/bin/python tools/environment.py

A test compares: a setting that is read and stands not here, or a default that is another one, fails.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "docs" / "environment.md"


@dataclass(frozen=True, slots=True)
class Setting:
    """``default``: as it would be written in the environment, where it can be; else ``otherwise`` says what holds."""

    name: str
    takes: str
    says: str
    default: str = ""
    otherwise: str = ""
    secret: bool = False


KEY = "one or more keys, `id:base64`, the first one seals; 32 bytes each"
GROUPS: dict[str, tuple[Setting, ...]] = {
    "Where things are": (
        Setting(
            "INBEELD_DATABASE_URL",
            "address of SQLAlchemy",
            "The main store. `postgresql+psycopg://name:password@host/database`, or `sqlite:///file`.",
            otherwise="`main.sqlite` in `INBEELD_DATA`",
            secret=True,
        ),
        Setting(
            "INBEELD_CARE_DATABASE_URL",
            "address of SQLAlchemy",
            "The care store: another database than the main store, better on another server too.",
            otherwise="`care.sqlite` in `INBEELD_DATA`",
            secret=True,
        ),
        Setting(
            "INBEELD_JOBS_URL",
            "`redis://host:port/number`, `rediss://…` or `sqlite:///file`",
            "Jobs and throttles. Valkey or Redis as soon as there is more than one host. Nothing in it has to be kept.",
            otherwise="`jobs.sqlite` in `INBEELD_DATA`",
            secret=True,
        ),
        Setting(
            "INBEELD_DATA",
            "folder",
            "Files of an embedded installation. With PostgreSQL and Valkey nothing is written there but what each host "
            "counts for its own figures; what is read there is listed below.",
            otherwise="`instance` in the folder of the command",
        ),
        Setting(
            "INBEELD_SOUND",
            "folder",
            "Placeholders of speech. The same on every host; see below.",
            otherwise="`sound` in `INBEELD_DATA`",
        ),
        Setting(
            "INBEELD_METRICS",
            "folder",
            "Where the processes of one host count for `/metrics`. Of each host its own; emptied, it begins at nought.",
            otherwise="`metrics` in `INBEELD_DATA`",
        ),
        Setting(
            "INBEELD_BACKUPS",
            "folder",
            "Where `flask backup` puts backups when no `--out` is named.",
            otherwise="`--out` has to be named",
        ),
        Setting(
            "INBEELD_NEW_DATABASE_URL",
            "address of SQLAlchemy",
            "Where `flask move` moves the main store.",
            otherwise="`--main` has to be named",
            secret=True,
        ),
        Setting(
            "INBEELD_NEW_CARE_DATABASE_URL",
            "address of SQLAlchemy",
            "Where `flask move` moves the care store.",
            otherwise="`--care` has to be named",
            secret=True,
        ),
    ),
    "Keys": (
        Setting("INBEELD_SECRET_KEY", "32 or more random signs", "Signs the cookies.", secret=True),
        Setting("INBEELD_TEXT_KEY", KEY, "Seals names and own words in the main store.", secret=True),
        Setting("INBEELD_CARE_KEY", KEY, "Seals the care store, and the bytes of reports.", secret=True),
        Setting("INBEELD_LOOKUP_KEY", KEY, "Makes the keyed hashes by which codes are found.", secret=True),
        Setting(
            "INBEELD_BACKUP_KEY",
            KEY,
            "Seals backups of the main store. The process that makes backups needs it, no other one.",
            otherwise="no backup can be made",
            secret=True,
        ),
        Setting(
            "INBEELD_CARE_BACKUP_KEY",
            KEY,
            "Seals backups of the care store; the same.",
            otherwise="no backup can be made",
            secret=True,
        ),
        Setting(
            "INBEELD_METRICS_TOKEN",
            "32 or more random signs",
            "What whoever gathers figures shows at `/metrics`.",
            otherwise="nothing is counted, and there is no such page",
            secret=True,
        ),
    ),
    "How it is reached": (
        Setting(
            "INBEELD_ADDRESS",
            "`https://…`",
            "Printed on cards, and the name under which pages are given.",
            otherwise="the address of the page at hand",
        ),
        Setting("INBEELD_HOSTS", "names, with commas", "More names under which pages are given.", otherwise="none"),
        Setting(
            "INBEELD_TRUSTED_PROXIES",
            "number",
            "How many proxies stand in front, whose word about the visitor's address and https is taken. With 0 behind "
            "a proxy all wrong codes count for one address.",
            default="0",
        ),
        Setting("INBEELD_HOST", "address", "On which address of this machine a web process listens.", "127.0.0.1"),
        Setting("PORT", "number", "On which port.", default="8000"),
        Setting(
            "INBEELD_COOKIE_SECURE",
            "`1` or `0`",
            "Cookies go over https alone.",
            otherwise="`1`; `0` in a demonstration",
        ),
        Setting("INBEELD_LAN", "`1`", "One laptop serves a room, as `flask serve --lan` says.", default="0"),
    ),
    "How long": (
        Setting("INBEELD_SITTING_HOURS", "hours", "After these a device asks for the code again.", default="12"),
        Setting("INBEELD_STAFF_IDLE_MINUTES", "minutes", "Without anything done staff sign in again.", default="60"),
        Setting("INBEELD_STAFF_SESSION_HOURS", "hours", "Staff sign in again, whatever they did.", default="10"),
        Setting("INBEELD_BACKUP_DAYS", "days", "So long a backup is kept.", default="30"),
    ),
    "Sign-in of the municipality (OpenID Connect)": (
        Setting("INBEELD_OIDC_ISSUER", "`https://…`", "Who vouches for staff.", otherwise="staff sign in here alone"),
        Setting("INBEELD_OIDC_CLIENT_ID", "text", "As agreed with the provider.", otherwise="needed with an issuer"),
        Setting(
            "INBEELD_OIDC_CLIENT_SECRET",
            "text",
            "As agreed with the provider.",
            otherwise="needed with an issuer",
            secret=True,
        ),
        Setting(
            "INBEELD_OIDC_ROLES",
            "`theirs=ours,…`",
            "Which of their roles or groups is which of ours: facilitator, client_manager, vluchtelingenwerk, ggd, "
            "administrator, researcher, protection_officer.",
            otherwise="needed with an issuer",
        ),
        Setting("INBEELD_OIDC_ROLE_CLAIM", "text", "Where the provider says the roles.", default="roles"),
        Setting(
            "INBEELD_OIDC_SECOND_STEP",
            "words, with commas",
            "What the provider says in `amr` or `acr` when it asked for a second step.",
            default="mfa,otp,hwk,swk",
        ),
        Setting("INBEELD_OIDC_SCOPE", "words", "What is asked of the provider.", default="openid email profile"),
    ),
    "What people meet": (
        Setting(
            "INBEELD_SYNTHETIC_SOUND",
            "`1`",
            "Placeholders of speech are offered where nobody has spoken yet, marked as such.",
            default="0",
        ),
        Setting("INBEELD_SECOND_STEP", "`1`", "Staff sign in with two steps; only a demonstration may set 0.", "1"),
        Setting(
            "INBEELD_DEMO",
            "`1`",
            "A demonstration: keys that anybody knows, every language, a ribbon on every page. Never for real people.",
            default="0",
        ),
    ),
    "Secrets in files": (
        Setting(
            "CREDENTIALS_DIRECTORY",
            "folder",
            "A folder with one file a setting, named as the setting, for secrets above all. systemd sets it for "
            "`LoadCredential=`; in the containers it is `/run/secrets`. What stands in the environment goes first.",
            otherwise="the environment alone",
        ),
    ),
}
HEAD = """# Settings

<!-- Written by tools/environment.py from app/config.py; change the words there. -->

All settings are read once, from the environment, when a process starts. One that is missing or wrong keeps it from
starting, and all of them are named at once. The ones marked *secret* belong in files, not in a unit or a compose file
([deploy.md](deploy.md)).

Two of them decide the scale: with `INBEELD_DATABASE_URL` and `INBEELD_CARE_DATABASE_URL` in PostgreSQL, and
`INBEELD_JOBS_URL` in Valkey or Redis, any number of web processes and workers share the work, on any number of hosts.
"""
FOLDERS = (
    ("answers, reports, recordings of people, files of a hand-over", "both stores", "nothing to do"),
    ("jobs, throttles", "Valkey", "nothing to do; what is lost with it is asked for again"),
    (
        "placeholders of speech",
        "`INBEELD_SOUND`",
        (
            "the same on every host: part of the container image, or copied with the release; their addresses name "
            "their content. A web process keeps an MP3 there that a tablet asked for; it can be made again at any "
            "time; where the folder may only be read it is made each time"
        ),
    ),
    (
        "keys for handing somebody over to another organisation",
        "`handing-over` in `INBEELD_DATA`",
        "the same on every host, only read: copied when a key is made or an organisation becomes known",
    ),
    ("figures for `/metrics`", "`INBEELD_METRICS`", "of each host its own"),
    ("what a process is at work with", "the temporary folder (`TMPDIR`)", "of each host its own, emptied at will"),
    ("backups", "the folder that `flask backup` names", "one host makes them, another machine takes them away"),
)
"""What lies in files: what it is, where, and what follows when there are several hosts."""
TAIL = """
Nothing else is written to a disk by a web process or a worker when the three addresses name servers;
`tests/topology` looks.
"""


def text() -> str:
    """The whole document."""
    groups = "".join(_group(title, settings) for title, settings in GROUPS.items())
    rows = "".join(f"| {what} | {where} | {then} |\n" for what, where, then in FOLDERS)
    folders = f"\n## Folders when there are several hosts\n\n| what | where | on several hosts |\n|---|---|---|\n{rows}"
    return HEAD + groups + folders + TAIL


def _group(title: str, settings: tuple[Setting, ...]) -> str:
    rows = "".join(f"{_row(one)}\n" for one in settings)
    return f"\n## {title}\n\n| setting | takes | when not set | what it does |\n|---|---|---|---|\n{rows}"


def _row(one: Setting) -> str:
    unset = f"`{one.default}`" if one.default else one.otherwise or "does not start"
    return f"| `{one.name}` | {one.takes} | {unset} | {one.says}{' *Secret.*' if one.secret else ''} |"


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
    print(f"{FILE.name}: {sum(map(len, GROUPS.values()))} settings")
