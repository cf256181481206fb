"""Area profiles for the public: every published indicator of one place."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from headwater import rulebook
from headwater.web.editions import indicator_answers, indicator_pages
from headwater.web.public_site.indicators import public


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """Every area that has a profile."""
    held = public()
    context = indicator_answers.areas_context(
        held.found, held.links, asked=request.GET, number=request.GET.get("page")
    )
    return render(request, "public_site/areas/areas.html", context)


@require_safe
def area(request: HttpRequest, area: str) -> HttpResponse:
    """One area beside the whole area and areas of one's choice."""
    held = public()
    context = indicator_pages.area_context(
        held.found,
        rulebook.indicators(),
        held.links,
        area=area,
        beside=request.GET.getlist("beside"),
    )
    return render(request, "public_site/areas/area.html", context)


@require_safe
def area_file(request: HttpRequest, area: str, file: str) -> HttpResponse:
    """The picture of an area's profile."""
    return indicator_answers.area_file(public().found, area, file)
