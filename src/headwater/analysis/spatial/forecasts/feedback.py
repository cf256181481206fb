"""Does patrol-recorded crime feed the forecasts that send the patrols?

Officers sent to a place record what they find there. A forecast that learns from those records
sends them back, whatever is happening elsewhere (Lum & Isaac 2016; Ensign and others 2018). The
trace is in who found the crime: where patrols went, a rising share is proactive.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from headwater.analysis.spatial.forecasts import checks
from headwater.analysis.spatial.kernels.forecasts import BoolArray, FloatArray
from headwater.core.errors import NotEnoughDataError, ParameterError

LEAST_PERIODS = 4


@dataclass(frozen=True, slots=True)
class FeedbackCheck:
    """What patrols did to the record.

    `ratio` is proactive records in the cells and periods with patrols over those that the cell's
    own share and the period's share lead one to expect; 1 is no sign of a loop. `low` and `high`
    come from resampling cells, `p_value` (two-sided) from moving each cell's patrols round its own
    periods. `kept_without` is the share of the cells a count would pick from all records that it
    would also pick without the proactive ones.
    """

    ratio: float
    low: float
    high: float
    level: float
    p_value: float
    proactive_share_sent: float
    proactive_share_elsewhere: float
    kept_without: float
    found: bool
    cells: int
    periods: int

    def sentence(self) -> str:
        """What a report says."""
        limits = f"{self.level * 100:g} % interval {self.low:.2f} to {self.high:.2f}"
        head = (
            f"Where patrols went, proactive records were {self.ratio:.2f} times what the places "
            f"and periods lead one to expect ({limits}, p = {self.p_value:.3f})."
        )
        if not self.found:
            return f"{head} No feedback loop was found, which does not show that there is none."
        return (
            f"{head} The record rises where the forecast sends people. Forecast from what the "
            f"public reported: [{self.kept_without * 100:.0f} %] of the picked cells would stay."
        )


@dataclass(frozen=True, slots=True)
class FeedbackSettings:
    """How sure to be, with how many replicas, and of how many picked cells to speak."""

    hot_cells: int = 20
    replicas: int = 999
    level: float = 0.95
    seed: int = 1

    def __post_init__(self) -> None:
        checks.whole("hot_cells", self.hot_cells, least=1)
        checks.whole("replicas", self.replicas, least=99)
        checks.level(self.level)


def feedback_check(
    events: ArrayLike,
    proactive: ArrayLike,
    *,
    sent: ArrayLike,
    settings: FeedbackSettings | None = None,
) -> FeedbackCheck:
    """Does the share of patrol-recorded events rise where patrols or forecasts went?

    All three are cells x periods: all events, those recorded by patrols on their own initiative,
    and whether the forecast sent patrols. Expected proactive records are event count x cell factor
    x period factor, with factors fitted so that each cell's and each period's sum is kept (a
    log-linear model by iterative proportional fitting, Deming & Stephan 1940); so a cell that
    always had many, and a change of recording everywhere, are no sign. Cells that were always or
    never sent patrols, and periods alike everywhere, inform nothing: refused when nothing is left.

    A loop counts as found when the ratio is above 1 and p is below 1 - level. Every cell always
    keeps its number of patrolled periods in the permutations: p = (1 + as far) / (1 + replicas).
    """
    how = settings or FeedbackSettings()
    total = checks.complete("events", checks.amounts("events", events))
    found = checks.complete("proactive", checks.amounts("proactive", proactive))
    went = checks.flags("sent", sent)
    if total.ndim != 2 or total.shape != found.shape or total.shape != went.shape:
        raise ParameterError("[events], [proactive] and [sent] all need cells by periods.")
    if (found > total).any():
        raise ParameterError("[proactive] is above [events] somewhere. It must be a part of it.")
    if total.shape[1] < LEAST_PERIODS:
        raise NotEnoughDataError(of="periods", have=total.shape[1], need=LEAST_PERIODS)
    varied = went.any(axis=1) & ~went.all(axis=1)
    if not varied.any() or not found[varied].sum() > 0:
        raise NotEnoughDataError(
            of="cells with patrols at times and proactive records", have=0, need=1
        )
    expected = fitted_margins(found, total)
    shown, of, moved = found[varied], expected[varied], went[varied]
    ratio = _ratio(shown, of, moved)
    rng = np.random.default_rng(how.seed)
    tail = (1.0 - how.level) / 2.0
    low, high = np.quantile(_resampled(shown, of, moved, rng, how.replicas), [tail, 1.0 - tail])
    p_value = _p_value(shown, of, moved, rng=rng, replicas=how.replicas)
    return FeedbackCheck(
        ratio=ratio,
        low=float(low),
        high=float(high),
        level=how.level,
        p_value=p_value,
        proactive_share_sent=_share(found[went], total[went]),
        proactive_share_elsewhere=_share(found[~went], total[~went]),
        kept_without=_kept(total, total - found, min(how.hot_cells, len(total))),
        found=bool(ratio > 1.0 and p_value < 1.0 - how.level),
        cells=int(varied.sum()),
        periods=total.shape[1],
    )


def fitted_margins(found: FloatArray, total: FloatArray, *, turns: int = 200) -> FloatArray:
    """Proactive records by cell and period that keep both sums, in proportion to all events.

    >>> fitted_margins(np.array([[2.0, 0], [0, 2]]), np.full((2, 2), 4.0))
    array([[1., 1.],
           [1., 1.]])
    """
    fitted = total.copy()
    for _ in range(turns):
        before = fitted
        fitted = fitted * _factor(found.sum(axis=1), fitted.sum(axis=1))[:, None]
        fitted = fitted * _factor(found.sum(axis=0), fitted.sum(axis=0))
        if float(np.abs(fitted - before).max(initial=0.0)) < 1e-10:
            break
    return fitted


def _factor(wanted: FloatArray, have: FloatArray) -> FloatArray:
    return np.divide(wanted, have, out=np.zeros_like(wanted), where=have > 0)


def _ratio(found: FloatArray, expected: FloatArray, went: BoolArray) -> float:
    return float(found[went].sum()) / max(float(expected[went].sum()), 1e-12)


def _resampled(
    found: FloatArray, expected: FloatArray, went: BoolArray, rng: np.random.Generator, times: int
) -> FloatArray:
    """The ratio in resamples of cells."""
    above, below = (found * went).sum(axis=1), (expected * went).sum(axis=1)
    drawn = rng.integers(0, len(above), (times, len(above)))
    ratios: FloatArray = above[drawn].sum(axis=1) / np.maximum(below[drawn].sum(axis=1), 1e-12)
    return ratios


def _p_value(
    found: FloatArray,
    expected: FloatArray,
    went: BoolArray,
    *,
    rng: np.random.Generator,
    replicas: int,
) -> float:
    """How often patrols moved round each cell's periods leave as large an excess or shortfall."""
    excess = found - expected
    seen = float(excess[went].sum())
    cells, periods = excess.shape
    # The excess of each cell for each way round: a correlation of its excess with its patrols.
    turned = np.stack([(excess * np.roll(went, by, axis=1)).sum(axis=1) for by in range(periods)])
    moves = rng.integers(0, periods, (replicas, cells))
    chance = turned[moves, np.arange(cells)].sum(axis=1)
    middle = float(turned.mean(axis=0).sum())
    far = int(np.sum(np.abs(chance - middle) >= abs(seen - middle) * (1.0 - 1e-12)))
    return (1 + far) / (1 + replicas)


def _share(part: FloatArray, whole: FloatArray) -> float:
    total = float(whole.sum())
    return float(part.sum()) / total if total > 0 else float("nan")


def _kept(total: FloatArray, reported: FloatArray, number: int) -> float:
    """Share of the cells highest on all records that are also highest on what was reported."""
    with_all = np.argsort(-total.sum(axis=1), kind="stable")[:number]
    without = np.argsort(-reported.sum(axis=1), kind="stable")[:number]
    return len(np.intersect1d(with_all, without)) / number
