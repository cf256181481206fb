"""Is serious violence rising, and where? Every group in every district beside the year before."""

from collections.abc import Sequence

import numpy as np

from headwater.analysis.needs import record_kernels
from headwater.analysis.needs.changes import LEVEL, PAIRED, Direction
from headwater.analysis.needs.chapters.statistics_shown import given_change
from headwater.analysis.needs.drafting import (
    Draft,
    heading,
    number_in,
    paragraph,
    rows_of,
    shown_all,
    table_of,
    unknown,
)
from headwater.analysis.needs.topics.recorded import (
    EVERYTHING,
    EVERYWHERE,
    WIDE_GROUPS,
    Recorded,
)
from headwater.analysis.needs.view import View
from headwater.core import words
from headwater.core.counts import FloatArray, ReleasedCube, Statistic
from headwater.core.editions import (
    Block,
    Column,
    ColumnKind,
    Finding,
    Strength,
    Table,
    Value,
)
from headwater.core.marks import NOT_AVAILABLE

FALSE_DISCOVERIES = 0.05
RECORDING = "Changes in recording practice cannot be told from changes in violence."
CONTROLLED = (
    "Said to rise or fall only where the false discovery rate over the whole table is at most "
    "5 % (Benjamini and Hochberg 1995): of all rows so marked, about one in twenty at most is "
    "expected to be chance"
)


def capitalised(said: str) -> str:
    """Words as they begin a sentence or a column.

    >>> capitalised("serious violence (broad)")
    'Serious violence (broad)'
    """
    return said[:1].upper() + said[1:]


def all_label(recorded: Recorded) -> str:
    """What the row of everything is called."""
    return f"All {recorded.serious.words}"


def compose(view: View, recorded: Recorded, draft: Draft) -> list[Block]:
    """This period beside the year before, by district and group."""
    if not recorded.compares:
        return [
            heading("Whether it is rising"),
            unknown(
                f"The months {view.scope.period.year_earlier.words} were not all loaded, so "
                "headwater cannot say whether serious violence is rising. Load them to compare."
            ),
        ]
    table = view.cube("recorded-groups").map(lambda cube: _change_table(view, recorded, cube))
    block = draft.table(table)
    rows = table.value.rows
    # Rows of the whole area come first and are marked so.
    whole = rows[len(WIDE_GROUPS)]
    blocks = [heading("Whether it is rising"), paragraph(f"{CONTROLLED}.")]
    if not np.isnan(number_in(whole[6])):
        blocks.append(draft.finding(_change_finding(view, table.value, whole)))
    places = [row for row in rows if row[0] != EVERYWHERE and row[2] != EVERYTHING]
    for direction, verb in ((Direction.RISING, "rose"), (Direction.FALLING, "fell")):
        found = [row for row in places if row[10] == str(direction)]
        blocks.append(draft.finding(_direction_finding(table.value, found, verb, len(places))))
    blocks += _watch(table.value, places, draft)
    return [*blocks, block]


def _change_finding(view: View, table: Table, row: tuple[Value, ...]) -> Finding:
    change, low, high = (number_in(row[i]) for i in (6, 7, 8))
    said = {str(Direction.RISING): "rose", str(Direction.FALLING): "fell"}.get(
        str(row[10]), "did not clearly change"
    )
    return Finding(
        "recorded_what.change",
        f"{capitalised(view.scope.serious.words)} in {view.scope.name} {said} from the year "
        f"before: {words.number(change, decimals=1)}% (95% CI {words.number(low, decimals=1)}% to "
        f"{words.number(high, decimals=1)}%).",
        (table.figure_id(row, "change"), table.figure_id(row, "now")),
        Strength.WEAK if said == "did not clearly change" else Strength.MODERATE,
        (RECORDING,),
        "The interval allows for season and uneven months.",
    )


def _direction_finding(
    table: Table, found: list[tuple[Value, ...]], verb: str, tested: int
) -> Finding:
    """Which groups went one way in which districts, with false discoveries held down."""
    name = "rising" if verb == "rose" else "falling"
    if not found:
        return Finding(
            f"recorded_what.{name}",
            f"No offence group {verb} clearly in any district, out of {tested} compared.",
            (),
            Strength.WEAK,
            (RECORDING,),
            f"{CONTROLLED}.",
        )
    ranked = sorted(found, key=lambda row: -abs(number_in(row[6])))
    said = [
        f"{row[3]} in {row[1]} ({words.number(number_in(row[6]), decimals=0)}%, 95% CI "
        f"{words.number(number_in(row[7]), decimals=0)}% to "
        f"{words.number(number_in(row[8]), decimals=0)}%)"
        for row in ranked
    ]
    return Finding(
        f"recorded_what.{name}",
        f"{words.listed(said)} {verb} from the year before, out of {tested} compared.",
        tuple(table.figure_id(row, "change") for row in ranked),
        Strength.MODERATE,
        (RECORDING,),
        f"{CONTROLLED}.",
    )


def _watch(table: Table, places: list[tuple[Value, ...]], draft: Draft) -> list[Block]:
    """Changes that would stand out alone, and do not among so many."""
    alone = [
        row
        for row in places
        if row[10] == str(Direction.NO_CLEAR_CHANGE)
        and (number_in(row[7]) > 0 or number_in(row[8]) < 0)
    ]
    if not alone:
        return []
    tested = sum(not np.isnan(number_in(row[9])) for row in table.rows)
    ranked = sorted(alone, key=lambda row: number_in(row[9]))
    said = [
        f"{row[3]} in {row[1]} ({words.number(number_in(row[6]), decimals=0)}%, 95% CI "
        f"{words.number(number_in(row[7]), decimals=0)}% to "
        f"{words.number(number_in(row[8]), decimals=0)}%)"
        for row in ranked
    ]
    finding = Finding(
        "recorded_what.watch",
        f"To be watched, and not yet called a change: {words.listed(said)}. Of {tested} rows "
        f"compared, about {words.number(tested * (1 - LEVEL), decimals=0)} would look like this "
        "by chance.",
        tuple(table.figure_id(row, "change") for row in ranked),
        Strength.WEAK,
        (RECORDING,),
        "Each interval by itself leaves out no change; among so many, chance is not ruled out.",
    )
    return [draft.finding(finding)]


def _change_table(view: View, recorded: Recorded, cube: ReleasedCube) -> Table:
    """Every group in every district and in the whole area, with its change."""
    before = view.cube("recorded-before-groups").value
    district = view.scope.district
    places = [(EVERYWHERE, view.scope.name), *zip(district.codes, district.names, strict=True)]
    groups = [*WIDE_GROUPS.items(), (EVERYTHING, all_label(recorded))]
    now, then = _with_totals(cube), _with_totals(before)
    cells = [
        (place, place_name, code, name, i, j)
        for i, (place, place_name) in enumerate(places)
        for j, (code, name) in enumerate(groups)
    ]
    given = [
        given_change(view, place, code, hidden=bool(np.isnan(now[i, j]) or np.isnan(then[i, j])))
        for place, _, code, _, i, j in cells
    ]
    directions, q = directions_of(given, months=len(recorded.months))
    counted = recorded.counted("Offences placed in the area and recorded in the months")
    compared = counted.restated(
        method=f"{PAIRED}; below five a month the ratio of totals with log-normal limits"
    )
    controlled = compared.restated(method=CONTROLLED)
    return table_of(
        cube,
        id="recorded-change",
        title=f"{view.scope.period.words} beside the year before, by district and group",
        columns=(
            Column("area_code", "Code", ColumnKind.CODE),
            Column("area_name", "Area", ColumnKind.NAME),
            Column("group_code", "Group code", ColumnKind.CODE),
            Column("group", "Offence group", ColumnKind.NAME),
            Column("now", "This year", ColumnKind.COUNT, provenance=counted),
            Column("before", "Year before", ColumnKind.COUNT, provenance=counted),
            Column("change", "Change", ColumnKind.PERCENT, "%", 1, compared),
            Column("change_low", "Lower limit", ColumnKind.PERCENT, "95 %", 1, compared),
            Column("change_high", "Upper limit", ColumnKind.PERCENT, "95 %", 1, compared),
            Column("q", "False discovery rate", ColumnKind.NUMBER, "share", 3, controlled),
            Column("direction", "In words", ColumnKind.TEXT, provenance=controlled),
        ),
        rows=rows_of(
            [cell[0] for cell in cells],
            [cell[1] for cell in cells],
            [cell[2] for cell in cells],
            [cell[3] for cell in cells],
            shown_all([float(now[i, j]) for *_, i, j in cells]),
            shown_all([float(then[i, j]) for *_, i, j in cells]),
            shown_all([each.value for each in given], missing=NOT_AVAILABLE),
            shown_all([each.low for each in given], missing=NOT_AVAILABLE),
            shown_all([each.high for each in given], missing=NOT_AVAILABLE),
            shown_all(q, missing=NOT_AVAILABLE),
            [str(direction) for direction in directions],
        ),
        key_columns=3,
        notes=(
            f"{CONTROLLED}.",
            "The intervals are for one row at a time.",
            RECORDING,
        ),
        in_full=False,
    )


def _with_totals(cube: ReleasedCube) -> FloatArray:
    """The whole area, then districts; groups, then all groups."""
    inner = np.concatenate(
        [cube.margin("district", "wide_group"), cube.margin("district")[:, None]], axis=1
    )
    whole = np.append(cube.margin("wide_group"), cube.total)
    return np.concatenate([whole[None, :], inner], axis=0)


def directions_of(
    changes: Sequence[Statistic], *, months: int
) -> tuple[list[Direction], FloatArray]:
    """Which changes are more than chance, holding down false discoveries over all of them.

    `changes` are in per cent with 95 % limits; those by paired months have Student's t on
    `months` - 1 degrees of freedom.
    """
    ratio, low, high = (
        1 + np.array([getattr(change, part) for change in changes], dtype=np.float64) / 100
        for part in ("value", "low", "high")
    )
    paired = np.array([change.provenance.method == PAIRED for change in changes])
    usable = (ratio > 0) & (low > 0)
    p = np.full(len(changes), np.nan)
    degrees = np.where(paired, max(months - 1, 1), np.inf)
    p[usable] = record_kernels.chance_of_ratio(
        ratio[usable], low[usable], high[usable], level=LEVEL, degrees=degrees[usable]
    )
    q = record_kernels.false_discovery_values(p)
    return [_direction(r, each) for r, each in zip(ratio, q, strict=True)], q


def _direction(ratio: float, q: float) -> Direction:
    if np.isnan(q):
        return Direction.NOT_ENOUGH
    if q > FALSE_DISCOVERIES:
        return Direction.NO_CLEAR_CHANGE
    return Direction.RISING if ratio > 1 else Direction.FALLING
