"""What an offence weighs in harm and in money, and the weights of statistics."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from headwater.rulebook.offences import offence_code
from headwater.rulebook.registry import Sourced, as_on, one, records


class HarmLevel(StrEnum):
    """What a harm weight belongs to."""

    PRC_SUBGROUP = "prc_subgroup"
    POLICE_UK_CATEGORY = "police_uk_category"
    OFFENCE_CODE = "offence_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmWeight(Sourced):
    """Days of harm that one offence stands for (Cambridge Crime Harm Index).

    `basis` says how `days` was reached. `lowest`, `mean` and `highest` are over the offences of
    the group: where they lie far apart, `days` hides rare severe offences.
    """

    level: HarmLevel
    key: str
    days: float
    basis: str
    lowest: float | None
    mean: float | None
    highest: float | None
    offence_codes: int | None
    recorded_2024_25: int | None
    police_uk_category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCost(Sourced):
    """Cost to society of one crime, in pounds of `price_year`.

    `police_gbp` and `justice_gbp` are the fiscal parts that are known; None is not known, not
    nothing. `note` says what most of the cost is made of.
    """

    id: str
    title: str
    cost_gbp: float
    police_gbp: float | None
    justice_gbp: float | None
    note: str
    price_year: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deflator(Sourced):
    """Level of prices in a financial year, written 2015-16; 2024-25 is 100."""

    year: str
    index: float
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardBand(Sourced):
    """Residents of the standard population in one age band; ages are inclusive."""

    age_from: int
    age_to: int
    persons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeprivationDomain(Sourced):
    """The weight of one domain, and whether it would explain violence by violence."""

    edition: str
    domain: str
    title: str
    weight_percent: float
    leave_out_when_explaining_violence: bool


def harm_weights(*, on: date | None = None) -> tuple[HarmWeight, ...]:
    """Every harm weight held: by recorded-crime sub-group and by police.uk category."""
    return records("harm_weights", HarmWeight, on=on)


def harm_weight_of_category(label: str) -> HarmWeight:
    """Harm days for a police.uk crime type, by the label in the files."""
    return _harm(HarmLevel.POLICE_UK_CATEGORY, label)


def harm_weight_of_subgroup(name: str) -> HarmWeight:
    """Harm days for a recorded-crime sub-group, such as `Violence with injury`."""
    return _harm(HarmLevel.PRC_SUBGROUP, name)


@cache
def harm_weight_of_code(code: str) -> HarmWeight:
    """Harm days for a police label: its sub-group's median, as no finer weight is held.

    >>> harm_weight_of_code("34B").days
    365.0
    """
    group = harm_weight_of_subgroup(offence_code(code).prc_subgroup)
    return HarmWeight(
        level=HarmLevel.OFFENCE_CODE,
        key=code,
        days=group.days,
        basis=group.basis,
        lowest=group.lowest,
        mean=group.mean,
        highest=group.highest,
        offence_codes=group.offence_codes,
        recorded_2024_25=None,
        police_uk_category=group.police_uk_category,
        source=group.source,
        source_date=group.source_date,
        trust=group.trust,
    )


def harm_caution() -> str:
    """What to print wherever harm days are shown."""
    return as_on("harm_weights").licence


def unit_costs(*, on: date | None = None) -> tuple[UnitCost, ...]:
    """Unit costs of crime against individuals, 2015/16 prices."""
    return records("unit_costs", UnitCost, on=on)


def unit_cost(cost_id: str) -> UnitCost:
    """One unit cost by its id, such as `violence_with_injury`."""
    return one(unit_costs(), cost_id, kind="unit cost", key=lambda row: row.id)


def unit_cost_of_code(code: str) -> UnitCost | None:
    """The unit cost for a police label, or None where the report has none."""
    key = offence_code(code).unit_cost
    return None if key is None else unit_cost(key)


def cost_caution() -> str:
    """What to print wherever costs are shown: recorded offences only, no multipliers, no saving."""
    return as_on("unit_costs").description


def gdp_deflators(*, on: date | None = None) -> tuple[Deflator, ...]:
    """The level of prices by financial year."""
    return records("gdp_deflator", Deflator, on=on)


def gdp_deflator(year: str) -> Deflator:
    """The level of prices in a financial year, written 2015-16 or 2015/16."""
    wanted = year.replace("/", "-")
    return one(gdp_deflators(), wanted, kind="price year", key=lambda row: row.year)


def uprate(cost_gbp: float, *, from_year: str, to_year: str) -> float:
    """A cost in the prices of another financial year, by the GDP deflator.

    The trust of the answer is the lower of the two years' marks; see `gdp_deflator`.

    >>> round(uprate(14_050, from_year="2015-16", to_year="2024-25"))
    18839
    """
    return cost_gbp * gdp_deflator(to_year).index / gdp_deflator(from_year).index


def standard_population(*, on: date | None = None) -> tuple[StandardBand, ...]:
    """European Standard Population 2013: nineteen age bands, youngest first, 100,000 in all."""
    return records("european_standard_population", StandardBand, on=on)


def deprivation_domains(*, on: date | None = None) -> tuple[DeprivationDomain, ...]:
    """The seven domains of the English index with their weights."""
    return records("deprivation_domains", DeprivationDomain, on=on)


def _harm(level: HarmLevel, key: str) -> HarmWeight:
    rows = [row for row in harm_weights() if row.level is level]
    return one(rows, key, kind=f"harm weight by {level}", key=lambda row: row.key)
