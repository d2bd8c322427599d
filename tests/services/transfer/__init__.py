"""Tests of the way from a laptop to the server."""
