"""Pages of indicators and areas for those who are signed in."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from headwater import rulebook
from headwater.core.errors import NotFoundError
from headwater.rulebook import Indicator
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.requests import ActorRequest
from headwater.web.editions import indicator_answers, indicator_pages
from headwater.web.editions.indicator_words import IndicatorLinks
from headwater.web.editions.indicators import Shelf, held_indicators, shelf
from headwater.web.insights.indicators.links import links_in
from headwater.web.insights.indicators.queries import editions_of
from headwater.web.partners.queries import workspace_for


@dataclass(frozen=True, slots=True)
class Here:
    """What a workspace holds, for one request."""

    found: Shelf
    links: IndicatorLinks


def _here(request: ActorRequest, workspace: str, *indicators: Indicator) -> Here:
    held = workspace_for(request.actor, workspace)
    wanted = indicators or rulebook.indicators()
    return Here(shelf(editions_of(request.actor, held), wanted), links_in(workspace))


def _indicator(name: str) -> Indicator:
    try:
        return rulebook.indicator(name)
    except NotFoundError as error:
        raise NotYours from error


@require_safe
def indicators(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every indicator, in words first."""
    here = _here(request, workspace)
    held = held_indicators(here.found)
    context = indicator_pages.overview_context(here.found, held, here.links)
    return render(request, "indicators/overview.html", {**context, "workspace": workspace})


@require_safe
def indicator(
    request: ActorRequest, workspace: str, indicator: str, area: str = ""
) -> HttpResponse:
    """One indicator: all areas, one area over periods, and everything it rests on."""
    wanted = _indicator(indicator)
    here = _here(request, workspace, wanted)
    page = indicator_pages.shown(here.found, wanted, area)
    context = indicator_pages.indicator_context(
        page,
        here.links,
        number=request.GET.get("page"),
        address=request.build_absolute_uri(here.links.indicator(wanted.id)),
    )
    return render(request, "indicators/indicator.html", {**context, "workspace": workspace})


@require_safe
def indicator_map(request: ActorRequest, workspace: str, indicator: str) -> HttpResponse:
    """An indicator as a list and a map."""
    wanted = _indicator(indicator)
    here = _here(request, workspace, wanted)
    page = indicator_pages.shown(here.found, wanted)
    context = indicator_pages.map_context(page, here.links, number=request.GET.get("page"))
    return render(request, "indicators/map.html", {**context, "workspace": workspace})


@require_safe
def indicator_file(
    request: ActorRequest, workspace: str, indicator: str, file: str
) -> HttpResponse:
    """An indicator as a file or a picture."""
    wanted = _indicator(indicator)
    here = _here(request, workspace, wanted)
    return indicator_answers.indicator_file(
        here.found, wanted, file, here.links, area=request.GET.get("area", "")
    )


@require_safe
def areas(request: ActorRequest, workspace: str) -> HttpResponse:
    """Every area that has a profile."""
    here = _here(request, workspace)
    context = indicator_answers.areas_context(
        here.found, here.links, asked=request.GET, number=request.GET.get("page")
    )
    return render(request, "indicators/areas.html", {**context, "workspace": workspace})


@require_safe
def area(request: ActorRequest, workspace: str, area: str) -> HttpResponse:
    """One area: every indicator beside the whole area and areas of one's choice."""
    here = _here(request, workspace)
    context = indicator_pages.area_context(
        here.found,
        rulebook.indicators(),
        here.links,
        area=area,
        beside=request.GET.getlist("beside"),
    )
    return render(request, "indicators/area.html", {**context, "workspace": workspace})


@require_safe
def area_file(request: ActorRequest, workspace: str, area: str, file: str) -> HttpResponse:
    """The picture of an area's profile."""
    here = _here(request, workspace)
    return indicator_answers.area_file(here.found, area, file)
