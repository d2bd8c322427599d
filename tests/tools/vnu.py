"""HTML checked by the Nu validator, many pages in one run of Java (its start alone takes seconds)."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.tools.missing import tool_is_missing

JAR = Path(__file__).with_name("node_modules") / "vnu-jar" / "build" / "dist" / "vnu.jar"


def errors(pages: Mapping[str, str]) -> dict[str, list[str]]:
    """Give the errors per page, such as ``"line 3: Stray end tag “b”."``; empty lists are good news.

    ``pages`` maps a name of your choice to the whole HTML of a page.
    Skips or fails the test when Java or the validator is missing (see missing.py).
    """
    if not pages:
        return {}
    if not shutil.which("java"):
        tool_is_missing("The HTML checker needs Java, type: sudo apt-get install default-jdk-headless")
    if not JAR.exists():
        tool_is_missing("The HTML checker is missing: run `make setup-test`.")
    with tempfile.TemporaryDirectory() as folder:
        names = {f"{number}.html": name for number, name in enumerate(pages)}
        for file, name in names.items():
            Path(folder, file).write_text(pages[name], "utf-8")
        command = ["java", "-Xss4m", "-jar", str(JAR), "--format", "json", "--stdout", "--exit-zero-always", folder]
        run = subprocess.run(command, capture_output=True, text=True, timeout=120 + len(pages), check=True)
    found: dict[str, list[str]] = {name: [] for name in pages}
    for message in json.loads(run.stdout)["messages"]:
        if message["type"] != "info":
            page = names[Path(message["url"]).name]
            found[page].append(f"line {message.get('lastLine', '?')}: {message['message']}")
    return found
