"""Early warning for the public: released weeks, their feed, and what each rule turned out worth."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from headwater.core import clock
from headwater.web.design_system.csv_files import csv_response
from headwater.web.public_site import presenters, scorecards
from headwater.web.public_site.feeds import WARNINGS, atom
from headwater.web.public_site.queries import site_owner
from headwater.web.public_site.views.assessments import kept_address
from headwater.web.public_site.views.updates import IN_FEED
from headwater.web.releases import queries as releases
from headwater.web.releases.models import Kind
from headwater.web.releases.serving import public_page

A_PAGE = 25


@public_page
def warnings(request: HttpRequest) -> HttpResponse:
    """Every week that is current, the latest week first."""
    found = releases.published(Kind.WARNING, at=clock.now())
    found = found.order_by("-edition__week", "-published_at")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "weeks": presenters.listed(page.object_list),
    }
    return render(request, "public_site/warnings/list.html", context)


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    """Weeks as an Atom feed, as they were published."""
    found = releases.published(Kind.WARNING, at=clock.now())[:IN_FEED]
    owner = site_owner(timezone.localdate())
    text = atom(
        WARNINGS,
        [presenters.warning_entry(each) for each in found],
        owner=owner.name if owner else "headwater",
        root=request.build_absolute_uri("/").rstrip("/"),
    )
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


@public_page
def every_scorecard(request: HttpRequest) -> HttpResponse:
    """The scorecards of each partnership that are current."""
    found = releases.published(Kind.SCORECARD, at=clock.now())
    context = {"found": presenters.listed(found)}
    return render(request, "public_site/warnings/scorecards.html", context)


@kept_address
def scorecard(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The scorecards of one partnership as they were released."""
    now = clock.now()
    release = releases.published_one(Kind.SCORECARD, slug, number=number, at=now)
    numbers = list(releases.numbers_of(Kind.SCORECARD, slug, at=now))
    context = {
        **scorecards.context(release),
        "notices": presenters.notices(release, numbers),
        "numbers": presenters.numbers_table(numbers),
        "day": presenters.day(release.published_at),
    }
    return render(request, "public_site/warnings/scorecard.html", context)


@kept_address
def scorecard_file(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The same as CSV."""
    release = releases.published_one(Kind.SCORECARD, slug, number=number, at=clock.now())
    name = f"{release.slug}-{release.number}.csv"
    return csv_response(name, scorecards.CSV_COLUMNS, scorecards.csv_rows(release))
