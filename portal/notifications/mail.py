"""The only caller of SMTP: a letter becomes a message and leaves, or lands in ``var/mail``.

The same letter always makes the same bytes, so that a copy sent twice can be told as one. What
people typed never becomes a header of its own.
"""

import os
import re
import smtplib
import ssl
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from config.settings import Settings

TIMEOUT_SECONDS = 15
TLS_PORT = 465
_POLICY = SMTP.clone(cte_type="7bit")
_SPECIAL = re.compile(r'[()<>\[\]:;@\\,"]')
_JOINERS = "\u200c\u200d"
"""Zero-width signs that some scripts need between letters."""
_ADDRESS = re.compile(r"[^\s@<>()\[\]:;,\"\\]{1,64}@[^\s@<>()\[\]:;,\"\\]{1,253}")


@dataclass(frozen=True)
class Enclosure:
    """A file that goes along."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """One mail before it is a message."""

    id: uuid.UUID
    to_address: str
    to_name: str
    language: str
    subject: str
    text: str
    html: str
    written_at: datetime
    enclosures: tuple[Enclosure, ...] = ()


class AddressRefusedError(Exception):
    """Nobody can be reached there; trying again is of no use."""


def message_of(letter: Letter, *, sender: str, host: str) -> EmailMessage:
    """The message: text, HTML, files. Raises AddressRefusedError if there is no such address."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = _from(sender)
    message["To"] = _address(letter.to_name, letter.to_address)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<mail-{letter.id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    for enclosure in letter.enclosures:
        main, _, sub = enclosure.media_type.partition("/")
        message.add_attachment(
            enclosure.content,
            maintype=main,
            subtype=sub or "octet-stream",
            filename=one_line(enclosure.name),
        )
    message["Content-Language"] = letter.language  # last: bodies take Content- headers with them
    parts = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(parts):
        part.set_boundary(f"=_{letter.id.hex}_{number}")
    return message


def deliver(message: EmailMessage, settings: Settings) -> None:
    """Hand the message to the mail server, or keep it in ``var/mail`` where there is none.

    Raises AddressRefusedError, or OSError (as all errors of smtplib) for what may pass.
    """
    if settings.smtp_host is None:
        _keep(message, settings.var_dir / "mail")
        return
    try:
        with _connected(settings, settings.smtp_host) as smtp:
            smtp.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code, reason = next(iter(error.recipients.values()))
        _raise(code, reason, error)
    except smtplib.SMTPDataError as error:
        _raise(error.smtp_code, error.smtp_error, error)


def host_of(settings: Settings) -> str:
    """The host in message ids and in the greeting to mail servers."""
    return urlsplit(settings.base_url).hostname or "localhost"


def one_line(text: str) -> str:
    """The text without line breaks, control signs and what could be taken for an encoding."""
    kept = "".join(
        sign if sign in _JOINERS or unicodedata.category(sign)[0] not in "CZ" else " "
        for sign in text
    )
    return " ".join(kept.replace("=?", "= ?").split())


def _from(sender: str) -> Address:
    name, address = parseaddr(sender)
    return _address(name, address)


def _address(name: str, address: str) -> Address:
    if not _ADDRESS.fullmatch(address) or one_line(address) != address:
        raise AddressRefusedError("this is not a mail address")
    local, _, domain = address.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
        return Address(one_line(_SPECIAL.sub(" ", name)), local, domain)
    except ValueError as error:
        raise AddressRefusedError("this is not a mail address") from error


def _connected(settings: Settings, host: str) -> smtplib.SMTP:
    hostname = host_of(settings)
    if settings.smtp_port == TLS_PORT:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            host,
            TLS_PORT,
            local_hostname=hostname,
            timeout=TIMEOUT_SECONDS,
            context=ssl.create_default_context(),
        )
    else:
        smtp = smtplib.SMTP(
            host, settings.smtp_port, local_hostname=hostname, timeout=TIMEOUT_SECONDS
        )
    if settings.smtp_starttls:
        smtp.starttls(context=ssl.create_default_context())
    if settings.smtp_username and settings.smtp_password:
        smtp.login(settings.smtp_username, settings.smtp_password)
    return smtp


def _raise(code: int, reason: bytes | str, error: smtplib.SMTPException) -> None:
    """5xx is for good, 4xx may pass (RFC 5321, section 4.2.1)."""
    if code // 100 == 5:
        words = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
        raise AddressRefusedError(f"{code} {one_line(words)}") from error
    raise error


def _keep(message: EmailMessage, folder: Path) -> None:
    """Write the file under another name first: whoever looks sees whole mails only."""
    folder.mkdir(parents=True, exist_ok=True)
    name = str(message["Message-ID"]).strip("<>").partition("@")[0]
    path = folder / f"{name}.eml"
    unfinished = folder / f".{name}.{os.getpid()}"
    unfinished.write_bytes(message.as_bytes())
    unfinished.replace(path)
