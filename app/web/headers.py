"""Headers of every answer: what a browser may load and keep; addresses of static files that never change."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, request
from flask import session as cookie_session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer

from app.web.clocks import ForManyClocks
from app.web.fetched import is_fetched
from app.web.settings import ONE_YEAR

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FOR_DOCUMENTS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
"""With the content policy: rules of a document, which go on for a page that its script puts in the place of it."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
SIGN_OUT = "security.logout"
SITTING = "sitting"  # where app.web.participant.sitting keeps who is answering
_UNVERSIONED_SECONDS = 3600
LASTING = frozenset(
    {"static", "assets.style_sheet", "assets.picture", "sound.play", "scripts.participant_script", "stand_in.page"}
)
"""Files that hold nothing of anybody; with their version in the address they never change."""


WORKER = "stand_in.worker"
"""Holds nothing of anybody either, but keeps its address: a browser asks every time whether it changed."""


class CookieOfPages(SecureCookieSessionInterface):
    """The cookie of a sitting or of staff, for pages alone.

    Files that last neither set it nor vary by it: a browser finds them again after the cookie changed, also without
    network.
    """

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The parent's, for hosts whose clocks differ a little."""
        serializer = super().get_signing_serializer(app)
        if serializer is not None:
            serializer.signer = ForManyClocks
        return serializer

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie along when it changed, and say that the answer depends on it."""
        if request.endpoint not in LASTING | {WORKER}:
            super().save_session(app, session, response)


def attach(app: Flask) -> None:
    """Give every answer its headers, and every address of a static file its version."""
    app.session_interface = CookieOfPages()
    app.after_request(set_headers)
    app.url_defaults(add_version)


def set_headers(response: Response) -> Response:
    """Set what is fixed, the rules of a document, and how long the answer may be kept."""
    response.headers.update(FIXED)
    if request.is_secure and current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = f"max-age={2 * ONE_YEAR}"
    if (request.endpoint == SIGN_OUT and request.method == "POST") or g.get("session_ended"):
        response.headers["Clear-Site-Data"] = _left_behind()
    if not is_fetched():
        _rule_document(response)
    response.headers["Cache-Control"] = _keeping(response)
    return response


def _left_behind() -> str:
    """What a browser forgets when staff sign out or were away for too long: pages, and cookies unless somebody answers.

    Storage stays: staff pages keep nothing there, and answers of people may wait in it to be sent.
    """
    return '"cache"' if cookie_session.get(SITTING) else '"cache", "cookies"'


def _rule_document(response: Response) -> None:
    response.headers.update(FOR_DOCUMENTS)
    response.headers["Content-Security-Policy"] = POLICY
    if g.get("may_record"):
        _let_record(response)


def _let_record(response: Response) -> None:
    """Open the microphone to this page alone, and let it play what was just recorded."""
    headers = response.headers
    headers["Permissions-Policy"] = FOR_DOCUMENTS["Permissions-Policy"].replace("microphone=()", "microphone=(self)")
    headers["Content-Security-Policy"] = headers["Content-Security-Policy"].replace(
        "media-src 'self'", "media-src 'self' blob:"
    )


def _keeping(response: Response) -> str:
    if request.endpoint == WORKER:
        return "no-cache"
    if request.endpoint not in LASTING or response.status_code >= 400:  # noqa: PLR2004 - errors are never kept
        return "no-store"
    if "v" in request.args or "version" in (request.view_args or {}):
        return f"public, max-age={ONE_YEAR}, immutable"
    return f"public, max-age={_UNVERSIONED_SECONDS}"


def add_version(endpoint: str, values: dict[str, Any]) -> None:
    """Put the first signs of a static file's hash in its address: a changed file is another address."""
    if endpoint == "static" and "filename" in values and current_app.static_folder:
        version = _version(Path(current_app.static_folder) / values["filename"])
        if version:
            values.setdefault("v", version)


@lru_cache(maxsize=1024)
def _version(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else ""
