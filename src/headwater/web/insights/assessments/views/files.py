"""Files of an assessment, each given only to those who read it."""

from django.http import FileResponse
from django.views.decorators.http import require_safe

from headwater.web.accounts.requests import ActorRequest
from headwater.web.editions import files
from headwater.web.editions import queries as editions


@require_safe
def document(request: ActorRequest, workspace: str, reference: str, name: str) -> FileResponse:
    """One document, to keep."""
    edition = editions.readable_for(request.actor, workspace, reference)
    found, path = files.document(edition, name)
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{edition.reference}-{found.file(edition)}",
        content_type=found.content_type,
    )


@require_safe
def table_csv(request: ActorRequest, workspace: str, reference: str, slug: str) -> FileResponse:
    """One table as CSV: every row, full precision."""
    edition = editions.readable_for(request.actor, workspace, reference)
    table = editions.table(edition, slug)
    path = files.file_of(edition, table.file)
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{edition.reference}-{path.name}",
        content_type=files.CSV,
    )


@require_safe
def picture(request: ActorRequest, workspace: str, reference: str, slug: str) -> FileResponse:
    """One chart or map as it was drawn."""
    edition = editions.readable_for(request.actor, workspace, reference)
    path = files.file_of(edition, editions.picture(edition, slug).file)
    return FileResponse(path.open("rb"), content_type=files.SVG)


@require_safe
def narrow_picture(
    request: ActorRequest, workspace: str, reference: str, slug: str
) -> FileResponse:
    """One chart as it was drawn for phones."""
    edition = editions.readable_for(request.actor, workspace, reference)
    path = files.file_of(edition, editions.picture(edition, slug).narrow_file)
    return FileResponse(path.open("rb"), content_type=files.SVG)
