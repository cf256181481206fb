"""What pages about money have in common."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.forms import Form, VersionedForm
from headwater.web.design_system.parts import Column, Table

PER_PAGE = 25
look_or_send = require_http_methods(["GET", "HEAD", "POST"])
Made = TypeVar("Made")
AnyForm = TypeVar("AnyForm", bound=Form)


def tried(
    request: ActorRequest,
    form: AnyForm,
    do: Callable[[], Made],
    *,
    now: Callable[[], int] | None = None,
) -> tuple[AnyForm, Made | None]:
    """Do what a form that is valid asks for. What stands against it is said on the form.

    `now` tells the version that is there, for a form that was filled in over an older one.
    """
    if request.method != "POST" or not form.is_valid():
        return form, None
    try:
        return form, do()
    except ChangedMeanwhileError as error:
        if now is not None and isinstance(form, VersionedForm):
            form = form.over(now())
        form.add_error(None, str(error))
    except HeadwaterError as error:
        form.add_error(None, str(error))
    return form, None


def form_page(
    request: ActorRequest, workspace: str, form: Form, *, heading: str, **more: Any
) -> HttpResponse:
    """A page with one form. `more` has its words, button, cancel_href, pot, fund or theirs."""
    usual = {"button": "Save", "hides": ()}
    context = {**usual, "workspace": workspace, "form": form, "heading": heading, **more}
    status = 422 if form.errors else 200
    return render(request, "money/form.html", context, status=status)


def confirm_page(
    request: ActorRequest, form: Form, *, heading: str, words: Sequence[str], **more: Any
) -> HttpResponse:
    """A page that asks to be sure."""
    context = {"form": form, "heading": heading, "words": words, **more}
    status = 422 if form.errors else 200
    return render(request, "design_system/confirm.html", context, status=status)


def says_now(rows: Sequence[tuple[str, str]]) -> Table:
    """What something says that was changed while somebody else filled in a form."""
    return Table(
        caption="What it says now",
        columns=[Column("Field"), Column("It says")],
        rows=[list(row) for row in rows],
    )
