"""``/dev/mail``: reads the mails that stay on this machine. Never mounted in production."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from flask import Blueprint, Response, current_app, make_response, render_template
from flask.typing import ResponseReturnValue

from config.settings import Settings
from portal.accounts.access import public
from portal.core.errors import NotFound

NEWEST = 200
SANDBOX = (
    "sandbox allow-popups allow-popups-to-escape-sandbox"
    " allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""For a mail's HTML: its own styles, nothing else; no scripts, no pictures from anywhere."""

dev_mail = Blueprint("dev_mail", __name__, url_prefix="/dev/mail", template_folder="templates")


@dataclass(frozen=True)
class KeptMail:
    """One mail of the folder, for the list."""

    id: uuid.UUID
    to: str
    subject: str
    at: datetime
    language: str


@dev_mail.get("/")
@public
def index() -> ResponseReturnValue:
    """The newest mails."""
    return render_template("notifications/dev_mails.html", mails=_newest())


@dev_mail.get("/<uuid:mail_id>")
@public
def show(mail_id: uuid.UUID) -> ResponseReturnValue:
    """One mail as text, with its headers."""
    message = _read(_path(mail_id))
    return render_template(
        "notifications/dev_mail.html",
        mail_id=mail_id,
        headers=[(name, str(value)) for name, value in message.items()],
        subject=str(message["Subject"]),
        text=_part(message, "plain"),
        attachments=[part.get_filename() or "" for part in message.iter_attachments()],
    )


@dev_mail.get("/<uuid:mail_id>/html")
@public
def html(mail_id: uuid.UUID) -> ResponseReturnValue:
    """Its HTML, in a sandbox."""
    response = make_response(_part(_read(_path(mail_id)), "html"))
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


@dev_mail.get("/<uuid:mail_id>/attachments/<int:position>")
@public
def attachment(mail_id: uuid.UUID, position: int) -> ResponseReturnValue:
    """A file that came along, to keep."""
    parts = list(_read(_path(mail_id)).iter_attachments())
    if position >= len(parts):
        raise NotFound
    part = parts[position]
    content = part.get_payload(decode=True)
    response = Response(content, mimetype=part.get_content_type())
    response.headers.set(
        "Content-Disposition", "attachment", filename=part.get_filename() or "attachment"
    )
    return response


def _newest() -> list[KeptMail]:
    files = sorted(_folder().glob("mail-*.eml"), key=lambda path: (path.stat().st_mtime, path.name))
    mails = []
    for path in reversed(files[-NEWEST:]):
        message = _read(path)
        mails.append(
            KeptMail(
                id=uuid.UUID(path.stem.removeprefix("mail-")),
                to=str(message["To"]),
                subject=str(message["Subject"]),
                at=message["Date"].datetime,
                language=str(message["Content-Language"]),
            )
        )
    return mails


def _folder() -> Path:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.var_dir / "mail"


def _path(mail_id: uuid.UUID) -> Path:
    path = _folder() / f"mail-{mail_id}.eml"
    if not path.exists():
        raise NotFound
    return path


def _read(path: Path) -> EmailMessage:
    with path.open("rb") as file:
        return BytesParser(EmailMessage, policy=policy.default).parse(file)


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""
