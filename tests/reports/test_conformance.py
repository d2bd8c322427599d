"""veraPDF: each report is PDF/UA-1 and PDF/A-3a at once."""

from __future__ import annotations

import pytest

from tests.tools.verapdf import failures


@pytest.mark.java
@pytest.mark.slow
def test_reports_conform(report_files):
    found = failures(list(report_files.values()))
    assert {file.name: rules for file, rules in found.items() if rules} == {}
