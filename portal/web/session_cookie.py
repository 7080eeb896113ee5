"""The cookie of a session: Flask's, signed with SHA-256."""

import hashlib
from functools import lru_cache

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer


class SessionCookie(SecureCookieSessionInterface):
    """Reads and writes it with one signer, made once; Flask makes one for each request."""

    digest_method = staticmethod(hashlib.sha256)

    @lru_cache(maxsize=8)  # noqa: B019 - lives as long as its application
    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The signer, with the keys that the application was started with."""
        return super().get_signing_serializer(app)
