"""What the mayor looks at: pages painted from the very bytes to be signed, and the PDF itself."""

from flask import Response, request

from portal.accounts.access import public
from portal.applications.queries.signing import mayor_page, print_of, submission_signatures
from portal.applications.routes.mayor_link import blueprint, working
from portal.applications.services.mayor_links import note_opening
from portal.core.errors import NotFound
from portal.documents.models import DocumentKind
from portal.documents.page_pictures import (
    MEDIA_TYPE,
    PAGE_WIDTH_PX,
    SMALL_WIDTH_PX,
    page_picture,
)
from portal.documents.shelf import read
from portal.signing.models import Part
from portal.web.downloads import file_response, pdf_response


@blueprint.get("/application.pdf")
@public
def document(commission: str, token: str) -> Response:
    """The exact file that is signed; after signing, the signed one. Gone with the link."""
    with working(commission) as work:
        page = mayor_page(work, token)
        if page.is_gone_at(work.now):
            raise NotFound()
        note_opening(work, token)
        found = print_of(work, page.submission_id, DocumentKind.SIGNED) or print_of(
            work, page.submission_id, DocumentKind.PRINT
        )
    if found is None:
        raise NotFound()
    return pdf_response(read(found[0]), found[1])


@blueprint.get("/pages/<sha256>/<int:number>.webp")
@public
def document_page(commission: str, token: str, sha256: str, number: int) -> Response:
    """A page of the document, painted from the very bytes of the digest. Gone with the link."""
    with working(commission) as work:
        page = mayor_page(work, token)
        if page.is_gone_at(work.now) or page.document_sha256 != sha256:
            raise NotFound()
        note_opening(work, token)
    wanted = request.args.get("width", type=int, default=PAGE_WIDTH_PX)
    width = SMALL_WIDTH_PX if wanted == SMALL_WIDTH_PX else PAGE_WIDTH_PX
    return Response(
        page_picture(sha256, number, width=width),
        mimetype=MEDIA_TYPE,
        headers={"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"},
    )


@blueprint.get("/stamp")
@public
def stamp(commission: str, token: str) -> Response:
    """The stamp that was given with the signature made by this link. Gone with the link."""
    with working(commission, read_only=True) as work:
        page = mayor_page(work, token)
        lines = submission_signatures(work, page.submission_id) if page.used_at else ()
        is_gone = page.is_gone_at(work.now)
    given = [
        line.stamp_on_screen for line in lines if line.part is Part.MAYOR and not line.voided_at
    ]
    if is_gone or not given or given[-1] is None:
        raise NotFound()
    return file_response(read(given[-1]), "stamp.png", "image/png", is_inline=True)
