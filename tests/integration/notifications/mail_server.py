"""A real mail server on the loopback, which keeps what it accepts and refuses on demand."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope


@dataclass
class MailServer:
    """What arrived, and how the server answers."""

    port: int = 0
    delay_seconds: float = 0.0
    answer: str = "250 OK"
    recipient_answer: str = "250 OK"
    accepted: list[bytes] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def messages(self) -> list[EmailMessage]:
        """What was accepted, read. Not a property: the server reads all properties at times."""
        parser = BytesParser(EmailMessage, policy=policy.default)
        return [parser.parsebytes(content) for content in self.accepted]

    def wait_for(self, count: int, *, seconds: float) -> bool:
        """Whether so many mails have been accepted within the time."""
        with self.changed:
            return self.changed.wait_for(lambda: len(self.accepted) >= count, seconds)

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.recipient_answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        if self.answer.startswith("2"):
            assert isinstance(envelope.content, bytes)
            with self.changed:
                self.accepted.append(envelope.content)
                self.changed.notify_all()
        await asyncio.sleep(self.delay_seconds)
        return self.answer


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """The server, on a free port, until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = MailServer(port=port)
    controller = Controller(
        server, hostname="127.0.0.1", port=port, server_hostname="localhost", enable_SMTPUTF8=True
    )
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
