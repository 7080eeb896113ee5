"""The second factor in the profile: set up, replace, renew the recovery codes."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, signed_in, visitor_now, writing
from portal.accounts.forms import RecoveryCodesForm, SecondFactorForm
from portal.accounts.queries import recovery_codes_left
from portal.accounts.routes.blueprint import ACCOUNTS, blueprint
from portal.accounts.routes.pictures import qr_of
from portal.accounts.services.passwords import confirm_password
from portal.accounts.services.second_factor import (
    Enrolment,
    begin_enrolment,
    confirm_second_factor,
    enrol,
    renew_recovery_codes,
    resume_enrolment,
)
from portal.accounts.services.sessions import end_other_sessions, mark_second_factor
from portal.accounts.visitor import Visitor
from portal.core.errors import Invalid


@blueprint.get("/profile/second-factor")
@signed_in
def second_factor() -> ResponseReturnValue:
    """Show a new secret, to be proved by its first code."""
    visitor = _visitor()
    enrolment = begin_enrolment(visitor.person_id, visitor.email)
    return _page(visitor, SecondFactorForm(formdata=None, sealed=enrolment.sealed), enrolment)


@blueprint.post("/profile/second-factor")
@signed_in
def change_second_factor() -> ResponseReturnValue:
    """Keep the new secret; the former one, if any, is void."""
    visitor = _visitor()
    form = SecondFactorForm()
    enrolment = resume_enrolment(visitor.person_id, visitor.email, sealed=form.sealed.data or "")
    if not form.validate_on_submit():
        return _page(visitor, form, enrolment), 422
    try:
        with writing(ACCOUNTS) as work:
            if visitor.has_second_factor:
                confirm_second_factor(
                    work, visitor.person_id, form.present_code.data or "", field="present_code"
                )
            else:
                confirm_password(work, visitor.person_id, form.password.data or "")
            codes = enrol(work, visitor.person_id, sealed=enrolment.sealed, code=form.code.data)
            mark_second_factor(work, visitor.session_id)
            end_other_sessions(work, visitor.person_id, keep_session_id=visitor.session_id)
    except Invalid as error:
        form.add_error(error)
        return _page(visitor, form, enrolment), error.status
    return render_template("accounts/recovery_codes.html", codes=codes, following="")


@blueprint.get("/profile/recovery-codes")
@signed_in
def recovery_codes() -> ResponseReturnValue:
    """Say how many recovery codes are left and offer new ones."""
    return _codes_page(RecoveryCodesForm())


@blueprint.post("/profile/recovery-codes")
@signed_in
def renew_codes() -> ResponseReturnValue:
    """Make new recovery codes and show them this once."""
    visitor = _visitor()
    form = RecoveryCodesForm()
    if not form.validate_on_submit():
        return _codes_page(form), 422
    try:
        with writing(ACCOUNTS) as work:
            confirm_second_factor(work, visitor.person_id, form.code.data)
            codes = renew_recovery_codes(work, visitor.person_id)
    except Invalid as error:
        form.add_error(error)
        return _codes_page(form), error.status
    return render_template("accounts/recovery_codes.html", codes=codes, following="")


def _visitor() -> Visitor:
    visitor = visitor_now()
    assert visitor is not None  # the view is marked @signed_in
    return visitor


def _page(visitor: Visitor, form: SecondFactorForm, enrolment: Enrolment) -> str:
    return render_template(
        "accounts/second_factor.html",
        form=form,
        enrolment=enrolment,
        qr=qr_of(enrolment.uri),
        has_second_factor=visitor.has_second_factor,
    )


def _codes_page(form: RecoveryCodesForm) -> str:
    visitor = _visitor()
    with reading(ACCOUNTS) as work:
        left = recovery_codes_left(work, visitor.person_id)
    return render_template(
        "accounts/recovery_codes_renew.html",
        form=form,
        left=left,
        has_second_factor=visitor.has_second_factor,
    )
