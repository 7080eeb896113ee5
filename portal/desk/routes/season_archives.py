"""The end of a season: its archives for the ministry and the successor, asked for and taken."""

import uuid

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import reading, requires, writing
from portal.accounts.roles import Permission
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now
from portal.desk.queries.season import call_list
from portal.desk.queries.season_archives import archives_of
from portal.desk.routes.application import days_in
from portal.desk.routes.blueprint import blueprint, space_here
from portal.desk.season_archive import archive_to_download, ask_for_archive, remove_archive
from portal.desk.season_forms import ArchiveForm
from portal.desk.season_models import ArchiveFor
from portal.desk.season_words import archive_name
from portal.documents.shelf import storage
from portal.documents.storage import MissingFileError
from portal.web.downloads import stream_response


@blueprint.get("/seasons/<code>")
@requires(Permission.COMMISSION_SETTINGS)
def season(commission: str, code: str) -> ResponseReturnValue:
    """What there is to do at the end of a call."""
    return _page(code, ArchiveForm(formdata=None))


@blueprint.post("/seasons/<code>/archives")
@requires(Permission.COMMISSION_SETTINGS)
def ask_for_season_archive(commission: str, code: str) -> ResponseReturnValue:
    """Have an archive made."""
    _space, commission_id = space_here()
    form = ArchiveForm()
    if not form.validate_on_submit():
        return _page(code, form, status=422)
    try:
        with writing() as work:
            ask_for_archive(
                work,
                commission_id,
                code,
                made_for=ArchiveFor(form.made_for.data),
                has_drafts=bool(form.has_drafts.data),
            )
    except (Invalid, Conflict) as error:
        form.add_error(error)
        return _page(code, form, status=error.status)
    flash(_("The archive is being made. You are told by mail as soon as it is ready."), "ok")
    return redirect(url_for("desk.season", commission=commission, code=code), code=303)


@blueprint.get("/season-archives/<uuid:archive_id>")
@requires(Permission.COMMISSION_SETTINGS)
def season_archive(commission: str, archive_id: uuid.UUID) -> Response:
    """Take an archive, piece by piece."""
    space_here()
    with reading() as work:
        archive, name = archive_to_download(work, archive_id)
        size_bytes = archive.size_bytes
    try:
        pieces = storage().archive_pieces(archive_id)
    except MissingFileError:
        raise NotFound() from None
    return stream_response(pieces, name, "application/zip", size_bytes=size_bytes)


@blueprint.post("/season-archives/<uuid:archive_id>/remove")
@requires(Permission.COMMISSION_SETTINGS)
def remove_season_archive(commission: str, archive_id: uuid.UUID) -> ResponseReturnValue:
    """Remove the file; that it was made stays on record."""
    space_here()
    with writing() as work:
        code = remove_archive(work, archive_id)
    flash(_("The file was removed. You can have the archive made anew at any time."), "ok")
    return redirect(url_for("desk.season", commission=commission, code=code), code=303)


def _page(code: str, form: ArchiveForm, *, status: int = 200) -> ResponseReturnValue:
    space, commission_id = space_here()
    with reading() as work:
        call = next((each for each in call_list(work, commission_id) if each.code == code), None)
        if call is None:
            raise NotFound()
        archives = archives_of(work, call.call_id)
    return (
        render_template(
            "desk/season.html",
            commission=space.code,
            call=call,
            form=form,
            archives=archives,
            archive_name=archive_name,
            language=language_now(),
            **days_in(space.time_zone),
        ),
        status,
    )
