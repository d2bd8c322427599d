"""How much a request may bring: little, except where own words or a file are sent."""

from __future__ import annotations

from flask import Flask, request

from app.web.staff.blueprint import on_staff_pages

STAFF_FORM = 256 * 1024  # bytes
RECORDING = 9 * 1024 * 1024  # bytes; a recording has 8 MB at most
HAND_OVER = 2 * 1024 * 1024  # bytes; the file is some third larger than the report in it, which has 190 kB at most
OF_FILES = {"staff.keep_recording": RECORDING, "staff.take_over": HAND_OVER}
"""Where staff send a file, and how much it may be."""


def attach(app: Flask) -> None:
    """Say how much before anything is read."""
    app.before_request(limit_body)


def limit_body() -> None:
    """Staff forms are small; what people send is bounded by the application as a whole."""
    if on_staff_pages():
        request.max_content_length = OF_FILES.get(request.endpoint or "", STAFF_FORM)
