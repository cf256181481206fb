"""Two assessments side by side."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.forms import sent
from headwater.web.editions import queries as editions
from headwater.web.editions.models import Edition
from headwater.web.insights.assessments import changes, presenters, queries
from headwater.web.insights.assessments.forms import CompareForm
from headwater.web.insights.assessments.links import address

A_PAGE = 50
OTHER = "with"


def compare(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Choose another assessment and see what differs, the earlier first."""
    edition = _assessment_for(request, workspace, reference)
    form = CompareForm(
        sent(request),
        others=queries.others_to_compare(edition),
    )
    if form.is_valid():
        other = _assessment_for(request, workspace, form.cleaned_data["other"])
        before, after = _in_order(edition, other)
        changes.compare(before=before, after=after, actor=request.actor, at=timezone.now())
        asked = urlencode({OTHER: other.reference})
        return redirect(f"{address(edition, 'compare')}?{asked}")
    words: dict[str, Any] = {"workspace": workspace, "edition": edition, "form": form}
    if OTHER in request.GET:
        other = _assessment_for(request, workspace, request.GET[OTHER])
        words |= _found(request, edition, other)
    return render(request, "assessments/compare.html", words)


def _assessment_for(request: ActorRequest, workspace: str, reference: str) -> Edition:
    """An assessment to read. Raises `NotYours` for other editions, which cannot be compared."""
    edition = editions.readable_for(request.actor, workspace, reference)
    if not edition.is_assessment:
        raise NotYours
    return edition


def _in_order(one: Edition, other: Edition) -> tuple[Edition, Edition]:
    """The earlier first: by months, then by when they were asked for."""

    def age(each: Edition) -> tuple[date, date, datetime]:
        return each.last_month, each.first_month, each.requested_at

    return (one, other) if age(one) < age(other) else (other, one)


def _found(request: ActorRequest, edition: Edition, other: Edition) -> dict[str, Any]:
    before, after = _in_order(edition, other)
    made = queries.comparison(before, after)
    if made is None or not made.made_at:
        return {"before": before, "after": after, "comparison": made}
    page = Paginator(made.found["differences"], A_PAGE).get_page(request.GET.get("page"))
    return {
        "before": before,
        "after": after,
        "comparison": made,
        "page": page,
        "differences": presenters.differences(list(page), after),
        "findings": presenters.changed_findings(made),
    }
