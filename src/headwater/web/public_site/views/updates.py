"""The commissioner's own posts, as they were released, and their feed."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from headwater.core import clock
from headwater.web.public_site import presenters
from headwater.web.public_site.feeds import UPDATES, atom
from headwater.web.public_site.queries import site_owner
from headwater.web.public_site.views.assessments import kept_address
from headwater.web.releases import queries as releases
from headwater.web.releases.models import Kind
from headwater.web.releases.serving import public_page

A_PAGE = 25
IN_FEED = 30


@public_page
def updates(request: HttpRequest) -> HttpResponse:
    """Every post, the latest first."""
    found = releases.published(Kind.UPDATE, at=clock.now())
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown = [presenters.update(each) for each in page.object_list]
    return render(request, "public_site/updates/list.html", {"updates": shown, "page": page})


@kept_address
def update(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """One post: as it is now, or as it was in one number of it."""
    now = clock.now()
    release = releases.published_one(Kind.UPDATE, slug, number=number, at=now)
    found = list(releases.numbers_of(Kind.UPDATE, slug, at=now))
    context = {
        "release": release,
        "update": presenters.update(release),
        "notices": presenters.notices(release, found),
    }
    return render(request, "public_site/updates/update.html", context)


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    """Posts as an Atom feed."""
    found = releases.published(Kind.UPDATE, at=clock.now())[:IN_FEED]
    owner = site_owner(timezone.localdate())
    text = atom(
        UPDATES,
        [presenters.update_entry(each) for each in found],
        owner=owner.name if owner else "headwater",
        root=request.build_absolute_uri("/").rstrip("/"),
    )
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")
