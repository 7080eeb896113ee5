"""The public page of verification, for people and, with ``Accept: application/json``, machines."""

from flask import Blueprint, Flask, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import public, reading
from portal.accounts.services.throttling import Limit, TooManyAttempts, count_attempt
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.verification import revocation, words
from portal.verification.forms import CodeForm, FileForm
from portal.verification.services import find_digest, find_seal, verify_file
from portal.verification.verdicts import Finding, SealFacts, as_plain, seal_as_plain

blueprint = Blueprint("verification", __name__, template_folder="templates")
LARGEST_FILE_MB = 25
LONGEST_CODE = 100
"""A digest in groups of four is the longest that is meant."""
_MEGABYTE = 1024 * 1024
CODES = Limit("verify-code", 300, 10)
FILES = Limit("verify-file", 240, 10)
"""Per address. Codes have 53 random bits: this slows a crawler, guessing is hopeless anyway."""


def register(app: Flask) -> None:
    """Register the public pages. Their forms change nothing and need no token."""
    app.register_blueprint(blueprint)
    app.register_blueprint(revocation.blueprint)
    app.extensions["csrf"].exempt(examine)


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {"words": words}


@blueprint.get("/verify")
@public
def verify() -> ResponseReturnValue:
    """The page that asks for a code or a file."""
    code = request.args.get("code", "").strip()
    if code:
        return _code(code[:LONGEST_CODE])
    return _questions()


@blueprint.post("/verify")
@public
def examine() -> ResponseReturnValue:
    """Examine a file, or look a code up."""
    request.max_content_length = (LARGEST_FILE_MB + 1) * _MEGABYTE
    upload = request.files.get("file")
    code = request.form.get("code", "").strip()[:LONGEST_CODE]
    try:
        if upload is not None and upload.filename:
            return _file(upload.stream.read(LARGEST_FILE_MB * _MEGABYTE + 1))
        if code:
            return _code(code)
        raise Invalid(_l("Enter the code, or choose a PDF file."))
    except (Invalid, TooManyAttempts) as error:
        if _wants_json():
            return jsonify(error=str(error.message)), error.status
        return _questions(problem=error.message, code=code, status=error.status)


@blueprint.get("/s/<code>")
@public
def seal(code: str) -> ResponseReturnValue:
    """What anybody may know of a code; unknown and malformed codes answer alike."""
    try:
        found = _find(code)
    except TooManyAttempts as error:
        return _questions(problem=error.message, code=code, status=error.status)
    if _wants_json():
        return jsonify(seal_as_plain(found)), 200 if found else 404
    if found is None:
        return _unknown_code(code)
    return render_template("verification/seal.html", seal=found)


def _file(data: bytes) -> ResponseReturnValue:
    if len(data) > LARGEST_FILE_MB * _MEGABYTE:
        raise Invalid(
            _l("This file is too large. It may have up to %(size)s MB.", size=LARGEST_FILE_MB)
        )
    if not data:
        raise Invalid(_l("This file is empty. Choose the PDF file you received."))
    with reading() as work:
        count_attempt(work, FILES, request.remote_addr)
    finding: Finding = verify_file(data, reading)
    if _wants_json():
        return jsonify(as_plain(finding))
    return render_template("verification/finding.html", finding=finding)


def _code(code: str) -> ResponseReturnValue:
    if _wants_json():
        return jsonify(seal_as_plain(_find(code)))
    found = _find(code)
    return redirect(url_for(".seal", code=found.code if found else code), code=303)


def _find(code: str) -> SealFacts | None:
    with reading() as work:
        count_attempt(work, CODES, request.remote_addr)
        return find_seal(work, code) or find_digest(work, code)


def _unknown_code(code: str) -> ResponseReturnValue:
    problem = _l(
        "We know no document with this code. Compare each letter and figure with the paper."
    )
    return _questions(problem=problem, code=code, status=404)


def _questions(*, problem: object = "", code: str = "", status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "verification/verify.html",
        code_form=CodeForm(formdata=None, code=code),
        file_form=FileForm(formdata=None),
        problem=problem,
        largest_mb=LARGEST_FILE_MB,
    )
    return page, status


def _wants_json() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"
