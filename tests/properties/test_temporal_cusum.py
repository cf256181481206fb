"""CUSUM, GLR and XmR by two routes, with planted rises and known run lengths."""

import math

import numpy as np
import pytest
from scipy import optimize, stats

from headwater.analysis import temporal
from headwater.core.errors import NotEnoughDataError, ParameterError


def loglik(count: float, mean: float, dispersion: float, rise: float) -> float:
    """The likelihood ratio straight from the distributions."""
    if dispersion == 1.0:
        return float(stats.poisson.logpmf(count, mean * rise) - stats.poisson.logpmf(count, mean))
    size = mean / (dispersion - 1.0)
    return float(
        stats.nbinom.logpmf(count, size, size / (size + mean * rise))
        - stats.nbinom.logpmf(count, size, size / (size + mean))
    )


@pytest.mark.parametrize("dispersion", [1.0, 1.8])
def test_the_cusum_is_the_sum_of_likelihood_ratios(dispersion: float) -> None:
    counts = np.random.default_rng(1).poisson(6.0, (1, 40)).astype(np.float64)
    counts[0, 12] = np.nan
    found = temporal.cusum(
        counts, expected=np.full((1, 40), 5.0), dispersion=dispersion, rise=1.5, limit=3.0
    )
    total = 0.0
    for week in range(40):
        if math.isnan(counts[0, week]):
            assert math.isnan(found.evidence[0, week])
            continue
        total = max(0.0, total + loglik(counts[0, week], 5.0, dispersion, 1.5))
        assert found.evidence[0, week] == pytest.approx(total, abs=1e-10)
        assert found.is_alarm[0, week] == (total >= 3.0)
        total = 0.0 if total >= 3.0 else total


@pytest.mark.parametrize("dispersion", [1.0, 1.8])
def test_the_glr_is_the_largest_likelihood_ratio_over_starts_and_rises(dispersion: float) -> None:
    rng = np.random.default_rng(2)
    counts, mean = rng.poisson(6.0, 12).astype(np.float64), rng.uniform(3.0, 7.0, 12)
    found = temporal.glr(counts, expected=mean, dispersion=dispersion, limit=5.0, window=8)
    for week in range(12):
        best = 0.0
        for start in range(max(0, week - 7), week + 1):

            def less(log_rise: float, start: int = start, week: int = week) -> float:
                return -sum(
                    loglik(counts[place], mean[place], dispersion, math.exp(log_rise))
                    for place in range(start, week + 1)
                )

            answer = optimize.minimize_scalar(less, bounds=(0.0, 4.0), method="bounded")
            best = max(best, -float(answer.fun))
        assert found.evidence[0, week] == pytest.approx(best, abs=1e-4)


@pytest.mark.parametrize(("dispersion", "true_rise"), [(1.0, 1.0), (1.8, 1.0), (1.8, 1.6)])
def test_run_lengths_by_markov_chain_and_by_simulation_agree(
    dispersion: float, true_rise: float
) -> None:
    mean, rise, limit, replicas, weeks = 5.0, 1.5, 2.5, 1_500, 600
    said = temporal.average_run_length(
        mean, dispersion=dispersion, rise=rise, limit=limit, true_rise=true_rise
    )
    rng = np.random.default_rng(3)
    if dispersion == 1.0:
        counts = rng.poisson(mean * true_rise, (replicas, weeks))
    else:
        size = mean / (dispersion - 1.0)
        counts = rng.negative_binomial(size, size / (size + mean * true_rise), (replicas, weeks))
    found = temporal.cusum(
        counts,
        expected=np.full(counts.shape, mean),
        dispersion=dispersion,
        rise=rise,
        limit=limit,
    )
    ran = found.is_alarm.any(axis=1)
    assert ran.mean() > 0.98
    lengths = np.argmax(found.is_alarm, axis=1)[ran] + 1.0
    error = lengths.std() / math.sqrt(len(lengths))
    # Half an unfinished run length is lost at the end of 600 weeks; the chain is cut in steps.
    assert said == pytest.approx(lengths.mean(), abs=4 * error + 0.04 * said)


def test_a_small_lasting_rise_is_found_sooner_than_false_alarms_come() -> None:
    limit = temporal.cusum_limit(8.0, rise=1.4, weeks_between_false_alarms=260)
    counts = np.random.default_rng(4).poisson(8.0, (400, 120))
    counts[:, 60:] = np.random.default_rng(5).poisson(11.2, (400, 60))
    found = temporal.cusum(counts, expected=np.full(counts.shape, 8.0), rise=1.4, limit=limit)
    assert found.is_alarm[:, 60:75].any(axis=1).mean() > 0.9
    assert found.is_alarm[:, :60].any(axis=1).mean() < 0.3
    # The sum starts again at an alarm, so only the first of each series dates the rise.
    first = 60 + np.argmax(found.is_alarm[:, 60:], axis=1)
    starts = found.since[np.arange(400), first]
    assert abs(np.median(starts) - 60) <= 2


def test_a_cusum_refuses_a_rise_that_is_none_and_a_spread_below_poisson() -> None:
    with pytest.raises(ParameterError, match="rise"):
        temporal.cusum([1.0], expected=[1.0], rise=1.0, limit=2.0)
    with pytest.raises(ParameterError, match="dispersion"):
        temporal.cusum([1.0], expected=[1.0], dispersion=0.5, rise=2.0, limit=2.0)
    with pytest.raises(ParameterError, match="expected"):
        temporal.cusum([1.0, 2.0], expected=[1.0] * 3, rise=2.0, limit=2.0)
    quiet = temporal.cusum([0.0, 0.0], expected=[0.0, 0.0], rise=2.0, limit=2.0)
    assert not quiet.is_alarm.any()


def test_xmr_limits_move_with_the_scale_and_restart_at_a_change() -> None:
    values = np.random.default_rng(6).normal(50, 4, 24)
    chart = temporal.xmr(values)
    scaled = temporal.xmr(values * 3 + 7)
    np.testing.assert_allclose(scaled.high, chart.high * 3 + 7)
    np.testing.assert_array_equal(scaled.is_signal, chart.is_signal)
    moved = np.concatenate([values, values + 40])
    assert temporal.xmr(moved).is_signal.mean() > 0.9
    restarted = temporal.xmr(moved, changed=(24,))
    np.testing.assert_allclose(restarted.high[24:], chart.high + 40)
    assert restarted.signals[temporal.Rule.RUN][23:25].sum() == 0


def test_each_xmr_rule_is_found_where_it_is_planted_and_the_end_points_belong() -> None:
    calm = [10.0, 12.0, 9.0, 11.0] * 6
    runs = temporal.xmr([*calm, *[10.6, 10.9] * 4]).signals[temporal.Rule.RUN]
    assert runs[-7:].all()
    rising = temporal.xmr([*calm, *np.linspace(7, 13, 7)]).signals[temporal.Rule.TREND]
    assert rising[-7:].all()
    assert not rising[:20].any()
    outside = temporal.xmr([*calm, 25.0]).signals[temporal.Rule.OUTSIDE]
    assert outside.tolist() == [False] * 24 + [True]
    assert not temporal.xmr([5.0] * 10).is_signal.any()
    with pytest.raises(NotEnoughDataError):
        temporal.xmr([1.0, 2.0])
    with pytest.raises(ParameterError):
        temporal.xmr([[1.0, 2.0, 3.0]])


def test_xmr_signals_by_limits_alone_are_rare_where_nothing_changes() -> None:
    values = np.random.default_rng(7).normal(0, 1, (300, 48))
    outside = [temporal.xmr(row).signals[temporal.Rule.OUTSIDE].mean() for row in values]
    # Three standard deviations, from moving ranges of 48 points: about 3 to 6 in 1,000.
    assert 0.001 < float(np.mean(outside)) < 0.012
