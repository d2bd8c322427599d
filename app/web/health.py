"""``GET /healthz``: whether both stores answer, and when the worker last gave a sign of life."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from app.services.health import state_of_health
from app.web.context import current_work

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def health() -> ResponseReturnValue:
    """200 with the state; 503 while a store is away. A worker that is away is told, and still 200: answers are safe."""
    state = state_of_health(current_work())
    return jsonify(state), 200 if state["database"] == "ok" else 503
