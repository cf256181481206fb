"""The numbers printed in docstrings and explanation pages of local statistics are true."""

import doctest
import importlib
from pathlib import Path

import pytest

from headwater.analysis.spatial.weights import weights_from_pairs

PAGES = Path(__file__).resolve().parents[2] / "docs" / "explanation"
MODULES = ("weights", "local", "global_statistics", "rates_smoothing", "smoothing")


@pytest.mark.parametrize("module", MODULES)
def test_every_worked_number_in_a_docstring_is_true(module: str) -> None:
    outcome = doctest.testmod(
        importlib.import_module(f"headwater.analysis.spatial.{module}"),
        extraglobs={"weights_from_pairs": weights_from_pairs},
    )
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize("page", ["local-statistics.md", "small-area-smoothing.md"])
def test_every_worked_number_on_an_explanation_page_is_true(page: str) -> None:
    outcome = doctest.testfile(str(PAGES / page), module_relative=False, encoding="utf-8")
    assert outcome.attempted > 0
    assert outcome.failed == 0
