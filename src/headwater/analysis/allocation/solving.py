"""Solving a choice, on arrays alone: a whole-number programme and draws of effects.

`solve` is exact. The linear relaxation (all sizes between 0 and 1 allowed) bounds the answer from
above, and its reduced costs say how much the bound falls when a size is forced the other way: a
size whose fall is more than what separates the bound from a set already in hand can be fixed
(Nemhauser & Wolsey 1988, section II.5.2), and HiGHS searches the few that are left.
"""

import time
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, special
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

# Sums of scaled rows are right to about 1e-13; a breach above this is a breach.
TOLERANCE = 1e-9
# Below so many free columns HiGHS needs no help.
SMALL = 60
CORE = 40
# A beta distribution with these two shapes adding up to six is as peaked as PERT's.
PEAKEDNESS = 6.0


class Proof(StrEnum):
    """What is known of an answer."""

    OPTIMAL = "proved to be the best"
    WITHIN_GAP = "not proved; at most the stated gap below the best"
    IMPOSSIBLE = "nothing keeps to the limits"
    NONE_FOUND = "nothing found in the time allowed"


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """Maximise `gain @ x` where low <= rows @ x <= high and each x is whole, from lower to upper.

    Rows are scaled so that their largest number is 1: what is pounds here and projects there is
    then held to the same tolerance, and pence give the same answer as pounds.
    """

    gain: FloatArray
    rows: sparse.csr_array
    low: FloatArray
    high: FloatArray
    lower: FloatArray
    upper: FloatArray

    @classmethod
    def scaled(
        cls, gain: FloatArray, rows: FloatArray, *, low: FloatArray, high: FloatArray
    ) -> "Programme":
        """A programme of yes and no, its rows brought to one scale."""
        size = row_scale(rows)
        matrix = sparse.csr_array(rows / size[:, None])
        columns = len(gain)
        return cls(gain, matrix, low / size, high / size, np.zeros(columns), np.ones(columns))

    def allows(self, values: FloatArray) -> bool:
        """Whether a whole set keeps to every row and bound."""
        sums = self.rows @ values
        return bool(
            np.all(sums >= self.low - TOLERANCE)
            and np.all(sums <= self.high + TOLERANCE)
            and np.all(values >= self.lower)
            and np.all(values <= self.upper)
        )

    def with_row(self, row: FloatArray, *, least: float) -> "Programme":
        """The same with one more row, whose sum is at least so much."""
        rows = sparse.csr_array(sparse.vstack([self.rows, sparse.csr_array(row[None, :])]))
        return replace(
            self, rows=rows, low=np.append(self.low, least), high=np.append(self.high, np.inf)
        )

    def without(self, values: FloatArray, *, among: IntArray, by: int = 1) -> "Programme":
        """The same less every set that differs from `values` in fewer than `by` of the columns."""
        row = np.zeros(len(self.gain))
        row[among] = np.where(values[among] > 0.5, -1.0, 1.0)
        return self.with_row(row, least=by - float(np.sum(values[among] > 0.5)))


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """A set with what it gains, and `bound`: more than that no set can gain.

    `values` is None where there is no set to show, and `proof` says why.
    """

    values: FloatArray | None
    gain: float
    bound: float
    proof: Proof

    @property
    def gap(self) -> float:
        """How far the bound lies above the gain, as a share of the gain; 0 when proved."""
        if self.values is None:
            return float("inf")
        above = max(self.bound - self.gain, 0.0)
        return above / max(abs(self.gain), 1e-12) if above > 0.0 else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Relaxation:
    """The answer when parts of projects may be had: a bound, and what each row is worth.

    `row_prices` is the change in the optimum for one more unit of room in the row as scaled.
    """

    values: FloatArray
    bound: float
    reduced: FloatArray
    row_prices: FloatArray


def row_scale(rows: FloatArray) -> FloatArray:
    """The largest number of each row, to divide by."""
    size = np.max(np.abs(rows), axis=1, initial=0.0)
    return np.where(size > 0.0, size, 1.0)


def relaxation(programme: Programme) -> Relaxation | None:
    """The linear programme behind a programme, or None where even that has no answer."""
    below, above = np.isfinite(programme.low), np.isfinite(programme.high)
    every = programme.rows.toarray()
    rows = np.vstack([-every[below], every[above]])
    room = np.concatenate([-programme.low[below], programme.high[above]])
    size = _size(programme.gain)
    done = linprog(
        -programme.gain / size,
        A_ub=rows,
        b_ub=room,
        bounds=list(zip(programme.lower.tolist(), programme.upper.tolist(), strict=True)),
        method="highs",
    )
    if done.status != 0 or done.fun is None:
        return None
    prices, marginals = np.zeros(len(programme.low)), -np.asarray(done.ineqlin.marginals) * size
    prices[below] += marginals[: int(below.sum())]
    prices[above] += marginals[int(below.sum()) :]
    reduced = (np.asarray(done.lower.marginals) + np.asarray(done.upper.marginals)) * size
    return Relaxation(np.asarray(done.x), -float(done.fun) * size, reduced, prices)


def solve(
    programme: Programme, *, seconds: float, gap: float, known: FloatArray | None = None
) -> Solution:
    """The best set, proved or with its gap, in at most about so many seconds.

    `gap` is the share below the best at which the search may stop: 0 asks for a proof. `known` is
    a set in hand; the answer is never worse.
    """
    ends = time.monotonic() + seconds
    relaxed = relaxation(programme)
    if relaxed is None:
        return Solution(None, -np.inf, -np.inf, Proof.IMPOSSIBLE)
    best = known if known is not None and programme.allows(known) else None
    if np.sum(programme.upper > programme.lower) > SMALL:
        near = _search(_core(programme, relaxed), seconds=seconds / 4.0, gap=1e-4)
        best = _better(programme, best, near.values)
    left = programme
    if best is not None:
        gain = float(programme.gain @ best)
        if relaxed.bound - gain <= gap * abs(gain):
            return _told(programme, best, relaxed.bound)
        left = _fixed(programme, relaxed, gain)
    found = _search(left, seconds=max(ends - time.monotonic(), 0.1), gap=gap)
    if best is None and found.values is None:
        proof = Proof.IMPOSSIBLE if found.proof is Proof.IMPOSSIBLE else Proof.NONE_FOUND
        return Solution(None, -np.inf, relaxed.bound, proof)
    best = _better(programme, best, found.values)
    assert best is not None
    bound = max(found.bound, float(programme.gain @ best))
    return _told(programme, best, min(relaxed.bound, bound))


def _told(programme: Programme, best: FloatArray, bound: float) -> Solution:
    """A set with what is proved of it."""
    gain = float(programme.gain @ best)
    close = bound - gain <= TOLERANCE * max(_size(programme.gain), abs(gain))
    proof = Proof.OPTIMAL if close else Proof.WITHIN_GAP
    return Solution(best, gain, gain if close else float(bound), proof)


def _better(
    programme: Programme, one: FloatArray | None, other: FloatArray | None
) -> FloatArray | None:
    """The set that gains more, of those there are."""
    if one is None or other is None:
        return other if one is None else one
    return other if programme.gain @ other > programme.gain @ one else one


def _size(gain: FloatArray) -> float:
    """The largest gain, to divide by."""
    largest = float(np.max(np.abs(gain), initial=0.0))
    return largest if largest > 0.0 else 1.0


def _core(programme: Programme, relaxed: Relaxation) -> Programme:
    """The programme with all but the most doubtful columns fixed as the relaxation has them."""
    doubtful = np.argsort(np.abs(relaxed.reduced), kind="stable")[:CORE]
    fixed = np.round(relaxed.values)
    lower, upper = fixed.copy(), fixed.copy()
    lower[doubtful], upper[doubtful] = programme.lower[doubtful], programme.upper[doubtful]
    return replace(programme, lower=lower, upper=upper)


def _fixed(programme: Programme, relaxed: Relaxation, gain: float) -> Programme:
    """The programme less the columns that no set better than one in hand can have otherwise."""
    room = relaxed.bound - gain + TOLERANCE * _size(programme.gain)
    sure = np.abs(relaxed.reduced) > room
    values = np.round(relaxed.values)
    return replace(
        programme,
        lower=np.where(sure, values, programme.lower),
        upper=np.where(sure, values, programme.upper),
    )


def _search(programme: Programme, *, seconds: float, gap: float) -> Solution:
    """HiGHS over the columns that are not fixed, its answer held to the rows once more."""
    ends = time.monotonic() + seconds
    while True:
        found = _once(programme, seconds=max(ends - time.monotonic(), 0.05), gap=gap)
        if found.values is None or programme.allows(found.values):
            return found
        # Within HiGHS's own tolerance of a row but over it: not a set that may be shown.
        every = np.arange(len(programme.gain))
        programme = programme.without(found.values, among=every)


def _once(programme: Programme, *, seconds: float, gap: float) -> Solution:
    free = np.flatnonzero(programme.upper > programme.lower)
    values = programme.lower.copy()
    base = float(programme.gain @ values)
    if not len(free):
        allowed = programme.allows(values)
        return Solution(
            values if allowed else None, base, base, Proof.OPTIMAL if allowed else Proof.IMPOSSIBLE
        )
    taken = programme.rows @ values - programme.rows[:, free] @ values[free]
    base -= float(programme.gain[free] @ values[free])
    size = _size(programme.gain[free])
    done = milp(
        -programme.gain[free] / size,
        integrality=np.ones(len(free), dtype=np.int64),
        bounds=Bounds(programme.lower[free], programme.upper[free]),
        constraints=LinearConstraint(
            programme.rows[:, free], programme.low - taken, programme.high - taken
        ),
        options={"time_limit": seconds, "mip_rel_gap": gap},
    )
    if done.status not in (0, 1):
        return Solution(None, -np.inf, -np.inf, Proof.IMPOSSIBLE)
    dual = done.mip_dual_bound
    bound = base - float(dual) * size if dual is not None else float(np.inf)
    if done.x is None:
        return Solution(None, -np.inf, bound, Proof.NONE_FOUND)
    values[free] = np.round(done.x)
    return _told(programme, values, bound)


def spread_draws(
    uniform: FloatArray, *, low: FloatArray, central: FloatArray, high: FloatArray
) -> FloatArray:
    """Values between low and high whose mean is central, at the given chances (draws x columns).

    A beta distribution stretched from low to high, with shapes that add up to six as PERT's do.
    PERT takes the most likely value; this takes the mean, so that what is maximised is what is
    to be expected. Equal ends give the one value.
    """
    width = high - low
    wide = width > 0.0
    above = np.where(wide, (central - low) / np.where(wide, width, 1.0), 0.5) * PEAKEDNESS
    drawn = special.betaincinv(above, PEAKEDNESS - above, uniform)
    return np.where(wide, low + width * drawn, central)


def linked_uniforms(
    kinds: IntArray, *, alike: float, draws: int, rng: np.random.Generator
) -> FloatArray:
    """Chances between 0 and 1 (draws x columns) that move together within a kind.

    `alike` is the correlation of the normal deviates behind two columns of one kind: 0 for
    independent columns, 1 for columns that rise and fall as one.
    """
    common = rng.standard_normal((draws, int(kinds.max(initial=-1)) + 1))
    own = rng.standard_normal((draws, len(kinds)))
    deviates = np.sqrt(alike) * common[:, kinds] + np.sqrt(1.0 - alike) * own
    return np.asarray(special.ndtr(deviates), dtype=np.float64)
