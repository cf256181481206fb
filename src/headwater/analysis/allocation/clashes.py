"""Which limits cannot all be kept, and how little would have to give?

Two answers. The least the limits would have to give: every limit may give way, at a cost in
proportion to its own size, and the cheapest way out is found (elastic programming; Chinneck 2008,
chapter 6). And a smallest clash: limits are struck out one at a time for as long as the rest still
clash, so that what is left clashes and any part of it does not (Chinneck's deletion filter).
"""

from dataclasses import replace

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from headwater.analysis.allocation.programmes import build
from headwater.analysis.allocation.questions import Limit, Measure, Question, Side
from headwater.analysis.allocation.results import Clash
from headwater.analysis.allocation.solving import Proof, solve
from headwater.core.errors import AnalysisError


class ClashError(AnalysisError):
    """Limits that cannot all be kept."""

    def __init__(self, clash: tuple[Clash, ...]) -> None:
        self.clash = clash
        if not clash:
            super().__init__(
                "No set of projects keeps to what must be in, may not be together and must go "
                "together. Look at those first."
            )
            return
        names = "; ".join(f"[{each.limit.title}]" for each in clash)
        ways = [_way(each.limit, each.give) for each in clash if each.give]
        way = f" One way out: {'; '.join(ways)}." if ways else ""
        super().__init__(f"These limits cannot all be kept: {names}.{way}")


def clashes(question: Question, *, seconds: float) -> tuple[Clash, ...]:
    """The limits that clash, and how far each gives way in the cheapest way out.

    Empty where pairs and projects that must be in leave no set even without any limit.
    """
    if not _is_possible(replace(question, limits=()), seconds):
        return ()
    limits = list(question.limits)
    for limit in question.limits:
        fewer = [each for each in limits if each is not limit]
        if not _is_possible(replace(question, limits=tuple(fewer)), seconds):
            limits = fewer
    gives = _gives(question, seconds=seconds)
    named = [each for each in question.limits if each in limits or gives[each.id]]
    return tuple(Clash(limit, gives[limit.id]) for limit in named)


def _is_possible(question: Question, seconds: float) -> bool:
    """Whether any set keeps to the question; not found in time counts as possible."""
    programme = build(question).programme
    nothing = replace(programme, gain=np.zeros(len(programme.gain)))
    return solve(nothing, seconds=seconds, gap=1.0).proof is not Proof.IMPOSSIBLE


def _gives(question: Question, *, seconds: float) -> dict[str, float]:
    """How far each limit gives way, in its own unit, where the sum of shares given is least."""
    built = build(question)
    programme, count = built.programme, len(question.limits)
    columns, rows = len(programme.gain), programme.rows.shape[0]
    sign = np.array([1.0 if limit.side is Side.AT_LEAST else -1.0 for limit in question.limits])
    slack = sparse.csr_array((sign, (np.arange(count), np.arange(count))), shape=(rows, count))
    size = np.array([_room(question, limit) for limit in question.limits]) / built.scale
    done = milp(
        np.concatenate([np.zeros(columns), 1.0 / size]),
        integrality=np.concatenate([np.ones(columns), np.zeros(count)]),
        bounds=Bounds(
            np.concatenate([programme.lower, np.zeros(count)]),
            np.concatenate([programme.upper, np.full(count, np.inf)]),
        ),
        constraints=LinearConstraint(
            sparse.csr_array(sparse.hstack([programme.rows, slack])), programme.low, programme.high
        ),
        options={"time_limit": seconds, "mip_rel_gap": 1e-6},
    )
    if done.x is None:
        return {limit.id: 0.0 for limit in question.limits}
    # A share is of the money given to projects: what they share is not among it.
    sizes = built.columns.sizes
    given = float(built.columns.cost[:sizes] @ np.round(done.x[:sizes]))
    found = {}
    for place, limit in enumerate(question.limits):
        give = float(done.x[columns + place]) * built.scale[place]
        if limit.measure is Measure.SHARE:
            give = give / given if given else 0.0
        found[limit.id] = give if give > 1e-6 else 0.0
    return found


def _room(question: Question, limit: Limit) -> float:
    """What a limit's giving way is measured against: its own pounds or projects."""
    if limit.measure is Measure.SHARE:
        return max(budget_of(question), 1.0)
    return max(limit.value, 1.0)


def budget_of(question: Question) -> float:
    """The smallest budget of a question."""
    return min((limit.value for limit in question.limits if limit.is_budget), default=0.0)


def _way(limit: Limit, give: float) -> str:
    """How far one limit would have to give, in words."""
    towards = "lower" if limit.side is Side.AT_LEAST else "raise"
    if limit.measure is Measure.POUNDS:
        return f"{towards} [{limit.title}] by £{np.ceil(give * 100 - 1e-6) / 100:,.2f}"
    if limit.measure is Measure.SHARE:
        return f"{towards} [{limit.title}] by {np.ceil(give * 1000 - 1e-6) / 10:.1f} points"
    return f"{towards} [{limit.title}] by {int(np.ceil(give - 1e-6))} projects"
