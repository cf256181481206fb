"""What stands out among counts, by the method that a rule names: arrays in, alarms out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from headwater.analysis.temporal.farrington import NOUFAILY, FarringtonSettings, farrington
from headwater.analysis.temporal.results import Aberrations
from headwater.analysis.temporal.scan_results import (
    ScanModel,
    ScanReach,
    ScanResult,
    ScanSettings,
)
from headwater.analysis.temporal.scans import scan, scan_alike
from headwater.analysis.watch.alerts import Alert
from headwater.analysis.watch.rules import Watching
from headwater.core.counts import FloatArray
from headwater.core.weeks import Week

WEEKS_A_YEAR = 52
LEAST_YEARS_BACK, LEAST_YEARS_FOR_TREND = 2, 3
MOST_YEARS_BACK = NOUFAILY.years_back
LONGEST_CLUSTER, MOST_SHARE = 8, 0.1
REPLICAS, STOP_AFTER = 999, 50


class Judging(Protocol):
    """What judging takes from a rule."""

    @property
    def method(self) -> Watching:
        """How a rise is told from chance."""
        ...

    @property
    def alpha(self) -> float:
        """The chance of an alarm when nothing is going on."""
        ...

    @property
    def least_cases(self) -> int:
        """Fewer events raise no alarm."""
        ...


def aberrations(
    how: Judging, counts: NDArray[np.generic], *, first: Week, weeks: int = 1
) -> Aberrations:
    """The latest weeks of some series, each against the weeks before it."""
    return farrington(
        counts,
        first_week=first.monday,
        judged=slice(counts.shape[1] - weeks, None),
        settings=settings_of(how, weeks_before=counts.shape[1] - weeks),
    )


def settings_of(how: Judging, *, weeks_before: int) -> FarringtonSettings:
    """The method's settings for a rule and as many past years as there are.

    Less than three years cannot tell a trend from a season, so none is fitted (Farrington and
    others 1996, section 3.3). With less than two, or for EARS, more years are asked for than there
    are, so that every week falls to EARS.
    """
    years = min(MOST_YEARS_BACK, (weeks_before - NOUFAILY.half_window) // WEEKS_A_YEAR)
    if how.method is Watching.EARS or years < LEAST_YEARS_BACK:
        years = weeks_before + 1
    return replace(
        NOUFAILY,
        alpha=how.alpha,
        ears_alpha=how.alpha,
        least_cases=how.least_cases,
        years_back=years,
        trend=years >= LEAST_YEARS_FOR_TREND,
    )


def clusters_among(
    how: Judging,
    counts: FloatArray,
    *,
    codes: Sequence[str],
    centres: NDArray[np.float64],
    seed: int,
) -> tuple[Alert, ...]:
    """Clusters of places over the weeks that end with the last. `centres` are in metres.

    Replicas deal events to places in the order of their codes, whatever order they come in.
    """
    order = _in_order(codes)
    found = scan(
        whole_events(counts)[order], centres=centres[order], settings=scan_settings(how), seed=seed
    )
    return _alerts(how, found, order)


def clusters_alike(
    how: Judging,
    tables: Sequence[FloatArray],
    *,
    codes: Sequence[str],
    centres: NDArray[np.float64],
    seed: int,
) -> tuple[tuple[Alert, ...], ...]:
    """What `clusters_among` says of each of several tables with the same seed, for far less.

    The tables have the same events by place and by week, so one set of replicas serves them all.
    """
    order = _in_order(codes)
    found = scan_alike(
        [whole_events(counts)[order] for counts in tables],
        p_at_most=how.alpha,
        centres=centres[order],
        settings=scan_settings(how),
        seed=seed,
    )
    return tuple(_alerts(how, found[at], order) if at in found else () for at in range(len(tables)))


def _in_order(codes: Sequence[str]) -> NDArray[np.intp]:
    return np.argsort(np.array(codes, dtype=np.str_), kind="stable")


def whole_events(counts: FloatArray) -> FloatArray:
    """Whole events, none where nothing was supplied: areas that were split have shares of them."""
    return np.asarray(np.rint(np.nan_to_num(counts)))


def _alerts(how: Judging, found: ScanResult, order: NDArray[np.intp]) -> tuple[Alert, ...]:
    """The clusters that chance seldom makes, with their places in the order they came in."""
    return tuple(
        Alert(
            areas=tuple(int(order[at]) for at in each.places),
            weeks=each.last_period - each.first_period + 1,
            observed=each.observed,
            expected=each.expected,
            p_value=each.p_value,
        )
        for each in found.clusters
        if each.p_value <= how.alpha and each.observed >= how.least_cases
    )


def scan_settings(how: Judging) -> ScanSettings:
    """Circles of up to a tenth of the events, over up to eight weeks that end with the last."""
    return ScanSettings(
        model=ScanModel.PERMUTATION,
        reach=ScanReach.PROSPECTIVE,
        most_share=MOST_SHARE,
        longest=LONGEST_CLUSTER,
        least_cases=max(how.least_cases, 2),
        replicas=REPLICAS,
        stop_after=STOP_AFTER,
    )
