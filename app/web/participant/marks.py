"""Small things that templates ask for."""

from __future__ import annotations

from markupsafe import Markup, escape

from app.web.context import inbeeld

PLACE = "\ue000"
"""Stands in a text where ``isolate`` puts the value: a private sign that no text holds."""


def isolate(text: str, value: object, direction: str = "auto") -> Markup:
    """``text`` with ``value`` in each of its places, set apart from the direction of the sentence around it.

    What runs from left to right in every script is a number or a code: it stays on one line.
    """
    number = Markup(' class="inb-number"') if direction == "ltr" else ""
    apart = Markup('<bdi{} dir="{}">{}</bdi>').format(number, direction, value)
    return Markup(str(escape(text)).replace(PLACE, apart))  # noqa: S704 - both were escaped


def demonstration() -> bool:
    """Whether everything here is invented."""
    return inbeeld().config.demo
