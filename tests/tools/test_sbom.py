"""The list of what the application is made of."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    out = tmp_path_factory.mktemp("sbom") / "sbom.json"
    subprocess.run([sys.executable, ROOT / "tools" / "sbom.py", "--out", out], check=True, stdout=subprocess.DEVNULL)
    return json.loads(out.read_text("utf-8"))


def test_every_pinned_package_is_in_it_with_all_its_hashes(listed):
    pinned = (ROOT / "requirements" / "runtime.txt").read_text("utf-8")
    wanted = dict(re.findall(r"(?m)^([a-z0-9][a-z0-9._-]*)(?:\[[^]]*\])?==([^ ;\\]+)", pinned))
    assert {one["name"]: one["version"] for one in listed["components"]} == wanted
    hashes = [found["content"] for one in listed["components"] for found in one["hashes"]]
    assert sorted(hashes) == sorted(re.findall(r"sha256:([0-9a-f]{64})", pinned))
    assert len(wanted) > 50


def test_what_we_ask_for_ourselves_stands_with_the_product_and_everything_is_needed_by_something(listed):
    needs = {one["ref"]: set(one["dependsOn"]) for one in listed["dependencies"]}
    known = {one["bom-ref"] for one in listed["components"]}
    root = listed["metadata"]["component"]["bom-ref"]
    assert set(needs) == known | {root}
    assert {ref.split("/")[1].split("@")[0] for ref in needs[root]} >= {"flask", "sqlalchemy", "weasyprint"}
    assert set().union(*needs.values()) == known


def test_most_packages_say_their_licence(listed):
    silent = [one["name"] for one in listed["components"] if "licenses" not in one]
    assert len(silent) < len(listed["components"]) / 4
    assert listed["metadata"]["component"]["licenses"] == [{"expression": "EUPL-1.2"}]
