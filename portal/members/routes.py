"""The register, the decision about a dossier, and the public directory of members."""

import uuid

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import acting_in, public, reading, requires
from portal.accounts.roles import Permission
from portal.applications.answer_texts import official_lines
from portal.applications.known_of_city import MEMBERS
from portal.applications.queries.city import application_head, draft
from portal.applications.workflow import Practice, State
from portal.calls.form import FieldKind
from portal.commissions.models import Region
from portal.commissions.words import kind_name, region_name
from portal.core import clock
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now
from portal.core.unit_of_work import Work
from portal.documents.shelf import read
from portal.members import certificates, queries, services
from portal.members.examples import examples, population_of
from portal.members.forms import CertificateForm, JuryForm, RegisterForm, StatusForm
from portal.members.models import MemberStatus
from portal.members.words import consortium_line, status_name
from portal.web.downloads import pdf_response
from portal.web.htmx import page_or_fragment
from portal.web.query_string import chosen, search_text
from portal.web.world_map import Place, world_map

blueprint = Blueprint("members", __name__, template_folder="templates")
REGISTRATION = "Registration of a member"
CERTIFICATE = "Certificate of a member"
JURY = "Decision of the jury"
"""Why a decision opens a commission's space; kept in its history."""


def register(app: Flask) -> None:
    """Register the screens."""
    app.register_blueprint(blueprint)


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {
        "region_name": region_name,
        "status_name": status_name,
        "kind_name": kind_name,
        "consortium_line": consortium_line,
    }


@blueprint.get("/members")
@public
def directory() -> ResponseReturnValue:
    """The members: map and list."""
    region = chosen(Region, request.args.get("region"))
    search = search_text(request.args.get("q"))
    with reading() as work:
        lines = queries.member_lines(
            work,
            language=language_now(),
            statuses=queries.PUBLIC_STATUSES,
            region=region,
            search=search,
        )
        counts = queries.totals(work)
    places = [
        Place(
            name=line.name,
            count=1,
            country_number=line.commission_id,
            latitude=line.latitude,
            longitude=line.longitude,
        )
        for line in lines
    ]
    return render_template(
        "members/directory.html",
        lines=lines,
        totals=counts,
        map=world_map(places, str(region) if region else None),
        region=region,
        regions=tuple(Region),
        search=search,
    )


@blueprint.get("/members/<certificate>")
@public
def profile(certificate: str) -> ResponseReturnValue:
    """A member's public profile, by the code of its certificate."""
    language = language_now()
    with reading() as work:
        shown = queries.profile(work, certificate, language=language)
    answers = [
        (field.label(language), lines)
        for field, value in shown.answers
        if not (shown.line.partners and field.key == MEMBERS)
        and (lines := official_lines(field, value, language))
    ]
    return render_template("members/profile.html", line=shown.line, answers=answers)


@blueprint.get("/c/<commission>/my/<reference>/examples")
@requires(Permission.DRAFT_READ)
def answers_of_members(commission: str, reference: str) -> ResponseReturnValue:
    """How member cities answered a text of the form, beside the draft of it."""
    language = language_now()
    with reading() as work:
        head = application_head(work, reference)
        place = next(
            (
                (section, field)
                for section, field in head.form.fields()
                if field.key == request.args.get("field") and field.kind is FieldKind.LONG_TEXT
            ),
            None,
        )
        if place is None or not place[1].is_public:
            raise NotFound()
        found = examples(
            work,
            place[1].key,
            commission_id=head.commission_id,
            city_id=head.city_id,
            population=population_of(draft(work, head.id)),
            language=language,
        )
    return page_or_fragment(
        "members/examples.html",
        "members/_examples.html",
        commission=commission,
        reference=reference,
        section=place[0],
        field=place[1],
        found=found,
    )


@blueprint.get("/coordination/register", endpoint="register")
@requires(Permission.REGISTER_READ)
def register_of_members() -> ResponseReturnValue:
    """The register with its totals."""
    region = chosen(Region, request.args.get("region"))
    status = chosen(MemberStatus, request.args.get("status"))
    search = search_text(request.args.get("q"))
    with reading() as work:
        lines = queries.member_lines(
            work,
            language=language_now(),
            statuses=(status,) if status else tuple(MemberStatus),
            region=region,
            search=search,
        )
        counts = queries.totals(work)
    return render_template(
        "members/register.html",
        lines=lines,
        totals=counts,
        region=region,
        regions=tuple(Region),
        status=status,
        statuses=tuple(MemberStatus),
        search=search,
    )


@blueprint.get("/coordination/register/<space>/<uuid:city_id>")
@requires(Permission.REGISTER_READ)
def member(space: str, city_id: uuid.UUID) -> ResponseReturnValue:
    """One city of the register and the form that changes its status."""
    with reading() as work:
        line = queries.member_line(work, space, city_id, language=language_now())
    form = StatusForm(formdata=None, seen_status=str(line.status), since=clock.now().date())
    return _member(line, form)


@blueprint.post("/coordination/register/<space>/<uuid:city_id>")
@requires(Permission.APPLICATION_REGISTER)
def change_status(space: str, city_id: uuid.UUID) -> ResponseReturnValue:
    """Change a member's status, with day and reason."""
    with reading() as work:
        line = queries.member_line(work, space, city_id, language=language_now())
    form = StatusForm()
    if not form.validate_on_submit():
        return _member(line, form, status=422)
    try:
        with acting_in(line.commission_id, form.reason.data) as work:
            services.change_status(
                work,
                line.commission_id,
                city_id,
                seen_status=MemberStatus(form.seen_status.data),
                status=MemberStatus(form.status.data),
                since=form.since.data,
                reason=form.reason.data,
            )
    except (Invalid, Conflict) as error:
        form.add_error(error)
        return _member(line, form, status=error.status)
    except ValueError:
        form.status.errors = [_("Choose one of the statuses.")]
        return _member(line, form, status=422)
    flash(_("The status was changed."), "ok")
    return redirect(url_for(".register"), code=303)


@blueprint.get("/coordination/register/<space>/<uuid:city_id>/certificate.pdf")
@requires(Permission.REGISTER_READ)
def certificate(space: str, city_id: uuid.UUID) -> ResponseReturnValue:
    """A member's newest certificate."""
    with reading() as work:
        line = queries.member_line(work, space, city_id, language=language_now())
        kept = certificates.kept_certificate(work, line.commission_id, city_id)
    if kept is None:
        raise NotFound()
    return pdf_response(read(kept.sha256), kept.file_name)


@blueprint.post("/coordination/register/<space>/<uuid:city_id>/certificate")
@requires(Permission.APPLICATION_REGISTER)
def issue_certificate(space: str, city_id: uuid.UUID) -> ResponseReturnValue:
    """Make a member's certificate, or make it anew after its name was corrected."""
    with reading() as work:
        line = queries.member_line(work, space, city_id, language=language_now())
    if CertificateForm().validate_on_submit():
        try:
            with acting_in(line.commission_id, CERTIFICATE) as work:
                certificates.issue_again(work, line.commission_id, city_id)
        except Conflict as error:
            flash(str(error.message), "danger")
        else:
            flash(_("The certificate is ready. The city finds it in its application."), "ok")
    return redirect(url_for(".member", space=space, city_id=city_id), code=303)


def _member(
    line: queries.MemberLine, form: StatusForm, *, status: int = 200
) -> ResponseReturnValue:
    with reading() as work:
        kept = certificates.kept_certificate(work, line.commission_id, line.city_id)
    page = render_template(
        "members/member.html",
        line=line,
        form=form,
        has_certificate=kept is not None,
        certificate_form=CertificateForm(formdata=None),
    )
    return page, status


@blueprint.get("/coordination/applications/<space>/<reference>/decision")
@requires(Permission.APPLICATION_REGISTER)
def decide(space: str, reference: str) -> ResponseReturnValue:
    """What the Coordination Team records about a forwarded dossier."""
    with reading() as work:
        found = queries.candidate(work, space, reference, language=language_now())
    form_class = JuryForm if Practice.JURY in found.practices else RegisterForm
    return _decision(space, found, form_class(formdata=None, seen_revision=found.revision))


@blueprint.post("/coordination/applications/<space>/<reference>/decision")
@requires(Permission.APPLICATION_REGISTER)
def record_decision(space: str, reference: str) -> ResponseReturnValue:
    """Register the member, or record the jury's decision."""
    with reading() as work:
        found = queries.candidate(work, space, reference, language=language_now())
    has_jury = Practice.JURY in found.practices
    form = JuryForm() if has_jury else RegisterForm()
    if not form.validate_on_submit():
        return _decision(space, found, form, status=422)
    try:
        with acting_in(found.commission_id, JURY if has_jury else REGISTRATION) as work:
            if isinstance(form, JuryForm):
                _record_jury(work, found, form)
            else:
                services.register(work, found.application_id, seen_revision=form.seen_revision.data)
    except (Invalid, Conflict) as error:
        form.add_error(error)
        return _decision(space, found, form, status=error.status)
    flash(_("%(city)s: recorded. Everybody concerned is told.", city=found.city_name), "ok")
    return redirect(
        url_for("coordination.application", space=space, reference=found.reference), code=303
    )


def _record_jury(work: Work, found: queries.Candidate, form: JuryForm) -> None:
    acts = {
        "admit": services.admit,
        "not-admit": services.not_admit,
        "defer": services.defer,
    }
    acts[form.decision.data](
        work,
        found.application_id,
        seen_revision=form.seen_revision.data,
        minute=form.minute.data,
    )


def _decision(
    space: str, found: queries.Candidate, form: JuryForm | RegisterForm, *, status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "members/decision.html",
        candidate=found,
        form=form,
        space_code=space,
        has_jury=isinstance(form, JuryForm),
        is_waiting=found.state is State.FORWARDED,
    )
    return page, status
