"""Charts say what their table says, and nothing that is hidden."""

import json
from itertools import pairwise
from typing import Any

import pytest

from builders.editions import build_edition, build_table
from headwater.core import marks
from headwater.core.editions import Chart, ChartKind, Column, ColumnKind, Table
from headwater.reporting import chart_specs, drawings
from headwater.reporting.chart_data import drawing

EDITION = build_edition()


def specification(id: str) -> dict[str, Any]:
    chart = EDITION.charts[id]
    return chart_specs.specification(drawing(chart, EDITION.tables[chart.table].value))


@pytest.mark.parametrize("id", sorted(EDITION.charts))
def test_the_same_chart_has_the_same_bytes(id: str) -> None:
    assert drawings.chart_svg(specification(id)) == drawings.chart_svg(specification(id))


@pytest.mark.parametrize("id", sorted(EDITION.charts))
def test_a_chart_fetches_nothing(id: str) -> None:
    assert '"url"' not in json.dumps(specification(id))


def test_bars_start_at_zero() -> None:
    bars = specification("district-counts")["layer"][0]
    assert bars["encoding"]["x"]["scale"]["domain"][0] == 0


def test_an_axis_of_dots_that_does_not_start_at_zero_says_so() -> None:
    table = build_table(
        columns=(Column("n", "Name", ColumnKind.NAME), Column("v", "Value", ColumnKind.RATE)),
        rows=(("a", 96.0), ("b", 99.0)),
    )
    chart = Chart("c", ChartKind.DOT_INTERVAL, "T", "S", table.id, "n", "v")
    spec = chart_specs.specification(drawing(chart, table))
    assert "axis starts at" in json.dumps(spec)


def test_a_hidden_month_breaks_the_line() -> None:
    chart = EDITION.charts["trend"]
    drawn = drawing(chart, EDITION.tables[chart.table].value)
    hidden = [point for point in drawn.points if point.y is None]
    assert [(point.x, point.series, point.label) for point in hidden] == [
        ("2024-06", "Robbery", "[c]")
    ]


def test_a_hidden_bar_shows_its_mark() -> None:
    table = build_table(rows=(("Robbery", 120), ("Homicide", marks.CONFIDENTIAL)))
    chart = Chart("c", ChartKind.BAR, "T", "S", table.id, "kind", "offences")
    assert ">[c]<" in drawings.chart_svg(chart_specs.specification(drawing(chart, table)))


@pytest.mark.parametrize("kind", list(ChartKind))
@pytest.mark.parametrize("rows", [(), (("a", "[c]"),), (("a", 3),)])
def test_a_chart_of_nothing_or_one_row_is_still_drawn(
    kind: ChartKind, rows: tuple[tuple[str, str | int], ...]
) -> None:
    table = build_table(rows=rows)
    chart = Chart("c", kind, "T", "S", table.id, "kind", "offences")
    assert "<svg" in drawings.chart_svg(chart_specs.specification(drawing(chart, table)))


def test_top_draws_the_first_rows_only() -> None:
    table = build_table(rows=tuple((f"area {i}", i) for i in range(30)))
    chart = Chart("c", ChartKind.BAR, "T", "S", table.id, "kind", "offences", top=10)
    assert len(drawing(chart, table).points) == 10


def test_two_rows_of_one_name_keep_their_own_bars() -> None:
    table = build_table(
        columns=(
            Column("code", "Code", ColumnKind.CODE),
            Column("name", "Name", ColumnKind.NAME),
            Column("v", "Value", ColumnKind.COUNT),
        ),
        rows=(("E1", "Newton", 4), ("E2", "Newton", 9)),
    )
    chart = Chart("c", ChartKind.BAR, "T", "S", table.id, "name", "v")
    assert drawing(chart, table).categories == ("Newton (E1)", "Newton (E2)")


def test_labels_at_line_ends_do_not_meet() -> None:
    moved = chart_specs.spread_apart([10, 10, 10, 11], gap=5)
    ordered = sorted(moved)
    assert all(b - a >= 4.999 for a, b in pairwise(ordered))


def build_weeks() -> tuple[Chart, Table]:
    """Two alerts by week, the latest first; only their last weeks were held against anything."""
    rows = [
        (alert, week, seen, expected, upper)
        for alert, high in (("1", 30), ("2", 12))
        for week, seen, expected, upper in (
            ("2025-W01", high, 9, 14),
            ("2024-W52", 5, "[z]", "[z]"),
            ("2024-W51", "[c]", "[z]", "[z]"),
            ("2024-W50", 10, "[z]", "[z]"),
        )
    ]
    columns = (
        Column("alert", "Alert", ColumnKind.TEXT),
        Column("week", "Week", ColumnKind.CODE),
        Column("seen", "Seen", ColumnKind.COUNT),
        Column("expected", "Expected", ColumnKind.NUMBER),
        Column("upper", "Upper limit", ColumnKind.NUMBER),
    )
    table = Table("weeks", "Weeks", columns, tuple(rows), "police", "", key_columns=2)
    chart = Chart(
        "weeks-2", ChartKind.LINE, "Weeks", "", "weeks", "week", "seen", low="expected",
        high="upper", only="2",
    )  # fmt: skip
    return chart, table


def test_weeks_stand_on_their_mondays_and_only_one_alert_is_drawn() -> None:
    chart, table = build_weeks()
    drawn = chart_specs.specification(drawing(chart, table), chart_specs.WIDE)
    rows = drawn["data"]["values"]
    assert [(row["x"], row["y"]) for row in rows] == [
        ("2024-12-30", 12.0),
        ("2024-12-23", 5.0),
        ("2024-12-16", None),
        ("2024-12-09", 10.0),
    ]
    across = drawn["layer"][0]["encoding"]["x"]
    assert across["type"] == "temporal"
    assert "%-d %b" in across["axis"]["labelExpr"]


def test_a_week_that_was_held_against_limits_has_a_bar_between_them() -> None:
    chart, table = build_weeks()
    drawn = chart_specs.specification(drawing(chart, table), chart_specs.WIDE)
    bar, stroke, *_ = drawn["layer"]
    assert [(row["low"], row["high"]) for row in bar["data"]["values"]] == [(9.0, 14.0)]
    assert bar["mark"]["type"] == "rule"
    assert len(stroke["data"]["values"]) == 1
    assert "<svg" in drawings.chart_svg(drawn)
