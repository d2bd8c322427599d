"""Write the list of what the application is made of (SBOM) as CycloneDX 1.6, from the pinned requirements.

``python tools/sbom.py --out build/sbom.cdx.json``: each package with its version, hashes, licence and what it needs.
The same requirements give the same bytes. The licences are those that the installed packages state.
"""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PINNED = ROOT / "requirements" / "runtime.txt"
PACKAGE = re.compile(r"^([a-z0-9][\w.-]*)(?:\[[\w,-]+\])?==([^\s;\\]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
ASKED_FOR = "-r requirements/runtime.in"
LICENCE_TAGS = ("License-Expression", "License")
LONGEST_LICENCE = 80  # signs; a longer one is the text of a licence


@dataclass(frozen=True, slots=True)
class Package:
    """A pinned package. ``via``: what asks for it, as the requirements say."""

    name: str
    version: str
    hashes: tuple[str, ...]
    via: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its address among all packages."""
        return f"pkg:pypi/{self.name}@{self.version}"


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "sbom.cdx.json")
    out: Path = parser.parse_args().out
    out.parent.mkdir(parents=True, exist_ok=True)
    found = list(packages(PINNED.read_text("utf-8")))
    out.write_text(json.dumps(document(found), indent=1) + "\n", "utf-8")
    print(f"{out}: {len(found)} packages")


def packages(pinned: str) -> Iterator[Package]:
    """The packages of a file of pinned requirements."""
    for block in re.split(r"\n(?=[a-z0-9])", pinned):
        named = PACKAGE.match(block)
        if named:
            asks = re.findall(r"^ +# +(?:via +)?(\S.*)$", block, re.MULTILINE)
            via = tuple(one.strip() for one in asks if one.strip() != "via")
            yield Package(named[1].lower(), named[2], tuple(HASH.findall(block)), via)


def document(found: list[Package]) -> dict[str, object]:
    """The list as CycloneDX has it."""
    product = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    root = f"pkg:pypi/{product['name']}@{product['version']}"
    itself = {"type": "application", "bom-ref": root, "name": product["name"], "version": product["version"]}
    needed_by = {root: sorted(one.purl for one in found if ASKED_FOR in one.via)}
    needed_by |= {one.purl: sorted(other.purl for other in found if one.name in other.via) for one in found}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {**itself, "licenses": [{"expression": product["license"]}]}},
        "components": [_component(one) for one in found],
        "dependencies": [{"ref": ref, "dependsOn": needs} for ref, needs in needed_by.items()],
    }


def _component(package: Package) -> dict[str, object]:
    licence = _licence(package.name)
    return {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "purl": package.purl,
        "hashes": [{"alg": "SHA-256", "content": one} for one in package.hashes],
        **({"licenses": [{"license": {"name": licence}}]} if licence else {}),
    }


def _licence(name: str) -> str:
    """What the installed package says of its licence; "" for one of another platform, or that says nothing short."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    stated = [str(told[tag]) for tag in LICENCE_TAGS if told[tag]]
    stated += [one.split(" :: ")[-1] for one in told.get_all("Classifier") or () if one.startswith("License ::")]
    return next((one for one in stated if one != "UNKNOWN" and len(one) <= LONGEST_LICENCE and "\n" not in one), "")


if __name__ == "__main__":
    main()
