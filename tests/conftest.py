"""What holds for every test: no network, real SQLite files, migrated once per run and copied for each test."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from playwright.sync_api import Browser
from werkzeug.routing import Rule

from app import create_app
from app.config import Config
from app.services.work import Work
from app.store.engine import make_engines
from app.store.migrate import upgrade
from app.web.context import current_work
from tests.factories import SittingFactory, make_config
from tests.stores import GROWN, copy_stores, drop_made, made, stop_servers
from tests.tools import network
from tests.tools.browser import chromium

network.forbid()

Builder = Callable[..., tuple[str, str]]


class KeptTemplates(BytecodeCache):
    """Templates compiled once per process, for all applications that the tests make."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill it with what was compiled from the same text."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


Flask.jinja_options = {"bytecode_cache": KeptTemplates()}


def kept_builders(compile_builder: Callable[[Rule, bool], Builder]) -> Callable[[Rule, bool], Builder]:
    """What builds the addresses of a rule, compiled once per process: it asks the rule for all that differs."""
    kept: dict[tuple[object, ...], Builder] = {}

    def builder(rule: Rule, append_unknown: bool = True) -> Builder:  # noqa: FBT001, FBT002 - as Werkzeug has it
        key = (rule.rule, str(rule.defaults), tuple(rule._trace), append_unknown)
        if key not in kept:
            kept[key] = compile_builder(rule, append_unknown)
        return kept[key]

    return builder


Rule._compile_builder = kept_builders(Rule._compile_builder)  # type: ignore[assignment,method-assign]  # for all applications


def pytest_configure() -> None:
    """Let the collector look for rings of objects less often: in tests a fifth of all work went there."""
    gc.set_threshold(20_000, 20, 50)


def pytest_collection_finish() -> None:
    """Keep what was read and imported out of the collector's way."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the stores that this run does not have, and what only root can do."""
    others = ["embedded" if GROWN else "grown"]
    if "INBEELD_TEST_ANSWERS" not in os.environ:
        others.append("rooted")
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in others)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def pytest_sessionfinish() -> None:
    """Stop the servers behind the stores, where there are any."""
    stop_servers()


@pytest.fixture(scope="session")
def migrated_stores(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both stores, empty, at the newest tables."""
    folder = tmp_path_factory.mktemp("migrated")
    engines = make_engines(make_config(folder))
    upgrade(engines)
    for engine in engines.values():
        engine.dispose()
    return folder


@pytest.fixture(autouse=True)
def _leave_no_databases(request: pytest.FixtureRequest) -> Iterator[None]:
    """Remove the databases of a test after it; those that a whole run shares are made before the first."""
    for shared in ("migrated_stores", "filled_stores"):
        if shared in request.fixturenames:
            request.getfixturevalue(shared)
    before = made()
    yield
    drop_made(before)


@pytest.fixture
def config(tmp_path: Path, migrated_stores: Path) -> Config:
    """Settings of a test, with stores of its own."""
    folder = tmp_path / "instance"
    copy_stores(migrated_stores, folder)
    return make_config(folder)


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    """The application on the stores of this test."""
    app = create_app(config)
    yield app
    close_stores(app)


@pytest.fixture
def work(app: Flask) -> Iterator[Work]:
    """A unit of work of its own, beside those of requests."""
    with app.app_context():
        yield current_work()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without cookies."""
    return app.test_client()


@pytest.fixture
def sitting_factory(work: Work) -> SittingFactory:
    """Makes participants with a code."""
    return SittingFactory(work)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once per process."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def windowless() -> Iterator[Browser]:
    """Chromium without what it needs for windows, for tests that look at pages alone; started once per process."""
    with chromium(windows=False) as browser:
        yield browser


def close_stores(app: Flask) -> None:
    """Close every connection of this application."""
    from app.extensions import db  # noqa: PLC0415 - only here

    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
