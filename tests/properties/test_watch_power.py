"""What a rule finds grows with the outbreak, and of no outbreak it finds what chance gives."""

import doctest
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from builders.watching import build_rule
from headwater.analysis.needs.scope import Scope, Shapes
from headwater.analysis.watch import power
from headwater.analysis.watch.counting import WeeklyCounts
from headwater.analysis.watch.power import Outbreak, Power, power_of
from headwater.analysis.watch.rules import Watching
from headwater.core.areas import Level
from headwater.core.counts import Dimension
from headwater.core.errors import NotEnoughDataError, ParameterError
from headwater.core.weeks import Week, weeks_between
from headwater.lake.store import Rows
from headwater.rulebook import watch_measure

SIZES = (Outbreak(), Outbreak(times=1.5), Outbreak(times=3.0))


def build_held(areas: int, weeks: int, mean: float) -> tuple[WeeklyCounts, Scope]:
    """Poisson counts of areas on a square grid."""
    codes = tuple(f"a{at:03d}" for at in range(areas))
    side = int(np.ceil(np.sqrt(areas)))
    centres = {code: (at % side * 0.01, 52.0 + at // side * 0.01) for at, code in enumerate(codes)}
    first = Week.parse("2020-W01")
    held = WeeklyCounts(
        measure=watch_measure("violence_with_injury"),
        areas=Dimension("lsoa", "Neighbourhood", codes, codes),
        weeks=weeks_between(first, first.plus(weeks - 1)),
        counts=np.random.default_rng(1).poisson(mean, (areas, weeks)).astype(float),
        rows=cast(Rows, None),
    )
    return held, cast(Scope, SimpleNamespace(shapes=Shapes({}, centres)))


def shares(found: tuple[Power, ...]) -> list[float]:
    return [each.found for each in found]


def test_every_worked_number_is_true() -> None:
    outcome = doctest.testmod(power)
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_farrington_finds_more_of_larger_outbreaks_and_sooner() -> None:
    held, scope = build_held(6, 260, 20.0)
    rule = build_rule(delay_weeks=0)
    found = power_of(rule, held, SIZES, scope=scope, replicas=40, seed=3)
    assert shares(found) == sorted(shares(found))
    # Six weeks at 1 in 200 are 3 %; 40 trials have a standard error of 3 %.
    assert found[0].found < 0.2
    assert found[2].found > 0.95
    assert found[2].mean_weeks < found[1].mean_weeks
    assert found[2].low < found[2].found <= found[2].high
    assert power_of(rule, held, SIZES, scope=scope, replicas=40, seed=3) == found


def test_the_scan_finds_an_outbreak_of_neighbours() -> None:
    held, scope = build_held(36, 60, 0.4)
    rule = build_rule(method=Watching.SCAN, level=Level.LSOA, alpha=0.05, delay_weeks=0)
    sizes = [Outbreak(weeks=4, areas=4), Outbreak(extra=40.0, weeks=4, areas=4)]
    found = power_of(rule, held, sizes, scope=scope, replicas=8, seed=3)
    assert found[0].found <= 0.5
    assert found[1].found == 1.0
    assert found[1].mean_weeks < 3


def test_ears_judges_the_same_outbreaks() -> None:
    held, scope = build_held(6, 80, 20.0)
    rule = build_rule(method=Watching.EARS, alpha=0.001, delay_weeks=0)
    found = power_of(rule, held, SIZES, scope=scope, replicas=40, seed=3)
    assert found[0].found < found[2].found


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ParameterError):
        Outbreak(times=0.5)
    held, scope = build_held(2, 15, 5.0)
    with pytest.raises(NotEnoughDataError):
        power_of(build_rule(), held, SIZES, scope=scope, replicas=2, seed=1)
