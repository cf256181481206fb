"""Rising and falling are called at the stated rate, and a planted rise is found."""

import numpy as np

from headwater.analysis.needs.changes import Direction, change_of

SERIES = 2_000


def negative_binomial(rng: np.random.Generator, mean: np.ndarray, *, scatter: float) -> np.ndarray:
    """Counts with variance mean + scatter x mean²."""
    return rng.poisson(rng.gamma(1 / scatter, mean * scatter))


def seasonal(level: float) -> np.ndarray:
    return level * (1 + 0.3 * np.sin(np.arange(12) / 12 * 2 * np.pi))


def share_called(rng: np.random.Generator, *, level: float, ratio: float, scatter: float) -> float:
    called = 0
    for _ in range(SERIES):
        before = negative_binomial(rng, seasonal(level), scatter=scatter)
        now = negative_binomial(rng, seasonal(level) * ratio, scatter=scatter)
        called += change_of(now.astype(float), before.astype(float)).direction in (
            Direction.RISING,
            Direction.FALLING,
        )
    return called / SERIES


def test_false_alarms_stay_at_one_in_twenty_with_season_and_scatter() -> None:
    for level, scatter in ((30.0, 0.001), (30.0, 0.02), (300.0, 0.02), (1_000.0, 0.05)):
        rate = share_called(np.random.default_rng(7), level=level, ratio=1.0, scatter=scatter)
        # 2,000 series: standard error 0.5 points; conservative where counts are nearly Poisson.
        assert rate < 0.065, (level, scatter, rate)


def test_a_planted_rise_of_a_fifth_is_found_nearly_always() -> None:
    found = share_called(np.random.default_rng(8), level=100.0, ratio=1.2, scatter=0.005)
    assert found > 0.9


def test_a_hidden_month_says_nothing() -> None:
    now = np.full(12, 50.0)
    now[3] = np.nan
    assert change_of(now, np.full(12, 50.0)).direction is Direction.NOT_ENOUGH


def test_the_order_of_the_months_does_not_matter() -> None:
    rng = np.random.default_rng(9)
    now, before = rng.poisson(50, 12) + 1.0, rng.poisson(40, 12) + 1.0
    order = rng.permutation(12)
    first, second = change_of(now, before), change_of(now[order], before[order])
    assert np.allclose(
        [first.ratio, first.low, first.high], [second.ratio, second.low, second.high]
    )
