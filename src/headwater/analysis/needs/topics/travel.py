"""How long people travel to services, where a table of travel times was loaded.

A service is found in the table by its identifier in the directory, else by the small area it
stands in, which is the one whose centre is nearest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from headwater.analysis.needs import provision_kernels as kernels
from headwater.analysis.needs import provision_tables as tables
from headwater.analysis.needs.scope import Scope
from headwater.core.counts import FloatArray
from headwater.lake.store import Rows, Store

LIMIT_MINUTES = 30.0
"""How long people travel to a service where travel times are known (a choice made by headwater)."""

Centres = tuple[FloatArray, FloatArray]


@dataclass(frozen=True, eq=False)
class Travel:
    """Minutes from every small area of a scope to the places of the table. Absent is out of reach.

    Where the table has several ways to travel, the quickest counts.
    """

    minutes: dict[str, FloatArray]
    """By the place travelled to: an identifier of a service, or a small area."""
    codes: tuple[str, ...]
    centres: Centres | None
    rows: Rows

    def to(self, service: str, point: tuple[float, float]) -> FloatArray | None:
        """Minutes to a service from each small area; None where the table does not have it."""
        if service in self.minutes:
            return self.minutes[service]
        code = self._stands_in(point)
        return self._within(code) if code in self.minutes else None

    def _stands_in(self, point: tuple[float, float]) -> str:
        if self.centres is None:
            return ""
        km = kernels.distances_km(*self.centres, np.array([point[0]]), np.array([point[1]]))
        return self.codes[int(np.argmin(km[:, 0]))]

    def _within(self, code: str) -> FloatArray:
        """Minutes to a small area. From it to itself takes none where the table does not say."""
        minutes = self.minutes[code].copy()
        own = self.codes.index(code)
        if np.isinf(minutes[own]):
            minutes[own] = 0.0
        return minutes


def measure(store: Store, scope: Scope, centres: Centres | None) -> Travel | None:
    """Travel times from the small areas of a scope; None where none were loaded for it."""
    if not store.has("travel_times"):
        return None
    rows = store.rows(
        tables.travel_from(
            store.table("travel_times"),
            store.table("area_links"),
            area=scope.area,
            level=scope.level,
        ),
        name="travel times",
    )
    if not len(rows):
        return None
    return Travel(
        minutes=_by_place(rows, scope.lsoa.codes),
        codes=scope.lsoa.codes,
        centres=centres,
        rows=rows,
    )


def _by_place(rows: Rows, codes: Sequence[str]) -> dict[str, FloatArray]:
    at = {code: i for i, code in enumerate(codes)}
    found: dict[str, FloatArray] = {}
    for start, place, minutes in zip(
        rows["from_area"], rows["to_place"], rows["minutes"], strict=True
    ):
        column = found.setdefault(str(place), np.full(len(codes), np.inf))
        column[at[str(start)]] = float(minutes)
    return found
