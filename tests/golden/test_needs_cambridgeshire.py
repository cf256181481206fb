"""The assessment of a real county, beside counts made by hand from the same files."""

import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from headwater.core.editions import Edition, Table
from headwater.core.errors import NotFoundError
from headwater.core.periods import Period
from headwater.pipelines.assess import build_edition
from headwater.pipelines.ingest import ingest

AREA = "E23000023"
PROXY = {"Violence and sexual offences", "Robbery", "Possession of weapons"}
DISTRICTS = {
    "E06000031", "E07000008", "E07000009", "E07000010", "E07000011", "E07000012",
}  # fmt: skip


@pytest.fixture(scope="module")
def lake(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake of the files an assessment of Cambridgeshire needs, taken in as supplied."""
    folder = tmp_path_factory.mktemp("lake")
    chosen = [
        *sorted((shared_data / "police_uk").glob("*/*-cambridgeshire-street.csv.gz")),
        shared_data / "lookups" / "lookup_lsoa21_ward24_ltla24.csv.gz",
        shared_data / "lookups" / "lookup_ltla24_csp24_pfa24.csv.gz",
        shared_data / "lookups" / "lookup_lsoa11_lsoa21_ltla22.csv.gz",
        shared_data / "lookups" / "ruc21_lsoa21.csv.gz",
        shared_data / "population" / "census2021_lsoa21_ethnic_group.parquet",
        shared_data / "deprivation" / "imd2025_england_lsoa21.parquet",
        shared_data / "geo" / "lsoa21_ew_bsc.parquet",
        shared_data / "geo" / "ltla24_ew_bsc.parquet",
        shared_data / "geo" / "pfa20_ew_bsc.parquet",
    ]
    ingest(chosen, lake=folder, by="test", at=datetime(2026, 1, 1, tzinfo=UTC))
    return folder


@pytest.fixture(scope="module")
def year(lake: Path) -> Edition:
    return build_edition(lake, area=AREA, period=Period.parse("2024-09..2025-08"))


@pytest.fixture(scope="module")
def winter(lake: Path) -> Edition:
    return build_edition(lake, area=AREA, period=Period.parse("2018-10..2019-02"))


def rows_of_gz(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        yield from csv.DictReader(handle)


def today(shared_data: Path) -> dict[str, str]:
    """Small areas of the county with their district, by hand from the lookup."""
    lookup = shared_data / "lookups" / "lookup_lsoa21_ward24_ltla24.csv.gz"
    return {
        row["lsoa21_code"]: row["ltla24_code"]
        for row in rows_of_gz(lookup)
        if row["ltla24_code"] in DISTRICTS
    }


def records(shared_data: Path, period: Period) -> Iterator[dict[str, str]]:
    for month in period:
        yield from rows_of_gz(
            shared_data / "police_uk" / str(month) / f"{month}-cambridgeshire-street.csv.gz"
        )


def residents(shared_data: Path) -> dict[str, int]:
    census = pq.read_table(
        shared_data / "population" / "census2021_lsoa21_ethnic_group.parquet"
    ).to_pydict()
    return dict(zip(census["lsoa21_code"], census["total_residents"], strict=True))


def table(edition: Edition, name: str) -> Table:
    return edition.tables[name].value


def column(edition: Edition, name: str, key: str) -> dict[object, object]:
    found = table(edition, name)
    return dict(zip(found.values(found.columns[0].key), found.values(key), strict=True))


def test_every_neighbourhood_rate_is_the_hand_count_over_the_census(
    shared_data: Path, year: Edition
) -> None:
    inside, people = today(shared_data), residents(shared_data)
    by_hand = Counter(
        row["LSOA code"]
        for row in records(shared_data, Period.parse("2024-09..2025-08"))
        if row["Crime type"] in PROXY and row["LSOA code"] in inside
    )
    counts = column(year, "where-neighbourhoods", "count")
    rates = column(year, "where-neighbourhoods", "rate")
    assert set(counts) == set(inside)
    assert len(counts) == 516
    for code in inside:
        assert counts[code] == by_hand[code], code
        assert rates[code] == pytest.approx(by_hand[code] / people[code] * 1_000, abs=1e-5), code


def test_districts_add_up_to_the_neighbourhoods_by_hand(shared_data: Path, year: Edition) -> None:
    inside = today(shared_data)
    by_hand = Counter(
        inside[row["LSOA code"]]
        for row in records(shared_data, Period.parse("2024-09..2025-08"))
        if row["Crime type"] in PROXY and row["LSOA code"] in inside
    )
    assert column(year, "where-districts", "count") == by_hand


def test_rows_outside_the_county_and_without_location_are_counted_and_left_out(
    shared_data: Path, year: Edition
) -> None:
    inside = today(shared_data)
    places = Counter(
        "nowhere" if not row["LSOA code"] else "in" if row["LSOA code"] in inside else "out"
        for row in records(shared_data, Period.parse("2024-09..2025-08"))
    )
    assert list(column(year, "method-places", "count").values()) == [
        places["in"], places["out"], places["nowhere"],
    ]  # fmt: skip


def test_older_records_come_to_todays_areas_and_the_edition_says_how(
    shared_data: Path, winter: Edition
) -> None:
    inside = today(shared_data)
    became: dict[str, list[str]] = {}
    for row in rows_of_gz(shared_data / "lookups" / "lookup_lsoa11_lsoa21_ltla22.csv.gz"):
        became.setdefault(row["lsoa11_code"], []).append(row["lsoa21_code"])
    rows = [
        row
        for row in records(shared_data, Period.parse("2018-10..2019-02"))
        if any(new in inside for new in became.get(row["LSOA code"], ()))
    ]
    violence = Counter(row["LSOA code"] for row in rows if row["Crime type"] in PROXY)
    people = residents(shared_data)
    by_hand: dict[str, float] = {}
    for old, n in violence.items():
        whole = sum(people[new] for new in became[old])
        for new in became[old]:
            by_hand[new] = by_hand.get(new, 0.0) + n * people[new] / whole
    counts = column(winter, "where-neighbourhoods", "count")
    for code in inside:
        assert counts[code] == pytest.approx(by_hand.get(code, 0.0), abs=1e-5), code
    said = " ".join(table(winter, "where-neighbourhoods").notes)
    assert "moved exactly from an earlier code" in said
    assert "shared out by residents" in said


def test_rates_of_five_months_are_a_year_s_rates(winter: Edition) -> None:
    found = table(winter, "what-categories")
    row = found.rows[0]
    count, rate = row[found.position("count")], row[found.position("rate")]
    assert isinstance(count, int | float)
    assert isinstance(rate, int | float)
    people = sum(
        value
        for value in table(winter, "where-neighbourhoods").values("residents")
        if isinstance(value, int | float)
    )
    assert rate == pytest.approx(count / (people * 5 / 12) * 1_000, rel=1e-6)


def test_what_cannot_be_said_is_said(year: Edition) -> None:
    texts = [b.text for c in year.chapters for b in c.blocks if b.kind.value == "unknown"]
    assert any("rising" in text for text in texts)


def test_the_same_lake_gives_the_same_edition(lake: Path, year: Edition) -> None:
    again = build_edition(lake, area=AREA, period=Period.parse("2024-09..2025-08"))
    assert again.id == year.id
    assert {k: t.value for k, t in again.tables.items()} == {
        k: t.value for k, t in year.tables.items()
    }
    assert again.findings == year.findings
    assert again.expressions == year.expressions


def test_an_area_or_period_without_any_record_of_violence_is_refused(lake: Path) -> None:
    with pytest.raises(NotFoundError, match="record of violence"):
        build_edition(lake, area="E23000030", period=Period.parse("2024-09..2025-08"))
    with pytest.raises(NotFoundError, match="record of violence"):
        build_edition(lake, area=AREA, period=Period.parse("2011-01..2011-12"))
