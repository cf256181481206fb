"""Which further cells to hide so that small ones cannot be worked out.

Hidden cells are only ever added, so it ends: at the latest with every non-zero cell hidden, when
every table some multiple of the true one agrees with what is shown.
"""

from dataclasses import dataclass

import numpy as np

from headwater.core.counts import BoolArray, FloatArray
from headwater.core.disclosure.layout import IntArray, Layout
from headwater.core.disclosure.profile import (
    TINY,
    Profile,
    as_shown,
    hides_zero,
    is_small,
    known_range,
    protected_width,
)
from headwater.core.disclosure.puzzle import Narrowed, Puzzle, narrowed, open_part
from headwater.core.errors import DisclosureError

BATCH = 24
"""Cells found exposed by single programmes before they are repaired."""
MOST_ROUNDS = 12
"""Rounds of programmes over a very large table before it is refused."""
MANY = 2_000
"""Exposed cells above which repairs no longer wait for one another."""


@dataclass(frozen=True, eq=False)
class Protected:
    """Which cells are hidden: the small (or withheld) ones, and all."""

    primary: BoolArray
    hidden: BoolArray


def protect(
    layout: Layout, profile: Profile, *, whole: bool, withheld: BoolArray | None = None
) -> Protected:
    """Hide small cells, and as many others as it takes that no hidden cell can be worked out."""
    counts = np.rint(layout.values) if whole else layout.values
    primary = is_small(counts, profile, whole=whole)
    if hides_zero(profile):
        primary &= ~_impossible(layout)
    if withheld is not None:
        primary |= withheld & (counts > TINY)
    if not profile.secondary or not bool(primary.any()):
        return Protected(primary, primary)
    guard = _Guard(layout, counts, profile, whole=whole, primary=primary)
    return Protected(primary, guard.hide_enough())


def _impossible(layout: Layout) -> BoolArray:
    """Cells that can only be zero, such as a district with no neighbourhood in the table.

    Anyone can see that from the headings, so hiding them hides nothing.
    """
    none = np.zeros(len(layout.values))
    found = narrowed(Puzzle(layout.sums, none, none + np.inf, whole=True))
    return np.asarray(found.high < TINY)


class _Guard:
    """Hides cells until the proof goes through."""

    def __init__(
        self,
        layout: Layout,
        counts: FloatArray,
        profile: Profile,
        *,
        whole: bool,
        primary: BoolArray,
    ) -> None:
        self._sums = layout.sums
        self._near = layout.neighbourhoods()
        self._counts = counts
        self._profile = profile
        self._whole = whole
        self._primary = primary
        self._small = is_small(counts, profile, whole=whole)
        self._shown = as_shown(counts, profile)
        self._hidden = primary.copy()
        self._may_hide = counts > TINY
        self._need = float(protected_width(profile))
        self._low, self._high = counts.copy(), counts.copy()
        self._of_cell = _Groups(self._sums.cell, len(counts))
        self._of_row = _Groups(self._sums.row, self._sums.count)
        self._left = np.full(len(self._sums.row), np.inf)
        self._rounds = 0

    def hide_enough(self) -> BoolArray:
        """Repair what single sums give away, then what all of them together do, until nothing."""
        while True:
            if self._repair(self._told_by_sums()):
                continue
            if self._repair(self._told_to_insiders(), only_within=1.0):
                continue
            if self._repair(self._told_by_programmes(enough=BATCH)):
                continue
            exposed = self._told_by_programmes(enough=None)
            if len(exposed) == 0:
                return self._hidden
            if not self._repair(exposed):
                raise DisclosureError(
                    f"[{len(exposed)}] hidden counts could be worked out and there is nothing more "
                    "to hide beside them. Nothing was released. Publish fewer breakdowns together."
                )

    def _known(self) -> tuple[FloatArray, FloatArray]:
        """The range of each cell that what is shown leaves."""
        shown = np.where(self._hidden, np.nan, self._shown)
        return known_range(shown, self._profile, whole=self._whole)

    def _narrow(self, low: FloatArray, high: FloatArray) -> tuple[IntArray, Narrowed]:
        """Ranges from reading the sums, noting for each entry the width its sum alone leaves."""
        part, cells, kept = open_part(Puzzle(self._sums, low, high, self._whole))
        found = narrowed(part)
        self._left = np.full(len(self._sums.row), np.inf)
        self._left[kept] = found.entry_width
        return cells, found

    def _told_by_sums(self) -> IntArray:
        """Hidden cells that reading the sums one after the other gives away."""
        cells, found = self._narrow(*self._known())
        narrow = found.high - found.low < self._need - TINY
        return np.asarray(cells[narrow & self._hidden[cells]])

    def _told_to_insiders(self) -> IntArray:
        """Small cells given away to someone who can tell which hidden cells are the small ones.

        Four hidden cells that add to sixteen are all four, if all are known to be small.
        """
        low, high = self._known()
        above = self._profile.primary_to + (1.0 if self._whole else 0.5)
        low = np.where(self._hidden & ~self._small & ~self._primary, above, low)
        high = np.where(self._small, float(self._profile.primary_to), high)
        cells, found = self._narrow(low, high)
        pinned = found.high - found.low < (1.0 if self._whole else 0.5) - TINY
        return np.asarray(cells[pinned & self._small[cells]])

    def _told_by_programmes(self, *, enough: int | None) -> IntArray:
        """Hidden cells that solving all sums together gives away; all of them without `enough`."""
        # scipy takes most of a second to load, and most releases do not come this far.
        from headwater.core.disclosure.certify import Prover

        low, high = self._known()
        self._narrow(low, high)
        part, cells, _ = open_part(Puzzle(self._sums, low, high, self._whole))
        need = np.where(self._hidden[cells], self._need, 0.0)
        prover = Prover(part, base=self._counts[cells], width=need, near=self._near[cells])
        verdict = prover.prove(self._low[cells], self._high[cells], enough=enough)
        self._low[cells], self._high[cells] = verdict.low, verdict.high
        self._rounds += int(prover.is_large)
        if self._rounds > MOST_ROUNDS and bool(verdict.exposed.any()):
            raise DisclosureError(
                f"[{int(self._hidden.sum())}] counts are hidden and [{int(verdict.exposed.sum())}] "
                "of them could still be worked out. Nothing was released. The table is too large "
                "and sparse to protect: publish it for larger areas or longer periods, or by fewer "
                "dimensions at once."
            )
        return np.asarray(cells[verdict.exposed])

    def _repair(self, exposed: IntArray, *, only_within: float = np.inf) -> bool:
        """Hide one more cell near each exposed cell; False where there was nothing to hide.

        Cells that share a sum with one hidden this round wait: it may have helped them too. Where
        very many are exposed only those whose tightest sum it is wait, as rounds are dear then.
        """
        filled = np.bincount(
            self._sums.row, weights=self._hidden[self._sums.cell], minlength=self._sums.count
        ).astype(np.float64)
        touched = np.zeros(self._sums.count, dtype=np.bool_)
        added = False
        many = len(exposed) > MANY
        for cell in exposed:
            entries = self._of_cell.members(int(cell))
            entries = entries[self._left[entries] < only_within]
            entries = entries[np.argsort(self._left[entries], kind="stable")]
            rows = self._sums.row[entries]
            waits = touched[rows[:1]] if many else touched[rows]
            if len(rows) == 0 or bool(waits.any()):
                continue
            choice = self._choice(int(rows[0]), filled)
            if choice is None and only_within == np.inf:
                choice = self._farther_choice(rows, filled)
            if choice is None:
                continue
            self._hidden[choice] = added = True
            beside = self._sums.row[self._of_cell.members(choice)]
            filled[beside] += 1
            touched[beside] = True
        return added

    def _choice(self, row: int, filled: FloatArray) -> int | None:
        """The cell of one sum that costs least to hide.

        Parts before the total; then what leaves fewest other sums with a single hidden cell;
        then the smallest count; then the order of names. Never a zero: zeros are shown wherever
        they are small enough to matter, so a reader knows that a hidden cell is not one.
        """
        entries = self._of_row.members(row)
        cells = self._sums.cell[entries]
        free = self._may_hide[cells] & ~self._hidden[cells]
        ranked = [
            (weight < 0, self._alone(int(cell), filled), self._counts[cell], int(cell))
            for cell, weight in zip(cells[free], self._sums.weight[entries][free], strict=True)
        ]
        return min(ranked)[-1] if ranked else None

    def _alone(self, cell: int, filled: FloatArray) -> int:
        """How many sums of a cell have no hidden cell yet."""
        return int((filled[self._sums.row[self._of_cell.members(cell)]] == 0).sum())

    def _farther_choice(self, rows: IntArray, filled: FloatArray) -> int | None:
        """The nearest cell that can be hidden, walking from sum to sum."""
        seen = set(rows.tolist())
        queue = list(dict.fromkeys(rows.tolist()))
        while queue:
            row = queue.pop(0)
            choice = self._choice(row, filled)
            if choice is not None:
                return choice
            cells = self._sums.cell[self._of_row.members(row)]
            for cell in cells[self._hidden[cells]]:
                for onward in self._sums.row[self._of_cell.members(int(cell))].tolist():
                    if onward not in seen:
                        seen.add(onward)
                        queue.append(onward)
        return None


class _Groups:
    """The entries that carry each number, found without searching."""

    def __init__(self, numbers: IntArray, count: int) -> None:
        self._order = np.argsort(numbers, kind="stable")
        self._start = np.searchsorted(numbers[self._order], np.arange(count + 1))

    def members(self, number: int) -> IntArray:
        """Positions of the entries with a number."""
        return np.asarray(self._order[self._start[number] : self._start[number + 1]])
