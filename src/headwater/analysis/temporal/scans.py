"""Where and when are there more cases than chance would put there?

The space-time scan statistic lays windows of every size over every place and stretch of time,
keeps the strongest, and asks how often chance alone makes one as strong anywhere (Kulldorff 1997,
2001). `docs/explanation/space-time-scan.md` says when to use which model and when to use none.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from headwater.analysis.temporal import scan_input
from headwater.analysis.temporal.kernels import scan_maxima, scan_replicas, scan_statistics
from headwater.analysis.temporal.kernels import scan_windows as windows
from headwater.analysis.temporal.kernels.scan_maxima import Best, Spans
from headwater.analysis.temporal.kernels.scan_replicas import LANES, Draws
from headwater.analysis.temporal.kernels.scan_replicas import Float32Array as Tables
from headwater.analysis.temporal.kernels.scan_statistics import Chance
from headwater.analysis.temporal.kernels.scan_windows import Steps
from headwater.analysis.temporal.scan_results import (
    FloatArray,
    IntArray,
    ScanCluster,
    ScanModel,
    ScanReach,
    ScanResult,
    ScanSettings,
)
from headwater.core.errors import ParameterError

# Room for the table of replicas and for the bounds of some centres, in bytes and in windows.
REPLICA_BYTES = 256 * 2**20
BOUND_WINDOWS = 2_000_000
WARM_UP_CENTRES = 16
USUAL_ROOT, LEAST_USUAL_ROOT = 3.0, 1.5
# A replica that repeats the observed window must count as equal whatever the rounding.
TIE = 1e-9
EARLY_BLOCKS = 1


def scan(
    cases: ArrayLike,
    *,
    centres: ArrayLike | None = None,
    adjacency: ArrayLike | None = None,
    expected: ArrayLike | None = None,
    settings: ScanSettings | None = None,
    seed: int = 0,
) -> ScanResult:
    """The windows in space and time with more cases than chance explains, strongest first.

    `cases` are whole counts, places × periods, the latest period last. `centres` are places × 2 in
    metres (× 3 for points on a globe); `adjacency` pairs of positions of places that touch, needed
    when `settings.connected_among` asks for connected windows. `expected` is the population or the
    expected counts by place, or by place and period (Poisson: only proportions matter); the people
    at risk, cases among them, by cell (Bernoulli); the mean by cell (negative binomial); nothing
    for permutation. Secondary clusters are the strongest windows of each centre and stretch of
    time that share no place at the same time with a stronger one. Same seed, same answer.

    >>> weeks = np.ones((5, 6))
    >>> weeks[3, 4:] = 9
    >>> line = np.column_stack([np.arange(5.0), np.zeros(5)])
    >>> found = scan(weeks, centres=line, expected=np.ones(5), seed=1).clusters[0]
    >>> found.places, found.first_period, found.last_period, found.observed
    ((3,), 4, 5, 18.0)
    >>> round(found.expected, 2), round(found.llr, 2), found.p_value
    (3.07, 19.89, 0.001)
    """
    asked = settings or ScanSettings()
    table = scan_input.counts(cases)
    longest = scan_input.settings(asked, table.shape[1])
    mean = scan_input.expected(expected, table, asked)
    steps = _steps(centres, adjacency, mean, asked)
    work = _work(table, mean, asked, longest)
    spans = _spans(work, longest, looks=1)
    best = _strongest(work, steps, spans)
    top = float(best.value.max())
    maxima, stopped = _maxima(work, steps, longest, top, seed)
    tested = _Tested(maxima, top if stopped else None, table.shape[1])
    found = _apart(work, steps, spans, best)
    return ScanResult(
        clusters=tuple(_cluster(work, one, tested) for one in found),
        maxima=maxima,
        settings=asked,
        seed=seed,
        cases=float(table.sum()),
        places=len(table),
        periods=table.shape[1],
        windows=int(steps.whole.sum()) * len(spans.upto),
        cautions=_cautions(table, steps, asked),
    )


def adjusted_expected(cases: ArrayLike, population: ArrayLike) -> FloatArray:
    """Expected counts by place and period, given the people of each stratum there.

    Indirect standardisation: every stratum has its own rate over all places and periods. `cases`
    by stratum (in all), `population` strata × places × periods. A stratum with nobody in it must
    have no cases. For example 6 cases among 30 children and 4 among 40 adults:

    >>> adjusted_expected([6, 4], [[[10.0], [20.0]], [[30.0], [10.0]]])
    array([[5.],
           [5.]])
    """
    events, people = (
        scan_input.amounts("cases", cases),
        scan_input.amounts("population", population),
    )
    if people.ndim != 3 or events.shape != people.shape[:1]:
        raise ParameterError(
            f"[population] has shape {people.shape} and needs strata × places × periods with "
            f"[{len(events)}] strata."
        )
    total = people.sum(axis=(1, 2))
    if (events[total == 0] > 0).any():
        raise ParameterError("A stratum without people has cases. Check both.")
    rates = np.divide(events, total, out=np.zeros_like(total), where=total > 0)
    return np.asarray(np.einsum("s,spt->pt", rates, people), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class _Work:
    """A scan with its input in the form that the kernels take.

    `counts` and `expected` are places × planes; plane d holds the last d + 1 periods together.
    `cases` and `mean` are the input, places × periods.
    """

    asked: ScanSettings
    chance: Chance
    counts: FloatArray
    expected: FloatArray
    cases: FloatArray
    mean: FloatArray
    planes: int


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """The strongest window of one centre: planes up to `upto`, less those up to `less`."""

    value: float
    centre: int
    places: IntArray
    upto: int
    less: int


@dataclass(frozen=True, slots=True, eq=False)
class _Tested:
    """What the replicas reached, whether they ended early, and how many periods there are."""

    maxima: FloatArray
    stopped_at: float | None
    periods: int

    def chances(self, value: float) -> tuple[float, float]:
        """The chance by counting, (1 + reached)/(1 + replicas), and by the Gumbel tail.

        Replicas that stopped at the h-th to reach the strongest say h/replicas for it (Besag &
        Clifford 1991, section 3).
        """
        if not len(self.maxima):
            return float("nan"), float("nan")
        reached = int((self.maxima >= value - TIE * (1.0 + value)).sum())
        tail = gumbel_tail(self.maxima, value)
        if self.stopped_at is not None and value >= self.stopped_at:
            return reached / len(self.maxima), tail
        return (1 + reached) / (1 + len(self.maxima)), tail


def _steps(
    centres: ArrayLike | None, adjacency: ArrayLike | None, mean: FloatArray, asked: ScanSettings
) -> Steps:
    """The windows in space that the settings ask for."""
    weight = mean.sum(axis=1)
    most_weight = asked.most_share * float(weight.sum())
    reach = np.inf if asked.most_radius_m is None else float(asked.most_radius_m)
    points = None if centres is None else scan_input.coordinates(centres, len(mean))
    if asked.connected_among is None:
        if points is None:
            raise ParameterError("Circles need [centres]. Give them, or set [connected_among].")
        return windows.circles(points, weight, most_weight=most_weight, most_distance=reach)
    if adjacency is None:
        raise ParameterError("Connected windows need [adjacency]: pairs of places that touch.")
    links = scan_input.links(adjacency, len(mean))
    if points is not None:
        near = windows.nearest(points, asked.connected_among, reach)
    else:
        near = windows.nearest_by_steps(links[0], links[1], asked.connected_among)
    return windows.connected(near, links, weight, most_weight=most_weight)


def _work(cases: FloatArray, mean: FloatArray, asked: ScanSettings, longest: int) -> _Work:
    """Counts and expected counts by plane, latest period first."""
    total = float(cases.sum())
    collapses = asked.reach is ScanReach.SPATIAL and asked.model is not ScanModel.NEGATIVE_BINOMIAL
    if collapses:
        cases, mean = cases.sum(axis=1, keepdims=True), mean.sum(axis=1, keepdims=True)
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
        counts, usual = cases, mean * (total / float(mean.sum()))
        model = scan_statistics.POISSON
        if asked.model is ScanModel.BERNOULLI:
            model = scan_statistics.BERNOULLI
        chance = Chance(model, total, float(mean.sum()), float(asked.least_cases))
    return _Work(
        asked=asked,
        chance=chance,
        counts=_by_plane(counts, planes),
        expected=_by_plane(usual, planes),
        cases=cases,
        mean=mean,
        planes=planes,
    )


def _by_plane(values: FloatArray, planes: int) -> FloatArray:
    """Latest period first, added up."""
    return np.ascontiguousarray(np.cumsum(_latest_first(values, planes), axis=1))


def _latest_first(values: FloatArray, planes: int) -> FloatArray:
    return np.ascontiguousarray(values[:, ::-1][:, :planes])


def _spans(work: _Work, longest: int, *, looks: int) -> Spans:
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


def _strongest(work: _Work, steps: Steps, spans: Spans) -> Best:
    """The strongest window of the observed cases round each centre, for each stretch of time."""
    most = float(work.expected[:, -1].sum())
    lines = scan_statistics.lines(work.chance, most, USUAL_ROOT, 0.0)
    tables = scan_maxima.Tables(work.counts, work.expected)
    return scan_maxima.strongest(steps, tables, spans, work.chance, lines)


def _apart(work: _Work, steps: Steps, spans: Spans, best: Best) -> Iterator[_Found]:
    """The clusters to report: strongest first, no place in two of them at one time.

    Of equally strong windows the one of fewer places comes first, then the shorter.
    """
    numbers = np.flatnonzero(best.value > 0.0)
    centre, span = np.divmod(numbers, len(spans.upto))
    step = best.step[centre, span]
    sizes = step - steps.start[centre] if steps.rows == 1 else steps.row_to[step]
    order = np.lexsort((span, sizes, -np.round(best.value[centre, span], 9)))
    for number in scan_maxima.apart(steps, spans, best, numbers[order], work.planes):
        at, stretch = divmod(int(number), len(spans.upto))
        yield _Found(
            value=float(best.value[at, stretch]),
            centre=at,
            places=scan_maxima.members(steps, best.step[at, stretch]),
            upto=int(spans.upto[stretch]),
            less=int(spans.less[stretch]),
        )


def _maxima(
    work: _Work, steps: Steps, longest: int, strongest: float, seed: int
) -> tuple[FloatArray, bool]:
    """The strongest window of each replica, and whether the replicas were ended early."""
    asked, none = work.asked, np.empty(0)
    if work.chance.cases < 1.0 or not asked.replicas or not steps.whole.any():
        return none, False
    spans = _spans(work, longest, looks=asked.looks)
    draw = _drawing(work)
    blocks = max(REPLICA_BYTES // (work.counts.size * LANES * 4), 1)
    if asked.stop_after:
        blocks = min(blocks, EARLY_BLOCKS)
    maxima, usual = none, USUAL_ROOT
    while len(maxima) < asked.replicas:
        count = min(blocks * LANES, asked.replicas - len(maxima))
        tables = draw(Draws(seed=seed, first=len(maxima), number=count))
        maxima = np.concatenate([maxima, _chunk_maxima(work, steps, spans, tables, usual)[:count]])
        usual = max(float(np.median(_roots(maxima))), LEAST_USUAL_ROOT)
        reached = np.flatnonzero(maxima >= strongest - TIE * (1.0 + strongest))
        if asked.stop_after and len(reached) >= asked.stop_after:
            return maxima[: reached[asked.stop_after - 1] + 1].copy(), True
    return maxima, False


def _roots(maxima: FloatArray) -> FloatArray:
    return np.asarray(np.sqrt(2.0 * maxima), dtype=np.float64)


def _chunk_maxima(
    work: _Work, steps: Steps, spans: Spans, tables: Tables, usual: float
) -> FloatArray:
    """The strongest window of each replica in the tables.

    A few centres go first: what they find makes the bounds tight for the rest. The order of
    centres is mixed so that the few lie all over the map; the maxima do not depend on it.
    """
    maxima = np.zeros((len(tables), LANES))
    most = float(work.expected[:, -1].sum())
    surely = 0.0
    for turn, centres in enumerate(_groups(steps, len(spans.upto))):
        if turn < 2:
            lines = scan_statistics.lines(work.chance, most, usual, surely)
        bounds = scan_maxima.bounds(steps, centres, work.expected, spans, work.chance, lines)
        maxima = scan_maxima.raise_maxima(tables, maxima, steps, spans, work.chance, bounds)
        surely = float(_roots(maxima).min())
        usual = max(float(np.median(_roots(maxima))), LEAST_USUAL_ROOT)
    return maxima.ravel()


def _groups(steps: Steps, spans: int) -> Iterator[IntArray]:
    """Centres in groups: first a few, then as many as the bounds have room for."""
    sizes = np.diff(steps.start)
    order = np.random.default_rng(0).permutation(np.flatnonzero(sizes))
    yield order[:WARM_UP_CENTRES]
    order = order[WARM_UP_CENTRES:]
    filled = np.cumsum(sizes[order]) * spans // BOUND_WINDOWS
    for group in range(int(filled[-1]) + 1 if len(order) else 0):
        if (filled == group).any():
            yield order[filled == group]


def _drawing(work: _Work) -> Callable[[Draws], Tables]:
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
            int(work.chance.cases), float(latest.sum() / work.mean.sum())
        )
        multinomial = scan_replicas.Multinomial(keep, alias, *inside, planes=work.planes)
        return lambda draws: scan_replicas.thrown(multinomial, draws)
    if work.asked.model is ScanModel.BERNOULLI:
        return lambda draws: _at_risk_tables(work, latest, draws)
    return lambda draws: _scattered_tables(work, latest, draws)


def _at_risk_tables(work: _Work, latest: FloatArray, draws: Draws) -> Tables:
    """Replicas of the Bernoulli model. People before the planes form one cell that is dropped."""
    people = np.append(latest.ravel(), work.mean.sum() - latest.sum()).round().astype(np.int64)
    drawn = scan_replicas.at_risk_draws(people, int(work.chance.cases), draws)[:, :-1]
    return scan_replicas.in_lanes(drawn.reshape(-1, *latest.shape))


def _scattered_tables(work: _Work, latest: FloatArray, draws: Draws) -> Tables:
    """Replicas of the negative-binomial model, weighted as the observed counts are."""
    assert work.asked.dispersion is not None
    drawn = scan_replicas.scattered_draws(latest.ravel(), work.asked.dispersion, draws)
    shrink = 1.0 / (1.0 + latest / work.asked.dispersion)
    return scan_replicas.in_lanes(drawn.reshape(-1, *latest.shape) * shrink)


def _cluster(work: _Work, best: _Found, tested: _Tested) -> ScanCluster:
    """One cluster with all that is said of it."""
    periods = work.cases.shape[1]
    spatial = work.asked.reach is ScanReach.SPATIAL
    last = periods - 1 - (0 if spatial else int(best.less) + 1)
    first = periods - 1 - int(best.upto)
    inside = (best.places, slice(first, last + 1))
    observed = float(work.cases[inside].sum())
    scale = 1.0
    if work.asked.model is not ScanModel.NEGATIVE_BINOMIAL:
        scale = work.chance.cases / float(work.mean.sum())
    expected = float(work.mean[inside].sum()) * scale
    rest = float(work.mean.sum()) * scale - expected
    outside = (work.chance.cases - observed) / rest if rest > 0.0 else np.nan
    p_value, tail = tested.chances(best.value)
    prospective = work.asked.reach is ScanReach.PROSPECTIVE
    return ScanCluster(
        places=tuple(int(place) for place in best.places),
        centre=best.centre,
        first_period=0 if spatial else first,
        last_period=tested.periods - 1 if spatial else last,
        observed=observed,
        expected=expected,
        relative_risk=observed / expected / outside if outside else np.inf,
        llr=best.value,
        p_value=p_value,
        tail_p_value=tail,
        recurrence_interval=recurrence_interval(p_value, looks=work.asked.looks)
        if prospective
        else np.nan,
    )


def recurrence_interval(p_value: float, *, looks: int = 1) -> float:
    """In how many periods chance alone shows something as strong, once on average.

    1/p for one look a period (Kleinman, Lazarus & Platt 2004). A p-value held over several looks
    is first turned into that of a single one: 1 - (1 - p)^(1/looks).

    >>> recurrence_interval(0.001)
    1000.0
    >>> round(recurrence_interval(0.05, looks=52))
    1014
    """
    if not p_value > 0.0:
        return float("nan")
    if looks == 1:
        return 1.0 / p_value
    single = -np.expm1(np.log1p(-p_value) / looks) if p_value < 1.0 else 1.0
    return float(1.0 / single)


def gumbel_tail(maxima: FloatArray, value: float) -> float:
    """The chance of a maximum of at least `value`, from a Gumbel curve through the replicas.

    Fitted by moments: scale = sd x √6/π, mode = mean - 0.5772 x scale (Abrams, Kulldorff &
    Kleinman 2010). Reads beyond 1/(replicas + 1), which counting cannot. nan below 2 replicas.

    >>> round(gumbel_tail(np.array([3.0, 4.0, 5.0, 6.0, 7.0]), 12.0), 6)
    0.001918
    """
    if len(maxima) < 2 or not np.std(maxima) > 0.0:
        return float("nan")
    scale = float(np.std(maxima, ddof=1)) * np.sqrt(6.0) / np.pi
    mode = float(np.mean(maxima)) - np.euler_gamma * scale
    return float(-np.expm1(-np.exp(-(value - mode) / scale)))


def _cautions(cases: FloatArray, steps: Steps, asked: ScanSettings) -> tuple[str, ...]:
    """What a reader of the result should know before trusting it."""
    said = []
    if cases.sum() == 0:
        said.append("There are no cases, so there is no cluster.")
    if not steps.whole.any():
        said.append("No window fits the limits on share and radius, so nothing was scanned.")
    left_out = int((np.diff(steps.start) == 0).sum())
    if steps.whole.any() and left_out:
        said.append(
            f"[{left_out}] places exceed the limits by themselves and start no window of their own."
        )
    if not asked.replicas:
        said.append("No replicas were drawn, so nothing is said about chance.")
    return tuple(said)
