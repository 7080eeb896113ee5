"""The form on which the sentences of a mail are worded anew: shape only."""

from wtforms import Field, TextAreaField
from wtforms.validators import Length

from portal.commissions.rewording import LONGEST_WORDING
from portal.core.i18n import lazy_gettext as _l
from portal.web.forms import PortalForm


class MailWordingForm(PortalForm):
    """The sentences of a mail."""

    subject = TextAreaField(_l("Subject"), validators=[Length(max=LONGEST_WORDING)])
    lead = TextAreaField(_l("What happened"), validators=[Length(max=LONGEST_WORDING)])
    next = TextAreaField(_l("What comes next"), validators=[Length(max=LONGEST_WORDING)])
    action = TextAreaField(_l("Button"), validators=[Length(max=LONGEST_WORDING)])

    def of(self, name: str) -> Field:
        """The field of a sentence."""
        return self[name]
