"""Fixtures shared with other folders."""

from tests.demonstration_stores import definitions  # noqa: F401 - fixtures
