"""data.police.uk: the short road and the long one come to the same rows."""

import hashlib
import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from builders.suppliers import (
    POLICE_UK,
    STREET,
    STREET_HEADER,
    conform,
    open_one,
    row,
    street_row,
    text,
    write_feed,
    write_street,
)
from headwater.core.periods import Month
from headwater.sources.catalogue import source
from headwater.sources.feeds import Feed
from headwater.sources.offered import offering
from headwater.sources.police_uk import id_bytes
from headwater.sources.police_uk_bulk import Bulk, load_bulk
from headwater.sources.police_uk_fast import read_clean

SEPTEMBER = Month(2024, 9)


def fast(data: str, source_id: str = "police_uk_street") -> Any | None:
    """What the short road makes of a file of Loamshire for September."""
    return read_clean(source_id, data.encode(), force="loamshire", month=SEPTEMBER)


def bulk(folder: Path, tmp_path: Path, **current: str) -> Bulk:
    feed = source("police_uk_street")
    assert isinstance(feed, Feed)
    out = tmp_path / "parts"
    out.mkdir(exist_ok=True)
    with offering([folder]) as offer:
        files = [one for one in offer.files if feed.is_named(one.name)]
        return load_bulk(feed, files, folder=out, scratch=tmp_path / "s", current=current)


def rows_of(found: Bulk) -> list[dict[str, Any]]:
    return [made for part in found.parts for made in pq.read_table(part.path).to_pylist()]


@pytest.mark.parametrize("source_id", POLICE_UK)
def test_both_roads_give_the_same_rows(tmp_path: Path, source_id: str) -> None:
    path = write_feed(tmp_path, source_id)
    quick = fast(path.read_text(), source_id)
    assert quick is not None
    (slow,) = conform(path, source_id).tables.values()
    quick_rows = quick.drop_columns(["slice"]).to_pylist()
    assert quick_rows == slow.to_pylist()


@pytest.mark.parametrize(
    "changes",
    [
        {"month": "2024-10"},
        {"month": ""},
        {"reported_by": ""},
        {"crime_type": ""},
        {"crime_type": "Jaywalking"},
        {"crime_id": "ab"},
        {"crime_id": "z" * 64},
        {"longitude": "200"},
        {"latitude": "0"},
        {"longitude": "west"},
        {"lsoa_code": "E0101"},
        {"location": "=1+1"},
        {"location": "#REF!"},
        {"location": "  "},
        {"lsoa_name": "two\nlines"},
    ],
)
def test_anything_odd_takes_the_long_road(changes: dict[str, str]) -> None:
    assert fast(text([street_row(), street_row(2, **changes)])) is None


@pytest.mark.parametrize("broken", ["a,b\n1,2\n", text([street_row()]) + "1,2\n", "", "\0"])
def test_a_file_of_another_shape_takes_the_long_road(broken: str) -> None:
    assert fast(broken) is None


def test_a_mark_and_windows_line_ends_do_not(tmp_path: Path) -> None:
    content = "\ufeff" + text([street_row()]).replace("\n", "\r\n")
    found = fast(content)
    assert found is not None
    assert found["crime_id"].to_pylist() == [bytes(31) + b"\1"]
    assert found["month"].to_pylist() == [SEPTEMBER.first_day]


def test_rows_without_a_place_or_an_identifier_are_kept(tmp_path: Path) -> None:
    blank = {"crime_id": "", "longitude": "", "latitude": "", "lsoa_code": "", "lsoa_name": ""}
    found = fast(text([street_row(), street_row(2, **blank, location="No Location")]))
    assert found is not None
    assert found["crime_id"].to_pylist()[1] is None
    assert found["lon"].null_count == found["lsoa_code"].null_count == 1


def test_a_place_named_by_nothing_but_its_lead_in_is_trimmed() -> None:
    found = fast(text([street_row(location="On or near ")]))
    assert found is not None
    assert found["location"].to_pylist() == ["On or near"]


def test_an_identifier_of_another_form_is_kept_under_its_fingerprint(tmp_path: Path) -> None:
    path = write_street(tmp_path, [street_row(crime_id="LOAM/1")])
    found = conform(path, "police_uk_street")
    assert found.faults == ()
    assert "[1] rows have a [Crime ID] that is not 64 hexadecimal digits" in found.warnings[0]
    assert found.tables["crimes"]["crime_id"].to_pylist() == [hashlib.sha256(b"LOAM/1").digest()]
    assert id_bytes("LOAM/1") != id_bytes("LOAM/2")


def test_a_point_far_outside_is_taken_off_and_the_row_kept(tmp_path: Path) -> None:
    path = write_street(tmp_path, [street_row(longitude="151.2", latitude="-33.8")])
    found = conform(path, "police_uk_street")
    assert found.tables["crimes"]["lon"].to_pylist() == [None]
    assert len(found.warnings) == 2


def test_a_category_that_is_new_is_kept_with_a_warning(tmp_path: Path) -> None:
    path = write_street(tmp_path, [street_row(crime_type="Jaywalking")])
    found = conform(path, "police_uk_street")
    assert found.faults == ()
    assert found.tables["crimes"]["crime_type"].to_pylist() == ["Jaywalking"]


def test_a_search_in_the_last_hour_of_the_month_before_belongs_to_summer(tmp_path: Path) -> None:
    late = row("police_uk_stop_search", date="2024-08-31T23:30:00+00:00")
    early = row("police_uk_stop_search", date="2024-08-31T22:30:00+00:00")
    path = write_feed(tmp_path, "police_uk_stop_search", [late])
    assert fast(path.read_text(), "police_uk_stop_search") is not None
    assert conform(path, "police_uk_stop_search").faults == ()
    path = write_feed(tmp_path, "police_uk_stop_search", [early])
    assert fast(path.read_text(), "police_uk_stop_search") is None
    assert conform(path, "police_uk_stop_search").fault_total == 1


def test_odd_and_clean_files_end_in_one_table(tmp_path: Path) -> None:
    supply = tmp_path / "supply"
    write_street(supply, [street_row(1)])
    write_street(supply, [street_row(2, crime_id="odd")], month="2024-10")
    (supply / "2024-11").mkdir()
    cp1252 = text([street_row(3, month="2024-11", location="Café")]).encode("cp1252")
    (supply / "2024-11" / "2024-11-loamshire-street.csv").write_bytes(cp1252)
    found = bulk(supply, tmp_path)
    assert [file.rows_accepted for file in found.files] == [1, 1, 1]
    assert [file.encoding for file in found.files] == ["UTF-8", "UTF-8", "Windows-1252"]
    assert {made["slice"] for made in rows_of(found)} == {
        "loamshire/2024-09", "loamshire/2024-10", "loamshire/2024-11",
    }  # fmt: skip
    assert {made["location"] for made in rows_of(found)} == {"On or near Parking Area", "Café"}


def test_a_file_the_lake_has_is_not_read_again(tmp_path: Path) -> None:
    path = write_street(tmp_path / "supply", [street_row()])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    found = bulk(tmp_path / "supply", tmp_path, **{"loamshire/2024-09": digest})
    assert (found.files[0].is_current, found.parts) == (True, ())


def test_a_header_alone_is_noted_and_skipped(tmp_path: Path) -> None:
    write_street(tmp_path / "supply", [street_row()])
    (tmp_path / "supply" / "2024-10-loamshire-street.csv").write_text(",".join(STREET_HEADER))
    found = bulk(tmp_path / "supply", tmp_path)
    assert [file.is_empty for file in found.files] == [False, True]


def test_the_folder_and_its_zip_together_count_once(tmp_path: Path) -> None:
    supply = tmp_path / "supply"
    path = write_street(supply, [street_row()])
    with zipfile.ZipFile(supply / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, STREET)
    found = bulk(supply, tmp_path)
    assert (len(found.files), len(rows_of(found))) == (1, 1)


def test_rows_are_put_in_order_of_neighbourhood_and_point(tmp_path: Path) -> None:
    places = [("E01000002", "b"), ("", "z"), ("E01000001", "x"), ("E01000002", "b")]
    crimes = [street_row(n, lsoa_code=code, location=name) for n, (code, name) in enumerate(places)]
    write_street(tmp_path / "supply", crimes)
    made = rows_of(bulk(tmp_path / "supply", tmp_path))
    assert [one["lsoa_code"] for one in made] == [None, "E01000001", "E01000002", "E01000002"]


def test_the_same_supply_makes_the_same_bytes(tmp_path: Path) -> None:
    for month in ("2024-09", "2024-10"):
        crimes = [street_row(n, lsoa_code=f"E0100000{n % 3}") for n in range(50)]
        write_street(tmp_path / "supply", crimes, month=month)
    files = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        files.append(bulk(tmp_path / "supply", tmp_path / name).parts[0].path.read_bytes())
    assert files[0] == files[1]


def test_a_file_by_itself_is_a_supply(tmp_path: Path) -> None:
    path = write_street(tmp_path, [street_row()])
    assert open_one(path).header == STREET_HEADER
    assert source("police_uk_street").slice_of(open_one(path)) == "loamshire/2024-09"
