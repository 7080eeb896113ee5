"""The database object, naming of constraints and the column types all tables share.

PostgreSQL is the only engine; the law about who reads what is in its policies, not here.
"""

import enum
import uuid
from datetime import datetime
from typing import Annotated, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, Enum, MetaData, Text, Uuid, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

JsonObject = Annotated[dict[str, Any], mapped_column(JSONB)]
JsonList = Annotated[list[Any], mapped_column(JSONB)]
Sha256 = Annotated[str, mapped_column(Text)]


class Base(DeclarativeBase):
    """Declarative base: text instead of varchar, aware times, constraint names by one rule."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            str: Text(),
            datetime: DateTime(timezone=True),
            uuid.UUID: Uuid(),
        },
    )


db = SQLAlchemy(
    model_class=Base,
    engine_options={
        "hide_parameters": True,  # errors are logged, so they must not tell a statement's values
        "connect_args": {"autocommit": True},  # the tenancy begins transactions, in one message
    },
)


@event.listens_for(Engine, "handle_error")
def _say_no_values(context: ExceptionContext) -> None:
    """Whatever SQLAlchemy raises says no values either."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None:
            keep_first_line(error)


def keep_first_line(error: BaseException) -> None:
    """Shorten a database's error: the details below its first line quote whole rows."""
    if error.args and isinstance(error.args[0], str):
        error.args = (error.args[0].partition("\n")[0], *error.args[1:])


def enum_column(kind: type[enum.StrEnum]) -> Enum:
    """A column that stores the value of ``kind`` as text with a CHECK constraint."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )
