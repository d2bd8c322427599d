"""How much a request may bring: little, except where own words or a recording are sent."""

from __future__ import annotations

from flask import Flask, request

from app.web.staff.blueprint import on_staff_pages

STAFF_FORM = 256 * 1024  # bytes
RECORDING = 9 * 1024 * 1024  # bytes; a recording has 8 MB at most
RECORDING_ENDPOINT = "staff.keep_recording"


def attach(app: Flask) -> None:
    """Say how much before anything is read."""
    app.before_request(limit_body)


def limit_body() -> None:
    """Staff forms are small; what people send is bounded by the application as a whole."""
    if request.endpoint == RECORDING_ENDPOINT:
        request.max_content_length = RECORDING
    elif on_staff_pages():
        request.max_content_length = STAFF_FORM
