"""Fixtures shared with other folders."""

from tests.demonstration_stores import definitions, demo_app, filled_stores  # noqa: F401 - fixtures
