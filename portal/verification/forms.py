"""The two questions of the public page. They change nothing, so they carry no token."""

from flask_wtf.file import FileField
from wtforms import StringField
from wtforms.validators import Length

from portal.core.i18n import lazy_gettext as _l
from portal.web.forms import PortalForm


class CodeForm(PortalForm):
    """A code from paper."""

    class Meta:
        """No token: a cookie on this page would be one too many."""

        csrf = False

    code = StringField(
        _l("Code on the document"),
        description=_l(
            "Twelve letters and figures beside the square code, such as ABCD-EFGH-JKMN, or a digest"
            " (SHA-256) from a receipt."
        ),
        validators=[Length(max=100)],
    )


class FileForm(PortalForm):
    """A file somebody received."""

    class Meta:
        """No token: a cookie on this page would be one too many."""

        csrf = False

    file = FileField(
        _l("PDF file"),
        description=_l("It is examined and not kept."),
    )
