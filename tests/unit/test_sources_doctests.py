"""The worked examples in the docstrings of sources hold."""

import doctest
import importlib

import pytest

MODULES = ("gazetteer", "masking", "mending", "offered", "police_uk", "table_schema")


@pytest.mark.parametrize("module", MODULES)
def test_worked_examples_hold(module: str) -> None:
    found = doctest.testmod(importlib.import_module(f"headwater.sources.{module}"))
    assert found.attempted > 0
    assert found.failed == 0
