"""How good was a forecast of places: what it caught, how little ground it took, how honest it was?

Catching is judged on the cells with the highest forecasts; honesty on the chances given to all
cells. The first can be had by luck on a handful of events: score many periods.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import special

from headwater.analysis.spatial.forecasts import checks
from headwater.analysis.spatial.forecasts.places import Cells, Events, Forecast
from headwater.analysis.spatial.kernels import forecasts as kernels
from headwater.analysis.spatial.kernels.forecasts import FloatArray, IntArray
from headwater.core.errors import ParameterError

SQUARE_METRES_A_KM2 = 1e6


class Measure(StrEnum):
    """What a forecast is scored by. The value is the word reports use."""

    PAI = "PAI"
    PEI = "PEI"
    BEST_PAI = "PAI*"
    HIT_RATE = "hit rate"
    SEARCH_EFFICIENCY = "SER"
    AREA_SHARE = "area share"
    EVENT_LOG_SCORE = "log score of events"
    LOG_SCORE = "log score of counts"
    BRIER = "Brier score"
    RANKED = "ranked probability score"
    DEVIANCE = "Poisson deviance"
    COVERAGE = "coverage"


LOWER_IS_BETTER = frozenset({Measure.BRIER, Measure.RANKED, Measure.DEVIANCE})
NEITHER_IS_BETTER = frozenset({Measure.BEST_PAI, Measure.AREA_SHARE, Measure.COVERAGE})


@dataclass(frozen=True, slots=True)
class HitScores:
    """What a selection of cells caught. nan where nothing happened that could be caught.

    `pai` is the share of events caught over the share of the study area taken; `best_pai` the
    highest that as many cells could have had; `pei` the first over the second; `search_efficiency`
    events caught for each km² taken.
    """

    caught: float
    events: float
    best: float
    hit_rate: float
    area_share: float
    pai: float
    best_pai: float
    pei: float
    search_efficiency: float


def hit_scores(
    selected: IntArray, happened: FloatArray, *, events: float, cells: Cells
) -> HitScores:
    """What did the selected cells catch, beside what as many cells could have caught?

    `happened` is what happened in each cell and `events` in all, those outside every cell too.
    PAI = (n/N)/(a/A); PEI = n / the most that the same number of cells could have caught, which is
    PAI/PAI*; SER = n/a. Sources: Chainey, Tompson & Uhlig 2008 (PAI); Hunt 2016 and NIJ 2017 (PEI,
    PAI*); Bowers, Johnson & Pease 2004 (search efficiency).

    >>> cells = Cells.squares(left_m=0, bottom_m=0, side_m=500, inside=np.ones((5, 2), bool))
    >>> happened = np.array([3.0, 1, 4, 0, 0, 0, 0, 0, 0, 0])
    >>> scores = hit_scores(np.array([0, 1]), happened, events=8, cells=cells)
    >>> scores.pai, round(scores.pei, 4), scores.search_efficiency
    (2.5, 0.5714, 8.0)
    """
    if not len(selected) or len(np.unique(selected)) < len(selected):
        raise ParameterError("[selected] needs at least one cell, and each cell once.")
    area = float(cells.area_m2[selected].sum())
    caught = float(happened[selected].sum())
    best = float(np.sort(happened)[::-1][: len(selected)].sum())
    taken = area / cells.study_area_m2
    return HitScores(
        caught=caught,
        events=events,
        best=best,
        hit_rate=_over(caught, events),
        area_share=taken,
        pai=_over(_over(caught, events), taken),
        best_pai=_over(_over(best, events), taken),
        pei=_over(caught, best),
        search_efficiency=_over(caught, area / SQUARE_METRES_A_KM2),
    )


@dataclass(frozen=True, slots=True)
class ChanceScores:
    """How well the chances given to all cells met what happened; means over cells.

    `event_log_score` is the mean over events of the log of how many times likelier the map called
    the event's place than an even spread over the ground would (nats; 0 is no better than that,
    higher is better). `log_score` is the mean log chance of the counts (higher is better);
    `brier`, `ranked` and `deviance` are better when lower. `coverage` is the share of cells whose
    count the interval held. nan where weights are not whole, as chances are of counts.
    """

    event_log_score: float
    log_score: float
    brier: float
    ranked: float
    deviance: float
    coverage: float


def chance_scores(forecast: Forecast, happened: FloatArray, *, cells: Cells) -> ChanceScores:
    """Were the chances honest?

    Sources: Gneiting & Raftery 2007 (proper scores), Epstein 1969 (ranked probability score),
    Brier 1950 on whether anything happened in a cell at all. The log score is -inf where a model
    called impossible what happened.

    >>> cells = Cells.squares(left_m=0, bottom_m=0, side_m=500, inside=np.ones((4, 1), bool))
    >>> from headwater.analysis.spatial.forecasts.places import Span
    >>> even = Forecast.of("even", Span(0, 7), np.full(4, 0.5), np.zeros(4))
    >>> scores = chance_scores(even, np.array([2.0, 0, 0, 0]), cells=cells)
    >>> scores.event_log_score, round(scores.deviance, 4), scores.coverage
    (0.0, 1.3863, 1.0)
    """
    checks.same_length(expected=forecast.expected, happened=happened)
    with np.errstate(divide="ignore"):
        lift = np.log(forecast.expected / cells.area_m2) - np.log(
            forecast.expected.sum() / cells.area_m2.sum()
        )
        missed = special.xlogy(happened, happened) - special.xlogy(happened, forecast.expected)
    some = happened > 0
    event_log = _over(float((happened[some] * lift[some]).sum()), float(happened.sum()))
    deviance = 2.0 * float(np.mean(missed - (happened - forecast.expected)))
    if not np.array_equal(happened, np.floor(happened)):
        none = float("nan")
        return ChanceScores(event_log, none, none, none, deviance, none)
    logs, ranked = kernels.count_scores(happened, forecast.expected, forecast.spread)
    quiet = np.zeros(len(happened))
    nothing = np.exp(kernels.count_scores(quiet, forecast.expected, forecast.spread)[0])
    held = (happened >= forecast.low) & (happened <= forecast.high)
    return ChanceScores(
        event_log_score=event_log,
        log_score=float(logs.mean()),
        brier=float(np.mean(((1.0 - nothing) - some) ** 2)),
        ranked=float(ranked.mean()),
        deviance=deviance,
        coverage=float(held.mean()),
    )


def scores_of(forecast: Forecast, events: Events, *, cells: Cells, hot_cells: int) -> FloatArray:
    """All measures of one forecast, in the order of `Measure`, from the events of its span."""
    during = events.within(forecast.span.first_day, forecast.span.end)
    happened = during.counts(cells)
    hits = hit_scores(
        forecast.hot_cells(hot_cells), happened, events=float(during.weight.sum()), cells=cells
    )
    chances = chance_scores(forecast, happened, cells=cells)
    found = {
        Measure.PAI: hits.pai,
        Measure.PEI: hits.pei,
        Measure.BEST_PAI: hits.best_pai,
        Measure.HIT_RATE: hits.hit_rate,
        Measure.SEARCH_EFFICIENCY: hits.search_efficiency,
        Measure.AREA_SHARE: hits.area_share,
        Measure.EVENT_LOG_SCORE: chances.event_log_score,
        Measure.LOG_SCORE: chances.log_score,
        Measure.BRIER: chances.brier,
        Measure.RANKED: chances.ranked,
        Measure.DEVIANCE: chances.deviance,
        Measure.COVERAGE: chances.coverage,
    }
    return np.array([found[measure] for measure in Measure])


def _over(above: float, below: float) -> float:
    return above / below if below > 0 else float("nan")
