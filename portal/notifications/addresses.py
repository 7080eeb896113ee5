"""Absolute addresses of pages, from the settings and never from a request's Host header."""

import logging
from collections.abc import Mapping
from urllib.parse import urlsplit

from werkzeug.routing import BuildError, Map

from portal.notifications.notice import Link

_log = logging.getLogger(__name__)


class Addresses:
    """Builds addresses with the rules of the application."""

    def __init__(self, url_map: Map, base_url: str) -> None:
        parts = urlsplit(base_url)
        self._base_url = base_url
        self._rules = url_map.bind(
            parts.netloc, script_name=parts.path or "/", url_scheme=parts.scheme
        )

    def of(self, link: Link, values: Mapping[str, str]) -> str:
        """The address of a page; of the first page if there is no such one.

        A mail with a poor link is better than an act that fails for want of a link.
        """
        try:
            return self._rules.build(
                link.endpoint,
                {part: values[name] for part, name in link.parts.items()},
                force_external=True,
                append_unknown=False,
            )
        except BuildError:
            _log.error("no page %s: the mail links to the first page", link.endpoint)
            return self._base_url + "/"
