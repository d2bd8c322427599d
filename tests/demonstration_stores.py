"""The demonstration data for tests: filled once per run, copied for each test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security.utils import hash_password
from werkzeug.test import TestResponse

from app import create_app
from app.config import Config
from app.extensions import limiter
from app.services.demonstration import ACCOUNTS, PASSWORD, fill
from app.services.work import Definitions, Work
from app.store.models import RoleName
from app.web.context import current_work, kept_definitions
from tests.conftest import close_stores
from tests.factories import make_config
from tests.stores import copy_stores

EMAILS = {role: email for email, _, role in ACCOUNTS}
QUICK = {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}
"""Hashes that take no time: hundreds of tests sign in. What the product takes: ``test_staff_accounts``."""
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    """The definitions, read once: they are immutable."""
    return kept_definitions()


def make_app(folder: Path, definitions: Definitions, *, sound: Path | None = None) -> Flask:
    """The application on the stores of a folder, without reading the definitions anew; ``sound``: placeholders."""
    return app_with(replace(make_config(folder), sound=sound) if sound else make_config(folder), definitions)


def app_with(config: Config, definitions: Definitions) -> Flask:
    """The application with these settings, without reading the definitions anew."""
    app = create_app(config)
    app.extensions["inbeeld"].definitions = definitions
    app.extensions["security"].pwd_context.update(**QUICK)
    return app


@contextmanager
def working(config: Config, definitions: Definitions) -> Iterator[Work]:
    """A unit of work of an installation with these settings."""
    app = app_with(config, definitions)
    with app.app_context():
        yield current_work()
    close_stores(app)


@pytest.fixture(scope="session")
def filled_stores(migrated_stores: Path, definitions: Definitions, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both stores, filled."""
    folder = tmp_path_factory.mktemp("demonstration") / "instance"
    copy_stores(migrated_stores, folder)
    app = make_app(folder, definitions)
    with app.app_context():
        assert fill(current_work(), hash_password)
    close_stores(app)
    return folder


@pytest.fixture
def demo_app(filled_stores: Path, definitions: Definitions, tmp_path: Path) -> Iterator[Flask]:
    """The application on a copy of the filled stores."""
    folder = tmp_path / "demonstration"
    copy_stores(filled_stores, folder)
    app = make_app(folder, definitions)
    with app.app_context():
        limiter.reset()  # one process, many tests
    yield app
    close_stores(app)


def csrf_token(client: FlaskClient, address: str = "/staff/sign-in") -> str:
    """A token for a form of this browser."""
    page = client.get(address, follow_redirects=True).get_data(as_text=True)
    found = TOKEN.search(page)
    assert found, f"no form on {address}"
    return found[1]


def post(client: FlaskClient, address: str, **form: object) -> TestResponse:
    """Send a form with its token."""
    return client.post(address, data={**form, "csrf_token": csrf_token(client)})


def sign_in(app: Flask, role: RoleName, email: str | None = None) -> FlaskClient:
    """A browser in which somebody with this role signed in."""
    client = app.test_client()
    answer = post(client, "/staff/sign-in", email=email or EMAILS[role], password=PASSWORD)
    assert answer.status_code == 302
    return client
