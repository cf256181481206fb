"""Builds the weekly counts of a nation that does not exist."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from scipy.spatial import cKDTree

from headwater.analysis.watch.nation import Method
from headwater.analysis.watch.rules import Watching
from headwater.core.weeks import Week, weeks_between
from headwater.pipelines.watch_nation import COUNTS, Ground, NationalWeek

FIRST = Week.parse("2019-W40")
METHODS = (
    Method(Watching.FARRINGTON, 0.001, 5),
    Method(Watching.EARS, 0.0001, 5),
    Method(Watching.SCAN, 0.01, 3),
)
NEIGHBOURS = 5


@dataclass(frozen=True)
class Size:
    """How much of a nation."""

    forces: int
    areas: int
    groups: int
    weeks: int


SMALL = Size(forces=3, areas=360, groups=2, weeks=160)
WHOLE = Size(forces=43, areas=35_672, groups=12, weeks=312)


@dataclass(frozen=True, eq=False)
class Nation:
    """Counts, what is asked of them, and the force, group and area of a planted rise."""

    counts: pa.Table
    how: NationalWeek
    planted: tuple[str, str, str]


def build_nation(size: Size, *, seed: int) -> Nation:
    """Sparse counts: most areas see an offence of a group every few weeks, a few see many.

    Forces are of unlike size. Levels are gamma over areas and differ by group; there is a season.
    In the last three weeks one area of the first force has eight more of the first group a week.
    """
    rng = np.random.default_rng(seed)
    share = rng.gamma(4.0, size=size.forces)
    bounds = np.round(np.cumsum(share) / share.sum() * size.areas).astype(int)
    grounds, parts = {}, []
    groups = tuple(f"group-{number:02d}" for number in range(size.groups))
    for number, (start, end) in enumerate(zip([0, *bounds[:-1]], bounds, strict=True)):
        force = f"force-{number:02d}"
        codes = tuple(f"Z99L{at:05d}" for at in range(start, end))
        grounds[force] = _ground(codes, rng)
        for at, group in enumerate(groups):
            counts = _counts(len(codes), size, at, rng)
            if number == 0 and at == 0:
                counts[len(codes) // 2, -3:] += 8
            parts.append(_rows(force, group, codes, counts))
    first = np.array(grounds["force-00"].areas)
    weeks = weeks_between(FIRST, FIRST.plus(size.weeks - 1))
    return Nation(
        counts=pa.concat_tables(parts),
        how=NationalWeek(weeks[0], len(weeks), groups, METHODS, grounds, seed=7),
        planted=("force-00", groups[0], str(first[len(first) // 2])),
    )


def _ground(codes: tuple[str, ...], rng: np.random.Generator) -> Ground:
    """Places strewn over a square, each touching the few nearest."""
    centres = rng.uniform(0.0, 60_000.0, size=(len(codes), 2))
    nearest = cKDTree(centres).query(centres, k=min(NEIGHBOURS + 1, len(codes)))[1][:, 1:]
    mine = np.repeat(np.arange(len(codes)), nearest.shape[1])
    return Ground(codes, centres, np.column_stack([mine, nearest.ravel()]).astype(np.intp))


def _counts(
    areas: int, size: Size, group: int, rng: np.random.Generator
) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    level = rng.gamma(0.7, 0.25 / (1 + group), size=(areas, 1))
    season = 1 + 0.2 * np.cos(2 * np.pi * np.arange(size.weeks) / 52.18)
    return rng.poisson(level * season)


def _rows(
    force: str,
    group: str,
    codes: tuple[str, ...],
    counts: np.ndarray[tuple[int, int], np.dtype[np.int64]],
) -> pa.Table:
    """A row for each area and week with any."""
    area, week = np.nonzero(counts)
    return pa.table(
        [
            pa.array(np.full(len(area), force)),
            pa.array(np.array(codes, dtype=object)[area], pa.string()),
            pa.array(np.full(len(area), group)),
            pa.array(week.astype(np.int32)),
            pa.array(counts[area, week].astype(np.int32)),
        ],
        schema=COUNTS,
    )
