"""The input of a scan in the form that the kernels take, and how its replicas are drawn.

Time runs backwards: plane d of a table holds the last d + 1 periods together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from headwater.analysis.temporal.kernels import scan_replicas, scan_statistics
from headwater.analysis.temporal.kernels.scan_maxima import Spans
from headwater.analysis.temporal.kernels.scan_replicas import LANES, Draws
from headwater.analysis.temporal.kernels.scan_replicas import Float32Array as Tables
from headwater.analysis.temporal.kernels.scan_statistics import Chance
from headwater.analysis.temporal.scan_results import (
    FloatArray,
    ScanModel,
    ScanReach,
    ScanSettings,
)


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """A scan with its input in the form that the kernels take.

    `counts` and `expected` are places × planes; plane d holds the last d + 1 periods together.
    `cases` and `mean` are the input, places × periods; `mean_total` is the sum of `mean`.
    """

    asked: ScanSettings
    chance: Chance
    counts: FloatArray
    expected: FloatArray
    cases: FloatArray
    mean: FloatArray
    mean_total: float
    planes: int


def work_of(cases: FloatArray, mean: FloatArray, asked: ScanSettings, longest: int) -> Work:
    """Counts and expected counts by plane, latest period first."""
    total = float(cases.sum())
    collapses = asked.reach is ScanReach.SPATIAL and asked.model is not ScanModel.NEGATIVE_BINOMIAL
    if collapses:
        cases, mean = cases.sum(axis=1, keepdims=True), mean.sum(axis=1, keepdims=True)
    mean_total = float(mean.sum())
    periods = cases.shape[1]
    planes = periods
    if asked.reach is ScanReach.PROSPECTIVE:
        planes = min(longest + asked.looks - 1, periods)
    if asked.model is ScanModel.NEGATIVE_BINOMIAL:
        assert asked.dispersion is not None
        shrink = 1.0 / (1.0 + mean / asked.dispersion)
        counts, usual = cases * shrink, mean * shrink
        chance = Chance(scan_statistics.SCORE, total, 0.0, 0.0)
    else:
        counts, usual = cases, mean * (total / mean_total)
        model = scan_statistics.POISSON
        if asked.model is ScanModel.BERNOULLI:
            model = scan_statistics.BERNOULLI
        chance = Chance(model, total, mean_total, float(asked.least_cases))
    return Work(
        asked=asked,
        chance=chance,
        counts=_by_plane(counts, planes),
        expected=_by_plane(usual, planes),
        cases=cases,
        mean=mean,
        mean_total=mean_total,
        planes=planes,
    )


def _by_plane(values: FloatArray, planes: int) -> FloatArray:
    """Latest period first, added up."""
    return np.ascontiguousarray(np.cumsum(_latest_first(values, planes), axis=1))


def _latest_first(values: FloatArray, planes: int) -> FloatArray:
    return np.ascontiguousarray(values[:, ::-1][:, :planes])


def spans_of(work: Work, longest: int, *, looks: int) -> Spans:
    """All stretches of time: those that end last first, shortest first."""
    if work.asked.reach is ScanReach.SPATIAL:
        pairs = [(work.planes - 1, -1)]
    else:
        ends = work.planes if work.asked.reach is ScanReach.RETROSPECTIVE else looks
        pairs = [
            (end + length - 1, end - 1)
            for end in range(ends)
            for length in range(1, min(longest, work.planes - end) + 1)
        ]
    upto, less = np.array(pairs, dtype=np.int32).T
    return Spans(upto.copy(), less.copy())


def side_by_side(counts: Sequence[FloatArray]) -> Tables:
    """Tables places × planes side by side as replicas are: blocks × places × planes × lanes."""
    blocks = -(-len(counts) // LANES)
    table = np.zeros((blocks * LANES, *counts[0].shape), dtype=np.float32)
    table[: len(counts)] = counts
    apart = table.reshape(blocks, LANES, *counts[0].shape)
    return np.ascontiguousarray(np.moveaxis(apart, 1, -1))


def drawing(work: Work) -> Callable[[Draws], Tables]:
    """How replicas are made under the model."""
    latest = _latest_first(work.mean, work.planes)
    if work.asked.model is ScanModel.PERMUTATION:
        totals = work.cases.sum(axis=1).astype(np.int64)
        shuffle = scan_replicas.Shuffle(
            place=np.repeat(np.arange(len(totals), dtype=np.int32), totals),
            in_plane=_latest_first(work.cases, work.planes).sum(axis=0).astype(np.int64),
            places=len(totals),
        )
        return lambda draws: scan_replicas.shuffled(shuffle, draws)
    if work.asked.model is ScanModel.POISSON:
        keep, alias = scan_replicas.alias_tables(latest.ravel())
        inside = scan_replicas.inside_table(
            int(work.chance.cases), float(latest.sum() / work.mean_total)
        )
        multinomial = scan_replicas.Multinomial(keep, alias, *inside, planes=work.planes)
        return lambda draws: scan_replicas.thrown(multinomial, draws)
    if work.asked.model is ScanModel.BERNOULLI:
        return lambda draws: _at_risk_tables(work, latest, draws)
    return lambda draws: _scattered_tables(work, latest, draws)


def _at_risk_tables(work: Work, latest: FloatArray, draws: Draws) -> Tables:
    """Replicas of the Bernoulli model. People before the planes form one cell that is dropped."""
    people = np.append(latest.ravel(), work.mean_total - latest.sum()).round().astype(np.int64)
    drawn = scan_replicas.at_risk_draws(people, int(work.chance.cases), draws)[:, :-1]
    return scan_replicas.in_lanes(drawn.reshape(-1, *latest.shape))


def _scattered_tables(work: Work, latest: FloatArray, draws: Draws) -> Tables:
    """Replicas of the negative-binomial model, weighted as the observed counts are."""
    assert work.asked.dispersion is not None
    drawn = scan_replicas.scattered_draws(latest.ravel(), work.asked.dispersion, draws)
    shrink = 1.0 / (1.0 + latest / work.asked.dispersion)
    return scan_replicas.in_lanes(drawn.reshape(-1, *latest.shape) * shrink)
