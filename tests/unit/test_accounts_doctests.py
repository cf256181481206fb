"""The worked examples in the docstrings of accounts hold."""

import doctest

import pytest

from headwater.web.accounts import presenters, sessions


@pytest.mark.parametrize("module", [presenters, sessions])
def test_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
