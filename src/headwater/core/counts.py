"""Counts of events or people, and the seal that says they may be published.

A `CountCube` is a raw count by up to three dimensions. It stays inside until
`disclosure.release` turns it into a `Released[ReleasedCube]`, in which small and dependent cells
are hidden. Everything that reports, pages, interfaces and files show is made from `Released`
values by `Released.map`, so nothing computed later can carry more than the release let out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from headwater.core.errors import DisclosureError
from headwater.core.provenance import Provenance

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way of dividing a count: its categories and, where there is one, what they add up to.

    `parents[i]` is the code in `parent` that category `i` belongs to.
    """

    key: str
    label: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    parent: "Dimension | None" = None
    parents: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.names) != len(self.codes):
            raise ValueError(f"dimension {self.key}: one name for each code")
        if len(set(self.codes)) != len(self.codes):
            raise ValueError(f"dimension {self.key}: codes repeat")
        if (self.parent is None) != (not self.parents):
            raise ValueError(f"dimension {self.key}: parent and parents go together")
        if self.parents and len(self.parents) != len(self.codes):
            raise ValueError(f"dimension {self.key}: one parent for each code")

    def __len__(self) -> int:
        return len(self.codes)

    def position(self, code: str) -> int:
        """Where a category stands."""
        return self.codes.index(code)

    @property
    def parent_positions(self) -> NDArray[np.intp]:
        """For each category, where its parent stands."""
        if self.parent is None:
            raise ValueError(f"dimension {self.key} has no parent")
        place = {code: i for i, code in enumerate(self.parent.codes)}
        return np.array([place[code] for code in self.parents], dtype=np.intp)


@dataclass(frozen=True, eq=False)
class CountCube:
    """Raw counts by one to three dimensions, with every total they imply.

    `counts` has one axis per dimension, in order, without totals. Cubes of one `universe` count
    the same events, so they are protected together. Values may be fractions where areas were
    brought from one vintage to another by best fit. `approximate` says so.
    """

    id: str
    universe: str
    dimensions: tuple[Dimension, ...]
    counts: FloatArray
    provenance: Provenance
    approximate: bool = False

    def __post_init__(self) -> None:
        shape = tuple(len(dimension) for dimension in self.dimensions)
        if self.counts.shape != shape:
            raise ValueError(f"cube {self.id}: counts are {self.counts.shape}, dimensions {shape}")
        if self.counts.size and float(np.min(self.counts)) < 0:
            raise ValueError(f"cube {self.id}: a count is negative")

    def margin(self, *keys: str) -> FloatArray:
        """Counts by the named dimensions (or their parents), summed over the rest."""
        return margin_of(self.counts, self.dimensions, keys)

    def dimension(self, key: str) -> Dimension:
        """The dimension, or parent of one, with a key."""
        return find_dimension(self.dimensions, key)


@dataclass(frozen=True, eq=False)
class ReleasedCube:
    """Counts as they may be shown. `margins` has every subset of dimensions; NaN is hidden.

    Keys of `margins` are dimension keys (a parent's key stands for its dimension), in the order
    of `dimensions`; the empty tuple is the grand total.
    """

    id: str
    universe: str
    dimensions: tuple[Dimension, ...]
    margins: dict[tuple[str, ...], FloatArray]
    provenance: Provenance
    profile: str
    rule: str
    approximate: bool = False
    hidden: int = field(default=0)

    def margin(self, *keys: str) -> FloatArray:
        """Released counts by the named dimensions. NaN is a hidden cell."""
        if keys not in self.margins:
            raise DisclosureError(
                f"The release [{self.id}] has no totals by [{', '.join(keys)}]; it has "
                f"[{'; '.join(', '.join(key) for key in self.margins)}]."
            )
        return self.margins[keys]

    @property
    def total(self) -> float:
        """The grand total, or NaN where hidden."""
        return float(self.margin())

    def dimension(self, key: str) -> Dimension:
        """The dimension, or parent of one, with a key."""
        return find_dimension(self.dimensions, key)


@dataclass(frozen=True, slots=True)
class Statistic:
    """A summary over many events (a share, a slope, a median), with the number it rests on."""

    id: str
    value: float
    low: float
    high: float
    n: float
    unit: str
    provenance: Provenance


_SEAL = object()


class Released(Generic[T]):
    """A value that disclosure control has let out. Only `disclosure` makes one from raw values."""

    __slots__ = ("_value", "profile")

    def __init__(self, value: T, *, profile: str, seal: object) -> None:
        if seal is not _SEAL:
            raise DisclosureError(
                "Only disclosure.release can mark a result as released. Pass it the raw result."
            )
        self._value = value
        self.profile = profile

    @property
    def value(self) -> T:
        """What may be shown."""
        return self._value

    def map(self, make: Callable[[T], U]) -> "Released[U]":
        """Something computed from what was released, which is therefore released too."""
        return Released(make(self._value), profile=self.profile, seal=_SEAL)

    def __repr__(self) -> str:
        return f"Released({self._value!r}, profile={self.profile!r})"


def find_dimension(dimensions: tuple[Dimension, ...], key: str) -> Dimension:
    """The dimension with a key, looking at parents too."""
    for dimension in dimensions:
        level: Dimension | None = dimension
        while level is not None:
            if level.key == key:
                return level
            level = level.parent
    raise KeyError(key)


def margin_of(
    counts: FloatArray, dimensions: tuple[Dimension, ...], keys: tuple[str, ...]
) -> FloatArray:
    """Sum an array over every dimension that is not named, lifting to parents where named.

    Axes come out in the order of `dimensions`.
    """
    result = counts
    for axis in reversed(range(len(dimensions))):
        result = _collapse(result, axis, dimensions[axis], keys)
    return result


def _collapse(
    values: FloatArray, axis: int, dimension: Dimension, keys: tuple[str, ...]
) -> FloatArray:
    """Keep, lift or sum away one axis."""
    level = dimension
    while level.key not in keys:
        if level.parent is None:
            return np.asarray(values.sum(axis=axis))
        lifted = np.zeros((*values.shape[:axis], len(level.parent), *values.shape[axis + 1 :]))
        np.add.at(
            np.moveaxis(lifted, axis, 0), level.parent_positions, np.moveaxis(values, axis, 0)
        )
        values, level = lifted, level.parent
    return values
