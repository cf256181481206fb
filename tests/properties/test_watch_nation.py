"""A nation's week is its forces' weeks: no order, chunk, thread or neighbour changes an answer."""

import importlib
from dataclasses import replace

import numba
import numpy as np
import pyarrow as pa
import pytest

from builders.nation import SMALL, Nation, build_nation
from headwater.analysis.watch.nation import ForceCounts, MethodWeek, judge_force
from headwater.analysis.watch.rules import Watching
from headwater.core.errors import NotEnoughDataError, ParameterError
from headwater.pipelines.watch_nation import force_counts, watch_nation


@pytest.fixture(scope="module")
def nation() -> Nation:
    return build_nation(SMALL, seed=4)


@pytest.fixture(scope="module")
def whole(nation: Nation) -> pa.Table:
    return watch_nation(nation.counts, how=nation.how)


def force_of(nation: Nation, name: str) -> ForceCounts:
    rows = nation.counts.filter(pa.compute.equal(nation.counts["force"], name))
    return force_counts(rows, how=nation.how)


def judged(nation: Nation, force: ForceCounts) -> tuple[MethodWeek, ...]:
    return judge_force(force, nation.how.methods, first=nation.how.first, seed=nation.how.seed)


def as_bytes(found: tuple[MethodWeek, ...]) -> list[bytes]:
    """Every number of an answer."""
    parts = []
    for each in found:
        parts += [each.judged.tobytes(), str(each.alerts).encode()]
        if each.alarms is not None:
            parts += [
                getattr(each.alarms, name).tobytes()
                for name in ("is_alarm", "observed", "expected", "p_value")
            ]
    return parts


def test_something_is_found_by_every_method(whole: pa.Table) -> None:
    assert set(whole["method"].to_pylist()) == {str(method) for method in Watching}


def test_a_planted_rise_is_found_where_it_was_planted(nation: Nation, whole: pa.Table) -> None:
    for method in Watching:
        found = {
            (row["force"], row["group"], row["area_code"])
            for row in whole.to_pylist()
            if row["method"] == method
        }
        assert nation.planted in found


def test_each_force_by_itself_gives_what_the_whole_gives(nation: Nation, whole: pa.Table) -> None:
    parts = [
        watch_nation(
            nation.counts.filter(pa.compute.equal(nation.counts["force"], force)),
            how=replace(nation.how, grounds={force: ground}),
        )
        for force, ground in nation.how.grounds.items()
    ]
    order = [(name, "ascending") for name in ("force", "method", "group", "alert", "area_code")]
    assert pa.concat_tables(parts).sort_by(order).equals(whole)


def test_the_order_of_rows_changes_nothing(nation: Nation, whole: pa.Table) -> None:
    shuffled = np.random.default_rng(1).permutation(len(nation.counts))
    assert watch_nation(nation.counts.take(shuffled), how=nation.how).equals(whole)


def test_the_order_of_areas_changes_nothing(nation: Nation) -> None:
    force = force_of(nation, nation.planted[0])
    order = np.random.default_rng(2).permutation(len(force.areas))
    back = np.argsort(order)
    mixed = ForceCounts(
        force=force.force,
        groups=force.groups,
        areas=tuple(force.areas[at] for at in order),
        counts=force.counts[:, order],
        centres=force.centres[order],
        pairs=back[force.pairs],
    )
    for ours, theirs in zip(judged(nation, force), judged(nation, mixed), strict=True):
        assert np.array_equal(ours.judged, theirs.judged[:, back])
        for mine, other in zip(ours.alerts, theirs.alerts, strict=True):
            named = {
                tuple(sorted(force.areas[a] for a in x.areas)): replace(x, areas=()) for x in mine
            }
            assert named == {
                tuple(sorted(mixed.areas[a] for a in x.areas)): replace(x, areas=()) for x in other
            }
        if ours.alarms is not None and theirs.alarms is not None:
            for name in ("is_alarm", "observed", "expected", "p_value"):
                mine, other = getattr(ours.alarms, name), getattr(theirs.alarms, name)
                assert mine.tobytes() == other[:, back].tobytes()


def test_threads_and_chunks_change_nothing(nation: Nation, monkeypatch: pytest.MonkeyPatch) -> None:
    force = force_of(nation, nation.planted[0])
    before, threads = as_bytes(judged(nation, force)), numba.get_num_threads()
    module = importlib.import_module("headwater.analysis.temporal.farrington")
    monkeypatch.setattr(module, "ROWS_AT_ONCE", 7)
    numba.set_num_threads(1)
    try:
        assert as_bytes(judged(nation, force)) == before
    finally:
        numba.set_num_threads(threads)


def test_a_week_that_is_missing_raises_no_alarm_and_is_not_judged(nation: Nation) -> None:
    force = force_of(nation, nation.planted[0])
    counts = force.counts.copy()
    counts[:, 0, -1] = -1
    for each in judged(nation, replace_counts(force, counts)):
        if each.alarms is not None:
            assert not each.alarms.is_alarm[:, 0].any()
            assert not each.judged[:, 0].any()


def test_a_place_without_a_point_is_not_scanned(nation: Nation) -> None:
    force = force_of(nation, nation.planted[0])
    force.centres[3] = np.nan
    found = next(each for each in judged(nation, force) if each.how.method is Watching.SCAN)
    assert not found.judged[:, 3].any()
    assert all(3 not in alert.areas for alerts in found.alerts for alert in alerts)


def replace_counts(force: ForceCounts, counts: np.ndarray) -> ForceCounts:
    return ForceCounts(force.force, force.groups, force.areas, counts, force.centres, force.pairs)


def test_no_rows_are_no_alerts(nation: Nation) -> None:
    assert len(watch_nation(nation.counts.slice(0, 0), how=nation.how)) == 0


def test_what_is_not_known_is_refused(nation: Nation) -> None:
    one = nation.counts.slice(0, 1)
    beyond = one.set_column(3, "week", pa.array([nation.how.weeks], pa.int32()))
    with pytest.raises(ParameterError, match="not among those"):
        watch_nation(beyond, how=nation.how)
    with pytest.raises(ParameterError, match="not among those"):
        watch_nation(one, how=replace(nation.how, groups=("another",)))
    force = force_of(nation, nation.planted[0])
    with pytest.raises(ParameterError, match="shape"):
        replace_counts(force, force.counts[:, :-1])
    with pytest.raises(NotEnoughDataError):
        judged(nation, replace_counts(force, force.counts[:, :, :9]))
