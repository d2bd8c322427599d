"""The PDF validator tells an accessible file from one that is not."""

import pytest
from weasyprint import HTML

from tests.tools import verapdf

PAGE = '<html lang="en"><head><title>Trial</title></head><body><h1>Trial</h1><p>One line.</p></body></html>'


@pytest.mark.java
@pytest.mark.slow
def test_a_tagged_file_passes_and_a_plain_one_is_caught(tmp_path):
    tagged, plain, broken = (tmp_path / name for name in ("tagged.pdf", "plain.pdf", "broken.pdf"))
    HTML(string=PAGE).write_pdf(tagged, pdf_variant="pdf/ua-1")
    HTML(string=PAGE).write_pdf(plain)
    broken.write_bytes(b"%PDF-1.7\nnothing that follows is PDF")

    found = verapdf.failures([tagged, plain, broken], ["ua1"])

    assert found[tagged] == []
    assert any("7.1" in failure for failure in found[plain])
    assert found[broken][0].startswith("ua1 unreadable")


@pytest.mark.java
@pytest.mark.slow
def test_each_flavour_is_judged_apart(tmp_path):
    file = tmp_path / "ua.pdf"
    HTML(string=PAGE).write_pdf(file, pdf_variant="pdf/ua-1")

    flavours = {failure.split()[0] for failure in verapdf.failures([file])[file]}

    assert flavours == {"3a"}
