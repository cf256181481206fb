"""Quiet histories look like the past they were drawn from, without its rises."""

import doctest
from datetime import date

import numpy as np
import pytest

from headwater.analysis.temporal import histories
from headwater.analysis.temporal.farrington import NOUFAILY
from headwater.analysis.temporal.histories import (
    Histories,
    histories_of_each,
    histories_together,
)
from headwater.core.errors import NotEnoughDataError

WEEKS = np.arange(312)
TRUTH = np.array([[2.0], [20.0]]) * (1 + 0.4 * np.cos(2 * np.pi * WEEKS / 52))


def test_every_worked_number_is_true() -> None:
    outcome = doctest.testmod(histories)
    assert outcome.attempted > 0
    assert outcome.failed == 0


def both(counts: np.ndarray) -> list[Histories]:
    return [
        histories_together(counts),
        histories_of_each(counts, NOUFAILY, first_week=date(2018, 1, 1)),
    ]


def test_both_ways_find_the_level_the_season_and_the_spread() -> None:
    counts = np.random.default_rng(5).poisson(TRUTH).astype(float)
    for found in both(counts):
        np.testing.assert_allclose(found.mean.mean(axis=1), [2.0, 20.0], rtol=0.08)
        assert np.corrcoef(found.mean[1], TRUTH[1])[0, 1] > 0.95
        assert (found.dispersion < 1.35).all()


def test_both_ways_find_that_counts_scatter_more_than_poisson() -> None:
    rng = np.random.default_rng(6)
    counts = histories.drawn(np.full(312, 30.0), 3.0, (20, 312), rng=rng)
    # The dispersion of one series of 200 weeks has a standard error of 0.3, of 20 of 0.07.
    for found in both(counts):
        assert abs(found.dispersion.mean() - 3.0) < 0.9


def test_a_rise_in_the_past_is_not_taken_for_what_is_usual() -> None:
    quiet = np.random.default_rng(7).poisson(30.0, size=(1, 312)).astype(float)
    risen = quiet.copy()
    risen[0, 100:106] += 60
    for without, with_rise in zip(both(quiet), both(risen), strict=True):
        assert with_rise.dispersion[0] < without.dispersion[0] + 0.5


@pytest.mark.parametrize("dispersion", [1.0, 2.5])
def test_what_is_drawn_has_the_mean_and_the_spread(dispersion: float) -> None:
    usual = Histories(np.full((3, 20_000), 6.0), np.array([dispersion, np.nan, dispersion]))
    every = usual.draw_all(rng=np.random.default_rng(8))
    one = usual.draw(0, replicas=2, rng=np.random.default_rng(9))
    assert np.isnan(every[1]).all()
    for made in (every[[0, 2]], one):
        # 40,000 draws: the mean has a standard error of at most 0.02, the variance of about 0.14.
        assert abs(made.mean() - 6.0) < 0.08
        assert abs(made.var() / made.mean() - dispersion) < 0.1


def test_missing_weeks_and_empty_series_have_defined_histories() -> None:
    counts = np.random.default_rng(10).poisson(5.0, (3, 156)).astype(float)
    counts[0, :60] = np.nan
    counts[:, 70] = np.nan
    counts[1] = 0.0
    found = histories_together(counts)
    assert np.isfinite(found.mean).all()
    assert abs(found.mean[0].mean() - 5.0) < 1.0
    assert found.draw_all(rng=np.random.default_rng(11))[1].sum() == 0
    nothing = histories_together(np.zeros((2, 104)))
    assert nothing.dispersion.tolist() == [1.0, 1.0]
    assert histories_together(np.full((1, 104), np.nan)).mean.sum() == 0


def test_a_past_too_short_for_seasons_is_refused() -> None:
    with pytest.raises(NotEnoughDataError):
        histories_of_each(np.ones((1, 100)), NOUFAILY, first_week=None)
