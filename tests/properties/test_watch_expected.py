"""What is to be expected of a rule rests on enough alerts, whichever weeks were supplied."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from builders.watching import build_held, build_rule
from headwater.analysis.needs.scope import Scope, Shapes
from headwater.analysis.watch import detecting, registering
from headwater.analysis.watch.counting import WeeklyCounts
from headwater.analysis.watch.registering import expected_alarms, looking_back
from headwater.analysis.watch.rules import ExpectedAlarms, Watching, WatchRule
from headwater.core.counts import Dimension, FloatArray
from headwater.core.weeks import Week

NOWHERE = cast(Scope, SimpleNamespace(shapes=Shapes({}, {})))
AREAS = tuple(f"a{at}" for at in range(9))
STREETS = tuple(f"s{at:02}" for at in range(24))
LINE = {code: (0.01 * at, 52.0) for at, code in enumerate(STREETS)}
SOMEWHERE = cast(Scope, SimpleNamespace(shapes=Shapes({}, LINE)))
EVEN = build_held(
    np.ones((len(STREETS), 120)),
    Dimension("lsoa", "Small area", STREETS, STREETS),
    measure="violence_with_injury",
    last=Week.parse("2025-W30"),
)


def expected(rule: WatchRule, held: WeeklyCounts) -> ExpectedAlarms:
    """What is to be expected of a rule on its own history."""
    before = looking_back(rule, held, scope=NOWHERE)
    return expected_alarms(rule, held, scope=NOWHERE, seed=5, before=before)


@pytest.mark.parametrize("method", [Watching.EARS, Watching.FARRINGTON])
def test_missing_latest_weeks_do_not_make_a_rule_look_quiet(method: Watching) -> None:
    # Given the same history, whole, and with its latest weeks not supplied
    counts = np.random.default_rng(1).poisson(12.0, (len(AREAS), 200)).astype(float)
    areas = Dimension("lad", "District", AREAS, AREAS)
    held = build_held(counts, areas, measure="violence_with_injury", last=Week.parse("2025-W30"))
    rule = build_rule(method=method, alpha=0.02, delay_weeks=0)
    whole = expected(rule, held)
    missing = counts.copy()
    missing[:, -4:] = np.nan

    # When what is to be expected is worked out of both
    late = expected(rule, replace(held, counts=missing))

    # Then all areas are judged, and the two agree within their intervals
    assert late.judged_areas == whole.judged_areas == len(AREAS)
    assert whole.a_year > 0
    assert late.low < whole.high
    assert whole.low < late.high


def scanned(monkeypatch: pytest.MonkeyPatch, *, chance: float) -> tuple[ExpectedAlarms, list[int]]:
    """A scan of simulated weeks that raises one alert with some chance; how many each hundred."""
    rng, raised = np.random.default_rng(3), []

    def some(_: object, tables: list[object], **__: object) -> list[tuple[str, ...]]:
        found = [("alert",) * int(rng.random() < chance) for _ in tables]
        raised.append(sum(len(each) for each in found))
        return found

    monkeypatch.setattr(registering, "clusters_alike", some)
    rule = build_rule(method=Watching.SCAN, delay_weeks=0)
    return expected_alarms(rule, EVEN, scope=SOMEWHERE, seed=5, before=()), raised


def test_a_scan_is_simulated_until_enough_alerts_were_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found, raised = scanned(monkeypatch, chance=0.05)

    # Then weeks end with the hundred that brought enough alerts, and the interval is narrow
    assert found.simulated_weeks == 100 * len(raised) < registering.MOST_SCANS
    assert sum(raised) >= registering.ENOUGH_ALERTS > sum(raised[:-1])
    assert found.a_year == pytest.approx(0.52 * sum(raised) / len(raised))
    assert found.low < 52 * 0.05 < found.high
    assert found.low > 0.7 * found.a_year
    assert found.high < 1.4 * found.a_year


def test_a_scan_that_hardly_ever_speaks_ends_too_and_leaves_a_wide_interval(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found, raised = scanned(monkeypatch, chance=0.001)
    assert found.simulated_weeks == 100 * len(raised) == registering.MOST_SCANS
    assert found.high > 2.0 * found.a_year
    assert found.low < 52 * 0.001 < found.high


def test_weeks_are_dealt_anew_and_judged_as_a_week_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Given a scan that anybody may follow
    seen: list[tuple[tuple[FloatArray, ...], int]] = []

    def followed(how: WatchRule, tables: list[FloatArray], **asked: Any) -> Any:
        found = detecting.clusters_alike(how, tables, **asked)
        seen.append((tuple(tables), asked["seed"]))
        alone = [detecting.clusters_among(how, table, **asked) for table in tables[:12]]
        assert list(found[:12]) == alone
        return found

    monkeypatch.setattr(registering, "clusters_alike", followed)
    monkeypatch.setattr(registering, "MOST_SCANS", 200)
    rule = build_rule(method=Watching.SCAN, alpha=0.1, least_cases=2, delay_weeks=0)

    # When its false alarms are worked out
    found = expected_alarms(rule, EVEN, scope=SOMEWHERE, seed=5, before=())

    # Then each hundred has other replicas, no week is dealt twice, and totals stay as they were
    assert len({seed for _, seed in seen}) == 2
    weeks = [table for tables, _ in seen for table in tables]
    assert len({table.tobytes() for table in weeks}) == found.simulated_weeks == 200
    for table in weeks:
        np.testing.assert_array_equal(table.sum(axis=0), np.full(120, 24.0))
        np.testing.assert_array_equal(table.sum(axis=1), np.full(24, 120.0))
    assert 0 < found.low < 52 * 0.1 < found.high
    assert found == expected_alarms(rule, EVEN, scope=SOMEWHERE, seed=5, before=())
