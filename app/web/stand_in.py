"""The page that stands in for another one which is loaded anew without network, and the worker that keeps it.

It is the same for everybody and written outside the request at hand, so that nothing of a person can be in it.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from flask import Blueprint, abort, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import paths
from app.web.assets import sheet_address
from app.web.context import inbeeld
from app.web.lasting import Lasting
from app.web.offered import is_draft, page_locales
from app.web.participant.sitting import words_of
from app.web.scripts import script_address

bp = Blueprint("stand_in", __name__)

WORKER = Path(paths.APP) / "static" / "js" / "service-worker.js"
SHEET = "participant"
SCRIPT = "participant"


@bp.get("/sw.js")
def worker() -> ResponseReturnValue:
    """The worker with the list of what it keeps; a browser asks every time whether it changed."""
    text = f"const KEPT = {json.dumps(kept())};\n{WORKER.read_text('utf-8')}"
    return Lasting.of(text.encode()).answer("text/javascript")


@bp.get("/assets/stand-in.<locale>.<version>.html")
def page(locale: str, version: str) -> ResponseReturnValue:
    """The page in one language under the address that its content has."""
    if locale not in page_locales() or written(locale).version != version:
        abort(404)
    return written(locale).answer("text/html")


def kept() -> dict[str, object]:
    """What the worker keeps: addresses of pages by language and of files, each with its version, and a hash of all."""
    pages = {code: url_for("stand_in.page", locale=code, version=written(code).version) for code in page_locales()}
    files = [sheet_address(SHEET), script_address(SCRIPT)]
    version = hashlib.sha256(json.dumps([pages, files]).encode()).hexdigest()[:12]
    return {"version": version, "pages": pages, "files": files}


def written(locale: str) -> Lasting:
    """The page in one language that pages are offered in."""
    config = inbeeld().config
    return _write(locale, request.url_root, draft=is_draft(), demo=config.demo, lan=config.lan)


@cache
def _write(locale: str, root: str, *, draft: bool, demo: bool, lan: bool) -> Lasting:  # noqa: ARG001 - what it depends on
    with current_app.app_context(), current_app.test_request_context(base_url=root):  # a ``g`` of its own
        g.locale = locale
        return Lasting.of(render_template("participant/stand_in.html", wording=words_of(None)).encode())
