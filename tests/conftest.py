"""Fixtures every test may use."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders.ledger import empty_after_tests_that_commit

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real open data, or a skip where this machine does not have it."""
    return _shared("data")


@pytest.fixture(scope="session")
def shared_reference() -> Path:
    """The folder of peers' known answers, or a skip where this machine does not have it."""
    return _shared("reference")


def _shared(name: str) -> Path:
    root = Path(os.environ.get("HEADWATER_SHARED", REPOSITORY.parent / "shared"))
    folder = root / name
    if not folder.is_dir():
        pytest.skip(f"the shared {name} is not on this machine (set HEADWATER_SHARED)")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _the_ledger_can_be_emptied_between_tests() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        empty_after_tests_that_commit(patch)
        yield
