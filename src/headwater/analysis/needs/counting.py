"""From rows of counts to cubes: codes placed, earlier vintages carried over, months filled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headwater.analysis.needs.scope import Scope
from headwater.core.areas import Crosswalk, Level
from headwater.core.counts import CountCube, Dimension, FloatArray
from headwater.core.periods import Month, Period
from headwater.core.provenance import Provenance
from headwater.lake.store import Array, Rows

MONTH = "month"
IS_MOSTLY_HERE = 0.5
IS_FAIRLY_HERE = 0.005
"""More than strays: the rows of one force in one foreign district are well under this."""
SMALLER_THAN_A_FORCE = (Level.LAD, Level.CSP)
AS_IT_WAS, EXACTLY, BY_BEST_FIT = range(3)


@dataclass(frozen=True, slots=True)
class Carried:
    """How records found their way to today's small areas. Numbers of records."""

    as_they_were: float
    exactly: float
    by_best_fit: float

    @property
    def sentence(self) -> str:
        """The reconciliation in words; empty where nothing had to be carried."""
        if not self.exactly and not self.by_best_fit:
            return ""
        whole = self.as_they_were + self.exactly + self.by_best_fit
        return (
            f"Of {whole:,.0f} records, {self.as_they_were:,.0f} carried a current code, "
            f"{self.exactly:,.0f} were moved exactly from an earlier code, and "
            f"{self.by_best_fit:,.0f} were shared out by residents because their area was split."
        )


@dataclass(frozen=True, eq=False)
class Placer:
    """Puts codes of either vintage on the small areas of a scope, in shares.

    Code `i` of `index` goes to `position[k]` in share `share[k]`, for k from `start[i]` to
    `start[i + 1]`; `kind[i]` says whether it had to be moved.
    """

    index: dict[str, int]
    start: NDArray[np.intp]
    position: NDArray[np.intp]
    share: FloatArray
    kind: NDArray[np.intp]

    @classmethod
    def of(cls, scope: Scope) -> "Placer":
        """The placer of a scope."""
        places = {code: i for i, code in enumerate(scope.lsoa.codes)}
        goes: list[tuple[str, tuple[tuple[int, float], ...], int]] = [
            (code, ((i, 1.0),), AS_IT_WAS) for code, i in places.items()
        ]
        goes += [
            (
                old,
                tuple((places[new], share) for new, share in shares if new in places),
                EXACTLY if exact else BY_BEST_FIT,
            )
            for old, shares, exact in _grouped(scope.walk)
            if old not in places
        ]
        targets = [target for _, to, _ in goes for target in to]
        return cls(
            index={code: i for i, (code, _, _) in enumerate(goes)},
            start=np.cumsum([0, *(len(to) for _, to, _ in goes)]).astype(np.intp),
            position=np.array([place for place, _ in targets], dtype=np.intp),
            share=np.array([share for _, share in targets]),
            kind=np.array([kind for _, _, kind in goes], dtype=np.intp),
        )

    def lsoa_counts(
        self,
        codes: Array,
        others: Sequence[NDArray[np.intp]],
        n: FloatArray,
        *,
        shape: tuple[int, ...],
    ) -> tuple[FloatArray, Carried]:
        """Sum counts by small area and the positions in `others`. Unknown codes are left out."""
        which = np.array([self.index.get(code, -1) for code in codes], dtype=np.intp)
        known = np.flatnonzero(which >= 0)
        of = which[known]
        lengths = self.start[of + 1] - self.start[of]
        rows = np.repeat(known, lengths)
        # The k-th target of each row: a running number less where its run began.
        began = np.repeat(np.cumsum(lengths) - lengths, lengths)
        target = np.repeat(self.start[of], lengths) + np.arange(len(rows)) - began
        parts = n[rows] * self.share[target]
        flat = np.ravel_multi_index(
            (self.position[target], *(other[rows] for other in others)), shape
        )
        counts = np.bincount(flat, weights=parts, minlength=int(np.prod(shape))).astype(float)
        tally = np.bincount(np.repeat(self.kind[of], lengths), weights=parts, minlength=3)
        return counts.reshape(shape), Carried(*(float(part) for part in tally))


def own_suppliers(where: Rows, *, column: str, level: Level) -> tuple[str, ...]:
    """Whose records speak for an area: suppliers most of whose located records lie in it.

    A district has no supplier of its own; it takes the one with most records in it, if they are
    a fair share of that supplier's. Otherwise nobody: a few rows far from home are not an area's
    crime. `where` counts `n` records by supplier and `where` they lie.
    """
    inside: dict[str, float] = {}
    located: dict[str, float] = {}
    for supplier, place, n in zip(where[column], where["where"], where["n"], strict=True):
        if place == "no location":
            continue
        located[supplier] = located.get(supplier, 0.0) + float(n)
        if place == "inside":
            inside[supplier] = inside.get(supplier, 0.0) + float(n)
    share = {supplier: inside[supplier] / located[supplier] for supplier in inside}
    mostly = sorted(supplier for supplier in share if share[supplier] >= IS_MOSTLY_HERE)
    if mostly or level not in SMALLER_THAN_A_FORCE:
        return tuple(mostly)
    fair = sorted((s for s in share if share[s] >= IS_FAIRLY_HERE), key=lambda s: (-inside[s], s))
    return tuple(fair[:1])


def months_dimension(months: Iterable[Month]) -> Dimension:
    """Months as a dimension, earliest first."""
    ordered = sorted(set(months))
    return Dimension(
        MONTH, "Month", tuple(str(m) for m in ordered), tuple(m.words for m in ordered)
    )


def period_dimension(period: Period) -> Dimension:
    """Every month of a period, with or without records."""
    return months_dimension(period.months)


def month_codes(dates: NDArray[np.datetime64]) -> NDArray[np.object_]:
    """Dates as `2024-09`."""
    return np.asarray(dates.astype("datetime64[M]").astype(str), dtype=object)


def positions(values: NDArray[np.object_], dimension: Dimension) -> NDArray[np.intp]:
    """Where each value stands in a dimension; -1 where it does not."""
    place = {code: i for i, code in enumerate(dimension.codes)}
    return np.array([place.get(str(value), -1) for value in values], dtype=np.intp)


def cube_of(
    rows: Rows,
    *,
    id: str,
    universe: str,
    by: Sequence[tuple[str, Dimension]],
    provenance: Provenance,
) -> CountCube:
    """Counts `n` of rows by some columns. Values outside a dimension are left out."""
    places = [positions(rows[column], dimension) for column, dimension in by]
    shape = tuple(len(dimension) for _, dimension in by)
    counts = np.zeros(shape)
    if len(rows):
        known = np.all([place >= 0 for place in places], axis=0)
        np.add.at(counts, tuple(p[known] for p in places), rows["n"][known].astype(np.float64))
    return CountCube(id, universe, tuple(d for _, d in by), counts, provenance)


def _grouped(
    walk: Crosswalk | None,
) -> Iterable[tuple[str, tuple[tuple[str, float], ...], bool]]:
    """Each old code with its successors and shares, and whether the move is exact."""
    if walk is None:
        return
    grouped: dict[str, list[tuple[str, float]]] = {}
    exact: dict[str, bool] = {}
    for old, new, share, sure in zip(walk.old, walk.new, walk.shares, walk.exact, strict=True):
        grouped.setdefault(old, []).append((new, float(share)))
        exact[old] = bool(sure)
    for old, shares in grouped.items():
        yield old, tuple(shares), exact[old]
