"""Letters about endorsements: which signature each is of, and the texts it was made with."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.codes import new_id
from portal.core.db import JsonObject, db
from portal.tenancy.keys import OF_APPLICATION
from portal.tenancy.ownership import SharedRecord


class EndorsementLetter(SharedRecord, db.Model):  # type: ignore[name-defined,misc]
    """The one letter of an endorsement; it stays as it was made, also when that is withdrawn."""

    __tablename__ = "endorsement_letter"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    application_id: Mapped[uuid.UUID]
    submission_id: Mapped[uuid.UUID]
    signature_id: Mapped[uuid.UUID]
    document_id: Mapped[uuid.UUID]
    versions: Mapped[JsonObject]
    """``{language: version of the text}``; 0 is the portal's own text (``letters.models``)."""
    made_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(*OF_APPLICATION),
        ForeignKeyConstraint(
            ["commission_id", "document_id"], ["document.commission_id", "document.id"]
        ),
        ForeignKeyConstraint(
            ["commission_id", "signature_id"], ["signature.commission_id", "signature.id"]
        ),
        UniqueConstraint("commission_id", "signature_id"),
    )
