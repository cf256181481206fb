"""What the pages about indicators and areas show, signed in and public alike."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator

from headwater.core import words
from headwater.rulebook import Indicator
from headwater.web.accounts.errors import NotYours
from headwater.web.design_system.forms import Form
from headwater.web.design_system.parts import Cell, CellLike, Column, Figure, Link, Table
from headwater.web.editions import figures, indicator_maps, indicator_words
from headwater.web.editions.figures import Value
from headwater.web.editions.indicator_charts import Point, Spine, dots, over_time, spine
from headwater.web.editions.indicator_words import Headline, IndicatorLinks
from headwater.web.editions.indicators import (
    Reading,
    Shelf,
    comparison_value,
    latest,
    latest_whole,
    loads_of,
)
from headwater.web.editions.models import Edition

PER_PAGE = 25
MOST_DRAWN = 20
MOST_BESIDE = 3
CSV, CSVW, JSON = "values.csv", "values.csv-metadata.json", "values.json"
RANKING, TREND, MAP, GEOJSON = "ranking.svg", "trend.svg", "map.svg", "map.geojson"


@dataclass(frozen=True, slots=True)
class Shown:
    """One indicator as the latest edition has it, and over periods in one area."""

    indicator: Indicator
    readings: tuple[Reading, ...]
    whole: Reading | None
    series: tuple[Reading, ...]
    """Of the chosen area, earliest first."""
    rules: tuple[str, ...]
    """How its tables hide small numbers, and what they note."""

    @property
    def edition(self) -> Edition:
        """The edition that the readings came from."""
        return self.readings[0].edition

    @property
    def chosen(self) -> Reading | None:
        """The latest reading of the chosen area."""
        return self.series[-1] if self.series else None

    @property
    def area_name(self) -> str:
        """The chosen area's name."""
        return self.chosen.area_name if self.chosen else ""


def shown(found: Shelf, indicator: Indicator, area: str = "") -> Shown:
    """An indicator for a page. Raises `NotYours` where no edition has it, or not in that area."""
    readings = latest(found, indicator)
    if not readings:
        raise NotYours
    whole = latest_whole(found, indicator, readings)
    series = found.series(indicator, area or readings[0].edition.area_code)
    if area and not series:
        raise NotYours
    return Shown(indicator, readings, whole, series, found.rules(indicator, readings[0].edition))


def overview_context(
    found: Shelf, indicators: Sequence[Indicator], links: IndicatorLinks
) -> dict[str, Any]:
    """Every indicator in words under its theme, and before them those that changed."""
    themes = [
        (theme, [headline(found, each, links) for each in held])
        for theme, held in indicator_words.by_theme(indicators)
    ]
    said = [line for _, lines in themes for line in lines]
    changed = {(line.says, line.value): line for line in reversed(said) if line.has_changed}
    return {
        "themes": themes,
        "changed": list(reversed(changed.values())),
        "editions": found.editions,
    }


def headline(found: Shelf, indicator: Indicator, links: IndicatorLinks) -> Headline:
    """An indicator in a few words: its value for the whole area and how that changed."""
    readings = latest(found, indicator)
    whole = latest_whole(found, indicator, readings)
    series = found.series(indicator, readings[0].edition.area_code) if whole else ()
    return indicator_words.headline(indicator, readings, whole, series, links)


def indicator_context(
    page: Shown, links: IndicatorLinks, *, number: str | None, address: str
) -> dict[str, Any]:
    """Everything the page of an indicator says."""
    indicator, whole = page.indicator, page.whole
    listed = Paginator(indicator_words.ranked(page.readings), PER_PAGE).get_page(number)
    loads = loads_of([*page.readings[:1], *([whole] if whole else [])])
    return {
        "indicator": indicator,
        "edition": page.edition,
        "area_name": page.area_name,
        "is_draft": page.edition.status == "draft",
        "whole": whole,
        "value_words": indicator_words.full_words(whole) if whole else "",
        "standing": indicator_words.standing_words(page.readings, whole),
        "course": _course_sentence(page.series) or _trend_sentence(page.readings),
        "page": listed,
        "ranking": _ranking(page, listed, links),
        "ranking_chart": ranking_figure(page, links),
        "trend": _trend(page, links),
        "trend_chart": trend_figure(page, links),
        "facts": indicator_words.facts(indicator, page.readings[0]),
        "sources": indicator_words.source_table(loads),
        "caveats": [*indicator.caveats, *page.rules],
        "downloads": downloads(indicator, links),
        "map_href": links.map(indicator.id),
        "cite": indicator_words.cite(indicator, page.edition, address=address),
        "licence": page.edition.facts.get("licence", ""),
        "contact": page.edition.facts.get("contact", ""),
    }


def _ranking(page: Shown, listed: Page[Reading], links: IndicatorLinks) -> Table:
    caption = f"{page.indicator.title}, {page.readings[0].period}"
    first = page.whole if listed.number == 1 else None
    return indicator_words.ranking(
        list(listed.object_list), page.whole, links, first=first, caption=caption
    )


def _trend(page: Shown, links: IndicatorLinks) -> Table:
    caption = f"{page.indicator.title} in {page.area_name or page.edition.area_name} by period"
    return indicator_words.trend_table(page.series, links, caption=caption)


def _course_sentence(series: Sequence[Reading]) -> str:
    if not series:
        return ""
    _, says = indicator_words.course_words(series)
    return f"{says[:1].upper()}{says[1:]}."


def _trend_sentence(readings: Sequence[Reading]) -> str:
    says = indicator_words.trend_words(readings)
    return f"{says[:1].upper()}{says[1:]}."


def downloads(indicator: Indicator, links: IndicatorLinks) -> list[Link]:
    """Files of an indicator."""
    return [
        Link("Every value as CSV", links.file(indicator.id, CSV)),
        Link("What the columns of the CSV mean (CSV on the Web)", links.file(indicator.id, CSVW)),
        Link("Every value as JSON", links.file(indicator.id, JSON)),
    ]


# --- charts --------------------------------------------------------------------------------------


def ranking_figure(page: Shown, links: IndicatorLinks) -> Figure:
    """The areas beside each other."""
    drawn = indicator_words.ranked(page.readings)[:MOST_DRAWN]
    most = f"The {MOST_DRAWN} highest of {len(page.readings)} areas. " * (
        len(page.readings) > MOST_DRAWN
    )
    return Figure(
        title=_ranking_title(page),
        summary=f"{most}{indicator_words.standing_words(page.readings, page.whole)}",
        image=links.file(page.indicator.id, RANKING),
        alt=_alt(drawn),
        downloads=(Link("Picture as SVG", links.file(page.indicator.id, RANKING)),),
        basis=f"{page.readings[0].period}. Lines are 95% intervals; triangles point up or down "
        "where an area is higher or lower than the dashed line.",
    )


def _ranking_title(page: Shown) -> str:
    known = [each for each in indicator_words.ranked(page.readings) if each.number is not None]
    if not known:
        return f"{page.indicator.title}: no area has a number to show"
    return f"{known[0].area_name} has the highest value, {known[-1].area_name} the lowest"


def _alt(readings: Sequence[Reading]) -> str:
    said = [f"{each.area_name} {indicator_words.value_words(each)}" for each in readings[:7]]
    more = " and so on, as in the table" if len(readings) > 7 else ""
    return f"Dots in order: {', '.join(said)}{more}."


def ranking_svg(page: Shown) -> str:
    """The picture of the areas beside each other."""
    drawn = indicator_words.ranked(page.readings)[:MOST_DRAWN]
    benchmark, name = comparison_value(drawn[0], page.whole)
    return dots(
        [_point(each, each.area_name, indicator_words.side_of(each, page.whole)) for each in drawn],
        title=f"{page.indicator.title}, {drawn[0].period}",
        unit=page.indicator.unit,
        decimals=_decimals(drawn[0]),
        benchmark=benchmark if isinstance(benchmark, int | float) else None,
        benchmark_label=name,
    )


def _decimals(reading: Reading) -> int:
    return max(
        int(reading.column["decimals"]), 1 if reading.indicator.value_type.value == "rate" else 0
    )


def _point(reading: Reading, label: str, side: str, *, breaks: bool = False) -> Point:
    low, high = reading.interval or (None, None)
    return Point(label, reading.number, low, high, reading.mark, side, breaks)


def trend_figure(page: Shown, links: IndicatorLinks) -> Figure | None:
    """One area over periods; none where there is one period only."""
    if len(page.series) < 2:
        return None
    address = f"{links.file(page.indicator.id, TREND)}?area={page.series[-1].area_code}"
    said = [f"{each.period}: {indicator_words.value_words(each)}" for each in page.series]
    return Figure(
        title=f"{page.area_name}: {_course_sentence(page.series)}",
        summary="; ".join(said) + ".",
        image=address,
        alt=f"{page.indicator.title} in {page.area_name} over {len(page.series)} periods.",
        downloads=(Link("Picture as SVG", address),),
        basis="Lines are 95% intervals. A gap stands where it was counted another way.",
    )


def trend_svg(page: Shown) -> str:
    """The picture of one area over periods."""
    points = [
        _point(
            each,
            _short_period(each),
            "",
            breaks=at > 0 and page.series[at - 1].definition != each.definition,
        )
        for at, each in enumerate(page.series)
    ]
    return over_time(
        points,
        title=f"{page.indicator.title} in {page.area_name}",
        unit=page.indicator.unit,
        decimals=_decimals(page.series[-1]),
    )


def _short_period(reading: Reading) -> str:
    return f"to {words.short_month(f'{reading.last:%Y-%m}')}"


# --- areas ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """An area with a profile."""

    code: str
    name: str
    level: str
    parent: str


def places(found: Shelf, indicators: Sequence[Indicator]) -> list[Place]:
    """Every area that some indicator is read in: the whole areas, then each level by name."""
    seen: dict[str, Place] = {}
    for edition in found.editions:
        seen.setdefault(
            edition.area_code, Place(edition.area_code, edition.area_name, "whole area", "")
        )
    for indicator in indicators:
        for reading in latest(found, indicator):
            place = Place(
                reading.area_code, reading.area_name, indicator.area_level, reading.parent
            )
            seen.setdefault(place.code, place)
    levels = list(dict.fromkeys(place.level for place in seen.values()))
    return sorted(seen.values(), key=lambda each: (levels.index(each.level), each.name))


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator on an area's profile."""

    indicator: Indicator
    reading: Reading
    whole: Reading | None
    readings: tuple[Reading, ...]
    """The same indicator in the areas of the same level."""


def lines(found: Shelf, indicators: Sequence[Indicator], area: str) -> list[Line]:
    """Every indicator that has the area, from the latest edition that has it there."""
    return list(_lines(found, indicators, area))


def _lines(found: Shelf, indicators: Sequence[Indicator], area: str) -> Iterator[Line]:
    for indicator in indicators:
        for edition in found.editions:
            reading = found.at(indicator, edition, area)
            if reading is not None:
                readings = found.readings(indicator, edition)
                yield Line(indicator, reading, found.whole(indicator, edition), readings)
                break


def area_context(
    found: Shelf,
    indicators: Sequence[Indicator],
    links: IndicatorLinks,
    *,
    area: str,
    beside: Sequence[str],
) -> dict[str, Any]:
    """Everything an area's profile says. Raises `NotYours` where no edition knows the area."""
    known = places(found, indicators)
    place = next((each for each in known if each.code == area), None)
    told = lines(found, indicators, area)
    if place is None or not told:
        raise NotYours
    parent = next((each for each in known if each.name == place.parent), None)
    peers = [
        each
        for each in known
        if (each.level, each.parent) == (place.level, place.parent) and each.code != area
    ]
    chosen = [each for each in peers if each.code in beside][:MOST_BESIDE]
    return {
        "place": place,
        "period": told[0].reading.edition.period_words,
        "edition": told[0].reading.edition,
        "sentences": _sentences(told, links),
        "spine": _spine_figure(told, place, links),
        "table": profile_table(told, chosen, links, caption=f"{place.name}: every indicator"),
        "peers": peers,
        "form": BesideForm.of(peers, chosen),
        "below": [Link(p.name, links.area(p.code)) for p in known if p.parent == place.name],
        "parent": parent,
        "parent_href": links.area(parent.code) if parent else "",
    }


class BesideForm(Form):
    """Which areas to set beside another."""

    beside = forms.MultipleChoiceField(
        label="Areas to set beside it",
        help_text=f"Up to {MOST_BESIDE}.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def of(cls, peers: Sequence[Place], chosen: Sequence[Place]) -> "BesideForm":
        """The form with the areas there are, those that were chosen ticked."""
        form = cls(initial={"beside": [each.code for each in chosen]})
        field = form.fields["beside"]
        field.choices = [(each.code, each.name) for each in peers]  # type: ignore[attr-defined]
        return form


def _sentences(told: Sequence[Line], links: IndicatorLinks) -> list[tuple[str, str, str]]:
    """Indicators on which the area stands out: title, address, words."""
    found = []
    for line in told:
        side = indicator_words.side_of(line.reading, line.whole)
        if side in ("", "similar", "not compared") or line.reading.is_whole:
            continue
        value, name = comparison_value(line.reading, line.whole)
        beside = figures.shown(value, line.reading.column)
        than = f" than {name} ({beside})" if name and side in ("higher", "lower") else ""
        beside_words = f", set beside {beside} in {name}" if name and not than else ""
        says = f"{side}{than}: {indicator_words.full_words(line.reading)}{beside_words}"
        href = links.indicator_area(line.indicator.id, line.reading.area_code)
        found.append((line.indicator.title, href, says))
    return found


def profile_table(
    told: Sequence[Line], chosen: Sequence[Place], links: IndicatorLinks, *, caption: str
) -> Table:
    """Every indicator of an area beside the whole area, the range of areas and comparators."""
    return Table(
        caption=caption,
        columns=[
            Column("Indicator"),
            Column("Here", numeric=True),
            Column("95% interval", numeric=True),
            Column("Compared"),
            Column("Set beside", numeric=True),
            Column("Lowest to highest area", numeric=True),
            *(Column(each.name, numeric=True) for each in chosen),
            Column("How it was made"),
        ],
        rows=[_profile_row(line, chosen, links) for line in told],
        marks=words.MARK_MEANINGS,
        is_dense=True,
        notes=["Compared by the 95% interval; about one in twenty differs by chance alone."],
    )


def _profile_row(line: Line, chosen: Sequence[Place], links: IndicatorLinks) -> list[CellLike]:
    reading = line.reading
    value, name = comparison_value(reading, line.whole)
    tag = (
        None
        if reading.is_whole
        else indicator_words.side_tag(indicator_words.side_of(reading, line.whole), name)
    )
    by_code = {each.area_code: each for each in line.readings}
    others = [by_code.get(each.code) for each in chosen]
    return [
        Cell(
            line.indicator.title,
            href=links.indicator_area(line.indicator.id, reading.area_code),
            hint=f"{line.indicator.unit}, {reading.period}",
        ),
        indicator_words.value_cell(reading),
        indicator_words.interval_words(reading) if reading.interval else Cell(""),
        Cell(tag=tag) if tag else Cell(""),
        _beside_cell(reading, value, name),
        _range_words(line),
        *(indicator_words.value_cell(each) if each else Cell("") for each in others),
        indicator_words.explain_cell(reading, links),
    ]


def _beside_cell(reading: Reading, value: Value, name: str) -> Cell:
    if reading.is_whole or not isinstance(value, int | float):
        return Cell("")
    return Cell(figures.shown(value, reading.column), hint=name)


def _range_words(line: Line) -> str:
    known = [each for each in line.readings if each.number is not None]
    if len(known) < 2:
        return ""
    low, high = min(known, key=_number), max(known, key=_number)
    return f"{indicator_words.value_words(low)} to {indicator_words.value_words(high)}"


def _number(reading: Reading) -> float:
    return reading.number or 0.0


def _spine_figure(told: Sequence[Line], place: Place, links: IndicatorLinks) -> Figure | None:
    rows = _spine_rows(told)
    if not rows:
        return None
    out = [row for row in rows if row.side in ("higher", "worse", "lower", "better")]
    title = f"{place.name} stands out on {len(out)} of {words.counted(len(rows), 'indicator')}"
    return Figure(
        title=title,
        summary="Each row is one indicator on a scale of its own: the bar runs from the lowest to "
        "the highest area, the dashed line is what they are set beside, and the shape is "
        f"{place.name}. A triangle points where it is higher or lower than chance would explain.",
        image=links.area_file(place.code, "spine.svg"),
        alt=f"Spine chart of {place.name}; the table below has the same numbers.",
        downloads=(Link("Picture as SVG", links.area_file(place.code, "spine.svg")),),
    )


def _spine_rows(told: Sequence[Line]) -> list[Spine]:
    return [
        _spine_row(line)
        for line in told
        if not line.reading.is_whole and line.indicator.value_type.is_comparable
    ]


def _spine_row(line: Line) -> Spine:
    value, _ = comparison_value(line.reading, line.whole)
    known = [each.number for each in line.readings if each.number is not None]
    return Spine(
        label=line.indicator.title,
        value=line.reading.number,
        benchmark=float(value) if isinstance(value, int | float) else None,
        lowest=min(known, default=None),
        highest=max(known, default=None),
        side=indicator_words.side_of(line.reading, line.whole),
        mark=line.reading.mark,
    )


def spine_svg(told: Sequence[Line], *, name: str) -> str:
    """The picture of an area's profile."""
    return spine(
        _spine_rows(told), title=f"{name} beside the whole area", benchmark_label="Set beside"
    )


# --- maps ----------------------------------------------------------------------------------------


def map_context(page: Shown, links: IndicatorLinks, *, number: str | None) -> dict[str, Any]:
    """The list, the classes and the picture of a map."""
    found = indicator_maps.bands(page.readings)
    hidden = [each for each in page.readings if each.number is None]
    listed = Paginator(indicator_words.ranked(page.readings), PER_PAGE).get_page(number)
    return {
        "indicator": page.indicator,
        "edition": page.edition,
        "period": page.readings[0].period,
        "has_outlines": bool(indicator_maps.shapes_of(page.readings)),
        "bands": found,
        "hidden": len(hidden),
        "page": listed,
        "table": _map_table(page, listed, found, links),
        "standing": indicator_words.standing_words(page.readings, page.whole),
        "picture": links.file(page.indicator.id, MAP),
        "geojson": links.file(page.indicator.id, GEOJSON),
        "indicator_href": links.indicator(page.indicator.id),
    }


def _map_table(
    page: Shown, listed: Page[Reading], found: Sequence[indicator_maps.Band], links: IndicatorLinks
) -> Table:
    rows: list[list[CellLike]] = []
    for reading in listed:
        band = indicator_maps.band_of(reading, found)
        rows.append(
            [
                Cell(reading.area_name, href=links.area(reading.area_code), hint=reading.parent),
                indicator_words.value_cell(reading),
                f"{band.number}: {band.name}" if band else "No number to show",
            ]
        )
    return Table(
        caption=f"{page.indicator.title}, {page.readings[0].period}",
        columns=[
            Column("Area"),
            Column(f"Value ({page.indicator.unit})", numeric=True),
            Column("Class on the map"),
        ],
        rows=rows,
        marks=words.MARK_MEANINGS,
        is_dense=True,
    )


def map_svg(page: Shown) -> str:
    """The picture of the map."""
    return indicator_maps.picture(
        page.readings, title=f"Map of {page.indicator.title}, {page.readings[0].period}"
    )


def map_geojson(page: Shown, links: IndicatorLinks) -> Mapping[str, Any]:
    """The map for the browser."""
    pages = {each.area_code: links.area(each.area_code) for each in page.readings}
    return indicator_maps.geojson(page.readings, links=pages)
