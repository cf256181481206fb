"""What are benefits worth beside costs, in today's money and this year's prices?

The Green Book's way: figures are brought to one price year, corrected for optimism by how well they
are known, discounted at the declining schedule, and set side by side with how the answer moves.
A benefit says whose it is. Harm that is avoided is a benefit to society; nothing here is a saving
that anybody can bank, and `CAUTION` goes wherever a figure goes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from headwater.analysis.allocation.questions import Effect
from headwater.analysis.allocation.solving import spread_draws
from headwater.analysis.allocation.value.kernels import FloatArray, discount_factors
from headwater.core.errors import NotEnoughDataError, ParameterError
from headwater.rulebook import discount_rates, optimism_bias, uprate

CAUTION = (
    "Benefits are what avoided harm is worth to society. They are not money that a budget gets "
    "back, and must not be shown as a saving."
)
LEVEL = 0.95
ENDS = ("low", "central", "high")


class Whose(StrEnum):
    """Who has a benefit."""

    FISCAL = "fiscal"
    ECONOMIC = "economic"
    SOCIAL = "social"


@dataclass(frozen=True, slots=True)
class Flow:
    """Pounds in each year from now, as a range, in the prices of a year.

    `years` starts with the first year, which is not discounted. `grade` says how well the figures
    are known, from 1 (audited) to 6 (judgement). `whose` is None for a cost.
    """

    title: str
    years: tuple[Effect, ...]
    price_year: str
    grade: int
    whose: Whose | None = None


@dataclass(frozen=True, slots=True)
class Swing:
    """How the ratio moves when one flow alone goes from its low to its high end."""

    title: str
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """How far it moves."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True)
class Worth:
    """Present values of benefits and costs, their ratio and how it moves.

    Everything is in the prices of `price_year` and corrected for optimism. `uncorrected_ratio` is
    the same without that correction. `swings` are widest first.
    """

    cost_gbp: float
    benefits_gbp: dict[Whose, float]
    ratio: float
    ratio_low: float
    ratio_high: float
    net_gbp: float
    net_low: float
    net_high: float
    uncorrected_ratio: float
    swings: tuple[Swing, ...]
    price_year: str
    level: float
    seed: int
    caution: str = CAUTION


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What is appraised: costs and benefits, and the prices to tell them in."""

    costs: tuple[Flow, ...]
    benefits: tuple[Flow, ...]
    price_year: str
    draws: int = 10_000
    level: float = LEVEL


def rates_by_year(last: int) -> FloatArray:
    """The yearly discount rate of years 1 to `last` from now.

    >>> rates_by_year(32)[[0, 29, 30]].tolist()
    [0.035, 0.035, 0.03]
    """
    spans = discount_rates()
    return np.array(
        [
            next(
                span.rate
                for span in spans
                if span.from_year <= year and (span.to_year is None or year <= span.to_year)
            )
            for year in range(1, last + 1)
        ],
        dtype=np.float64,
    )


def present_value(pounds: Sequence[float]) -> float:
    """What pounds of this and the following years are worth now.

    >>> round(present_value([0.0, 100.0]), 2)
    96.62
    """
    if not pounds:
        return 0.0
    return float(np.asarray(pounds) @ discount_factors(rates_by_year(len(pounds) - 1)))


def appraise(asked: Appraisal, *, seed: int) -> Worth:
    """Benefits beside costs, with an interval by drawing every flow, and one-way swings."""
    _check(asked)
    flows = (*asked.costs, *asked.benefits)
    values = [_present(flow, asked.price_year, correct=True) for flow in flows]
    number = len(asked.costs)
    low, central, high = (np.array([getattr(v, end) for v in values]) for end in ENDS)
    chances = np.random.default_rng(seed).random((asked.draws, len(flows)))
    drawn = spread_draws(chances, low=low, central=central, high=high)
    costs, gains = drawn[:, :number].sum(axis=1), drawn[:, number:].sum(axis=1)
    tails = [(1.0 - asked.level) / 2.0, (1.0 + asked.level) / 2.0]
    ratio_low, ratio_high = (float(each) for each in np.quantile(gains / costs, tails))
    net_low, net_high = (float(each) for each in np.quantile(gains - costs, tails))
    plain = np.array([_present(flow, asked.price_year, correct=False).central for flow in flows])
    return Worth(
        cost_gbp=float(central[:number].sum()),
        benefits_gbp={
            whose: float(
                sum(v.central for f, v in zip(flows, values, strict=True) if f.whose is whose)
            )
            for whose in Whose
        },
        ratio=_ratio(central, number),
        ratio_low=ratio_low,
        ratio_high=ratio_high,
        net_gbp=float(central[number:].sum() - central[:number].sum()),
        net_low=net_low,
        net_high=net_high,
        uncorrected_ratio=_ratio(plain, number),
        swings=_swings(flows, values, central, number),
        price_year=asked.price_year,
        level=asked.level,
        seed=seed,
    )


def _swings(
    flows: Sequence[Flow], values: Sequence[Effect], central: FloatArray, costs: int
) -> tuple[Swing, ...]:
    """One flow at a time from end to end, the rest as expected; widest first."""
    found = []
    for place, (flow, value) in enumerate(zip(flows, values, strict=True)):
        ends = []
        for end in (value.low, value.high):
            moved = central.copy()
            moved[place] = end
            ends.append(_ratio(moved, costs))
        found.append(Swing(flow.title, ends[0], ends[1]))
    return tuple(sorted(found, key=lambda each: -each.width))


def _ratio(values: FloatArray, costs: int) -> float:
    return float(values[costs:].sum() / values[:costs].sum())


def _present(flow: Flow, price_year: str, *, correct: bool) -> Effect:
    """The present value of a flow, its ends moving together over the years."""
    bias = optimism_bias(flow.grade).bias if correct else 0.0
    factor = 1.0 + bias if flow.whose is None else 1.0 - bias
    factor *= uprate(1.0, from_year=flow.price_year, to_year=price_year)
    ends = [present_value([getattr(year, end) for year in flow.years]) * factor for end in ENDS]
    return Effect(*ends)


def _check(asked: Appraisal) -> None:
    if not asked.costs:
        raise NotEnoughDataError(of="costs", have=0, need=1)
    if any(flow.whose is not None for flow in asked.costs):
        raise ParameterError("A cost is nobody's benefit: leave [whose] empty for costs.")
    if any(flow.whose is None for flow in asked.benefits):
        raise ParameterError("Say of each benefit [whose] it is: fiscal, economic or social.")
    for flow in (*asked.costs, *asked.benefits):
        if not all(year.is_ordered for year in flow.years):
            raise ParameterError(f"The low, central and high of [{flow.title}] are out of order.")
    if sum(year.low for flow in asked.costs for year in flow.years) <= 0.0:
        raise ParameterError("Costs must be above nothing at their low end too.")
