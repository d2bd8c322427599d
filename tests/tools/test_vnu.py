"""The HTML checker tells good pages from broken ones."""

import pytest

from tests.tools import vnu

GOOD = '<!doctype html><html lang="en"><head><title>Good</title></head><body><p>Text</p></body></html>'
DOUBLE_ID = GOOD.replace("<p>Text</p>", '<p id="a">One</p><p id="a">Two</p>')
STRAY_TAG = GOOD.replace("Text", "Text</b>")


@pytest.mark.java
def test_errors_are_named_per_page():
    found = vnu.errors({"good": GOOD, "double id": DOUBLE_ID, "stray tag": STRAY_TAG})

    assert found["good"] == []
    assert any("Duplicate ID" in error for error in found["double id"])
    assert any("Stray end tag" in error for error in found["stray tag"])
