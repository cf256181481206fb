"""The pieces charts are made of."""

import doctest

import pytest

from headwater.core.editions import ChartKind
from headwater.reporting.chart_specs import labels, scales, specifications


@pytest.mark.parametrize("module", [labels, scales])
def test_worked_examples_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_every_kind_of_chart_has_a_maker() -> None:
    assert set(specifications.MAKERS) == set(ChartKind)


def test_a_long_label_ends_after_three_lines_and_says_so() -> None:
    label = labels.wrapped("one two three four five six seven", 5)
    assert label == "one\ntwo\nthre…"
