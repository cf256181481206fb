"""Indicators: one number over places and time, and where in an edition it is read."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from headwater.rulebook.registry import Sourced, one, records

WHOLE_AREA = "{area}"
"""Stands in `whole_where` for the code of the area that an edition is of."""


class ValueType(StrEnum):
    """What a value is, which decides what may be done with it."""

    RATE = "rate"
    PERCENT = "percent"
    RATIO = "ratio"
    COUNT = "count"
    DAYS = "days"

    @property
    def words(self) -> str:
        """The type as printed."""
        return {"days": "total", "percent": "percentage"}.get(self.value, self.value)

    @property
    def is_comparable(self) -> bool:
        """Whether areas of different size may be set beside each other."""
        return self not in (ValueType.COUNT, ValueType.DAYS)


class Direction(StrEnum):
    """Which way is bad, or neither."""

    HIGH_IS_BAD = "high_is_bad"
    LOW_IS_BAD = "low_is_bad"
    NEUTRAL = "neutral"

    @property
    def words(self) -> str:
        """The direction as a sentence."""
        return {
            "high_is_bad": "A high value is worse.",
            "low_is_bad": "A low value is worse.",
            "neutral": "Neither a high nor a low value is good or bad in itself.",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Sourced):
    """One indicator: its meaning in words, and the table, rows and columns it is read from.

    `where`, `whole_where` and `change_where` are conditions `column=value`, all of which hold.
    An empty column name says that the table does not hold it.
    """

    id: str
    title: str
    theme: str
    description: str
    rationale: str
    definition: str
    numerator_words: str
    denominator_words: str
    unit: str
    multiplier: float | None
    method: str
    value_type: ValueType
    polarity: Direction
    age: str
    sex: str
    area_level: str
    period_type: str
    table: str
    where: tuple[str, ...]
    area_name: str
    parent: str
    period: str
    numerator: str
    denominator: str
    value: str
    low: str
    high: str
    benchmark: str
    benchmark_name: str
    compared: str
    trend: str
    whole_table: str
    whole_where: tuple[str, ...]
    change_table: str
    change_where: tuple[str, ...]
    sources: tuple[str, ...]
    gateway: str
    refresh: str
    owner: str
    caveats: tuple[str, ...]

    @property
    def tables(self) -> tuple[str, ...]:
        """Every table of an edition that it is read from."""
        named = (self.table, self.whole_table, self.change_table)
        return tuple(dict.fromkeys(name for name in named if name))


def indicators(*, on: date | None = None) -> tuple[Indicator, ...]:
    """Every indicator, those of one theme together."""
    return records("indicators", Indicator, on=on)


def indicator(indicator_id: str) -> Indicator:
    """One indicator by its id, such as `public-violence`."""
    return one(indicators(), indicator_id, kind="indicator", key=lambda row: row.id)
