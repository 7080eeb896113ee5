"""Addresses of pages, built once: the router takes longer for one than a page for its heading.

Kept are only those that name a place: a commission, an application by its reference, a tab. Never
an address with a secret, with somebody's id or with words that were searched for.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, has_request_context, request

_PLACES = frozenset({"commission", "reference", "tab", "step"})
_MOST = 8192


class Portal(Flask):
    """Flask with remembered addresses, and nothing asynchronous."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._known_address = lru_cache(maxsize=_MOST)(self._address)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is: none of ours is asynchronous, and Flask asks for each call."""
        return func

    def url_for(
        self,
        endpoint: str,
        *,
        _anchor: str | None = None,
        _method: str | None = None,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: Any,
    ) -> str:
        """As Flask's, of which it remembers what is the same for every reader."""
        is_plain = not (_anchor or _method or _scheme or _external)
        if is_plain and _is_place(values) and has_request_context() and endpoint[:1] != ".":
            return self._known_address(request.root_path, endpoint, *values.items())
        return super().url_for(
            endpoint,
            _anchor=_anchor,
            _method=_method,
            _scheme=_scheme,
            _external=_external,
            **values,
        )

    def _address(self, root: str, endpoint: str, *values: tuple[str, Any]) -> str:
        """``root``, under which the portal is mounted, begins the address."""
        return super().url_for(endpoint, **dict(values))


def _is_place(values: dict[str, Any]) -> bool:
    if not values.keys() <= _PLACES:
        return False
    return all(value is None or isinstance(value, str) for value in values.values())
