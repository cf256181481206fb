"""Fixtures every test may use."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from builders.kept import kept_rows
from builders.ledger import empty_after_tests_that_commit, put_guards_on
from builders.once import made_once, run_folder

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


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `headwater demo --no-site` makes: `loamshire`, its `lake`, its `report`.

    Tests may take in again what is in the lake, or what it refuses; they leave it as it was.
    """
    made = made_once(run_folder(tmp_path_factory) / "demo-without-site", _make_demonstration)
    return Path(shutil.copytree(made, tmp_path_factory.mktemp("demo") / "demo"))


def _make_demonstration(folder: Path) -> None:
    from typer.testing import CliRunner

    from headwater.cli.main import app

    arguments = ["demo", "--no-site", "--folder", str(folder), "--by", "Ann"]
    made = CliRunner().invoke(app, arguments)
    assert made.exit_code == 0, made.output
    assert "needs-assessment.html" in made.output


@pytest.fixture(scope="session", autouse=True)
def _the_ledger_can_be_emptied_between_tests() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        empty_after_tests_that_commit(patch)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The tests' database, with the guards that a migration puts on the ledgers."""
    with django_db_blocker.unblock():
        put_guards_on()


@pytest.fixture(scope="module")
def rows_are_kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What fixtures of a module store after this one is there for all of its tests.

    Tests change rows as they like. Of objects in memory each takes a copy.
    """
    with django_db_blocker.unblock(), kept_rows():
        yield
