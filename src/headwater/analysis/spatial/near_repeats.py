"""Once something has happened here, is more of it near and soon than chance would bring?

Two tests of space and time together. Knox counts pairs of events that are near and soon, band by
band; Mantel weighs all pairs at once. Chance is what is left when the times are shuffled among the
places: where is busy and when is busy stay as they were, and only the tie between them is cut.
"""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from headwater.analysis.rates.kernels import FloatArray
from headwater.analysis.spatial.kernels import near_repeats as kernels
from headwater.analysis.spatial.points import Points, Precision, one_for_each
from headwater.core.errors import NotEnoughDataError, ParameterError

MOST_PAIRS = 100_000_000
MOST_FOR_MANTEL = 5_000
# Times that fit 16 bits, with one number left over for a threshold that none reaches.
MOST_IN_16_BITS = 32_766


class Closed(StrEnum):
    """Which end of a band belongs to it."""

    LEFT = "left"
    """[a, b): 200 m falls in the band that starts at 200 m. The R package NearRepeat does this."""
    RIGHT = "right"
    """(a, b]: 200 m falls in the band that ends there. The first band has its lower end too."""


class Metric(StrEnum):
    """How distance is measured."""

    EUCLIDEAN = "euclidean"
    """As the crow flies."""
    MANHATTAN = "manhattan"
    """East and north added: closer to walking along streets that cross at right angles."""


@dataclass(frozen=True, slots=True)
class Bands:
    """The limits of the bands of distance (metres) and of time (days), lowest first.

    The first limit of `metres` above zero keeps apart the pairs at the very same place.
    """

    metres: tuple[float, ...] = (0.0, 0.1, 100.0, 200.0, 300.0, 400.0)
    days: tuple[float, ...] = (0.0, 1.0, 8.0, 15.0, 22.0, 29.0)
    closed: Closed = Closed.LEFT
    metric: Metric = Metric.EUCLIDEAN

    def __post_init__(self) -> None:
        for name, limits in (("metres", self.metres), ("days", self.days)):
            steps = np.diff(limits)
            if len(limits) < 2 or not (limits[0] >= 0 and (steps > 0).all()):
                raise ParameterError(
                    f"[{name}] are {list(limits)}. Give at least two limits, from 0 up, each "
                    "higher than the one before."
                )
            if not np.isfinite(limits).all():
                raise ParameterError(f"[{name}] has a last limit that is not a number of {name}.")

    @property
    def shape(self) -> tuple[int, int]:
        """How many bands of distance and of time."""
        return len(self.metres) - 1, len(self.days) - 1

    def thresholds(self, limits: tuple[float, ...]) -> FloatArray:
        """The limits as bands [threshold, next threshold), whichever end is closed.

        >>> Bands(closed=Closed.RIGHT).thresholds((0.0, 100.0)).tolist()
        [0.0, 100.00000000000001]
        """
        values = np.asarray(limits, dtype=np.float64)
        if self.closed is Closed.LEFT:
            return values
        return np.append(values[:1], np.nextafter(values[1:], np.inf))


@dataclass(frozen=True, slots=True, eq=False)
class NearRepeats:
    """Pairs of events by band of distance (rows) and of time (columns), beside what chance brings.

    `expected`, `sd` and `median` are over the shuffles. `ratio` is observed over expected: 1.5 is
    half as many pairs again as chance brings. `p` is the share of shuffles with as many pairs or
    more, `p_fewer` with as many or fewer, both counting the observed order as one of them, so that
    neither is ever 0. `p_any` allows for all bands looked at: the share of shuffles in which some
    band, anywhere in the table, stands out as far.
    """

    bands: Bands
    observed: FloatArray
    expected: FloatArray
    sd: FloatArray
    median: FloatArray
    p: FloatArray
    p_fewer: FloatArray
    p_any: FloatArray
    shuffles: int
    seed: int
    events: int
    unplaced: int
    untimed: int
    cautions: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        for array in (self.observed, self.expected, self.sd, self.median):
            array.setflags(write=False)
        for array in (self.p, self.p_fewer, self.p_any):
            array.setflags(write=False)

    @property
    def ratio(self) -> FloatArray:
        """Observed over expected pairs; nan where there are none of either."""
        return _ratio(self.observed, self.expected)

    @property
    def ratio_to_median(self) -> FloatArray:
        """Observed pairs over the median of the shuffles; infinite where that is none."""
        return _ratio(self.observed, self.median)

    @property
    def expected_standard_error(self) -> FloatArray:
        """How far `expected` may be off for want of more shuffles (one standard error)."""
        return self.sd / float(np.sqrt(self.shuffles))


@dataclass(frozen=True, slots=True)
class MantelTest:
    """Whether near pairs tend to be soon, over all pairs together."""

    observed: float
    expected: float
    sd: float
    p: float
    p_fewer: float
    shuffles: int
    seed: int
    events: int
    unplaced: int
    untimed: int

    @property
    def z(self) -> float:
        """How many standard deviations above what chance brings."""
        return (self.observed - self.expected) / self.sd if self.sd > 0 else float("nan")


def near_repeats(
    points: Points, days: ArrayLike, *, bands: Bands, shuffles: int = 999, seed: int
) -> NearRepeats:
    """Are more pairs of events near and soon than chance would bring, for times that are known?

    `days` is the day of each event, whole or with a part for the hour, from any first day. Events
    without a place or a day are left out and counted.

    Source: Knox 1964, Applied Statistics 13, 25-29; Monte Carlo as Johnson et al. 2007, Journal of
    Quantitative Criminology 23, 201-219. Three burglaries in one street within a week and one far
    away much later: three pairs are near and soon.

    >>> points = Points.of([0, 50, 90, 5_000], [0, 0, 0, 0])
    >>> bands = Bands(metres=(0, 100), days=(0, 8))
    >>> found = near_repeats(points, [1, 3, 6, 200], bands=bands, shuffles=199, seed=4)
    >>> found.observed.tolist(), bool(found.expected[0, 0] < 3)
    ([[3.0]], True)
    """
    times = one_for_each("days", days, points)
    used = points.placed & ~np.isnan(times)
    _check_request(int(used.sum()), shuffles=shuffles, seed=seed)
    pairs, starts, order = _pairs(points, used, bands=bands)
    sorted_times = times[used][order]
    limits = bands.thresholds(bands.days)
    observed = kernels.counts_by_band(pairs, starts, sorted_times, limits)
    lanes, lane_limits = _smallest_type(sorted_times, limits)
    simulated = kernels.shuffled_counts(pairs, starts, lanes, lane_limits, seed, shuffles)
    return _compared(
        observed.astype(np.float64),
        simulated.astype(np.float64),
        bands=bands,
        seed=seed,
        points=points,
        used=used,
    )


def near_repeats_between(
    points: Points,
    days: tuple[ArrayLike, ArrayLike],
    *,
    bands: Bands,
    shuffles: int = 999,
    seed: int,
) -> NearRepeats:
    """The same for events known only to lie between two days, both included.

    `days` are the first and the last possible whole day of each event. Each day between is as
    likely (aoristic weights), so a pair adds to a band the share of its day pairs that fall there
    and the counts are expected numbers. Where first and last are the same day everywhere, the
    answer is that of `near_repeats`. Who is away for a fortnight has a wide stretch: long
    stretches blur the bands of days, and the page on near repeats says by how much.

    Source: Ratcliffe & McCullagh 1998, International Journal of Geographical Information Science
    12, 751-764, and Ratcliffe 2000, the same journal 14, 669-679, for the weights. Two break-ins,
    one on day 1, the other on day 1 or 2: half a pair on the same day.

    >>> pair = Points.of([0, 0], [0, 0])
    >>> bands = Bands(metres=(0, 100), days=(0, 1, 2))
    >>> near_repeats_between(pair, ([1, 1], [1, 2]), bands=bands, shuffles=9, seed=1).observed
    array([[0.5, 0.5]])
    """
    first, last = (
        one_for_each(name, each, points) for name, each in zip(("first", "last"), days, strict=True)
    )
    used = points.placed & ~(np.isnan(first) | np.isnan(last))
    _check_request(int(used.sum()), shuffles=shuffles, seed=seed)
    length = last[used] - first[used] + 1.0
    if (length < 1).any():
        raise ParameterError(
            f"[{int((length < 1).sum())}] events end before they start. Check the two dates."
        )
    if (first[used] % 1 != 0).any() or (length % 1 != 0).any():
        raise ParameterError("[days] must be whole days here. Leave the hours out.")
    pairs, starts, order = _pairs(points, used, bands=bands)
    stretches = np.column_stack([first[used], length])[order]
    limits = np.ceil(bands.thresholds(bands.days))
    unmoved = np.arange(len(stretches), dtype=np.int32)
    observed = kernels.expected_counts(pairs, starts, stretches, limits, unmoved)
    simulated = kernels.shuffled_expected_counts(pairs, starts, stretches, limits, seed, shuffles)
    return _compared(observed, simulated, bands=bands, seed=seed, points=points, used=used)


def mantel(
    points: Points,
    days: ArrayLike,
    *,
    constants: tuple[float, float] = (100.0, 1.0),
    shuffles: int = 999,
    seed: int,
) -> MantelTest:
    """Do near pairs tend to be soon, without choosing bands?

    The statistic is the sum over pairs of 1/(metres + a) x 1/(days + b) with a and b the
    `constants`; they say at which distance and delay a pair weighs half of one at the same place
    and time. All pairs are looked at for every shuffle, so at most [5,000] events.

    Source: Mantel 1967, Cancer Research 27, 209-220, section on reciprocal transforms. Two events
    0 m and 0 days apart with constants 100 and 1 add 1/100 x 1/1.

    >>> pair = Points.of([0, 0], [0, 0])
    >>> mantel(pair, [3, 3], shuffles=9, seed=1).observed
    0.01
    """
    times = one_for_each("days", days, points)
    used = points.placed & ~np.isnan(times)
    _check_request(int(used.sum()), shuffles=shuffles, seed=seed)
    if used.sum() > MOST_FOR_MANTEL:
        raise ParameterError(
            f"Mantel's test looks at all pairs and takes at most [{MOST_FOR_MANTEL:,}] events; "
            f"here are [{int(used.sum()):,}]. Take a shorter period, or use bands (near_repeats)."
        )
    if not min(constants) > 0:
        raise ParameterError(f"[constants] are {list(constants)} and must both be above 0.")
    places = np.column_stack([points.x, points.y])[used]
    both = np.array(constants, dtype=np.float64)
    unmoved = np.arange(len(places), dtype=np.int32)
    observed = kernels.mantel_sum(places, times[used], unmoved, both)
    simulated = kernels.shuffled_mantel_sums(places, times[used], both, seed, shuffles)
    more, fewer = _tails(np.array(observed), simulated)
    return MantelTest(
        observed=float(observed),
        expected=float(simulated.mean()),
        sd=float(simulated.std(ddof=1)),
        p=float(more),
        p_fewer=float(fewer),
        shuffles=shuffles,
        seed=seed,
        events=len(places),
        unplaced=points.unplaced,
        untimed=int((points.placed & ~used).sum()),
    )


def _check_request(events: int, *, shuffles: int, seed: int) -> None:
    if events < 2:
        raise NotEnoughDataError(of="events with a place and a time", have=events, need=2)
    if shuffles < 2:
        raise ParameterError.below("shuffles", value=shuffles, least=2)
    if seed < 0:
        raise ParameterError.below("seed", value=seed, least=0)


def _pairs(
    points: Points, used: np.ndarray[tuple[int], np.dtype[np.bool_]], *, bands: Bands
) -> tuple[kernels.IndexArray, kernels.IntArray, kernels.IntArray]:
    """The near pairs by band, where each band starts, and the order of the events they number."""
    places = np.column_stack([points.x, points.y])[used]
    limits = bands.thresholds(bands.metres)
    order, strips = kernels.strips_of(places, reach=limits[-1])
    sorted_places = np.ascontiguousarray(places[order])
    manhattan = bands.metric is Metric.MANHATTAN
    number = int(kernels.pairs_by_band(sorted_places, strips, limits, manhattan=manhattan).sum())
    if number > MOST_PAIRS:
        raise ParameterError(
            f"[{number:,}] pairs are within [{bands.metres[-1]:g}] metres, more than "
            f"[{MOST_PAIRS:,}]. Lower the widest distance or take a shorter period."
        )
    pairs, starts = kernels.near_pairs(sorted_places, strips, limits, manhattan=manhattan)
    return pairs, starts, order


def _smallest_type(times: FloatArray, limits: FloatArray) -> tuple[kernels.Times, kernels.Times]:
    """Times and limits as 16-bit numbers where whole days fit, which counts quickest."""
    since = times - times.min()
    if since.max() > MOST_IN_16_BITS or (since % 1 != 0).any():
        return times, limits
    whole = np.minimum(np.ceil(limits), MOST_IN_16_BITS + 1)
    return since.astype(np.int16), whole.astype(np.int16)


def _compared(
    observed: FloatArray,
    simulated: FloatArray,
    *,
    bands: Bands,
    seed: int,
    points: Points,
    used: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> NearRepeats:
    expected, sd = simulated.mean(axis=0), simulated.std(axis=0, ddof=1)
    more, fewer = _tails(observed, simulated)
    spread = np.where(sd > 0, sd, np.inf)
    furthest = ((simulated - expected) / spread).max(axis=(1, 2))
    beyond = ((observed - expected) / spread)[..., None] <= furthest + 1e-9
    return NearRepeats(
        bands=bands,
        observed=observed,
        expected=expected,
        sd=sd,
        median=np.median(simulated, axis=0),
        p=more,
        p_fewer=fewer,
        p_any=(1 + beyond.sum(axis=-1)) / (1 + len(simulated)),
        shuffles=len(simulated),
        seed=seed,
        events=int(used.sum()),
        unplaced=points.unplaced,
        untimed=int((points.placed & ~used).sum()),
        cautions=_cautions(points),
    )


def _cautions(points: Points) -> tuple[str, ...]:
    if points.precision is Precision.SNAPPED:
        return (
            "The points were snapped before publication: pairs at the same point may have been "
            "a street apart, and short distances mean little.",
        )
    return ()


def _tails(observed: FloatArray, simulated: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Share of shuffles with as much or more, and as much or less, the observed one included."""
    # Expected numbers of the same pairs can differ in the last digit when added in another order.
    slack = 1e-9 * np.maximum(np.abs(observed), 1e-12)
    more = (1 + (simulated >= observed - slack).sum(axis=0)) / (1 + len(simulated))
    fewer = (1 + (simulated <= observed + slack).sum(axis=0)) / (1 + len(simulated))
    return more, fewer


def _ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio: FloatArray = above / below
    return ratio
