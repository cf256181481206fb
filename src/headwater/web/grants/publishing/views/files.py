"""Pages on which grants are made ready, files are made and put to those who decide."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.grants.publishing.changes import adding
from headwater.web.grants.publishing.changes import files as changes
from headwater.web.grants.publishing.forms.adding import AwardFilter, ImprintForm
from headwater.web.grants.publishing.models import Batch
from headwater.web.grants.publishing.presenters import public, spending
from headwater.web.grants.publishing.presenters import staff as presenters
from headwater.web.grants.publishing.queries import published
from headwater.web.grants.publishing.queries import records as queries
from headwater.web.grants.publishing.queries import spending as spent
from headwater.web.grants.publishing.rules import files as made
from headwater.web.grants.publishing.rules import permissions, totals
from headwater.web.grants.publishing.rules.content import sorted_out
from headwater.web.grants.publishing.rules.months import lists_of
from headwater.web.grants.publishing.rules.record import Record
from headwater.web.partners.queries import workspace_for
from headwater.web.releases.forms import ProposeForm

PER_PAGE = 25
MOST_LISTED = 50
look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def files(request: ActorRequest, workspace: str) -> HttpResponse:
    """What is ready to be published, what each award lacks, and the files made so far."""
    place = workspace_for(request.actor, workspace)
    records = queries.records_of(queries.awards_for(request.actor, workspace))
    form = AwardFilter(request.GET)
    page = Paginator(_chosen(records, form), PER_PAGE).get_page(request.GET.get("page"))
    batches = list(published.batches_for(request.actor, workspace)[:MOST_LISTED])
    pots = queries.pots_of(workspace)
    paid = spent.outlays_for(request.actor, workspace)
    found = sorted_out(records)
    held = [each for each in (*found.not_ready, *found.not_yet) if each.state != "withdrawn"]
    gaps = totals.differences(pots, totals.awarded_by_pot(found.told, held))
    context = {
        "workspace": workspace,
        "is_any": bool(records or paid),
        "summary": presenters.summary(records),
        "paid": spending.ready_words(paid) if paid else "",
        "filter_form": form,
        "page": page,
        "table": presenters.awards_table(list(page), workspace),
        "asked": request.GET.urlencode(),
        "batches": presenters.batches_table(
            batches,
            published.releases_of(request.actor, workspace, batches),
            published.names_of({each.made_by for each in batches}),
        ),
        "differences": presenters.differences(gaps, pots),
        "publisher": queries.publisher_of(place, at=clock.now()),
        "may_keep": permissions.can_keep(request.actor, workspace),
    }
    return render(request, "publishing/files.html", context)


def _chosen(records: list[Record], form: AwardFilter) -> list[Record]:
    """Awards that were asked for. A filter without sense filters nothing."""
    asked = form.cleaned_data if form.is_valid() else {}
    words, state = asked.get("words", "").casefold(), asked.get("state", "")
    return [
        each
        for each in records
        if (not state or presenters.standing(each) == state)
        and words in f"{each.title}\n{each.recipient.name}\n{each.reference}".casefold()
    ]


@require_safe
def files_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The same awards, with what each lacks, as a file."""
    place = workspace_for(request.actor, workspace)
    records = queries.records_of(queries.awards_for(request.actor, workspace))
    prefix = queries.publisher_of(place, at=clock.now()).prefix
    rows = presenters.csv_rows(_chosen(records, AwardFilter(request.GET)), prefix)
    return csv_response(f"{workspace}-awards-to-publish.csv", presenters.CSV_COLUMNS, rows)


@require_POST
def make(request: ActorRequest, workspace: str) -> HttpResponse:
    """Make the files of everything that is ready."""
    place = workspace_for(request.actor, workspace)
    try:
        batch = changes.make(workspace=place, actor=request.actor, at=clock.now())
    except changes.NothingToTellError as error:
        messages.error(request, str(error))
        return redirect("publishing:files", workspace)
    messages.success(request, "Made. Look at them, then propose them for publication.")
    return redirect(presenters.address_of(batch))


@require_safe
def batch(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Files as they were made: the pages, lists and sums that anybody would read."""
    found = published.batch_for(request.actor, workspace, reference)
    projects = found.content["projects"]
    page = Paginator(projects, PER_PAGE).get_page(request.GET.get("page"))
    released = published.releases_of(request.actor, workspace, [found]).get(found.reference)
    by = published.names_of({found.made_by}).get(found.made_by, found.made_by)
    lists = lists_of(projects, as_of=made.as_of(found.content))
    paid = made.spending_lists(found.content)
    context = {
        "workspace": workspace,
        "batch": found,
        "facts": presenters.batch_facts(
            found, by, released, opens=published.opens_releases(request.actor, workspace)
        ),
        "files": presenters.files_table(found),
        "page": page,
        "projects": presenters.preview_table(list(page), found),
        "months": presenters.months_preview(lists, of="grants"),
        "latest": public.month_table(lists[0], is_public=False) if lists else None,
        "paid_months": presenters.months_preview(paid, of="payments over £500"),
        "latest_paid": spending.month_table(paid[0]) if paid else None,
        "way": public.way_of_the_money([found.content["totals"]]),
        "may_propose": released is None and permissions.can_keep(request.actor, workspace),
    }
    return render(request, "publishing/batch.html", context)


FILES = {
    "grants.json": "application/json",
    "grants.csv": "text/csv; charset=utf-8",
    "lists.csv": "text/csv; charset=utf-8",
    "spending.csv": "text/csv; charset=utf-8",
}


@require_safe
def batch_file(request: ActorRequest, workspace: str, reference: str, name: str) -> HttpResponse:
    """One of the files, byte for byte as it was made."""
    found = published.batch_for(request.actor, workspace, reference)
    if name not in FILES or (name == "spending.csv" and not found.spending_sha256):
        raise NotYours
    response = HttpResponse(_text(found, name), content_type=FILES[name])
    response["Content-Disposition"] = f'attachment; filename="{found.reference}-{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _text(batch: Batch, name: str) -> str:
    if name == "grants.json":
        return made.grants_json(batch.content["package"])
    if name == "grants.csv":
        return made.grants_csv(batch.content["package"]["grants"])
    if name == "spending.csv":
        return made.spending_csv(batch.content)
    return made.lists_csv(batch.content)


@require_safe
def batch_project(
    request: ActorRequest, workspace: str, reference: str, project: str
) -> HttpResponse:
    """The page of a project as anybody would read it."""
    found = published.batch_for(request.actor, workspace, reference)
    said = next((each for each in found.content["projects"] if each["reference"] == project), None)
    if said is None:
        raise NotYours
    context = {"is_preview": True, "batch": found, **public.project_context(said)}
    return render(request, "publishing/public/project.html", context)


@look_or_send
def propose(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Ask for the files to be published."""
    found = published.batch_for(request.actor, workspace, reference)
    permissions.check_can_keep(request.actor, workspace, what="propose the files")
    form = ProposeForm(sent(request))
    if form.is_valid():
        try:
            release = changes.propose(
                batch=found,
                reason=form.cleaned_data["reason"],
                embargo_until=form.embargo_until,
                actor=request.actor,
                at=clock.now(),
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Proposed. The approvers have been told.")
            return redirect("releases:release", workspace, release.reference)
    context = {
        "form": form,
        "heading": "Propose the grants for publication",
        "words": [
            "Anybody will read the projects, the monthly lists of grants and of payments over "
            "£500 and where the money went, and can download the files, as they were made.",
            "An approver who had no part in them decides.",
        ],
        "button": "Propose",
        "cancel_href": presenters.address_of(found),
    }
    status = 422 if form.errors else 200
    return render(request, "design_system/confirm.html", context, status=status)


@look_or_send
def imprint(request: ActorRequest, workspace: str) -> HttpResponse:
    """Say under which identifiers grants are published."""
    place = workspace_for(request.actor, workspace)
    permissions.check_can_keep(request.actor, workspace, what="say who publishes")
    found = queries.imprint_of(place)
    initial = {
        "version": found.version if found else 0,
        "publisher_prefix": found.prefix if found else queries.usual_prefix(place),
        "funder_id": found.funder_id if found else "",
    }
    form, theirs = ImprintForm(sent(request), initial=initial), ""
    if form.is_valid():
        try:
            adding.write_imprint(
                workspace=place,
                prefix=form.cleaned_data["publisher_prefix"],
                funder_id=form.cleaned_data["funder_id"],
                version=form.cleaned_data["version"],
                actor=request.actor,
                at=clock.now(),
            )
        except ChangedMeanwhileError as error:
            now = queries.imprint_of(place)
            theirs = f"{now.prefix} {now.funder_id}".strip() if now else ""
            form = form.over(now.version if now else 0)
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved. It stands in files that are made from now on.")
            return redirect("publishing:files", workspace)
    context = {
        "workspace": workspace,
        "form": form,
        "heading": "Who publishes",
        "theirs": theirs,
        "back": reverse("publishing:files", args=[workspace]),
    }
    return render(
        request, "publishing/award_form.html", context, status=422 if form.errors else 200
    )
