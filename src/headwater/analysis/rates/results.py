"""What the rate functions hand back: frozen arrays that carry what they rest on.

A result never travels as a bare number. It brings its events, its population, its interval with
the level and the method, and, where a value is missing, the reason. The arrays are read-only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from headwater.analysis.rates.kernels import FloatArray

StrArray = NDArray[np.str_]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]


class Method(StrEnum):
    """How an interval was made."""

    NONE = ""
    BYAR = "Byar"
    EXACT = "exact Poisson"
    WILSON = "Wilson"
    DOBSON = "Dobson"
    LOG_NORMAL = "log-normal"
    SIMULATED = "simulated"


class Withheld(StrEnum):
    """Why a value is not given. Empty when it is."""

    NO = ""
    MISSING = "input missing"
    NO_POPULATION = "no population"
    TOO_FEW_EVENTS = "too few events"
    NO_EVENTS_IN_BASE = "no events in the comparison group"


class HasInterval(Protocol):
    """Anything with a value and an interval round it, so that it can be set beside a benchmark."""

    @property
    def value(self) -> FloatArray:
        """The estimates."""

    @property
    def low(self) -> FloatArray:
        """The lower limits."""

    @property
    def high(self) -> FloatArray:
        """The upper limits."""

    @property
    def level(self) -> float:
        """The confidence level, 0.95 for 95 %."""


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate or proportion with its interval. `value` is nan when `withheld` says why."""

    value: float
    low: float
    high: float
    events: float
    population: float
    multiplier: float
    level: float
    method: Method
    withheld: Withheld


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """Rates or proportions, one for each area or period, all of one shape.

    `value`, `low` and `high` are per `multiplier` of `population`; nan where `withheld` is not
    empty.
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray
    events: FloatArray
    population: FloatArray
    multiplier: float
    level: float
    method: StrArray
    withheld: StrArray

    def __post_init__(self) -> None:
        _make_read_only(self.value, self.low, self.high, self.events, self.population)
        _make_read_only(self.method, self.withheld)

    def __len__(self) -> int:
        return len(self.value)

    def __iter__(self) -> Iterator[Rate]:
        return (self.at(index) for index in np.ndindex(self.value.shape))

    def at(self, index: int | tuple[int, ...]) -> Rate:
        """The rate of one area."""
        return Rate(
            value=float(self.value[index]),
            low=float(self.low[index]),
            high=float(self.high[index]),
            events=float(self.events[index]),
            population=float(self.population[index]),
            multiplier=self.multiplier,
            level=self.level,
            method=Method(str(self.method[index])),
            withheld=Withheld(str(self.withheld[index])),
        )


@dataclass(frozen=True, slots=True, eq=False)
class StandardisedRatios:
    """Observed over expected events, per `multiplier` (1: a ratio; 100: an index)."""

    value: FloatArray
    low: FloatArray
    high: FloatArray
    observed: FloatArray
    expected: FloatArray
    multiplier: float
    level: float
    method: StrArray
    withheld: StrArray

    def __post_init__(self) -> None:
        _make_read_only(self.value, self.low, self.high, self.observed, self.expected)
        _make_read_only(self.method, self.withheld)

    def __len__(self) -> int:
        return len(self.value)


@dataclass(frozen=True, slots=True, eq=False)
class RateRatios:
    """The rate of each group over the rate of a base group. 1 means no difference."""

    value: FloatArray
    low: FloatArray
    high: FloatArray
    events: FloatArray
    population: FloatArray
    base_events: FloatArray
    base_population: FloatArray
    level: float
    method: StrArray
    withheld: StrArray

    def __post_init__(self) -> None:
        _make_read_only(self.value, self.low, self.high, self.events, self.population)
        _make_read_only(self.base_events, self.base_population, self.method, self.withheld)

    def __len__(self) -> int:
        return len(self.value)


@dataclass(frozen=True, slots=True, eq=False)
class FunnelLimits:
    """Where an area of each size would lie if only chance set it apart from the average.

    `size` is the population (or the expected events, for ratios). `tail` is the chance of lying
    beyond one limit: 0.025 for the inner lines, 0.001 for the outer.
    """

    size: FloatArray
    low: FloatArray
    high: FloatArray
    average: float
    multiplier: float
    tail: float

    def __post_init__(self) -> None:
        _make_read_only(self.size, self.low, self.high)


@dataclass(frozen=True, slots=True)
class SlopeIndex:
    """The gradient of a rate over the deprivation scale, from most (0) to least deprived (1).

    `sii` is the fitted value at the least deprived end less that at the most deprived end, so it
    is negative where the most deprived suffer more. `rii` is the first over the second, below 1
    in the same case; nan when a fitted end is not above zero. The sign follows
    PHEindicatormethods; `gap` and `times_higher` read the other way round, for sentences.
    """

    sii: float
    sii_low: float
    sii_high: float
    rii: float
    rii_low: float
    rii_high: float
    most_deprived: float
    least_deprived: float
    groups: int
    population: float
    multiplier: float
    level: float
    repetitions: int
    method: Method = Method.SIMULATED

    @property
    def gap(self) -> float:
        """How much higher the rate is at the most deprived end."""
        return -self.sii

    @property
    def times_higher(self) -> float:
        """The fitted rate at the most deprived end over that at the least deprived end."""
        return 1.0 / self.rii if self.rii > 0 else float("nan")


@dataclass(frozen=True, slots=True)
class TopShare:
    """What share of the whole the highest areas hold.

    `areas` of `all_areas` were counted. `tied_at_cut` areas have the same value as the last one
    counted, itself included: the share does not depend on which of them is taken, a list of
    names would.
    """

    share: float
    top: float
    areas: int
    all_areas: int
    total: float
    tied_at_cut: int

    @property
    def share_of_areas(self) -> float:
        """The share of areas that was really counted; a little over `top` when it rounds up."""
        return self.areas / self.all_areas


@dataclass(frozen=True, slots=True, eq=False)
class ConcentrationCurve:
    """Areas from highest to lowest: `harm_share` is held by the top `area_share` of them."""

    area_share: FloatArray
    harm_share: FloatArray

    def __post_init__(self) -> None:
        _make_read_only(self.area_share, self.harm_share)


@dataclass(frozen=True, slots=True, eq=False)
class Persistence:
    """Which areas keep coming back among the highest.

    `in_top` is areas x periods; `times_in_top` counts the periods looked at; `persistent` are
    the areas there at least `at_least` times. `expected_by_chance` is how many would be, if
    each period drew its top areas afresh.
    """

    in_top: BoolArray
    times_in_top: IntArray
    persistent: BoolArray
    top: float
    at_least: int
    periods: int
    expected_by_chance: float

    def __post_init__(self) -> None:
        _make_read_only(self.in_top, self.times_in_top, self.persistent)


@dataclass(frozen=True, slots=True, eq=False)
class Costs:
    """Money in the prices of `price_year`.

    `recorded_only` is true when counts were not scaled up to the crimes nobody recorded: say so
    beside the figure. Never a cash saving.
    """

    gbp: FloatArray
    price_year: str
    recorded_only: bool

    def __post_init__(self) -> None:
        _make_read_only(self.gbp)


def _make_read_only(*arrays: NDArray[np.generic]) -> None:
    for array in arrays:
        array.setflags(write=False)
