"""Rate functions refuse what makes no sense, say why, and leave what they are given alone."""

from collections.abc import Callable

import numpy as np
import pytest

from headwater.analysis import rates
from headwater.analysis.rates.kernels import FloatArray
from headwater.core.errors import NotEnoughDataError, ParameterError

RNG = np.random.default_rng(1)
REFERENCE = rates.Reference.of([1, 2], [10, 10])


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: rates.crude_rates([-2, 3], [10, 10]), r"\[events\] has \[1\] values below zero"),
        (lambda: rates.crude_rates([1], [-10]), r"\[population\] has \[1\] values below zero"),
        (lambda: rates.crude_rates([np.inf], [10]), r"\[events\] holds an infinite value"),
        (lambda: rates.crude_rates(["many"], [10]), r"\[events\] holds something that is not"),
        (lambda: rates.crude_rates([1, 2, 3], [10, 10]), "do not line up"),
        (lambda: rates.crude_rates([1], [10], level=95), r"\[level\] is \[95\]"),
        (lambda: rates.crude_rates([1], [10], multiplier=0), r"\[multiplier\] is \[0\]"),
        (lambda: rates.proportions([3], [2]), "more events than members"),
        (lambda: rates.proportions([1], [0]), "more events than members"),
        (lambda: rates.rolling_sums([1, 2], periods=0), r"\[periods\] is \[0\]"),
        (lambda: rates.rolling_sums(1), "one count per period"),
        (
            lambda: rates.directly_standardised_rates([[1, 2]], [[1, 2, 3]], standard=[1, 1]),
            "same shape",
        ),
        (
            lambda: rates.directly_standardised_rates([[1, 2]], [[1, 2]], standard=[1, 1, 1]),
            r"\[standard\] has \[3\] weights and the data \[2\]",
        ),
        (
            lambda: rates.directly_standardised_rates([[1, 2]], [[1, 2]], standard=[1, 0]),
            r"\[standard\] has \[1\] values that are not above zero",
        ),
        (lambda: rates.expected_events([[1, 2, 3]], reference=REFERENCE), r"\[2\] bands"),
        (lambda: rates.Reference.of([1, np.nan], [10, 10]), r"has \[1\] missing values"),
        (lambda: rates.proportion_funnel([10], average=1.2), r"\[average\] is \[1.2\]"),
        (lambda: rates.rate_funnel([10], average=0.1, tail=0.5), r"\[tail\] is \[0.5\]"),
        (lambda: rates.rates_by_decile([1], [10], decile=[0]), r"from \[1\] to \[10\]"),
        (lambda: rates.rates_by_decile([1], [10], decile=[2.5]), r"from \[1\] to \[10\]"),
        (lambda: rates.rates_by_decile([np.nan], [10], decile=[2]), "missing values"),
        (lambda: rates.rates_by_decile([1, 2], [10, 10], decile=[2]), "one value per area"),
        (lambda: rates.harm([[1, 2]], weights=[1]), "one weight for each type"),
        (lambda: rates.harm([[1, 2]], weights=[1, np.nan]), r"\[weights\] has \[1\] missing"),
        (lambda: rates.share_in_top([1, 2], top=0), r"\[top\] is \[0\]"),
        (lambda: rates.share_in_top([[1, 2]], top=0.1), "one value per area"),
        (lambda: rates.persistence([1, 2, 3]), "areas by periods"),
        (lambda: rates.persistence(np.ones((3, 4)), at_least=5), r"\[at_least\] is \[5\]"),
    ],
)
def test_input_that_makes_no_sense_is_refused_in_words(
    call: Callable[[], object], sentence: str
) -> None:
    with pytest.raises(ParameterError, match=sentence):
        call()


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: rates.gini([0, 0]), "events in all areas together"),
        (lambda: rates.gini([]), r"at least \[1\] areas"),
        (lambda: rates.persistence(np.ones((3, 2))), r"at least \[4\] periods and has \[2\]"),
        (
            lambda: rates.slope_index(
                [1, 2], standard_error=[1, 1], population=[1, 1], rng=RNG, repetitions=1_000
            ),
            r"at least \[5\] deprivation groups and has \[2\]",
        ),
    ],
)
def test_too_little_data_is_said_so(call: Callable[[], object], sentence: str) -> None:
    with pytest.raises(NotEnoughDataError, match=sentence):
        call()


def test_an_area_without_people_has_no_rate_even_with_events() -> None:
    ours = rates.crude_rates([3, 0, 5], [0, 0, 1_000])
    assert np.isnan(ours.value).tolist() == [True, True, False]
    assert np.isnan(ours.low).tolist() == np.isnan(ours.high).tolist() == [True, True, False]
    assert ours.withheld.tolist() == ["no population", "no population", ""]
    assert ours.method.tolist() == ["", "", "exact Poisson"]


def test_a_missing_count_stays_missing_and_does_not_become_zero() -> None:
    ours = rates.crude_rates([np.nan, 0], [1_000, 1_000])
    assert np.isnan([ours.value[0], ours.low[0], ours.high[0]]).all()
    assert (ours.value[1], ours.low[1]) == (0.0, 0.0)
    assert ours.withheld.tolist() == ["input missing", ""]


def test_an_empty_group_has_no_proportion() -> None:
    ours = rates.proportions([0], [0]).at(0)
    assert np.isnan([ours.value, ours.low, ours.high]).all()
    assert ours.withheld is rates.Withheld.NO_POPULATION


def test_everybody_and_nobody_give_limits_at_one_and_zero() -> None:
    ours = rates.proportions([0, 20], [20, 20])
    assert ours.low[0] == 0.0
    assert ours.high[1] == 1.0
    assert ours.low[1] == pytest.approx(1 - ours.high[0])


def test_a_count_that_is_not_whole_lies_between_its_whole_neighbours() -> None:
    ours = rates.crude_rates([4, 4.4, 5], 1_000)
    assert ours.low[0] < ours.low[1] < ours.low[2]
    assert ours.high[0] < ours.high[1] < ours.high[2]


def test_no_areas_give_no_rates() -> None:
    assert len(rates.crude_rates([], [])) == 0
    assert (
        len(rates.directly_standardised_rates(np.ones((0, 2)), np.ones((0, 2)), standard=[1, 1]))
        == 0
    )


@pytest.mark.parametrize(
    ("events", "people", "reason"),
    [
        ([4, 5], [100, 100], rates.Withheld.TOO_FEW_EVENTS),
        ([20, 0], [100, 0], rates.Withheld.NO_POPULATION),
        ([20, np.nan], [100, 100], rates.Withheld.MISSING),
        ([20, 5], [100, np.nan], rates.Withheld.MISSING),
        ([5, 5], [100, 100], rates.Withheld.NO),
    ],
)
def test_a_standardised_rate_is_withheld_with_its_reason(
    events: list[float], people: list[float], reason: rates.Withheld
) -> None:
    ours = rates.directly_standardised_rates([events], [people], standard=[1, 1]).at(0)
    assert ours.withheld is reason
    assert np.isnan([ours.value, ours.low, ours.high]).all() == (reason != rates.Withheld.NO)


def test_a_ratio_without_expected_events_is_withheld() -> None:
    ours = rates.indirectly_standardised_ratios([3], [[0, 0]], reference=REFERENCE)
    assert np.isnan(ours.value[0])
    assert ours.withheld.tolist() == ["no population"]


def test_rate_ratios_without_events_have_no_limits() -> None:
    ours = rates.rate_ratios([0, 5], [100, 100], base_events=[5, 0], base_population=100)
    assert ours.value[0] == 0.0
    assert np.isnan([ours.low[0], ours.high[0], ours.value[1]]).all()
    assert ours.withheld.tolist() == ["", "no events in the comparison group"]


def test_a_rolling_sum_is_missing_until_a_year_is_there_and_while_a_month_is_missing() -> None:
    months = np.ones(26)
    months[13] = np.nan
    assert np.flatnonzero(~np.isnan(rates.rolling_sums(months))).tolist() == [11, 12, 25]
    assert np.isnan(rates.rolling_sums(np.ones(11))).all()


def test_no_harm_seen_has_no_limits() -> None:
    ours = rates.harm_rates([[0, 0]], [100], weights=[1, 10]).at(0)
    assert ours.value == 0.0
    assert np.isnan([ours.low, ours.high]).all()


def test_costs_scale_to_unrecorded_crimes_when_told_how() -> None:
    ours = rates.costs(
        [[10]], unit_costs_gbp=[1_000], price_year="2015/16", crimes_per_recorded=[2.5]
    )
    assert (ours.gbp[0], ours.recorded_only) == (25_000, False)


def test_a_year_without_a_deflator_is_named() -> None:
    then = rates.costs([[1]], unit_costs_gbp=[1], price_year="2015/16")
    with pytest.raises(ParameterError, match=r"no value for \[2024/25\]"):
        rates.uprated(then, deflator={"2015/16": 80.0}, to="2024/25")


def test_labels_refuse_limits_at_another_level() -> None:
    wide = rates.crude_rates([5], [100], level=0.998)
    with pytest.raises(ParameterError, match=r"limits at \[0.998\]"):
        rates.comparison_labels(wide, 1.0, polarity=rates.Polarity.NEUTRAL)


@pytest.mark.parametrize(
    ("polarity", "labels"),
    [
        (rates.Polarity.LOW_IS_GOOD, ["worse", "similar", "better", "not compared"]),
        (rates.Polarity.HIGH_IS_GOOD, ["better", "similar", "worse", "not compared"]),
        (rates.Polarity.NEUTRAL, ["higher", "similar", "lower", "not compared"]),
    ],
)
def test_a_label_follows_what_is_good(polarity: rates.Polarity, labels: list[str]) -> None:
    ours = rates.crude_rates([100, 50, 10, 5], [1_000, 1_000, 1_000, 0], multiplier=1_000)
    assert rates.comparison_labels(ours, 50, polarity=polarity).tolist() == labels


def test_a_benchmark_on_the_limit_is_similar() -> None:
    ours = rates.crude_rates([50, 50], [1_000, 1_000])
    on_limits = [ours.low[0], ours.high[0]]
    assert set(rates.comparison_labels(ours, on_limits, polarity=rates.Polarity.NEUTRAL)) == {
        "similar"
    }


def test_ties_do_not_change_the_share_and_are_counted() -> None:
    ours = rates.share_in_top([3, 3, 3, 1], top=0.5)
    assert (ours.share, ours.areas, ours.tied_at_cut) == (0.6, 2, 3)
    assert rates.share_in_top(np.ones(30), top=0.1).areas == 3


def test_nothing_anywhere_has_no_share() -> None:
    assert np.isnan(rates.share_in_top([0, 0], top=0.5).share)


def test_a_place_with_nothing_never_persists() -> None:
    ours = rates.persistence(np.zeros((10, 4)))
    assert not ours.persistent.any()
    assert ours.expected_by_chance == 0.0


def test_tied_places_are_all_in_the_top() -> None:
    ours = rates.persistence(np.full((10, 4), 7.0))
    assert ours.persistent.all()
    assert ours.expected_by_chance == 10.0


def test_only_the_latest_periods_count() -> None:
    values = np.tile(np.arange(10.0)[:, None], 6)
    values[0, :2] = 100.0
    assert rates.persistence(values).times_in_top.tolist() == [0] * 9 + [4]


def test_a_slope_through_zero_has_no_relative_index() -> None:
    ours = rates.slope_index(
        [9, 5, 1, -3, -7],
        standard_error=[1] * 5,
        population=[1] * 5,
        rng=np.random.default_rng(1),
        repetitions=1_000,
    )
    assert np.isnan([ours.rii, ours.rii_low, ours.rii_high, ours.times_higher]).all()
    assert ours.gap == pytest.approx(20)


def test_a_slope_read_the_other_way_round_says_how_many_times_higher() -> None:
    ours = rates.slope_index(
        [5, 4, 3, 2, 1],
        standard_error=[0] * 5,
        population=[1] * 5,
        rng=np.random.default_rng(1),
        repetitions=1_000,
    )
    assert ours.gap == pytest.approx(5)
    assert ours.times_higher == pytest.approx(11)
    assert ours.sii_low == pytest.approx(ours.sii_high)


def test_results_cannot_be_changed_and_inputs_are_left_alone() -> None:
    events, people = np.array([5.0, 20.0]), np.array([100.0, 100.0])
    ours = rates.crude_rates(events, people)
    with pytest.raises(ValueError, match="read-only"):
        ours.value[0] = 1.0
    events[0] = 6.0
    assert ours.events[0] == 5.0
    assert people.tolist() == [100.0, 100.0]


@pytest.mark.parametrize(
    "call",
    [
        lambda given: rates.crude_rates(given, given),
        lambda given: rates.proportions(given, given),
        lambda given: rates.directly_standardised_rates(
            given[:, None], given[:, None], standard=[1]
        ),
        lambda given: rates.harm_rates(given[:, None], given, weights=[2]),
        lambda given: rates.rate_funnel(given, average=0.1),
        lambda given: rates.proportion_funnel(given, average=0.1),
        rates.ratio_funnel,
        rates.rolling_sums,
        rates.concentration_curve,
        lambda given: rates.persistence(np.tile(given[:, None], 4)),
    ],
)
def test_what_is_handed_in_stays_as_it_was_and_can_still_be_changed(
    call: Callable[[FloatArray], object],
) -> None:
    given = np.array([30.0, 10.0, 20.0])
    call(given)
    assert given.tolist() == [30.0, 10.0, 20.0]
    given[0] = 1.0


def test_rates_come_out_one_by_one_as_well() -> None:
    ours = rates.crude_rates([[5, 20]], [[100, 100]])
    assert [rate.events for rate in ours] == [5.0, 20.0]
    assert ours.at((0, 1)) == rates.crude_rate(20, 100)
