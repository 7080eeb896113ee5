"""The guard of conftest.py: a test that reaches out fails instead of sending."""

import smtplib
import socket

import pytest

from tests.conftest import NetworkRefusedError


def test_an_address_beyond_this_machine_is_refused() -> None:
    with socket.socket() as connection, pytest.raises(NetworkRefusedError, match=r"192\.0\.2\.1"):
        connection.connect(("192.0.2.1", 80))


def test_a_name_beyond_this_machine_is_not_even_looked_up() -> None:
    with pytest.raises(NetworkRefusedError, match=r"mail\.example"):
        smtplib.SMTP("mail.example", 25)


def test_this_machine_is_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as connection,
    ):
        assert connection.getpeername() == server.getsockname()
