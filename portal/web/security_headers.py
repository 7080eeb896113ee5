"""Headers that keep the browser from doing what a page did not ask for.

No inline script or style anywhere, nothing from other sites, no framing. A view may only tighten
them: ``secret_address`` for pages whose address itself is a secret.
"""

from flask import Flask, g, request
from flask.wrappers import Response

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",  # also icons and the map, which are fetched by <use>
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "camera",
        "display-capture",
        "geolocation",
        "microphone",
        "payment",
        "usb",
        "browsing-topics",
    )
)
ONE_YEAR = 31_536_000


def secret_address() -> None:
    """This page's address is a secret (a one-time link): tell it to nobody, keep no copy."""
    g.has_secret_address = True


def start_security_headers(app: Flask) -> None:
    """Add the headers to every answer of the application."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    headers = response.headers
    policy = headers.get("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    if "frame-ancestors" not in policy:  # default-src says nothing about who frames us
        policy = f"{policy}; frame-ancestors 'none'"
    headers["Content-Security-Policy"] = policy
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = PERMISSIONS_POLICY
    is_secret = g.get("has_secret_address", False)
    headers["Referrer-Policy"] = "no-referrer" if is_secret else "same-origin"
    if request.is_secure:
        headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}; includeSubDomains"
    if is_secret or "Cache-Control" not in headers:
        # Whoever makes something public and lasting says so; all else is private.
        headers["Cache-Control"] = "no-store"
    return response
