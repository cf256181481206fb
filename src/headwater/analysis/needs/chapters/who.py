"""Who is harmed and who harms: ages and sexes, and how often the same people again.

Of populations, never of persons: nobody is counted in a group of one, and nobody is ranked.
"""

import numpy as np

from headwater.analysis.needs.chapters.statistics_shown import percent_interval, shown_statistic
from headwater.analysis.needs.counting import Placer
from headwater.analysis.needs.drafting import (
    CRUDE_RATE,
    Draft,
    caution,
    heading,
    number_in,
    paragraph,
    percent_limits,
    rate_with_limits,
    rates_of,
    rows_of,
    shown,
    shown_all,
    table_of,
    unknown,
)
from headwater.analysis.needs.record_counting import PERSON_BANDS, SEXES
from headwater.analysis.needs.record_kernels import repeat_share_by_chance
from headwater.analysis.needs.record_tables import NOBODY, UNKNOWN
from headwater.analysis.needs.scope import Scope, basis_words
from headwater.analysis.needs.topics.recorded import Recorded
from headwater.analysis.needs.topics.surroundings import band_label
from headwater.analysis.needs.view import View
from headwater.analysis.rates.rates import proportion
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
    Value,
)
from headwater.core.marks import NOT_APPLICABLE, NOT_AVAILABLE

ROLES = {"victim": "victims", "suspect": "suspects"}
SEX_OF_RESIDENTS = {"F": "female", "M": "male"}
OFFENCES_NOT_PEOPLE = (
    "Offences are counted, with the age and sex of the victim or suspect of each. A person named "
    "in two offences is counted twice."
)
SUSPECTS_ARE_NOT_OFFENDERS = (
    "A suspect is someone police named, not someone found guilty, and many offences name nobody. "
    "Who is named also depends on whom police look at."
)
PSEUDONYMS = (
    "The force gives each person one pseudonym. Where it gives one person two, repeats are missed; "
    "where it gives two people one, they are made up."
)


def compose(view: View, recorded: Recorded | None, draft: Draft) -> list[Block]:
    """The chapter from record-level data."""
    if recorded is None:
        return [
            unknown(
                "Public files say nothing of victims or suspects. Load the force's own extract "
                "(headwater template recorded_crime) to see who is harmed and who harms."
            )
        ]
    return [
        *_people(view, recorded, draft, role="victim"),
        *_people(view, recorded, draft, role="suspect"),
        *_repeats(view, recorded, draft),
        unknown(
            "People who are harmed and tell nobody are not here, and they differ from those who "
            "do. Disability, immigration status and sexual orientation are not in these records."
        ),
    ]


def residents_by_sex_and_age(scope: Scope) -> tuple[FloatArray, str] | None:
    """Residents of the area by sex and age band, from the latest basis that has both, and its name.

    Rows are female and male, columns the bands; None where no basis splits by both.
    """
    ages = scope.ages
    split = (ages["age_to"] - ages["age_from"] < 100) & np.isin(ages["sex"], ["female", "male"])
    bases = sorted(
        set(zip(ages["year"][split], ages["basis"][split], ages["vintage"][split], strict=True)),
        reverse=True,
    )
    for year, basis, vintage in bases:
        chosen = (
            split & (ages["year"] == year) & (ages["basis"] == basis) & (ages["vintage"] == vintage)
        )
        band = _bands(ages["age_from"][chosen], ages["age_to"][chosen])
        if (band < 0).any():
            continue
        sex = (ages["sex"][chosen] == "male").astype(np.intp)
        counts, _ = Placer.of(scope).lsoa_counts(
            ages["area_code"][chosen],
            [sex, band],
            ages["persons"][chosen].astype(np.float64),
            shape=(len(scope.lsoa), 2, len(PERSON_BANDS)),
        )
        return counts.sum(axis=0), str(basis)
    return None


def _bands(low: FloatArray, high: FloatArray) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """The band each age range lies in; -1 where it crosses one."""
    found = np.full(len(low), -1, dtype=np.intp)
    for i, (least, most) in enumerate(PERSON_BANDS):
        found[(low >= least) & ((high <= most) | (most >= 120))] = i
    return found


def _people(view: View, recorded: Recorded, draft: Draft, *, role: str) -> list[Block]:
    """Ages and sexes of victims or suspects."""
    cube_id = f"recorded-{ROLES[role]}"
    table = view.cube(cube_id).map(lambda cube: _people_table(view, recorded, cube, role=role))
    young = view.cube(cube_id).map(lambda cube: _young_table(recorded, cube, role=role))
    blocks = [heading(f"{ROLES[role].capitalize()}")]
    block, young_block = draft.table(table), draft.table(young)
    blocks += _young_finding(view, draft, young.value, role=role)
    blocks += _highest(draft, table.value, role=role)
    if role == "suspect":
        blocks.append(caution(SUSPECTS_ARE_NOT_OFFENDERS))
    return [*blocks, young_block, block]


def _young_finding(view: View, draft: Draft, table: Table, *, role: str) -> list[Block]:
    row = table.rows[0]
    share, low, high = (number_in(row[i]) for i in (4, 5, 6))
    if np.isnan(share):
        return []
    ages = view.surroundings.ages
    of_residents = ""
    if ages is not None:
        part = float(ages.counts[:, :4].sum() / ages.counts.sum() * 100)
        of_residents = f"; {words.percent(part)} of residents are"
    return [
        draft.finding(
            Finding(
                f"who.{ROLES[role]}_young",
                f"{percent_interval(share, low, high)} of {ROLES[role]} of serious violence "
                f"whose age and sex are known are under 25{of_residents}.",
                (table.figure_id(row, "share"),),
                Strength.MODERATE,
                (OFFENCES_NOT_PEOPLE,)
                + ((SUSPECTS_ARE_NOT_OFFENDERS,) if role == "suspect" else ()),
                "Offences that name nobody, or nobody's age, are left out.",
            )
        )
    ]


def _young_table(recorded: Recorded, cube: ReleasedCube, *, role: str) -> Table:
    """Under 18s, 18 to 24s and older among those whose age and sex are known."""
    groups = cube.margin(f"{role}_group")
    young = cube.margin(f"{role}_young")
    counts = np.array([young[0], groups[0], groups[1], young[1]])
    known = float(young[0] + young[1])
    shares = [proportion(float(n), known, multiplier=100) for n in counts]
    counted = recorded.counted(f"Offences by the age of the {role}")
    part = counted.restated(method="Part ÷ offences with age and sex known × 100, Wilson limits")
    return table_of(
        cube,
        id=f"who-{role}-young",
        title=f"{role.capitalize()}s of serious violence by wide age group",
        columns=(
            Column("age_code", "Code", ColumnKind.CODE),
            Column("ages", "Age", ColumnKind.NAME),
            Column("count", "Offences", ColumnKind.COUNT, provenance=counted),
            Column("known", "With age and sex known", ColumnKind.COUNT, provenance=counted),
            Column("share", "Share", ColumnKind.PERCENT, "%", 1, part),
            *percent_limits(part),
        ),
        rows=rows_of(
            ["under_25", "under_18", "18_24", "25_over"],
            ["Under 25", "Under 18", "18 to 24", "25 and over"],
            shown_all(counts),
            [shown(known)] * len(counts),
            shown_all([each.value for each in shares]),
            shown_all([each.low for each in shares]),
            shown_all([each.high for each in shares]),
        ),
        notes=("The first row is the sum of the two after it.",),
    )


def _highest(draft: Draft, table: Table, *, role: str) -> list[Block]:
    """The sex and age with the highest rate, where residents by both are known."""
    rated = [row for row in table.rows if not np.isnan(number_in(row[5]))]
    if not rated:
        return [
            unknown(
                f"No residents by sex and age were loaded, so headwater cannot give rates of "
                f"{ROLES[role]} for each group (headwater template residents)."
            )
        ]
    top = max(rated, key=lambda row: number_in(row[5]))
    finding = Finding(
        f"who.{ROLES[role]}_rate",
        f"{_group(top)} are {ROLES[role]} most often for their number: "
        f"{words.interval(*(number_in(top[i]) for i in (5, 6, 7)))} for every 1,000 residents a "
        "year.",
        (table.figure_id(top, "rate"),),
        Strength.MODERATE,
        (OFFENCES_NOT_PEOPLE,) + ((SUSPECTS_ARE_NOT_OFFENDERS,) if role == "suspect" else ()),
        "It is the highest of the groups shown; repeats make its interval a little too narrow.",
    )
    drawn = sorted(rated, key=lambda row: -number_in(row[5]))[:3]
    chart = Chart(
        f"who-{role}-chart",
        ChartKind.BAR,
        f"Rates of {ROLES[role]} are highest among {_group(top).lower()}",
        "Bars are offences for every 1,000 residents of the same age and sex a year. Highest: "
        + "; ".join(
            f"{_group(row).lower()} {words.number(number_in(row[5]), decimals=1)}" for row in drawn
        )
        + ".",
        table.id,
        x="ages",
        y="rate",
        series="sex",
        y_title="Offences for every 1,000 residents a year",
    )
    return [draft.finding(finding), draft.chart(chart)]


def _group(row: tuple[Value, ...]) -> str:
    """A row's sex and age as a group of people."""
    return f"{row[1]}s aged {row[2]}"


def _people_table(view: View, recorded: Recorded, cube: ReleasedCube, *, role: str) -> Table:
    """Counts and rates by sex and age band."""
    people = cube.dimension(f"{role}_person")
    counts = cube.margin(f"{role}_person")
    known = residents_by_sex_and_age(view.scope)
    bands = [band_label(*band) for band in PERSON_BANDS]
    cells = [(sex, i) for sex in SEXES for i in range(len(bands))]
    n = np.array([float(counts[people.position(f"{sex}-{bands[i]}")]) for sex, i in cells])
    if known is None:
        residents, basis = np.full(len(cells), np.nan), ""
    else:
        order = list(SEXES)
        residents = np.array([known[0][order.index(sex), i] for sex, i in cells])
        basis = basis_words(known[1])
    rates = rates_of(n, residents, years=recorded.years)
    ages = cube.dimension(f"{role}_age")
    counted = recorded.counted(f"Offences by the age and sex of the {role}")
    from_residents = view.scope.people.restated(method=f"Usual residents by sex and age, {basis}")
    rate = counted.joined(from_residents, method=CRUDE_RATE)
    names = [ages.names[ages.position(bands[i])] for _, i in cells]

    def rated(values: FloatArray) -> list[Value]:
        return [
            shown(float(v), missing=NOT_AVAILABLE if np.isnan(r) or r == 0 else "[c]")
            for v, r in zip(values, residents, strict=True)
        ]

    unknown_people = float(counts[people.position(UNKNOWN)])
    nobody = float(counts[people.position(NOBODY)])
    return table_of(
        cube,
        id=f"who-{role}s",
        title=f"{role.capitalize()}s of serious violence by sex and age",
        columns=(
            Column("person", "Code", ColumnKind.CODE),
            Column("sex", "Sex", ColumnKind.NAME),
            Column("ages", "Age", ColumnKind.NAME),
            Column("count", "Offences", ColumnKind.COUNT, provenance=counted),
            Column("residents", "Residents", ColumnKind.COUNT, provenance=from_residents),
            *rate_with_limits(rate),
        ),
        rows=rows_of(
            [f"{sex}-{bands[i]}" for sex, i in cells],
            [SEXES[sex] for sex, _ in cells],
            names,
            shown_all(n),
            shown_all(residents, missing=NOT_AVAILABLE),
            rated(rates.value),
            rated(rates.low),
            rated(rates.high),
        ),
        notes=(
            OFFENCES_NOT_PEOPLE,
            f"Left out: {_said(unknown_people)} with age or sex not known and {_said(nobody)} with "
            f"no {role} recorded.",
        ),
    )


def _said(count: float) -> str:
    return "a hidden number" if np.isnan(count) else words.number(count)


def _repeats(view: View, recorded: Recorded, draft: Draft) -> list[Block]:
    """How often the same people again, and how many are both harmed and suspected."""
    table = view.cube("recorded-victims").map(lambda cube: _repeat_table(view, recorded, cube))
    block = draft.table(table)
    rows = {str(row[0]): row for row in table.value.rows}
    blocks = [heading("The same people again"), paragraph(PSEUDONYMS)]
    victims, offences = rows["repeat_victims"], rows["repeat_victim_offences"]
    if not np.isnan(number_in(victims[2])):
        chance = number_in(victims[6])
        more = number_in(victims[3]) > chance
        by_chance = (
            ""
            if np.isnan(chance)
            else f" If victims were drawn at random from residents, "
            f"{words.percent(chance, decimals=1)} would be."
        )
        blocks.append(
            draft.finding(
                Finding(
                    "who.repeat",
                    f"{_interval(victims)} of people harmed were harmed at least twice in "
                    f"the period{_of_offences(offences)}.{by_chance}",
                    (
                        table.value.figure_id(victims, "share"),
                        table.value.figure_id(offences, "share"),
                    ),
                    Strength.STRONG if more else Strength.WEAK,
                    (PSEUDONYMS, "A longer period has more repeats: compare equal periods."),
                    "Chance alone gives far fewer." if more else "No more than chance gives.",
                )
            )
        )
    overlap = rows["overlap"]
    if not np.isnan(number_in(overlap[2])):
        blocks.append(
            draft.finding(
                Finding(
                    "who.overlap",
                    f"{_interval(overlap)} of people harmed by serious violence were also "
                    "suspected of it in the period.",
                    (table.value.figure_id(overlap, "share"),),
                    Strength.DESCRIPTIVE,
                    (PSEUDONYMS, SUSPECTS_ARE_NOT_OFFENDERS),
                    "Offences that name no suspect cannot show it, so it is a floor.",
                )
            )
        )
    return [*blocks, block]


def _interval(row: tuple[Value, ...]) -> str:
    return percent_interval(*(number_in(row[i]) for i in (2, 3, 4)))


def _of_offences(row: tuple[Value, ...]) -> str:
    if np.isnan(number_in(row[2])):
        return ""
    return f", and {_interval(row)} of offences that name a victim were against them"


REPEATS = {
    "repeat_victims": "Victims harmed at least twice",
    "repeat_victim_offences": "Offences against victims harmed at least twice",
    "repeat_suspects": "Suspects named at least twice",
    "repeat_suspect_offences": "Offences that name a suspect named at least twice",
    "overlap": "Victims also named as a suspect",
}


def _repeat_table(view: View, recorded: Recorded, cube: ReleasedCube) -> Table:
    found = [shown_statistic(view, f"recorded.{name}") for name in REPEATS]
    residents = float(view.scope.residents.sum())
    named = found[1].n
    chance = np.full(len(found), np.nan)
    chance[0] = repeat_share_by_chance(named, residents) * 100
    made = recorded.counted("Pseudonyms in these offences, counted by how often they are named")
    return table_of(
        cube,
        id="who-repeats",
        title="Repeat victims and suspects, and people who are both",
        columns=(
            Column("measure_code", "Code", ColumnKind.CODE),
            Column("measure", "Measure", ColumnKind.NAME),
            Column("share", "Share", ColumnKind.PERCENT, "%", 1, made.restated(
                method="Shares of people: Wilson limits. Shares of offences: limits treat people "
                "as drawn (Cochran 1977, 2.11)")),
            *percent_limits(made),
            Column("n", "Out of", ColumnKind.COUNT, provenance=made),
            Column("chance", "By chance", ColumnKind.PERCENT, "%", 1, made.restated(
                method="Share named at least twice if names were drawn at random from residents: "
                "Poisson with mean offences ÷ residents")),
        ),
        rows=rows_of(
            list(REPEATS),
            list(REPEATS.values()),
            shown_all([each.value for each in found]),
            shown_all([each.low for each in found]),
            shown_all([each.high for each in found]),
            shown_all([each.n for each in found]),
            shown_all(chance, missing=NOT_APPLICABLE),
        ),
        notes=(PSEUDONYMS,),
    )  # fmt: skip
