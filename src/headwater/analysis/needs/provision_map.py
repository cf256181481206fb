"""The gap map: one class for each cell, what kinds of gap it has, and what closing it would cost.

See docs/explanation/gaps-in-provision.md.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from headwater.analysis.needs.provision import (
    HALF,
    Cell,
    Coverage,
    GapKind,
    coverage_between,
)
from headwater.analysis.needs.topics.services import Help, Services
from headwater.rulebook import evidence_toolkit

NO_EVIDENCE = frozenset({"no_clear_evidence", "harmful"})
HARMFUL = "harmful"


class MapClass(StrEnum):
    """How places stand to need, in one word."""

    GAP = "gap"
    THIN = "thin"
    COVERED = "covered"
    UNKNOWN = "unknown"


class GapType(StrEnum):
    """What is wrong with the help there is, or is not."""

    VOLUME = "too few places"
    GEOGRAPHY = "out of reach"
    AGE_CLIFF = "age cliff at 18"
    GIRLS = "girls"
    SEND = "special educational needs"
    TIMING = "evenings and weekends"
    PATHWAY = "no way in"
    EVIDENCE = "weak evidence"
    ENDS_SOON = "ends soon"
    DATA = "not known"


TYPE_OF = {
    GapKind.GEOGRAPHY: GapType.GEOGRAPHY,
    GapKind.AGE_CLIFF: GapType.AGE_CLIFF,
    GapKind.GIRLS: GapType.GIRLS,
    GapKind.SEND: GapType.SEND,
    GapKind.TIMING: GapType.TIMING,
    GapKind.PATHWAY: GapType.PATHWAY,
    GapKind.ENDS_SOON: GapType.ENDS_SOON,
    GapKind.UNCONFIRMED: GapType.DATA,
}
CLASS_OF = {
    Coverage.GAP: MapClass.GAP,
    Coverage.THIN: MapClass.THIN,
    Coverage.COVERED: MapClass.COVERED,
}


@dataclass(frozen=True, slots=True)
class Cost:
    """Pounds a year to give everybody without a place one, and where the cost of a place is from.

    NaN where no service of the kind states what a start costs.
    """

    low: float
    high: float
    start_low: float
    start_high: float
    source: str


def class_of(cell: Cell) -> MapClass:
    """The class of the middle of the range, where the range allows one.

    Unknown where the range spans gap, thin and covered, and where services reach the cell but
    nobody confirmed any of them in six months. A cell that no service reaches is a gap.
    """
    if np.isnan(cell.ratio) or cell.coverage is Coverage.UNKNOWN:
        return MapClass.UNKNOWN
    if cell.is_empty:
        return MapClass.GAP
    if GapKind.UNCONFIRMED in cell.kinds:
        return MapClass.UNKNOWN
    return CLASS_OF[coverage_between(cell.ratio, cell.ratio)]


def types_of(cell: Cell, services: Services, *, is_elsewhere: bool) -> tuple[GapType, ...]:
    """The kinds of gap of a cell, most basic first. A covered cell may have some.

    `is_elsewhere` says whether another district has the help for the age.
    """
    found = {TYPE_OF[kind] for kind in cell.kinds}
    if cell.is_empty:
        found.add(GapType.GEOGRAPHY if is_elsewhere else GapType.VOLUME)
    elif GapType.GEOGRAPHY not in found and _is_short(cell):
        found.add(GapType.VOLUME)
    if _has_weak_evidence(services.entries[each.position].approach for each in cell.offers):
        found.add(GapType.EVIDENCE)
    if class_of(cell) is MapClass.UNKNOWN:
        found.add(GapType.DATA)
    return tuple(each for each in GapType if each in found)


def _is_short(cell: Cell) -> bool:
    """Whether places are fewer than needed, though half of the need or more is within reach."""
    is_full = coverage_between(cell.ratio, cell.ratio) in (Coverage.COVERED, Coverage.UNKNOWN)
    return cell.within_reach >= HALF and not is_full


def _has_weak_evidence(approaches: Iterable[str | None]) -> bool:
    """Whether one approach is harmful, or every service names one without clear evidence.

    A service that names none, or one that headwater has not read about, is no proof.
    """
    impact = {each.id: each.impact for each in evidence_toolkit()}
    bands = [impact.get(each or "") for each in approaches]
    return HARMFUL in bands or (bool(bands) and all(each in NO_EVIDENCE for each in bands))


def has_elsewhere(cell: Cell, every: Collection[Cell]) -> bool:
    """Whether another district has a service of the same kind for the same age."""
    return any(
        other.help is cell.help and other.band == cell.band and not other.is_empty
        for other in every
        if other.district != cell.district
    )


def cost_of(cell: Cell, services: Services) -> Cost:
    """The least and most it would cost: people without a place × what a start costs.

    What a start costs is from services that reach the cell, else from those of the kind in the
    whole area.
    """
    near = _costs(services, (each.position for each in cell.offers))
    costs = near or _costs(services, _of_kind(services, cell.help))
    if not costs:
        return Cost(float("nan"), float("nan"), float("nan"), float("nan"), "")
    low, high = min(costs), max(costs)
    source = "services that reach the district" if near else "services of this kind in the area"
    return Cost(cell.missing_low * low, cell.missing_high * high, low, high, source)


def _of_kind(services: Services, help_: Help) -> Iterable[int]:
    return (i for i in services.open if services.entries[i].help is help_)


def _costs(services: Services, positions: Iterable[int]) -> list[float]:
    """What a start costs at services that say so. Nought says that people pay nothing."""
    known = (services.entries[i].cost for i in positions)
    return [each for each in known if each is not None and each > 0]
