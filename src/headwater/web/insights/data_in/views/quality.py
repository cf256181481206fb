"""How good what was supplied is, and how that changes."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from headwater.web.accounts.requests import ActorRequest
from headwater.web.design_system.moments import moment
from headwater.web.design_system.parts import Figure
from headwater.web.insights.data_in import charts, presenters, queries, supplies
from headwater.web.insights.data_in.views.files import csv_file
from headwater.web.partners.queries import workspace_for

ROWS_A_PAGE = 100


@require_safe
def overview(request: ActorRequest, workspace: str) -> HttpResponse:
    """The newest file of each supplier, with its scores."""
    here = workspace_for(request.actor, workspace)
    table = presenters.latest_table(queries.latest_supplies(here), workspace)
    return render(request, "data_in/quality.html", {"workspace": here, "table": table})


@require_safe
def source(request: ActorRequest, workspace: str, source: str) -> HttpResponse:
    """The trend of one source: in words, as a picture and as a table."""
    here = workspace_for(request.actor, workspace)
    schema = supplies.source(source)
    held = queries.supplies_in(here).filter(source=source).defer("facts")
    found = list(held.order_by("-month", "supplier"))
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    groups = presenters.by_supplier(found)
    figure = None
    if groups:
        figure = Figure(
            title=f"Quality of {schema.title} by month",
            summary=presenters.trend_words(found),
            image=reverse("insights:quality_chart", args=[workspace, source]),
            alt="A line for each supplier of its overall score out of 100 by month. The table "
            "below has the numbers.",
            width=charts.WIDTH,
            height=charts.HEIGHT,
        )
    report = queries.report_of(source)
    suppliers = {each.supplier for each in found}
    return render(
        request,
        "data_in/quality_source.html",
        {
            "workspace": here,
            "schema": schema,
            "figure": figure,
            "page": page,
            "table": presenters.trend_table(list(page.object_list)),
            "findings": presenters.findings_of(report, suppliers=suppliers) if found else [],
            "looked_at": moment(report.at) if report else "",
        },
    )


@require_safe
def source_csv(request: ActorRequest, workspace: str, source: str) -> HttpResponse:
    """The trend for a spreadsheet."""
    here = workspace_for(request.actor, workspace)
    schema = supplies.source(source)
    found = queries.supplies_in(here).filter(source=schema.name).order_by("supplier", "month")
    return csv_file(presenters.quality_rows(found), name=f"quality-{source}.csv")


@require_safe
def chart(request: ActorRequest, workspace: str, source: str) -> HttpResponse:
    """The trend as a picture."""
    here = workspace_for(request.actor, workspace)
    schema = supplies.source(source)
    found = queries.supplies_in(here).filter(source=schema.name)
    svg = charts.trend_svg(presenters.by_supplier(found))
    return HttpResponse(svg, content_type="image/svg+xml")
