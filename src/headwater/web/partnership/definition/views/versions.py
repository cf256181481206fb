"""The workbench, a version with everything in it, and two versions side by side."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.queries import names_of
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.documents.papers import paper_response
from headwater.web.partnership.definition.changes import versions as changes
from headwater.web.partnership.definition.forms.versions import (
    CompareForm,
    DescribeForm,
    described_of,
)
from headwater.web.partnership.definition.links import version_address
from headwater.web.partnership.definition.models import LocalDefinition
from headwater.web.partnership.definition.presenters import papers
from headwater.web.partnership.definition.presenters import versions as presenters
from headwater.web.partnership.definition.queries import assessed
from headwater.web.partnership.definition.queries import versions as queries
from headwater.web.partnership.definition.rules import permissions
from headwater.web.partnership.definition.rules.comparing import difference
from headwater.web.partnership.definition.rules.stages import OPEN, Status, Verb, after
from headwater.web.partnership.definition.rules.weighing import Decision, missing
from headwater.web.partnership.definition.views.showing import STEPS, is_fictional, publisher_of

look_or_send = require_http_methods(STEPS)


@require_safe
def workbench(request: ActorRequest, workspace: str) -> HttpResponse:
    """What counts here, what is being written, and what the last change did to the numbers."""
    every = list(queries.versions_for(request.actor, workspace))
    standing = next((each for each in every if each.stands is Status.APPROVED), None)
    opened = next((each for each in every if each.stands in OPEN), None)
    context: dict[str, Any] = {
        "workspace": workspace,
        "standing": standing,
        "opened": opened,
        "may_write": permissions.can_write(request.actor, workspace),
        "versions": presenters.versions_table(every),
        "compare_form": _compare_form(every),
        "law": papers.LAW,
    }
    if standing is not None:
        candidates = list(standing.candidates.all())
        context["tag"] = presenters.status_tag(standing)
        context["facts"] = presenters.facts(standing, candidates, {})
        context |= _assessed(request, standing)
    if opened is not None:
        weighed = list(opened.candidates.all())
        context["opened_tag"] = presenters.status_tag(opened)
        context["decided"] = sum(each.decision != Decision.UNDECIDED for each in weighed)
        context["kinds"] = len(weighed)
    return render(request, "definition/workbench.html", context)


def _compare_form(every: list[LocalDefinition]) -> CompareForm | None:
    if len(every) < 2:
        return None
    later, earlier = every[0], every[1]
    return CompareForm(
        initial={"before": earlier.reference, "after": later.reference}, versions=every
    )


def _assessed(request: ActorRequest, version: LocalDefinition) -> dict[str, Any]:
    """Assessments by a version, and the one that could be made again by it."""
    slug = version.workspace.slug
    found = assessed.counted_by(request.actor, version)
    latest = assessed.latest_locked(request.actor, slug)
    is_by_it = latest is not None and any(
        (each.after.area_code, each.after.last_month, each.after.first_month)
        == (latest.area_code, latest.last_month, latest.first_month)
        for each in found
    )
    return {
        "assessed": presenters.assessed_table(found, slug),
        "latest": None if is_by_it else latest,
    }


@require_safe
def version(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """One version: what it says, and every kind of violence with its judgements."""
    found = queries.version_for(request.actor, workspace, reference)
    candidates = list(found.candidates.all())
    for each in candidates:
        each.definition = found
    names = names_of([found.proposed_by, found.approved_by])
    weighed = [each.weighed for each in candidates]
    is_draft = found.stands is Status.DRAFT
    lacks = missing(weighed, title=found.title, sentence=found.sentence) if is_draft else []
    may_write = permissions.can_write(request.actor, workspace)
    may_adopt = permissions.can_adopt(request.actor, workspace)
    context: dict[str, Any] = {
        "workspace": workspace,
        "version": found,
        "tag": presenters.status_tag(found),
        "facts": presenters.facts(found, candidates, names),
        "inside": presenters.weighed_table(
            [each for each in candidates if each.decision == Decision.IN],
            caption="Serious violence here",
        ),
        "outside": presenters.weighed_table(
            [each for each in candidates if each.decision == Decision.OUT],
            caption="Weighed and left out",
        ),
        "open": presenters.weighed_table(
            [each for each in candidates if each.decision == Decision.UNDECIDED],
            caption="Not decided yet",
        ),
        "lacks": lacks,
        "is_draft": is_draft,
        "may_write": may_write,
        "may_adopt": may_adopt and found.stands is Status.PROPOSED,
        "is_mine": request.actor.reference == found.proposed_by,
    }
    if found.stands is Status.APPROVED:
        context |= _assessed(request, found)
    return render(request, "definition/version.html", context)


@require_safe
def version_csv(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Every kind of violence of a version as a file."""
    found = queries.version_for(request.actor, workspace, reference)
    return csv_response(
        f"{workspace}-definition-{found.number}.csv",
        presenters.CSV_COLUMNS,
        presenters.csv_rows(found, found.candidates.all()),
    )


@require_safe
def paper(request: ActorRequest, workspace: str, reference: str, kind: str) -> HttpResponse:
    """A version as Word or PDF."""
    found = queries.version_for(request.actor, workspace, reference)
    made = papers.definition_paper(
        found,
        list(found.candidates.all()),
        publisher=publisher_of(workspace),
        on=timezone.localdate(),
        is_fictional=is_fictional(),
    )
    return paper_response(made, kind)


@require_safe
def compare(request: ActorRequest, workspace: str) -> HttpResponse:
    """Two versions side by side: what came in, what went out, what was judged otherwise."""
    every = list(queries.versions_for(request.actor, workspace))
    is_asked = "before" in request.GET
    form = CompareForm(request.GET if is_asked else None, versions=every)
    context: dict[str, Any] = {"workspace": workspace, "form": form}
    if form.is_valid():
        by_reference = {each.reference: each for each in every}
        before = by_reference[form.cleaned_data["before"]]
        later = by_reference[form.cleaned_data["after"]]
        found = difference(
            [each.weighed for each in before.candidates.all()],
            [each.weighed for each in later.candidates.all()],
        )
        context |= {
            "before": before,
            "after": later,
            "found": found,
            "table": presenters.difference_table(found),
        }
    return render(request, "definition/compare.html", context)


@look_or_send
def describe(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Say what a draft is called and what it counts."""
    found = queries.version_for(request.actor, workspace, reference)
    after(found.stands, Verb.WRITE)
    form = DescribeForm(sent(request), initial=described_of(found))
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            changes.describe(
                definition=found,
                said=form.described(),
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            theirs = queries.version_for(request.actor, workspace, reference)
            form = form.over(theirs.version)
            form.add_error(None, str(error))
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect(version_address(found))
    context = {
        "workspace": workspace,
        "version": found,
        "heading": "What it says",
        "form": form,
        "theirs": presenters.facts(theirs, list(theirs.candidates.all()), {}) if theirs else [],
        "back": version_address(found),
    }
    return render(request, "definition/form.html", context)
