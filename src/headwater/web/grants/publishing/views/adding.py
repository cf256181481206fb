"""The page on which something is added to what is published, of an award or of a payment."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from headwater.web.accounts.requests import ActorRequest
from headwater.web.grants.deciding.models import Award


def page(
    request: ActorRequest,
    workspace: str,
    of: Award | str,
    form: Any,
    *,
    heading: str,
    theirs: str = "",
) -> HttpResponse:
    """A form about an award, or about the payment of that reference.

    `theirs` is what somebody else has written meanwhile.
    """
    award = of if isinstance(of, Award) else None
    payment = "" if isinstance(of, Award) else of
    route = "publishing:award" if award else "publishing:outlay"
    context = {
        "workspace": workspace,
        "award": award,
        "payment": payment,
        "form": form,
        "heading": heading,
        "theirs": theirs,
        "back": reverse(route, args=[workspace, award.reference if award else payment]),
    }
    return render(
        request, "publishing/award_form.html", context, status=422 if form.errors else 200
    )
