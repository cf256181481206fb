"""What a scan is asked and what it hands back.

`ScanSettings` is the question, `ScanResult` the answer with all it rests on. Places and periods
are positions in the table of cases that was scanned, counted from 0.
"""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


class ScanModel(StrEnum):
    """What is held to be true when nothing is going on.

    `POISSON`: cases fall in proportion to the expected. `PERMUTATION`: place and time of a case
    have nothing to do with each other. `BERNOULLI`: each person at risk is a case with the same
    chance. `NEGATIVE_BINOMIAL`: counts have the expected as their mean and scatter more than
    Poisson counts do.
    """

    POISSON = "Poisson"
    PERMUTATION = "space-time permutation"
    BERNOULLI = "Bernoulli"
    NEGATIVE_BINOMIAL = "negative binomial"


class ScanReach(StrEnum):
    """Which stretches of time are looked at.

    `PROSPECTIVE`: those that end in the last period. `RETROSPECTIVE`: all. `SPATIAL`: only the
    whole time at once.
    """

    PROSPECTIVE = "prospective"
    RETROSPECTIVE = "retrospective"
    SPATIAL = "purely spatial"


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """Which windows are scanned, under which model, and how chance is measured.

    `most_share` limits a window to that share of the expected cases (of the population, where the
    expected are in proportion to it; of the cases, for permutation). `most_radius_m` limits the
    circle, in the units of the centres. `longest` is the most periods a window lasts; None means
    half of them. `connected_among`, when given, scans connected windows of the flexible scan: any
    connected set with the starting place among its so many nearest places. `place_p_below` lets a
    place into a connected window only where its own count in that stretch of time has a mid-p below
    this (the restricted scan; Tango & Takahashi 2012 take 0.2). `dispersion` is the
    negative-binomial size: the variance is mean + mean²/dispersion. `stop_after` ends the
    replicas once so many reached the strongest cluster; 0 runs them all. `looks` counts the
    prospective analyses, this one included, over which the chance of a false alarm is held.
    """

    model: ScanModel = ScanModel.POISSON
    reach: ScanReach = ScanReach.PROSPECTIVE
    most_share: float = 0.5
    most_radius_m: float | None = None
    longest: int | None = None
    connected_among: int | None = None
    least_cases: int = 2
    dispersion: float | None = None
    replicas: int = 999
    stop_after: int = 0
    looks: int = 1
    place_p_below: float | None = None


@dataclass(frozen=True, slots=True)
class ScanCluster:
    """One window with more cases than chance would put there.

    `places` are in ascending order, `centre` is the place the window was grown from. `llr` is the
    logarithm of the likelihood ratio (for negative binomial: the score in standard deviations).
    `relative_risk` compares inside with outside. `p_value` counts replicas and is never 0;
    `tail_p_value` reads the same chance from a Gumbel curve through the replicas and can be
    smaller than they allow. `recurrence_interval` is in periods: how often, on average, chance
    alone shows something as strong; nan unless prospective.
    """

    places: tuple[int, ...]
    centre: int
    first_period: int
    last_period: int
    observed: float
    expected: float
    relative_risk: float
    llr: float
    p_value: float
    tail_p_value: float
    recurrence_interval: float


@dataclass(frozen=True, slots=True, eq=False)
class ScanResult:
    """The clusters, strongest first, no place in two at one time, and what they rest on.

    `maxima` holds the strongest statistic of each replica, in the order the replicas were drawn.
    `windows` is the number of windows of the observed data that were compared.
    """

    clusters: tuple[ScanCluster, ...]
    maxima: FloatArray
    settings: ScanSettings
    seed: int
    cases: float
    places: int
    periods: int
    windows: int
    cautions: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        self.maxima.setflags(write=False)

    @property
    def replicas_run(self) -> int:
        """How many replicas were drawn; fewer than asked when the answer was clear early."""
        return len(self.maxima)
