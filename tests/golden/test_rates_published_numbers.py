"""Rates and intervals equal numbers printed in books, papers and packages, restated here."""

import numpy as np
import pytest

from headwater.analysis import rates
from headwater.analysis.rates import kernels

EUROPEAN_STANDARD_2013 = [
    *(5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000),
    *(7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000),
]


# Newcombe 1998, Statistics in Medicine 17, 857-872, Table I, method 3 (score), 95 %.
@pytest.mark.parametrize(
    ("events", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_limits_are_newcombes(events: int, of: int, low: float, high: float) -> None:
    share = rates.proportion(events, of)
    assert (round(share.low, 4), round(share.high, 4)) == (low, high)


# Garwood's limits as tabled in Breslow & Day 1987 and most textbooks, 95 %.
@pytest.mark.parametrize(
    ("events", "low", "high"),
    [(0, 0.0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390)],
)
def test_exact_poisson_limits_are_garwoods(events: int, low: float, high: float) -> None:
    ours_low, ours_high = kernels.exact_poisson_limits(np.array([float(events)]), level=0.95)
    assert ours_low[0] == pytest.approx(low, abs=5e-4)
    assert ours_high[0] == pytest.approx(high, abs=1e-3)


# Public Health Data Science, Technical Guide: Confidence Intervals (25 May 2018), summary: at
# 95 % Byar's method is within 0.2 % of the exact value for numerators of 10 or more.
def test_byar_is_within_a_fifth_of_a_per_cent_of_exact_from_ten_events() -> None:
    events = np.arange(10.0, 2_000.0)
    for byar, exact in zip(
        kernels.byar_limits(events, level=0.95),
        kernels.exact_poisson_limits(events, level=0.95),
        strict=True,
    ):
        assert np.max(np.abs(byar / exact - 1)) < 0.002


# Fleiss 1981, p. 249: Down syndrome by mother's age and birth order; adjusted rates as printed by
# the R packages epitools and tidyrates (0.000923, 0.000912, 0.000851, 0.000927, 0.000755).
def test_direct_standardisation_gives_fleiss_rates_by_birth_order() -> None:
    births = [
        [230_061, 329_449, 114_920, 39_487, 14_208, 3_052],
        [72_202, 326_701, 208_667, 83_228, 28_466, 5_375],
        [15_050, 175_702, 207_081, 117_300, 45_026, 8_660],
        [2_293, 68_800, 132_424, 98_301, 46_075, 9_834],
        [327, 30_666, 123_419, 149_919, 104_088, 34_392],
    ]
    events = [
        [107, 141, 60, 40, 39, 25],
        [25, 150, 110, 84, 82, 39],
        [3, 71, 114, 103, 108, 75],
        [1, 26, 64, 89, 137, 96],
        [0, 8, 63, 112, 262, 295],
    ]
    ours = rates.directly_standardised_rates(
        events, births, standard=np.mean(births, axis=0), multiplier=1_000_000
    )
    assert [round(value) for value in ours.value] == [923, 912, 851, 927, 755]


# PHEindicatormethods 2.0.2 phe_rate: 49 events in 40,000 people, both levels.
@pytest.mark.parametrize(
    ("level", "low", "high"),
    [(0.95, 90.6189266318932, 161.95498701353), (0.998, 75.384021511911243, 186.88078738688)],
)
def test_a_crude_rate_has_the_limits_of_phe_rate(level: float, low: float, high: float) -> None:
    rate = rates.crude_rate(49, 40_000, level=level)
    assert rate.value == 122.5
    assert rate.low == pytest.approx(low, rel=1e-10)
    assert rate.high == pytest.approx(high, rel=1e-10)


# PHEindicatormethods 2.0.2 phe_dsr: area B01 of its reference run.
def test_a_standardised_rate_has_the_limits_of_phe_dsr() -> None:
    events = [8, 7, 4, 6, 7, 4, 6, 2, 6, 4, 4, 5, 5, 3, 4, 3, 4, 1, 2]
    people = [
        *(599, 614, 588, 587, 615, 566, 568, 558, 640, 581),
        *(590, 623, 575, 602, 606, 581, 629, 602, 611),
    ]
    rate = rates.directly_standardised_rates(
        [events], [people], standard=EUROPEAN_STANDARD_2013
    ).at(0)
    assert rate.value == pytest.approx(795.90715394662, rel=1e-10)
    assert rate.low == pytest.approx(630.96468721638, rel=1e-10)
    assert rate.high == pytest.approx(989.75489013867, rel=1e-10)


# PHEindicatormethods 2.0.2 calculate_ISRatio: 36 observed, 35.4182096587642 expected (Byar), and
# 5 observed, 4.9410151644145 expected (exact).
@pytest.mark.parametrize(
    ("observed", "expected", "low", "high"),
    [
        (36, 35.4182096587642, 0.71179339909804, 1.40720412567408),
        (5, 4.9410151644145, 0.32857344818750, 2.36152525160390),
    ],
)
def test_a_standardised_ratio_has_the_limits_of_phe(
    observed: int, expected: float, low: float, high: float
) -> None:
    ours = rates.indirectly_standardised_ratios(
        [observed], [[expected]], reference=rates.Reference.of([1.0], [1.0])
    )
    assert ours.low[0] == pytest.approx(low, rel=1e-10)
    assert ours.high[0] == pytest.approx(high, rel=1e-10)


# PHEindicatormethods 2.0.2 phe_sii, deciles with unequal populations.
def test_a_slope_index_equals_phe_sii() -> None:
    ours = rates.slope_index(
        [56.611, 47.273, 42.954, 42.643, 37.491, 37.161, 31.972, 28.325, 26.776, 24.807],
        standard_error=[
            *(1.8870, 1.5758, 1.4318, 1.4214, 1.2497),
            *(1.2387, 1.0657, 0.9442, 0.8925, 0.8269),
        ],
        population=[6667, 7322, 6133, 6359, 7461, 7022, 5037, 6586, 6118, 5604],
        rng=np.random.default_rng(5),
    )
    assert ours.sii == pytest.approx(-32.314520204687, rel=1e-10)
    assert ours.rii == pytest.approx(0.40426319460361, rel=1e-10)
    assert ours.sii_low == pytest.approx(-35.317463626719, rel=0.01)
    assert ours.rii_high == pytest.approx(0.44063232908406, rel=0.01)


# PHEindicatormethods 2.0.2 funnel limits for proportions at 1,000s of people.
def test_a_funnel_equals_phe() -> None:
    inner = rates.proportion_funnel([3_618, 61_000], average=0.0060613342946022)
    outer = rates.proportion_funnel([3_618], average=0.0060613342946022, tail=0.001)
    assert inner.low == pytest.approx([0.353216604595255, 0.544538198959774], rel=1e-10)
    assert inner.high == pytest.approx([0.85905025432519, 0.66772865996067], rel=1e-10)
    assert outer.high == pytest.approx([1.00490185027614], rel=1e-10)
