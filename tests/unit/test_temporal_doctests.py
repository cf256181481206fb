"""The numbers printed in docstrings and on the explanation page are what the code answers."""

import doctest
import importlib
from pathlib import Path

import pytest

PAGES = Path(__file__).resolve().parents[2] / "docs" / "explanation"
MODULES = (
    "alarm_rates",
    "baselines",
    "breaks",
    "control_charts",
    "cusum",
    "ears",
    "farrington",
)


@pytest.mark.parametrize("module", MODULES)
def test_every_worked_number_in_a_docstring_is_true(module: str) -> None:
    outcome = doctest.testmod(importlib.import_module(f"headwater.analysis.temporal.{module}"))
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize("page", ["early-warning.md"])
def test_every_worked_number_on_an_explanation_page_is_true(page: str) -> None:
    outcome = doctest.testfile(str(PAGES / page), module_relative=False, encoding="utf-8")
    assert outcome.attempted > 0
    assert outcome.failed == 0
