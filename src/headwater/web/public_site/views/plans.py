"""Joint plans for the public: the one each partnership adopted, and how its promises go."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from headwater.core import clock
from headwater.web.design_system.csv_files import csv_response
from headwater.web.public_site import plans as presented
from headwater.web.public_site import presenters
from headwater.web.public_site.views.assessments import kept_address
from headwater.web.releases import queries as releases
from headwater.web.releases.models import Kind
from headwater.web.releases.serving import public_page


@public_page
def plans(request: HttpRequest) -> HttpResponse:
    """The plan of each partnership that is current."""
    found = releases.published(Kind.PLAN, at=clock.now())
    context = {"found": presenters.listed(found)}
    return render(request, "public_site/plans/plans.html", context)


@kept_address
def plan(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One partnership's plan as it was released, with its promises."""
    now = clock.now()
    release = releases.published_one(Kind.PLAN, slug, number=number, at=now)
    numbers = list(releases.numbers_of(Kind.PLAN, slug, at=now))
    context = {
        **presented.context(release),
        "notices": presenters.notices(release, numbers),
        "numbers": presenters.numbers_table(numbers),
        "day": presenters.day(release.published_at),
    }
    return render(request, "public_site/plans/plan.html", context)


@kept_address
def promises(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The promises as CSV."""
    release = releases.published_one(Kind.PLAN, slug, number=number, at=clock.now())
    name = f"{release.slug}-{release.number}-promises.csv"
    return csv_response(name, presented.PROMISE_COLUMNS, presented.promise_rows(release))
