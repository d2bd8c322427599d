"""The addresses under which the devices in a room reach this laptop, as text and as a QR code in the terminal."""

from __future__ import annotations

import io
import socket

import segno

OUTSIDE = ("192.0.2.1", 9)  # an address that no network has (RFC 5737); nothing is sent to it


def room_addresses(port: int) -> list[str]:
    """Web addresses of this machine in its local networks, the likeliest first; empty without a network."""
    found = [_way_out(), *_by_name()]
    hosts = dict.fromkeys(host for host in found if host and not host.startswith("127."))
    return [f"http://{host}:{port}/" for host in hosts]


def _way_out() -> str | None:
    """The address from which a packet to the outside would leave; none is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as place:
        try:
            place.connect(OUTSIDE)
        except OSError:
            return None
        return str(place.getsockname()[0])


def _by_name() -> list[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return []
    return [str(entry[4][0]) for entry in found]


def in_terminal(address: str) -> str:
    """A QR code of an address in signs that a terminal shows."""
    drawn = io.StringIO()
    segno.make(address, error="m").terminal(drawn, compact=True)
    return drawn.getvalue()
