"""Which projects, for this money, are expected to prevent the most harm?

A whole-number programme over yes and no for each size of each project (a knapsack problem with
side constraints; Kellerer, Pferschy & Pisinger 2004), solved by HiGHS. Expected effects are
maximised; their ranges are carried through by drawing them again and again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from headwater.analysis.allocation.clashes import ClashError, clashes
from headwater.analysis.allocation.programmes import Built, build, limit_coefficients
from headwater.analysis.allocation.questions import Limit, Measure, Question, check
from headwater.analysis.allocation.results import (
    Choice,
    ChosenSet,
    LeftOut,
    Picked,
    Price,
    Regret,
    Stay,
)
from headwater.analysis.allocation.solving import (
    FloatArray,
    IntArray,
    Programme,
    Proof,
    Solution,
    linked_uniforms,
    relaxation,
    solve,
    spread_draws,
)
from headwater.core.errors import AnalysisError, ParameterError
from headwater.core.provenance import Provenance

Progress = Callable[[str, int, int], None]
"""Called with what begins, how many steps are done and how many there are."""

METHOD = (
    "Whole-number programme (HiGHS): the set of projects with the highest expected harm prevented "
    "that keeps to every limit. Effects are drawn from beta distributions between their low and "
    "high values with the central value as mean; effects of one approach vary together."
)
STEPS = (
    "Looking for the best set",
    "Looking for the next best sets",
    "Pricing the limits",
    "Drawing effects again",
)
HARMFUL = "Its approach is known to do harm, and no override is on record."


class OutOfTimeError(AnalysisError):
    """No set was found in the time allowed."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"No set of projects that keeps to every limit was found in [{seconds:g}] seconds. "
            "Allow more time, or fewer limits."
        )


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to look, and how much to tell.

    `seconds` and `gap` are for the best set and those next to it: a gap of 0 asks for a proof.
    `again_seconds` is for each time it is solved again for a price or a draw; draws may stop at
    `draw_gap`. `others` is how many next best sets to give; each differs from those before it in
    at least `differing` sizes. `alike` is the correlation of effects within an approach.
    """

    seconds: float = 10.0
    gap: float = 0.0
    again_seconds: float = 2.0
    draw_gap: float = 1e-3
    others: int = 3
    differing: int = 1
    draws: int = 200
    interval_draws: int = 2_000
    alike: float = 0.5
    level: float = 0.95

    def check(self) -> None:
        """Raise `ParameterError` for what cannot be asked."""
        for name in ("seconds", "again_seconds"):
            if getattr(self, name) <= 0.0:
                raise ParameterError.below(name, value=getattr(self, name), least=0.05)
        for name in ("gap", "draw_gap", "alike"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise ParameterError.outside(name, value=getattr(self, name), low=0, high=1)
        for name, least in (("others", 0), ("differing", 1), ("draws", 0), ("interval_draws", 100)):
            if getattr(self, name) < least:
                raise ParameterError.below(name, value=getattr(self, name), least=least)
        if not 0.5 <= self.level < 1.0:
            raise ParameterError.outside("level", value=self.level, low=0.5, high=0.999)


USUAL = Effort()


def choose(
    question: Question, *, effort: Effort = USUAL, seed: int, progress: Progress | None = None
) -> Choice:
    """The best set of a question, the next best, what limits cost, and how firm it all is.

    Raises `ClashError` where the limits cannot all be kept, and names those that clash.
    """
    check(question)
    effort.check()
    rng = np.random.default_rng(seed)
    built = build(question)
    _tell(progress, 0)
    best = best_solution(question, built, effort)
    chances = _chances(built, effort.interval_draws, effort=effort, rng=rng)
    _tell(progress, 1)
    others = _next_best(built, best, effort)
    sets = [_chosen(question, built, each, chances, effort.level) for each in (best, *others)]
    _tell(progress, 2)
    prices = tuple(_price(question, built, best, limit, effort) for limit in question.limits)
    _tell(progress, 3)
    stays, regret = _stays(question, built, best, effort=effort, rng=rng)
    return Choice(
        best=sets[0],
        others=tuple(sets[1:]),
        prices=prices,
        stays=stays,
        regret=regret,
        left_out=tuple(LeftOut(each.id, HARMFUL) for each in question.projects if each.is_left_out),
        provenance=Provenance(method=METHOD, cautions=_cautions(sets), seed=seed),
    )


def best_set(question: Question, *, effort: Effort = USUAL, seed: int) -> ChosenSet:
    """Only the best set, with its proof and its interval."""
    check(question)
    effort.check()
    built = build(question)
    best = best_solution(question, built, effort)
    rng = np.random.default_rng(seed)
    chances = _chances(built, effort.interval_draws, effort=effort, rng=rng)
    return _chosen(question, built, best, chances, effort.level)


def best_solution(question: Question, built: Built, effort: Effort) -> Solution:
    """The best set as columns, or an error that says why there is none."""
    best = solve(built.programme, seconds=effort.seconds, gap=effort.gap)
    if best.proof is Proof.IMPOSSIBLE:
        raise ClashError(clashes(question, seconds=effort.seconds))
    if best.values is None:
        raise OutOfTimeError(effort.seconds)
    return best


def _cautions(sets: list[ChosenSet]) -> tuple[str, ...]:
    said = []
    if sets[0].proof is not Proof.OPTIMAL:
        said.append(
            f"It is not proved that this is the best set: another may prevent up to "
            f"{sets[0].gap:.2%} more."
        )
    if not sets[0].picked:
        said.append("The best set is empty: no project is expected to prevent harm.")
    return tuple(said)


def _next_best(built: Built, best: Solution, effort: Effort) -> list[Solution]:
    """The sets after the best: each time all sets too near to those in hand are cut off."""
    programme, found, others = built.programme, best, []
    sizes = np.arange(built.columns.sizes)
    for _ in range(effort.others):
        assert found.values is not None
        programme = programme.without(found.values, among=sizes, by=effort.differing)
        found = solve(programme, seconds=effort.seconds, gap=effort.gap)
        if found.values is None:
            break
        others.append(found)
    return others


def _chosen(
    question: Question, built: Built, found: Solution, chances: FloatArray, level: float
) -> ChosenSet:
    assert found.values is not None
    columns = built.columns
    taken = np.flatnonzero(found.values[: columns.sizes] > 0.5)
    totals = _effects(built, chances, taken).sum(axis=1)
    low, high = np.quantile(totals, [(1 - level) / 2, (1 + level) / 2])
    shared = float(columns.cost[columns.sizes :] @ found.values[columns.sizes :])
    return ChosenSet(
        picked=tuple(_picked(question, built, int(column)) for column in taken),
        cost_gbp=float(columns.cost[taken].sum()) + shared,
        shared_cost_gbp=shared,
        harm=float(columns.central[taken].sum()),
        low=float(low),
        high=float(high),
        level=level,
        proof=found.proof,
        bound=found.bound,
        gap=found.gap,
    )


def _picked(question: Question, built: Built, column: int) -> Picked:
    project = question.projects[int(built.columns.project[column])]
    size = project.sizes[int(built.columns.size[column])]
    return Picked(project.id, size.id, size.cost_gbp, size.harm.central)


def _chances(built: Built, draws: int, *, effort: Effort, rng: np.random.Generator) -> FloatArray:
    """The luck of every project (draws x projects); its sizes share it."""
    return linked_uniforms(built.columns.kind, alike=effort.alike, draws=draws, rng=rng)


def _effects(built: Built, chances: FloatArray, taken: IntArray) -> FloatArray:
    """The effects that some sizes have with that luck (draws x those sizes)."""
    columns = built.columns
    return spread_draws(
        chances[:, columns.project[taken]],
        low=columns.low[taken],
        central=columns.central[taken],
        high=columns.high[taken],
    )


def _stays(
    question: Question, built: Built, best: Solution, *, effort: Effort, rng: np.random.Generator
) -> tuple[tuple[Stay, ...], Regret | None]:
    """How often each project is in the best set of a draw, and what the draws' best gain more."""
    assert best.values is not None
    sizes = built.columns.sizes
    chances = _chances(built, effort.draws, effort=effort, rng=rng)
    counts, losses = np.zeros(len(question.projects)), np.zeros(effort.draws)
    for number, gains in enumerate(_effects(built, chances, np.arange(sizes))):
        programme = _regained(built.programme, gains)
        found = solve(
            programme, seconds=effort.again_seconds, gap=effort.draw_gap, known=best.values
        )
        assert found.values is not None
        np.add.at(counts, built.columns.project[found.values[:sizes] > 0.5], 1.0)
        losses[number] = found.gain - programme.gain @ best.values
    draws = max(effort.draws, 1)
    inside = {each.project for each in _members(question, built, best)}
    stays = tuple(
        Stay(
            project=each.id,
            in_best=each.id in inside,
            share=float(count / draws),
            error=float(np.sqrt(count / draws * (1 - count / draws) / draws)),
            draws=effort.draws,
        )
        for each, count in zip(question.projects, counts, strict=True)
    )
    return stays, _regret(losses, best)


def _regret(losses: FloatArray, best: Solution) -> Regret | None:
    """What is lost on average; None where too few draws were asked for to say."""
    if len(losses) < 2:
        return None
    mean, error = float(losses.mean()), float(losses.std(ddof=1) / np.sqrt(len(losses)))
    return Regret(mean, error, mean / best.gain if best.gain > 0.0 else None)


def _members(question: Question, built: Built, found: Solution) -> Iterable[Picked]:
    assert found.values is not None
    taken = np.flatnonzero(found.values[: built.columns.sizes] > 0.5)
    return (_picked(question, built, int(column)) for column in taken)


def _regained(programme: Programme, gains: FloatArray) -> Programme:
    """The same programme with other effects."""
    rest = np.zeros(len(programme.gain) - len(gains))
    return replace(programme, gain=np.concatenate([gains, rest]))


def _price(question: Question, built: Built, best: Solution, limit: Limit, effort: Effort) -> Price:
    """What one limit costs: the question solved again with it relaxed, and without it."""
    assert best.values is not None
    place = question.limits.index(limit)
    step = abs(limit.relaxed(limit.priced_step) - limit.value)
    relaxed = _again(question, limit, best, effort, value=limit.relaxed(step))
    gain = max(relaxed.gain - best.gain, 0.0)
    without = None
    if not limit.is_budget:
        freed = _again(question, limit, best, effort, value=None)
        without = max(freed.gain - best.gain, 0.0)
    return Price(
        limit=limit,
        used=used(question, built, best.values, limit),
        step=step,
        gain=gain,
        gain_low=max(relaxed.gain - best.bound, 0.0),
        gain_high=max(relaxed.bound - best.gain, 0.0),
        per_unit=gain / step if step else 0.0,
        slope=_slope(built, limit, place),
        without=without,
    )


def _again(
    question: Question, limit: Limit, best: Solution, effort: Effort, *, value: float | None
) -> Solution:
    """The best set when one limit has another value, or is struck out."""
    kept = [
        replace(each, value=value) if each is limit and value is not None else each
        for each in question.limits
        if value is not None or each is not limit
    ]
    programme = build(replace(question, limits=tuple(kept))).programme
    return solve(programme, seconds=effort.again_seconds, gap=effort.gap, known=best.values)


def used(question: Question, built: Built, values: FloatArray, limit: Limit) -> float:
    """What a set comes to on the measure of a limit."""
    if limit.measure is not Measure.SHARE:
        return float(limit_coefficients(question, built.columns, limit) @ values)
    pounds = replace(limit, measure=Measure.POUNDS)
    given = float(built.columns.cost[: built.columns.sizes] @ values[: built.columns.sizes])
    counted = float(limit_coefficients(question, built.columns, pounds) @ values)
    return counted / given if given else 0.0


def _slope(built: Built, limit: Limit, place: int) -> float:
    """The linear relaxation's price of one unit of a limit."""
    relaxed = relaxation(built.programme)
    if relaxed is None:
        return 0.0
    price = float(relaxed.row_prices[place] / built.scale[place])
    if limit.measure is not Measure.SHARE:
        return price
    # Changing the share by d changes the row by d times all money given to projects.
    sizes = built.columns.sizes
    return price * float(built.columns.cost[:sizes] @ relaxed.values[:sizes])


def _tell(progress: Progress | None, step: int) -> None:
    if progress is not None:
        progress(STEPS[step], step, len(STEPS))
