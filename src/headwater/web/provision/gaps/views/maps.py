"""The gap map, and having one worked out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from headwater.core import clock
from headwater.core.errors import HeadwaterError
from headwater.core.periods import Month
from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.csv_files import csv_response
from headwater.web.design_system.forms import sent
from headwater.web.editions.models import Edition
from headwater.web.partners.queries import workspace_for
from headwater.web.provision.gaps.changes import maps as changes
from headwater.web.provision.gaps.forms.maps import AskForm, WorkOutForm
from headwater.web.provision.gaps.presenters import maps as presenters
from headwater.web.provision.gaps.queries import maps as queries
from headwater.web.provision.gaps.rules import permissions

USUAL_LAG = 3
"""Months until records of violence are in, where nothing was assessed yet."""

look_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def gap_map(request: ActorRequest, workspace: str) -> HttpResponse:
    """Need beside places: every place, age and kind of help, with its class."""
    edition = queries.latest(request.actor, workspace)
    context = {
        "workspace": workspace,
        "edition": edition,
        "under_way": queries.under_way(request.actor, workspace),
        "failed": queries.failed_since(request.actor, workspace, edition),
        "may_answer": permissions.can_answer(request.actor, workspace),
    }
    if edition is None:
        return render(request, "gaps/empty.html", context)
    return render(request, "gaps/map.html", {**context, **_shown(request, workspace, edition)})


def _shown(request: ActorRequest, workspace: str, edition: Edition) -> dict[str, object]:
    """The grids of a map, as far as they were asked for, and what they rest on."""
    cells = queries.cells_of(edition)
    form = AskForm(request.GET, cells=cells)
    wanted = queries.chosen(cells, form.asked())
    address = reverse("gaps:map_csv", args=[workspace])
    query = request.GET.urlencode()
    return {
        "unsettled": queries.why_unsettled(edition),
        "filter_form": form,
        "headline": presenters.headline(cells),
        "key": presenters.key(wanted),
        "shown": len(wanted),
        "grids": presenters.grids(workspace, cells, wanted),
        "basis": presenters.basis(queries.about(edition)),
        "figure": presenters.figure_of(edition, queries.reach_picture(edition)),
        "csv": f"{address}?{query}" if query else address,
    }


@require_safe
def map_csv(request: ActorRequest, workspace: str) -> HttpResponse:
    """The map, filtered as on the page, as a file."""
    edition = queries.latest(request.actor, workspace)
    cells = queries.cells_of(edition) if edition else []
    wanted = queries.chosen(cells, AskForm(request.GET, cells=cells).asked())
    earlier = queries.classes_of(queries.before(edition) if edition else None)
    rows = presenters.csv_rows(wanted, earlier)
    return csv_response(f"{workspace}-gap-map.csv", presenters.CSV_COLUMNS, rows)


@look_or_send
def work_out(request: ActorRequest, workspace: str) -> HttpResponse:
    """Choose the year that need is counted over, and have the map worked out."""
    place = workspace_for(request.actor, workspace)
    given = sent(request)
    form = WorkOutForm(given, latest=_last_month(workspace))
    if request.method == "POST" and form.is_valid():
        try:
            edition = changes.work_out(
                workspace=place, year_to=form.month(), actor=request.actor, at=clock.now()
            )
        except HeadwaterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The gap map is being worked out. You can leave this page.")
            return redirect("insights:assessment", workspace, edition.reference)
    context = {"workspace": workspace, "form": form, "area": place.area_name}
    return render(request, "gaps/work_out.html", context)


def _last_month(workspace: str) -> Month:
    """The last month that an edition of the workspace was made over."""
    known = queries.last_month_made(workspace)
    return Month.of(known) if known else Month.of(clock.today()).plus(-USUAL_LAG)
