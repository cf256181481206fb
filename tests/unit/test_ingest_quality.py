"""The quality report: each aspect, seen on a supply where it is wrong."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from builders.suppliers import row, street_row, write_feed, write_street
from headwater.core.errors import NotFoundError
from headwater.core.periods import Month
from headwater.pipelines.ingest import ingest
from headwater.pipelines.quality import Aspect, Finding, QualityReport, quality

AT = datetime(2024, 11, 9, tzinfo=UTC)


@pytest.fixture
def supply(tmp_path: Path) -> Path:
    return tmp_path / "supply"


def judged(tmp_path: Path, source: str | None = None) -> QualityReport:
    ingest([tmp_path / "supply"], lake=tmp_path / "lake", by="tester", at=AT)
    return quality(tmp_path / "lake", source=source)


def words(report: QualityReport, aspect: Aspect) -> list[str]:
    return [finding.words for table in report.tables for finding in table.of(aspect)]


def fires(supply: Path, month: Month, count: int, kind: str = "deliberate_primary") -> None:
    rows = [
        row("fire", incident_ref=f"{month}-{n}", call_datetime=f"{month}-14T10:00",
            incident_type=kind)
        for n in range(count)
    ]  # fmt: skip
    write_feed(supply, "fire", rows, name=f"fire_loamshire_{month}.csv")


def test_an_empty_lake_has_nothing_to_judge(tmp_path: Path) -> None:
    assert "empty" in str(quality(tmp_path / "lake"))


def test_a_source_that_is_not_there_is_said(tmp_path: Path, supply: Path) -> None:
    fires(supply, Month(2024, 9), 1)
    with pytest.raises(NotFoundError, match="headwater ingest"):
        judged(tmp_path, source="ambulance")


def test_completeness_is_the_share_that_is_filled(tmp_path: Path, supply: Path) -> None:
    rows = [
        row("fire", incident_ref=f"F{n}", lsoa21_code="" if n else "Z99L00001") for n in range(4)
    ]
    write_feed(supply, "fire", rows)
    assert "[lsoa_code] is filled on 25.0 % of rows" in words(judged(tmp_path), Aspect.COMPLETENESS)


def test_validity_says_what_was_left_out_and_warned_of(tmp_path: Path, supply: Path) -> None:
    write_feed(supply, "fire", [{**row("fire"), "x": "1"}, {**row("fire"), "x": "1"}])
    found = words(judged(tmp_path), Aspect.VALIDITY)
    assert "1 of 2 rows left out: exact repeat of an earlier row" in found
    assert "1 warning was given when it was loaded" in found


def test_timeliness_counts_days_and_missing_months(tmp_path: Path, supply: Path) -> None:
    for month in (Month(2024, 6), Month(2024, 9), Month(2024, 10)):
        fires(supply, month, 2)
    found = words(judged(tmp_path), Aspect.TIMELINESS)
    assert "[loamshire] 2024-10, its latest month, was loaded 9 days after it ended" in found
    assert "[loamshire] lacks 2 months between 2024-06 and 2024-10: 2024-07 to 2024-08" in found


def test_a_supplier_behind_the_others_is_called_late(tmp_path: Path, supply: Path) -> None:
    for site, month in (("Z9901", "2024-10"), ("Z9902", "2024-09")):
        visit = row(
            "istv_ed",
            reporting_period_start_date=f"{month}-01",
            reporting_period_end_date=f"{month}-30",
            arrival_date_and_time_at_accident_and_emergency_department=f"{month}-14T10:00",
            assault_date_and_time="",
        )
        write_feed(supply, "istv_ed", [visit], name=f"istv_{site}_{month}.csv")
    found = words(judged(tmp_path), Aspect.TIMELINESS)
    assert "[z9902] has nothing after 2024-09; others have come up to 2024-10" in found


def test_a_sudden_change_of_volume_is_seen(tmp_path: Path, supply: Path) -> None:
    for number, count in enumerate((10, 11, 10, 3, 9), start=1):
        fires(supply, Month(2024, number), count)
    concerns = [f for t in judged(tmp_path).tables for f in t.of(Aspect.CONSISTENCY)]
    assert [(f.subject, round(f.value, 2)) for f in concerns] == [("loamshire/2024-04", 0.3)]


def test_a_category_that_stops_is_seen(tmp_path: Path, supply: Path) -> None:
    for number in range(1, 8):
        kind = "attack_on_crew" if number <= 4 else "deliberate_primary"
        fires(supply, Month(2024, number), 5, kind)
    found = words(judged(tmp_path), Aspect.CONSISTENCY)
    assert any("[attack_on_crew] stops after 2024-04" in each for each in found)
    assert any("[deliberate_primary] starts in 2024-05" in each for each in found)


def test_repeated_identifiers_are_counted(tmp_path: Path, supply: Path) -> None:
    write_street(supply, [street_row(1), street_row(1, location="Elsewhere"), street_row(2)])
    found = words(judged(tmp_path), Aspect.DUPLICATES)
    assert found == ["1 rows repeat the crime_id of another (33.3 %)"]


def test_a_report_is_words_for_a_person(tmp_path: Path, supply: Path) -> None:
    fires(supply, Month(2024, 9), 3)
    report = judged(tmp_path)
    assert str(report).startswith("Deliberate fires and attacks on crews (fire_incidents): 3 rows")
    assert all(isinstance(f, Finding) for f in report.tables[0].findings)
