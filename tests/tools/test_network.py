"""The guard refuses other machines and lets this one through."""

import socket

import pytest

from tests.tools.network import NetworkReached


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80)])
def test_another_machine_is_refused(address):
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as client, pytest.raises(NetworkReached):
        client.connect(address)


def test_a_name_elsewhere_is_not_even_looked_up():
    with pytest.raises(NetworkReached):
        socket.getaddrinfo("inbeeld.example", 80)


def test_this_machine_is_let_through():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
    ):
        assert client.getpeername() == server.getsockname()
