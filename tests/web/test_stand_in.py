"""The page that stands in for one which is loaded anew without network, and the worker that keeps it."""

from __future__ import annotations

import gzip
import json
import re

import pytest

from tests.web.person import forget_last_request
from tests.web.test_device import type_code

LIST = re.compile(r"const KEPT = (.*);\n")


def list_of(answer):
    found = LIST.match(answer.text)
    assert found
    return json.loads(found[1])


def test_the_worker_is_asked_for_every_time_and_holds_for_the_whole_site(client):
    answer = client.get("/sw.js", headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    assert gzip.decompress(answer.data) == client.get("/sw.js").data


def test_what_it_keeps_is_the_same_for_a_person_and_for_nobody(app, client, sitting_factory):
    type_code(client, sitting_factory().code)
    forget_last_request()
    kept = list_of(client.get("/sw.js"))
    assert kept == list_of(app.test_client().get("/sw.js"))
    for address in [*kept["pages"].values(), *kept["files"]]:
        forget_last_request()
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert answer.data == app.test_client().get(address).data


@pytest.mark.parametrize("locale", ["nl", "en", "ar", "ti"])
def test_the_page_speaks_its_language_and_asks_nothing(client, locale):
    kept = list_of(client.get("/sw.js", headers={"Accept-Language": "nl"}))
    page = client.get(kept["pages"][locale]).text
    assert f'<html lang="{locale}" dir="{"rtl" if locale == "ar" else "ltr"}">' in page
    assert "112" in page
    for personal in ("csrf", "data-sitting", "<form", "<input"):
        assert personal not in page
    for file in kept["files"]:
        assert f'"{file}"' in page


def test_an_address_of_another_version_does_not_exist(client):
    address = list_of(client.get("/sw.js"))["pages"]["nl"]
    assert client.get(re.sub(r"\.[0-9a-f]{12}\.", ".000000000000.", address)).status_code == 404
    assert client.get(address.replace("stand-in.nl.", "stand-in.xx.")).status_code == 404
