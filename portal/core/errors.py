"""The only errors a service raises; each carries a sentence its reader can act on."""


class PortalError(Exception):
    """Base of all expected errors. ``message`` may be a lazy translation; it is shown to people."""

    status = 500

    def __init__(self, message: object = "", *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotFound(PortalError):
    """There is no such thing for this reader: a stranger is never told whether it exists."""

    status = 404


class NotAllowed(PortalError):
    """A colleague without the right."""

    status = 403


class Conflict(PortalError):
    """The page is stale: somebody acted meanwhile. Nothing was changed."""

    status = 409


class Invalid(PortalError):
    """Bad input; ``field`` names the form field it concerns, if it concerns one."""

    status = 422
