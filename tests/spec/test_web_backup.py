"""A backup goes into an empty place and nothing is different there: by the commands themselves."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FILL = """
from datetime import date
from enum import StrEnum

from builders.web import build_member, build_organisation, build_workspace
from django.utils import timezone

from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import record


class Happened(StrEnum):
    TRIED = "tried"


partner = build_organisation(build_workspace("{place}"), name="Fire")
for number in range(25):
    person = build_member(
        Role.VIEWER, name="Pers\u00f6n {place} %d" % number, organisation=partner
    )
    record(Happened.TRIED, about=person, by=HEADWATER, at=timezone.now(), n=number)
"""


def run(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """One of headwater's commands in a process of its own."""
    environment = {
        **{name: value for name, value in os.environ.items() if "DATABASE_URL" not in name},
        "HEADWATER_HOME": str(home),
        "HEADWATER_DEMO": "yes",
        "DJANGO_SETTINGS_MODULE": "headwater.web.config.settings",
        "PYTHONPATH": str(Path(__file__).parents[1]),
        **more,
    }
    return subprocess.run(
        [sys.executable, "-m", "headwater.web", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def fill(home: Path, *, place: str, **more: str) -> None:
    """Put people and a ledger into an installation."""
    said = FILL.replace("{place}", place)
    made = run(home, "shell", "--no-imports", "--command", said, **more)
    assert made.returncode == 0, made.stderr


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with people, a ledger, a document and a lake."""
    home = tmp_path_factory.mktemp("home")
    for alias in ("default", "restricted"):
        assert run(home, "migrate", "--database", alias).returncode == 0
    fill(home, place="loamshire")
    (home / "documents").mkdir()
    (home / "documents" / "one.csv").write_bytes(b"a,b\n1,2\n")
    (home / "lake" / "journal").mkdir(parents=True)
    (home / "lake" / "journal" / "000001.json").write_text("{}")
    return home


@pytest.fixture(scope="module")
def backup(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it."""
    folder = tmp_path_factory.mktemp("backups") / "tonight"
    done = run(filled, "backup", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


def test_a_backup_restored_into_an_empty_place_has_the_same_counts_and_hashes(
    backup: Path, tmp_path: Path
) -> None:
    done = run(tmp_path / "new", "restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert "every count and hash agrees" in done.stdout
    again = tmp_path / "again"
    assert run(tmp_path / "new", "backup", str(again)).returncode == 0
    first, second = (json.loads((f / "manifest.json").read_text()) for f in (backup, again))
    assert second["rows"] == first["rows"]
    assert second["files"] == first["files"]
    people = next(r for r in first["rows"]["default"] if r["model"] == "accounts.user")
    assert people["rows"] == 25


def test_a_restored_installation_goes_on_with_new_rows(backup: Path, tmp_path: Path) -> None:
    home = tmp_path / "new"
    assert run(home, "restore", str(backup)).returncode == 0
    fill(home, place="elsewhere")


def test_a_backup_of_one_kind_of_database_goes_into_the_other(backup: Path, tmp_path: Path) -> None:
    from builders.postgresql import folder_for_server, wheel_postgresql

    url = {"DATABASE_URL": wheel_postgresql(str(folder_for_server()), "restored")}
    done = run(tmp_path / "new", "restore", str(backup), **url)
    assert done.returncode == 0, done.stderr
    fill(tmp_path / "new", place="elsewhere", **url)


def test_nothing_is_restored_over_something(backup: Path, filled: Path) -> None:
    done = run(filled, "restore", str(backup))
    assert done.returncode == 2
    assert "not empty" in done.stderr


@pytest.mark.parametrize("which", ["rows/default/accounts.user.jsonl", "files/documents/one.csv"])
def test_a_backup_that_was_touched_is_refused(backup: Path, tmp_path: Path, which: str) -> None:
    touched = tmp_path / "touched"
    shutil.copytree(backup, touched)
    with (touched / which).open("ab") as stream:
        stream.write(b"\n")
    done = run(tmp_path / "new", "restore", str(touched))
    assert done.returncode == 9
    assert "has changed since it was stored" in done.stderr


def test_no_backup_is_overwritten_and_a_failed_one_leaves_nothing(
    filled: Path, backup: Path
) -> None:
    done = run(filled, "backup", str(backup))
    assert done.returncode == 2
    assert [path.name for path in backup.parent.iterdir()] == ["tonight"]
