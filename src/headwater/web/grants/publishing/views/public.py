"""What anybody reads of grants: projects, monthly lists, the way of the money, files."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from headwater.core import clock
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.publishing.forms.adding import ProjectFilter
from headwater.web.grants.publishing.presenters import public as presenters
from headwater.web.grants.publishing.presenters import spending as paid
from headwater.web.grants.publishing.queries import published as queries
from headwater.web.grants.publishing.rules import files as made
from headwater.web.grants.publishing.rules.months import Listed
from headwater.web.releases.models import Kind, Release
from headwater.web.releases.queries import published_one
from headwater.web.releases.serving import public_page

PER_PAGE = 25
JSON, CSV = "application/json", "text/csv; charset=utf-8"
DESCRIPTION = "application/csvm+json"


def _asked(request: HttpRequest, every: list[queries.Project]) -> tuple[ProjectFilter, Any]:
    """The filter and what was asked for. A filter without sense filters nothing."""
    form = ProjectFilter(request.GET, **presenters.choices(every))
    asked = form.cleaned_data if form.is_valid() else {}
    return form, presenters.chosen(every, **asked)


@public_page
def projects(request: HttpRequest) -> HttpResponse:
    """Every project, those asked for, by place."""
    found = queries.current(at=clock.now())
    every = queries.projects(found)
    form, chosen = _asked(request, every)
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "is_any": bool(every),
        "filter_form": form,
        "page": page,
        "summary": presenters.summary(chosen, is_filtered=len(chosen) < len(every)),
        "table": presenters.projects_table(list(page)),
        "places": presenters.by_place(chosen),
        "asked": request.GET.urlencode(),
        "releases": presenters.released(found),
    }
    return render(request, "publishing/public/projects.html", context)


@public_page
def projects_csv(request: HttpRequest) -> HttpResponse:
    """The same projects as a file."""
    _, chosen = _asked(request, queries.projects(queries.current(at=clock.now())))
    return _file(made.projects_csv(chosen), "projects.csv", CSV)


@public_page
def project(request: HttpRequest, reference: str) -> HttpResponse:
    """One project: what, who, where, how much, why, under which conditions, with what reach."""
    release, said = queries.project_of(queries.current(at=clock.now()), reference)
    context = {**presenters.project_context(said), "release": release}
    return render(request, "publishing/public/project.html", context)


@public_page
def money(request: HttpRequest) -> HttpResponse:
    """From crime to community: what came in, what was awarded, whom it reached."""
    found = queries.current(at=clock.now())
    way = presenters.way_of_the_money([each.snapshot["totals"] for each in found])
    context = {"is_any": bool(found), "way": way, "releases": presenters.released(found)}
    return render(request, "publishing/public/money.html", context)


@public_page
def months(request: HttpRequest) -> HttpResponse:
    """Every monthly list."""
    found = queries.lists(queries.current(at=clock.now()))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"is_any": bool(found), "page": page, "table": presenters.months_table(list(page))}
    return render(request, "publishing/public/months.html", context)


@public_page
def months_csv(_: HttpRequest) -> HttpResponse:
    """Every monthly list in one file."""
    found = queries.lists(queries.current(at=clock.now()))
    return _file(made.lists_csv_of(found), "grants-by-month.csv", CSV)


def _list(text: str) -> Listed:
    return _one(queries.lists(queries.current(at=clock.now())), text)


def _one(found: list[Listed], text: str) -> Listed:
    listed = next((each for each in found if str(each.month) == text), None)
    if listed is None:
        raise NotYours
    return listed


@public_page
def month(request: HttpRequest, month: str) -> HttpResponse:
    """The grants of one month: recipient, purpose, conditions and reasons."""
    listed = _list(month)
    context = {
        "month": listed.month,
        "many": len(listed.items),
        "table": presenters.month_table(listed),
    }
    return render(request, "publishing/public/month.html", context)


@public_page
def month_csv(_: HttpRequest, month: str) -> HttpResponse:
    """The list of one month as a file."""
    return _file(made.list_csv(_list(month)), f"grants-{month}.csv", CSV)


@public_page
def spending(request: HttpRequest) -> HttpResponse:
    """Every monthly list of payments over £500."""
    found = queries.spending_lists(queries.current(at=clock.now()))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"is_any": bool(found), "page": page, "table": paid.months_table(list(page))}
    return render(request, "publishing/public/spending.html", context)


@public_page
def spending_csv(_: HttpRequest) -> HttpResponse:
    """Every monthly list of payments over £500 in one file."""
    found = queries.spending_lists(queries.current(at=clock.now()))
    return _file(made.spending_csv_of(found), "payments-by-month.csv", CSV)


@public_page
def spending_month(request: HttpRequest, month: str) -> HttpResponse:
    """The payments over £500 of one month: recipient, purpose and value."""
    found = queries.current(at=clock.now())
    listed = _one(queries.spending_lists(found), month)
    page = Paginator(listed.items, PER_PAGE).get_page(request.GET.get("page"))
    told = {each["reference"] for each in queries.projects(found)}
    context = {
        "month": listed.month,
        "summary": paid.summary(listed),
        "page": page,
        "table": paid.month_table(Listed(listed.month, list(page)), told),
    }
    return render(request, "publishing/public/spending_month.html", context)


@public_page
def spending_month_csv(_: HttpRequest, month: str) -> HttpResponse:
    """The payments over £500 of one month as a file."""
    listed = _one(queries.spending_lists(queries.current(at=clock.now())), month)
    return _file(made.spending_csv_of([listed]), f"payments-{month}.csv", CSV)


@public_page
def grants(request: HttpRequest, ending: str) -> HttpResponse:
    """Every grant that is public as a 360Giving file."""
    found = queries.current(at=clock.now())
    return _grants(request, found, ending, name="grants", address=request.path)


@public_page
def edition(request: HttpRequest, slug: str, number: int, ending: str) -> HttpResponse:
    """The grants as they were published in one number, replaced since or not."""
    release = published_one(Kind.GRANTS, slug, number=number, at=clock.now())
    return _grants(request, [release], ending, name=f"{slug}-{number}", address=request.path)


def _grants(
    request: HttpRequest, found: list[Release], ending: str, *, name: str, address: str
) -> HttpResponse:
    """The grants of releases in one of their forms. Raises `NotYours` where there are none."""
    package = made.joined([each.snapshot["package"] for each in found])
    if package is None or ending not in ("json", "csv", "csv-metadata.json"):
        raise NotYours
    here = address.removesuffix(ending)
    csv_address = request.build_absolute_uri(f"{here}csv")
    if ending == "json":
        package |= {
            "downloadURL": request.build_absolute_uri(address),
            "accessURL": request.build_absolute_uri(reverse("publishing:projects")),
        }
        return _file(made.grants_json(package), f"{name}.json", JSON)
    if ending == "csv-metadata.json":
        text = made.as_json(made.grants_metadata(package, url=csv_address))
        return _file(text, f"{name}.csv-metadata.json", DESCRIPTION)
    response = _file(made.grants_csv(package["grants"]), f"{name}.csv", CSV)
    response["Link"] = f'<{here}csv-metadata.json>; rel="describedby"; type="{DESCRIPTION}"'
    return response


def _file(text: str, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(text, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
