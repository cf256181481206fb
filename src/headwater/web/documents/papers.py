"""Papers handed out: drawn while somebody waits, which takes about a second, and not kept.

Word and Typst are loaded when the first paper of a process is drawn. Nothing that analyses is.
"""

from enum import StrEnum

from django.http import HttpResponse
from django.utils.text import slugify

from headwater.core.papers import Paper
from headwater.web.accounts.errors import NotYours
from headwater.web.documents.kinds import Kind


class PaperKind(StrEnum):
    """How a paper is handed out."""

    DOCX = Kind.DOCX
    PDF = Kind.PDF


def paper_response(paper: Paper, kind: str) -> HttpResponse:
    """A paper to be saved, as `docx` or `pdf`. Raises `NotYours` for any other kind."""
    if kind not in {each.value for each in PaperKind}:
        raise NotYours
    made = _drawn(paper, PaperKind(kind))
    response = HttpResponse(made, content_type=Kind(kind).media_type)
    name = f"{slugify(f'{paper.title} {paper.subtitle}')[:80]}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _drawn(paper: Paper, kind: PaperKind) -> bytes:
    if kind is PaperKind.PDF:
        from headwater.reporting.paper_pdf import pdf_bytes

        return pdf_bytes(paper)
    from headwater.reporting.paper_words import word_bytes

    return word_bytes(paper)
