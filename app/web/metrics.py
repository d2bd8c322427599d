"""``GET /metrics``: figures for Prometheus, for whoever shows the token of the settings; without one, no page."""

from __future__ import annotations

import hmac

from flask import Blueprint, Flask, abort, request
from flask.typing import ResponseReturnValue

from app import metrics as counting
from app.config import Config
from app.services.figures import figures
from app.web.context import current_work, inbeeld

bp = Blueprint("metrics", __name__)


def attach(app: Flask, config: Config) -> None:
    """Add the page; count from now on when a token is set."""
    if config.metrics_token:
        counting.begin(config.metrics_folder)
    app.register_blueprint(bp)


@bp.get("/metrics")
def metrics() -> ResponseReturnValue:
    """What all processes of this host counted, and how the stores stand. 401 without the token, 404 while none is."""
    token = inbeeld().config.metrics_token
    if not token:
        abort(404)
    told = request.headers.get("Authorization", "").encode()
    if not hmac.compare_digest(told, f"Bearer {token}".encode()):
        return "The token of INBEELD_METRICS_TOKEN is needed.\n", 401, {"WWW-Authenticate": "Bearer"}
    text = counting.as_text(inbeeld().config.metrics_folder, figures(current_work()))
    return text, {"Content-Type": counting.CONTENT_TYPE}
