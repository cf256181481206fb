"""The library as a list and a file, one approach, and up to three side by side."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.rulebook.practice import ToolkitApproach
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.evidence.forms.evidence import LibraryFilter
from headwater.web.evidence.models import Publication
from headwater.web.evidence.presenters import evidence as presenters
from headwater.web.evidence.presenters import publications as documents
from headwater.web.evidence.queries import evidence as queries
from headwater.web.evidence.queries import publications
from headwater.web.evidence.queries.readings import known as known_here
from headwater.web.evidence.queries.readings import readings_of
from headwater.web.evidence.rules import library as rules
from headwater.web.evidence.rules import permissions
from headwater.web.evidence.rules.reading import READERS_OF_THE_TOOLKIT

MOST_PUBLISHED = 10


@require_safe
def approaches(request: ActorRequest, workspace: str) -> HttpResponse:
    """Approaches that were asked for, each with how it is used here."""
    queries.check_reads(request.actor, workspace)
    form = LibraryFilter(request.GET)
    known = known_here(workspace)
    found = _chosen(known, form)
    uses = queries.uses(request.actor, workspace, known)
    harmful = queries.harmful_uses(request.actor, workspace, today=timezone.localdate())
    context = {
        "workspace": workspace,
        "filter_form": form,
        "rows": [_row(each, len(uses[each.id])) for each in found],
        "count": len(known),
        "unread": sum(1 for each in known.values() if not rules.is_read(each)),
        "waiting": sum(1 for each in harmful if not each.is_covered),
        "harmful_count": len(harmful),
        "most": rules.MOST_BESIDE,
        "asked": request.GET.urlencode(),
        "may_write": request.actor.has_role(workspace, permissions.EVALUATORS),
    }
    return render(request, "evidence/approaches.html", context)


def _chosen(known: Mapping[str, ToolkitApproach], form: LibraryFilter) -> list[ToolkitApproach]:
    """Approaches that were asked for. A filter without sense filters nothing."""
    return rules.chosen(known, **(form.cleaned_data if form.is_valid() else {}))


def _row(approach: ToolkitApproach, used: int) -> dict[str, object]:
    return {
        "approach": approach,
        "tag": presenters.impact_tag(approach),
        "effect": rules.effect_words(approach),
        "quality": rules.quality_words(approach),
        "cost": rules.cost_words(approach),
        "harm": rules.harm_words(approach),
        "trust": approach.trust.value.capitalize(),
        "trust_words": approach.trust.words,
        "used": used,
    }


@require_safe
def approaches_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same approaches as a table in a file."""
    queries.check_reads(request.actor, workspace)
    rows = presenters.csv_rows(_chosen(known_here(workspace), LibraryFilter(request.GET)))
    return csv_response(f"{workspace}-approaches.csv", presenters.CSV_COLUMNS, rows)


@require_safe
def compare(request: ActorRequest, workspace: str) -> HttpResponse:
    """Up to three approaches side by side, as `?ids=mentoring&ids=cctv` names them."""
    queries.check_reads(request.actor, workspace)
    asked = list(dict.fromkeys(request.GET.getlist("ids")))
    found = rules.beside(known_here(workspace), asked)
    context: dict[str, object] = {
        "workspace": workspace,
        "is_any": bool(found),
        "left_out": len(asked) - len(found),
        "most": rules.MOST_BESIDE,
    }
    if found:
        ids = [each.id for each in found]
        evaluations = queries.evaluations_for(request.actor, workspace).filter(approach__in=ids)
        context["table"] = presenters.comparison(
            workspace, found, queries.uses(request.actor, workspace, ids), list(evaluations)
        )
    return render(request, "evidence/compare.html", context)


@require_safe
def approach(request: ActorRequest, workspace: str, approach: str) -> HttpResponse:
    """What is known of an approach, what uses it here, and what was found here."""
    queries.check_approach(request.actor, workspace, approach)
    today = timezone.localdate()
    found = known_here(workspace)[approach]
    readings = list(readings_of(workspace).filter(approach=approach).reverse())
    uses = queries.uses(request.actor, workspace, [approach])[approach]
    harmful = queries.harmful_uses(request.actor, workspace, today=today) if found.harmful else []
    here = [each for each in harmful if each.approach == approach]
    evaluations = queries.evaluations_for(request.actor, workspace).filter(approach=approach)
    approvers = {each.override.approved_by for each in here if each.override}
    names = queries.names_of(approvers | {each.by for each in readings})
    context = {
        "workspace": workspace,
        "approach": found,
        "tag": presenters.impact_tag(found),
        "band": rules.BANDS[found.impact],
        "facts": presenters.facts(found),
        "used_by": presenters.used_by(uses),
        "overrides": presenters.uses_table(here, workspace, today=today, names=names),
        "waiting": sum(1 for each in here if not each.is_covered),
        "evaluations": presenters.evaluation_table(list(evaluations)),
        "published": documents.table(
            list(_published(request, workspace, approach)[:MOST_PUBLISHED]),
            caption="What others published about it",
            when_empty="Nobody has noted a document of others about it yet.",
        ),
        "readings": presenters.readings_table(readings, names),
        "may_read": request.actor.has_role(workspace, READERS_OF_THE_TOOLKIT),
        "may_write": request.actor.has_role(workspace, permissions.EVALUATORS),
        "may_ask": found.harmful and request.actor.has_role(workspace, permissions.ASKERS),
    }
    return render(request, "evidence/approach.html", context)


def _published(request: ActorRequest, workspace: str, approach: str) -> QuerySet[Publication]:
    rows = publications.publications_for(request.actor, workspace)
    return publications.chosen(rows, approach=approach)
