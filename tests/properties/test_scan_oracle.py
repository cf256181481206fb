"""Random small maps of every model, reach and shape, against a scan written out in plain Python.

The plain scan lists every window with its places and periods, works out each by its definition
and keeps the strongest. It shares no code with the one it checks.
"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from scipy import stats

from headwater.analysis.temporal import scan_input, scan_work
from headwater.analysis.temporal.kernels.scan_replicas import Draws
from headwater.analysis.temporal.scan_results import (
    FloatArray,
    ScanModel,
    ScanReach,
    ScanSettings,
)
from headwater.analysis.temporal.scans import adjusted_expected, scan

SHAPES = ("circles", "connected", "restricted")
DISPERSION, BELOW, AMONG = 3.0, 0.3, 5
Zone = tuple[int, ...]
Pairs = list[tuple[int, int]]


@dataclass(frozen=True, eq=False)
class Map:
    """One made-up map with its cases, and what they are set against."""

    points: FloatArray
    pairs: Pairs
    cases: FloatArray
    expected: FloatArray | None
    mean: FloatArray
    asked: ScanSettings


def distances(points: FloatArray, centre: int) -> list[float]:
    return [round(math.dist(points[centre], point), 7) for point in points]


def zones_of_circles(made: Map) -> Iterator[tuple[int, Zone]]:
    weight = made.mean.sum(axis=1)
    for centre in range(len(made.points)):
        away = distances(made.points, centre)
        for reach in sorted(set(away)):
            zone = tuple(place for place, far in enumerate(away) if far <= reach)
            if weight[list(zone)].sum() <= made.asked.most_share * weight.sum() * (1 + 1e-9):
                yield centre, zone
            else:
                break


def nearest_few(made: Map, centre: int) -> list[int]:
    """The start, then whole groups of equally distant places while all of a group fit."""
    away = distances(made.points, centre)
    away[centre] = -1.0
    few: list[int] = []
    for reach in sorted(set(away)):
        group = [place for place, far in enumerate(away) if far == reach]
        if len(few) + len(group) > AMONG:
            break
        few += group
    return few


def hangs_together(zone: Zone, pairs: Pairs) -> bool:
    reached, ways = {zone[0]}, set(pairs) | {(b, a) for a, b in pairs}
    while True:
        more = {b for a, b in ways if a in reached and b in zone} - reached
        if not more:
            return reached == set(zone)
        reached |= more


def zones_that_connect(made: Map) -> Iterator[tuple[int, Zone]]:
    weight = made.mean.sum(axis=1)
    most = made.asked.most_share * weight.sum() * (1 + 1e-9)
    for centre in range(len(made.points)):
        few = nearest_few(made, centre)
        for size in range(1, len(few) + 1):
            for zone in itertools.combinations(sorted(few), size):
                light = weight[list(zone)].sum() <= most
                if centre in zone and light and hangs_together(zone, made.pairs):
                    yield centre, zone


def part(count: float, usual: float) -> float:
    return count * math.log(count / usual) if count > 0 else 0.0


def strength(made: Map, count: float, usual: float, total: float) -> float:
    """The log likelihood ratio or the score of one window, by its definition."""
    if usual <= 0:
        return 0.0
    if made.asked.model is ScanModel.NEGATIVE_BINOMIAL:
        return max((count - usual) / math.sqrt(usual), 0.0)
    if count < made.asked.least_cases or count <= usual or usual >= total * (1 - 1e-12):
        return 0.0
    if made.asked.model is not ScanModel.BERNOULLI:
        return part(count, usual) + part(total - count, total - usual)
    people = made.mean.sum()
    inside = usual * people / total
    outside, rest = people - inside, total - count
    return (
        part(count, inside) + part(inside - count, inside)
        + part(rest, outside) + part(outside - rest, outside)
        - part(total, people) - part(people - total, people)
    )  # fmt: skip


def is_unusual(made: Map, count: float, usual: float, total: float) -> bool:
    """Whether one place in one stretch has a mid-p below the limit."""
    if made.asked.model is ScanModel.NEGATIVE_BINOMIAL:
        return count >= usual + stats.norm.isf(BELOW) * math.sqrt(usual) + 1e-9
    law, shape = stats.poisson, (usual,)
    if made.asked.model is ScanModel.BERNOULLI:
        people = made.mean.sum()
        law, shape = stats.binom, (round(usual * people / total), total / people)
    return bool(law.sf(count, *shape) + law.pmf(count, *shape) / 2 < BELOW)


def stretches(made: Map, planes: int, looks: int = 1) -> Iterator[tuple[int, int]]:
    """Stretches of time as the first plane and the one after the last; plane 0 is the latest."""
    longest = made.asked.longest or max(made.cases.shape[1] // 2, 1)
    if made.asked.reach is ScanReach.SPATIAL:
        yield 0, planes
        return
    ends = planes if made.asked.reach is ScanReach.RETROSPECTIVE else looks
    for first in range(ends):
        for length in range(1, longest + 1):
            if first + length <= planes:
                yield first, first + length


def plain_best(
    made: Map, shape: str, cells: FloatArray, usual: FloatArray, looks: int = 1
) -> dict[tuple[int, int, int], tuple[float, Zone]]:
    """The strongest window of each start and stretch, from cells by place and plane."""
    total = float(made.cases.sum())
    found: dict[tuple[int, int, int], tuple[float, Zone]] = {}
    zones = list(zones_of_circles(made) if shape == "circles" else zones_that_connect(made))
    for first, end in stretches(made, cells.shape[1], looks):
        count, mean = cells[:, first:end].sum(axis=1), usual[:, first:end].sum(axis=1)
        joins = [True] * len(count)
        if shape == "restricted":
            joins = [is_unusual(made, *pair, total) for pair in zip(count, mean, strict=True)]
        for centre, zone in zones:
            if not all(joins[place] for place in zone):
                continue
            inside = list(zone)
            value = strength(made, float(count[inside].sum()), float(mean[inside].sum()), total)
            if value > found.get((centre, first, end), (0.0, ()))[0] + 1e-12:
                found[centre, first, end] = (value, zone)
    return found


def plain_clusters(made: Map, shape: str) -> list[float]:
    """The strengths of the clusters to report: none shares a place at one time with a stronger."""
    work = scan_work.work_of(made.cases, made.mean, made.asked, scan_input_longest(made))
    cells = np.diff(work.counts, axis=1, prepend=0.0)
    usual = np.diff(work.expected, axis=1, prepend=0.0)
    best = plain_best(made, shape, cells, usual)
    taken: set[tuple[int, int]] = set()
    kept = []
    order = sorted(best.items(), key=lambda each: (-round(each[1][0], 9), len(each[1][1])))
    for (_, first, end), (value, zone) in order:
        own = {(place, plane) for place in zone for plane in range(first, end)}
        if not own & taken:
            taken |= own
            kept.append(value)
    return kept


def scan_input_longest(made: Map) -> int:
    return scan_input.settings(made.asked, made.cases.shape[1])


def build_map(seed: int, model: ScanModel, reach: ScanReach, shape: str) -> Map:
    """A map of 5 to 8 places: some on a lattice, some with twins, an island, an empty place."""
    rng = np.random.default_rng(seed)
    places, periods = int(rng.integers(5, 9)), int(rng.integers(3, 6))
    points = rng.uniform(0, 10, (places, 2))
    if seed % 3 == 0:
        points = np.array([(at % 3, at // 3) for at in range(places)], dtype=float)
    if seed % 3 == 1:
        points[-1] = points[0]
    pairs = [(a, b) for a in range(places - 1) for b in range(a + 1, places - 1)]
    pairs = [pair for pair in pairs if rng.random() < 0.5]
    if model is ScanModel.BERNOULLI:
        people = rng.integers(2, 12, (places, periods)).astype(float)
    else:
        people = rng.uniform(0.5, 6.0, (places, periods))
    cases = np.minimum(rng.poisson(people * rng.uniform(0.3, 0.9)), np.floor(people) + 9.0)
    if seed % 2:
        people[1] = cases[1] = 0.0
    if model is ScanModel.BERNOULLI:
        cases = np.minimum(cases, people)
    asked = ScanSettings(
        model,
        reach,
        most_share=float(rng.choice([0.3, 0.5, 0.8, 1.0])),
        longest=int(rng.integers(1, periods + 1)),
        least_cases=int(rng.integers(1, 4)),
        connected_among=None if shape == "circles" else AMONG,
        dispersion=DISPERSION if model is ScanModel.NEGATIVE_BINOMIAL else None,
        place_p_below=BELOW if shape == "restricted" else None,
        replicas=20,
    )
    expected = None if model is ScanModel.PERMUTATION else people
    mean = np.outer(cases.sum(axis=1), cases.sum(axis=0)) / cases.sum()
    return Map(points, pairs, cases, expected, mean if expected is None else people, asked)


KINDS = [
    (model, reach, shape)
    for model, reach, shape in itertools.product(ScanModel, ScanReach, SHAPES)
    if not (model is ScanModel.PERMUTATION and reach is ScanReach.SPATIAL)
]


@pytest.mark.parametrize(("model", "reach", "shape"), KINDS)
def test_clusters_and_replicas_equal_the_plain_scan(
    model: ScanModel, reach: ScanReach, shape: str
) -> None:
    for seed in range(6):
        made = build_map(seed, model, reach, shape)
        result = scan(
            made.cases,
            centres=made.points,
            adjacency=made.pairs,
            expected=made.expected,
            settings=made.asked,
            seed=seed,
        )
        plain = plain_clusters(made, shape)
        ours = [each.llr for each in result.clusters]
        assert bool(ours) == bool(plain)
        if not plain:
            continue
        assert ours[0] == pytest.approx(plain[0], rel=1e-9)
        if seed % 3 == 2:
            # Without equal distances no two windows are equally strong but by being the same.
            assert ours == pytest.approx(plain, rel=1e-7)
        work = scan_work.work_of(made.cases, made.mean, made.asked, scan_input_longest(made))
        table = scan_work.drawing(work)(Draws(seed, 0, 20))
        usual = np.diff(work.expected, axis=1, prepend=0.0)
        for replica in (0, 7, 19):
            cells = np.diff(table[0, :, :, replica].astype(float), axis=1, prepend=0.0)
            best = plain_best(made, shape, cells, usual)
            top = max((value for value, _ in best.values()), default=0.0)
            assert result.maxima[replica] == pytest.approx(top, rel=2e-6, abs=2e-6)


def test_several_looks_equal_the_plain_scan() -> None:
    for seed, shape in enumerate(SHAPES):
        made = build_map(seed, ScanModel.POISSON, ScanReach.PROSPECTIVE, shape)
        asked = ScanSettings(**{**{f: getattr(made.asked, f) for f in made.asked.__slots__},
                                "looks": 2, "longest": 2})  # fmt: skip
        made = Map(made.points, made.pairs, made.cases, made.expected, made.mean, asked)
        result = scan(made.cases, centres=made.points, adjacency=made.pairs,
                      expected=made.expected, settings=asked, seed=seed)  # fmt: skip
        work = scan_work.work_of(made.cases, made.mean, asked, 2)
        table = scan_work.drawing(work)(Draws(seed, 0, 20))
        usual = np.diff(work.expected, axis=1, prepend=0.0)
        for replica in range(5):
            cells = np.diff(table[0, :, :, replica].astype(float), axis=1, prepend=0.0)
            best = plain_best(made, shape, cells, usual, looks=2)
            top = max((value for value, _ in best.values()), default=0.0)
            assert result.maxima[replica] == pytest.approx(top, rel=1e-6)


def test_a_covariate_enters_through_the_expected_counts() -> None:
    """Young people are three times as often victims; a young place is then no cluster."""
    rng = np.random.default_rng(4)
    people = np.array([np.full((8, 6), 100.0), np.full((8, 6), 300.0)])
    people[0, 3], people[1, 3] = 350.0, 50.0
    rates = np.array([0.09, 0.03])
    by_stratum = rng.poisson(rates[:, None, None] * people)
    cases = by_stratum.sum(axis=0).astype(float)
    line = np.column_stack([np.arange(8.0), np.zeros(8)])
    asked = ScanSettings(reach=ScanReach.SPATIAL, replicas=199)
    expected = adjusted_expected(by_stratum.sum(axis=(1, 2)), people)
    crude = scan(cases, centres=line, expected=people.sum(axis=0), settings=asked).clusters[0]
    adjusted = scan(cases, centres=line, expected=expected, settings=asked).clusters
    assert (crude.places, crude.p_value) == ((3,), 1 / 200)
    assert not adjusted or adjusted[0].p_value > 0.05
