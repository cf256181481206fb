"""A small needs assessment of a county that does not exist, with every kind of block."""

import math
from dataclasses import replace

from headwater.core import counts, marks
from headwater.core.counts import Released
from headwater.core.editions import (
    AreaMap,
    Block,
    BlockKind,
    Chapter,
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Edition,
    Finding,
    LoadRecord,
    Outline,
    SourceFile,
    Strength,
    Table,
    Value,
)
from headwater.core.periods import Period
from headwater.core.provenance import Expression, Provenance

PROFILE = "police-public"
RULE = (
    "Counts from 1 to 4 are hidden, with as many others as it takes to stop anyone working them "
    "out. Other counts are rounded to the nearest 5."
)
DISTRICTS = ("Alderwick", "Brackmere", "Coldharbour", "Dunstow", "Elmsea", "Fallowdale")
PERIOD = Period.parse("2024-09..2025-08")

RECORDED = Expression.of(
    name="Offences by area and month",
    sql=(
        "SELECT lsoa_code, month, COUNT(*) AS offences\nFROM crimes\n"
        "WHERE month BETWEEN DATE '2024-09-01' AND DATE '2025-08-01'\n"
        "  AND crime_type IN ('Violence and sexual offences', 'Robbery')\n"
        "GROUP BY lsoa_code, month"
    ),
    tables=("crimes",),
)
LIVING = Expression.of(
    name="Residents by area",
    sql="SELECT area_code, SUM(persons) AS residents\nFROM residents\nGROUP BY area_code",
    tables=("residents",),
)
CRIMES_LOAD = LoadRecord(
    id="load-5f0c2a91",
    source="police_uk_street",
    table="crimes",
    schema_version="1.0",
    rows=48_211,
    rejected=12,
    files=(
        SourceFile("2024-09-loamshire-street.csv", "ab" * 32, 24_100, 12),
        SourceFile("2024-10-loamshire-street.csv", "cd" * 32, 24_111, 0),
    ),
)
RESIDENTS_LOAD = LoadRecord(
    id="load-77b1d0e4",
    source="residents",
    table="residents",
    schema_version="1.2",
    rows=412,
    rejected=0,
    files=(SourceFile("residents_loamshire.csv", "ef" * 32, 412, 0),),
)
COUNTED = Provenance(
    method="Offences counted by the month they were recorded and the area they happened in.",
    definition="SV_core 2024.1",
    expressions=(RECORDED.id,),
    loads=(CRIMES_LOAD.id,),
)
PEOPLED = Provenance(
    method="Usual residents at mid-2024.",
    definition="residents mid_2024",
    expressions=(LIVING.id,),
    loads=(RESIDENTS_LOAD.id,),
)
RATED = COUNTED.joined(
    PEOPLED,
    method="Offences divided by residents, per 1,000, with Byar's 95% limits (OHID 2018).",
)


def sealed(table: Table) -> Released[Table]:
    """A table as if disclosure control had let it out."""
    return Released(table, profile=table.profile, seal=counts._SEAL)


def build_table(
    *,
    id: str = "headline",
    title: str = "Serious violence in Loamshire",
    columns: tuple[Column, ...] = (
        Column("kind", "Kind of violence", ColumnKind.NAME),
        Column("offences", "Offences", ColumnKind.COUNT, provenance=COUNTED),
    ),
    rows: tuple[tuple[Value, ...], ...] = (("Robbery", 120), ("Knife crime", marks.CONFIDENTIAL)),
    key_columns: int = 1,
    notes: tuple[str, ...] = (),
    in_full: bool = True,
) -> Table:
    """A table with sensible everything."""
    return Table(id, title, columns, rows, PROFILE, RULE, key_columns, notes, in_full)


def _rate_columns(*, decimals: int = 1) -> tuple[Column, ...]:
    return (
        Column("offences", "Offences", ColumnKind.COUNT, "offences", provenance=COUNTED),
        Column("residents", "Residents", ColumnKind.COUNT, "people", provenance=PEOPLED),
        Column("rate", "Rate", ColumnKind.RATE, "per 1,000 residents", decimals, RATED),
        Column("low", "Lower limit", ColumnKind.RATE, "per 1,000 residents", decimals, RATED),
        Column("high", "Upper limit", ColumnKind.RATE, "per 1,000 residents", decimals, RATED),
    )


def _rated(count: int, people: int) -> tuple[Value, ...]:
    if 0 < count < 5:
        return (marks.CONFIDENTIAL, people, *(marks.CONFIDENTIAL,) * 3)
    rate = 1000 * count / people
    spread = 1960 * math.sqrt(max(count, 1)) / people
    return count, people, rate, max(rate - spread, 0.0), rate + spread


def headline_table() -> Table:
    """Kinds of violence with rate, change, harm and cost; every mark occurs."""
    return build_table(
        columns=(
            Column("kind", "Kind of violence", ColumnKind.NAME),
            *_rate_columns(),
            Column("change", "Change on year", ColumnKind.PERCENT, "%", 1, COUNTED),
            Column("harm", "Harm", ColumnKind.DAYS, "days of sentence", 0, COUNTED),
            Column("cost", "Cost", ColumnKind.MONEY, "£", 0, COUNTED),
        ),
        rows=(
            ("Violence with injury", *_rated(4120, 612_000), -3.2, 81_240, 62_100_000),
            ("Robbery", *_rated(385, 612_000), 12.5, 140_525, 4_620_000),
            ("Knife crime", *_rated(210, 612_000), marks.UNRELIABLE, 76_650, 845_000),
            ("Homicide", *_rated(3, 612_000), marks.CONFIDENTIAL, marks.CONFIDENTIAL, "[c]"),
            ("Gun crime", *_rated(0, 612_000), marks.NOT_APPLICABLE, 0, marks.NOT_AVAILABLE),
        ),
        notes=("August 2025 is provisional: late records will raise it by about 2%.",),
    )


def monthly_table() -> Table:
    """Offences by month and kind, with one month hidden."""
    rows: list[tuple[Value, ...]] = []
    for i, month in enumerate(Period.parse("2023-09..2025-08")):
        season = math.sin(i * math.pi / 6)
        injury, robbery = round(340 + 40 * season - i), round(32 + 6 * season + i / 4)
        rows.append((str(month), "Violence with injury", injury, injury - 36.0, injury + 36.0))
        hidden: Value = marks.CONFIDENTIAL if i == 9 else robbery
        limits = ("[c]", "[c]") if i == 9 else (robbery - 11.0, robbery + 11.0)
        rows.append((str(month), "Robbery", hidden, *limits))
    return build_table(
        id="monthly",
        title="Serious violence by month and kind",
        columns=(
            Column("month", "Month", ColumnKind.MONTH),
            Column("kind", "Kind of violence", ColumnKind.NAME),
            Column("offences", "Offences", ColumnKind.COUNT, "offences", provenance=COUNTED),
            Column("low", "Lower limit", ColumnKind.NUMBER, provenance=COUNTED),
            Column("high", "Upper limit", ColumnKind.NUMBER, provenance=COUNTED),
        ),
        rows=tuple(rows),
        key_columns=2,
        in_full=False,
        notes=("August 2025 is provisional.",),
    )


def district_table() -> Table:
    """Offences and rates by district."""
    people = (142_000, 96_500, 121_300, 58_200, 88_000, 106_000)
    offences = (1_610, 540, 1_120, 210, 455, 780)
    return build_table(
        id="districts",
        title="Serious violence by district",
        columns=(
            Column("code", "Area code", ColumnKind.CODE),
            Column("name", "District", ColumnKind.NAME),
            *_rate_columns(),
        ),
        rows=tuple(
            (f"Z99D0000{i + 1}", name, *_rated(offences[i], people[i]))
            for i, name in enumerate(DISTRICTS)
        ),
    )


def agencies_table() -> Table:
    """Assaults known to three agencies, by quarter: a grouped bar."""
    rows = []
    for quarter, police, hospital in (("Autumn", 810, 1_190), ("Winter", 760, 1_020)):
        rows += [(quarter, "Police", police), (quarter, "Emergency departments", hospital)]
    return build_table(
        id="agencies",
        title="Assaults by who knew of them",
        columns=(
            Column("quarter", "Season", ColumnKind.NAME),
            Column("agency", "Known to", ColumnKind.NAME),
            Column("assaults", "Assaults", ColumnKind.COUNT, "assaults", provenance=COUNTED),
        ),
        rows=tuple(rows),
        key_columns=2,
    )


def hours_table() -> Table:
    """Offences by weekday and part of the day, some hidden."""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    parts = ("00-03", "03-06", "06-09", "09-12", "12-15", "15-18", "18-21", "21-24")
    rows: list[tuple[Value, ...]] = []
    for d, day in enumerate(days):
        for p, part in enumerate(parts):
            count = 5 * round(3 + 2 * p + (9 if d in (4, 5) and p > 5 else 0) - 8 * (p == 1))
            rows.append((day, part, count if count >= 5 else marks.CONFIDENTIAL))
    return build_table(
        id="hours",
        title="Serious violence by weekday and hour",
        columns=(
            Column("day", "Day", ColumnKind.NAME),
            Column("hours", "Hours", ColumnKind.NAME),
            Column("offences", "Offences", ColumnKind.COUNT, "offences", provenance=COUNTED),
        ),
        rows=tuple(rows),
        key_columns=2,
        in_full=False,
    )


def share_table() -> Table:
    """How much of the harm is in how few of the areas."""
    steps = ((0, 0), (1, 9.5), (5, 28.0), (10, 43.5), (25, 68.0), (50, 88.0), (100, 100))
    return build_table(
        id="shares",
        title="Share of harm in the worst areas",
        columns=(
            Column("areas", "Share of areas", ColumnKind.PERCENT, "%", 0, COUNTED),
            Column("harm", "Share of harm", ColumnKind.PERCENT, "%", 1, COUNTED),
        ),
        rows=tuple((float(areas), float(harm)) for areas, harm in steps),
    )


def areas_table(side: int) -> Table:
    """Neighbourhoods in a square, `side` by `side`, with small counts hidden."""
    rows = []
    for i in range(side * side):
        people = 1_200 + 61 * (i * 7 % 23)
        count = (i * 13 % 23) * (3 if i % side == 2 else 1)
        expected = 7.7 * people / 1000
        spread = 3.09 * math.sqrt(expected) / people * 1000
        rows.append(
            (
                f"Z99L{i + 1:05d}",
                f"{DISTRICTS[_district(i, side)]} {i + 1:03d}A",
                *_rated(count, people),
                max(7.7 - spread, 0.0),
                7.7 + spread,
            )
        )
    return build_table(
        id="neighbourhoods",
        title="Serious violence by neighbourhood",
        columns=(
            Column("code", "Area code", ColumnKind.CODE),
            Column("name", "Neighbourhood", ColumnKind.NAME),
            *_rate_columns(),
            Column("least", "Chance alone: least", ColumnKind.RATE, "", 1, RATED),
            Column("most", "Chance alone: most", ColumnKind.RATE, "", 1, RATED),
        ),
        rows=tuple(rows),
        in_full=False,
    )


def _district(i: int, side: int) -> int:
    across, up = i % side, i // side
    return 3 * (up * 2 // side) + across * 3 // side


def _square(across: float, up: float, size: float) -> tuple[tuple[float, float], ...]:
    x, y = -1.2 + across * 0.02, 52.6 + up * 0.0125
    wide, tall = size * 0.02, size * 0.0125
    return ((x, y), (x + wide, y), (x + wide, y + tall), (x, y + tall), (x, y))


def outlines(side: int) -> tuple[Outline, ...]:
    """Squares for the neighbourhoods, and blocks of them for the districts."""
    small = [
        Outline(f"Z99L{i + 1:05d}", f"LSOA {i + 1}", "lsoa", (_square(i % side, i // side, 1),))
        for i in range(side * side)
    ]
    third, half = side / 3, side / 2
    large = []
    for d, name in enumerate(DISTRICTS):
        left, bottom = _square(d % 3 * third, d // 3 * half, 1)[0]
        right, top = left + third * 0.02, bottom + half * 0.0125
        ring = ((left, bottom), (right, bottom), (right, top), (left, top), (left, bottom))
        large.append(Outline(f"Z99D0000{d + 1}", name, "lad", (ring,)))
    return (*small, *large)


def findings() -> dict[str, Finding]:
    """Three findings, one resting on a row far down the long table."""
    return {
        "injury-fell": Finding(
            "injury-fell",
            "Violence with injury fell by 3.2% to 4,120 offences in the year.",
            ("headline:Violence with injury:offences", "headline:Violence with injury:change"),
            Strength.STRONG,
            because="The fall is larger than chance would explain and every month was supplied.",
        ),
        "alderwick-highest": Finding(
            "alderwick-highest",
            "Alderwick has the highest rate of the six districts.",
            ("districts:Z99D00001:rate",),
            Strength.MODERATE,
            cautions=("Alderwick has many visitors, who are not among its residents.",),
            because="Its interval lies above the others; visitors are not counted.",
        ),
        "one-place": Finding(
            "one-place",
            "One neighbourhood, Fallowdale 033A, is far above what its size explains.",
            ("neighbourhoods:Z99L00033:rate",),
            Strength.DESCRIPTIVE,
        ),
    }


def charts() -> dict[str, Chart]:
    """One chart of each kind, and a bar with series."""
    made = (*_charts_over_time(), *_charts_of_districts(), *_charts_of_neighbourhoods())
    return {chart.id: chart for chart in made}


def _charts_over_time() -> tuple[Chart, ...]:
    """By month, by quarter with series, and by hour of the week."""
    return (
        Chart(
            "trend",
            ChartKind.LINE,
            "Violence with injury is falling while robbery creeps up",
            "Injury fell from 340 a month to about 320. Robbery rose from 32 to 38.",
            "monthly",
            "month",
            "offences",
            series="kind",
            low="low",
            high="high",
            y_title="Offences in the month",
        ),
        Chart(
            "who-knew",
            ChartKind.BAR,
            "Hospitals meet more assaults than the police hear of",
            "In both seasons emergency departments saw more assaults than police recorded.",
            "agencies",
            "quarter",
            "assaults",
            series="agency",
            y_title="Assaults",
        ),
        Chart(
            "clock",
            ChartKind.HEAT,
            "Friday and Saturday nights are the peak",
            "Counts are highest from 9pm to midnight on Fridays and Saturdays.",
            "hours",
            "hours",
            "offences",
            series="day",
            x_title="Hour of the day",
            y_title="Offences",
        ),
    )


def _charts_of_districts() -> tuple[Chart, ...]:
    return (
        Chart(
            "district-rates",
            ChartKind.DOT_INTERVAL,
            "Alderwick stands well above the county",
            "Rates run from 3.6 per 1,000 in Dunstow to 11.3 in Alderwick.",
            "districts",
            "name",
            "rate",
            low="low",
            high="high",
            benchmark=7.7,
            benchmark_label="Loamshire 7.7",
            y_title="Offences per 1,000 residents",
        ),
        Chart(
            "district-counts",
            ChartKind.BAR,
            "Two districts have most of the offences",
            "Alderwick and Coldharbour together have 58% of offences.",
            "districts",
            "name",
            "offences",
            y_title="Offences",
        ),
    )


def _charts_of_neighbourhoods() -> tuple[Chart, ...]:
    return (
        Chart(
            "funnel",
            ChartKind.FUNNEL,
            "A handful of neighbourhoods are beyond chance",
            "Most neighbourhoods lie inside the limits.",
            "neighbourhoods",
            "residents",
            "rate",
            low="least",
            high="most",
            benchmark=7.7,
            benchmark_label="County 7.7",
            x_title="Residents",
            y_title="Offences per 1,000 residents",
        ),
        Chart(
            "concentration",
            ChartKind.STEP,
            "A tenth of areas carry 44% of the harm",
            "The worst 5% of areas hold 28% of harm.",
            "shares",
            "areas",
            "harm",
            x_title="Share of areas, worst first (%)",
            y_title="Share of harm (%)",
        ),
    )


def chapters() -> tuple[Chapter, ...]:
    """Five chapters that use every kind of block."""
    kind = BlockKind
    return (
        Chapter(
            "scope",
            "Scope and method",
            "What is counted here, and what is not?",
            (
                Block(kind.PARAGRAPH, "Serious violence means violence with injury and robbery."),
                Block(kind.HEADING, "Partners who supplied data"),
                Block(kind.BULLETS, items=("Loamshire Constabulary", "Three hospitals")),
                Block(kind.CAUTION, "Police records miss much violence that is never reported."),
            ),
        ),
        Chapter(
            "what",
            "What is happening",
            "How much serious violence is there, and is it changing?",
            (
                Block(kind.FINDING, ref="injury-fell"),
                Block(kind.TABLE, ref="headline"),
                Block(kind.CHART, ref="trend"),
                Block(kind.CHART, ref="who-knew"),
                Block(kind.UNKNOWN, "How much violence was never reported to anyone."),
            ),
        ),
        Chapter(
            "where",
            "Where it happens",
            "Which places carry the most?",
            (
                Block(kind.FINDING, ref="alderwick-highest"),
                Block(kind.CHART, ref="district-rates"),
                Block(kind.CHART, ref="district-counts"),
                Block(kind.TABLE, ref="districts"),
                Block(kind.MAP, ref="rate-map"),
                Block(kind.FINDING, ref="one-place"),
                Block(kind.CHART, ref="funnel"),
                Block(kind.TABLE, ref="neighbourhoods"),
            ),
        ),
        Chapter(
            "when",
            "When it happens",
            "Which days and hours?",
            (Block(kind.CHART, ref="clock"), Block(kind.TABLE, ref="hours")),
        ),
        Chapter(
            "harm",
            "Harm and who bears it",
            "How concentrated is the harm?",
            (Block(kind.CHART, ref="concentration"), Block(kind.TABLE, ref="shares")),
        ),
    )


def build_edition(*, side: int = 6) -> Edition:
    """A whole edition of Loamshire with `side` by `side` neighbourhoods."""
    tables = (
        headline_table(),
        monthly_table(),
        district_table(),
        agencies_table(),
        hours_table(),
        share_table(),
        areas_table(side),
    )
    rate_map = AreaMap(
        "rate-map",
        "The highest rates run in a line through the west of the county",
        "Rates are highest in the third column of neighbourhoods, in Alderwick and Dunstow.",
        "neighbourhoods",
        "code",
        "rate",
        "lsoa",
        "Offences per 1,000 residents",
        outline_level="lad",
    )
    return Edition(
        id="loamshire-2025-08",
        title="Strategic needs assessment of serious violence",
        area_code="Z99P00001",
        area_name="Loamshire",
        area_level="pfa",
        period=str(PERIOD),
        period_words=PERIOD.words,
        definitions=("SV_core 2024.1",),
        summary="What partners' data say about serious violence in Loamshire, and how surely.",
        chapters=chapters(),
        findings=findings(),
        tables={table.id: sealed(table) for table in tables},
        charts=charts(),
        maps={rate_map.id: rate_map},
        outlines=outlines(side),
        expressions={each.id: each for each in (RECORDED, LIVING)},
        loads={each.id: each for each in (CRIMES_LOAD, RESIDENTS_LOAD)},
        glossary=(
            ("LSOA", "A small neighbourhood of about 1,700 people."),
            ("Rate", "A count divided by the number of residents."),
        ),
        attribution=("Contains public sector information under the Open Government Licence.",),
        code_version="0.1.0",
        seed=20250831,
        synthetic=True,
        publisher="Loamshire Violence Reduction Unit",
        contact="vru@loamshire.invalid",
        keywords=("serious violence", "needs assessment"),
    )


HOSTILE = "<script>alert(1)</script> #panic(1) *bold* $x$ =1+1 \\ \" ' & ]]>"


def build_hostile_edition() -> Edition:
    """An edition whose every free text tries to be markup, code or a formula."""
    edition = build_edition()
    headline = edition.tables["headline"].value
    rows = tuple(
        (start + HOSTILE, *row[1:])
        for start, row in zip(("=", "+", "-", "@", ""), headline.rows, strict=True)
    )
    hostile = replace(
        headline,
        title=HOSTILE,
        rows=rows,
        notes=(HOSTILE,),
        rule=HOSTILE,
        columns=(replace(headline.columns[0], label="=" + HOSTILE), *headline.columns[1:]),
    )
    first = edition.chapters[0]
    chapter = replace(
        first,
        title=HOSTILE,
        question=HOSTILE,
        blocks=(
            *first.blocks,
            Block(BlockKind.PARAGRAPH, HOSTILE),
            Block(BlockKind.HEADING, HOSTILE),
        ),
    )
    finding = replace(
        edition.findings["injury-fell"], sentence=HOSTILE, figures=(), cautions=(HOSTILE,)
    )
    trend = replace(edition.charts["trend"], title=HOSTILE, summary=HOSTILE, y_title=HOSTILE)
    rate_map = replace(edition.maps["rate-map"], title=HOSTILE, legend=HOSTILE)
    names = tuple(replace(each, name=HOSTILE) for each in edition.outlines)
    return replace(
        edition,
        title=HOSTILE,
        summary=HOSTILE,
        publisher="=" + HOSTILE,
        chapters=(chapter, *edition.chapters[1:]),
        findings={**edition.findings, finding.id: finding},
        tables={**edition.tables, "headline": sealed(hostile)},
        charts={**edition.charts, "trend": trend},
        maps={rate_map.id: rate_map},
        outlines=names,
        glossary=((HOSTILE, HOSTILE),),
    )
