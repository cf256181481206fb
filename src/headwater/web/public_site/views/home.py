"""The first page: what serious violence looks like here, and where to go from it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from headwater.core import clock
from headwater.web.public_site import presenters
from headwater.web.public_site.indicators import headlines
from headwater.web.public_site.queries import latest_assessment, site_owner
from headwater.web.public_site.reading import help_lines
from headwater.web.releases import queries as releases
from headwater.web.releases.models import Kind
from headwater.web.releases.serving import public_page

UPDATES = 3
IN_NUMBERS = ("serious-violence", "emergency-department-assaults", "ambulance-violence")
"""The same thing as police, hospitals and ambulances see it."""


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The first page."""
    now = clock.now()
    shown = latest_assessment(at=now)
    updates = releases.published(Kind.UPDATE, at=now)[:UPDATES]
    context: dict[str, Any] = {
        "owner": site_owner(timezone.localdate()),
        "shown": shown,
        "findings": [],
        "updates": [presenters.update(each) for each in updates],
        "warning": releases.published(Kind.WARNING, at=now).exists(),
        "emergency": [each for each in help_lines() if each.group == "emergency"][:2],
    }
    if shown is not None:
        context["findings"] = presenters.first_findings(shown)
        context["day"] = presenters.day(shown.release.published_at)
        context["numbers"] = headlines(*IN_NUMBERS)
        context["map"] = drawn = shown.edition.pictures.filter(kind="map").first()
        context["map_href"] = shown.addresses.picture(drawn.slug) if drawn else ""
    return render(request, "public_site/home.html", context)
