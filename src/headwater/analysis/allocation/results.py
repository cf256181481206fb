"""What choosing hands back: frozen, with how sure each figure is."""

from dataclasses import dataclass

from headwater.analysis.allocation.questions import Limit
from headwater.analysis.allocation.solving import Proof
from headwater.core.provenance import Provenance


@dataclass(frozen=True, slots=True)
class Picked:
    """One project of a set, at one of its sizes."""

    project: str
    size: str
    cost_gbp: float
    harm: float


@dataclass(frozen=True, slots=True)
class ChosenSet:
    """Projects that keep to every limit, and the harm they are expected to prevent.

    `low` and `high` hold the harm prevented at the stated level, as effects vary. `bound` is more
    than which no set can be expected to prevent; `gap` is how far it lies above, as a share.
    """

    picked: tuple[Picked, ...]
    cost_gbp: float
    shared_cost_gbp: float
    harm: float
    low: float
    high: float
    level: float
    proof: Proof
    bound: float
    gap: float

    @property
    def projects(self) -> frozenset[str]:
        """Which projects are in it."""
        return frozenset(each.project for each in self.picked)

    @property
    def harm_per_1000_gbp(self) -> float | None:
        """Expected harm prevented for each £1,000; None where nothing is spent."""
        return 1000.0 * self.harm / self.cost_gbp if self.cost_gbp else None


@dataclass(frozen=True, slots=True)
class Price:
    """What a limit costs: how much more harm would be prevented if it gave way.

    `gain` is the rise of the optimum when the limit is relaxed by `step` and everything is solved
    again; it lies between `gain_low` and `gain_high`, which differ where a proof was not reached.
    `per_unit` is the gain divided by the step. `slope` is the price by the linear relaxation, in
    which parts of projects may be had: a guide for small steps, not the answer for whole projects.
    `without` is the rise if the limit were struck out; None for a budget, which cannot be.
    """

    limit: Limit
    used: float
    step: float
    gain: float
    gain_low: float
    gain_high: float
    per_unit: float
    slope: float
    without: float | None


@dataclass(frozen=True, slots=True)
class Stay:
    """How often a project is in the best set when effects are drawn again.

    `error` is the Monte Carlo standard error of `share`.
    """

    project: str
    in_best: bool
    share: float
    error: float
    draws: int


@dataclass(frozen=True, slots=True)
class Regret:
    """What deciding before effects are known is expected to cost, in harm not prevented.

    The mean, over draws, of the best set of that draw less the set chosen here: no better
    knowledge of effects can be worth more than this (expected value of perfect information).
    `share` is of the harm the best set is expected to prevent.
    """

    mean: float
    error: float
    share: float | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A project that could not be chosen, and why."""

    project: str
    why: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The best set, those next to it, what limits cost and how firm it is."""

    best: ChosenSet
    others: tuple[ChosenSet, ...]
    prices: tuple[Price, ...]
    stays: tuple[Stay, ...]
    regret: Regret | None
    left_out: tuple[LeftOut, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Clash:
    """One of the limits that cannot all be kept, and how far it would have to give way.

    `give` is in the limit's own unit, in the cheapest way out that was found; 0 where the others
    give way instead.
    """

    limit: Limit
    give: float
