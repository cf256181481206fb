"""What was had for the money: known answers, and what is never said."""

import doctest
import importlib

import numpy as np
import pytest
from scipy import stats

from headwater.analysis.allocation import Effect
from headwater.analysis.allocation.harm import expected_harm
from headwater.analysis.allocation.value import (
    Appraisal,
    Counted,
    Flow,
    Given,
    Whose,
    appraise,
    case_mix,
    cost_for_each,
    cost_for_each_of,
    cost_for_each_of_a_group,
    fair_costs,
    may_rank,
    present_value,
    rates_by_year,
)
from headwater.analysis.allocation.value.kernels import (
    discount_factors,
    fieller_limits,
    spread_between,
    towards_the_mean,
)
from headwater.core.errors import NotEnoughDataError, ParameterError

MODULES = ("harm", "value.benefits", "value.costs", "value.fair")

# Colditz and others 1994: trials of BCG against tuberculosis. Cases and others, vaccinated and not.
BCG = np.array(
    [
        (4, 119, 11, 128),
        (6, 300, 29, 274),
        (3, 228, 11, 209),
        (62, 13536, 248, 12619),
        (33, 5036, 47, 5761),
        (180, 1361, 372, 1079),
        (8, 2537, 10, 619),
        (505, 87886, 499, 87892),
        (29, 7470, 45, 7232),
        (17, 1699, 65, 1600),
        (186, 50448, 141, 27197),
        (5, 2493, 3, 2338),
        (27, 16886, 29, 17825),
    ],
    dtype=np.float64,
)


@pytest.mark.parametrize("module", MODULES)
def test_every_worked_number_in_a_docstring_is_true(module: str) -> None:
    outcome = doctest.testmod(importlib.import_module(f"headwater.analysis.allocation.{module}"))
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize(
    ("year", "factor"),
    # HM Treasury Green Book, long-term discount factors.
    [(1, 0.9662), (10, 0.7089), (30, 0.3563), (31, 0.3459), (50, 0.1973), (75, 0.0942)],
)
def test_discount_factors_are_those_of_the_green_book(year: int, factor: float) -> None:
    assert discount_factors(rates_by_year(year))[year] == pytest.approx(factor, abs=5e-5)


def test_the_spread_between_is_that_of_metafor() -> None:
    # rma(yi, vi, data=dat.bcg, method="DL"): -0.7141, standard error 0.1787, tau^2 0.3088.
    a, b, c, d = BCG.T
    values = np.log((a / (a + b)) / (c / (c + d)))
    variances = 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)
    mean, error, between = spread_between(values, variances)
    assert (mean, error, between) == pytest.approx((-0.7141, 0.1787, 0.3088), abs=5e-5)


def test_a_ratio_of_means_has_the_limits_that_its_test_does_not_reject() -> None:
    rng = np.random.default_rng(2)
    people = rng.poisson(40, 12).astype(np.float64)
    pounds = 50 * people + rng.normal(0, 300, 12)
    low, high = fieller_limits(pounds, people, level=0.95)
    for ratio in (low, high):
        tested = stats.ttest_1samp(pounds - ratio * people, 0.0)
        assert tested.pvalue == pytest.approx(0.05, rel=1e-9)
    assert low < pounds.sum() / people.sum() < high


def test_no_limits_are_given_where_the_count_is_not_told_from_none() -> None:
    found = cost_for_each_of_a_group([100.0, 200.0, 50.0], [0, 9, 0], counted=Counted.OUTCOME)
    assert (found.low, found.high) == (None, None)
    assert found.value == pytest.approx(350 / 9)


def test_of_none_only_a_lower_limit_is_said() -> None:
    # Nought events have an upper limit of 3.69 (Garwood), so at least 1,000 / 3.69 each.
    found = cost_for_each(1_000, 0, counted=Counted.OUTCOME)
    assert (found.value, found.high) == (None, None)
    assert found.low == pytest.approx(1_000 / 3.6889, rel=1e-4)


def test_a_few_make_a_wide_interval_and_many_a_narrow_one() -> None:
    few = cost_for_each(1_000, 4, counted=Counted.PARTICIPANT)
    many = cost_for_each(100_000, 400, counted=Counted.PARTICIPANT)
    assert few.value == many.value == 250
    assert few.low < many.low < 250 < many.high < few.high


def test_nobody_completes_who_did_not_start() -> None:
    with pytest.raises(ParameterError, match="must lie between"):
        cost_for_each_of(100, 5, of=4, counted=Counted.COMPLETER)
    with pytest.raises(NotEnoughDataError):
        cost_for_each_of(100, 0, of=0, counted=Counted.COMPLETER)


def test_the_fewer_took_part_the_further_a_cost_moves_to_the_mean() -> None:
    values, variances = np.array([0.0, 2.0, 2.0]), np.array([0.1, 0.01, 1.0])
    moved, errors = towards_the_mean(values, variances)
    assert abs(moved[2] - values[2]) > abs(moved[1] - values[1])
    assert errors[2] > errors[1]


def test_nothing_is_ranked_below_thirty_participants() -> None:
    assert not may_rank(29)
    given = [Given("a", 3_000, 29), Given("b", 2_000, 60), Given("c", 9_000, 60)]
    rows = {each.project: each for each in fair_costs(given, seed=1).rows}
    assert rows["a"].rank_low is None
    assert (rows["b"].rank_low, rows["b"].rank_high) == (1, 1)
    assert (rows["c"].rank_low, rows["c"].rank_high) == (2, 2)
    alone = [Given("a", 3_000, 29), Given("b", 2_000, 60)]
    assert all(each.rank_low is None for each in fair_costs(alone, seed=1).rows)


def test_projects_alike_but_for_chance_share_all_ranks() -> None:
    rng = np.random.default_rng(8)
    given = [Given(str(each), 5_000, int(rng.poisson(50))) for each in range(8)]
    found = fair_costs(given, seed=1)
    assert found.between < 0.1
    assert all(each.rank_high - each.rank_low >= 5 for each in found.rows if each.rank_low)


def test_case_mix_asks_how_the_same_people_fare_elsewhere() -> None:
    hard = case_mix(6, took_part={"older": 40}, usual_share={"older": 0.1, "younger": 0.5})
    assert (hard.expected, hard.ratio) == (pytest.approx(4.0), pytest.approx(1.5))
    assert hard.low < 1 < hard.high
    with pytest.raises(ParameterError, match="no usual share for"):
        case_mix(1, took_part={"other": 4}, usual_share={"older": 0.1})


def test_benefits_beside_costs_by_hand() -> None:
    # Cost 1,000 now, raised 10 % (grade 3): 1,100. Benefits of 500 in years 1 and 2, lowered 40 %
    # (grade 6): 300 / 1.035 + 300 / 1.035² = 569.91. Ratio 0.5181; uncorrected 949.85 / 1,000.
    cost = Flow("Grant", (Effect.sure(1_000),), "2024-25", 3)
    later = (Effect.sure(0), Effect.sure(500), Effect.sure(500))
    benefit = Flow("Violence avoided", later, "2024-25", 6, Whose.SOCIAL)
    worth = appraise(Appraisal((cost,), (benefit,), "2024-25"), seed=1)
    assert worth.cost_gbp == pytest.approx(1_100)
    assert worth.benefits_gbp[Whose.SOCIAL] == pytest.approx(569.91, abs=0.01)
    assert worth.benefits_gbp[Whose.FISCAL] == 0
    assert worth.ratio == worth.ratio_low == worth.ratio_high == pytest.approx(0.5181, abs=1e-4)
    assert worth.uncorrected_ratio == pytest.approx(0.94985, abs=1e-5)


def test_prices_of_an_earlier_year_are_brought_to_the_one_asked() -> None:
    cost = Flow("Grant", (Effect.sure(1_000),), "2024-25", 1)
    benefit = Flow("Cost of crime", (Effect.sure(1_000),), "2015-16", 1, Whose.SOCIAL)
    worth = appraise(Appraisal((cost,), (benefit,), "2024-25"), seed=1)
    assert worth.ratio == pytest.approx(100 / 74.5804)


def test_the_widest_swing_comes_first_and_the_interval_holds_the_middle() -> None:
    cost = Flow("Grant", (Effect(900, 1_000, 1_100),), "2024-25", 1)
    sure = Flow("Known", (Effect(390, 400, 410),), "2024-25", 1, Whose.FISCAL)
    wide = Flow("Hardly known", (Effect(0, 1_000, 4_000),), "2024-25", 1, Whose.SOCIAL)
    worth = appraise(Appraisal((cost,), (sure, wide), "2024-25"), seed=1)
    assert [each.title for each in worth.swings] == ["Hardly known", "Grant", "Known"]
    assert (worth.swings[0].at_low, worth.swings[0].at_high) == (0.4, 4.4)
    assert worth.ratio_low < worth.ratio < worth.ratio_high
    assert "must not be shown as a saving" in worth.caution


def test_the_first_year_is_not_discounted() -> None:
    assert present_value([100.0]) == 100.0


def test_an_approach_with_a_higher_band_prevents_more_and_each_step_says_what_it_rests_on() -> None:
    high = expected_harm(30, approach="sports_programmes", level="secondary")
    low = expected_harm(30, approach="cctv", level="secondary")
    none = expected_harm(30, approach="", level="secondary")
    harmful = expected_harm(30, approach="boot_camps", level="secondary")
    assert high.effect.central > low.effect.central > none.effect.central > 0
    assert harmful.effect.high <= 0.0
    assert none.effect.low < 0.0
    assert high.effect.low < high.effect.central < high.effect.high
    assert all(each.source for each in high.steps)
    assert [each.is_assumption for each in high.steps] == [True, False, True, True, True]


def test_expected_harm_is_the_product_of_its_steps() -> None:
    # 30 people x 0.05 a year x 365 days x 0.4 x 0.6 x 1 year = 131.4 days.
    found = expected_harm(30, approach="sports_programmes", level="secondary")
    assert found.effect.central == pytest.approx(131.4)
