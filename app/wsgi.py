"""The application for a WSGI server, with definitions read before the first request: ``granian app.wsgi:app``."""

from __future__ import annotations

from app import create_app
from app.web.context import current_library

app = create_app()
with app.app_context():
    current_library()
