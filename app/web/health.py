"""Whether this installation is alive (``/healthz``), and whether it can take work (``/readyz``)."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from app.services.health import readiness, state_of_health
from app.web.context import current_work

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def health() -> ResponseReturnValue:
    """200 with the state; 503 while a store is away. A worker that is away is told, and still 200: answers are safe."""
    state = state_of_health(current_work())
    return jsonify(state), 200 if state["database"] == "ok" else 503


@bp.get("/readyz")
def ready() -> ResponseReturnValue:
    """200 when both stores stand at tables that this version can work with and the queue is there; 503 when not.

    Says how each of them is; no address, no password, no error of a library.
    """
    parts = readiness(current_work())
    all_good = all(part.good for part in parts.values())
    told = {name: part.value for name, part in parts.items()}
    return jsonify({"status": "ready" if all_good else "not ready", **told}), 200 if all_good else 503
