"""Files in words: what a file is in the way of one application, and how large."""

from portal.core.i18n import gettext as _
from portal.core.i18n import number
from portal.documents.models import DocumentKind


def document_kind_label(kind: str) -> str:
    """What a file is, for a list."""
    labels = {
        DocumentKind.PRINT: _("Print for signing"),
        DocumentKind.SIGNED: _("Signed by the mayor"),
        DocumentKind.SCAN: _("Scan of the signed paper"),
        DocumentKind.ATTACHMENT: _("Document of the city"),
        DocumentKind.RECEIPT: _("Receipt"),
        DocumentKind.ENDORSED: _("Endorsed by the commission"),
        DocumentKind.SEALED: _("Sealed application"),
        DocumentKind.DOSSIER: _("Dossier with all files"),
        DocumentKind.LETTER: _("Endorsement letter"),
        DocumentKind.CERTIFICATE: _("Certificate of membership"),
        DocumentKind.STAMP: _("Official stamp"),
        DocumentKind.MANDATE: _("Mandate of who signed for the mayor"),
    }
    return labels.get(DocumentKind(kind), kind)


def size_label(size_bytes: int) -> str:
    """The size of a file in words."""
    if size_bytes < 1_000_000:
        return _("%(size)s KB", size=number(max(1, round(size_bytes / 1000))))
    return _("%(size)s MB", size=number(round(size_bytes / 1_000_000, 1)))
