"""The array code and a plain definition, written out one area at a time, agree."""

import math
from fractions import Fraction
from statistics import NormalDist

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from headwater.analysis import rates
from headwater.analysis.rates import kernels

Z95 = NormalDist().inv_cdf(0.975)

areas = st.lists(
    st.tuples(st.integers(10, 3_000), st.integers(5_000, 90_000)), min_size=1, max_size=20
)
bands = st.lists(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9_000)), min_size=4, max_size=4),
    min_size=1,
    max_size=8,
)
weights = (5_000, 7_000, 6_500, 1_000)


def plain_byar(x: float) -> tuple[float, float]:
    """Byar's limits as the guidance writes them."""
    y = x + 1
    return (
        x * (1 - 1 / (9 * x) - Z95 / (3 * math.sqrt(x))) ** 3,
        y * (1 - 1 / (9 * y) + Z95 / (3 * math.sqrt(y))) ** 3,
    )


def plain_poisson_tail(x: int, mean: float) -> float:
    """Chance of at most `x` events, summed term by term."""
    return sum(math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(x + 1))


@given(rows=areas)
def test_crude_rates_are_the_definition(rows: list[tuple[int, int]]) -> None:
    events, population = np.array(rows).T
    ours = rates.crude_rates(events, population)
    for index, (x, n) in enumerate(rows):
        low, high = plain_byar(x)
        np.testing.assert_allclose(ours.value[index], x / n * 100_000)
        np.testing.assert_allclose(ours.low[index], low / n * 100_000)
        np.testing.assert_allclose(ours.high[index], high / n * 100_000)


@given(events=st.integers(1, 60))
def test_exact_limits_leave_out_just_the_tail(events: int) -> None:
    low, high = kernels.exact_poisson_limits(np.array([float(events)]), level=0.95)
    np.testing.assert_allclose(1 - plain_poisson_tail(events - 1, low[0]), 0.025, rtol=1e-8)
    np.testing.assert_allclose(plain_poisson_tail(events, high[0]), 0.025, rtol=1e-8)


@given(table=bands)
def test_standardised_rates_are_the_definition(table: list[list[tuple[int, int]]]) -> None:
    array = np.array(table)
    ours = rates.directly_standardised_rates(array[..., 0], array[..., 1], standard=weights)
    for index, area in enumerate(table):
        total = sum(x for x, _ in area)
        if total < 10:
            assert np.isnan(ours.value[index])
            continue
        exact = sum(
            (Fraction(x * w, n) for (x, n), w in zip(area, weights, strict=True)), Fraction(0)
        )
        rate = float(exact / sum(weights))
        squares = (w * w * x / n**2 for (x, n), w in zip(area, weights, strict=True))
        scale = math.sqrt(sum(squares) / sum(weights) ** 2 / total)
        low, high = plain_byar(total)
        np.testing.assert_allclose(ours.value[index], rate * 1e5)
        np.testing.assert_allclose(
            ours.low[index], max(rate + scale * (low - total), 0.0) * 1e5, rtol=1e-9, atol=1e-9
        )
        np.testing.assert_allclose(ours.high[index], (rate + scale * (high - total)) * 1e5)


@given(months=st.lists(st.integers(0, 500), min_size=1, max_size=40))
def test_rolling_sums_are_the_definition(months: list[int]) -> None:
    ours = rates.rolling_sums(months)
    for end in range(len(months)):
        if end < 11:
            assert np.isnan(ours[end])
        else:
            assert ours[end] == sum(months[end - 11 : end + 1])


@given(
    rows=st.lists(
        st.tuples(st.integers(0, 90), st.integers(1, 3_000), st.integers(1, 10)), max_size=40
    )
)
def test_rates_by_decile_add_up_their_areas(rows: list[tuple[int, int, int]]) -> None:
    events, population, decile = (
        (np.array(column) for column in zip(*rows, strict=True))
        if (rows)
        else (np.array([]), np.array([]), np.array([]))
    )
    ours = rates.rates_by_decile(events, population, decile=decile)
    fifths = rates.rates_by_quintile(events, population, decile=decile)
    for number in range(1, 11):
        assert ours.events[number - 1] == sum(x for x, _, d in rows if d == number)
        assert ours.population[number - 1] == sum(n for _, n, d in rows if d == number)
    for number in range(1, 6):
        inside = (2 * number - 1, 2 * number)
        assert fifths.events[number - 1] == sum(x for x, _, d in rows if d in inside)


@given(seed=st.integers(0, 2**32 - 1))
def test_the_slope_is_that_of_weighted_least_squares_and_its_limits_those_of_algebra(
    seed: int,
) -> None:
    rng = np.random.default_rng(seed)
    value, population = rng.uniform(20, 60, 10), rng.uniform(100, 900, 10)
    error = value / 15
    ours = rates.slope_index(
        value, standard_error=error, population=population, rng=rng, repetitions=20_000
    )
    share = population / population.sum()
    rank = np.cumsum(share) - share / 2
    # The published route: ordinary least squares on everything times the root of the share.
    design = np.column_stack([np.sqrt(share), rank * np.sqrt(share)])
    route = np.linalg.inv(design.T @ design) @ design.T * np.sqrt(share)
    intercept, slope = route @ value
    np.testing.assert_allclose([ours.most_deprived, ours.sii], [intercept, slope], atol=1e-9)
    spread = Z95 * math.sqrt(np.sum((route[1] * error) ** 2))
    np.testing.assert_allclose(ours.sii_low, slope - spread, atol=spread * 0.08)
    np.testing.assert_allclose(ours.sii_high, slope + spread, atol=spread * 0.08)


@given(
    values=st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=1, max_size=25)
)
def test_persistence_is_the_definition(values: list[list[int]]) -> None:
    ours = rates.persistence(np.array(values, dtype=float))
    count = max(1, math.ceil(len(values) / 10))
    for index, area in enumerate(values):
        times = 0
        for period, value in enumerate(area):
            cut = sorted((other[period] for other in values), reverse=True)[count - 1]
            times += value >= cut and value > 0
        assert ours.times_in_top[index] == times
        assert ours.persistent[index] == (times >= 3)


@given(seed=st.integers(0, 2**32 - 1))
def test_harm_and_cost_are_the_definition(seed: int) -> None:
    rng = np.random.default_rng(seed)
    counts, each = rng.integers(0, 50, (6, 4)), rng.integers(1, 5_000, 4)
    days = rates.harm(counts, weights=each)
    money = rates.costs(counts, unit_costs_gbp=each, price_year="2015/16")
    for index in range(6):
        total = sum(int(counts[index, kind]) * int(each[kind]) for kind in range(4))
        assert days[index] == money.gbp[index] == total


def test_the_pair_drawn_varies_as_refitting_every_drawn_group_does() -> None:
    rng = np.random.default_rng(3)
    value, error = np.linspace(50, 20, 10), np.linspace(5, 1, 10)
    population = rng.uniform(100, 900, 10)
    ours = kernels.simulated_gradients(
        value, error, population=population, repetitions=200_000, rng=rng
    )
    weights_of = kernels.gradient_weights(population)
    drawn = value + error * rng.standard_normal((200_000, 10))
    refitted = [drawn @ each for each in weights_of]
    np.testing.assert_allclose(np.cov(ours), np.cov(refitted), rtol=0.02)
    np.testing.assert_allclose(np.mean(ours, axis=1), np.mean(refitted, axis=1), atol=0.05)
