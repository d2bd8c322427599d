"""Signing in: the view is Flask-Security's, the page and its sentences are ours."""

from __future__ import annotations

from flask import Flask, Response, request

from app.extensions import limiter

TRIES = "10 per minute; 60 per hour"
FAILED = 200  # the form again; who gets in is sent on


def throttle_sign_in(app: Flask) -> None:
    """Slow down guessing: so many wrong tries from one address; looking at the page and getting in are free."""
    limit = limiter.limit(TRIES, exempt_when=_looking, deduct_when=_failed)
    app.view_functions["security.login"] = limit(app.view_functions["security.login"])  # type: ignore[assignment]  # its decorator forgets what it wraps


def _looking() -> bool:
    return request.method != "POST"


def _failed(response: Response) -> bool:
    return response.status_code == FAILED
