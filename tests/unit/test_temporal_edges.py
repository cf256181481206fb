"""What the aberration methods do where there is little, nothing or nonsense to judge."""

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from headwater.analysis import temporal
from headwater.analysis.temporal import Detector, Reason
from headwater.analysis.temporal.baselines import Span, baseline_of
from headwater.core.errors import ParameterError

FIRST = date(2018, 1, 1)
STEADY = np.random.default_rng(5).poisson(6.0, 312).astype(np.float64)


def judge(counts: object, **more: object) -> temporal.Aberrations:
    return temporal.farrington(counts, first_week=FIRST, **more)  # type: ignore[arg-type]


def said(found: temporal.Aberrations) -> tuple[str, str]:
    return str(found.detector[0, 0]), str(found.reason[0, 0])


def test_a_short_history_is_judged_by_ears_and_says_so() -> None:
    counts = STEADY[:60].copy()
    counts[-1] = 60
    found = judge(counts)
    assert said(found) == (Detector.EARS, Reason.SHORT_HISTORY)
    assert found.is_alarm[0, 0]


def test_a_history_too_short_even_for_ears_is_not_judged() -> None:
    found = judge([3.0, 9.0, 40.0])
    assert said(found) == (Detector.NONE, Reason.SHORT_HISTORY)
    assert not found.is_alarm[0, 0]


def test_a_missing_week_is_never_an_alarm() -> None:
    counts = STEADY.copy()
    counts[-1] = np.nan
    found = judge(counts)
    assert said(found) == (Detector.NONE, Reason.WEEK_MISSING)
    assert not found.is_alarm.any()
    assert np.isnan(found.p_value).all()


def test_a_series_without_a_single_known_week_is_not_judged() -> None:
    found = judge(np.full(312, np.nan))
    assert not found.is_alarm.any()
    assert said(found)[0] == Detector.NONE


def test_a_history_with_most_weeks_missing_falls_to_ears() -> None:
    counts = STEADY.copy()
    counts[:250] = np.nan
    assert said(judge(counts)) == (Detector.EARS, Reason.MISSING_WEEKS)


def test_a_recent_change_of_recording_falls_to_ears_and_an_old_one_does_not() -> None:
    recent = judge(STEADY, recording_changed=[280])
    assert said(recent) == (Detector.EARS, Reason.RECORDING_CHANGE)
    assert said(judge(STEADY, recording_changed=[110])) == (Detector.FARRINGTON, Reason.NONE)


def test_all_zero_is_quiet_and_first_cases_are_told() -> None:
    zero = np.zeros(312)
    assert not judge(zero).is_alarm.any()
    zero[-1] = 6
    found = judge(zero)
    assert found.is_alarm[0, 0]
    assert found.reason[0, 0] == Reason.ALL_ZERO


def test_a_constant_series_is_judged_as_poisson() -> None:
    counts = np.full(312, 7.0)
    found = judge(counts)
    assert found.expected[0, 0] == pytest.approx(7.0)
    assert found.dispersion[0, 0] == 1.0
    assert not found.is_alarm.any()


def test_few_cases_lately_are_no_alarm() -> None:
    counts = np.random.default_rng(1).poisson(0.02, 312).astype(np.float64)
    counts[-4:] = [0, 0, 0, 4]
    found = judge(counts)
    assert found.reason[0, 0] == Reason.TOO_FEW_CASES
    assert not found.is_alarm[0, 0]
    counts[-1] = 5
    assert judge(counts).is_alarm[0, 0]


def test_a_week_not_yet_reported_is_held_to_what_has_come_in() -> None:
    half = replace(temporal.NOUFAILY, reported_share=(0.5, 0.9))
    full, seen = judge(STEADY), judge(STEADY, settings=half)
    assert seen.expected[0, 0] == pytest.approx(full.expected[0, 0] / 2)
    assert seen.upper[0, 0] < full.upper[0, 0]
    hardly = replace(half, reported_share=(0.2,))
    found = judge(STEADY, settings=hardly)
    assert said(found) == (Detector.NONE, Reason.NOT_COMPLETE)
    assert judge(STEADY, settings=hardly, judged=[-2]).detector[0, 0] == Detector.FARRINGTON


def test_no_series_is_no_answer_and_no_error() -> None:
    found = judge(np.empty((0, 312)))
    assert len(found) == 0
    assert found.is_alarm.shape == (0, 1)


def test_a_new_area_without_people_is_not_judged_by_rate() -> None:
    people = np.full(312, 1_000.0)
    people[-1] = 0.0
    found = judge(STEADY, population=people)
    assert said(found) == (Detector.NONE, Reason.NO_POPULATION)
    assert not found.is_alarm.any()


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ([[-1.0] * 312], "below zero"),
        ([[np.inf] * 312], "infinite"),
        (np.zeros((2, 2, 2)), "dimensions"),
        (["a", "b"], "not a number"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(counts: object, sentence: str) -> None:
    with pytest.raises(ParameterError, match=sentence):
        judge(counts)


def test_weeks_and_settings_outside_their_range_are_refused() -> None:
    with pytest.raises(ParameterError, match="312"):
        judge(STEADY, judged=[312])
    with pytest.raises(ParameterError, match="alpha"):
        replace(temporal.NOUFAILY, alpha=0.0)
    with pytest.raises(ParameterError, match="recording_changed"):
        judge(STEADY, recording_changed=[1, 2])
    with pytest.raises(ParameterError, match="population"):
        judge(STEADY, population=np.ones(300))


def test_the_seasons_of_a_leap_day_and_of_years_with_53_weeks() -> None:
    # The week of 29 February 2024; its years before are those nearest 1 March.
    start = date(2019, 2, 28)
    week = (date(2024, 2, 29) - start).days // 7
    baseline = baseline_of(week, Span(4, 3, 10, 26), first_week=start)
    assert baseline is not None
    lengths = np.diff(baseline.bound)
    assert lengths[-1] == 4 * 7
    assert baseline.week.max() == week - 27
    assert len(set(baseline.week.tolist())) == len(baseline.week)


def test_a_season_that_never_had_a_case_has_no_limit_of_its_mean_and_falls_to_ears() -> None:
    """The error of a mean of nothing has no end; a warning of numpy would fail this test."""
    counts = STEADY + 1.0
    counts[(np.arange(312) - 40) % 52 < 22] = 0.0
    muan = replace(temporal.NOUFAILY, threshold=temporal.Threshold.MUAN)
    found = judge(counts, settings=replace(muan, least_cases=0))
    assert said(found) == (Detector.EARS, Reason.NO_FIT)
    zero = judge(np.zeros(312), settings=replace(muan, least_cases=0))
    assert said(zero) == (Detector.EARS, Reason.ALL_ZERO)
    assert not found.is_alarm.any()
    assert not zero.is_alarm.any()


@pytest.mark.parametrize("years", [3, 4, 5])
def test_all_zero_is_said_however_many_weeks_of_it_there_are(years: int) -> None:
    settings = replace(temporal.NOUFAILY, years_back=years, seasons=13, half_window=5)
    found = judge(np.zeros(312), settings=settings)
    assert said(found) == (Detector.FARRINGTON, Reason.ALL_ZERO)
    assert found.p_value[0, 0] == 1.0


@pytest.mark.parametrize("level", [3.0, 20.0, 21.0])
def test_a_constant_series_has_no_trend(level: float) -> None:
    found = judge(np.full(312, level), settings=replace(temporal.NOUFAILY, seasons=1))
    assert not found.trend_kept[0, 0]
    assert found.expected[0, 0] == pytest.approx(level, rel=1e-12)


def test_one_missing_week_does_not_end_a_year_of_history() -> None:
    one_year = replace(temporal.NOUFAILY, years_back=1, seasons=1, weeks_left_out=6)
    counts = STEADY.copy()
    counts[311 - 52] = np.nan
    assert said(judge(counts, settings=one_year)) == (Detector.FARRINGTON, Reason.NONE)
    counts[311 - 52 - 3 : 311 - 52 + 1] = np.nan
    assert said(judge(counts, settings=one_year)) == (Detector.EARS, Reason.MISSING_WEEKS)


def test_an_area_made_last_year_is_judged_by_what_there_is_of_it() -> None:
    """The areas of a new census are nan before it; zeros there would be four quiet years."""
    counts = STEADY.copy()
    counts[:260] = np.nan
    counts[-1] = 60
    found = judge(counts)
    assert said(found) == (Detector.EARS, Reason.MISSING_WEEKS)
    assert found.is_alarm[0, 0]


def test_a_cusum_takes_a_dispersion_for_all_a_series_or_a_week() -> None:
    counts = np.random.default_rng(0).poisson(6.0, (3, 3))
    spreads = [1.0, 1.5, 2.0]
    of_series = temporal.cusum(counts, expected=5.0, dispersion=spreads, rise=1.5, limit=2.0)
    of_weeks = temporal.cusum(
        counts, expected=5.0, dispersion=np.repeat(spreads, 3).reshape(3, 3), rise=1.5, limit=2.0
    )
    np.testing.assert_array_equal(of_series.evidence, of_weeks.evidence)
    with pytest.raises(ParameterError, match="dispersion"):
        temporal.cusum(counts, expected=5.0, dispersion=[1.0, 2.0], rise=1.5, limit=2.0)


def test_ears_without_variation_alarms_without_a_chance_of_nought() -> None:
    found = temporal.ears([3] * 20 + [9])
    assert found.is_alarm[0, 0]
    assert np.isnan(found.p_value[0, 0])


def test_a_first_week_may_be_a_time_or_of_numpy_but_not_a_text() -> None:
    plain = temporal.farrington(STEADY, first_week=FIRST)
    for day in (datetime(2018, 1, 1, 9, tzinfo=UTC), np.datetime64("2018-01-01T09")):
        again = temporal.farrington(STEADY, first_week=day)  # type: ignore[arg-type]
        np.testing.assert_array_equal(again.upper, plain.upper)
    with pytest.raises(ParameterError, match="first_week"):
        temporal.farrington(STEADY, first_week="2018-01-01")  # type: ignore[arg-type]


def test_numbers_of_things_are_whole() -> None:
    with pytest.raises(ParameterError, match="years_back"):
        replace(temporal.NOUFAILY, years_back=1.5)
    with pytest.raises(ParameterError, match="whole number"):
        judge(STEADY, judged=[310.5])
    with pytest.raises(ParameterError, match="whole number"):
        temporal.glr([1.0], expected=[1.0], limit=1.0, window=2.5)  # type: ignore[arg-type]


def test_no_weeks_have_no_change_of_level() -> None:
    assert temporal.level_breaks(np.empty((2, 0))) == ()


def test_a_cusum_limit_that_no_limit_gives_is_refused() -> None:
    """A rise of a fifth on 10,000 a week is seen at once; false alarms then never come."""
    assert temporal.average_run_length(10_000, rise=1.2, limit=1.0) == np.inf
    with pytest.raises(ParameterError, match="weeks_between_false_alarms"):
        temporal.cusum_limit(10_000, rise=1.2, weeks_between_false_alarms=100)
    with pytest.raises(ParameterError, match="weeks_between_false_alarms"):
        temporal.cusum_limit(0.01, rise=2.0, weeks_between_false_alarms=3)
    with pytest.raises(ParameterError, match="rise"):
        temporal.average_run_length(5.0, rise=1.0, limit=1.0)


@pytest.mark.parametrize(("expected", "dispersion"), [(-1.0, 1.0), (np.inf, 1.0), (1.0, np.nan)])
def test_a_cusum_refuses_what_nobody_can_expect(expected: float, dispersion: float) -> None:
    with pytest.raises(ParameterError, match=r"expected|dispersion"):
        temporal.cusum([1.0], expected=[expected], dispersion=dispersion, rise=2.0, limit=1.0)


def test_one_shock_in_a_measure_that_stands_still_is_the_only_signal() -> None:
    chart = temporal.xmr([0.0] * 12 + [100.0])
    assert chart.signals[temporal.Rule.OUTSIDE].tolist() == [False] * 12 + [True]


@pytest.mark.parametrize("changed", [(12, 5), (25,), (-3,)])
def test_changes_of_a_chart_are_in_order_and_within_it(changed: tuple[int, ...]) -> None:
    with pytest.raises(ParameterError, match="changed"):
        temporal.xmr(np.arange(20.0), changed=changed)


def test_months_have_no_first_week() -> None:
    with pytest.raises(ParameterError, match="first_week"):
        judge(STEADY, settings=replace(temporal.NOUFAILY, periods_a_year=12))
