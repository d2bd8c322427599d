"""Settings that stand in files of their own, so that no secret stands in a unit, a compose file or a list of processes.

``CREDENTIALS_DIRECTORY`` names a folder with one file a setting, named as the setting. systemd sets it by itself for
``LoadCredential=``; in a container it is ``/run/secrets``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FOLDER = "CREDENTIALS_DIRECTORY"
NAMES = "INBEELD_*"


def with_credentials(environment: Mapping[str, str]) -> tuple[Mapping[str, str], list[str]]:
    """The environment with the settings of that folder, and what could not be read, a sentence each.

    What stands in the environment itself goes first; a line break at the end of a file is not part of its setting.
    """
    folder = environment.get(FOLDER)
    if not folder:
        return environment, []
    found, errors = {}, []
    for file in sorted(Path(folder).glob(NAMES)):
        try:
            found[file.name] = file.read_text("utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            errors.append(f"{file.name} in {FOLDER} cannot be read ({type(error).__name__}).")
    return {**found, **environment}, errors
