"""From rows of record-level counts to cubes that agree with each other, and to summaries.

Every cube of a universe is placed by the same rule, so that shared totals are the same number.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headwater.analysis.needs.counting import Carried, Placer, month_codes
from headwater.analysis.needs.record_tables import HOUR_BANDS, NOBODY, SATURDAY, UNKNOWN
from headwater.analysis.needs.scope import Scope
from headwater.analysis.needs.topics.surroundings import AGE_BANDS, band_label
from headwater.core.counts import (
    CountCube,
    Dimension,
    FloatArray,
    Released,
    Statistic,
    find_dimension,
    margin_of,
)
from headwater.core.disclosure import Profile, release_statistic
from headwater.core.periods import Month
from headwater.core.provenance import Provenance
from headwater.lake.store import Array, Rows

Positions = NDArray[np.intp]
LEAST_EVENTS = 20
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PERSON_BANDS = ((0, 14), *AGE_BANDS[2:])
"""The suppliers' age bands with the two youngest joined, as the first has next to nobody in it."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A statistic before release. `parts` are the counts that it would give away."""

    statistic: Statistic
    parts: tuple[float, ...] = ()
    least_n: int = LEAST_EVENTS


def released_summaries(
    summaries: Iterable[Summary], profile: Profile
) -> dict[str, Released[Statistic]]:
    """Summaries as they may be shown, by id."""
    return {
        each.statistic.id: release_statistic(
            each.statistic, profile, least_n=each.least_n, parts=each.parts
        )
        for each in summaries
    }


@dataclass(frozen=True, eq=False)
class Spread:
    """Where rows lie: row `row[k]` lies with `share[k]` in small area `lsoa[k]`."""

    row: Positions
    lsoa: Positions
    share: FloatArray
    kind: Positions

    def carried(self, n: FloatArray) -> Carried:
        """How many of the rows' records came how."""
        tally = np.bincount(self.kind, weights=n[self.row] * self.share, minlength=3)
        return Carried(*(float(part) for part in tally))


def spread_of(scope: Scope, codes: Array) -> Spread:
    """Where codes of either vintage lie among today's small areas; others lie nowhere."""
    placer = Placer.of(scope)
    which = np.array([placer.index.get(code, -1) for code in codes], dtype=np.intp)
    known = np.flatnonzero(which >= 0)
    of = which[known]
    length = placer.start[of + 1] - placer.start[of]
    row = np.repeat(known, length)
    # The k-th target of each row: a running number less where its run began.
    began = np.repeat(np.cumsum(length) - length, length)
    target = np.repeat(placer.start[of], length) + np.arange(len(row)) - began
    return Spread(
        row=row,
        lsoa=placer.position[target],
        share=placer.share[target],
        kind=np.repeat(placer.kind[of], length),
    )


@dataclass(frozen=True, eq=False)
class Tally:
    """Counts rows of one answer by place and other columns."""

    scope: Scope
    rows: Rows
    spread: Spread

    @classmethod
    def of(cls, scope: Scope, rows: Rows) -> "Tally":
        """A tally of rows that have `lsoa_code` and `n`."""
        return cls(scope, rows, spread_of(scope, rows["lsoa_code"]))

    @property
    def carried(self) -> Carried:
        """How the records found their places."""
        return self.spread.carried(self.rows["n"].astype(np.float64))

    def counts(self, dimensions: Sequence[Dimension]) -> FloatArray:
        """Counts by dimensions; the small area and its district are places, others columns."""
        at = tuple(self._along(dimension) for dimension in dimensions)
        result = np.zeros(tuple(len(dimension) for dimension in dimensions))
        n = self.rows["n"].astype(np.float64)
        np.add.at(result, at, n[self.spread.row] * self.spread.share)
        return result

    def cube(
        self,
        id: str,
        dimensions: tuple[Dimension, ...],
        *,
        universe: str,
        provenance: Provenance,
        at: tuple[str, ...] = (),
    ) -> CountCube:
        """Those counts as a cube, added up to the levels named in `at`."""
        levels = at or tuple(dimension.key for dimension in dimensions)
        return CountCube(
            id,
            universe,
            tuple(find_dimension(dimensions, level) for level in levels),
            margin_of(self.counts(dimensions), dimensions, levels),
            provenance,
            approximate=self.carried.by_best_fit > 0,
        )

    def _along(self, dimension: Dimension) -> Positions:
        if dimension.key == "lsoa":
            return self.spread.lsoa
        if dimension.key == "district":
            return self.scope.lsoa.parent_positions[self.spread.lsoa]
        return places_in(self.rows[dimension.key], dimension)[self.spread.row]


def places_in(values: Array, dimension: Dimension) -> Positions:
    """Where each value stands. What is on no list is `unknown` or `other`, never dropped."""
    if np.issubdtype(values.dtype, np.datetime64):
        values = month_codes(values)
    place = {code: i for i, code in enumerate(dimension.codes)}
    spare = next((place[code] for code in (UNKNOWN, "not_stated", "other") if code in place), None)
    distinct, which = np.unique(values.astype(str), return_inverse=True)
    found = [place.get(code, spare) for code in distinct]
    if any(at is None for at in found):
        raise ValueError(f"dimension {dimension.key} has no place for a value")
    return np.array(found, dtype=np.intp)[which]


def plain_cube(
    rows: Rows, id: str, dimensions: tuple[Dimension, ...], *, universe: str, method: str
) -> CountCube:
    """Counts of rows that need no placing, by columns named as the dimensions."""
    counts = np.zeros(tuple(len(dimension) for dimension in dimensions))
    at = tuple(places_in(rows[dimension.key], dimension) for dimension in dimensions)
    np.add.at(counts, at, rows["n"].astype(np.float64))
    return CountCube(id, universe, dimensions, counts, rows.provenance(method=method))


def months_of(rows: Rows) -> tuple[Month, ...]:
    """Months that occur in a column of dates."""
    return tuple(sorted({Month.parse(code) for code in month_codes(rows["month"])}))


def dimension_of(
    key: str,
    label: str,
    names: Mapping[str, str],
    *,
    parent: Dimension | None = None,
    parents: Sequence[str] = (),
) -> Dimension:
    """A dimension from its codes and their names."""
    return Dimension(key, label, tuple(names), tuple(names.values()), parent, tuple(parents))


def hours_dimension() -> Dimension:
    """Three-hour bands of the day, and time not known."""
    return dimension_of("hours", "Time of day", _hours())


def week_dimension() -> Dimension:
    """Three-hour bands of each day of the week; above them, of weekdays and of the weekend.

    One dimension and not two, so that a small count takes few others with it.
    """
    parts = {"weekday": "Monday to Friday", "weekend": "Saturday and Sunday"}
    above = dimension_of(
        "part_hours",
        "Part of the week",
        {
            f"{p}-{h}": f"{name}, {band}"
            for p, name in parts.items()
            for h, band in _hours().items()
        },
    )
    return dimension_of(
        "week_hours",
        "Hour of the week",
        {
            f"{d}-{h}": f"{day}, {band}"
            for d, day in enumerate(WEEKDAYS)
            for h, band in _hours().items()
        },
        parent=above,
        parents=[
            f"{'weekend' if day >= SATURDAY else 'weekday'}-{hours}"
            for day in range(len(WEEKDAYS))
            for hours in _hours()
        ],
    )


def _hours() -> dict[str, str]:
    return {**{band: band_words(int(band)) for band in HOUR_BANDS}, UNKNOWN: "not known"}


def band_words(first_hour: int) -> str:
    """Three hours as people say them.

    >>> band_words(0), band_words(15), band_words(21)
    ('midnight to 3am', '3pm to 6pm', '9pm to midnight')
    """
    return f"{_hour_words(first_hour)} to {_hour_words(first_hour + 3)}"


def _hour_words(hour: int) -> str:
    if hour % 24 == 0:
        return "midnight"
    if hour == 12:
        return "noon"
    return f"{hour}am" if hour < 12 else f"{hour - 12}pm"


def person_dimension(role: str) -> Dimension:
    """Victims or suspects by sex and age band; above: age, then wide age groups, then under 25.

    Sex and age stand in one dimension, and everyone with either unknown in one category: a table
    of ages by sexes has rows with next to nobody, and each of those takes others with it.
    """
    spare = {UNKNOWN: "Age or sex not known", NOBODY: f"No {role} recorded"}
    rest = {"other": "Not known or nobody recorded"}
    young = dimension_of(
        f"{role}_young", "Age", {"under_25": "Under 25", "25_over": "25 and over", **rest}
    )
    group = dimension_of(
        f"{role}_group",
        "Age",
        {"under_18": "Under 18", "18_24": "18 to 24", "25_over": "25 and over", **rest},
        parent=young,
        parents=("under_25", "under_25", "25_over", "other"),
    )
    bands = {band_label(*band): band_words_of_age(*band) for band in PERSON_BANDS}
    age = dimension_of(
        f"{role}_age",
        "Age",
        {**bands, **spare},
        parent=group,
        parents=(*(_group_of_band(*band) for band in PERSON_BANDS), "other", "other"),
    )
    people = {
        f"{sex}-{band}": f"{name}, {words}"
        for sex, name in SEXES.items()
        for band, words in bands.items()
    }
    return dimension_of(
        f"{role}_person",
        f"{role.capitalize()}, sex and age",
        {**people, **spare},
        parent=age,
        parents=(*(code.split("-", 1)[1] for code in people), UNKNOWN, NOBODY),
    )


SEXES = {"F": "Female", "M": "Male"}


def group_of(dimension: Dimension) -> Dimension:
    """The dimension above another."""
    assert dimension.parent is not None
    return dimension.parent


def band_words_of_age(low: int, high: int) -> str:
    """An age band in words."""
    return f"{low} and over" if high >= 120 else f"{low} to {high}"


def _group_of_band(low: int, high: int) -> str:
    if high < 18:
        return "under_18"
    return "18_24" if high < 25 else "25_over"


ETHNIC_GROUPS = {
    "asian": "Asian or Asian British",
    "black": "Black or Black British",
    "mixed": "Mixed or multiple groups",
    "other": "Other group",
    "white": "White",
}


def ethnicity_dimension(key: str, label: str, *, nobody: str = "") -> Dimension:
    """Broad ethnic groups as the record has them."""
    spare = {"not_stated": "Not stated"} | ({NOBODY: nobody} if nobody else {})
    return dimension_of(key, label, {**ETHNIC_GROUPS, **spare})


def answer_dimension(key: str, label: str) -> Dimension:
    """A flag: yes, no, or left empty."""
    return dimension_of(key, label, {"yes": "Yes", "no": "No", UNKNOWN: "Left empty"})
