"""Travel times come in as a tidy table, and what is wrong with one is said row by row."""

from pathlib import Path
from typing import Any

import pytest

from builders.reference import accepted, build_csv, problems

WAY: dict[str, Any] = {
    "from_area": "Z99L00001",
    "to_place": "service-1",
    "minutes": "18.5",
    "mode": "public_transport",
}


def test_each_row_is_a_way_from_a_small_area_to_a_place(tmp_path: Path) -> None:
    by_foot = WAY | {"mode": "walking", "minutes": "40"}
    found = accepted(build_csv("travel_times_loamshire.csv", [WAY, by_foot], scratch=tmp_path))
    assert found.tables["travel_times"].to_pylist() == [
        WAY | {"minutes": 18.5},
        by_foot | {"minutes": 40.0},
    ]


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"from_area": "Z99D00001"}, "from_area"),
        ({"to_place": ""}, "to_place"),
        ({"minutes": ""}, "minutes"),
        ({"minutes": "-1"}, "minutes"),
        ({"minutes": "soon"}, "minutes"),
        ({"mode": "teleport"}, "mode"),
    ],
)
def test_what_cannot_be_is_told_with_its_row(
    tmp_path: Path, wrong: dict[str, Any], column: str
) -> None:
    found = problems(build_csv("travel_times.csv", [WAY | wrong], scratch=tmp_path))
    assert [(row, name) for row, name, _ in found] == [(2, column)]


def test_the_same_way_may_come_once(tmp_path: Path) -> None:
    found = problems(build_csv("travel_times.csv", [WAY, WAY | {"minutes": "9"}], scratch=tmp_path))
    assert [(row, name) for row, name, _ in found] == [(3, "from_area")]
