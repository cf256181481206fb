"""The real police.uk files: the traps that the data's own page warns of come out as it says."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from headwater.lake.store import Rows, Store
from headwater.pipelines.ingest import ingest
from headwater.pipelines.quality import Aspect, QualityReport, quality

AT = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def lake(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real") / "lake"
    paths = [shared_data / "police_uk", shared_data / "lookups", shared_data / "geo"]
    ingest(paths, lake=folder, by="tester", at=AT)
    return folder


@pytest.fixture(scope="module")
def store(lake: Path) -> Iterator[Store]:
    with Store(lake) as opened:
        yield opened


@pytest.fixture(scope="module")
def report(lake: Path) -> QualityReport:
    return quality(lake)


def by_force(store: Store, table: str) -> dict[str, int]:
    counted = store.table(table).group_by("force").aggregate(rows=lambda t: t.count())
    rows = store.rows(counted, name="rows by force")
    return {str(f): int(n) for f, n in zip(rows["force"], rows["rows"], strict=True)}


def months(store: Store, *, force: str) -> Rows:
    crimes = store.table("crimes")
    counted = (
        crimes.filter(crimes.force == force)
        .group_by("month")
        .aggregate(
            rows=lambda t: t.count(),
            without_place=lambda t: t.lsoa_code.isnull().cast("int64").sum(),
            without_id=lambda t: t.crime_id.isnull().cast("int64").sum(),
            quiet_with_id=lambda t: (
                (t.crime_id.notnull() & (t.crime_type == "Anti-social behaviour"))
                .cast("int64")
                .sum()
            ),
            areas=lambda t: t.lsoa_code.nunique(),
        )
    )
    return store.rows(counted, name="months")


def words(report: QualityReport, source: str, aspect: Aspect) -> list[str]:
    (table,) = (table for table in report.tables if table.source == source)
    return [finding.words for finding in table.of(aspect)]


def test_every_row_of_every_file_is_there(store: Store) -> None:
    assert by_force(store, "crimes") == {
        "cambridgeshire": 129_206,
        "norfolk": 31_191,
        "bedfordshire": 28_870,
        "city-of-london": 9_298,
    }
    assert by_force(store, "crime_outcomes") == {"cambridgeshire": 131_640}
    assert by_force(store, "stop_searches") == {"metropolitan": 18_132}


def test_two_to_four_in_a_hundred_have_no_location(store: Store) -> None:
    found = months(store, force="cambridgeshire")
    share = found["without_place"].sum() / found["rows"].sum()
    assert 0.02 <= share <= 0.04


def test_fifteen_to_twenty_one_in_a_hundred_have_no_identifier_all_quiet(store: Store) -> None:
    found = months(store, force="cambridgeshire")
    share = found["without_id"].sum() / found["rows"].sum()
    assert 0.15 <= share <= 0.21
    assert found["quiet_with_id"].sum() == 0


def test_more_neighbourhoods_than_the_force_has_come_every_month(store: Store) -> None:
    found = months(store, force="cambridgeshire")
    assert found["areas"].min() >= 490
    assert found["areas"].max() <= 570


def test_rows_far_from_the_force_are_kept_and_told(store: Store, report: QualityReport) -> None:
    outside = words(report, "police_uk_street", Aspect.OUT_OF_AREA)
    (told,) = (each for each in outside if "[cambridgeshire]" in each)
    assert "6 districts it usually reports from" in told


def test_the_list_of_codes_changes_in_the_middle_and_it_is_told(report: QualityReport) -> None:
    told = [
        each
        for each in words(report, "police_uk_street", Aspect.VINTAGE)
        if "[cambridgeshire]" in each
    ]
    assert told == [
        "[cambridgeshire] carries 2011 codes in 2018-10 to 2019-02, 2019-08, 2021-01: 100.0 % of "
        "rows match the 2011 list and 83.0 % to 87.3 % the 2021 list",
        "[cambridgeshire] carries 2021 codes in 2024-09 to 2025-08: 81.8 % to 84.9 % of rows match "
        "the 2011 list and 100.0 % the 2021 list",
    ]


def test_months_that_are_not_there_are_told(report: QualityReport) -> None:
    told = words(report, "police_uk_street", Aspect.TIMELINESS)
    assert any("2019-03 to 2019-07, 2019-09 to 2020-12, 2021-02 to 2024-08" in t for t in told)


def test_a_summer_month_of_searches_starts_in_the_evening_before(store: Store) -> None:
    searches = store.table("stop_searches")
    may = searches.filter(searches.slice == "metropolitan/2024-05")
    (first,) = store.rows(may.aggregate(first=may.searched_at.min()), name="first")["first"]
    assert str(first).startswith("2024-04-30T23:01")


def test_nineteen_in_twenty_crimes_of_january_2019_have_an_outcome(store: Store) -> None:
    crimes, outcomes = store.table("crimes"), store.table("crime_outcomes")
    chosen = crimes.filter(
        (crimes.force == "cambridgeshire")
        & crimes.month.isin([date(2019, 1, 1), date(2019, 2, 1), date(2019, 8, 1)])
        & crimes.crime_id.notnull()
    )
    ids = chosen.select("crime_id").distinct()
    linked = ids.semi_join(outcomes, "crime_id")
    (all_ids,) = store.rows(ids.aggregate(n=ids.count()), name="ids")["n"]
    (found,) = store.rows(linked.aggregate(n=linked.count()), name="linked")["n"]
    assert found / all_ids == pytest.approx(0.95, abs=0.01)


def test_loading_the_same_again_changes_nothing(lake: Path, shared_data: Path) -> None:
    before = {path: hashlib.sha256(path.read_bytes()) for path in lake.rglob("*.json")}
    report = ingest([shared_data / "police_uk"], lake=lake, by="tester", at=AT)
    assert (report.taken, len(report.unchanged)) == ((), 67)
    assert set(lake.rglob("*.json")) == set(before)
