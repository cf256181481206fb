"""What choosing between projects, and saying what they gave for money, takes for granted."""

from dataclasses import dataclass
from datetime import date

from headwater.rulebook.registry import Sourced, one, records


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption(Sourced):
    """A figure nobody has measured here: what is expected, and the ends it may lie between."""

    id: str
    title: str
    low: float
    central: float
    high: float
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountRate(Sourced):
    """The yearly rate over a span of years from now; no last year means for ever after."""

    from_year: int
    to_year: int | None
    rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OptimismBias(Sourced):
    """By what share costs are raised and benefits lowered for figures known this well."""

    grade: int
    title: str
    bias: float


def allocation_assumptions(*, on: date | None = None) -> tuple[Assumption, ...]:
    """Everything that is assumed of projects."""
    return records("allocation_assumptions", Assumption, on=on)


def allocation_assumption(assumption_id: str, *, on: date | None = None) -> Assumption:
    """One assumption by its id, such as `local_delivery`."""
    rows = allocation_assumptions(on=on)
    return one(rows, assumption_id, kind="assumption", key=lambda row: row.id)


def discount_rates(*, on: date | None = None) -> tuple[DiscountRate, ...]:
    """The declining schedule of rates, nearest years first."""
    return records("discount_rates", DiscountRate, on=on)


def optimism_biases(*, on: date | None = None) -> tuple[OptimismBias, ...]:
    """Biases by how well figures are known, best known first."""
    return records("optimism_bias", OptimismBias, on=on)


def optimism_bias(grade: int) -> OptimismBias:
    """The bias of figures of one grade, from 1 (audited) to 6 (judgement).

    >>> optimism_bias(3).bias
    0.1
    """
    return one(optimism_biases(), str(grade), kind="grade of figures", key=lambda r: str(r.grade))
