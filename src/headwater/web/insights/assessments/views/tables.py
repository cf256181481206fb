"""Whole tables of an assessment, and the explanation of each number."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from headwater.web.accounts.requests import ActorRequest
from headwater.web.editions import explaining, sorting
from headwater.web.editions import presenters as shown
from headwater.web.editions import queries as editions
from headwater.web.editions.models import Table
from headwater.web.editions.sorting import Rows
from headwater.web.insights.assessments import presenters, queries
from headwater.web.insights.assessments.forms import TableForm
from headwater.web.insights.assessments.links import links_of

A_PAGE = 50


@require_safe
def listing(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """Every table of an assessment."""
    edition = editions.readable_for(request.actor, workspace, reference)
    words = {
        "workspace": workspace,
        "edition": edition,
        "table": presenters.table_rows(editions.tables(edition), edition),
    }
    return render(request, "assessments/tables.html", words)


@require_safe
def table(request: ActorRequest, workspace: str, reference: str, slug: str) -> HttpResponse:
    """One whole table, narrowed and in order as asked, each row leading to how it was made."""
    edition = editions.readable_for(request.actor, workspace, reference)
    read = editions.table(edition, slug)
    form = TableForm(request.GET, table=read)
    page = Paginator(_rows(read, form), A_PAGE).get_page(request.GET.get("page"))
    links = links_of(edition)
    words = {
        "workspace": workspace,
        "edition": edition,
        "read": read,
        "filter_form": form,
        "page": page,
        "table": shown.whole_table(read, list(page), links),
        "csv": links.csv(slug),
    }
    return render(request, "assessments/table.html", words)


def _rows(read: Table, form: TableForm) -> Rows:
    if not form.is_valid():
        rows: Rows = read.rows
        return rows
    asked = form.cleaned_data
    rows = sorting.narrowed(read, asked["words"])
    if not asked["by"]:
        return rows
    return sorting.ordered(read, rows, by=asked["by"], highest_first=asked["order"] == "down")


@require_safe
def number(request: ActorRequest, workspace: str, reference: str) -> HttpResponse:
    """What one number rests on, down to the files and who accepted them."""
    edition = editions.readable_for(request.actor, workspace, reference)
    figure = editions.figure(edition, request.GET.get("figure", ""))
    found = editions.foundations(edition, figure)
    people = queries.names_of(explaining.accepters(found))
    words = {
        "workspace": workspace,
        "edition": edition,
        "read": figure.table,
        "explanation": explaining.explanation(
            edition, figure, found, links_of(edition), people=people
        ),
    }
    return render(request, "assessments/number.html", words)
