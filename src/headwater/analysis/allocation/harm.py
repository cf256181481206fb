"""How much harm is a project expected to prevent, and on what assumptions?

    people reached
    × violence with injury each would see in a year without the project
    × days of harm that one such offence stands for
    × share of it that the approach prevents
    × share of that effect that a local project reaches
    × years it lasts

The effect is the toolkit's band of the approach, taken as a range; the days are the Cambridge Crime
Harm Index; the rest are assumptions of the rulebook, each a range, to be replaced as local figures
come. Nothing here is about a person: people reached are a number.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from headwater.analysis.allocation.questions import Effect
from headwater.analysis.allocation.solving import FloatArray, spread_draws
from headwater.core.errors import ParameterError
from headwater.rulebook import (
    HarmWeight,
    Impact,
    Trust,
    allocation_assumption,
    harm_weight_of_subgroup,
    toolkit_approach,
)

LEVELS = ("primary", "secondary", "tertiary")
OFFENCE = "Violence with injury"
DRAWS = 20_000
# The middle 99 % of what is drawn is taken for the ends: a product has no ends one would believe.
TAIL = 0.005
BANDS = {
    Impact.HIGH: "effect_high",
    Impact.NO_CLEAR_EVIDENCE: "effect_no_clear_evidence",
    Impact.NOT_READ: "effect_not_read",
    Impact.HARMFUL: "effect_harmful",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One factor of the working, with where it comes from."""

    title: str
    low: float
    central: float
    high: float
    unit: str
    source: str
    trust: Trust

    @property
    def is_assumption(self) -> bool:
        """Whether it was chosen rather than read anywhere."""
        return self.trust is Trust.DESIGN


@dataclass(frozen=True, slots=True)
class Working:
    """Days of harm that a project is expected to prevent, and each step of the working."""

    people: int
    effect: Effect
    steps: tuple[Step, ...]


def effect_of(impact: Impact, approach: str) -> Step:
    """The share of violence that an approach prevents, from its band in the toolkit."""
    row = toolkit_approach(approach)
    if impact in BANDS:
        return _assumed(BANDS[impact])
    assert row.effect_low_percent is not None
    assert row.effect_high_percent is not None
    low, high = row.effect_low_percent / 100.0, row.effect_high_percent / 100.0
    return Step(
        f"Effect of {row.name}, band {impact.words}",
        low,
        (low + high) / 2.0,
        high,
        "share of violence prevented",
        f"{row.source}; the middle of the band is ours",
        row.trust,
    )


def expected_harm(people: int, *, approach: str, level: str) -> Working:
    """Days of harm that a project is expected to prevent.

    `approach` is an id of the toolkit, empty where none fits: then as without clear evidence.
    `level` is primary, secondary or tertiary prevention.

    >>> round(expected_harm(40, approach="mentoring", level="secondary").effect.central, 1)
    87.6
    """
    if people < 0:
        raise ParameterError.below("people", value=people, least=0)
    if level not in LEVELS:
        raise ParameterError(f"[level] is [{level}] and must be one of [{', '.join(LEVELS)}].")
    steps, each = _for_each_person(approach, level)
    scaled = Effect(people * each.low, people * each.central, people * each.high)
    return Working(people, scaled, steps)


@cache
def _for_each_person(approach: str, level: str) -> tuple[tuple[Step, ...], Effect]:
    """The working for one person reached."""
    impact = toolkit_approach(approach).impact if approach else Impact.NO_CLEAR_EVIDENCE
    steps = (
        _assumed(f"violence_{level}"),
        _weight(harm_weight_of_subgroup(OFFENCE)),
        effect_of(impact, approach) if approach else _assumed(BANDS[impact]),
        _assumed("local_delivery"),
        _assumed("years_of_effect"),
    )
    central = float(np.prod([step.central for step in steps]))
    drawn = _product(steps)
    low, high = np.quantile(drawn, [TAIL, 1.0 - TAIL])
    return steps, Effect(float(low), central, float(high))


def _product(steps: tuple[Step, ...]) -> FloatArray:
    """Draws of the product of steps that vary independently; the same draws every time."""
    low, central, high = (
        np.array([getattr(step, end) for step in steps]) for end in ("low", "central", "high")
    )
    chances = np.random.default_rng(1).random((DRAWS, len(steps)))
    drawn = spread_draws(chances, low=low, central=central, high=high)
    return np.asarray(drawn.prod(axis=1), dtype=np.float64)


def _assumed(name: str) -> Step:
    row = allocation_assumption(name)
    return Step(row.title, row.low, row.central, row.high, row.unit, row.source, row.trust)


def _weight(row: HarmWeight) -> Step:
    return Step(
        f"Days of harm of one offence: {row.key}",
        row.days,
        row.days,
        row.days,
        f"days, {row.basis}",
        row.source,
        row.trust,
    )
