"""Whose neighbourhoods does a forecast pick?

Counts of residents by area only: nothing here knows, or could know, a person.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from headwater.analysis.spatial.forecasts import checks
from headwater.analysis.spatial.forecasts.backtests import USUAL, Resampling, mean_score
from headwater.analysis.spatial.kernels.forecasts import BoolArray, FloatArray, IntArray
from headwater.core.errors import NotEnoughDataError, ParameterError


@dataclass(frozen=True, slots=True, eq=False)
class Residents:
    """Who lives in each cell: how many, and how they divide.

    `deprivation_fifth` is 1 (most deprived) to 5, 0 where not known. `ethnic_groups` is cells x
    groups, named by `group_names`. `rural` says of each cell whether it is.
    """

    people: FloatArray
    deprivation_fifth: IntArray
    ethnic_groups: FloatArray
    group_names: tuple[str, ...]
    rural: BoolArray

    @classmethod
    def of(
        cls,
        people: ArrayLike,
        *,
        deprivation_fifth: ArrayLike,
        ethnic_groups: ArrayLike,
        group_names: tuple[str, ...],
        rural: ArrayLike,
    ) -> "Residents":
        """The residents, checked and copied."""
        counted = checks.complete("people", checks.amounts("people", people)).copy()
        fifth = checks.whole_numbers("deprivation_fifth", deprivation_fifth)
        groups = checks.amounts("ethnic_groups", ethnic_groups).copy()
        checks.complete("ethnic_groups", groups)
        outlying = checks.flags("rural", rural).copy()
        checks.same_length(people=counted, deprivation_fifth=fifth, rural=outlying)
        if len(fifth) and not (fifth.min() >= 0 and fifth.max() <= 5):
            raise ParameterError("[deprivation_fifth] must be 1 to 5, or 0 where not known.")
        if groups.shape != (len(counted), len(group_names)):
            raise ParameterError(
                f"[ethnic_groups] has shape {groups.shape} and needs [{len(counted)}] cells by "
                f"[{len(group_names)}] groups."
            )
        if not counted.sum() > 0:
            raise NotEnoughDataError(of="residents", have=0, need=1)
        checks.read_only(counted, fifth, groups, outlying)
        return cls(counted, fifth, groups, group_names, outlying)

    def shares(self, cells: BoolArray) -> FloatArray:
        """The share of each group among residents of the cells, in the order of `labels`."""
        people = self.people[cells]
        total, groups = float(people.sum()), self.ethnic_groups[cells].sum(axis=0)
        by_fifth = np.zeros(6)
        np.add.at(by_fifth, self.deprivation_fifth[cells], people)
        # Each heading is a share of those whose group is known.
        known, named = float(by_fifth[1:].sum()), float(groups.sum())
        countryside = float(people[self.rural[cells]].sum())
        return np.concatenate(
            [
                _shares(by_fifth[1:], known),
                _shares(groups, named),
                _shares(np.array([countryside, total - countryside]), total),
            ]
        )

    @property
    def labels(self) -> tuple[tuple[str, str], ...]:
        """Heading and group of each share."""
        fifths = ("1 most deprived", "2", "3", "4", "5 least deprived")
        return (
            *(("deprivation fifth", fifth) for fifth in fifths),
            *(("ethnic group", name) for name in self.group_names),
            *(("rural or urban", name) for name in ("rural", "urban")),
        )


@dataclass(frozen=True, slots=True)
class FairnessRow:
    """One group: its share of residents of picked cells and of everywhere.

    `difference` is the first less the second (0.05: five points more), with an interval over
    periods; `ratio` the first over the second.
    """

    heading: str
    group: str
    share_picked: float
    share_everywhere: float
    ratio: float
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class FairnessTable:
    """How the residents of the cells that one algorithm picks differ from everyone.

    It shows where a forecast sends people, not whether that is right: harm too is unequal. Read it
    beside what the picked places suffer.
    """

    algorithm: str
    rows: tuple[FairnessRow, ...]
    periods: int
    level: float

    def row(self, heading: str, group: str) -> FairnessRow:
        """One row by its heading and group."""
        return next(r for r in self.rows if (r.heading, r.group) == (heading, group))


def fairness_table(
    algorithm: str, selected: ArrayLike, residents: Residents, *, how: Resampling = USUAL
) -> FairnessTable:
    """How do residents of the picked cells differ from those of the whole area?

    `selected` is periods x cells. Each period's share is of residents of its picked cells; the
    mean over periods has an interval from resampling periods (nan for one period alone). Source:
    disparity of exposure, as in Lum & Isaac 2016, with residents in place of arrests.

    >>> town = Residents.of([100, 100], deprivation_fifth=[1, 5], ethnic_groups=[[20], [10]],
    ...     group_names=("any",), rural=[False, True])
    >>> table = fairness_table("count", [[True, False], [True, False]], town)
    >>> table.row("deprivation fifth", "1 most deprived").difference
    0.5
    """
    picked = np.atleast_2d(checks.flags("selected", selected))
    if picked.shape[1] != len(residents.people):
        raise ParameterError(
            f"[selected] has [{picked.shape[1]}] cells and [residents] [{len(residents.people)}]."
        )
    everywhere = residents.shares(np.ones(len(residents.people), dtype=np.bool_))
    by_period = np.array([residents.shares(cells) for cells in picked])
    rows = []
    for place, (heading, group) in enumerate(residents.labels):
        mean = mean_score(by_period[:, place] - everywhere[place], how=how)
        # Not the difference plus the whole: rounding would leave less than nothing.
        share = float(by_period[:, place].mean())
        whole = everywhere[place]
        rows.append(
            FairnessRow(
                heading=heading,
                group=group,
                share_picked=share,
                share_everywhere=float(whole),
                ratio=float(share / whole) if whole > 0 else float("nan"),
                difference=mean.value,
                low=mean.low,
                high=mean.high,
            )
        )
    return FairnessTable(algorithm, tuple(rows), len(picked), how.level)


def _shares(parts: FloatArray, whole: float) -> FloatArray:
    return parts / whole if whole > 0 else np.full(len(parts), np.nan)
