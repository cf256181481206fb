"""How numbers are written for people."""

import doctest

import pytest

from headwater.core import plain_cells
from headwater.core.editions import Column, ColumnKind, Value
from headwater.reporting import (
    assembly,
    chart_specs,
    column_widths,
    letter_widths,
    maps,
    words,
    workings,
)
from headwater.reporting.chart_specs import labels


@pytest.mark.parametrize(
    "module",
    [
        words,
        maps,
        chart_specs,
        labels,
        column_widths,
        letter_widths,
        workings,
        plain_cells,
        assembly,
    ],
)
def test_worked_examples_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "kind", "decimals", "written"),
    [
        (12345, ColumnKind.COUNT, 0, "12,345"),
        (12.3456, ColumnKind.RATE, 0, "12.3"),
        (1.5, ColumnKind.RATIO, 0, "1.50"),
        (12.34, ColumnKind.PERCENT, 1, "12.3%"),
        (-3.26, ColumnKind.PERCENT, 1, "\N{MINUS SIGN}3.3%"),
        (54_170_000, ColumnKind.MONEY, 0, "£54.2m"),
        ("2024-09", ColumnKind.MONTH, 0, "Sep 2024"),
        ("[c]", ColumnKind.COUNT, 0, "[c]"),
        (None, ColumnKind.COUNT, 0, "[x]"),
        (None, ColumnKind.NAME, 0, ""),
        (0, ColumnKind.COUNT, 0, "0"),
    ],
)
def test_a_cell_reads_as_its_kind_says(
    value: Value, kind: ColumnKind, decimals: int, written: str
) -> None:
    assert words.cell(value, Column("k", "K", kind, decimals=decimals)) == written


def test_money_never_rounds_up_to_a_thousand_thousands() -> None:
    assert words.money(999_999) == "£1.0m"


def test_a_number_too_small_to_show_has_no_minus_sign() -> None:
    assert words.number(-0.001, decimals=1) == "0.0"


def test_a_heading_does_not_say_its_unit_twice() -> None:
    column = Column("r", "Offences per 1,000 residents", ColumnKind.RATE, "per 1,000 residents")
    assert words.heading(column) == "Offences per 1,000 residents"
