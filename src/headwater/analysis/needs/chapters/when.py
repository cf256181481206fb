"""When it happens: at which months, days and hours, and is there a peak when schools close?"""

import numpy as np

from headwater.analysis.needs import record_kernels
from headwater.analysis.needs.changes import LEVEL
from headwater.analysis.needs.chapters.statistics_shown import percent_interval
from headwater.analysis.needs.drafting import (
    Draft,
    caution,
    heading,
    number_in,
    percent_limits,
    rows_of,
    shown,
    shown_all,
    table_of,
    unknown,
)
from headwater.analysis.needs.record_counting import WEEKDAYS, band_words
from headwater.analysis.needs.record_tables import HOUR_BANDS, UNKNOWN
from headwater.analysis.needs.topics.recorded import Recorded
from headwater.analysis.needs.view import View
from headwater.analysis.rates.rates import crude_rates, proportion
from headwater.core import words
from headwater.core.counts import FloatArray, ReleasedCube
from headwater.core.editions import (
    Block,
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Finding,
    Strength,
    Table,
)

ABSENT = (
    "Public files have no day or hour. Load the force's own extract (headwater template "
    "recorded_crime) to see when violence happens."
)
TIMES = (
    "Times are the earliest the offence may have happened. Offences known only to within more "
    "than three hours are left out of the hours."
)
NIGHT = ((4, "21"), (5, "00"), (5, "03"), (5, "21"), (6, "00"), (6, "03"))
"""Day (Monday is 0) and band of Friday and Saturday nights, 9pm to 6am."""

DAYTIME = ("06", "09", "12", "15", "18", "21")
CLOSING = "15"
CHILDREN, ADULTS = "under_18", "25_over"
AGE_ROWS = {CHILDREN: "Under 18", "18_24": "18 to 24", ADULTS: "25 and over"}


def compose(view: View, recorded: Recorded | None, draft: Draft) -> list[Block]:
    """The chapter from record-level data."""
    if recorded is None:
        return [unknown(ABSENT)]
    return [
        *_month(view, recorded, draft),
        *_week(view, recorded, draft),
        *_night(view, recorded, draft),
        *_school(view, recorded, draft),
        caution(TIMES),
        unknown(
            "The hour at which an offence is noticed is not always the hour at which it happened, "
            "and offences reported long afterwards often carry a made-up hour."
        ),
    ]


def _month(view: View, recorded: Recorded, draft: Draft) -> list[Block]:
    """Offences a day, month by month, so that short months are not read as quiet ones."""
    table = view.cube("recorded-core-months").map(lambda cube: _month_table(view, recorded, cube))
    block = draft.table(table)
    known = [row for row in table.value.rows if not np.isnan(number_in(row[3]))]
    if len(known) < 2:
        return [heading("By month"), block]
    top = max(known, key=lambda row: number_in(row[3]))
    least = min(known, key=lambda row: number_in(row[3]))
    apart = number_in(top[4]) > number_in(least[5])
    finding = Finding(
        "when.month",
        f"A day of {words.month(str(top[0]))} had most serious violence recorded, "
        f"{words.interval(*(number_in(top[i]) for i in (3, 4, 5)))} offences, and a day of "
        f"{words.month(str(least[0]))} least, "
        f"{words.interval(*(number_in(least[i]) for i in (3, 4, 5)))}.",
        (table.value.figure_id(top, "a_day"), table.value.figure_id(least, "a_day")),
        Strength.MODERATE if apart else Strength.WEAK,
        ("Months are of recording, which may be later than the offence.",),
        "The two intervals do not overlap; the extremes of twelve months lie apart by chance too."
        if apart
        else "The two intervals overlap.",
    )
    return [heading("By month"), draft.finding(finding), block]


def _month_table(view: View, recorded: Recorded, cube: ReleasedCube) -> Table:
    counts = cube.margin("month")
    days = np.array([float(month.last_day.day) for month in view.scope.period])
    there = np.array([month in recorded.months for month in view.scope.period])
    rates = crude_rates(np.where(there, counts, np.nan), days, multiplier=1.0)
    counted = recorded.counted("Offences recorded in the month and placed in the area")
    daily = counted.restated(
        method="Offences ÷ days in the month; exact Poisson limits below 10 offences, Byar's from "
        "10 on"
    )
    marks = ["[c]" if is_there else "[x]" for is_there in there]
    return table_of(
        cube,
        id="when-months",
        title="Serious violence a day, by month of recording",
        columns=(
            Column("month", "Month", ColumnKind.MONTH),
            Column("count", "Offences", ColumnKind.COUNT, provenance=counted),
            Column("days", "Days", ColumnKind.NUMBER, provenance=daily),
            Column("a_day", "Offences a day", ColumnKind.RATE, "a day", 1, daily),
            Column("low", "Lower limit", ColumnKind.RATE, "95 %", 1, daily),
            Column("high", "Upper limit", ColumnKind.RATE, "95 %", 1, daily),
        ),
        rows=rows_of(
            cube.dimension("month").codes,
            [shown(float(n), missing=m) if m == "[c]" else m for n, m in
             zip(counts, marks, strict=True)],
            shown_all(days),
            [shown(float(v), missing=m) for v, m in zip(rates.value, marks, strict=True)],
            [shown(float(v), missing=m) for v, m in zip(rates.low, marks, strict=True)],
            [shown(float(v), missing=m) for v, m in zip(rates.high, marks, strict=True)],
        ),
    )  # fmt: skip


def by_hour_of_week(cube: ReleasedCube) -> FloatArray:
    """Released offences by weekday and three-hour band, time not known left out."""
    hours = cube.dimension("week_hours")
    counts = cube.margin("week_hours")
    return np.array(
        [
            [float(counts[hours.position(f"{day}-{band}")]) for band in HOUR_BANDS]
            for day in range(len(WEEKDAYS))
        ]
    )


def _week(view: View, recorded: Recorded, draft: Draft) -> list[Block]:
    """Days and hours."""
    table = view.cube("recorded-week").map(lambda cube: _week_table(recorded, cube))
    block = draft.table(table)
    counts = by_hour_of_week(view.cube("recorded-week").value)
    if np.isnan(counts).all() or not np.nansum(counts) > 0:
        return [heading("By day and hour"), block]
    day, band = np.unravel_index(int(np.nanargmax(counts)), counts.shape)
    row = table.value.rows[int(day) * len(HOUR_BANDS) + int(band)]
    whole = float(np.nansum(counts))
    share = proportion(float(counts[day, band]), whole, multiplier=100)
    when = f"{WEEKDAYS[day]}, {band_words(int(HOUR_BANDS[band]))}"
    finding = Finding(
        "when.peak",
        f"The busiest three hours of the week are {when}, with "
        f"{percent_interval(share.value, share.low, share.high)} of serious violence; an "
        f"even spread would give {words.percent(100 / counts.size, decimals=1)}.",
        (table.value.figure_id(row, "count"),),
        Strength.STRONG if share.low > 2 * 100 / counts.size else Strength.MODERATE,
        (TIMES,),
        "It was picked as the highest of 56, so its own share is a little overstated.",
    )
    chart = Chart(
        "when-week-chart",
        ChartKind.HEAT,
        f"Serious violence peaks on {when}",
        f"Each cell is three hours of one day of the week. The most offences, "
        f"{words.number(float(counts[day, band]))}, start on {when}; the fewest shown are "
        f"{words.number(float(np.nanmin(counts)))}.",
        table.value.id,
        x="hours",
        y="count",
        series="day",
        x_title="Time of day",
        y_title="Offences",
    )
    return [heading("By day and hour"), draft.finding(finding), draft.chart(chart), block]


def _week_table(recorded: Recorded, cube: ReleasedCube) -> Table:
    counts = by_hour_of_week(cube)
    counted = recorded.counted("Offences by the weekday and hour at which they started")
    cells = [(day, band) for day in range(len(WEEKDAYS)) for band in range(len(HOUR_BANDS))]
    unknown_times = [
        float(cube.margin("week_hours")[cube.dimension("week_hours").position(f"{d}-{UNKNOWN}")])
        for d in range(len(WEEKDAYS))
    ]
    left_out = float(np.sum(unknown_times))
    left_out_words = words.counted(0 if np.isnan(left_out) else int(left_out), "offence")
    return table_of(
        cube,
        id="when-week",
        title="Serious violence by day of the week and time of day",
        columns=(
            Column("day", "Day", ColumnKind.NAME),
            Column("hours", "Time of day", ColumnKind.NAME),
            Column("count", "Offences", ColumnKind.COUNT, provenance=counted),
        ),
        rows=rows_of(
            [WEEKDAYS[day] for day, _ in cells],
            [band_words(int(HOUR_BANDS[band])) for _, band in cells],
            shown_all([float(counts[day, band]) for day, band in cells]),
        ),
        key_columns=2,
        notes=(
            "How many have no usable time is hidden."
            if np.isnan(left_out)
            else f"{left_out_words} without a usable time left out."
            if left_out
            else "",
        ),
        in_full=False,
    )


def _night(view: View, recorded: Recorded, draft: Draft) -> list[Block]:
    """Friday and Saturday nights."""
    counts = by_hour_of_week(view.cube("recorded-week").value)
    places = [(day, HOUR_BANDS.index(band)) for day, band in NIGHT]
    night = float(np.sum([counts[place] for place in places]))
    whole = float(counts.sum())
    table = view.cube("recorded-week").map(
        lambda cube: _night_table(recorded, cube, night=night, whole=whole)
    )
    block = draft.table(table)
    row = table.value.rows[0]
    if np.isnan(number_in(row[3])):
        return [heading("Friday and Saturday nights"), block]
    share, low, high = (number_in(row[i]) for i in (3, 4, 5))
    even = len(NIGHT) / counts.size * 100
    finding = Finding(
        "when.night",
        f"Friday and Saturday nights (9pm to 6am) have {percent_interval(share, low, high)} "
        f"of serious violence in {words.percent(even, decimals=1)} of the hours of the week.",
        (table.value.figure_id(row, "share"),),
        Strength.STRONG if low > even or high < even else Strength.WEAK,
        (TIMES, "The night-time economy is told by the hours alone, not by the premises."),
        "The even share lies outside the interval."
        if low > even or high < even
        else "The even share lies inside the interval.",
    )
    return [heading("Friday and Saturday nights"), draft.finding(finding), block]


def _night_table(recorded: Recorded, cube: ReleasedCube, *, night: float, whole: float) -> Table:
    share = proportion(night, whole, multiplier=100)
    even = len(NIGHT) / (len(WEEKDAYS) * len(HOUR_BANDS)) * 100
    counted = recorded.counted("Offences by the weekday and hour at which they started")
    part = counted.restated(method="Part ÷ offences with a usable time × 100, Wilson limits")
    return table_of(
        cube,
        id="when-night",
        title="Serious violence on Friday and Saturday nights",
        columns=(
            Column("hours", "Hours", ColumnKind.NAME),
            Column("count", "Offences", ColumnKind.COUNT, provenance=counted),
            Column("of", "Offences with a usable time", ColumnKind.COUNT, provenance=counted),
            Column("share", "Share of offences", ColumnKind.PERCENT, "%", 1, part),
            *percent_limits(part),
            Column("even", "Share of the hours of the week", ColumnKind.PERCENT, "%", 1, part),
        ),
        rows=(
            (
                "Friday and Saturday nights",
                shown(night),
                shown(whole),
                shown(share.value),
                shown(share.low),
                shown(share.high),
                shown(even),
            ),
        ),
    )


def _school(view: View, recorded: Recorded, draft: Draft) -> list[Block]:
    """Whether children are harmed more in the hours when schools close."""
    table = view.cube("recorded-week-ages").map(lambda cube: _school_table(recorded, cube))
    block = draft.table(table)
    rows = {row[0]: row for row in table.value.rows}
    children, adults = rows[CHILDREN], rows[ADULTS]
    blocks = [heading("When schools close")]
    part, whole, other, of_other = (number_in(row[i]) for row in (children, adults) for i in (2, 3))
    share, low, high = (number_in(children[i]) for i in (4, 5, 6))
    if np.isnan(share) or not whole > 0:
        return [
            *blocks,
            unknown("Too few offences against children are shown to look for a peak."),
            block,
        ]
    ratio, ratio_low, ratio_high = record_kernels.share_against(
        part, whole, other, of_other, level=LEVEL
    )
    flat = 100 / len(DAYTIME)
    found = low > flat and ratio_low > 1
    finding = Finding(
        "when.school",
        ("There is a peak when schools close: " if found else "No clear peak when schools close: ")
        + f"{percent_interval(share, low, high)} of daytime offences against under 18s on "
        f"weekdays start from 3pm to 6pm. A flat day would give {words.percent(flat, decimals=1)}"
        + (
            "."
            if np.isnan(ratio)
            else f", and the share is {words.interval(ratio, ratio_low, ratio_high, decimals=2)} "
            "times that of offences against people of 25 and over."
        ),
        (table.value.figure_id(children, "share"), table.value.figure_id(adults, "share")),
        Strength.STRONG if found else Strength.WEAK,
        (
            "Weekdays in the school holidays are counted too, so a peak is understated.",
            TIMES,
        ),
        "Both tests must pass: above a flat day, and above adults, whose day has its own shape.",
    )
    chart = _school_chart(table.value, flat=flat, found=found)
    return [*blocks, draft.finding(finding), draft.chart(chart), block]


def _school_chart(table: Table, *, flat: float, found: bool) -> Chart:
    """The share of the day's offences in the hours after school, by the victim's age."""
    return Chart(
        "when-school-chart",
        ChartKind.DOT_INTERVAL,
        "On weekdays, children are harmed most when schools close"
        if found
        else "Children's day shows no clear peak when schools close",
        "Dots are the share of weekday daytime offences that start from 3pm to 6pm, with 95 % "
        "intervals; the line is a flat day. "
        + "; ".join(
            f"{row[1]} {words.percent(number_in(row[4]), decimals=1)}"
            for row in table.rows
            if not np.isnan(number_in(row[4]))
        )
        + ".",
        table.id,
        x="ages",
        y="share",
        low="low",
        high="high",
        benchmark=round(flat, 6),
        benchmark_label="Flat day",
        y_title="Share from 3pm to 6pm (%)",
    )


def _school_table(recorded: Recorded, cube: ReleasedCube) -> Table:
    """Offences from 3pm to 6pm among those from 6am to midnight, on weekdays, by victim's age."""
    hours, ages = cube.dimension("part_hours"), cube.dimension("victim_group")
    counts = cube.margin("part_hours", "victim_group")
    columns = [ages.position(code) for code in AGE_ROWS]
    closing = counts[hours.position(f"weekday-{CLOSING}"), columns]
    day = counts[[hours.position(f"weekday-{band}") for band in DAYTIME]][:, columns].sum(axis=0)
    shares = [
        proportion(float(a), float(b), multiplier=100) for a, b in zip(closing, day, strict=True)
    ]
    counted = recorded.counted(
        "Offences that started on Monday to Friday, by the hour and the victim's age"
    )
    part = counted.restated(method="3pm to 6pm ÷ 6am to midnight × 100, Wilson limits")
    return table_of(
        cube,
        id="when-school",
        title="Weekday offences that start when schools close, by age of the victim",
        columns=(
            Column("age_code", "Code", ColumnKind.CODE),
            Column("ages", "Victims", ColumnKind.NAME),
            Column("closing", "3pm to 6pm", ColumnKind.COUNT, provenance=counted),
            Column("day", "6am to midnight", ColumnKind.COUNT, provenance=counted),
            Column("share", "Share from 3pm to 6pm", ColumnKind.PERCENT, "%", 1, part),
            *percent_limits(part),
        ),
        rows=rows_of(
            list(AGE_ROWS),
            list(AGE_ROWS.values()),
            shown_all(closing),
            shown_all(day),
            shown_all([each.value for each in shares]),
            shown_all([each.low for each in shares]),
            shown_all([each.high for each in shares]),
        ),
    )
