"""The rulebook agrees with the reference files it restates."""

import csv
import gzip
from pathlib import Path

import pytest

from headwater import rulebook


def rows_of(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return list(csv.DictReader(file))
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def test_harm_days_by_sub_group_are_those_of_the_reference(shared_data: Path) -> None:
    rows = rows_of(shared_data / "reference" / "cchi2026_by_prc_subgroup.csv")
    assert len(rows) == 23
    for row in rows:
        weight = rulebook.harm_weight_of_subgroup(row["prc_subgroup"])
        assert (weight.lowest, weight.days, weight.mean, weight.highest) == (
            float(row["cchi_days_min"]),
            float(row["cchi_days_median"]),
            float(row["cchi_days_mean"]),
            float(row["cchi_days_max"]),
        )


def test_harm_days_by_crime_type_are_those_of_the_reference(shared_data: Path) -> None:
    rows = rows_of(shared_data / "reference" / "cchi2026_by_police_uk_category.csv")
    held = {row.label: row.harm_days for row in rulebook.police_uk_categories()}
    for row in rows:
        assert held[row["police_uk_category"]] == float(row["cchi_days_weighted"])


@pytest.mark.parametrize("label", ["Violence and sexual offences", "Burglary", "Drugs", "Robbery"])
def test_a_crime_types_days_are_its_sub_groups_weighted_by_volume(label: str) -> None:
    groups = [
        row
        for row in rulebook.harm_weights()
        if row.level is rulebook.HarmLevel.PRC_SUBGROUP and row.police_uk_category == label
    ]
    volume = sum(row.recorded_2024_25 or 0 for row in groups)
    expected = sum(row.days * (row.recorded_2024_25 or 0) for row in groups) / volume
    assert rulebook.harm_weight_of_category(label).days == pytest.approx(expected, abs=0.005)


def test_every_court_code_is_in_the_ministry_of_justice_list(shared_data: Path) -> None:
    listed = {r["ho_code"] for r in rows_of(shared_data / "reference" / "ho_offence_codes.csv.gz")}
    assert {row.court_code for row in rulebook.court_codes()} <= listed


@pytest.mark.parametrize(
    ("court", "label", "words"),
    [
        ("008/26", "10D", "blade or point"),
        ("008/06", "8N", "actual bodily harm"),
        ("005/01", "5D", "grievous bodily harm"),
        ("019/08", "19C", "Rape of a female aged 16"),
        ("003/01", "3B", "threats to kill"),
        ("056/01", "56A", "Arson endangering life"),
    ],
)
def test_court_codes_mean_what_the_list_says(
    shared_data: Path, court: str, label: str, words: str
) -> None:
    rows = rows_of(shared_data / "reference" / "ho_offence_codes.csv.gz")
    described = {row["ho_code"]: row["offence_description"] for row in rows}
    assert words in described[court]
    assert rulebook.canonical_offence_code(court) == label


def test_every_crime_type_met_in_real_files_is_known(shared_data: Path) -> None:
    labels = {row.label for row in rulebook.police_uk_categories()}
    files = sorted((shared_data / "police_uk").glob("*/*-street.csv.gz"))[::6]
    assert files
    met = {row["Crime type"] for path in files for row in rows_of(path)}
    assert met <= labels
    assert len(met) == 14
