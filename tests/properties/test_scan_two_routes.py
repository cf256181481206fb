"""The scan equals its plain definition, and what must not matter does not."""

import dataclasses
import itertools
from collections.abc import Iterator

import numpy as np
import pytest

from headwater.analysis.temporal import scan_searches, scan_work, scans
from headwater.analysis.temporal.kernels import scan_maxima, scan_replicas, scan_statistics
from headwater.analysis.temporal.kernels.scan_replicas import Draws
from headwater.analysis.temporal.scan_results import (
    FloatArray,
    IntArray,
    ScanModel,
    ScanReach,
    ScanResult,
    ScanSettings,
)
from headwater.analysis.temporal.scans import scan, scan_alike
from headwater.core.compiled import compiled

PLACES, PERIODS, FEW = 9, 7, 60
RNG = np.random.default_rng(12)
XY = RNG.uniform(0, 100, (PLACES, 2))
PEOPLE = RNG.integers(50, 200, PLACES).astype(float)
CASES = RNG.poisson(np.outer(PEOPLE, np.ones(PERIODS)) / 60).astype(float)
RING = [(at, (at + 1) % PLACES) for at in range(PLACES)]


def circles(share: float) -> Iterator[tuple[int, ...]]:
    for centre in range(PLACES):
        order = np.argsort(np.hypot(*(XY - XY[centre]).T))
        for size in range(1, PLACES + 1):
            if PEOPLE[order[:size]].sum() <= share * PEOPLE.sum():
                yield tuple(sorted(order[:size].tolist()))


def connected_sets(among: int) -> Iterator[tuple[int, ...]]:
    near = {at: np.argsort(np.hypot(*(XY - XY[at]).T))[:among].tolist() for at in range(PLACES)}
    for centre, places in near.items():
        others = [place for place in places if place != centre]
        for size in range(among):
            for chosen in itertools.combinations(others, size):
                if hangs_together({centre, *chosen}):
                    yield tuple(sorted({centre, *chosen}))


def hangs_together(places: set[int]) -> bool:
    reached = {min(places)}
    while True:
        more = {b for a, b in (*RING, *((b, a) for a, b in RING)) if a in reached and b in places}
        if more <= reached:
            return reached == places
        reached |= more


def plain_ratio(count: float, mean: float, total: float) -> float:
    if count <= mean or count < 2:
        return 0.0
    outside = (total - count) * np.log((total - count) / (total - mean)) if count < total else 0.0
    return float(count * np.log(count / mean) + outside)


def plain_maximum(
    cases: FloatArray, mean: FloatArray, zones: Iterator[tuple[int, ...]], spans: list[slice]
) -> float:
    total = float(cases.sum())
    return max(
        plain_ratio(
            float(cases[list(zone), span].sum()), float(mean[list(zone), span].sum()), total
        )
        for zone in zones
        for span in spans
    )


def spans_of(reach: ScanReach) -> list[slice]:
    if reach is ScanReach.SPATIAL:
        return [slice(0, PERIODS)]
    ends = [PERIODS] if reach is ScanReach.PROSPECTIVE else range(1, PERIODS + 1)
    return [slice(end - length, end) for end in ends for length in (1, 2, 3) if end >= length]


def drawn(result: ScanResult, mean: FloatArray, *, planes: int) -> FloatArray:
    """The cells of the Poisson replicas, replica × place × plane, as the scan saw them."""
    keep, alias = scan_replicas.alias_tables(mean[:, ::-1][:, :planes].ravel())
    inside = scan_replicas.inside_table(int(CASES.sum()), planes / PERIODS)
    how = scan_replicas.Multinomial(keep, alias, *inside, planes=planes)
    table = scan_replicas.thrown(how, Draws(result.seed, 0, len(result.maxima)))
    return np.moveaxis(table, 3, 1).reshape(-1, PLACES, planes)[: len(result.maxima)]


@pytest.mark.parametrize("reach", list(ScanReach))
def test_circles_and_their_replicas_equal_the_plain_definition(reach: ScanReach) -> None:
    asked = ScanSettings(reach=reach, longest=3, replicas=FEW)
    result = scan(CASES, centres=XY, expected=PEOPLE, settings=asked, seed=5)
    mean = np.outer(PEOPLE, np.ones(PERIODS)) * CASES.sum() / PEOPLE.sum() / PERIODS
    plain = plain_maximum(CASES, mean, circles(0.5), spans_of(reach))
    assert result.clusters[0].llr == pytest.approx(plain, rel=1e-12)
    if reach is not ScanReach.RETROSPECTIVE:
        return
    cells = np.diff(drawn(result, mean, planes=PERIODS), axis=2, prepend=0.0)[:, :, ::-1]
    for turn in range(10):
        replica = plain_maximum(cells[turn], mean, circles(0.5), spans_of(reach))
        assert result.maxima[turn] == pytest.approx(replica, rel=1e-9)


def test_connected_windows_equal_the_plain_definition() -> None:
    asked = ScanSettings(longest=3, replicas=0, connected_among=5, most_share=1.0)
    result = scan(CASES, centres=XY, adjacency=RING, expected=PEOPLE, settings=asked)
    mean = np.outer(PEOPLE, np.ones(PERIODS)) * CASES.sum() / PEOPLE.sum() / PERIODS
    plain = plain_maximum(CASES, mean, connected_sets(5), spans_of(ScanReach.PROSPECTIVE))
    assert result.clusters[0].llr == pytest.approx(plain, rel=1e-12)
    assert result.windows == 3 * sum(1 for _ in connected_sets(5))


def test_shuffled_replicas_keep_both_margins() -> None:
    asked = ScanSettings(ScanModel.PERMUTATION, ScanReach.RETROSPECTIVE, replicas=5)
    work = scan_work.work_of(CASES, CASES + 1.0, asked, PERIODS)
    table = scan_work.drawing(work)(Draws(3, 0, 5))
    for lane in range(5):
        np.testing.assert_array_equal(table[0, :, -1, lane], CASES.sum(axis=1))
        np.testing.assert_array_equal(
            table[0, :, :, lane].sum(axis=0), np.cumsum(CASES[:, ::-1].sum(axis=0))
        )


@pytest.mark.parametrize("model", [ScanModel.POISSON, ScanModel.PERMUTATION])
def test_the_order_of_places_does_not_matter(model: ScanModel) -> None:
    order = np.random.default_rng(3).permutation(PLACES)
    is_poisson = model is ScanModel.POISSON
    asked = ScanSettings(model, longest=3, replicas=0)
    one = scan(CASES, centres=XY, expected=PEOPLE if is_poisson else None, settings=asked)
    other = scan(
        CASES[order],
        centres=XY[order],
        expected=PEOPLE[order] if is_poisson else None,
        settings=asked,
    )
    assert [round(found.llr, 9) for found in one.clusters] == [
        round(found.llr, 9) for found in other.clusters
    ]
    assert [set(found.places) for found in one.clusters] == [
        {int(order[place]) for place in found.places} for found in other.clusters
    ]


@pytest.mark.parametrize("below", [None, 0.3])
def test_neither_order_nor_threads_change_connected_windows(below: float | None) -> None:
    import numba

    order = np.random.default_rng(3).permutation(PLACES)
    back = np.argsort(order)
    asked = ScanSettings(
        ScanModel.PERMUTATION, longest=3, connected_among=6, place_p_below=below, replicas=0
    )
    one = scan(CASES, centres=XY, adjacency=RING, settings=asked)
    pairs = [(int(back[a]), int(back[b])) for a, b in RING]
    other = scan(CASES[order], centres=XY[order], adjacency=pairs, settings=asked)
    assert one.clusters[0].llr == pytest.approx(other.clusters[0].llr, rel=1e-12)
    assert set(one.clusters[0].places) == {int(order[at]) for at in other.clusters[0].places}
    drawn_asked = dataclasses.replace(asked, replicas=200)
    whole = scan(CASES, centres=XY, adjacency=RING, settings=drawn_asked, seed=2)
    threads = numba.get_num_threads()
    numba.set_num_threads(1)
    alone = scan(CASES, centres=XY, adjacency=RING, settings=drawn_asked, seed=2)
    numba.set_num_threads(threads)
    np.testing.assert_array_equal(whole.maxima, alone.maxima)


def test_neither_threads_nor_chunks_change_the_replicas(monkeypatch: pytest.MonkeyPatch) -> None:
    import numba

    asked = ScanSettings(longest=3, replicas=300)
    whole = scan(CASES, centres=XY, expected=PEOPLE, settings=asked, seed=9)
    monkeypatch.setattr(scans, "REPLICA_BYTES", 1)
    monkeypatch.setattr(scan_searches, "BOUND_WINDOWS", 40)
    threads = numba.get_num_threads()
    numba.set_num_threads(1)
    parts = scan(CASES, centres=XY, expected=PEOPLE, settings=asked, seed=9)
    numba.set_num_threads(threads)
    np.testing.assert_array_equal(whole.maxima, parts.maxima)
    assert whole.clusters == parts.clusters


def dealt(number: int) -> list[FloatArray]:
    """Tables with the same cases by place and by period, dealt out anew."""
    rng, made = np.random.default_rng(4), CASES.astype(np.int64)
    tables = []
    for _ in range(number):
        period = np.repeat(np.tile(np.arange(PERIODS), PLACES), made.ravel())
        place = np.repeat(np.arange(PLACES), made.sum(axis=1))
        table = np.zeros(CASES.shape)
        np.add.at(table, (place, rng.permutation(period)), 1.0)
        tables.append(table)
    return tables


ALIKE = [
    ScanSettings(ScanModel.PERMUTATION, longest=3, replicas=300),
    ScanSettings(ScanModel.PERMUTATION, longest=3, replicas=300, stop_after=20),
    ScanSettings(ScanModel.PERMUTATION, longest=2, replicas=150, looks=3),
    ScanSettings(ScanModel.POISSON, longest=3, replicas=300, stop_after=100),
    ScanSettings(ScanModel.NEGATIVE_BINOMIAL, longest=3, replicas=99, dispersion=3.0),
]


@pytest.mark.parametrize("asked", ALIKE)
def test_tables_scanned_together_are_told_what_each_is_by_itself(
    asked: ScanSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import numba

    tables, expected = dealt(140), None
    if asked.model is not ScanModel.PERMUTATION:
        expected = np.outer(PEOPLE, np.ones(PERIODS)) * CASES.sum() / PEOPLE.sum() / PERIODS
    alone = [scan(table, centres=XY, expected=expected, settings=asked, seed=6) for table in tables]
    strong = {at: each for at, each in enumerate(alone) if each.clusters[0].p_value <= 0.3}
    assert 5 < len(strong) < 100

    monkeypatch.setattr(scans, "REPLICA_BYTES", 1)
    threads = numba.get_num_threads()
    for number in {1, threads}:
        numba.set_num_threads(number)
        found = scan_alike(
            tables, p_at_most=0.3, centres=XY, expected=expected, settings=asked, seed=6
        )
        assert found.keys() == strong.keys()
        for at, each in found.items():
            assert as_told(each) == as_told(strong[at])
    numba.set_num_threads(threads)


def as_told(result: ScanResult) -> dict[str, object]:
    told = {field.name: getattr(result, field.name) for field in dataclasses.fields(result)}
    return told | {"maxima": result.maxima.tolist()}


@pytest.mark.parametrize("model", [ScanModel.POISSON, ScanModel.PERMUTATION, ScanModel.BERNOULLI])
@pytest.mark.parametrize("reach", list(ScanReach))
def test_small_numbers_and_large_ones_give_the_same_maxima(
    model: ScanModel, reach: ScanReach
) -> None:
    """Counts and bounds ride in small whole numbers where all fit, else in single precision.

    Both are exact. One place has so much that some replicas reach more than bounds speak of.
    """
    if model is ScanModel.PERMUTATION and reach is ScanReach.SPATIAL:
        pytest.skip("a permutation over one period changes nothing, and is refused")
    asked = ScanSettings(model, reach, longest=None if reach is ScanReach.SPATIAL else 9)
    rng = np.random.default_rng(31)
    people = rng.integers(40, 400, (70, 1)) * np.ones(24)
    cases = rng.binomial(people.astype(int), 0.004).astype(float)
    places = rng.uniform(0, 100, (len(cases), 2))
    work = scan_work.work_of(cases, people, asked, 9)
    tables = scan_work.drawing(work)(Draws(9, 0, 200))
    tables[0, 5, :, :7] += 80.0
    assert scan_maxima.packed(tables, most_in_window=cases.sum()).counts.dtype == np.int8
    wide = scan_maxima.packed(tables * 200, most_in_window=cases.sum())
    assert wide.counts.dtype == np.float32
    search = scan_searches.search_of(places, None, work.mean, asked)
    spans = scan_work.spans_of(work, 9, looks=1)
    few = search.maxima(work, spans, tables, 3.0)
    assert few[:7].min() > scan_statistics.MOST_ROOT**2 / 2 > np.median(few) > 0.0
    assert not few[200:].any()
    with pytest.MonkeyPatch.context() as patch:
        kept = scan_maxima.packed(tables, most_in_window=np.inf)
        patch.setattr(scan_maxima, "packed", lambda *_, **__: kept)
        np.testing.assert_array_equal(search.maxima(work, spans, tables, 3.0), few)


@compiled
def looked_up(
    chance: scan_statistics.Chance, counts: IntArray, expected: float
) -> tuple[int, FloatArray]:
    root = np.empty(len(counts))
    for at, count in enumerate(counts):
        root[at] = np.sqrt(2.0 * scan_statistics.statistic(chance, float(count), expected))
    return scan_statistics.entry_of(expected), root


@pytest.mark.parametrize("total", [12.0, 300.0, 11_000.0, 32_767.0])
@pytest.mark.parametrize("surely", [0.0, 1.7, 4.2, 8.0])
@pytest.mark.parametrize("model", [scan_statistics.POISSON, scan_statistics.BERNOULLI])
def test_bounds_in_whole_numbers_rule_out_no_window_that_wins(
    total: float, surely: float, model: int
) -> None:
    """Held to all counts, of windows that are expected to hold little and much."""
    chance = scan_statistics.Chance(model, total, 20.0 * total, 2.0)
    lines = scan_statistics.lines(chance, total, 4.0, surely)
    whole = scan_statistics.whole_lines(lines, surely).astype(np.int64)
    for expected in np.geomspace(1e-5, total * 0.99, 60):
        counts = np.unique(np.geomspace(1, total, 400).astype(np.int64))
        entry, root = looked_up(chance, counts, expected)
        slope, base, lowest, highest = whole[entry]
        bound = (np.clip(counts, lowest, highest) * slope + base).astype(np.int16)
        matters = root > surely
        asked_for = np.minimum(root, scan_statistics.MOST_ROOT) * scan_statistics.SCALE
        assert (bound[matters] >= np.floor(asked_for[matters])).all()
        # Nor does it let more through than rounding explains.
        line = lines.slope[entry] * counts + lines.base[entry]
        beyond = np.maximum(counts - (surely - lines.base[entry]) / lines.slope[entry], 0.0)
        told = (line < scan_statistics.MOST_ROOT) & (lines.slope[entry] <= scan_statistics.STEEP)
        assert (bound <= np.maximum(line, surely) * scan_statistics.SCALE + beyond + 2)[told].all()


def test_a_shift_turn_and_stretch_of_the_map_change_nothing() -> None:
    asked = ScanSettings(longest=3, replicas=0)
    turned = XY @ np.array([[0.0, 3.0], [-3.0, 0.0]]) + 1_000.0
    one = scan(CASES, centres=XY, expected=PEOPLE, settings=asked)
    other = scan(CASES, centres=turned, expected=PEOPLE * 7, settings=asked)
    assert [found.places for found in one.clusters] == [found.places for found in other.clusters]


def grid(side: int) -> FloatArray:
    return np.array([(x + 0.01 * y, y) for x in range(side) for y in range(side)], dtype=float)


@pytest.mark.parametrize(
    ("model", "dispersion"),
    [(ScanModel.POISSON, None), (ScanModel.PERMUTATION, None), (ScanModel.NEGATIVE_BINOMIAL, 4.0)],
)
def test_a_planted_outbreak_is_found(model: ScanModel, dispersion: float | None) -> None:
    rng = np.random.default_rng(8)
    cases = rng.poisson(2.0, (64, 20))
    planted = [27, 28, 35, 36]
    cases[planted, 17:] += rng.poisson(6.0, (4, 3))
    asked = ScanSettings(model, longest=6, replicas=199, dispersion=dispersion)
    expected = None if model is ScanModel.PERMUTATION else np.full((64, 20), 2.0)
    found = scan(cases, centres=grid(8), expected=expected, settings=asked, seed=2).clusters[0]
    assert set(found.places) >= set(planted)
    assert (found.first_period, found.last_period) == (17, 19)
    assert found.p_value == 1 / 200


def test_more_looks_never_lower_a_replica() -> None:
    once = ScanSettings(longest=3, replicas=50)
    often = ScanSettings(longest=3, replicas=50, looks=4)
    one = scan(CASES, centres=XY, expected=PEOPLE, settings=once, seed=4)
    many = scan(CASES, centres=XY, expected=PEOPLE, settings=often, seed=4)
    assert np.median(many.maxima) > np.median(one.maxima)
    assert many.clusters[0].llr == one.clusters[0].llr
