"""Early warning for a nation in one job: mapped force by force, here or over Spark.

Counts come as rows (force, area, group, week, n), as a lake's engine gives them. Each force is
judged by itself with the same kernels, so where it runs and beside whom changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from headwater.analysis.watch.nation import ForceCounts, Method, MethodWeek, judge_force
from headwater.core.counts import FloatArray
from headwater.core.errors import ParameterError
from headwater.core.weeks import Week
from headwater.lake.spark import map_groups

TEXT: Any = pa.string()
WHOLE: Any = pa.int32()
NUMBER: Any = pa.float64()
COUNTS = pa.schema(
    {"force": TEXT, "area_code": TEXT, "group": TEXT, "week": WHOLE, "n": WHOLE},
)
ALERTS = pa.schema(
    {
        "force": TEXT,
        "method": TEXT,
        "group": TEXT,
        "alert": WHOLE,
        "area_code": TEXT,
        "weeks": WHOLE,
        "observed": NUMBER,
        "expected": NUMBER,
        "p_value": NUMBER,
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The areas of one force, where they lie (metres) and which touch (rows of two positions)."""

    areas: tuple[str, ...]
    centres: FloatArray
    pairs: np.ndarray[Any, np.dtype[np.intp]]


@dataclass(frozen=True, slots=True, eq=False)
class NationalWeek:
    """All that judging a week needs besides the counts. `weeks` from `first`; the last is judged.

    Weeks are numbered from 0 at `first`. A week without a row is a week without events.
    """

    first: Week
    weeks: int
    groups: tuple[str, ...]
    methods: tuple[Method, ...]
    grounds: Mapping[str, Ground]
    seed: int


def watch_nation(counts: pa.Table, *, how: NationalWeek, backend: Any = None) -> pa.Table:
    """The alerts of a week, a row for each area of each, in a fixed order.

    `counts` has the columns of `COUNTS`. With a Spark `backend` forces are judged by its workers,
    else one after another here. Both give the same rows, to the last bit.
    """
    judge = partial(alerts_of_force, how=how)
    if backend is not None:
        answer = map_groups(backend, counts, by="force", function=judge, schema=ALERTS)
    else:
        forces: list[Any] = pc.unique(counts["force"]).to_pylist()
        parts = [
            judge(counts.filter(pc.equal(counts["force"], pa.scalar(force))))
            for force in sorted(forces)
        ]
        answer = pa.concat_tables([ALERTS.empty_table(), *parts])
    order = ("force", "method", "group", "alert", "area_code")
    return answer.sort_by([(name, "ascending") for name in order])


def alerts_of_force(counts: pa.Table, *, how: NationalWeek) -> pa.Table:
    """The alerts of one force, whose rows alone are given."""
    if not len(counts):
        return ALERTS.empty_table()
    force = force_counts(counts, how=how)
    found = judge_force(force, how.methods, first=how.first, seed=how.seed)
    rows = [row for each in found for row in _rows(force, each)]
    if not rows:
        return ALERTS.empty_table()
    columns = zip(*rows, strict=True)
    return pa.table(
        [pa.array(column, each.type) for column, each in zip(columns, ALERTS, strict=True)],
        schema=ALERTS,
    )


def force_counts(counts: pa.Table, *, how: NationalWeek) -> ForceCounts:
    """Rows of one force as groups × areas × weeks, in the order of the ground's areas.

    Raises `ParameterError` where a row has a group, an area or a week that `how` does not know.
    """
    force = str(counts["force"][0].as_py())
    ground = how.grounds[force]
    dense = np.zeros((len(how.groups), len(ground.areas), how.weeks), dtype=np.int32)
    at_group = pc.index_in(counts["group"], pa.array(how.groups))
    at_area = pc.index_in(counts["area_code"], pa.array(ground.areas))
    week = counts["week"].to_numpy()
    if at_group.null_count or at_area.null_count or ((week < 0) | (week >= how.weeks)).any():
        raise ParameterError(
            f"Rows of [{force}] have a group, an area or a week that is not among those to be "
            "judged. Leave them out, or name them."
        )
    np.add.at(dense, (at_group.to_numpy(), at_area.to_numpy(), week), counts["n"].to_numpy())
    return ForceCounts(force, how.groups, ground.areas, dense, ground.centres, ground.pairs)


def _rows(force: ForceCounts, found: MethodWeek) -> list[tuple[object, ...]]:
    """A row for each area of each alert of one method."""
    return [
        (
            force.force,
            str(found.how.method),
            group,
            number,
            force.areas[area],
            alert.weeks,
            alert.observed,
            alert.expected,
            alert.p_value,
        )
        for group, alerts in zip(force.groups, found.alerts, strict=True)
        for number, alert in enumerate(alerts, start=1)
        for area in alert.areas
    ]
