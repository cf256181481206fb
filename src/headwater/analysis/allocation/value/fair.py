"""Which projects cost less for each participant, compared fairly?

Three guards. A cost that rests on few people is moved towards the mean of its group. A project with
fewer participants than the rulebook's least is shown without a rank; the others with the range of
ranks that chance leaves open. And who took part is shown beside it, with the outcomes that the same
people would have had on average.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from headwater.analysis.allocation.value.kernels import (
    rank_limits,
    spread_between,
    towards_the_mean,
)
from headwater.analysis.rates.kernels import FloatArray, count_limits, normal_deviate
from headwater.core.errors import ParameterError
from headwater.rulebook import threshold

LEVEL = 0.95
RANK_DRAWS = 4_000


@dataclass(frozen=True, slots=True)
class Given:
    """What a project cost and how many took part."""

    project: str
    cost_gbp: float
    participants: int


@dataclass(frozen=True, slots=True)
class FairCost:
    """One project beside the others: as it was, moved towards the mean, and between which ranks.

    Ranks are None where too few took part, here or among the others, to rank anything.
    """

    project: str
    participants: int
    value: float | None
    moved: float | None
    low: float | None
    high: float | None
    rank_low: int | None
    rank_high: int | None


@dataclass(frozen=True, slots=True)
class FairCosts:
    """A group of projects compared, the mean they are moved towards, and how far they differ.

    `between` is the standard deviation between projects on the logarithmic scale; 0 means that
    chance alone would make them differ as they do.
    """

    rows: tuple[FairCost, ...]
    mean: float | None
    between: float
    least_participants: int
    level: float


@dataclass(frozen=True, slots=True)
class CaseMix:
    """Outcomes beside those that the same people would have had at the group's own shares.

    `ratio` is observed over expected: above 1 is better than such people fare on average.
    """

    observed: int
    expected: float
    ratio: float | None
    low: float | None
    high: float | None
    level: float


def least_participants() -> int:
    """Below so many participants no project is ranked."""
    return int(threshold("value_minimum_participants").value)


def may_rank(participants: int) -> bool:
    """Whether enough took part for a project to be ranked."""
    return participants >= least_participants()


def fair_costs(given: Sequence[Given], *, seed: int, level: float = LEVEL) -> FairCosts:
    """Costs for each participant, moved towards their mean, and ranks where they may be had.

    On the logarithmic scale, where a count of n has a variance of about 1/n.
    """
    some = [each for each in given if each.participants > 0 and each.cost_gbp > 0.0]
    if len(some) < 2:
        rows = tuple(_alone(each) for each in given)
        return FairCosts(rows, None, 0.0, least_participants(), level)
    values = np.log([each.cost_gbp / each.participants for each in some])
    variances = np.array([1.0 / each.participants for each in some])
    mean, _, between = spread_between(values, variances)
    moved, errors = towards_the_mean(values, variances)
    ranks = _ranks(some, moved, errors, seed=seed, level=level)
    z = normal_deviate(level)
    told = {
        each.project: FairCost(
            project=each.project,
            participants=each.participants,
            value=each.cost_gbp / each.participants,
            moved=float(np.exp(moved[place])),
            low=float(np.exp(moved[place] - z * errors[place])),
            high=float(np.exp(moved[place] + z * errors[place])),
            rank_low=ranks.get(each.project, (None, None))[0],
            rank_high=ranks.get(each.project, (None, None))[1],
        )
        for place, each in enumerate(some)
    }
    rows = tuple(told.get(each.project) or _alone(each) for each in given)
    return FairCosts(
        rows, float(np.exp(mean)), float(np.sqrt(between)), least_participants(), level
    )


def case_mix(
    observed: int,
    *,
    took_part: Mapping[str, int],
    usual_share: Mapping[str, float],
    level: float = LEVEL,
) -> CaseMix:
    """Outcomes of a project beside those expected of the same kinds of people.

    `took_part` counts people by kind, such as age band; `usual_share` is the share of each kind
    with the outcome over all projects. Limits are those of the observed count (indirect
    standardisation; Breslow & Day 1987).

    >>> case_mix(12, took_part={"10-13": 20, "14-17": 20}, usual_share={"10-13": 0.3, "14-17": 0.2})
    ... # doctest: +ELLIPSIS
    CaseMix(observed=12, expected=10.0, ratio=1.2, low=0.61..., high=2.09..., level=0.95)
    """
    missing = sorted(set(took_part) - set(usual_share))
    if missing:
        raise ParameterError(f"There is no usual share for [{', '.join(missing)}].")
    expected = sum(count * usual_share[kind] for kind, count in took_part.items())
    if expected <= 0.0:
        return CaseMix(observed, expected, None, None, None, level)
    few, many = count_limits(np.array([float(observed)]), level=level)
    return CaseMix(
        observed,
        expected,
        observed / expected,
        float(few[0]) / expected,
        float(many[0]) / expected,
        level,
    )


def _ranks(
    some: Sequence[Given], moved: FloatArray, errors: FloatArray, *, seed: int, level: float
) -> dict[str, tuple[int, int]]:
    """Between which ranks each project with enough participants lies; none where fewer than two."""
    places = [place for place, each in enumerate(some) if may_rank(each.participants)]
    if len(places) < 2:
        return {}
    rng = np.random.default_rng(seed)
    low, high = rank_limits(moved[places], errors[places], level=level, draws=RANK_DRAWS, rng=rng)
    return {
        some[place].project: (int(low[rank]), int(high[rank])) for rank, place in enumerate(places)
    }


def _alone(each: Given) -> FairCost:
    value = each.cost_gbp / each.participants if each.participants else None
    return FairCost(each.project, each.participants, value, None, None, None, None, None)
