"""Where and when are there more cases than chance would put there?

The space-time scan statistic lays windows of every size over every place and stretch of time,
keeps the strongest, and asks how often chance alone makes one as strong anywhere (Kulldorff 1997,
2001). `docs/explanation/space-time-scan.md` says when to use which model and when to use none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from headwater.analysis.temporal import scan_input
from headwater.analysis.temporal.kernels import scan_maxima
from headwater.analysis.temporal.kernels.scan_maxima import Spans
from headwater.analysis.temporal.kernels.scan_replicas import LANES, Draws
from headwater.analysis.temporal.scan_results import (
    FloatArray,
    IntArray,
    ScanCluster,
    ScanModel,
    ScanReach,
    ScanResult,
    ScanSettings,
)
from headwater.analysis.temporal.scan_searches import (
    LEAST_USUAL_ROOT,
    USUAL_ROOT,
    Search,
    Strongest,
    roots,
    search_of,
)
from headwater.analysis.temporal.scan_work import (
    Work,
    drawing,
    side_by_side,
    spans_of,
    work_of,
)
from headwater.core.errors import ParameterError

# Room for the table of replicas, in bytes.
REPLICA_BYTES = 256 * 2**20
# A replica that repeats the observed window must count as equal whatever the rounding.
TIE = 1e-9
EARLY_BLOCKS = 1
# Room for what a table loses in the lanes of replicas, where counts ride in single precision.
SLACK = 1e-4


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
    search = search_of(centres, adjacency, mean, asked)
    work = work_of(table, mean, asked, longest)
    spans = spans_of(work, longest, looks=1)
    strongest = search.strongest(work, spans)
    top = float(strongest.best.value.max())
    maxima = _maxima(work, search, longest, top, seed)
    tested = _tested(maxima, top, asked, table.shape[1])
    return _result(work, search, spans, strongest, tested, seed)


def scan_alike(
    tables: Sequence[ArrayLike],
    *,
    p_at_most: float,
    centres: ArrayLike,
    expected: ArrayLike | None = None,
    settings: ScanSettings | None = None,
    seed: int = 0,
) -> dict[int, ScanResult]:
    """Of several tables those whose strongest cluster has a p-value of at most so much.

    By position in `tables`, each is what `scan` says of that table with this seed, to the last
    bit. Chance must deal with all tables alike: they have the same number of cases, and under
    permutation the same by place and by period. Then one set of replicas serves them all, and so
    their p-values are not independent of each other. Circles only.

    >>> quiet, loud = np.ones((5, 6)), np.zeros((5, 6))
    >>> loud[3, 4:], loud[:4, :3] = 9, 1
    >>> line = np.column_stack([np.arange(5.0), np.zeros(5)])
    >>> found = scan_alike([quiet, loud], p_at_most=0.05, centres=line, expected=np.ones(5))
    >>> {at: each.clusters[0].places for at, each in found.items()}
    {1: (3,)}
    """
    asked = settings or ScanSettings()
    counted = [scan_input.counts(table) for table in tables]
    mean = scan_input.alike(counted, expected, asked)
    periods = mean.shape[1]
    longest = scan_input.settings(asked, periods)
    search = search_of(centres, None, mean, asked)
    works = [work_of(table, mean, asked, longest) for table in counted]
    spans = spans_of(works[0], longest, looks=1)
    # Where one table would end the replicas early, another needs them all.
    every = replace(works[0], asked=replace(asked, stop_after=0))
    maxima = _maxima(every, search, longest, np.inf, seed)
    lanes = side_by_side([work.counts for work in works])
    tops = search.maxima(works[0], spans, lanes, USUAL_ROOT) * (1.0 + SLACK) + SLACK
    found = {}
    for at, work in enumerate(works):
        most = float(tops[at])
        if _tested(maxima, most, asked, periods).chances(most)[0] > p_at_most:
            continue
        strongest = search.strongest(work, spans)
        top = float(strongest.best.value.max())
        tested = _tested(maxima, top, asked, periods)
        if tested.chances(top)[0] <= p_at_most:
            found[at] = _result(work, search, spans, strongest, tested, seed)
    return found


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
class _Found:
    """The strongest window of one centre: planes up to `upto`, less those up to `less`."""

    value: float
    centre: int
    places: IntArray
    upto: int
    less: int


@dataclass(frozen=True, slots=True)
class _Gumbel:
    """A Gumbel curve by its scale and mode; nan where none can be fitted."""

    scale: float
    mode: float

    def beyond(self, value: float) -> float:
        """The chance of at least so much."""
        return float(-np.expm1(-np.exp(-(value - self.mode) / self.scale)))


@dataclass(frozen=True, slots=True, eq=False)
class _Tested:
    """What the replicas reached, whether they ended early, and how many periods there are.

    `curve` is the Gumbel curve through the replicas.
    """

    maxima: FloatArray
    stopped_at: float | None
    periods: int
    curve: _Gumbel

    def chances(self, value: float) -> tuple[float, float]:
        """The chance by counting, (1 + reached)/(1 + replicas), and by the Gumbel tail.

        Replicas that stopped at the h-th to reach the strongest say h/replicas for it (Besag &
        Clifford 1991, section 3).
        """
        if not len(self.maxima):
            return float("nan"), float("nan")
        reached = int(_reach(self.maxima, value).sum())
        tail = self.curve.beyond(value)
        if self.stopped_at is not None and value >= self.stopped_at:
            return reached / len(self.maxima), tail
        return (1 + reached) / (1 + len(self.maxima)), tail


def _result(
    work: Work, search: Search, spans: Spans, strongest: Strongest, tested: _Tested, seed: int
) -> ScanResult:
    """All that is said of one table."""
    return ScanResult(
        clusters=tuple(_cluster(work, one, tested) for one in _apart(work, spans, strongest)),
        maxima=tested.maxima,
        settings=work.asked,
        seed=seed,
        cases=work.chance.cases,
        places=len(work.cases),
        periods=tested.periods,
        windows=strongest.windows,
        cautions=_cautions(work, search, strongest),
    )


def _apart(work: Work, spans: Spans, strongest: Strongest) -> Iterator[_Found]:
    """The clusters to report: strongest first, no place in two of them at one time.

    Of equally strong windows the one of fewer places comes first, then the shorter.
    """
    steps, best = strongest.steps, strongest.best
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


def _maxima(work: Work, search: Search, longest: int, top: float, seed: int) -> FloatArray:
    """The strongest window of each replica; not of all where enough reached `top` early on."""
    asked, maxima = work.asked, np.empty(0)
    if work.chance.cases < 1.0 or not asked.replicas or search.left_out == len(work.cases):
        return maxima
    spans = spans_of(work, longest, looks=asked.looks)
    draw = drawing(work)
    blocks = max(REPLICA_BYTES // (work.counts.size * LANES * 4), 1)
    if asked.stop_after:
        blocks = min(blocks, EARLY_BLOCKS)
    usual, enough = USUAL_ROOT, False
    while len(maxima) < asked.replicas and not enough:
        count = min(blocks * LANES, asked.replicas - len(maxima))
        tables = draw(Draws(seed=seed, first=len(maxima), number=count))
        maxima = np.concatenate([maxima, search.maxima(work, spans, tables, usual)[:count]])
        usual = max(float(np.median(roots(maxima))), LEAST_USUAL_ROOT)
        enough = bool(asked.stop_after) and int(_reach(maxima, top).sum()) >= asked.stop_after
    return maxima


def _reach(maxima: FloatArray, value: float) -> NDArray[np.bool_]:
    """Which replicas are as strong as some value."""
    return np.asarray(maxima >= value - TIE * (1.0 + value))


def _tested(maxima: FloatArray, top: float, asked: ScanSettings, periods: int) -> _Tested:
    """The replicas up to the one with which enough reached the strongest window."""
    if asked.stop_after:
        reached = np.flatnonzero(_reach(maxima, top))
        if len(reached) >= asked.stop_after:
            maxima = maxima[: reached[asked.stop_after - 1] + 1].copy()
            return _Tested(maxima, top, periods, _gumbel(maxima))
    return _Tested(maxima, None, periods, _gumbel(maxima))


def _cluster(work: Work, best: _Found, tested: _Tested) -> ScanCluster:
    """One cluster with all that is said of it."""
    periods = work.cases.shape[1]
    spatial = work.asked.reach is ScanReach.SPATIAL
    last = periods - 1 - (0 if spatial else int(best.less) + 1)
    first = periods - 1 - int(best.upto)
    inside = (best.places, slice(first, last + 1))
    observed = float(work.cases[inside].sum())
    scale = 1.0
    if work.asked.model is not ScanModel.NEGATIVE_BINOMIAL:
        scale = work.chance.cases / work.mean_total
    expected = float(work.mean[inside].sum()) * scale
    rest = work.mean_total * scale - expected
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
    return _gumbel(maxima).beyond(value)


def _gumbel(maxima: FloatArray) -> _Gumbel:
    if len(maxima) < 2 or not np.std(maxima) > 0.0:
        return _Gumbel(float("nan"), float("nan"))
    scale = float(np.std(maxima, ddof=1)) * np.sqrt(6.0) / np.pi
    return _Gumbel(scale, float(np.mean(maxima)) - np.euler_gamma * scale)


def _cautions(work: Work, search: Search, strongest: Strongest) -> tuple[str, ...]:
    """What a reader of the result should know before trusting it."""
    said = []
    if work.chance.cases == 0:
        said.append("There are no cases, so there is no cluster.")
    if search.left_out == len(work.cases):
        said.append("No window fits the limits on share and radius, so nothing was scanned.")
    elif search.left_out:
        said.append(
            f"[{search.left_out}] places exceed the limits by themselves and start no window of "
            "their own."
        )
    if strongest.cut:
        said.append(
            f"So much is unusual round [{strongest.cut}] places that not every window there was "
            "looked at. Clusters may be larger than they seem."
        )
    if not work.asked.replicas:
        said.append("No replicas were drawn, so nothing is said about chance.")
    return tuple(said)
