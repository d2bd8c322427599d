"""What holds for every test."""

from tests.tools import network

network.forbid()
