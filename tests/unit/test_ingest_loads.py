"""Taking files in: what is loaded, left alone, replaced, refused and undone."""

import errno
import gzip
import multiprocessing
import os
import resource
import signal
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from builders.suppliers import row, street_row, write_feed, write_street
from headwater.core.errors import (
    ExitCode,
    LakeBusyError,
    LakeFullError,
    NotFoundError,
    SourceFormatError,
    UsageError,
)
from headwater.lake.journal import Journal, writing
from headwater.lake.publish import STAGING, undo
from headwater.lake.store import Store
from headwater.pipelines import ingest as ingesting
from headwater.pipelines.ingest import (
    IngestReport,
    SuppliesRefusedError,
    UnacknowledgedWarningsError,
    ingest,
)

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    return tmp_path / "lake"


@pytest.fixture
def supply(tmp_path: Path) -> Path:
    folder = tmp_path / "supply"
    folder.mkdir()
    return folder


def take(lake: Path, *paths: Path, **choices: Any) -> IngestReport:
    return ingest(list(paths), lake=lake, by="tester", at=AT, **choices)


def references(lake: Path, table: str = "fire_incidents") -> list[str]:
    with Store(lake) as store:
        rows = store.rows(store.table(table).select("incident_ref"), name="references")
        return sorted(str(ref) for ref in rows["incident_ref"])


def state(lake: Path) -> dict[str, bytes]:
    """Every byte of the lake that counts."""
    return {
        str(path.relative_to(lake)): path.read_bytes()
        for folder in ("journal", "data")
        for path in (lake / folder).rglob("*")
        if path.is_file()
    }


def fires(folder: Path, *names: str, month: str = "2024-09", **values: str) -> Path:
    values = {"call_datetime": f"{month}-14T23:12", **values}
    rows = [row("fire", incident_ref=name, **values) for name in names]
    return write_feed(folder, "fire", rows, name=f"fire_loamshire_{month}.csv")


def test_a_file_is_loaded_with_its_journal(lake: Path, supply: Path) -> None:
    report = take(lake, fires(supply, "F1", "F2"))
    assert references(lake) == ["F1", "F2"]
    (load,) = Journal(lake).active()
    assert report.taken[0].load_id == load.id
    (file,) = load.files
    assert (file.slice, file.rows_in, file.rows_accepted) == ("loamshire/2024-09", 2, 2)
    assert file.encoding == "UTF-8"


def test_the_same_file_again_changes_nothing(lake: Path, supply: Path) -> None:
    path = fires(supply, "F1")
    take(lake, path)
    before = state(lake)
    (supply / "zipped").mkdir()
    zipped = supply / "zipped" / (path.name + ".gz")
    zipped.write_bytes(gzip.compress(path.read_bytes()))
    for again in (path, zipped):
        report = take(lake, again)
        assert (report.taken, len(report.unchanged)) == ((), 1)
    assert state(lake) == before


def test_only_the_slice_that_changed_is_loaded_and_its_difference_told(
    lake: Path, supply: Path
) -> None:
    fires(supply, "F1", "F2", "F3")
    fires(supply, "G1", month="2024-10")
    take(lake, supply)
    fires(supply, "F2", "F3", "F4", "F5")
    report = take(lake, supply)
    (taken,) = report.taken
    (change,) = taken.replaced
    assert (change.slice, change.added, change.removed, change.unchanged) == (
        "loamshire/2024-09", 2, 1, 2,
    )  # fmt: skip
    assert references(lake) == ["F2", "F3", "F4", "F5", "G1"]
    assert "2 rows new, 1 gone, 2 as they were" in str(report)


def test_undo_brings_back_what_was_replaced(lake: Path, supply: Path) -> None:
    take(lake, fires(supply, "F1"))
    second = take(lake, fires(supply, "F2")).taken[0].load_id
    undo(lake, second, by="tester", at=AT)
    assert references(lake) == ["F1"]


def test_what_was_undone_can_be_loaded_again(lake: Path, supply: Path) -> None:
    path = fires(supply, "F1")
    undo(lake, take(lake, path).taken[0].load_id, by="tester", at=AT)
    assert references(lake) == []
    assert take(lake, path).taken[0].rows == 1
    assert references(lake) == ["F1"]


def test_the_first_version_can_come_back(lake: Path, supply: Path) -> None:
    take(lake, fires(supply, "F1"))
    take(lake, fires(supply, "F2"))
    take(lake, fires(supply, "F1"))
    assert references(lake) == ["F1"]


def test_a_rehearsal_says_what_would_happen_and_changes_nothing(lake: Path, supply: Path) -> None:
    take(lake, fires(supply, "F1"))
    before = state(lake)
    report = take(lake, fires(supply, "F1", "F2"), dry_run=True)
    assert report.taken[0].replaced[0].added == 1
    assert report.taken[0].load_id == ""
    assert "the lake is as it was" in str(report)
    assert state(lake) == before


def test_one_source_refused_does_not_hold_up_the_others(lake: Path, supply: Path) -> None:
    fires(supply, "F1", incident_type="bonfire")
    fires(supply, "G1", month="2024-10")
    write_feed(supply, "ambulance")
    with pytest.raises(SuppliesRefusedError, match="Other sources were loaded") as refusal:
        take(lake, supply)
    assert refusal.value.exit_code is ExitCode.SOURCE_FAULTS
    assert references(lake) == []
    assert len(references(lake, "ambulance_incidents")) == 1
    assert [taken.source for taken in refusal.value.report.taken] == ["ambulance"]


def test_faults_of_all_files_of_a_source_come_together(lake: Path, supply: Path) -> None:
    fires(supply, "F1", incident_type="bonfire")
    fires(supply, "G1", month="2024-10", lsoa21_code="nowhere")
    with pytest.raises(SuppliesRefusedError) as refusal:
        take(lake, supply)
    assert [fault.file for fault in refusal.value.faults] == [
        "fire_loamshire_2024-09.csv",
        "fire_loamshire_2024-10.csv",
    ]


def test_a_file_that_nothing_knows_is_named(lake: Path, supply: Path) -> None:
    fires(supply, "F1")
    (supply / "minutes.csv").write_text("present,apologies\nA,B\n")
    assert take(lake, supply).unknown == ("minutes.csv",)


def test_nothing_known_at_all_is_an_error(lake: Path, supply: Path) -> None:
    (supply / "minutes.csv").write_text("present,apologies\nA,B\n")
    with pytest.raises(UsageError, match="headwater sources"):
        take(lake, supply)


def test_whose_a_file_is_can_be_said(lake: Path, supply: Path) -> None:
    fires(supply, "F1")
    with pytest.raises(SuppliesRefusedError, match=r"\[ambulance\] has"):
        take(lake, supply, source="ambulance")
    with pytest.raises(NotFoundError, match="Sources are"):
        take(lake, supply, source="fires")


def test_two_different_files_for_one_slice_are_a_fault(lake: Path, supply: Path) -> None:
    fires(supply / "a", "F1")
    fires(supply / "b", "F2")
    with pytest.raises(SuppliesRefusedError, match="for the same place and time as"):
        take(lake, supply)


def test_the_same_file_twice_counts_once(lake: Path, supply: Path) -> None:
    fires(supply / "a", "F1")
    fires(supply / "b", "F1")
    take(lake, supply)
    assert references(lake) == ["F1"]


def test_warnings_can_be_asked_for_first(lake: Path, supply: Path) -> None:
    path = write_feed(supply, "fire", [{**row("fire"), "caller": "x"}])
    with pytest.raises(UnacknowledgedWarningsError, match=r"\[caller\] is not part"):
        take(lake, path, accept_warnings=False)
    assert references(lake) == []
    assert len(take(lake, path, accept_warnings=True).warnings) == 1


def test_places_are_loaded_before_what_leans_on_them(lake: Path, supply: Path) -> None:
    write_feed(supply, "istv_ed")
    write_feed(supply, "places", [row("places", name="The Anchor, Mill Street")])
    take(lake, supply)
    with Store(lake) as store:
        rows = store.rows(store.table("ed_assaults").select("location_confidence"), name="found")
    assert list(rows["location_confidence"]) == ["street"]


def test_other_places_match_the_same_visits_again(lake: Path, supply: Path) -> None:
    path = write_feed(supply, "istv_ed")
    take(lake, path)
    take(lake, write_feed(supply, "places"))
    assert take(lake, path).taken[0].replaced[0].added == 1
    assert take(lake, path).unchanged == (path.name,)


def test_progress_is_told(lake: Path, supply: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    write_street(supply, [street_row()])
    fires(supply, "F1")
    take(lake, supply, progress=lambda *step: steps.append(step))
    assert {"Opening files", "Reading Street-level crime (data.police.uk)"} <= {s[0] for s in steps}
    assert all(done <= total for _, done, total in steps)


# Bad input: a sentence, an exit code, and the lake as it was.


def without_rows(supply: Path) -> None:
    path = fires(supply, "F1")
    path.write_text(path.read_text().splitlines()[0] + "\n")


def bomb(supply: Path) -> None:
    path = supply / "fire_loamshire_2024-09.csv.gz"
    path.write_bytes(gzip.compress(b"incident_ref\n" + b"a" * (64 << 20)))


def outside(supply: Path) -> None:
    with zipfile.ZipFile(supply / "a.zip", "w") as archive:
        archive.writestr("../fire_loamshire_2024-09.csv", b"x")


def street_of_another_month(supply: Path) -> None:
    write_street(supply, [street_row(month="2024-08")])


def damaged_street(supply: Path) -> None:
    (supply / "2024-09-loamshire-street.csv.gz").write_bytes(b"\x1f\x8bnothing")


def empty_street(supply: Path) -> None:
    (supply / "2024-09-loamshire-street.csv").write_bytes(b"")


def street_without_rows(supply: Path) -> None:
    path = write_street(supply, [street_row()])
    path.write_text(path.read_text().splitlines()[0])


def street_with_nul(supply: Path) -> None:
    path = write_street(supply, [street_row()])
    path.write_bytes(path.read_bytes().replace(b"Parking", b"Par\0ing"))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (without_rows, "no rows"),
        (lambda supply: fires(supply, "F1", call_datetime="45549.9"), "the number Excel keeps"),
        (lambda supply: fires(supply, "F1", property_type="=A1"), "spreadsheet formula"),
        (bomb, "as an attack would"),
        (outside, "leads outside it"),
        (street_of_another_month, "the month of the file name"),
        (damaged_street, "damaged or cut short"),
        (empty_street, "the file is empty"),
        (street_without_rows, "a header and no rows"),
        (street_with_nul, "NUL byte"),
    ],
)
def test_bad_input_leaves_the_lake_as_it_was(
    lake: Path, tmp_path: Path, make: Callable[[Path], object], says: str
) -> None:
    take(lake, fires(tmp_path / "first", "F0"))
    before = state(lake)
    supply = tmp_path / "bad"
    supply.mkdir()
    make(supply)
    with pytest.raises(SourceFormatError, match=says) as refusal:
        take(lake, supply)
    assert refusal.value.exit_code == 3
    assert state(lake) == before
    assert not any((lake / STAGING).iterdir())


def test_a_second_load_is_told_to_wait(lake: Path, supply: Path) -> None:
    with writing(lake, who="ingest by Ann"), pytest.raises(LakeBusyError, match="Ann") as busy:
        take(lake, fires(supply, "F1"))
    assert busy.value.exit_code is ExitCode.LAKE


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_says_so(
    lake: Path, supply: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    take(lake, fires(supply, "F1"))
    before = state(lake)

    def full(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("headwater.pipelines.staging_parts.parquet.ParquetWriter", full)
    with pytest.raises(LakeFullError, match="as it was before"):
        take(lake, fires(supply, "F2"))
    assert state(lake) == before


def test_a_file_larger_than_the_disk_allows_says_so(lake: Path, supply: Path) -> None:
    write_street(supply, [street_row(n) for n in range(5_000)])
    take(lake, fires(supply, "F1"))
    before = state(lake)
    answer = in_child(_load_with_little_room, lake, supply)
    assert answer == "LakeFullError"
    assert state(lake) == before


def _load_with_little_room(lake: Path, supply: Path) -> str:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
    try:
        take(lake, supply)
    except LakeFullError as error:
        return type(error).__name__
    return "loaded"


def in_child(work: Callable[[Path, Path], str], lake: Path, supply: Path) -> str:
    """The answer of a function run in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(work, (lake, supply))


@pytest.mark.parametrize("stop_in", ["load_bulk", "differences", "publish"])
def test_a_killed_load_leaves_the_lake_as_it_was(lake: Path, supply: Path, stop_in: str) -> None:
    write_street(supply, [street_row(1)])
    take(lake, supply)
    before = state(lake)
    write_street(supply, [street_row(1), street_row(2)])
    child = multiprocessing.get_context("fork").Process(
        target=_load_and_hang, args=(lake, supply, stop_in)
    )
    child.start()
    deadline = time.monotonic() + 60
    while not (supply / "hanging").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    assert (supply / "hanging").exists()
    assert state(lake) == before
    assert take(lake, supply).taken[0].replaced[0].added == 1


def _load_and_hang(lake: Path, supply: Path, stop_in: str) -> None:
    """Load, but stop for ever at a chosen step, as a killed process would."""

    def hang(*_: object, **__: object) -> None:
        (supply / "hanging").touch()
        time.sleep(120)

    setattr(ingesting, stop_in, hang)
    take(lake, supply)


def test_the_published_zip_and_its_folder_give_the_same_load(tmp_path: Path, supply: Path) -> None:
    for month in ("2024-09", "2024-10"):
        write_street(supply, [street_row(n) for n in range(3)], month=month)
    with zipfile.ZipFile(tmp_path / "archive.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(supply.rglob("*.csv")):
            archive.write(path, path.relative_to(supply))
    tree = take(tmp_path / "one", supply)
    zipped = take(tmp_path / "two", tmp_path / "archive.zip")
    assert tree == zipped
    assert state(tmp_path / "one") == state(tmp_path / "two")
