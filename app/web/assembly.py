"""Putting the application together, in order."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import wiring
from app.config import Config
from app.extensions import babel, csrf, limiter
from app.web import (
    accounts,
    context,
    headers,
    health,
    hosts,
    interface_words,
    limits,
    metrics,
    numbers,
    request_log,
    rules,
)
from app.web.application import hooks_only
from app.web.settings import flask_settings
from app.web.staff.blueprint import on_staff_pages


def assemble(app: Flask, config: Config) -> Flask:
    """Attach settings, stores, extensions, headers, pages and commands."""
    app.config.from_mapping(flask_settings(config))
    _trust_proxies(app, config.trusted_proxies)
    numbers.attach(app)
    context.attach_stores(app, config)
    request_log.attach(app)
    hosts.attach(app)
    limits.attach(app)
    babel.init_app(app, locale_selector=context.interface_locale)
    interface_words.attach(app)
    csrf.init_app(app)
    with hooks_only(app, None):  # who limits a page asks there
        limiter.init_app(app)
    with hooks_only(app, on_staff_pages):  # nobody else signs in
        accounts.attach(app)
    headers.attach(app)
    app.register_blueprint(health.bp)
    metrics.attach(app, config)
    wiring.attach_pages(app)
    rules.attach(app)
    wiring.register_commands(app)
    return app


def _trust_proxies(app: Flask, number: int) -> None:
    """Take address, protocol and host of the visitor from this many proxies in front; from nobody when 0."""
    if number > 0:
        trusting = ProxyFix(app.wsgi_app, x_for=number, x_proto=number, x_host=number)
        app.wsgi_app = trusting  # type: ignore[method-assign]  # as Werkzeug asks
