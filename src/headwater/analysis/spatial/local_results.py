"""What the local and global statistics hand back: frozen arrays with the reason where one is empty.

The arrays are read-only. A withheld statistic is nan, its p-values are nan, and it is never a
finding. Where nothing is left to chance the statistic is known and the evidence alone is nan: for
local Moran an area exactly at the mean (0, whatever the neighbours), for all an area whose
neighbours are the whole of the map.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from headwater.analysis.spatial.kernels.weights import BoolArray, FloatArray
from headwater.core.errors import ParameterError

StrArray = NDArray[np.str_]
# A two-sided p from fewer could never be below 0.1.
LEAST_PERMUTATIONS = 19


class Side(StrEnum):
    """Which departures count as evidence."""

    BOTH = "two-sided"
    HIGH = "high"
    LOW = "low"


class Quadrant(StrEnum):
    """An area's own value and its neighbours', against the mean. At the mean counts as low."""

    NONE = ""
    HIGH_HIGH = "high-high"
    LOW_HIGH = "low-high"
    LOW_LOW = "low-low"
    HIGH_LOW = "high-low"


class Withheld(StrEnum):
    """Why a local statistic is not given. Empty when it is."""

    NO = ""
    MISSING = "no value"
    ISLAND = "no neighbours"
    NO_NEIGHBOUR_KNOWN = "no neighbour has a value"
    NO_SPREAD = "all values are the same"
    NOTHING_LEFT = "nothing left to chance"


@dataclass(frozen=True, slots=True)
class Permutations:
    """How many deals of the other areas' values, and the seed they come from.

    One table of draws serves all areas, as in the peers: each p-value is exact for its area, but
    the chance errors of different areas go together. More draws cost little; take many.
    """

    number: int = 9_999
    seed: int = 0

    def __post_init__(self) -> None:
        if self.number < LEAST_PERMUTATIONS:
            raise ParameterError.below("permutations", value=self.number, least=LEAST_PERMUTATIONS)
        if self.seed < 0:
            raise ParameterError.below("seed", value=self.seed, least=0)


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """How surprising each area is when its own value is held and its neighbours' are dealt.

    `expected`, `variance` and `skewness` are exact. `p_permuted` is the share of deals as far
    out, the observed one counted, so it is never 0; nan where no permutations were asked for.
    `p_normal` takes z as normal: do not trust it where skewness is beyond 0.5 either way. A
    two-sided p is twice the smaller tail, at most 1. `q` and `q_any` are the Benjamini-Hochberg
    and Benjamini-Yekutieli adjustments of `p` over all areas that have one.
    """

    expected: FloatArray
    variance: FloatArray
    skewness: FloatArray
    z: FloatArray
    p_normal: FloatArray
    p_permuted: FloatArray
    q: FloatArray
    q_any: FloatArray
    side: Side
    permutations: Permutations | None

    @property
    def p(self) -> FloatArray:
        """The p-value the adjustments rest on: permuted where asked for, else normal."""
        return self.p_normal if self.permutations is None else self.p_permuted

    def findings(self, *, false_discovery_rate: float = 0.05) -> BoolArray:
        """Areas that stand out with at most this share of them expected to be chance."""
        # nan is not at most anything, so what was withheld is never a finding.
        found: BoolArray = self.q <= false_discovery_rate
        return found


@dataclass(frozen=True, slots=True, eq=False)
class GetisOrd:
    """Gi or Gi*: `statistic` is the weighted sum, `share` that sum over the total it is part of.

    `z_score` is Ord & Getis' standardised value, the one maps show.
    """

    statistic: FloatArray
    share: FloatArray
    z_score: FloatArray
    withheld: StrArray
    evidence: Evidence


@dataclass(frozen=True, slots=True, eq=False)
class LocalMoran:
    """Local Moran with n - 1, and its moments on the same footing.

    `total_expected` and `total_variance` are for all values shuffled, the area's own too;
    `evidence` holds the own value. esda and spdep both print moments for division by n:
    multiply means by n/(n - 1) and variances by its square to get those.
    """

    statistic: FloatArray
    lag: FloatArray
    quadrant: StrArray
    total_expected: FloatArray
    total_variance: FloatArray
    known_areas: int
    withheld: StrArray
    evidence: Evidence

    @property
    def as_spdep(self) -> FloatArray:
        """The statistic with m₂ = Σ z²/n, as R's spdep has it."""
        return self.statistic * self.known_areas / (self.known_areas - 1)


@dataclass(frozen=True, slots=True, eq=False)
class LocalGeary:
    """Local Geary: small where neighbours are alike."""

    statistic: FloatArray
    known_areas: int
    withheld: StrArray
    evidence: Evidence

    @property
    def as_spdep(self) -> FloatArray:
        """The statistic with standard deviations over n - 1, as R's spdep has it."""
        return self.statistic * (self.known_areas - 1) / self.known_areas


@dataclass(frozen=True, slots=True)
class GlobalStatistic:
    """One number for the whole map, with what chance would give it.

    `variance_normal` takes values as normal, `variance_shuffled` as given and shuffled over the
    map; nan where the theory has none. p-values are two-sided. `p_permuted` is nan unless asked.
    """

    value: float
    expected: float
    variance_normal: float
    variance_shuffled: float
    z_normal: float
    z_shuffled: float
    p_normal: float
    p_shuffled: float
    p_permuted: float
    areas: int
    permutations: Permutations | None


DEALS = Permutations()
"""Enough at a false discovery rate of 5 % when some hundreds of 35,000 areas stand out."""
