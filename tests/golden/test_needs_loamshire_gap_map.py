"""What was planted among Loamshire's services is found by the gap map, from files alone."""

import json
from pathlib import Path
from typing import Any

import pytest

from headwater.core.editions import Edition, Table
from headwater.core.periods import Period
from headwater.pipelines.gaps import build_gap_map

AREA = "Z99P00001"
PERIOD = Period.parse("2024-09..2025-08")


@pytest.fixture(scope="module")
def edition(demonstration: Path) -> Edition:
    return build_gap_map(demonstration / "lake", area=AREA, period=PERIOD)


@pytest.fixture(scope="module")
def planted(demonstration: Path) -> dict[str, Any]:
    path = demonstration / "loamshire" / "sealed" / "truths.json"
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def table(edition: Edition, name: str) -> Table:
    return edition.tables[name].value


def cells(edition: Edition) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Class, kinds of gap and numbers of each combination."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for name in ("gaps-cells", "gap-map"):
        held = table(edition, name)
        for row in held.rows:
            key = (str(row[0]), str(row[1]), str(row[2]))
            said = {c.key: value for c, value in zip(held.columns, row, strict=True)}
            found[key] = {**found.get(key, {}), **said}
    return found


def key_of(planted: dict[str, Any]) -> tuple[str, str, str]:
    age = f"{planted['age_from']}-{planted['age_to']}"
    return planted["district_code"], age, planted["need_type"]


def test_the_service_that_is_missing_is_the_only_hole_that_others_have_filled(
    edition: Edition, planted: dict[str, Any]
) -> None:
    found = cells(edition)
    missing = key_of(planted["planted"]["missing"])
    assert (found[missing]["class"], found[missing]["services"]) == ("gap", 0)
    assert found[missing]["types"] == "out of reach"
    empty = {key for key, cell in found.items() if cell["services"] == 0}
    elsewhere = {
        key for key in empty if any(k[1:] == key[1:] and c["services"] for k, c in found.items())
    }
    assert elsewhere == {missing}


def test_the_thin_service_gives_fewest_places_for_its_need(
    edition: Edition, planted: dict[str, Any]
) -> None:
    found = cells(edition)
    thin = key_of(planted["planted"]["thin"])
    alike = {key: cell["coverage"] for key, cell in found.items() if key[1:] == thin[1:]}
    assert min(alike, key=lambda key: alike[key]) == thin
    assert alike[thin] < 0.25
    assert "age cliff at 18" in found[thin]["types"]


def test_no_service_gives_more_places_than_it_states(edition: Edition) -> None:
    held = table(edition, "gap-offers")
    at = held.position
    given: dict[str, float] = {}
    stated: dict[str, float] = {}
    for row in held.rows:
        name = str(row[at("service_id")])
        given[name] = given.get(name, 0.0) + float(str(row[at("given")]))
        stated[name] = float(str(row[at("capacity")]))
    assert given
    # Each place was rounded to two decimals, in at most a few dozen combinations.
    assert all(given[name] <= stated[name] + 0.3 for name in given)


def test_no_neighbourhood_shows_a_count_of_anybody(edition: Edition) -> None:
    near = table(edition, "gap-reach")
    assert {c.kind.value for c in near.columns} <= {"code", "name", "text", "number", "percent"}
    assert {c.key for c in near.columns if c.kind.value == "number"} == {"combinations"}
    assert len(set(near.values("combinations"))) == 1
