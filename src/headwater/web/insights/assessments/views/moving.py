"""Trying again, locking, keeping and discarding an assessment or a week, each after asking."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from headwater.core.words import counted
from headwater.web.accounts.requests import ActorRequest
from headwater.web.editions import changes
from headwater.web.editions import queries as editions
from headwater.web.editions.models import Kind
from headwater.web.insights.assessments import changes as assessments
from headwater.web.insights.assessments import queries
from headwater.web.insights.assessments.links import address

LISTS = {
    Kind.ASSESSMENT: "insights:assessments",
    Kind.EARLY_WARNING: "insights:watch_weeks",
    Kind.GAP_MAP: "gaps:map",
}
AGAIN = {
    Kind.ASSESSMENT: "The same area and months are assessed with what the lake holds now.",
    Kind.EARLY_WARNING: (
        "The rules that are on now are run for the same area and week, with what the lake holds "
        "now."
    ),
    Kind.GAP_MAP: "Need and services are set beside each other again, as they are known now.",
}


def retry(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Put what could not be made back in the queue."""
    edition = editions.edition_for(request.actor, workspace, reference)
    if request.method == "POST":
        assessments.try_again(edition=edition, actor=request.actor, at=timezone.now())
        messages.success(request, f"The {edition.noun} is tried again.")
        return redirect(address(edition, ""))
    words = {
        "heading": "Try again?",
        "words": [AGAIN[Kind(edition.kind)]],
        "button": "Try again",
        "cancel_href": address(edition, ""),
    }
    return render(request, "design_system/confirm.html", words)


def lock(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Fix an assessment or a week as it is."""
    edition = editions.readable_for(request.actor, workspace, reference)
    here = address(edition, "")
    if request.method == "POST":
        changes.lock(edition=edition, link=here, actor=request.actor, at=timezone.now())
        then = "" if edition.is_gap_map else " It can now be proposed for release."
        messages.success(request, f"The {edition.noun} is locked.{then}")
        return redirect(here)
    waiting = sum(
        each.waiting  # type: ignore[attr-defined]
        for each in queries.chapters_with_comments(edition)
    )
    words = {
        "heading": f"Lock this {edition.noun}?",
        "words": [
            "Neither its figures nor its narrative can change afterwards. This cannot be undone.",
            f"{counted(waiting, 'comment waits', 'comments wait')} for an answer."
            if waiting
            else "No comment waits for an answer.",
            "Nobody outside the partnership sees it until a release is approved.",
        ],
        "button": "Lock",
        "cancel_href": here,
    }
    return render(request, "design_system/confirm.html", words)


def discard(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Put a draft or a failed assessment away."""
    edition = editions.edition_for(request.actor, workspace, reference)
    if request.method == "POST":
        assessments.discard(edition=edition, actor=request.actor, at=timezone.now())
        messages.success(request, f"The {edition.noun} {edition.reference} was discarded.")
        return redirect(LISTS[Kind(edition.kind)], workspace)
    words = {
        "heading": f"Discard this {edition.noun}?",
        "words": [
            f"{edition.area_name}, {edition.period_words}, leaves the list with its narrative and "
            "comments. The files it was made from stay where they are."
        ],
        "button": "Discard",
        "is_destructive": True,
        "cancel_href": address(edition, ""),
    }
    return render(request, "design_system/confirm.html", words)


def keep(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Decide not to propose what is locked for now."""
    edition = editions.readable_for(request.actor, workspace, reference)
    if request.method == "POST":
        changes.keep_internal(edition=edition, actor=request.actor, at=timezone.now())
        messages.success(request, f"The {edition.noun} stays with the partnership.")
        return redirect(address(edition, ""))
    words = {
        "heading": f"Keep this {edition.noun} to the partnership?",
        "words": ["It leaves the worklist of leads. You can still propose it for release later."],
        "button": "Keep to the partnership",
        "cancel_href": address(edition, ""),
    }
    return render(request, "design_system/confirm.html", words)
