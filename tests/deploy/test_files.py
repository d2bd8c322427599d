"""The files of deploy/ as the programs that read them see them, and beside what the application is."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import html5lib
import polib
import pytest
from ruamel.yaml import YAML

from app.config import Config
from app.web.limits import RECORDING
from tests.tools.missing import tool_is_missing
from tests.tools.nginx import TEMPLATE
from tools.environment import GROUPS

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
SERVICES = ("inbeeld-web@.service", "inbeeld-worker@.service", "inbeeld-backup.service", "inbeeld-removals.service")
BACKUP_KEYS = {"INBEELD_BACKUP_KEY", "INBEELD_CARE_BACKUP_KEY"}
NEEDED = {
    one.name for group in GROUPS.values() for one in group if one.secret and not one.otherwise
} | {"INBEELD_DATABASE_URL", "INBEELD_CARE_DATABASE_URL", "INBEELD_JOBS_URL"}  # fmt: skip
"""Secrets that every process of a grown installation needs."""
SENTENCES = ("It is very busy now", "Your answers are saved. Wait a moment, then try again.")
MOST_EXPOSED = 2.0
"""Of ten, as systemd rates a service; it calls up to 2.9 good."""
ENVIRONMENT = DEPLOY / "compose" / "inbeeld.env"


def run(*words: str, folder: Path = ROOT) -> str:
    """Run a program; gives what it said. Fails with that when it is not content."""
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def beside_python(program: str) -> str:
    found = Path(sys.executable).parent / program
    if not found.is_file():
        tool_is_missing(f"{program} is missing: run `make setup-test`.")
    return str(found)


def systemd_analyze() -> str:
    return shutil.which("systemd-analyze") or tool_is_missing("systemd-analyze is missing, so no unit can be looked at")


# --- systemd ---


def test_systemd_takes_every_unit(tmp_path):
    program = systemd_analyze()
    for file in (DEPLOY / "systemd").iterdir():
        text = file.read_text("utf-8").replace("/srv/inbeeld/current/.venv/bin/flask", beside_python("flask"))
        name = file.name.replace("-web@.", "-web@8001.").replace("-worker@.", "-worker@1.")
        (tmp_path / name).write_text(text, "utf-8")
    names = sorted(file.name for file in tmp_path.iterdir() if file.suffix in {".service", ".timer", ".target"})
    assert len(names) == 7
    assert run(program, "verify", "--man=no", *(f"./{name}" for name in names), folder=tmp_path) == ""


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_can_reach_little(name):
    said = run(systemd_analyze(), "--no-pager", "security", "--offline=yes", str(DEPLOY / "systemd" / name))
    rating = re.search(r"Overall exposure level for \S+: ([\d.]+)", said)
    assert rating, said
    assert float(rating[1]) <= MOST_EXPOSED


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_gets_its_secrets_as_files_and_no_more_than_it_needs(name):
    text = (DEPLOY / "systemd" / name).read_text("utf-8")
    given = dict(re.findall(r"^LoadCredential=(\w+):(.*)$", text, re.MULTILINE))
    makes_backups = "backup" in name or "removals" in name
    assert set(given) == NEEDED | (BACKUP_KEYS if makes_backups else set())
    assert given == {one: f"/etc/inbeeld/secrets/{one}" for one in given}
    assert not re.search(r"(KEY|_URL|PASSWORD)=\S", text)


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_calls_a_command_that_there_is(name, app):
    text = (DEPLOY / "systemd" / name).read_text("utf-8")
    words = re.search(r"^ExecStart=\S+/flask --app app (.*)$", text, re.MULTILINE)
    assert words
    assert "Usage" in app.test_cli_runner().invoke(args=[*words[1].split(), "--help"]).output


# --- containers ---


def test_the_linter_has_nothing_to_say_of_the_container_file():
    assert run(beside_python("hadolint"), "--failure-threshold", "style", "deploy/Containerfile") == ""


def test_the_container_file_copies_what_there_is_and_runs_as_nobody():
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    copied = [word for line in re.findall(r"^COPY (?!--from)(.*)$", text, re.MULTILINE) for word in line.split()[:-1]]
    assert [word for word in copied if not (ROOT / word).exists()] == []
    ignored = (DEPLOY / "Containerfile.dockerignore").read_text("utf-8").splitlines()
    assert [word for word in copied if f"!{word.split('/')[0]}" not in ignored] == []
    assert "USER 10001:10001" in text.split("FROM ${BASE}\n")[-1]
    installs = re.findall(r"pip install[^&\n]*(?:\\\n[^&\n]*)*", text)
    assert installs
    assert [one for one in installs if "--require-hashes" not in one] == []


@pytest.fixture
def compose(tmp_path) -> Path:
    """A copy of deploy/ with secrets of its own."""
    copied: Path = tmp_path / "deploy"
    shutil.copytree(DEPLOY, copied, ignore=shutil.ignore_patterns("secrets"))
    folder = copied / "compose"
    run("sh", str(folder / "secrets.sh"))
    for name in ("certificate.pem", "certificate.key"):
        (folder / "secrets" / name).touch()
    return folder


def test_compose_takes_its_file(compose):
    said = run(
        beside_python("docker-compose"), "--env-file", "inbeeld.env", "-f", "compose.yaml", "config", "--services",
        folder=compose,
    )  # fmt: skip
    assert set(said.split()) == {"proxy", "web-one", "web-two", "worker", "backup", "database", "valkey"}


def test_every_container_of_ours_is_without_rights_and_gets_its_secrets_as_files(compose):
    services = YAML(typ="safe").load((compose / "compose.yaml").read_text("utf-8"))["services"]
    for name in ("web-one", "web-two", "worker", "backup"):
        one = services[name]
        assert (one["read_only"], one["cap_drop"], one["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])
        assert set(one["secrets"]) == NEEDED | (BACKUP_KEYS if name == "backup" else set())
        assert "environment" not in one
    assert {name for name, one in services.items() if "ports" in one} == {"proxy"}


def test_the_secrets_that_are_made_are_taken_and_none_is_made_twice(compose, tmp_path):
    folder = compose / "secrets"
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    run("sh", str(compose / "secrets.sh"))
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    assert folder.stat().st_mode & 0o077 == 0
    settings = dict(line.split("=", 1) for line in ENVIRONMENT.read_text("utf-8").splitlines() if "=" in line)
    config = Config.from_environment({"INBEELD_DATA": str(tmp_path), "CREDENTIALS_DIRECTORY": str(folder), **settings})
    assert config.backup_key
    assert config.care_database_url.startswith("postgresql+psycopg://inbeeld_care:")
    assert config.trusted_proxies == 1


# --- proxy ---


def test_the_proxy_lets_in_what_the_application_takes():
    [size] = re.findall(r"client_max_body_size (\d+)m;", TEMPLATE.read_text("utf-8"))
    assert int(size) * 1024 * 1024 >= RECORDING


def test_every_name_that_the_proxy_needs_is_filled_in_by_compose_and_in_the_document():
    names = set(re.findall(r"\$\{(\w+)\}", TEMPLATE.read_text("utf-8")))
    services = YAML(typ="safe").load((DEPLOY / "compose" / "compose.yaml").read_text("utf-8"))["services"]
    assert names <= set(services["proxy"]["environment"])
    document = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    assert [name for name in names if f"{name}=" not in document or f"${{{name}}}" not in document] == []


def test_the_page_of_the_proxy_is_a_page_without_anything_that_it_may_not_load():
    page = TEMPLATE.with_name("away.html").read_text("utf-8")
    html5lib.HTMLParser(strict=True).parse(page)
    assert not re.search(r"<(script|style|link|img)|style=|src=|https?:", page)


@pytest.mark.parametrize("locale", ["nl", "en", "ar", "ti"])
def test_the_page_of_the_proxy_says_in_every_language_what_our_own_page_says(locale):
    page = TEMPLATE.with_name("away.html").read_text("utf-8")
    catalogue = polib.pofile(str(ROOT / "translations" / locale / "LC_MESSAGES" / "messages.po"))
    for sentence in SENTENCES:
        entry = catalogue.find(sentence)
        assert entry
        assert f">{entry.msgstr or sentence}<" in page


@pytest.mark.parametrize("script", ["secrets.sh", "compose/secrets.sh", "systemd/inbeeld-flask"])
def test_a_shell_takes_every_script(script):
    run("sh", "-n", str(DEPLOY / script))
