"""Released assessments and weeks: each edition at an address that never changes."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from headwater.core import clock
from headwater.web.public_site import addresses, presenters
from headwater.web.public_site.queries import Showing, released
from headwater.web.public_site.views import showing
from headwater.web.releases import queries as releases
from headwater.web.releases.errors import Withdrawn
from headwater.web.releases.models import Kind
from headwater.web.releases.serving import View, public_page


def kept_address(view: View) -> View:
    """An address of something withdrawn says so and why, with what there is instead."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Withdrawn as gone:
            return withdrawn(request, gone)

    return public_page(answer)


def withdrawn(request: HttpRequest, gone: Withdrawn) -> HttpResponse:
    """What stands in place of something withdrawn."""
    now = clock.now()
    release = gone.release
    others = [
        each
        for each in releases.numbers_of(release.kind, release.slug, at=now)
        if each.pk != release.pk
    ]
    context = {
        "release": release,
        "day": presenters.day(release.withdrawn_at),
        "correction": releases.correction_of(release, at=now),
        "numbers": presenters.numbers_table(others) if others else None,
    }
    return render(request, "public_site/withdrawn.html", context, status=410)


@public_page
def assessments(request: HttpRequest) -> HttpResponse:
    """Every assessment that is current, the latest first."""
    found = releases.published(Kind.ASSESSMENT, at=clock.now())
    context = {"assessments": presenters.listed(found)}
    return render(request, "public_site/assessments/list.html", context)


@public_page
def latest(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """To the edition that is current; where all were withdrawn, to the page that says so."""
    try:
        release = releases.published_one(kind, slug, number=None, at=clock.now())
    except Withdrawn as gone:
        release = gone.release
    return redirect(addresses.page_of(release))


def _shown(kind: str, slug: str, number: int) -> Showing:
    return released(kind, slug, number, at=clock.now())


@kept_address
def edition(request: HttpRequest, kind: str, slug: str, number: int) -> HttpResponse:
    """One edition."""
    return showing.edition(request, _shown(kind, slug, number))


@kept_address
def chapter(request: HttpRequest, kind: str, slug: str, number: int, name: str) -> HttpResponse:
    """One chapter."""
    return showing.chapter(request, _shown(kind, slug, number), name)


@kept_address
def tables(request: HttpRequest, kind: str, slug: str, number: int) -> HttpResponse:
    """Every table and file."""
    return showing.tables(request, _shown(kind, slug, number))


@kept_address
def table(request: HttpRequest, kind: str, slug: str, number: int, name: str) -> HttpResponse:
    """One table."""
    return showing.table(request, _shown(kind, slug, number), name)


@kept_address
def explain(request: HttpRequest, kind: str, slug: str, number: int) -> HttpResponse:
    """What one number rests on."""
    return showing.explain(request, _shown(kind, slug, number), request.GET.get("figure", ""))


@kept_address
def table_file(
    request: HttpRequest, kind: str, slug: str, number: int, name: str, ending: str
) -> HttpResponse:
    """A table as a file."""
    return showing.table_file(_shown(kind, slug, number), name, ending)


@kept_address
def picture(request: HttpRequest, kind: str, slug: str, number: int, name: str) -> HttpResponse:
    """A chart or map."""
    return showing.picture(_shown(kind, slug, number), name)


@kept_address
def document(
    request: HttpRequest, kind: str, slug: str, number: int, name: str
) -> HttpResponseBase:
    """A whole document."""
    return showing.document(_shown(kind, slug, number), name)
