"""The installation of several hosts, started once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from app.services.work import Definitions
from tests.conftest import close_stores
from tests.demonstration_stores import definitions  # noqa: F401 - a fixture
from tests.tools import nginx, postgres, valkey
from tests.tools.certificate import make_certificate
from tests.tools.ports import free_port
from tests.topology.hosts import ROOT, Country, answers, make_settings, move_in, until
from tests.topology.visitors import NAME


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory, definitions: Definitions) -> Iterator[Country]:  # noqa: F811 - the fixture
    """Settings, secrets, both databases with their tables, and Valkey; no process of ours yet."""
    folder = tmp_path_factory.mktemp("country")
    ports = (free_port(), free_port())
    with postgres.running() as database, valkey.running() as jobs:
        settings = make_settings(folder, database, jobs.address)
        country = Country(folder, settings, free_port(), ports, make_certificate(folder, NAME), definitions)
        try:
            move_in(country)
            yield country
        finally:
            if country.app is not None:
                close_stores(country.app)


@pytest.fixture(scope="session")
def country(stores: Country) -> Iterator[Country]:
    """With the proxy, two web processes and two workers."""
    with nginx.running(stores.folder, site_of(stores)):
        try:
            start_all(stores)
            yield stores
        finally:
            end_all(stores)


def site_of(country: Country) -> dict[str, str]:
    """What ``deploy/nginx`` asks for."""
    return {
        "INBEELD_NAME": NAME,
        "INBEELD_WEB_ONE": f"127.0.0.1:{country.ports[0]}",
        "INBEELD_WEB_TWO": f"127.0.0.1:{country.ports[1]}",
        "INBEELD_CERTIFICATE": str(country.folder / "certificate.pem"),
        "INBEELD_CERTIFICATE_KEY": str(country.folder / "certificate.key"),
        "INBEELD_AWAY": str(ROOT / "deploy" / "nginx"),
        "INBEELD_PROXY_FILES": str(country.folder),
        "INBEELD_HTTP_PORT": str(free_port()),
        "INBEELD_TLS_PORT": str(country.port),
    }


def start_all(country: Country) -> None:
    """Two web processes and two workers; ready when the pages answer and both workers listen."""
    for number, port in enumerate(country.ports):
        country.add(f"web-{number}", ["web", "--workers", "1"], number, {"PORT": str(port)}).start()
        country.add(f"worker-{number}", ["worker", "--processes", "1"], number, {}).start()
    for port in country.ports:
        until(partial(answers, port), f"a web process on {port} answers")


def end_all(country: Country) -> None:
    """Stop what runs; what does not end is killed."""
    for process in country.processes:
        if process.running is not None:
            process.end()
