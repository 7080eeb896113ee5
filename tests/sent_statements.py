"""What the portal sends to the database, seen where it leaves: at the driver."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest


@contextmanager
def sent_statements() -> Iterator[list[str]]:
    """Every statement sent meanwhile by this process, without the frame of transactions."""
    seen: list[str] = []
    execute = psycopg.Cursor.execute

    def noting(cursor: Any, query: Any, *arguments: Any, **options: Any) -> Any:
        text = str(query)
        if not text.startswith(("begin", "SAVEPOINT", "RELEASE")):
            seen.append(text)
        return execute(cursor, query, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", noting)
        yield seen
