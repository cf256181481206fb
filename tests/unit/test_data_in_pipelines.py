"""What the browser needs of the pipelines: a look before loading, and supplies in numbers."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from builders.suppliers import row, write_feed
from headwater.core.periods import Month
from headwater.pipelines.ingest import ingest
from headwater.pipelines.preview import HIDDEN, preview
from headwater.pipelines.supplies import current_load, supplies

AT = datetime(2024, 11, 9, tzinfo=UTC)


def fires(folder: Path, month: Month, count: int, *, placed: int = 0) -> Path:
    rows = [
        row("fire", incident_ref=f"{month}-{n}", call_datetime=f"{month}-14T10:00",
            lsoa21_code="Z99L00001" if n < placed else "")
        for n in range(count)
    ]  # fmt: skip
    return write_feed(folder, "fire", rows, name=f"fire_loamshire_{month}.csv")


def test_a_preview_shows_the_first_rows_as_they_would_be_stored(tmp_path: Path) -> None:
    path = fires(tmp_path, Month(2024, 9), 12)
    shown = preview(path, lake=tmp_path / "lake", source="fire")
    first = dict(zip(shown.columns, shown.rows[0], strict=True))
    assert len(shown.rows) == 10
    assert first["incident_ref"] == "2024-09-0"
    assert first["called_at"] == "2024-09-14 10:00"


def test_a_preview_hides_what_is_personal(tmp_path: Path) -> None:
    path = write_feed(tmp_path, "recorded_crime", [row("recorded_crime", victim_ref="V-1")])
    shown = preview(path, lake=tmp_path / "lake", source="recorded_crime")
    assert dict(zip(shown.columns, shown.rows[0], strict=True))["victim_ref"] == HIDDEN


def test_a_preview_of_a_refused_file_is_empty_and_nothing_is_written(tmp_path: Path) -> None:
    path = write_feed(tmp_path, "fire", [row("fire", call_datetime="yesterday")])
    assert preview(path, lake=tmp_path / "lake", source="fire").rows == ()
    assert not (tmp_path / "lake").exists()


def test_a_supply_says_whose_it_is_for_when_and_how_full(tmp_path: Path) -> None:
    path = fires(tmp_path, Month(2024, 9), 4, placed=1)
    ingest([path], lake=tmp_path / "lake", by="P-1", at=AT)
    (held,) = supplies(tmp_path / "lake", source="fire")
    assert (held.supplier, held.month, held.rows) == ("loamshire", "2024-09", 4)
    # 9 November is 40 days after 30 September.
    assert held.days_after == 40
    assert held.validity == 1
    assert held.completeness is not None
    assert 0 < held.completeness < 1


def test_rows_left_out_lower_validity(tmp_path: Path) -> None:
    ingest(
        [write_feed(tmp_path, "fire", [row("fire"), row("fire")])],
        lake=tmp_path / "lake",
        by="t",
        at=AT,
    )
    assert supplies(tmp_path / "lake", source="fire")[0].validity == 0.5


def test_a_month_is_compared_with_the_others_once_there_are_enough(tmp_path: Path) -> None:
    counts = {Month(2024, 6): 4, Month(2024, 7): 4, Month(2024, 8): 4, Month(2024, 9): 8}
    files = [fires(tmp_path, month, count) for month, count in counts.items()]
    ingest(files, lake=tmp_path / "lake", by="t", at=AT)
    held = {
        supply.month: supply.times_usual for supply in supplies(tmp_path / "lake", source="fire")
    }
    assert held["2024-09"] == 2
    assert held["2024-06"] == 1


@pytest.mark.parametrize(
    ("slice_", "is_there"), [("loamshire/2024-09", True), ("x/2024-09", False)]
)
def test_the_load_a_slice_is_read_from_is_told(tmp_path: Path, slice_: str, is_there: bool) -> None:
    report = ingest([fires(tmp_path, Month(2024, 9), 1)], lake=tmp_path / "lake", by="t", at=AT)
    found = current_load(tmp_path / "lake", source="fire", slice_=slice_)
    assert found == (report.taken[0].load_id if is_there else "")


def test_an_empty_lake_holds_no_supplies(tmp_path: Path) -> None:
    assert supplies(tmp_path / "lake", source="fire") == ()


def test_of_a_backlog_only_the_latest_month_tells_how_late_a_supplier_is(tmp_path: Path) -> None:
    files = [fires(tmp_path, Month(2024, month), 1) for month in (7, 8, 9)]
    ingest(files, lake=tmp_path / "lake", by="t", at=AT)
    held = supplies(tmp_path / "lake", source="fire")
    assert [supply.days_after for supply in held] == [None, None, 40]
