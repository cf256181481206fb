"""The numbers printed in docstrings and on the pages of hot spots and near repeats are true."""

import doctest
import importlib
from pathlib import Path

import pytest

PAGES = Path(__file__).resolve().parents[2] / "docs" / "explanation"
MODULES = ("bandwidths", "density", "grids", "hot_spots", "near_repeats", "points")


@pytest.mark.parametrize("module", MODULES)
def test_every_worked_number_in_a_docstring_is_true(module: str) -> None:
    outcome = doctest.testmod(importlib.import_module(f"headwater.analysis.spatial.{module}"))
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize("name", ["hot-spots.md", "near-repeats.md"])
def test_every_worked_number_on_an_explanation_page_is_true(name: str) -> None:
    outcome = doctest.testfile(str(PAGES / name), module_relative=False, encoding="utf-8")
    assert outcome.attempted > 0
    assert outcome.failed == 0
