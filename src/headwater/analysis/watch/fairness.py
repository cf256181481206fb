"""Who lives where a rule would have raised alerts, and who lives wherever it could have?

Counts of residents by small area only: nothing here knows, or could know, a person.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from headwater.analysis.needs.scope import Scope, basis_words
from headwater.analysis.needs.topics.surroundings import measure
from headwater.analysis.spatial.forecasts.fairness import (
    FairnessRow,
    Residents,
    fairness_table,
)
from headwater.analysis.watch.alerts import Positions
from headwater.analysis.watch.judging import Verdict
from headwater.analysis.watch.shares import Fairness, GroupShare
from headwater.core import words
from headwater.core.areas import Level
from headwater.core.counts import BoolArray, Dimension, FloatArray
from headwater.lake.store import Store

FEWEST_RISES = 8
"""Rises below which resampling them says too little of chance: of five, limits hold 86 in 100."""
DIGITS = 6
"""Kept of a share, so that what is stored and read again is the same to the last digit."""
DEPRIVATION, ETHNIC_GROUP, COUNTRYSIDE = "deprivation fifth", "ethnic group", "rural or urban"
MOST_DEPRIVED = "1 most deprived"


@dataclass(frozen=True, eq=False)
class Homes:
    """Who lives in each small area, as far as the lake says.

    `fifth` is 1 for the most deprived fifth of the small areas of the whole, without the crime
    domain of the index; `fifth` and `is_rural` are None where the lake holds nothing of them.
    """

    areas: Dimension
    people: FloatArray
    fifth: FloatArray | None
    is_rural: BoolArray | None
    basis: str
    edition: str
    loads: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Of what the lake holds nothing. Ethnic groups of small areas it never holds."""
        held = {DEPRIVATION: self.fifth, ETHNIC_GROUP: None, COUNTRYSIDE: self.is_rural}
        return tuple(name for name, values in held.items() if values is None)


def homes_of(store: Store, scope: Scope) -> Homes:
    """Who lives in the small areas of a scope."""
    around = measure(store, scope)
    loads = set(scope.people.loads)
    for found in (around.deprivation and around.deprivation.provenance, around.urban_provenance):
        loads |= set(found.loads) if found else set()
    return Homes(
        areas=scope.lsoa,
        people=scope.residents,
        fifth=around.deprivation.fifth if around.deprivation else None,
        is_rural=None if around.urban is None else around.urban == 0,
        basis=basis_words(scope.basis),
        edition=around.deprivation.edition if around.deprivation else "",
        loads=tuple(sorted(loads)),
    )


def fairness_of(verdicts: Sequence[Verdict], homes: Homes) -> Fairness:
    """Residents where a rule raised alerts, beside those of all it could judge.

    `verdicts` are of weeks that follow each other. Each rise has a share of each group among
    residents of its areas; what is said is the mean over rises. Its limits come of resampling
    rises, not weeks: a rise that lasts four weeks is one piece of evidence, and weeks taken for
    four would hold the truth in 62 of 100 limits in place of 95. Areas are those judged in any of
    the weeks.
    """
    judged = np.zeros(len(homes.areas), dtype=np.bool_)
    rises = np.zeros((0, len(homes.areas)), dtype=np.bool_)
    raised = could = np.zeros(0, dtype=np.bool_)
    if verdicts:
        raised = _raised(verdicts)
        could = np.any([each.limits.judged for each in verdicts], axis=0) | raised.any(axis=0)
        where = _where(verdicts[0], homes.areas)
        judged, rises = could[where], raised[:, where]
    # A rise whose areas have no residents says nothing of who lives there.
    rises = rises[(rises * homes.people).sum(axis=1) > 0]
    groups = _groups(rises[:, judged], judged, homes) if len(rises) else ()
    return Fairness(
        groups=groups,
        missing=homes.missing,
        weeks=len(verdicts),
        weeks_alarmed=sum(bool(each.alerts) for each in verdicts),
        rises=len(rises),
        areas=int(could.sum()),
        areas_alarmed=int(raised.any(axis=0).sum()),
        residents=round(float(homes.people[judged].sum())),
        basis=homes.basis,
        edition=homes.edition,
        loads=homes.loads,
        sentence=_sentence(groups, weeks=len(verdicts), rises=len(rises)),
    )


def _raised(verdicts: Sequence[Verdict]) -> BoolArray:
    """Rises x areas: alerts of weeks that follow each other and share an area are one rise."""
    alerts = [(at, set(alert.areas)) for at, each in enumerate(verdicts) for alert in each.alerts]
    by_week: dict[int, list[int]] = {}
    for number, (at, _) in enumerate(alerts):
        by_week.setdefault(at, []).append(number)
    links = [
        (before, number)
        for number, (at, areas) in enumerate(alerts)
        for before in by_week.get(at - 1, ())
        if areas & alerts[before][1]
    ]
    member = _groups_of(len(alerts), links)
    marked = np.zeros((len(np.unique(member)), len(verdicts[0].areas)), dtype=np.bool_)
    for (_, areas), rise in zip(alerts, member, strict=True):
        marked[rise, list(areas)] = True
    # In the order of their areas' codes, so that the order of rows changes nothing.
    by_code = np.argsort(np.array(verdicts[0].areas.codes, dtype=np.str_), kind="stable")
    return marked[np.lexsort(marked[:, by_code].T)]


def _groups_of(size: int, links: Sequence[tuple[int, int]]) -> Positions:
    """A number for each of `size` alerts; those that are linked have the same."""
    if not size:
        return np.zeros(0, dtype=np.intp)
    ends = np.array(links, dtype=np.intp).reshape(-1, 2).T
    graph = coo_array((np.ones(len(links)), (ends[0], ends[1])), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.intp)


def _where(verdict: Verdict, small: Dimension) -> Positions:
    """For each small area, which of the judged areas it lies in."""
    if verdict.rule.level is Level.LAD:
        return np.asarray(small.parent_positions, dtype=np.intp)
    return np.arange(len(small), dtype=np.intp)


def _groups(rises: BoolArray, judged: BoolArray, homes: Homes) -> tuple[GroupShare, ...]:
    """Shares of each group that the lake knows of. `rises` is rises x judged small areas."""
    living = int(judged.sum())
    fifth = np.zeros(living) if homes.fifth is None else homes.fifth[judged]
    rural = np.zeros(living, np.bool_) if homes.is_rural is None else homes.is_rural[judged]
    residents = Residents.of(
        homes.people[judged],
        deprivation_fifth=fifth.astype(np.int64),
        ethnic_groups=np.zeros((living, 0)),
        group_names=(),
        rural=rural,
    )
    table = fairness_table("rule", rises, residents)
    return tuple(
        _share(row, rises=len(rises)) for row in table.rows if row.heading not in homes.missing
    )


def _share(row: FairnessRow, *, rises: int) -> GroupShare:
    # Rises that are all alike, resampled, are alike again: that is no sign of certainty.
    is_told = rises >= FEWEST_RISES and row.high > row.low
    return GroupShare(
        heading=row.heading,
        group=row.group,
        alarmed=_kept(row.share_picked),
        everywhere=_kept(row.share_everywhere),
        ratio=None if math.isnan(row.ratio) else _kept(row.ratio),
        difference=_kept(row.difference),
        low=_kept(row.low) if is_told else None,
        high=_kept(row.high) if is_told else None,
    )


def _kept(value: float) -> float:
    """A number as it is stored: no more digits than mean anything, and no nought below nought."""
    return round(float(value), DIGITS) + 0.0


def _sentence(groups: Sequence[GroupShare], *, weeks: int, rises: int) -> str:
    """What is to be said of the most deprived fifth, and no more than the rises bear."""
    looked = words.counted(weeks, "week")
    if not rises:
        return (
            f"In the last {looked} of its history it would not have raised any alert where people "
            "live, so nothing can be said of who lives where it speaks."
        )
    found = next((each for each in groups if each.group == MOST_DEPRIVED), None)
    if found is None:
        return (
            "The lake holds no deprivation for every small area here, so nobody knows whether it "
            "speaks more of the most deprived."
        )
    head = (
        f"Where it would have spoken, {words.percent(100 * found.alarmed)} of residents live in "
        f"the most deprived fifth of neighbourhoods; of all whom it watches, "
        f"{words.percent(100 * found.everywhere)} do."
    )
    if rises < FEWEST_RISES:
        return f"{head} That rests on {words.counted(rises, 'rise')}: too few to tell from chance."
    if found.low is None or found.high is None:
        return f"{head} Each of its {words.counted(rises, 'rise')} says the same."
    return f"{head} {_beyond_chance(found.difference, found.low, found.high)}"


def _beyond_chance(difference: float, low: float, high: float) -> str:
    """Whether chance over rises explains a difference."""
    limits = f"95% interval {words.number(100 * low)} to {words.number(100 * high)}"
    if low <= 0 <= high:
        return f"Chance explains the difference ({limits} points)."
    more = "more" if difference > 0 else "less"
    return (
        f"That is {words.number(100 * abs(difference))} points {more} ({limits}), beyond what "
        "chance explains."
    )
