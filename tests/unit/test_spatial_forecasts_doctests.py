"""The numbers printed in docstrings and on the page about forecasts are what the code answers."""

import doctest
import importlib
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "forecasts.md"
MODULES = ("places", "models", "scores", "backtests", "fairness", "feedback")


@pytest.mark.parametrize("module", MODULES)
def test_every_worked_number_in_a_docstring_is_true(module: str) -> None:
    outcome = doctest.testmod(
        importlib.import_module(f"headwater.analysis.spatial.forecasts.{module}")
    )
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_every_worked_number_on_the_explanation_page_is_true() -> None:
    outcome = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert outcome.attempted > 0
    assert outcome.failed == 0
