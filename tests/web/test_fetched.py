"""What our own script fetches is lighter than a document; what a browser opens is whole."""

from __future__ import annotations

FETCHED = {"X-Fetched": "1"}
RULES = ("Content-Security-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy")


def test_a_page_that_a_script_fetches_leaves_out_what_the_document_has(client):
    whole, fetched = client.get("/nl/code"), client.get("/nl/code", headers=FETCHED)
    assert all(name in whole.headers for name in RULES)
    assert not any(name in fetched.headers for name in RULES)
    assert '<link rel="icon"' in whole.text
    assert '<link rel="icon"' not in fetched.text
    assert "<main" in fetched.text
    assert fetched.headers["Cache-Control"] == "no-store"
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"


def test_a_way_on_has_no_body(client):
    answer = client.get("/nl/go-on", headers=FETCHED)
    assert answer.status_code == 303
    assert (answer.data, bool(answer.location)) == (b"", True)
    assert client.get("/nl/go-on").data != b""
