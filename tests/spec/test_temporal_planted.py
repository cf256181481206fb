"""Planted truths: rises are found, quiet series stay quiet, changed recording is not an alarm."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from headwater.analysis import temporal
from headwater.analysis.temporal.results import FloatArray, Reason

FIRST = date(2018, 1, 1)
LONDON = "london_mps/mps_borough_month_offence_2010-04_2023-07.parquet"


def quiet(series: int, *, seed: int, mean: float = 12.0) -> FloatArray:
    season = mean * (1 + 0.3 * np.cos(2 * np.pi * np.arange(312) / 52))
    drawn = np.random.default_rng(seed).negative_binomial(season / 0.5, 1 / 1.5, (series, 312))
    return drawn.astype(np.float64)


def test_false_alarms_are_near_their_nominal_rate() -> None:
    """1 in 100 with the true mean; a fitted mean adds to it (Noufaily 2013: 1 to 2 in 100)."""
    found = temporal.farrington(quiet(4_000, seed=7), first_week=FIRST)
    share = found.is_alarm.mean()
    error = np.sqrt(0.012 * 0.988 / 4_000)
    assert 0.005 < share < 0.015 + 3 * error
    ordered = np.sort(found.p_value[:, 0])
    # Half of the p-values lie below a half, but for the lumps of whole counts.
    assert 0.40 < np.mean(ordered < 0.5) < 0.55


def test_the_simulated_rate_of_false_alarms_is_the_one_met() -> None:
    counts = quiet(6, seed=8)
    said = temporal.false_alarms_a_year(
        counts, first_week=FIRST, simulation=temporal.Simulation(replicas=60)
    )
    met = temporal.farrington(quiet(2_000, seed=9), first_week=FIRST).is_alarm.mean() * 52.18
    assert said.total_low / 6 < met * 1.3
    assert said.total_high / 6 > met * 0.7
    alone = temporal.false_alarms_a_year(
        counts[:2], first_week=FIRST, simulation=temporal.Simulation(replicas=60)
    )
    np.testing.assert_array_equal(alone.value, said.value[:2])


def test_larger_outbreaks_are_found_more_often_and_sooner() -> None:
    power = temporal.detection_power(
        quiet(4, seed=10), first_week=FIRST, extra_cases=[0, 30, 60, 150], lasts_weeks=6
    )
    assert (np.diff(power.found) > 0).all()
    assert power.found[0] < 0.15
    assert power.found[-1] > 0.95
    assert power.mean_delay[-1] < power.mean_delay[1]
    assert ((power.low <= power.found) & (power.found <= power.high)).all()


def test_a_planted_change_of_recording_is_dated_sized_and_not_an_alarm() -> None:
    counts = quiet(40, seed=11)
    rng = np.random.default_rng(12)
    counts[:20, 180:] += rng.poisson(counts[:20, 180:] * 0.8)
    breaks = temporal.level_breaks(counts)
    found = {one.series for one in breaks}
    assert found >= set(range(20))
    assert len(found - set(range(20))) <= 3
    planted = [one for one in breaks if one.series < 20]
    assert np.median([abs(one.at - 180) for one in planted]) <= 2
    assert np.median([one.ratio for one in planted]) == pytest.approx(1.8, abs=0.15)
    weeks = list(range(218, 240))
    before = temporal.farrington(counts[:20], first_week=FIRST, judged=weeks)
    changed = temporal.latest_breaks(breaks, series=40)[:20]
    after = temporal.farrington(
        counts[:20], first_week=FIRST, judged=weeks, recording_changed=changed
    )
    assert before.is_alarm.mean() > 0.1
    assert after.is_alarm.mean() < before.is_alarm.mean() / 4
    assert (after.reason == temporal.Reason.RECORDING_CHANGE).any()


def test_level_breaks_are_rarely_found_where_there_are_none_or_only_an_outbreak() -> None:
    none = quiet(300, seed=13)
    share = len({one.series for one in temporal.level_breaks(none)}) / 300
    assert share < 0.01 + 3 * np.sqrt(0.01 * 0.99 / 300)
    trend = none * np.exp(0.1 * np.arange(312) / 52)
    assert len({one.series for one in temporal.level_breaks(trend)}) / 300 < 0.04
    outbreak = none[:100].copy()
    outbreak[:, 250:256] += 20
    assert len({one.series for one in temporal.level_breaks(outbreak)}) / 100 < 0.05


def test_london_firearm_and_violence_recording_changes_are_flagged(shared_data: Path) -> None:
    """ "Other Firearm Offences" start to be counted in October 2021; violence reform is of 2014."""
    table = pq.read_table(shared_data / LONDON).to_pandas()
    settings = temporal.BreakSettings(per_year=12, least_length=12)

    def dates(offence: str) -> list[str]:
        wide = table[table.minor == offence].pivot_table(
            index="borough", columns="month", values="n", aggfunc="sum", fill_value=0
        )
        found = temporal.level_breaks(wide.to_numpy(), settings=settings)
        return [str(wide.columns[one.at])[:7] for one in found]

    firearms = dates("Other Firearm Offences")
    assert sum("2021-07" <= month <= "2022-01" for month in firearms) >= 15
    violence = dates("Violence without Injury")
    assert sum("2013-09" <= month <= "2014-12" for month in violence) >= 15
    assert dates("Homicide") == []


@pytest.mark.parametrize(
    ("offence", "first", "last"),
    [
        ("Other Firearm Offences", "2021-07", "2022-01"),
        ("Violence without Injury", "2013-09", "2014-12"),
    ],
)
def test_london_recording_changes_are_flagged_and_not_alarmed(
    shared_data: Path, offence: str, first: str, last: str
) -> None:
    """The half year that follows alarms in half of its months; none once the change is said."""
    table = pq.read_table(shared_data / LONDON).to_pandas()
    wide = table[table.minor == offence].pivot_table(
        index="borough", columns="month", values="n", aggfunc="sum", fill_value=0
    )
    counts, months = wide.to_numpy(), [str(month)[:7] for month in wide.columns]
    breaks = temporal.level_breaks(
        counts, settings=temporal.BreakSettings(per_year=12, least_length=12)
    )
    changed = {one.series: one.at for one in breaks if first <= months[one.at] <= last}
    assert len(changed) >= 15
    by_month = replace(
        temporal.NOUFAILY, periods_a_year=12, half_window=1, seasons=4, weeks_left_out=6
    )
    as_it_stands, flagged, judged = 0, 0, 0
    for row, at in changed.items():
        after = range(at + 3, at + 9)
        plain = temporal.farrington(counts[row], first_week=None, judged=after, settings=by_month)
        said = temporal.farrington(
            counts[row], first_week=None, judged=after, settings=by_month, recording_changed=[at]
        )
        as_it_stands += int(plain.is_alarm.sum())
        flagged += int(said.is_alarm.sum())
        judged += said.is_alarm.size
        assert set(said.reason.ravel()) <= {Reason.RECORDING_CHANGE, Reason.SHORT_HISTORY}
    assert as_it_stands > 0.45 * judged
    assert flagged == 0
