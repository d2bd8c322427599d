"""A wheel holds all that the application needs and works away from the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA_FOLDERS = ("pictograms", "questionnaires", "reports", "translations")

pytestmark = pytest.mark.slow


def call(*command: str, folder: Path, path: Path | None = None) -> str:
    """Run a command of this virtual environment; gives what it printed, with its errors when it fails."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "INBEELD"))}
    if path:
        environment |= {"PYTHONPATH": str(path), "INBEELD_DEMO": "1", "INBEELD_DATA": str(folder / "instance")}
    run = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    return run.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    call("hatchling", "build", "--target", "wheel", "--directory", str(folder), folder=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Give a folder elsewhere in which the wheel alone, without its dependencies, has been installed."""
    site = tmp_path_factory.mktemp("site")
    call("pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(site), str(wheel), folder=site)
    return site


@pytest.mark.parametrize("folder", DATA_FOLDERS)
def test_every_file_of_a_data_folder_is_inside(wheel, folder):
    inside = {name.removeprefix("app/_data/") for name in zipfile.ZipFile(wheel).namelist()}
    committed = subprocess.run(["git", "ls-files", folder], cwd=ROOT, capture_output=True, text=True, check=True)
    names = [name for name in committed.stdout.splitlines() if (ROOT / name).is_file()]
    assert names
    assert [name for name in names if name not in inside] == []


def test_every_file_of_the_package_is_inside(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    committed = subprocess.run(["git", "ls-files", "app"], cwd=ROOT, capture_output=True, text=True, check=True)
    names = [name for name in committed.stdout.splitlines() if (ROOT / name).is_file()]
    assert len(names) > 300
    assert [name for name in names if name not in inside] == []


def test_catalogues_are_compiled(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    catalogues = {name for name in names if name.endswith(".po")}
    assert catalogues
    assert {name.removesuffix("po") + "mo" for name in catalogues} <= names


def test_the_dependencies_are_those_of_the_requirements(wheel):
    archive = zipfile.ZipFile(wheel)
    metadata = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    text = archive.read(metadata).decode("utf-8")
    assert "Requires-Dist: weasyprint==70.0" in text
    assert "License-Expression: EUPL-1.2" in text


def test_it_finds_its_data_when_installed_elsewhere(installed, tmp_path):
    answer = call("flask", "--app", "app", "instruments", "check", folder=tmp_path, path=installed)
    assert "profile" in answer


def test_it_makes_a_report_when_installed_elsewhere(installed, tmp_path):
    command = ["sample-report", "--edition", "conversation", "--locale", "ar", "--out", "report.pdf"]
    call("flask", "--app", "app", *command, folder=tmp_path, path=installed)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-1.7")
