"""Where the events were: coordinates in metres on the British National Grid.

An event without a place stays in the arrays as nan, so that weights and dates keep their order, and
is counted as unplaced in every result.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from headwater.analysis.rates import checks
from headwater.analysis.rates.kernels import FloatArray
from headwater.core.errors import AnalysisError, ParameterError

BoolArray = NDArray[np.bool_]


class Precision(StrEnum):
    """How far a coordinate can be trusted."""

    EXACT = "exact"
    SNAPPED = "snapped"
    """Moved to a fixed point near by before publication, as police.uk does."""


class SnappedPointsError(AnalysisError):
    """Public points were moved, so nothing finer than a neighbourhood can be ranked with them."""

    def __init__(self, *, unit: str) -> None:
        super().__init__(
            f"These points were snapped to fixed places before publication, so [{unit}] cannot be "
            "ranked with them. Rank neighbourhoods (LSOA) or larger areas, or use the exact points."
        )


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Eastings and northings of events, in metres; nan where the place is not known."""

    x: FloatArray
    y: FloatArray
    precision: Precision

    @classmethod
    def of(cls, x: ArrayLike, y: ArrayLike, *, precision: Precision = Precision.EXACT) -> "Points":
        """Points from two columns of the same length.

        >>> Points.of([400_000, 400_010, np.nan], [300_000, 300_000, 300_000]).unplaced
        1
        """
        east, north = checks.numbers("x", x), checks.numbers("y", y)
        if east.ndim != 1 or east.shape != north.shape:
            raise ParameterError(
                f"[x] has shape {east.shape} and [y] {north.shape}. Give one of each per event."
            )
        east, north = east.copy(), north.copy()
        east.setflags(write=False)
        north.setflags(write=False)
        return cls(x=east, y=north, precision=precision)

    def __len__(self) -> int:
        return len(self.x)

    @property
    def placed(self) -> BoolArray:
        """Whether each event has both coordinates."""
        known: BoolArray = ~(np.isnan(self.x) | np.isnan(self.y))
        return known

    @property
    def unplaced(self) -> int:
        """How many events have no place."""
        return int(len(self) - np.count_nonzero(self.placed))

    @property
    def share_at_shared_points(self) -> float:
        """What share of the placed events lie at exactly the same point as another one?

        Much above nothing, it says that points were snapped or geocoded to a street or postcode.

        >>> Points.of([0, 0, 5, 9], [0, 0, 5, 9]).share_at_shared_points
        0.5
        """
        where = np.column_stack([self.x, self.y])[self.placed]
        if not len(where):
            return float("nan")
        _, times = np.unique(where, axis=0, return_counts=True)
        return float(times[times > 1].sum() / len(where))

    def refuse_if_snapped(self, *, unit: str) -> None:
        """Stop a ranking of places that are finer than the points are true."""
        if self.precision is Precision.SNAPPED:
            raise SnappedPointsError(unit=unit)


def one_for_each(name: str, values: ArrayLike, points: Points) -> FloatArray:
    """Numbers that belong to the events, one each."""
    array = checks.numbers(name, values)
    if array.shape != points.x.shape:
        raise ParameterError(
            f"[{name}] has shape {array.shape} and there are [{len(points)}] events. Give one each."
        )
    return array
