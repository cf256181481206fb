"""Aberrations equal R surveillance 1.20.3 at settings that the shared reference does not have.

The peer was run on R 4.2.2 on the same series, which are written out here as formulae. Calls:
`farringtonFlexible(sts, control = list(range = 329:330, limit54 = c(5, 4), …))` with the settings
of each case, weeks of dates from 2009-03-12 (a year of 53 weeks, a start on a Thursday in March) or
without dates; `glrnb(sts, control = list(range = 1:20, mu0, alpha, c.ARL = 3, Mtilde = 1, M = -1,
change = "intercept", theta, dir = "inc", ret = "value"))`.
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pytest

from headwater.analysis import temporal
from headwater.analysis.temporal import NOUFAILY, Power, Threshold
from headwater.analysis.temporal.results import FloatArray

WEEK = np.arange(330)
FIRST = date(2009, 3, 12)


def counts(*, missing: bool = False) -> FloatArray:
    """A season, steps up, a past outbreak and one week of nothing."""
    season = np.round(6 + 5 * np.cos(2 * np.pi * WEEK / 52))
    made: FloatArray = WEEK * WEEK * 7 % 23 % 11 + season + WEEK // 60
    made[100:104] += 60
    made[250] = 0
    if missing:
        made[[3, 77, 140, 141, 200, 290]] = np.nan
    return made


@dataclass(frozen=True)
class Said:
    """What the peer said of weeks 329 and 330, counted from 1."""

    upper: tuple[float, float]
    expected: tuple[float, float]
    dispersion: tuple[float, float]
    p_value: tuple[float, float]
    has_trend: bool = True


OLD_DELTA = replace(
    NOUFAILY,
    years_back=5,
    seasons=1,
    weeks_left_out=3,
    trend_below=0.05,
    down_weights_above=1.0,
    threshold=Threshold.DELTA,
    power=Power.HALF,
    alpha=0.05,
)
PLAIN_DELTA = replace(
    NOUFAILY,
    half_window=2,
    seasons=5,
    reweight=False,
    threshold=Threshold.DELTA,
    power=Power.NONE,
)
PLAIN_MUAN = replace(
    NOUFAILY,
    years_back=3,
    half_window=4,
    trend=False,
    reweight=False,
    threshold=Threshold.MUAN,
    alpha=0.025,
)
WIDE = replace(
    NOUFAILY,
    years_back=3,
    half_window=5,
    seasons=5,
    weeks_left_out=10,
    trend_below=0.2,
    down_weights_above=1.5,
    alpha=0.005,
)
NARROW_MUAN = replace(
    NOUFAILY,
    years_back=5,
    half_window=1,
    seasons=2,
    weeks_left_out=3,
    trend_below=0.05,
    down_weights_above=1.0,
    threshold=Threshold.MUAN,
    alpha=0.05,
)
ONE_YEAR = replace(NOUFAILY, years_back=1, half_window=5, seasons=1, weeks_left_out=6, alpha=0.1)
CASES = {
    "delta, one season, roots, five years": (
        OLD_DELTA,
        Said(
            (20.16136079325, 20.20576594761),
            (13.41793588632, 13.29347153258),
            (1.0, 1.04990802719),
            (0.90635241210, 0.08363477898),
        ),
    ),
    "delta, no power, no reweighting": (
        PLAIN_DELTA,
        Said(
            (24.1967215774, 24.5148720204),
            (14.1498897887, 14.5059874321),
            (1.2085720442, 1.1688567833),
            (0.8834593444, 0.1481188214),
        ),
    ),
    "delta, no power, no reweighting, no dates": (
        PLAIN_DELTA,
        Said(
            (24.3190921305, 23.9141273078),
            (14.2905400804, 14.0387285145),
            (1.1915067804, 1.1766645703),
            (0.8901374805, 0.1212568574),
        ),
    ),
    "muan, no reweighting, no trend": (
        PLAIN_MUAN,
        Said(
            (24.0, 22.0),
            (13.0740740741, 12.1851851852),
            (1.2630179090, 1.1625854800),
            (0.9365181668, 0.1173587706),
            has_trend=False,
        ),
    ),
    "nb, five seasons, a wide window, ten weeks out": (
        WIDE,
        Said(
            (27.0, 25.0),
            (14.54838545333, 13.17318530188),
            (1.20911976109, 1.22145661926),
            (0.93639747619, 0.09772569735),
        ),
    ),
    "nb, population": (
        NOUFAILY,
        Said(
            (24.0, 24.0),
            (13.9600411817, 13.3785208553),
            (1.1267621908, 1.1765393946),
            (0.9251366693, 0.1032215554),
        ),
    ),
    "nb, population, no dates": (
        NOUFAILY,
        Said(
            (24.0, 23.0),
            (13.68054114199, 13.27518778927),
            (1.13797641456, 1.18806563972),
            (0.91411013760, 0.09943860051),
        ),
    ),
    "nb, weeks missing": (
        NOUFAILY,
        Said(
            (24.0, 24.0),
            (14.0117983153, 13.4298678709),
            (1.1371116943, 1.1903395712),
            (0.9259419839, 0.1069131047),
        ),
    ),
    "muan, population, weeks missing": (
        NARROW_MUAN,
        Said(
            (28.0, 25.0),
            (16.2411784287, 14.3017763599),
            (2.0630830438, 2.0328732169),
            (0.9449120782, 0.2492244003),
        ),
    ),
    "nb, two years": (
        replace(NOUFAILY, years_back=2),
        Said(
            (23.0, 23.0),
            (12.64285714286, 12.35714285714),
            (1.29224958890, 1.30316426800),
            (0.84994307632, 0.07156682923),
            has_trend=False,
        ),
    ),
    "nb, one year": (
        ONE_YEAR,
        Said(
            (19.0, 18.0),
            (13.81818181818, 13.09090909091),
            (1.0, 1.27500071959),
            (0.93219108653, 0.09855200202),
            has_trend=False,
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_farrington_is_the_peers_at_further_settings(name: str) -> None:
    settings, said = CASES[name]
    found = temporal.farrington(
        counts(missing="missing" in name),
        first_week=None if "no dates" in name else FIRST,
        judged=slice(-2, None),
        settings=settings,
        population=40_000 + 37 * WEEK if "population" in name else None,
    )
    # The peer's fits stop at a relative change of 1e-8 of the deviance.
    for ours, theirs in (
        (found.upper, said.upper),
        (found.expected, said.expected),
        (found.dispersion, said.dispersion),
        (found.p_value, said.p_value),
    ):
        np.testing.assert_allclose(ours[0], theirs, rtol=2e-5)
    assert found.trend_kept.tolist() == [[said.has_trend] * 2]


def test_months_are_judged_as_the_peer_judges_them() -> None:
    """`sts(frequency = 12, start = c(2010, 1))`, b = 4, w = 1, noPeriods = 4, six months out."""
    month = np.arange(100)
    seen = month * month * 7 % 23 % 11 + np.round(6 + 5 * np.cos(2 * np.pi * month / 12))
    found = temporal.farrington(
        seen + month // 20,
        first_week=None,
        judged=slice(-3, None),
        settings=replace(NOUFAILY, periods_a_year=12, half_window=1, seasons=4, weeks_left_out=6),
    )
    assert found.upper[0].tolist() == [32.0, 30.0, 26.0]
    expected, spread = (20.34676297, 17.59896602, 14.38332759), (1.11045593, 1.31663171, 1.34569466)
    np.testing.assert_allclose(found.expected[0], expected, rtol=1e-8)
    np.testing.assert_allclose(found.dispersion[0], spread, rtol=1e-7)
    np.testing.assert_allclose(found.p_value[0], (0.78681976, 0.85833375, 0.12517287), rtol=1e-7)


SUMS = {
    (0.0, None): ((0.04413652388, 4.96477569201, 2.29837194595, 12.77943811949), (13, 15, 17)),
    (0.0, 1.5): ((0.0, 3.825697486, 1.649185973, 6.853023027), (13, 15, 17)),
    (0.25, None): ((0.02464318247, 3.11740389338, 0.98677034078, 4.56497888966), (15, 17)),
    (0.25, 1.5): ((0.0, 2.718075187, 3.466394993, 2.066020519), (16,)),
}


@pytest.mark.parametrize(("alpha", "rise"), SUMS)
def test_sums_of_evidence_are_the_peers(alpha: float, rise: float | None) -> None:
    week = np.arange(20)
    seen, mean = week * week * 7 % 23 % 11, 4.0 + week % 3
    seen[14:18] += 9
    # The peer holds the size 1/alpha; the variance over the mean is then another each week.
    spread = 1.0 + alpha * mean
    if rise is None:
        found = temporal.glr(
            seen, expected=mean, dispersion=spread, limit=3.0, window=20, restarts=True
        )
    else:
        found = temporal.cusum(seen, expected=mean, dispersion=spread, rise=rise, limit=3.0)
    evidence, alarms = SUMS[alpha, rise]
    np.testing.assert_allclose(found.evidence[0, [2, 14, 15, 16]], evidence, rtol=1e-9, atol=1e-12)
    assert tuple(np.flatnonzero(found.is_alarm[0]) + 1) == alarms
