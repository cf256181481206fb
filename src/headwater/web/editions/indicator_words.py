"""Indicators in words and tables, the same for signed-in and public pages.

Whoever shows them says in `IndicatorLinks` where things are.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html

from headwater.core import words
from headwater.rulebook import Indicator, definitions
from headwater.web.design_system.parts import Cell, CellLike, Colour, Column, Row, Table, Tag
from headwater.web.editions import figures
from headwater.web.editions.figures import Value
from headwater.web.editions.indicators import Reading, comparison_value
from headwater.web.editions.models import Edition, Working
from headwater.web.editions.rules.change import Course, Estimate, Side, beside, course

NOT_HELD = "Not held in the table"
NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class IndicatorLinks:
    """Where the pages and files about indicators are, for whoever shows them."""

    indicator: Callable[[str], str]
    """From an indicator's id to its page."""
    area: Callable[[str], str]
    """From an area's code to its profile."""
    indicator_area: Callable[[str, str], str]
    file: Callable[[str, str], str]
    """From an indicator's id and the name of a file to that file."""
    area_file: Callable[[str, str], str]
    map: Callable[[str], str]
    explain: Callable[[Edition, str], str]
    """From an edition and a figure's name to the page that explains the number."""
    edition: Callable[[Edition], str]


@dataclass(frozen=True, slots=True)
class Headline:
    """One indicator on the overview, in words first."""

    title: str
    href: str
    value: str
    says: str
    standing: str
    tag: Tag | None
    """Which way it went; none where nothing can be said."""
    has_changed: bool


def value_words(reading: Reading) -> str:
    """The value as people read it; a mark where it is not there."""
    return figures.shown(reading.value, reading.column)


def unit_words(reading: Reading) -> str:
    """The unit after a value, without a percent sign, which the value carries itself."""
    indicator = reading.indicator
    return "" if indicator.unit == "%" else indicator.unit


def value_cell(reading: Reading) -> Cell:
    """The value, or its mark with its meaning."""
    said = value_words(reading)
    return Cell(mark=said) if said in words.MARK_MEANINGS else Cell(_with_sign(said, reading))


def full_words(reading: Reading) -> str:
    """Value, unit and interval in one line."""
    said = value_words(reading)
    if said in words.MARK_MEANINGS:
        return f"{said}: {words.MARK_MEANINGS[said]}"
    unit = unit_words(reading)
    line = f"{_with_sign(said, reading)}{' ' + unit if unit else ''}"
    limits = interval_words(reading)
    return f"{line} (95% interval {limits})" if reading.interval else line


def interval_words(reading: Reading) -> str:
    """Both limits, or why there are none."""
    if reading.interval is None:
        return "None given"
    low, high = (figures.shown(each, reading.column) for each in (reading.low, reading.high))
    return f"{low} to {high}"


def _with_sign(said: str, reading: Reading) -> str:
    needs_sign = reading.indicator.unit == "%" and not said.endswith("%")
    return f"{said}%" if needs_sign else said


def estimate(reading: Reading) -> Estimate | None:
    """The value with its limits, where it has both."""
    if reading.number is None or reading.interval is None:
        return None
    return Estimate(reading.number, *reading.interval)


def comparable(series: Sequence[Reading]) -> tuple[Reading, ...]:
    """The end of a series that may be compared: counted alike, months that do not overlap.

    Earliest first, as it came. Of two that overlap the later stays.
    """
    kept: list[Reading] = []
    for reading in reversed(series):
        if not kept:
            kept.append(reading)
        elif reading.definition != kept[-1].definition:
            break
        elif reading.last < kept[-1].first:
            kept.append(reading)
    return tuple(reversed(kept))


def course_of(series: Sequence[Reading]) -> Course:
    """Which way an indicator went in one area."""
    return course([estimate(each) for each in comparable(series)])


def course_words(series: Sequence[Reading]) -> tuple[Course, str]:
    """Which way an indicator went, as a clause that says how sure it is."""
    points = comparable(series)
    found = course([estimate(each) for each in points])
    if found in (Course.RISING, Course.FALLING):
        return found, f"{found.value} over the last five periods, unlikely to be chance"
    if found in (Course.HIGHER, Course.LOWER):
        return found, f"{found.value} than in {points[-2].period}, unlikely to be chance"
    if found is Course.UNCLEAR:
        return found, f"no clear change since {points[-2].period}"
    return _edition_says(series[-1]) if series else (found, "no total for the whole area")


def _edition_says(reading: Reading) -> tuple[Course, str]:
    """What the edition itself found beside the year before."""
    direction = reading.change.direction if reading.change else ""
    if direction == "rising":
        return Course.HIGHER, "higher than the year before, unlikely to be chance"
    if direction == "falling":
        return Course.LOWER, "lower than the year before, unlikely to be chance"
    if direction:
        return Course.UNCLEAR, "no clear change on the year before"
    return Course.UNKNOWN, "not enough periods to say which way it goes"


def course_tag(found: Course, indicator: Indicator) -> Tag:
    """Which way something went, in a tag. Colour says better or worse; the words say which way."""
    is_up = found in (Course.RISING, Course.HIGHER)
    is_down = found in (Course.FALLING, Course.LOWER)
    if not (is_up or is_down):
        return Tag(found.value.capitalize(), Colour.GREY)
    bad = {"high_is_bad": is_up, "low_is_bad": is_down}.get(indicator.polarity.value)
    colour = Colour.BLUE if bad is None else Colour.ORANGE if bad else Colour.TEAL
    return Tag(found.value.capitalize(), colour, indicator.polarity.words)


def side_of(reading: Reading, whole: Reading | None) -> str:
    """How an area stands to what it is set beside: the table's own word, or by the interval."""
    if reading.compared:
        return reading.compared
    value, _ = comparison_value(reading, whole)
    found = estimate(reading)
    if found is None or value is None or isinstance(value, str):
        return ""
    return beside(found, value).value


SIDE_COLOURS = {
    "higher": Colour.ORANGE,
    "worse": Colour.ORANGE,
    "lower": Colour.BLUE,
    "better": Colour.BLUE,
    Side.SIMILAR.value: Colour.GREY,
}


def side_tag(side: str, name: str) -> Tag | None:
    """The comparison as a tag; None where nothing was compared."""
    if not side or side == "not compared":
        return None
    meaning = f"Beside {name}: by the 95% interval" if name else "By the 95% interval"
    return Tag(side.capitalize(), SIDE_COLOURS.get(side, Colour.GREY), meaning)


def headline(
    indicator: Indicator,
    readings: Sequence[Reading],
    whole: Reading | None,
    series: Sequence[Reading],
    links: IndicatorLinks,
) -> Headline:
    """One indicator for the overview: its value, which way it went, who stands out."""
    found, says = course_words(series) if series else (Course.UNKNOWN, trend_words(readings))
    return Headline(
        title=indicator.title,
        href=links.indicator(indicator.id),
        value=full_words(whole) if whole else "",
        says=says[:1].upper() + says[1:] + ".",
        standing=standing_words(readings, whole),
        tag=None if found is Course.UNKNOWN else course_tag(found, indicator),
        has_changed=found not in (Course.UNKNOWN, Course.UNCLEAR),
    )


def trend_words(readings: Sequence[Reading]) -> str:
    """Which way the publisher's own periods went, area by area."""
    ways: dict[str, list[str]] = {}
    for reading in readings:
        ways.setdefault(reading.trend, []).append(reading.area_name)
    said = [
        f"{trend} over the last five periods: {_named(ways[trend])}"
        for trend in ("rose each time", "fell each time")
        if trend in ways
    ]
    if said:
        return "; ".join(said)
    if "no clear trend" in ways:
        return "no clear trend over the last five periods"
    return "not enough periods to say which way it goes"


def standing_words(readings: Sequence[Reading], whole: Reading | None) -> str:
    """Which areas stand out, named while they are few."""
    sides: dict[str, list[str]] = {}
    beside_what = ""
    for reading in readings:
        sides.setdefault(side_of(reading, whole), []).append(reading.area_name)
        beside_what = beside_what or comparison_value(reading, whole)[1]
    said = [
        f"{side.capitalize()}: {_named(sides[side])}"
        for side in ("higher", "worse", "lower", "better")
        if side in sides
    ]
    if said:
        tail = f" Set beside {beside_what}." if beside_what else ""
        return ". ".join(said) + "." + tail
    if Side.SIMILAR.value in sides:
        return "No area stands out."
    return "Areas are not compared."


def _named(names: Sequence[str]) -> str:
    if len(names) > NAMES_SHOWN + 1:
        return f"{', '.join(names[:NAMES_SHOWN])} and {len(names) - NAMES_SHOWN} more"
    return words.listed(names)


def ranked(readings: Sequence[Reading]) -> list[Reading]:
    """Highest first; those without a number last, by name."""
    return sorted(
        readings,
        key=lambda each: (
            each.number is None,
            -(each.number or 0),
            each.area_name,
        ),
    )


def ranking(
    readings: Sequence[Reading],
    whole: Reading | None,
    links: IndicatorLinks,
    *,
    caption: str,
    first: Reading | None = None,
) -> Table:
    """Areas in the order given, each with its interval and how it compares.

    `whole` is what they are set beside; `first` stands above them where it is given.
    """
    shown = [*([first] if first else []), *readings]
    return Table(
        caption=caption,
        columns=[
            Column("Area"),
            Column(_value_heading(readings or shown), numeric=True),
            Column("95% interval", numeric=True),
            Column("Number", numeric=True),
            Column("Out of", numeric=True),
            Column("Compared"),
            Column("How it was made"),
        ],
        rows=[_rank_row(each, whole, links) for each in shown],
        marks=words.MARK_MEANINGS,
        notes=_rank_notes(shown),
        standout=frozenset({0}) if first else frozenset(),
        is_dense=True,
        when_empty="No edition holds a number of it yet.",
    )


def _rank_row(reading: Reading, whole: Reading | None, links: IndicatorLinks) -> list[CellLike]:
    _, name = comparison_value(reading, whole)
    tag = None if reading.is_whole else side_tag(side_of(reading, whole), name)
    return [
        Cell(reading.area_name, href=links.area(reading.area_code), hint=reading.parent),
        value_cell(reading),
        interval_words(reading) if reading.interval else Cell(""),
        _plain_cell(reading, reading.indicator.numerator, reading.numerator),
        _plain_cell(reading, reading.indicator.denominator, reading.denominator),
        Cell(tag=tag) if tag else Cell(""),
        explain_cell(reading, links),
    ]


def explain_cell(reading: Reading, links: IndicatorLinks) -> Cell:
    """The way from a number to its working, where the table has one."""
    if not reading.column["provenance"]:
        return Cell("")
    text = format_html(
        'Explain<span class="govuk-visually-hidden"> {}, {}</span>',
        reading.area_name,
        reading.period,
    )
    return Cell(text, href=links.explain(reading.edition, reading.figure))


def _plain_cell(reading: Reading, key: str, value: Value) -> Cell:
    if not key or value is None:
        return Cell("")
    if isinstance(value, str):
        return Cell(mark=value)
    return Cell(words.number(value))


def _value_heading(readings: Sequence[Reading]) -> str:
    unit = readings[0].indicator.unit if readings else ""
    return f"Value ({unit})" if unit else "Value"


def _rank_notes(shown: Sequence[Reading]) -> list[str]:
    if not shown:
        return []
    notes = []
    if any(each.interval for each in shown):
        notes.append(
            "Highest first. Areas whose intervals overlap may stand in another order by chance."
        )
    if not shown[-1].indicator.value_type.is_comparable:
        notes.append("Larger areas have more of everything: compare rates, not totals.")
    if shown[-1].numerator is None:
        notes.append(f"Number and out of: {NOT_HELD.lower()}.")
    return notes


def trend_table(series: Sequence[Reading], links: IndicatorLinks, *, caption: str) -> Table:
    """One area over periods, the latest first, with breaks said."""
    rows: list[list[CellLike]] = []
    for at, reading in enumerate(series):
        before = series[at - 1] if at else None
        is_break = before is not None and before.definition != reading.definition
        rows.append(
            [
                Cell(reading.period, hint="Counted another way from here" if is_break else ""),
                value_cell(reading),
                interval_words(reading) if reading.interval else Cell(""),
                reading.definition or "As published",
                Cell(_edition_words(reading), href=links.edition(reading.edition)),
                explain_cell(reading, links),
            ]
        )
    return Table(
        caption=caption,
        columns=[
            Column("Period"),
            Column(_value_heading(series), numeric=True),
            Column("95% interval", numeric=True),
            Column("Definition"),
            Column("Edition"),
            Column("How it was made"),
        ],
        rows=list(reversed(rows)),
        marks=words.MARK_MEANINGS,
        when_empty="No edition holds a number of it yet.",
    )


def _edition_words(reading: Reading) -> str:
    draft = ", draft" if reading.edition.status == "draft" else ""
    return f"{reading.edition.reference}{draft}"


def facts(indicator: Indicator, reading: Reading | None) -> list[Row]:
    """Everything to know about an indicator, what is absent said so."""
    return [
        Row("What it is", indicator.description),
        Row("Why it is here", indicator.rationale),
        Row("Definition", _definition_words(indicator, reading)),
        Row("What is counted", indicator.numerator_words or "Not applicable"),
        Row("Out of", indicator.denominator_words or "Not applicable: it is not a rate or share"),
        Row("Unit", indicator.unit),
        Row("Method", indicator.method),
        Row("Direction", indicator.polarity.words),
        Row("Ages and sexes", f"Ages: {indicator.age}. Sexes: {indicator.sex}."),
        Row("Areas", f"Each {indicator.area_level}"),
        Row("Periods", indicator.period_type[:1].upper() + indicator.period_type[1:]),
        Row("Refreshed", indicator.refresh[:1].upper() + indicator.refresh[1:]),
        Row("Who answers for it", indicator.owner),
        Row("Basis for sharing", indicator.gateway),
    ]


def _definition_words(indicator: Indicator, reading: Reading | None) -> str:
    stamp = reading.definition if reading else ""
    known = {each.id: each for each in definitions()}
    if indicator.definition in known:
        sentence = known[indicator.definition].sentence
        return f"{sentence} ({stamp})" if stamp else sentence
    return indicator.definition


def source_table(loads: Sequence[Working]) -> Table:
    """The loads that the numbers shown rest on, with their files."""
    rows: list[list[CellLike]] = []
    for load in sorted(loads, key=lambda each: str(each.body["source"])):
        body = load.body
        files = body["files"]
        rows.append(
            [
                Cell(str(body["source"]), hint=load.key),
                words.counted(len(files), "file"),
                words.number(body["rows"]),
                words.number(body["rejected"]),
                _accepted(body),
            ]
        )
    return Table(
        caption="Where the numbers come from",
        columns=[
            Column("Source and load"),
            Column("Files"),
            Column("Rows", numeric=True),
            Column("Refused", numeric=True),
            Column("Accepted"),
        ],
        rows=rows,
        notes=["“How it was made” beside a number names every file with its fingerprint."],
        when_empty="No load is named for these numbers.",
    )


def _accepted(body: Mapping[str, object]) -> str:
    accepted = body.get("accepted")
    at = accepted.get("at", "") if isinstance(accepted, dict) else ""
    return str(at)[:10] or "Date not kept"


def by_theme(indicators: Sequence[Indicator]) -> Iterator[tuple[str, list[Indicator]]]:
    """Indicators under their themes, in the order of the rulebook."""
    themes: dict[str, list[Indicator]] = {}
    for each in indicators:
        themes.setdefault(each.theme, []).append(each)
    yield from themes.items()


def cite(indicator: Indicator, edition: Edition, *, address: str) -> str:
    """How to name the number in something else."""
    publisher = str(edition.facts.get("publisher") or "headwater")
    return (
        f"{publisher}, {indicator.title}, {edition.area_name}, {edition.period_words}, "
        f"edition {edition.reference}, {address}."
    )
