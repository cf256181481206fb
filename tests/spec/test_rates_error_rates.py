"""Intervals cover, labels raise false alarms and planted effects are found at the stated rates.

Seeds are fixed. The bounds are the nominal rate, the method's known bias and four standard
errors of the simulation.
"""

import numpy as np
import pytest

from headwater.analysis import rates
from headwater.analysis.rates.kernels import FloatArray

DRAWS = 40_000
EUROPEAN_STANDARD_2013 = [
    *(5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000),
    *(7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000),
]
# Counts are whole, so true coverage wavers round the nominal level: exact limits are never below
# it, Byar's are within 0.2 % of exact, Wilson's waver both ways.
EXACT_AND_BYAR = {0.95: (0.948, 0.985), 0.998: (0.9974, 1.0)}


def covered(truth: float, low: FloatArray, high: FloatArray) -> float:
    return float(np.mean((low <= truth) & (truth <= high)))


@pytest.mark.parametrize("level", [0.95, 0.998])
@pytest.mark.parametrize("mean", [2.0, 6.5, 12.0, 40.0, 300.0])
def test_crude_rate_intervals_hold_the_truth_as_often_as_they_say(
    mean: float, level: float
) -> None:
    events = np.random.default_rng(101).poisson(mean, DRAWS)
    ours = rates.crude_rates(events, 10_000.0, multiplier=10_000, level=level)
    least, most = EXACT_AND_BYAR[level]
    assert least <= covered(mean, ours.low, ours.high) <= most


@pytest.mark.parametrize(("of", "share"), [(50, 0.1), (200, 0.3), (2_000, 0.02), (20_000, 0.5)])
def test_wilson_intervals_hold_the_truth_as_often_as_they_say(of: int, share: float) -> None:
    events = np.random.default_rng(102).binomial(of, share, DRAWS)
    ours = rates.proportions(events, of)
    assert 0.935 <= covered(share, ours.low, ours.high) <= 0.975


@pytest.mark.parametrize("mean", [30.0, 300.0])
def test_standardised_rate_intervals_hold_the_truth_as_often_as_they_say(mean: float) -> None:
    rng = np.random.default_rng(103)
    people = np.array([600.0] * 16 + [300.0, 200.0, 100.0])
    risk = np.array([1, 1, 2, 8, 9, 7, 5, 4, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1], dtype=float)
    risk = risk * mean / np.sum(risk * people)
    standard = np.array(EUROPEAN_STANDARD_2013, dtype=float)
    truth = float(np.sum(risk * standard) / standard.sum()) * 100_000
    events = rng.poisson(risk * people, (DRAWS // 2, 19))
    ours = rates.directly_standardised_rates(
        events, np.broadcast_to(people, events.shape), standard=standard
    )
    shown = ours.withheld == rates.Withheld.NO
    assert 0.945 <= covered(truth, ours.low[shown], ours.high[shown]) <= 0.972


def test_intervals_that_know_of_repeats_hold_the_truth_and_those_that_do_not_fall_short() -> None:
    rng = np.random.default_rng(104)
    once, thrice = rng.poisson(30, DRAWS // 2), rng.poisson(20, DRAWS // 2)
    people = np.full((DRAWS // 2, 1), 10_000.0)
    persons = np.stack([once, thrice], axis=-1)[:, None, :]
    aware = rates.directly_standardised_rates_of_repeats(
        persons, people, times=[1, 3], standard=[1], multiplier=10_000
    )
    naive = rates.directly_standardised_rates(
        (once + 3 * thrice)[:, None], people, standard=[1], multiplier=10_000
    )
    assert 0.94 <= covered(90.0, aware.low, aware.high) <= 0.965
    assert covered(90.0, naive.low, naive.high) < 0.85


def test_rate_ratio_intervals_hold_the_truth_as_often_as_they_say() -> None:
    rng = np.random.default_rng(105)
    ours = rates.rate_ratios(
        rng.poisson(60, DRAWS), 1_000, base_events=rng.poisson(40, DRAWS), base_population=1_000
    )
    assert 0.945 <= covered(1.5, ours.low, ours.high) <= 0.96


@pytest.mark.parametrize("mean", [25.0, 100.0, 1_000.0])
def test_about_one_area_in_twenty_is_labelled_different_when_none_is(mean: float) -> None:
    events = np.random.default_rng(106).poisson(mean, DRAWS)
    ours = rates.crude_rates(events, 10_000.0, multiplier=10_000)
    labels = rates.comparison_labels(ours, mean, polarity=rates.Polarity.LOW_IS_GOOD)
    assert 0.035 <= np.mean(labels != rates.Comparison.SIMILAR) <= 0.053


def test_an_area_with_half_as_much_again_is_labelled_worse() -> None:
    events = np.random.default_rng(107).poisson(150, 2_000)
    ours = rates.crude_rates(events, 10_000.0, multiplier=10_000)
    labels = rates.comparison_labels(ours, 100.0, polarity=rates.Polarity.LOW_IS_GOOD)
    assert np.mean(labels == rates.Comparison.WORSE) > 0.98


@pytest.mark.parametrize(("tail", "most"), [(0.025, 0.053), (0.001, 0.0026)])
def test_average_areas_stay_inside_the_rate_funnel(tail: float, most: float) -> None:
    rng = np.random.default_rng(108)
    population = rng.uniform(1_000, 9_000, DRAWS)
    events = rng.poisson(population * 0.01)
    funnel = rates.rate_funnel(population, average=0.01, tail=tail, multiplier=1)
    outside = (events / population < funnel.low) | (events / population > funnel.high)
    assert 0 < np.mean(outside) <= most


def areas_with_gradient(
    rng: np.random.Generator, *, most_deprived: float, least_deprived: float
) -> rates.Rates:
    """500 areas whose true rate falls in a straight line over the deprivation scale."""
    population = rng.integers(1_000, 3_000, 500).astype(float)
    place = (np.arange(500) + 0.5) / 500
    risk = most_deprived + (least_deprived - most_deprived) * place
    decile = np.minimum((place * 10).astype(int) + 1, 10)
    return rates.rates_by_decile(
        rng.poisson(population * risk), population, decile=decile, multiplier=1_000
    )


def test_a_planted_gradient_is_found() -> None:
    areas = areas_with_gradient(
        np.random.default_rng(109), most_deprived=0.030, least_deprived=0.010
    )
    ours = rates.slope_index_of_inequality(areas, rng=np.random.default_rng(1))
    assert ours.sii_low < -20.0 < ours.sii_high < 0
    assert ours.times_higher == pytest.approx(3.0, rel=0.1)


def test_the_slope_index_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(110)
    held = 0
    for _ in range(400):
        areas = areas_with_gradient(rng, most_deprived=0.02, least_deprived=0.01)
        ours = rates.slope_index_of_inequality(areas, rng=rng, repetitions=2_000)
        held += ours.sii_low <= -10.0 <= ours.sii_high
    # 0.95 less four standard errors of 400 draws, 0.011 each.
    assert 0.906 <= held / 400 <= 0.99


def test_areas_without_a_gradient_are_rarely_given_one() -> None:
    rng = np.random.default_rng(111)
    found = 0
    for _ in range(400):
        areas = areas_with_gradient(rng, most_deprived=0.015, least_deprived=0.015)
        ours = rates.slope_index_of_inequality(areas, rng=rng, repetitions=2_000)
        found += not ours.sii_low <= 0 <= ours.sii_high
    assert 0.01 <= found / 400 <= 0.094


def test_a_planted_rate_ratio_is_found() -> None:
    rng = np.random.default_rng(112)
    ours = rates.rate_ratios(
        [rng.poisson(200)], 5_000, base_events=rng.poisson(1_000), base_population=50_000
    )
    assert ours.low[0] > 1.0
    assert ours.low[0] < 2.0 < ours.high[0]


def test_places_that_persist_stand_out_from_chance() -> None:
    rng = np.random.default_rng(113)
    mean = np.full(400, 5.0)
    mean[:20] = 25.0
    quarters = rng.poisson(mean[:, None], (400, 8)).astype(float)
    ours = rates.persistence(quarters)
    assert ours.persistent[:20].all()
    # 400 x 0.0037 = 1.5, and more because ties at the cut let extra areas in.
    assert 1.4 < ours.expected_by_chance < 5
    without = rates.persistence(rng.uniform(0, 1, (4_000, 4)))
    # 4,000 x 0.0037 = 14.8 by chance.
    assert without.expected_by_chance == pytest.approx(14.8)
    assert without.persistent.sum() == pytest.approx(14.8, abs=4 * np.sqrt(14.8))
