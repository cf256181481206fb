"""Builds rules, dimensions and linked cubes to hide counts in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from headwater.core.counts import CountCube, Dimension, Released, ReleasedCube
from headwater.core.disclosure.audit import Publication
from headwater.core.provenance import Provenance


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule for small numbers, as the rulebook would give it."""

    id: str
    primary_from: int
    primary_to: int
    round_to: int = 0
    symbol: str = "[c]"
    secondary: bool = True
    minimum_population: int = 0
    sentence: str = "Small counts are hidden."


POLICE = Rule("police", 1, 4)
HOSPITAL = Rule("hospital", 1, 7, 5)
ROUNDED = Rule("rounded", 1, 4, 5)
ZEROS_TOO = Rule("zeros_too", 0, 4)
EVERYTHING = Rule("everything", 0, 0)
RULES = (POLICE, HOSPITAL, ROUNDED, ZEROS_TOO)

HOW = Provenance("Count of rows.")


def build_dimension(
    key: str, size: int, *, parent: Dimension | None = None, parents: tuple[str, ...] = ()
) -> Dimension:
    """A dimension with codes such as `type0`, `type1`."""
    codes = tuple(f"{key}{i:03d}" for i in range(size))
    return Dimension(key, key, codes, codes, parent, parents)


def build_cube(
    counts: npt.ArrayLike,
    dimensions: Sequence[Dimension] | None = None,
    *,
    id: str = "cube",
    universe: str = "events",
    approximate: bool = False,
) -> CountCube:
    """A cube of counts; dimensions are called x, y, z where none are given."""
    values = np.asarray(counts, dtype=np.float64)
    if dimensions is None:
        sized = zip("xyz", values.shape, strict=False)
        dimensions = [build_dimension(key, size) for key, size in sized]
    return CountCube(id, universe, tuple(dimensions), values, HOW, approximate)


def publish(rule: Rule, released: dict[str, Released[ReleasedCube]]) -> Publication:
    """Released cubes as one publication."""
    return Publication("now", tuple(cube.value for cube in released.values()), rule)


SHAPES: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("lsoa",),),
    (("kind", "sex"),),
    (("lsoa", "kind"),),
    (("kind", "sex", "age"),),
    (("lsoa", "kind"), ("district", "sex", "age")),
    (("lsoa", "kind"), ("lsoa", "sex"), ("kind", "sex")),
    (("lsoa", "sex", "kind"),),
    (("district", "kind"), ("lsoa", "sex")),
)
"""Which tables a random universe has, by the dimensions each divides by."""


def build_random_universe(seed: int) -> list[CountCube]:
    """One to three linked cubes of the same random events, from empty to several hundred.

    Neighbourhoods lie in districts; some districts have none.
    """
    rng = np.random.default_rng(seed)
    district = build_dimension("district", int(rng.integers(1, 4)))
    size = int(rng.integers(1, 8))
    within = tuple(district.codes[i] for i in rng.integers(0, len(district), size))
    by_key = {
        "district": district,
        "lsoa": build_dimension("lsoa", size, parent=district, parents=within),
        "kind": build_dimension("kind", int(rng.integers(1, 5))),
        "sex": build_dimension("sex", int(rng.integers(1, 3))),
        "age": build_dimension("age", int(rng.integers(1, 5))),
    }
    events = int(rng.choice([0, 1, 3, 8, 20, 60, 200, 600]))
    drawn = {
        key: rng.choice(len(d), events, p=rng.dirichlet(np.full(len(d), rng.choice([0.3, 1, 5]))))
        for key, d in by_key.items()
    }
    drawn["district"] = by_key["lsoa"].parent_positions[drawn["lsoa"]]
    cubes = []
    for number, keys in enumerate(SHAPES[int(rng.integers(0, len(SHAPES)))]):
        counts = np.zeros(tuple(len(by_key[key]) for key in keys))
        np.add.at(counts, tuple(drawn[key] for key in keys), 1)
        cubes.append(build_cube(counts, [by_key[key] for key in keys], id=f"cube{number}"))
    return cubes
