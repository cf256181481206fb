"""The county's folder: same bytes, suppliers' layouts, listed faults, nothing real."""

import csv
import gzip
import hashlib
import io
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import shapely
from shapely.geometry import shape

from headwater.core.errors import UsageError
from headwater.core.periods import Period
from headwater.loamshire import SEED, CountySummary, write_county

LAKE_INDICATOR_COLUMNS = 19
STATISTICS_OFFICE_CODE = re.compile(rb"\b[EWNSK]\d{8}\b")
REAL_NAMES = (
    "Cambridgeshire", "Norfolk", "Bedfordshire", "Metropolitan", "City of London", "Lancashire",
    "Thames Valley", "West Midlands", "Greater Manchester", "Kent Police", "Essex", "Cleveland",
)  # fmt: skip


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> CountySummary:
    return write_county(tmp_path_factory.mktemp("loamshire") / "county")


def text_of(path: Path, *, encoding: str = "utf-8-sig") -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode(encoding)


def rows_of(path: Path, *, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of(path, encoding=encoding), newline="")))


def header_of(path: Path) -> list[str]:
    return next(csv.reader(io.StringIO(text_of(path), newline="")))


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def street_files(county: CountySummary) -> list[Path]:
    return sorted((county.folder / "feeds/police_uk").rglob("*-street.csv*"))


def every_file(county: CountySummary) -> Iterator[tuple[str, bytes]]:
    for path in sorted(county.folder.rglob("*")):
        if path.is_file() and "truncated_gzip" not in path.parts:
            data = path.read_bytes()
            yield path.name, gzip.decompress(data) if path.suffix == ".gz" else data


def test_the_same_seed_gives_the_same_bytes(county: CountySummary, tmp_path: Path) -> None:
    again = write_county(tmp_path / "again")
    assert digests(again.folder) == digests(county.folder)


def test_another_seed_gives_another_county_in_place_of_an_old_one(
    county: CountySummary, tmp_path: Path
) -> None:
    folder = tmp_path / "county"
    (folder / "feeds").mkdir(parents=True)
    (folder / "LOAMSHIRE.txt").write_text("an earlier county")
    (folder / "feeds/left_over.csv").write_text("old")
    other = write_county(folder, seed=2, period=Period.parse("2023-09..2025-08"))
    ours, theirs = digests(county.folder), digests(other.folder)
    assert {file.path for file in other.files} == set(theirs)
    assert [path.name for path in tmp_path.iterdir()] == ["county"]
    # These do not depend on the period, so only the seed can have changed them.
    for name in ("areas/loamshire_lsoa21.geojson.gz", "places/places_loamshire.csv",
                 "deprivation/deprivation_limd.csv"):  # fmt: skip
        assert ours[f"feeds/{name}"] != theirs[f"feeds/{name}"]


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me")
    with pytest.raises(UsageError, match="holds something other than Loamshire"):
        write_county(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_short_period_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="need at least"):
        write_county(tmp_path / "county", period=Period.parse("2025-01..2025-08"))
    assert not list(tmp_path.iterdir())


def test_the_summary_lists_every_file_with_its_size(county: CountySummary) -> None:
    listed = {file.path: file.size_bytes for file in county.files}
    found = {
        path.relative_to(county.folder).as_posix(): path.stat().st_size
        for path in county.folder.rglob("*")
        if path.is_file()
    }
    assert listed == found
    assert county.seed == SEED


def test_no_code_of_a_real_area_and_no_real_force_occurs(county: CountySummary) -> None:
    for name, data in every_file(county):
        assert not STATISTICS_OFFICE_CODE.search(data), name
        text = data.decode("utf-8", errors="replace")
        assert not [real for real in REAL_NAMES if real in text], name


@pytest.mark.parametrize(
    ("ours", "real"),
    [
        ("feeds/police_uk/2024-10/2024-10-loamshire-street.csv",
         "police_uk/2024-10/2024-10-cambridgeshire-street.csv.gz"),
        ("feeds/police_uk/2022-09/2022-09-loamshire-outcomes.csv.gz",
         "police_uk/2019-01/2019-01-cambridgeshire-outcomes.csv.gz"),
        ("feeds/police_uk/2024-10/2024-10-loamshire-stop-and-search.csv",
         "police_uk/2024-04/2024-04-metropolitan-stop-and-search.csv.gz"),
        *(
            (f"feeds/lookups/{name}.csv.gz", f"lookups/{name}.csv.gz")
            for name in (
                "lookup_lsoa11_lsoa21_ltla22", "lookup_lsoa11_ltla21", "lookup_lsoa11_msoa11",
                "lookup_lsoa21_ward24_ltla24", "lookup_ltla24_csp24_pfa24", "ruc11_lsoa11",
                "ruc21_lsoa21",
            )
        ),
        *(
            (f"feeds/residents/{name}.csv.gz", f"population/{name}.csv.gz")
            for name in (
                "census2021_ltla21_age_sex_bands", "population_mid2020_ltla21_single_year_age",
            )
        ),
    ],
)  # fmt: skip
def test_a_file_has_the_header_of_the_real_one(
    county: CountySummary, shared_data: Path, ours: str, real: str
) -> None:
    assert header_of(county.folder / ours) == header_of(shared_data / real)


@pytest.mark.parametrize(
    "name",
    ["census2021_lsoa21_ethnic_group.parquet", "population_mid2020_lsoa11_single_year_age.parquet"],
)
def test_a_population_table_has_the_columns_of_the_real_one(
    county: CountySummary, shared_data: Path, name: str
) -> None:
    ours = pq.read_schema(county.folder / "feeds/residents" / name)
    real = pq.read_schema(shared_data / "population" / name)
    assert list(zip(ours.names, ours.types, strict=True)) == list(
        zip(real.names, real.types, strict=True)
    )


def test_values_published_from_a_list_are_on_the_real_list(
    county: CountySummary, shared_data: Path
) -> None:
    real = rows_of(shared_data / "police_uk/2024-10/2024-10-cambridgeshire-street.csv.gz")
    rows = rows_of(county.folder / "feeds/police_uk/2024-10/2024-10-loamshire-street.csv")
    assert {row["Crime type"] for row in rows} == {row["Crime type"] for row in real}


def test_the_directory_of_services_is_one_open_referral_page(county: CountySummary) -> None:
    page = json.loads(text_of(county.folder / "feeds/services/services_openreferral.json"))
    assert 55 <= page["total_items"] == len(page["contents"]) <= 70
    for service in page["contents"]:
        assert service["organization"]["name"]
        assert service["service_at_locations"][0]["location"]["latitude"]
        assert service["headwater"]["capacity_per_year"] > 0


def test_one_site_sends_the_shape_of_the_standard(county: CountySummary) -> None:
    root = ET.parse(county.folder / "feeds/istv_ed/istv_Z9902_2024-10.xml").getroot()  # noqa: S314
    assert root.findtext("SubmissionHeader/SiteCodeOfTreatment") == "Z9902"
    assert len(root.findall("SubmissionHeader")) == 1
    assert all(assault.findtext("AssaultMethod") for assault in root.findall("Assault"))


def test_indicators_are_tidy(county: CountySummary) -> None:
    for path in (county.folder / "feeds/la_indicators").glob("indicators_*.csv"):
        assert len(header_of(path)) == LAKE_INDICATOR_COLUMNS
        assert all(row["value"] or row["flag"] == "suppressed" for row in rows_of(path))


def test_outlines_tile_the_county_without_gaps_or_overlaps(county: CountySummary) -> None:
    for level in ("lsoa21", "lsoa11", "msoa21", "ltla24"):
        document = json.loads(text_of(county.folder / f"feeds/areas/loamshire_{level}.geojson.gz"))
        polygons = [shape(feature["geometry"]) for feature in document["features"]]
        whole = shapely.union_all(polygons)
        assert shapely.coverage_is_valid(polygons)
        assert all(polygon.geom_type == "Polygon" and polygon.is_valid for polygon in polygons)
        assert whole.geom_type == "Polygon"
        assert shapely.get_num_interior_rings(whole) == 0


def test_every_neighbourhood_in_a_feed_is_in_the_lookups(county: CountySummary) -> None:
    lookups = county.folder / "feeds/lookups"
    register = rows_of(lookups / "lookup_lsoa11_lsoa21_ltla22.csv.gz")
    known = {row["lsoa11_code"] for row in register} | {row["lsoa21_code"] for row in register}
    wards = {row["lsoa21_code"] for row in rows_of(lookups / "lookup_lsoa21_ward24_ltla24.csv.gz")}
    assert {row["lsoa21_code"] for row in register} == wards
    met: set[str] = set()
    for path in street_files(county):
        met |= {row["LSOA code"] for row in rows_of(path)}
    for name in ("places/places_loamshire.csv", "ambulance/ambulance_northsea_2024-10.csv"):
        met |= {row["lsoa21_code"] for row in rows_of(county.folder / "feeds" / name)}
    assert met - {""} <= known


def test_residents_add_up_across_files(county: CountySummary) -> None:
    residents = county.folder / "feeds/residents"
    census = pq.read_table(residents / "census2021_lsoa21_ethnic_group.parquet").to_pydict()
    tidy = rows_of(residents / "residents_lsoa21_mid_2023.csv.gz")
    bands = rows_of(residents / "census2021_ltla21_age_sex_bands.csv.gz")
    assert sum(census["total_residents"]) == county.residents
    assert sum(int(row["persons"]) for row in tidy) == county.residents
    assert sum(int(row["total_population"]) for row in bands) == county.residents


def test_the_register_of_changes_has_every_kind_of_change(county: CountySummary) -> None:
    register = rows_of(county.folder / "feeds/lookups/lookup_lsoa11_lsoa21_ltla22.csv.gz")
    assert set(Counter(row["change_code"] for row in register)) == {"U", "S", "M", "X"}
    unchanged = [row for row in register if row["change_code"] == "U"]
    assert all(row["lsoa11_code"] == row["lsoa21_code"] for row in unchanged)


def test_street_files_carry_the_traps_of_the_real_ones(county: CountySummary) -> None:
    rows = [row for path in street_files(county) for row in rows_of(path)]
    no_location = sum(row["Location"] == "No Location" for row in rows) / len(rows)
    no_id = [row for row in rows if not row["Crime ID"]]
    assert 0.02 <= no_location <= 0.04
    assert 0.15 <= len(no_id) / len(rows) <= 0.21
    assert {row["Crime type"] for row in no_id} == {"Anti-social behaviour"}
    assert all(re.fullmatch("[0-9a-f]{64}", row["Crime ID"]) for row in rows if row["Crime ID"])
    assert 55_000 <= len(rows) / 3 <= 75_000


def test_codes_change_vintage_in_the_first_half_of_2023(county: CountySummary) -> None:
    register = rows_of(county.folder / "feeds/lookups/lookup_lsoa11_lsoa21_ltla22.csv.gz")
    old = {row["lsoa11_code"] for row in register}
    new = {row["lsoa21_code"] for row in register}
    codes = {path.name[:7]: {row["LSOA code"] for row in rows_of(path)} - {""}
             for path in street_files(county)}  # fmt: skip
    assert codes["2022-12"] <= old
    assert not codes["2022-12"] <= new
    assert codes["2023-03"] - old
    assert codes["2023-03"] - new
    assert codes["2023-06"] <= new


def test_most_crimes_are_found_again_in_the_outcomes(county: CountySummary) -> None:
    crimes = {row["Crime ID"] for path in street_files(county)[:12] for row in rows_of(path)} - {""}
    outcomes = {
        row["Crime ID"]
        for path in (county.folder / "feeds/police_uk").rglob("*-outcomes.csv*")
        for row in rows_of(path)
    }
    assert len(crimes & outcomes) / len(crimes) > 0.9


def test_recent_crimes_are_under_investigation_more_often(county: CountySummary) -> None:
    def share(path: Path) -> float:
        rows = [row for row in rows_of(path) if row["Crime ID"]]
        return sum(row["Last outcome category"] == "Under investigation" for row in rows) / len(
            rows
        )

    files = street_files(county)
    assert share(files[-1]) > 0.1 > share(files[0])


def test_every_listed_fault_is_really_there(county: CountySummary) -> None:
    feeds = county.folder / "feeds"
    crime = feeds / "recorded_crime"
    faults = json.loads(text_of(county.folder / "faults.json"))
    kinds = {fault["kind"] for fault in faults if fault["loads"]}
    assert kinds >= {
        "late_month", "windows_1252", "bom", "duplicates", "british_dates", "resupplied",
        "missing_area", "missing_postcode", "outside_force", "vintage_mix",
    }  # fmt: skip
    assert not (feeds / "istv_ed/istv_Z9903_2025-08.csv").exists()
    assert not (feeds / "ambulance/ambulance_northsea_2025-07.csv").exists()
    assert not list((feeds / "police_uk/2024-11").glob("*stop-and-search*"))
    with pytest.raises(UnicodeDecodeError):
        text_of(crime / "recorded_crime_loamshire_2023-11.csv")
    assert "Café" in text_of(crime / "recorded_crime_loamshire_2023-11.csv", encoding="cp1252")
    assert (crime / "recorded_crime_loamshire_2024-01.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert rows_of(crime / "recorded_crime_loamshire_2022-12.csv")[0]["recorded_date"][2] == "/"
    assert rows_of(crime / "recorded_crime_loamshire_2023-01.csv")[0]["recorded_date"][4] == "-"
    twice = Counter(
        row["offence_ref"] for row in rows_of(crime / "recorded_crime_loamshire_2024-05.csv")
    )
    assert sum(count == 2 for count in twice.values()) == 40
    assert "AGE BAND" in header_of(feeds / "istv_ed/istv_Z9901_2023-06.csv")
    assert any(not row["postcode"] for row in rows_of(feeds / "places/places_loamshire.csv"))


def test_the_corrected_month_has_more_rows_and_other_codes(county: CountySummary) -> None:
    name = "recorded_crime/recorded_crime_loamshire_2025-03.csv"
    first = {row["offence_ref"]: row for row in rows_of(county.folder / "feeds" / name)}
    second = {row["offence_ref"]: row for row in rows_of(county.folder / "corrections" / name)}
    changed = [ref for ref, row in first.items() if row != second[ref]]
    assert len(second) > len(first)
    assert len(changed) == 25


def test_there_is_one_bad_folder_for_each_kind_of_fault(county: CountySummary) -> None:
    faults = json.loads(text_of(county.folder / "faults.json"))
    listed = {fault["kind"]: fault["where"] for fault in faults if not fault["loads"]}
    assert {path.name for path in (county.folder / "bad").iterdir()} == set(listed)
    assert all((county.folder / where).is_file() for where in listed.values())
    assert {"wrong_columns", "excel_mangled_codes", "excel_mangled_dates", "formulas_in_cells",
            "ragged_rows", "nul_bytes", "empty_file", "header_only"} <= set(listed)  # fmt: skip


def test_people_are_pseudonyms_and_nothing_else(county: CountySummary) -> None:
    for path in sorted((county.folder / "feeds/recorded_crime").glob("*2024-1*.csv")):
        for row in rows_of(path):
            for column in ("victim_ref", "suspect_ref"):
                assert not row[column] or re.fullmatch("P-[0-9a-f]{10}", row[column])


def test_the_seal_is_the_digest_of_the_truths(county: CountySummary) -> None:
    truths = (county.folder / "sealed/truths.json").read_bytes()
    seal = (county.folder / "sealed/SEAL").read_text().split()
    assert seal == [hashlib.sha256(truths).hexdigest(), "truths.json"]
    assert county.truths_sha256 == seal[0]
