"""Elsewhere: authorities like ours, how their rates moved, and what they publish."""

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.evidence.forms.publications import ElsewhereFilter
from headwater.web.evidence.presenters import elsewhere as presenters
from headwater.web.evidence.presenters import publications as documents
from headwater.web.evidence.queries.elsewhere import Elsewhere, elsewhere_for
from headwater.web.evidence.queries.publications import publications_for
from headwater.web.evidence.rules import publishing
from headwater.web.partners.queries import workspace_for

MOST_SHOWN = 5
NONE_NOTED = (
    "Nobody has noted a document of an authority like ours yet. Note a strategy, a needs "
    "assessment, an evaluation or a response, and say what we take from it."
)


@require_safe
def elsewhere(request: ActorRequest, workspace: str) -> HttpResponse:
    """One of our authorities beside those most like it."""
    place = workspace_for(request.actor, workspace)
    found = elsewhere_for(request.actor, place)
    noted = publications_for(request.actor, workspace).filter(removed_at=None)
    context: dict[str, Any] = {
        "workspace": workspace,
        "place": place,
        "found": found,
        "may_note": request.actor.has_role(workspace, publishing.NOTERS),
    }
    if found is None:
        context["documents"] = documents.table(list(noted[:MOST_SHOWN]), when_empty=NONE_NOTED)
        return render(request, "evidence/elsewhere.html", context)
    counts = Counter(noted.values_list("area_code", flat=True))
    about = noted.filter(area_code__in=found.others)
    context |= _told(request, workspace, found, counts)
    context["documents"] = documents.table(list(about[:MOST_SHOWN]), when_empty=NONE_NOTED)
    return render(request, "evidence/elsewhere.html", context)


def _told(
    request: ActorRequest, workspace: str, found: Elsewhere, counts: Counter[str]
) -> dict[str, Any]:
    """What is shown of one of our authorities: the one asked for, else the first."""
    form = ElsewhereFilter(request.GET, ours=found.ours)
    asked = form.cleaned_data if form.is_valid() else {}
    names = dict(found.ours)
    of = asked.get("of") or next(iter(names))
    whole = presenters.chosen(found, of)
    rows = presenters.chosen(
        found, of, moved=asked.get("moved", ""), words_in=asked.get("words", "")
    )
    known = {str(each["indicator"]): each for each in whole}
    first = next(iter((*rows, *whole)), None)
    opened = known.get(request.GET.get("measure", ""), first)
    query = {"of": of, **{key: asked.get(key, "") for key in ("moved", "words")}}
    return {
        "filter_form": form,
        "name": names[of],
        "summary": presenters.summary_of(whole, names[of]),
        "nearest": presenters.nearest_words(found, of),
        "areas": presenters.areas_table(found, of, workspace, counts),
        "measures": presenters.measures_table(rows, workspace, query),
        "opened": opened,
        "moves": presenters.moved_rows(found, of, str(opened["indicator"])) if opened else [],
        "wide": presenters.WIDE,
        "high": presenters.HIGH,
        "csv": f"{reverse('evidence:elsewhere_csv', args=[workspace])}?of={of}",
    }


@require_safe
def elsewhere_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every change of one of our authorities and of those like it, as it was released."""
    found = elsewhere_for(request.actor, workspace_for(request.actor, workspace))
    if found is None:
        return csv_response(f"{workspace}-elsewhere.csv", ["of"], [])
    form = ElsewhereFilter(request.GET, ours=found.ours)
    of = form.cleaned_data["of"] if form.is_valid() else ""
    of = of or next(iter(dict(found.ours)))
    header = list(found.changes[0]) if found.changes else ["of"]
    return csv_response(f"{workspace}-elsewhere.csv", header, presenters.csv_rows(found, of))
