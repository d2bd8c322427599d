"""The application for a WSGI server, ready before the first request: ``granian app.wsgi:app``."""

from __future__ import annotations

from app import create_app
from app.web.context import current_library
from app.web.participant import warm

app = create_app()
with app.app_context():
    current_library()
warm.begin(app)
