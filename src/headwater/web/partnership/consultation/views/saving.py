"""How pages of consultation take what was sent, and show a form with what went wrong."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest

look_or_send = require_http_methods(["GET", "HEAD", "POST"])


def save(
    request: ActorRequest,
    form: BaseForm,
    change: Callable[[], str],
    *,
    done: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Do it and go where `change` says, or show the form again with what went wrong.

    `context` gives heading, words, button and cancel_href, as for pages that ask before they act.
    """
    if request.method == "POST" and form.is_valid():
        try:
            address = change()
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(address)
    return render(request, "consultation/form.html", {"form": form, **context})
