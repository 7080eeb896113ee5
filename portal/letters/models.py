"""The wording of a commission's letters. A version is only ever added, never changed."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.codes import new_id
from portal.core.db import Sha256, db
from portal.tenancy.ownership import CommissionPaper


class LetterText(CommissionPaper, db.Model):  # type: ignore[name-defined,misc]
    """One version of the text of one kind of letter in one language."""

    __tablename__ = "letter_text"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    """``LetterKind.code``"""
    language: Mapped[str]
    version: Mapped[int]
    """From 1 on; 0 is the portal's own text, of which there is no row."""
    title: Mapped[str]
    body: Mapped[str]
    is_default: Mapped[bool]
    """The way back: from this version on the portal's own text holds, as it was that day."""
    written_at: Mapped[datetime]
    written_by: Mapped[str]

    __table_args__ = (
        UniqueConstraint("commission_id", "kind", "language", "version"),
        CheckConstraint("version > 0", name="version_counts"),
    )


class StampPicture(CommissionPaper, db.Model):  # type: ignore[name-defined,misc]
    """The picture of a commission's stamp, for its letters; nobody else ever sees it alone."""

    __tablename__ = "stamp_picture"

    sha256: Mapped[Sha256]
    """PNG with transparent paper, painted anew."""
    given_at: Mapped[datetime]
    given_by: Mapped[str]
