"""Settings that a commission sets or inherits: one form for its people and the Coordination Team.

Shape only; the services check what is true.
"""

from wtforms import BooleanField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import ColorInput

from portal.commissions.models import SignatureMethod
from portal.commissions.services import LONGEST_INTRODUCTION, Settings
from portal.core.i18n import INTERFACE_LANGUAGES, endonym
from portal.core.i18n import lazy_gettext as _l
from portal.web.forms import PortalForm


class ColorForm(PortalForm):
    """The colour of a space."""

    brand_color = StringField(
        _l("Colour"),
        description=_l(
            "On your letters, the main button and the current item, with white text on it."
        ),
        widget=ColorInput(),
        validators=[Length(max=7)],
    )


class IntroductionForm(PortalForm):
    """Words to the cities, in each language of the portal."""

    def introduction(self) -> dict[str, str]:
        """The words by language."""
        return {code: self[f"introduction_{code}"].data or "" for code in INTERFACE_LANGUAGES}


for _language in INTERFACE_LANGUAGES:
    setattr(
        IntroductionForm,
        f"introduction_{_language}",
        TextAreaField(
            _l("Words to the cities (%(language)s)", language=endonym(_language)),
            description=_l("Shown on your page above the way to apply."),
            validators=[Length(max=LONGEST_INTRODUCTION)],
            render_kw={"lang": _language, "dir": "auto"},
        ),
    )


class SignatureForm(PortalForm):
    """How a commission decides and signs."""

    two_step_decision = BooleanField(
        _l("Decide first, sign second"),
        description=_l("An officer approves, then the signatory signs. Off: signing decides."),
    )
    forward_at_once = BooleanField(
        _l("Forward as soon as it is signed"),
        description=_l("Off: an officer forwards each endorsed application."),
    )
    officers_may_decline = BooleanField(
        _l("Officers may decline"),
        description=_l("Off: only the signatory can decide not to endorse."),
    )
    signature_method = RadioField(
        _l("How your commission signs"),
        description=_l("Whichever way, the signatory confirms with a second factor."),
        choices=[
            SelectChoice(SignatureMethod.BOTH.value, _l("On screen or on paper")),
            SelectChoice(SignatureMethod.ELECTRONIC.value, _l("On screen only")),
            SelectChoice(SignatureMethod.PAPER.value, _l("On paper only, by a scan")),
        ],
        validators=[InputRequired(_l("Choose how your commission signs."))],
    )

    def settings(self) -> Settings:
        """What was chosen."""
        return Settings(
            two_step_decision=self.two_step_decision.data,
            forward_at_once=self.forward_at_once.data,
            officers_may_decline=self.officers_may_decline.data,
            signature_method=SignatureMethod(self.signature_method.data),
        )
