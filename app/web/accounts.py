"""Staff accounts: sign-in by Flask-Security over our own tables."""

from __future__ import annotations

from flask import Flask
from flask_security.datastore import FSQLALiteUserDatastore

from app import extensions
from app.store.models import Role, StaffAccount


def attach(app: Flask) -> None:
    """Attach sign-in. A request that never asks who is signed in runs no query for it."""
    datastore = FSQLALiteUserDatastore(extensions.db, StaffAccount, Role)
    extensions.security.init_app(app, datastore)
