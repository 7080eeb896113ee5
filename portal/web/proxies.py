"""The proxies in front of the portal: only as many as the operator counted are believed.

Of all that a request says of its way, only who came is read; host and scheme are settings.
"""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix


def trust_proxies(app: Flask, count: int) -> None:
    """Take the client's address from what the last ``count`` proxies wrote; 0: from nobody."""
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=0, x_host=0, x_port=0, x_prefix=0
        )
