"""The ground under Loamshire, whatever the seed: whole, contiguous, of believable sizes."""

from typing import Any

import numpy as np
import pytest
import shapely
from scipy.sparse.csgraph import connected_components

from headwater.loamshire.deprivation import DOMAINS, build_deprivation
from headwater.loamshire.geography import Geography, build_geography
from headwater.loamshire.grid import to_grid
from headwater.loamshire.people import RESIDENTS, build_people
from headwater.loamshire.places import build_places
from headwater.loamshire.records import linked
from headwater.loamshire.streams import stream

OPEN_SEA = shapely.box(0.5, 54.2, 2.1, 55.0)


SEEDS = [1, 2, 3]


@pytest.fixture(scope="module", params=SEEDS)
def geography(request: pytest.FixtureRequest) -> Geography:
    return build_geography(int(request.param))


def test_the_ground_tiles_and_lies_at_sea(geography: Geography) -> None:
    polygons = list(geography.ground.polygons)
    assert shapely.coverage_is_valid(polygons)
    assert all(polygon.is_valid for polygon in polygons)
    assert OPEN_SEA.contains(shapely.union_all(polygons))


@pytest.mark.parametrize("level", ["district", "msoa", "ward"])
def test_each_larger_area_is_one_piece(geography: Geography, level: str) -> None:
    group = getattr(geography.ground, level)
    for at in range(int(group.max()) + 1):
        members = np.flatnonzero(group == at)
        inner = geography.ground.neighbours[members][:, members]
        assert connected_components(inner)[0] == 1


def test_there_are_about_four_hundred_neighbourhoods_in_seven_districts(
    geography: Geography,
) -> None:
    assert 380 <= len(geography.lsoa21) <= 430
    assert len(np.unique(geography.district)) == 7


def test_middle_layers_nest_in_districts(geography: Geography) -> None:
    pairs = set(zip(geography.msoa.tolist(), geography.district.tolist(), strict=True))
    assert len(pairs) == len(np.unique(geography.msoa))


def test_both_vintages_cover_the_same_ground(geography: Geography) -> None:
    old = shapely.union_all(list(geography.lsoa11.polygons))
    new = shapely.union_all(list(geography.lsoa21.polygons))
    assert old.symmetric_difference(new).area == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_machines_that_round_otherwise_raise_the_same_ground(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Machines differ in the sign and the last digits of an eigenvector."""
    here = build_geography(seed)
    exact, chance = np.linalg.eigh, np.random.default_rng(seed)

    def elsewhere(matrix: Any) -> tuple[Any, Any]:
        noise = chance.normal(0, 4e-15, matrix.shape)
        values, vectors = exact(matrix + (noise + noise.T) / 2)
        return values, vectors * chance.choice([-1, 1], len(values))

    monkeypatch.setattr(np.linalg, "eigh", elsewhere)
    there = build_geography(seed)
    assert there.lsoa21.cells == here.lsoa21.cells
    assert there.lsoa11.cells == here.lsoa11.cells
    assert (there.ground.ward == here.ground.ward).all()
    assert (there.ground.msoa == here.ground.msoa).all()


def test_codes_are_new_only_where_the_ground_changed(geography: Geography) -> None:
    for row in geography.changes:
        same = geography.lsoa11.codes[row.old] == geography.lsoa21.codes[row.new]
        assert same is (row.change == "U")


def test_residents_add_up_and_neighbourhoods_are_of_believable_size(geography: Geography) -> None:
    people = build_people(1, geography, build_deprivation(1, geography))
    assert people.by_lsoa21.sum() == people.by_lsoa11.sum() == RESIDENTS
    assert people.ethnic_by_lsoa21.sum() == RESIDENTS
    assert 900 <= people.totals.min() <= people.totals.max() <= 3_500


def test_ranks_of_deprivation_are_ranks(geography: Geography) -> None:
    index = build_deprivation(1, geography)
    size = len(geography.lsoa21)
    for domain in ("overall", *DOMAINS):
        assert sorted(index.rank[domain].tolist()) == list(range(1, size + 1))
        assert index.decile[domain][np.argmin(index.rank[domain])] == 1
        assert index.score[domain][np.argmin(index.rank[domain])] == index.score[domain].max()


def test_places_stand_on_their_own_ground(geography: Geography) -> None:
    places = build_places(1, geography)
    polygons = np.array(geography.ground.polygons, dtype=object)[places.cell]
    assert shapely.contains_xy(polygons, places.lon, places.lat).all()


def test_the_grid_agrees_with_the_ordnance_survey_s_worked_example() -> None:
    # Caister water tower, from "A guide to coordinate systems in Great Britain": WGS84
    # 52.658007833 N 1.716073973 E is 651409.90 E 313177.27 N. The shift used is good to 5 m.
    easting, northing = to_grid(np.array([1.716073973]), np.array([52.658007833]))
    assert easting[0] == pytest.approx(651_409.90, abs=5)
    assert northing[0] == pytest.approx(313_177.27, abs=5)


def test_one_stream_does_not_disturb_another() -> None:
    before = stream(1, "fire").random(3)
    stream(1, "a feed added later").random(1_000)
    assert stream(1, "fire").random(3).tolist() == before.tolist()
    assert stream(2, "fire").random(3).tolist() != before.tolist()


def test_a_chain_never_leaves_its_key_or_runs_backwards() -> None:
    rng = stream(1, "chains")
    key = rng.integers(0, 20, 2_000)
    order = rng.random(2_000)
    root = linked(rng, key, order, np.full(2_000, 0.5))
    assert (key[root] == key).all()
    assert (order[root] <= order).all()
    assert (root[root] == root).all()


def test_nobody_repeats_when_the_chance_is_nil() -> None:
    rng = stream(1, "chains")
    key = np.zeros(100, dtype=np.int64)
    root = linked(rng, key, rng.random(100), np.zeros(100))
    assert root.tolist() == list(range(100))
