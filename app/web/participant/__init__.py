"""The participant's way, from code to thanks: one screen, one form, one POST; GET changes nothing (design 5)."""

from __future__ import annotations

from flask import Flask

from app.web import assets, compression, fetched, scripts, stand_in
from app.web.offered import is_draft
from app.web.participant import (
    acute,
    asked_summary,
    change_form,
    deck,
    device,
    device_notice,
    items,
    oral,
    own_answers,
    own_copy,
    own_page,
    own_reports,
    own_requests,
    parts,
    pause,
    picture_start,
    practice,
    review,
    second_language,
    sharing,
    start,
    stop,
    taking_part,
    withdrawing,
)
from app.web.participant.blueprint import bp
from app.web.participant.marks import demonstration, isolate

VIEWS = (
    own_page,
    own_reports,
    start,
    taking_part,
    practice,
    parts,
    items,
    acute,
    review,
    sharing,
    stop,
    device,
    device_notice,
    deck,
    oral,
    own_answers,
    own_copy,
    own_requests,
    asked_summary,
    withdrawing,
    pause,
    second_language,
    change_form,
    picture_start,
)


def attach(app: Flask) -> None:
    """Add the pages with their style sheets and pictures."""
    app.jinja_env.globals["sheet_address"] = assets.sheet_address
    app.jinja_env.globals["kiosk_address"] = start.kiosk_address
    app.jinja_env.globals["script_address"] = scripts.script_address
    app.jinja_env.globals["picture_address"] = assets.picture_address
    app.jinja_env.globals["demonstration"] = demonstration
    app.jinja_env.globals["is_draft"] = is_draft
    app.jinja_env.filters["isolate"] = isolate
    app.register_blueprint(assets.bp)
    app.register_blueprint(scripts.bp)
    app.register_blueprint(stand_in.bp)
    app.register_blueprint(bp)
    compression.attach(app)
    fetched.attach(app)
