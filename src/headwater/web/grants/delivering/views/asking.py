"""What many pages of delivering do alike."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from headwater.core.errors import HeadwaterError
from headwater.web.documents import storage
from headwater.web.documents.models import Document

look_or_send = require_http_methods(["GET", "HEAD", "POST"])


def done_over(form: forms.Form, do: Callable[[], object]) -> bool:
    """Whether a change was made. What stands against it is on the form where it was not."""
    if not form.is_valid():
        return False
    try:
        do()
    except HeadwaterError as error:
        form.add_error(None, str(error))
        return False
    return True


def ask_page(
    request: HttpRequest,
    template: str,
    form: forms.Form,
    context: dict[str, object],
) -> HttpResponse:
    """A page that asks, with its mistakes if there are any."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def said(request: HttpRequest, words: str, where: str) -> HttpResponse:
    """Say on the next page what was done, and go there."""
    messages.success(request, words)
    return redirect(where)


def as_download(document: Document) -> HttpResponse:
    """A file of ours, to be saved and never shown in place. Receipts are small."""
    response = HttpResponse(
        storage.path_of(document).read_bytes(), content_type="application/octet-stream"
    )
    response["Content-Disposition"] = content_disposition_header(True, document.name) or ""
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
