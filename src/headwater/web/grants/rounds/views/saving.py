"""How pages of rounds take what was sent, and show a form with what went wrong."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.forms import Form, VersionedForm
from headwater.web.design_system.parts import Column, Table

look_or_send = require_http_methods(["GET", "HEAD", "POST"])
FORM = "rounds/form.html"


def save(
    request: ActorRequest,
    form: Form,
    change: Callable[[], str],
    *,
    done: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Do it and go where `change` says, or show the form again with what went wrong.

    `context` gives heading, button, cancel_href and what else the page shows.
    """
    if request.method == "POST" and form.is_valid():
        try:
            address = change()
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(address)
    return show(request, form, context)


def save_over(
    request: ActorRequest,
    form: VersionedForm,
    change: Callable[[], str],
    *,
    now: Callable[[], tuple[dict[str, Any], dict[str, Any]]],
    context: dict[str, Any],
) -> HttpResponse:
    """The same of something that somebody else may have changed meanwhile.

    `now` gives the answers as they are by then, with their version, and what the form is built
    with. Nothing is lost: both are shown, and what was typed is saved over theirs if sent again.
    """
    if request.method == "POST" and form.is_valid():
        try:
            address = change()
        except ChangedMeanwhileError as error:
            theirs, settings = now()
            yours = form
            form = form.over(int(theirs["version"]), **settings)
            form.add_error(None, str(error))
            context = {**context, "theirs": _both(yours, theirs)}
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect(address)
    return show(request, form, context)


def show(request: ActorRequest, form: Form, context: dict[str, Any]) -> HttpResponse:
    """The page of a form."""
    status = 422 if form.errors else 200
    shown = {"form": form, "template": "", **context}
    return render(request, FORM, shown, status=status)


def _both(form: VersionedForm, theirs: dict[str, Any]) -> Table:
    """What each said where they differ."""
    rows = [
        [str(field.label), _plain(theirs.get(name)), _plain(form.cleaned_data.get(name))]
        for name, field in form.fields.items()
        if name != "version"
    ]
    return Table(
        caption="What was changed meanwhile",
        columns=[Column("Question"), Column("What is there now"), Column("What you say")],
        rows=[row for row in rows if row[1] != row[2]],
        when_empty="You both say the same.",
    )


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "\n".join(" ".join(each) if isinstance(each, tuple) else str(each) for each in value)
    return "" if value is None else str(value)
