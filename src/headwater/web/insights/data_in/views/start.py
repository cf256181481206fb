"""Where supplying starts: what there is to supply, and what a supplier needs."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.core.periods import Month
from headwater.web.accounts.requests import ActorRequest
from headwater.web.accounts.roles import WRITERS
from headwater.web.documents.kinds import Kind
from headwater.web.insights.data_in import folders, presenters, queries, supplies
from headwater.web.insights.data_in.routes import SEERS
from headwater.web.insights.data_in.rules.workflow import OPEN
from headwater.web.insights.data_in.views.files import text_file
from headwater.web.partners.queries import workspace_for

LATEST = 5
RECENT_MONTHS = 6


@require_safe
def data_in(request: ActorRequest, workspace: str) -> HttpResponse:
    """What can be supplied, and what waits for whoever looks."""
    here = workspace_for(request.actor, workspace)
    sees = request.actor.has_role(workspace, SEERS)
    waiting = [status.value for status in OPEN]
    mine = queries.uploads_for(request.actor, here).filter(status__in=waiting)[:LATEST]
    return render(
        request,
        "data_in/data_in.html",
        {
            "workspace": here,
            "sees_uploads": sees,
            "waiting": presenters.upload_table(
                list(mine) if sees else [], workspace, caption="Files that wait for somebody"
            ),
            "sources": presenters.source_table(workspace, queries.last_loaded(here)),
        },
    )


@require_safe
def supply(request: ActorRequest, workspace: str, source: str) -> HttpResponse:
    """What a source is, what its files look like, and which are expected."""
    here = workspace_for(request.actor, workspace)
    schema = supplies.source(source)
    last = Month.of(timezone.localdate())
    months = [last.plus(-back) for back in range(RECENT_MONTHS, -1, -1)]
    awaited = [
        each
        for each in queries.calendar(here, first=months[0], last=last, today=timezone.localdate())
        if each.expected.source == source
    ]
    return render(
        request,
        "data_in/supply.html",
        {
            "workspace": here,
            "schema": schema,
            "file_name": schema.file_name,
            "example_name": supplies.example(schema)[0],
            "columns": presenters.column_table(schema),
            "codes": presenters.code_tables(schema),
            "calendar": presenters.calendar_table(awaited, workspace, months=months),
            "may_upload": request.actor.has_role(workspace, WRITERS),
            "has_workbook": folders.blank_workbook(source).is_file(),
        },
    )


@require_safe
def supply_file(request: ActorRequest, workspace: str, source: str, name: str) -> HttpResponse:
    """The blank file, the filled example, the list of columns or the schema."""
    schema = supplies.source(source)
    if name == "blank.csv":
        return text_file(supplies.blank(schema), name=f"blank-{source}.csv", media_type="text/csv")
    if name == "example.csv":
        example_name, text = supplies.example(schema)
        return text_file(text, name=example_name, media_type="text/csv")
    if name == "columns.csv":
        return text_file(
            supplies.column_list(schema), name=f"columns-{source}.csv", media_type="text/csv"
        )
    if name == "schema.json":
        return text_file(
            supplies.schema_text(schema),
            name=f"{source}.schema.json",
            media_type="application/json",
        )
    path = folders.blank_workbook(source)
    if name == "blank.xlsx" and path.is_file():
        return text_file(
            path.read_bytes(), name=f"blank-{source}.xlsx", media_type=Kind.XLSX.media_type
        )
    raise Http404
