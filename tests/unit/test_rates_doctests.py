"""The numbers printed in the docstrings are what the code answers."""

import doctest
import importlib

import pytest

MODULES = ("comparison", "concentration", "harm", "inequality", "rates", "standardised")


@pytest.mark.parametrize("module", MODULES)
def test_every_worked_number_in_a_docstring_is_true(module: str) -> None:
    outcome = doctest.testmod(importlib.import_module(f"headwater.analysis.rates.{module}"))
    assert outcome.attempted > 0
    assert outcome.failed == 0
