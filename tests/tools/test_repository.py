"""What holds for every file that is committed."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.tools.missing import tool_is_missing

ROOT = Path(__file__).resolve().parents[2]
# Written in pieces, so that this file does not find itself.
FORBIDDEN = {
    "the address of a registry": "|".join(
        ["pypi" + r"\.(org|python)", "files" + r"\.pythonhosted", "registry" + r"\.(npmjs|yarnpkg)", '"resolved' + '":']
    ),
    "an index of packages": r"--(extra-)?index" + "-url(?!`)(?= )[ =](?!$)|--find" + "-links[ =]",
    "a path on one machine": r"(?<![\w.$}/-])/(" + "home|Users|work|opt|root" + r")/(?!\S*\*)\w",
    "a local address of a file": "file:" + "///(?!etc/passwd)",  # the one that attacks ask for
}


def committed_files() -> list[Path]:
    """Give the text files that are, or could be, committed."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        tool_is_missing("git is missing, or this is no checkout: the committed files cannot be listed")
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    data = path.read_bytes()
    return "" if b"\0" in data else data.decode("utf-8")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what):
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in committed_files()
        for match in re.finditer(FORBIDDEN[what], text_of(path))
    ]
    assert found == []


SET_ASIDE = re.compile(r"#\s*(?:noqa|nosec|type:\s*ignore)\b(.*)")
NO_WORDS = re.compile(r"\[[a-z, -]*\]|\b[A-Z]{1,5}\d{2,5}\b|\bnoqa\b|[\W\d]")


def test_a_rule_is_set_aside_with_a_reason_in_words():
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in committed_files()
        if path.suffix == ".py" and path != Path(__file__)
        for line in text_of(path).splitlines()
        for rest in SET_ASIDE.findall(line)
        if len(NO_WORDS.sub("", rest)) < len("ours")
    ]
    assert found == []


@pytest.mark.parametrize("name", ["setup", "runtime", "sound", "test", "bench", "scan"])
def test_every_requirement_has_an_exact_version_and_a_hash(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    requirements = re.findall(r"^[a-zA-Z].*(?:\n    --hash.*)*", text, re.MULTILINE)
    assert requirements
    for requirement in requirements:
        assert re.match(r"[\w.-]+==[\w.]+ ", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement


def test_every_dependency_is_listed_with_its_licence():
    listed = (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower().replace(".", "-")
    names = re.findall(r"^([\w.-]+)==", (ROOT / "requirements" / "runtime.txt").read_text("utf-8"), re.MULTILINE)
    assert [name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", listed)] == []


def test_make_alone_lists_the_targets():
    answer = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = {line.split()[0] for line in answer.stdout.splitlines()}
    assert {"setup", "run", "test", "lint", "sample-reports", "translations", "bench", "lock", "clean"} <= listed
