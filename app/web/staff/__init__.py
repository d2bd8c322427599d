"""Pages for staff, in Dutch and English: sign-in, group sessions, participants, the GGD work list."""

from __future__ import annotations

from flask import Flask

from app.reporting.cards import square
from app.web import sign_in_log
from app.web.application import hooks_only
from app.web.staff import (  # noqa: F401 - their routes
    access,
    account_pages,
    audited,
    board,
    cards,
    care_basis,
    conversation,
    ggd,
    ggd_exports,
    group_sessions,
    guide,
    handing_over,
    locations,
    log,
    moving,
    on_request,
    outcomes,
    own_sessions,
    participants,
    periods,
    provider,
    report_page,
    requests,
    seats,
    second_step,
    session_life,
    session_reports,
    shared,
    sound,
    start,
    take_ahead,
    team,
)
from app.web.staff.blueprint import bp, on_staff_pages
from app.web.staff.errors import attach_errors
from app.web.staff.library_words import library_words
from app.web.staff.locale import choose_locale
from app.web.staff.sign_in import slow_down_guessing
from app.web.staff.words import staff_words

attach_errors(bp)  # once a process, however many applications there are


def attach(app: Flask) -> None:
    """Attach the staff pages: language first, then who may go where."""
    app.config.update(library_words())
    with hooks_only(app, on_staff_pages):
        app.before_request(choose_locale)
        access.attach(app)
        slow_down_guessing(app)
    app.context_processor(staff_words)
    app.jinja_env.globals["square"] = square
    app.register_blueprint(bp)
    provider.attach(app, app.extensions["inbeeld"].config.provider)
    sign_in_log.attach(app)
    audited.check(app)
