"""Builds small places with residents, and what a rule said of a week in them."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from builders.watching import build_rule
from headwater.analysis.watch.alerts import Alert
from headwater.analysis.watch.fairness import Homes
from headwater.analysis.watch.judging import Limits, Verdict
from headwater.core.areas import Level
from headwater.core.counts import BoolArray, Dimension
from headwater.core.weeks import Week

WEEK = Week.of(date(2025, 6, 9))


def build_homes(
    people: Sequence[float],
    *,
    fifth: Sequence[int],
    is_rural: Sequence[bool],
    districts: Sequence[str],
) -> Homes:
    """Neighbourhoods in districts, with who lives in each."""
    names = tuple(sorted(set(districts)))
    codes = tuple(f"L{at:04}" for at in range(len(people)))
    return Homes(
        areas=Dimension(
            "lsoa",
            "Neighbourhood",
            codes,
            codes,
            parent=Dimension("district", "District", names, names),
            parents=tuple(districts),
        ),
        people=np.array(people, dtype=float),
        fifth=np.array(fifth, dtype=float),
        is_rural=np.array(is_rural, dtype=np.bool_),
        basis="Census 2021",
        edition="IoD2025",
        loads=("L-2",),
    )


def build_verdict(
    homes: Homes,
    alerts: Sequence[tuple[int, ...]],
    *,
    level: Level = Level.LSOA,
    judged: BoolArray | None = None,
) -> Verdict:
    """A week in which a rule raised alerts, each by the positions of its areas."""
    areas = homes.areas if level is Level.LSOA else homes.areas.parent
    assert areas is not None
    every = np.ones(len(areas), dtype=np.bool_)
    return Verdict(
        rule=build_rule(level=level),
        week=WEEK,
        areas=areas,
        alerts=tuple(Alert(each, 1, 9.0, 3.0, 0.001) for each in alerts),
        limits=Limits(
            upper=np.full(len(areas), 8.0),
            judged=every if judged is None else judged,
            is_mean=~every,
        ),
    )
