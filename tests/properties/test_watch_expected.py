"""What is to be expected of a rule does not depend on whether its latest weeks were supplied."""

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from builders.watching import build_held, build_rule
from headwater.analysis.needs.scope import Scope, Shapes
from headwater.analysis.watch.registering import expected_alarms
from headwater.analysis.watch.rules import Watching
from headwater.core.counts import Dimension
from headwater.core.weeks import Week

NOWHERE = cast(Scope, SimpleNamespace(shapes=Shapes({}, {})))
AREAS = tuple(f"a{at}" for at in range(9))


@pytest.mark.parametrize("method", [Watching.EARS, Watching.FARRINGTON])
def test_missing_latest_weeks_do_not_make_a_rule_look_quiet(method: Watching) -> None:
    # Given the same history, whole, and with its latest weeks not supplied
    counts = np.random.default_rng(1).poisson(12.0, (len(AREAS), 200)).astype(float)
    areas = Dimension("lad", "District", AREAS, AREAS)
    held = build_held(counts, areas, measure="violence_with_injury", last=Week.parse("2025-W30"))
    rule = build_rule(method=method, alpha=0.02, delay_weeks=0)
    whole = expected_alarms(rule, held, scope=NOWHERE, seed=5)
    missing = counts.copy()
    missing[:, -4:] = np.nan

    # When what is to be expected is worked out of both
    late = expected_alarms(rule, replace(held, counts=missing), scope=NOWHERE, seed=5)

    # Then all areas are judged, and the two agree within their intervals
    assert late.judged_areas == whole.judged_areas == len(AREAS)
    assert whole.a_year > 0
    assert late.low < whole.high
    assert whole.low < late.high
