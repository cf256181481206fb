"""Scores, backtests, the loop of patrols and their own records, and whom a forecast picks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.forecast_towns import squares, town
from headwater.analysis.spatial import forecasts
from headwater.analysis.spatial.forecasts.feedback import fitted_margins
from headwater.analysis.spatial.kernels.forecasts import BoolArray, FloatArray
from headwater.core.errors import NotEnoughDataError, NotFoundError, ParameterError

Measure = forecasts.Measure


@given(seed=st.integers(0, 10_000), hot=st.integers(1, 40))
@settings(max_examples=50, deadline=None)
def test_hit_scores_hold_together(seed: int, hot: int) -> None:
    rng = np.random.default_rng(seed)
    cells = squares()
    happened = rng.poisson(0.4, len(cells)).astype(float)
    chosen = rng.choice(len(cells), hot, replace=False)
    scores = forecasts.hit_scores(chosen, happened, events=float(happened.sum()), cells=cells)
    assert scores.pai == pytest.approx(scores.hit_rate / scores.area_share)
    assert scores.pei == pytest.approx(scores.pai / scores.best_pai)
    assert 0 <= scores.pei <= 1
    assert scores.search_efficiency == pytest.approx(scores.caught / (hot * 0.04))


def test_everything_picked_is_as_good_as_nothing_known() -> None:
    cells = squares()
    happened = np.arange(float(len(cells)))
    every = np.arange(len(cells))
    scores = forecasts.hit_scores(every, happened, events=float(happened.sum()), cells=cells)
    assert (scores.pai, scores.pei, scores.hit_rate) == (1.0, 1.0, 1.0)


def test_a_period_without_events_has_no_score() -> None:
    cells = squares()
    scores = forecasts.hit_scores(np.array([0]), np.zeros(len(cells)), events=0, cells=cells)
    assert np.isnan([scores.pai, scores.pei, scores.hit_rate]).all()
    assert scores.search_efficiency == 0


def test_the_true_map_has_the_best_expected_proper_scores() -> None:
    rng = np.random.default_rng(21)
    cells = squares()
    truth = rng.gamma(1.0, 1.0, len(cells)) + 0.05
    none = np.zeros(len(cells))
    others = (truth * 1.6, truth * 0.6, np.full(len(cells), truth.mean()), rng.permutation(truth))
    span = forecasts.Span(0, 7)
    honest = forecasts.Forecast.of("truth", span, truth, none)
    happened = rng.poisson(truth, (400, len(cells))).astype(float)

    def mean_of(made: forecasts.Forecast) -> FloatArray:
        found = [forecasts.chance_scores(made, row, cells=cells) for row in happened]
        return np.array([[s.log_score, -s.brier, -s.ranked, -s.deviance] for s in found]).mean(
            axis=0
        )

    best = mean_of(honest)
    for other in others:
        made = forecasts.Forecast.of("other", span, np.asarray(other).copy(), none)
        assert (mean_of(made) < best).all()


def test_what_was_called_impossible_and_happened_scores_minus_infinity() -> None:
    cells = forecasts.Cells.areas([1.0, 1.0])
    made = forecasts.Forecast.of("sure", forecasts.Span(0, 1), np.array([1.0, 0.0]), np.zeros(2))
    scores = forecasts.chance_scores(made, np.array([0.0, 1.0]), cells=cells)
    assert scores.log_score == -np.inf
    assert scores.event_log_score == -np.inf


def test_the_interval_of_a_mean_holds_it_as_often_as_it_says() -> None:
    rng = np.random.default_rng(22)
    how = forecasts.Resampling(replicas=400)
    held = 0
    for _ in range(400):
        mean = forecasts.mean_score(rng.gamma(2.0, 1.0, 20), how=how)
        held += mean.low <= 2.0 <= mean.high
    # The standard error of 0.95 over 400 is 0.011; skewed scores cost a little more.
    assert 0.90 <= held / 400 <= 0.98


MODELS = (forecasts.last_year(), forecasts.CountMap(60), forecasts.CountMap(365, bandwidth_m=900.0))


@pytest.fixture(scope="module")
def tested() -> forecasts.Backtest:
    cells, events = town(np.random.default_rng(23), uneven=2.0, days=1100)
    spans = forecasts.rolling_spans(first_day=400, days=28, periods=25)
    return forecasts.backtest(MODELS, events, cells=cells, spans=spans, hot_cells=6)


def test_a_backtest_scores_every_model_in_every_period(tested: forecasts.Backtest) -> None:
    assert tested.values.shape == (3, 25, len(Measure))
    assert tested.selected.sum(axis=2).tolist() == [[6] * 25] * 3
    assert np.isfinite(tested.values).all()
    year = tested.mean(MODELS[0].name, Measure.PAI)
    assert 1.0 < year.low < year.value < year.high


def test_where_rates_stay_a_year_beats_a_blur_and_the_report_says_so(
    tested: forecasts.Backtest,
) -> None:
    year, blur = MODELS[0].name, MODELS[2].name
    assert tested.beats(year, blur, Measure.PAI)
    assert not tested.beats(blur, year, Measure.PAI)
    assert tested.beats(year, blur, Measure.DEVIANCE)
    said = tested.sentence(blur, rules=[year])
    assert f"failed to beat [{year}]" in said
    assert "Over 25 periods of 28 days" in said
    with pytest.raises(ParameterError, match="which of two"):
        tested.beats(year, blur, Measure.COVERAGE)
    with pytest.raises(NotFoundError):
        tested.mean("no such model", Measure.PAI)


def test_two_rules_alike_seldom_beat_each_other() -> None:
    rng = np.random.default_rng(24)
    how = forecasts.Resampling(replicas=400)
    beaten = sum(
        forecasts.mean_score(rng.normal(0.0, 1.0, 25), how=how).low > 0 for _ in range(600)
    )
    # One-sided level 0.025 over 600: 15 expected, standard error 4.
    assert beaten <= 29


def test_overlapping_periods_and_no_history_are_refused() -> None:
    cells, events = town(np.random.default_rng(25), days=500)
    spans = [forecasts.Span(400, 28), forecasts.Span(410, 28)]
    with pytest.raises(ParameterError, match="overlap"):
        forecasts.backtest(MODELS, events, cells=cells, spans=spans, hot_cells=5)
    with pytest.raises(NotEnoughDataError):
        forecasts.backtest(
            MODELS, events, cells=cells, spans=[forecasts.Span(-100, 7)], hot_cells=5
        )


def patrolled(rng: np.random.Generator, *, loop: bool) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Places that are all alike; patrols go where the record of the last periods is longest.

    With a loop, patrols record what they find in the places they are sent to, and that record
    sends them. Without one, officers find as much wherever they are, sent or not.
    """
    cells, periods, sent_to = 80, 26, 10
    propensity = rng.uniform(0.1, 0.4, (cells, 1))
    reported = rng.poisson(4.0, (cells, periods)).astype(float)
    found = rng.poisson(4.0 * propensity, (cells, periods)).astype(float)
    sent = np.zeros((cells, periods), dtype=bool)
    for period in range(4, periods):
        record = (reported + found)[:, period - 4 : period].sum(axis=1)
        sent[np.argsort(-record, kind="stable")[:sent_to], period] = True
        if loop:
            found[sent[:, period], period] += rng.poisson(2.0, sent_to)
    return reported + found, found, sent


def test_a_planted_loop_is_found() -> None:
    events, proactive, sent = patrolled(np.random.default_rng(26), loop=True)
    check = forecasts.feedback_check(events, proactive, sent=sent)
    assert check.found
    assert check.low > 1.0
    assert check.p_value <= 0.01
    assert check.proactive_share_sent > check.proactive_share_elsewhere
    assert "what the public reported" in check.sentence()


def test_where_there_is_no_loop_one_is_seldom_found() -> None:
    how = forecasts.FeedbackSettings(replicas=199)
    found = 0
    for seed in range(120):
        events, proactive, sent = patrolled(np.random.default_rng([27, seed]), loop=False)
        found += forecasts.feedback_check(events, proactive, sent=sent, settings=how).found
    # Half of a two-sided 5 %: 3 of 120 expected; 8 or more has a chance below 1 %.
    assert found <= 8


def test_a_change_of_recording_everywhere_is_no_loop() -> None:
    events, proactive, sent = patrolled(np.random.default_rng(28), loop=False)
    more = np.zeros_like(events)
    more[:, 13:] = np.random.default_rng(29).poisson(2.0, (len(events), 13))
    check = forecasts.feedback_check(events + more, proactive + more, sent=sent)
    assert check.p_value > 0.01
    assert check.ratio == pytest.approx(1.0, abs=0.12)


def test_the_order_of_cells_changes_no_ratio_and_margins_are_kept() -> None:
    events, proactive, sent = patrolled(np.random.default_rng(30), loop=True)
    order = np.random.default_rng(31).permutation(len(events))
    ours = forecasts.feedback_check(events, proactive, sent=sent)
    other = forecasts.feedback_check(events[order], proactive[order], sent=sent[order])
    assert other.ratio == pytest.approx(ours.ratio, rel=1e-12)
    fitted = fitted_margins(proactive, events)
    np.testing.assert_allclose(fitted.sum(axis=0), proactive.sum(axis=0), rtol=1e-8)
    np.testing.assert_allclose(fitted.sum(axis=1), proactive.sum(axis=1), rtol=1e-6)


def test_patrols_that_never_change_can_show_nothing() -> None:
    always = np.ones((5, 6), dtype=bool)
    with pytest.raises(NotEnoughDataError):
        forecasts.feedback_check(np.full((5, 6), 4.0), np.ones((5, 6)), sent=always)
    with pytest.raises(ParameterError, match="part of it"):
        forecasts.feedback_check(np.ones((5, 6)), np.full((5, 6), 2.0), sent=always)


def residents(cells: int) -> forecasts.Residents:
    return forecasts.Residents.of(
        np.arange(1.0, cells + 1) * 100,
        deprivation_fifth=np.arange(cells) % 5 + 1,
        ethnic_groups=np.column_stack([np.arange(cells) % 3 * 10.0, np.full(cells, 20.0)]),
        group_names=("one", "other"),
        rural=np.arange(cells) % 4 == 0,
    )


def test_picking_everyone_differs_from_everyone_in_nothing() -> None:
    table = forecasts.fairness_table("all", np.ones((3, 20), dtype=bool), residents(20))
    assert [row.difference for row in table.rows] == pytest.approx([0.0] * 9)
    assert [row.ratio for row in table.rows] == pytest.approx([1.0] * 9)


def test_shares_of_a_heading_add_up_and_a_tilt_to_the_deprived_is_seen() -> None:
    rng = np.random.default_rng(32)
    people = residents(200)
    tilt = np.where(people.deprivation_fifth == 1, 4.0, 1.0)
    picked = np.zeros((12, 200), dtype=bool)
    for row in picked:
        row[rng.choice(200, 20, replace=False, p=tilt / tilt.sum())] = True
    table = forecasts.fairness_table("tilted", picked, people)
    for heading in ("deprivation fifth", "ethnic group", "rural or urban"):
        rows = [row for row in table.rows if row.heading == heading]
        assert sum(row.share_picked for row in rows) == pytest.approx(1.0)
        assert sum(row.share_everywhere for row in rows) == pytest.approx(1.0)
    worst = table.row("deprivation fifth", "1 most deprived")
    assert worst.low > 0.1
    assert worst.ratio > 1.5
    alone = forecasts.fairness_table("once", picked[0], people)
    assert np.isnan(alone.rows[0].low)


def test_cells_and_residents_that_do_not_meet_are_refused() -> None:
    with pytest.raises(ParameterError, match="cells"):
        forecasts.fairness_table("short", np.ones((2, 3), dtype=bool), residents(4))
    with pytest.raises(ParameterError, match="1 to 5"):
        forecasts.Residents.of(
            [1], deprivation_fifth=[7], ethnic_groups=[[1]], group_names=("a",), rural=[True]
        )
