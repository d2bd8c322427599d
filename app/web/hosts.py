"""Under which names this installation answers: links, cards and cookies never follow a name that a visitor invented."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from flask import Flask, request
from flask.typing import ResponseReturnValue

from app.config import Config
from app.web.context import inbeeld

HERE = frozenset({"localhost", "127.0.0.1", "::1"})
ANSWERS_ALL = frozenset({"health.health", "health.ready", "metrics.metrics"})
REFUSAL = (
    "This installation is not reached under this name.\n"
    "Who keeps it sets INBEELD_ADDRESS, and INBEELD_HOSTS for more names.\n"
)


def attach(app: Flask) -> None:
    """Look at the name before anything else."""
    app.before_request(refuse_other_names)


def refuse_other_names() -> ResponseReturnValue | None:
    """400 for a name that is not ours."""
    if request.endpoint in ANSWERS_ALL or is_ours(inbeeld().config, request.host):
        return None
    return REFUSAL, 400, {"Content-Type": "text/plain; charset=utf-8"}


def is_ours(config: Config, host: str) -> bool:
    """Whether we answer under this name (with or without a port).

    A demonstration without names of its own answers under any; one laptop in a room under any private address.
    """
    try:
        parts = urlsplit(f"//{host}")
        name, _ = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return False
    if not name or parts.username is not None or parts.path:
        return False
    if config.demo and not config.hosts:
        return True
    return name in config.hosts or name in HERE or (config.lan and _is_private(name))


def _is_private(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_private
    except ValueError:
        return False
