"""Answers about indicators that are the same signed in and in public: files, pictures, lists."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse

from headwater import rulebook
from headwater.rulebook import Indicator
from headwater.web.accounts.errors import NotYours
from headwater.web.design_system.forms import Form
from headwater.web.design_system.parts import Cell, Column, Table
from headwater.web.editions import indicator_files, indicator_pages
from headwater.web.editions.indicator_pages import (
    CSV,
    CSVW,
    GEOJSON,
    JSON,
    MAP,
    PER_PAGE,
    RANKING,
    TREND,
    Place,
)
from headwater.web.editions.indicator_words import IndicatorLinks
from headwater.web.editions.indicators import Reading, Shelf

SVG = "image/svg+xml"
SPINE = "spine.svg"


def indicator_file(
    found: Shelf, indicator: Indicator, file: str, links: IndicatorLinks, *, area: str
) -> HttpResponse:
    """A file of an indicator by its name. Raises `NotYours` where there is none of that name."""
    make = MAKERS.get(file)
    if make is None:
        raise NotYours
    return make(found, indicator, links, area)


def every_reading(found: Shelf, indicator: Indicator) -> tuple[Reading, ...]:
    """An indicator in every area and period that the editions hold, latest first.

    A period that several editions tell of comes from the latest of them only.
    """
    seen: dict[tuple[str, object, object, str], Reading] = {}
    for edition in found.editions:
        whole = found.whole(indicator, edition)
        for each in (*([whole] if whole else []), *found.readings(indicator, edition)):
            seen.setdefault((each.area_code, each.first, each.last, each.period), each)
    return tuple(seen.values())


def _readings(found: Shelf, indicator: Indicator) -> tuple[Reading, ...]:
    readings = every_reading(found, indicator)
    if not readings:
        raise NotYours
    return readings


def _csv(found: Shelf, indicator: Indicator, links: IndicatorLinks, area: str) -> HttpResponse:
    text = indicator_files.csv_text(_readings(found, indicator))
    return _saved(text, "text/csv; charset=utf-8", f"{indicator.id}.csv")


def _csvw(found: Shelf, indicator: Indicator, links: IndicatorLinks, area: str) -> HttpResponse:
    readings = _readings(found, indicator)
    made = indicator_files.metadata(indicator, readings, csv_address=CSV, contact="")
    return HttpResponse(indicator_files.json_text(made), content_type="application/csvm+json")


def _json(found: Shelf, indicator: Indicator, links: IndicatorLinks, area: str) -> HttpResponse:
    made = indicator_files.json_value(indicator, _readings(found, indicator))
    return HttpResponse(indicator_files.json_text(made), content_type="application/json")


def _ranking(found: Shelf, indicator: Indicator, links: IndicatorLinks, area: str) -> HttpResponse:
    page = indicator_pages.shown(found, indicator)
    return HttpResponse(indicator_pages.ranking_svg(page), content_type=SVG)


def _trend(found: Shelf, indicator: Indicator, links: IndicatorLinks, area: str) -> HttpResponse:
    page = indicator_pages.shown(found, indicator, area)
    if not page.series:
        raise NotYours
    return HttpResponse(indicator_pages.trend_svg(page), content_type=SVG)


def _map(found: Shelf, indicator: Indicator, links: IndicatorLinks, area: str) -> HttpResponse:
    page = indicator_pages.shown(found, indicator)
    return HttpResponse(indicator_pages.map_svg(page), content_type=SVG)


def _geojson(found: Shelf, indicator: Indicator, links: IndicatorLinks, area: str) -> HttpResponse:
    page = indicator_pages.shown(found, indicator)
    text = indicator_files.json_text(indicator_pages.map_geojson(page, links), indent=None)
    return HttpResponse(text, content_type="application/geo+json")


Maker = Callable[[Shelf, Indicator, IndicatorLinks, str], HttpResponse]
MAKERS: Mapping[str, Maker] = {
    CSV: _csv,
    CSVW: _csvw,
    JSON: _json,
    RANKING: _ranking,
    TREND: _trend,
    MAP: _map,
    GEOJSON: _geojson,
}


def _saved(text: str, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


# --- areas ---------------------------------------------------------------------------------------


class FindForm(Form):
    """A part of an area's name."""

    name = forms.CharField(label="Name or code of an area", max_length=60, required=False)


def areas_context(
    found: Shelf, links: IndicatorLinks, *, asked: Mapping[str, Any], number: str | None
) -> dict[str, Any]:
    """Areas with a profile, those whose name or code holds what was asked for."""
    form = FindForm(asked)
    wanted = form.cleaned_data["name"].strip().lower() if form.is_valid() else ""
    known = indicator_pages.places(found, rulebook.indicators())
    fitting = [p for p in known if wanted in p.name.lower() or wanted in p.code.lower()]
    page = Paginator(fitting, PER_PAGE).get_page(number)
    return {"form": form, "page": page, "table": _places_table(page, links), "known": len(known)}


def _places_table(places: Iterable[Place], links: IndicatorLinks) -> Table:
    return Table(
        caption="Areas",
        columns=[Column("Area"), Column("What it is"), Column("In"), Column("Code")],
        rows=[
            [Cell(each.name, href=links.area(each.code)), each.level, each.parent, each.code]
            for each in places
        ],
        when_empty="No area has that in its name. Take away the filter to see every area.",
    )


def area_file(found: Shelf, area: str, file: str) -> HttpResponse:
    """The picture of an area's profile. Raises `NotYours` for any other file."""
    told = indicator_pages.lines(found, rulebook.indicators(), area)
    if file != SPINE or not told:
        raise NotYours
    name = told[0].reading.area_name
    return HttpResponse(indicator_pages.spine_svg(told, name=name), content_type=SVG)
