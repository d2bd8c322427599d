"""Whether a port is free, before anything is started that wants it."""

from __future__ import annotations

import socket

import click

from app.config import Config


def check_port(config: Config) -> None:
    """Raises ClickException with what to do where somebody else listens."""
    with socket.socket(socket.AF_INET6 if ":" in config.host else socket.AF_INET) as place:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            place.bind((config.host, config.port))
        except OSError as error:
            raise click.ClickException(
                f"Port {config.port} on {config.host} cannot be used ({error.strerror}). "
                f"Name another one: PORT={config.port + 1}"
            ) from error
