"""No test reaches the network: an attempt stops with a sentence."""

import sys
from ipaddress import ip_address


class NetworkReached(RuntimeError):
    """A test tried to reach another machine."""


def _is_here(host: object) -> bool:
    if host in {None, "", "localhost", b"localhost"}:
        return True
    try:
        return ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in {"socket.connect", "socket.sendto"} and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if not _is_here(host):
        raise NetworkReached(f"A test tried to reach {host!r}. Tests speak to this machine only.")


def forbid() -> None:
    """Refuse from now on every connection of this process to another machine."""
    sys.addaudithook(_watch)
