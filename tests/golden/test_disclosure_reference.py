"""Our attack and our release beside other tools' known answers.

`sdc_A.json`: ACRO 1.0.2 (threshold 10) and intervals by scipy's HiGHS (reference/README.md).
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from builders.disclosure import HOW, Rule, build_cube, build_dimension, publish
from headwater.core.counts import CountCube, Dimension, ReleasedCube
from headwater.core.disclosure import release_together
from headwater.core.disclosure.audit import Attacker, Publication, intervals, recoverable
from headwater.core.disclosure.layout import margin_keys

UNDER_TEN = Rule("under_ten", 1, 9)


@pytest.fixture(scope="module")
def reference(shared_reference: Path) -> dict[str, Any]:
    answers: dict[str, Any] = json.loads((shared_reference / "disclosure/sdc_A.json").read_text())
    return answers


@pytest.fixture(scope="module")
def people(shared_reference: Path) -> pd.DataFrame:
    return pd.read_csv(shared_reference / "disclosure/sdc_A_microdata.csv")


def test_intervals_with_known_totals_are_those_of_highs(reference: dict[str, Any]) -> None:
    for case in reference["audit"]:
        cube = build_cube(case["table"])
        found = intervals(
            [_publish_with_blanks(cube, case["suppressed"])], attacker=Attacker.ARITHMETIC
        )
        place = {d.key: d for d in cube.dimensions}
        by_place = {
            tuple(place[key].position(code) for key, code in sorted(i.cell.at)): (i.low, i.high)
            for i in found
        }
        for row, column, low, high in case["intervals"]:
            assert by_place[row, column] == pytest.approx((low, high), abs=1e-8)
        assert len(by_place) == len(case["intervals"])


def test_small_cells_blanked_alone_can_be_worked_out(
    reference: dict[str, Any], people: pd.DataFrame
) -> None:
    """ACRO blanks small cells and leaves it there; the totals give one of them back."""
    cube = _cube(people, "area", "kind")
    blanked = reference["acro"]["count"]
    blanks = [
        (i, j)
        for i, area in enumerate(cube.dimensions[0].codes)
        for j, kind in enumerate(cube.dimensions[1].codes)
        if blanked[kind][area] is None
    ]
    assert recoverable([_publish_with_blanks(cube, blanks)])


def test_our_release_of_the_same_people_gives_nothing_back(people: pd.DataFrame) -> None:
    cubes = [_cube(people, "area", "kind"), _cube(people, "area", "sex", "kind")]
    released = release_together(cubes, UNDER_TEN)
    assert recoverable([publish(UNDER_TEN, released)]) == ()


def test_we_hide_every_cell_that_acro_blanks(
    reference: dict[str, Any], people: pd.DataFrame
) -> None:
    cube = _cube(people, "area", "kind")
    shown = release_together([cube], UNDER_TEN)[cube.id].value.margin("area", "kind")
    for kind, column in reference["acro"]["count"].items():
        for area, value in column.items():
            at = cube.dimensions[0].position(area), cube.dimensions[1].position(kind)
            if value is None and cube.counts[at] > 0:
                assert np.isnan(shown[at])


def _cube(people: pd.DataFrame, *keys: str) -> CountCube:
    dimensions = [_dimension(people, key) for key in keys]
    counts = np.zeros(tuple(len(d) for d in dimensions))
    for place, n in Counter(zip(*(people[key] for key in keys), strict=True)).items():
        counts[tuple(d.position(c) for d, c in zip(dimensions, place, strict=True))] = n
    return build_cube(counts, dimensions, id="-".join(keys))


def _dimension(people: pd.DataFrame, key: str) -> Dimension:
    codes = tuple(sorted(people[key].unique()))
    blank = build_dimension(key, len(codes))
    return Dimension(key, blank.label, codes, codes)


def _publish_with_blanks(cube: CountCube, blanks: list[tuple[int, int]]) -> Publication:
    """The table with some inner cells blank and all totals shown."""
    margins = {keys: cube.margin(*keys) for keys in margin_keys(cube.dimensions)}
    inner = cube.counts.copy()
    for row, column in blanks:
        inner[row, column] = np.nan
    margins[tuple(d.key for d in cube.dimensions)] = inner
    shown = ReleasedCube(
        cube.id, cube.universe, cube.dimensions, margins, HOW, UNDER_TEN.id, UNDER_TEN.sentence
    )
    return Publication("blanked", (shown,), UNDER_TEN)
