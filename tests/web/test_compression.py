"""Pages and files go out squeezed in the way that a browser takes."""

from __future__ import annotations

import gzip
import re

import brotli
import pytest

from app import paths
from app.web.lasting import Lasting

OPENED = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
KINDS = [
    ("gzip, deflate, br, zstd", "br"),
    ("gzip, deflate", "gzip"),
    ("gzip;q=1.0, identity; q=0.5", "gzip"),
    ("br;q=0, gzip", "gzip"),
    ("br;q=0.0 , GZIP", "gzip"),
    ("br;Q=0, gzip;q=0.000", None),
    ("*", "br"),
    ("identity", None),
    ("", None),
]


@pytest.fixture
def addresses(client):
    """A page, its sheet, its script and a drawing."""
    page = client.get("/nl/code").text
    found = re.findall(r'"(/assets/[^"]+\.(?:css|js))"', page)
    pictures = re.findall(r'"(/assets/pictures/[^"]+\.svg)"', client.get("/nl/").text)
    return ["/nl/code", *found, *pictures[:1]]


@pytest.mark.parametrize(("accepted", "kind"), KINDS)
def test_a_page_and_its_files_come_as_the_browser_takes_them(client, addresses, accepted, kind):
    assert len(addresses) > 2
    for address in addresses:
        plain = client.get(address, headers={"Accept-Encoding": ""})
        answer = client.get(address, headers={"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding") == kind
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        opened = OPENED[kind](answer.data)
        assert len(opened) == len(plain.data)
        assert opened == plain.data or address == "/nl/code"  # a page has another token each time


def test_a_little_answer_is_not_squeezed(client):
    answer = client.get("/healthz", headers={"Accept-Encoding": "br"})
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("accepted", ["br", "gzip", ""])
def test_a_drawing_that_is_replaced_keeps_its_content_under_its_address(client, monkeypatch, tmp_path, accepted):
    """A browser keeps it for a year: another drawing has another address, from the next start on."""
    name = f"replaced-{accepted or 'plain'}"
    file = tmp_path / "svg" / f"{name}.svg"
    file.parent.mkdir()
    file.write_bytes(b"<svg>one</svg>")
    monkeypatch.setattr(paths, "PICTOGRAMS", tmp_path)
    address = f"/assets/pictures/{name}.{Lasting.of(b'<svg>one</svg>').version[:8]}.svg"
    assert client.head(address).status_code == 200
    file.write_bytes(b"<svg>other</svg>")
    answer = client.get(address, headers={"Accept-Encoding": accepted})
    assert OPENED[answer.headers.get("Content-Encoding")](answer.data) == b"<svg>one</svg>"


def test_the_worker_is_squeezed_once_however_often_it_is_asked_for(client, monkeypatch):
    client.get("/sw.js", headers={"Accept-Encoding": "gzip"})
    monkeypatch.setattr("app.web.lasting.deflate.gzip_compress", None)
    answer = client.get("/sw.js", headers={"Accept-Encoding": "gzip"})
    assert b"KEPT" in gzip.decompress(answer.data)
