"""What happens to a test whose tool is not on this machine."""

import os
from typing import NoReturn

import pytest


def tool_is_missing(sentence: str) -> NoReturn:
    """Skip the test with the sentence; on a build server (``CI=true``) fail it instead."""
    if os.environ.get("CI", "").lower() in {"1", "true", "yes"}:
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)
