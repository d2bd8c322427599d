"""Pages that a script fetches to put in the place of another: without what only a document of its own needs."""

from __future__ import annotations

import re

from flask import Flask, Response, request

MARK = "X-Fetched"
"""The header of a request by our own script (static/js/pages.js); a browser that opens a page never sends it."""
UNUSED = re.compile(r'<noscript>.*?</noscript>|<link rel="icon"[^>]*>|<template data-first>.*?</template>', re.DOTALL)


def attach(app: Flask) -> None:
    """Make what a script fetches as light as it can be."""
    app.after_request(lighten)


def is_fetched() -> bool:
    """Whether our own script asks, and not a browser that opens a page."""
    return MARK in request.headers


def lighten(response: Response) -> Response:
    """Leave out what the document that is there already has: its icon, and its help for a browser without script."""
    if is_fetched() and response.is_sequence and response.mimetype == "text/html":
        response.set_data("" if response.location else light(response.get_data(as_text=True)))
    return response


def light(page: str) -> str:
    """A page without what a script makes no use of."""
    return UNUSED.sub("", page)
