"""What hatch does beside copying files when it builds a wheel."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface


class RuntimeRequirements(MetadataHookInterface):
    """Takes the dependencies of the package from ``requirements/runtime.in``."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set ``dependencies`` to the lines that are neither empty nor a comment."""
        lines = Path(self.root, "requirements", "runtime.in").read_text("utf-8").splitlines()
        metadata["dependencies"] = [line for line in lines if line and not line.startswith("#")]


class CompiledCatalogues(BuildHookInterface[Any]):
    """Compiles the catalogues, which are committed as source only."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatch calls it so
        """Write a ``.mo`` beside each ``.po``."""
        subprocess.run([sys.executable, "tools/translations.py", "compile"], cwd=self.root, check=True)
