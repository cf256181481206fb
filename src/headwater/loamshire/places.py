"""Streets and premises: where things happen, what they are called, and the snap points."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from headwater.loamshire import names
from headwater.loamshire.geography import CITY_KIND, RURAL_KIND, TOWN_KIND, Geography
from headwater.loamshire.streams import FloatArray, IntArray, stream

PUB, SCHOOL, STREET, FACILITY = range(4)
PUB_BUSINESS = 3.0
POSTCODE_AREA = "LQ"  # no such postcode area exists


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Every named place, with its smallest piece of ground and its anonymised map point."""

    cell: IntArray
    kind: IntArray
    name: tuple[str, ...]
    locality: tuple[str, ...]
    lon: FloatArray
    lat: FloatArray
    postcode: tuple[str, ...]
    choice: FloatArray  # (cells, most places in a cell) chance of each, 0 where there is none
    place_at: IntArray  # (cells, most places in a cell) position, -1 where there is none

    def draw(self, rng: np.random.Generator, cells: IntArray, *, sharpen: float = 1.0) -> IntArray:
        """A place for each cell given, busy ones more often."""
        steps = np.cumsum(self.choice**sharpen, axis=1)
        steps /= steps[:, -1:]
        column = (rng.random(len(cells))[:, None] > steps[cells]).sum(axis=1)
        return np.asarray(self.place_at[cells, column])


def build_places(seed: int, geography: Geography) -> Places:
    """Named places for a county: more of them, and pubs and shops, towards the middle of towns."""
    rng = stream(seed, "places")
    ground = geography.ground
    cell, kind, called = _named(rng, geography)
    lon, lat = _points(rng, geography, cell)
    most = int(np.bincount(cell).max())
    choice = np.zeros((len(ground.kind), most))
    place_at = np.full((len(ground.kind), most), -1, dtype=np.int64)
    for at in range(len(ground.kind)):
        here = np.flatnonzero(cell == at)
        place_at[at, : len(here)] = here
        busy = np.where(kind[here] == PUB, PUB_BUSINESS, 1.0)
        choice[at, : len(here)] = busy * rng.permutation(1 / (np.arange(len(here)) + 2.0) ** 0.8)
    localities = tuple(_locality(geography, int(at)) for at in cell)
    return Places(
        cell=cell, kind=kind, name=called, locality=localities, lon=lon, lat=lat,
        postcode=_postcodes(rng, ground.district[cell]), choice=choice, place_at=place_at,
    )  # fmt: skip


def _named(
    rng: np.random.Generator, geography: Geography
) -> tuple[IntArray, IntArray, tuple[str, ...]]:
    ground = geography.ground
    cells: list[int] = []
    kinds: list[int] = []
    called: list[str] = []
    pub_names = iter(names.pubs(rng, 190))
    unused: dict[str, Iterator[str]] = {}
    for cell, kind in enumerate(ground.kind):
        central = float(ground.centrality[cell])
        locality = _locality(geography, cell)
        streets = unused.setdefault(locality, iter(names.streets(rng)))
        found = [(STREET, next(streets)) for _ in range(int(rng.integers(6, 14)))]
        pubs = {CITY_KIND: 2.4, TOWN_KIND: 2.6}.get(int(kind), 0.25) * central**3
        found += [(PUB, name) for name, _ in zip(pub_names, range(rng.poisson(pubs)), strict=False)]
        if rng.random() < 0.16:
            ward = geography.ward_names[int(ground.ward[cell])]
            found.append((SCHOOL, f"{ward} {rng.choice(['Academy', 'School', 'High School'])}"))
        facilities = 1 + int(central > 0.6) * 3
        if kind == RURAL_KIND:
            facilities = int(rng.random() < 0.3)
        picked = rng.choice(len(names.PLACE_KINDS), facilities, replace=False)
        found += [(FACILITY, names.PLACE_KINDS[at]) for at in picked]
        cells += [cell] * len(found)
        kinds += [each[0] for each in found]
        called += [each[1] for each in found]
    return np.array(cells, dtype=np.int64), np.array(kinds, dtype=np.int64), tuple(called)


def _points(
    rng: np.random.Generator, geography: Geography, cell: IntArray
) -> tuple[FloatArray, FloatArray]:
    """A point inside its own ground for each place."""
    polygons = np.array(geography.ground.polygons, dtype=object)
    bounds = shapely.bounds(polygons)[cell]
    lon, lat = np.full(len(cell), np.nan), np.full(len(cell), np.nan)
    waiting = np.arange(len(cell))
    while len(waiting):
        box = bounds[waiting]
        x = np.round(rng.uniform(box[:, 0], box[:, 2]), 6)
        y = np.round(rng.uniform(box[:, 1], box[:, 3]), 6)
        hit = shapely.contains_xy(polygons[cell[waiting]], x, y)
        lon[waiting[hit]], lat[waiting[hit]] = x[hit], y[hit]
        waiting = waiting[~hit]
    return lon, lat


def _locality(geography: Geography, cell: int) -> str:
    """What people call the part of the county: the city or town, or the village."""
    ground = geography.ground
    if ground.kind[cell] in (CITY_KIND, TOWN_KIND):
        return names.DISTRICTS[int(ground.district[cell])]
    return geography.ward_names[int(ground.ward[cell])]


def _postcodes(rng: np.random.Generator, district: IntArray) -> tuple[str, ...]:
    sector = rng.integers(1, 10, len(district))
    letters = rng.integers(0, 20, (len(district), 2))
    alphabet = "ABDEFGHJLNPQRSTUWXYZ"
    return tuple(
        f"{POSTCODE_AREA}{home + 1} {part}{alphabet[one]}{alphabet[two]}"
        for home, part, (one, two) in zip(district, sector, letters, strict=True)
    )
