"""Signing in: the view is Flask-Security's, the page and its sentences are ours."""

from __future__ import annotations

from flask import Flask, request

from app.extensions import limiter

TRIES = "10 per minute; 60 per hour"


def throttle_sign_in(app: Flask) -> None:
    """Slow down guessing: so many tries from one address; looking at the page is free."""
    view = app.view_functions["security.login"]
    app.view_functions["security.login"] = limiter.limit(TRIES, exempt_when=lambda: request.method != "POST")(view)
