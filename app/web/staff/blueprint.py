"""The blueprint that every staff page hangs on."""

from __future__ import annotations

from flask import Blueprint, request

PREFIX = "/staff"

bp = Blueprint("staff", __name__, url_prefix=PREFIX)


def on_staff_pages() -> bool:
    """Whether this request is for a staff page, sign-in included."""
    return request.path == PREFIX or request.path.startswith(f"{PREFIX}/")
