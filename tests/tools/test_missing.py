"""A missing tool skips a test at a desk and fails it on the build server."""

import pytest

from tests.tools.missing import tool_is_missing


@pytest.mark.parametrize(
    ("ci", "outcome"),
    [("true", pytest.fail.Exception), ("", pytest.skip.Exception)],
    ids=["fails on the build server", "skips at a desk"],
)
def test_the_place_decides(monkeypatch, ci, outcome):
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="no hammer"):
        tool_is_missing("no hammer")
