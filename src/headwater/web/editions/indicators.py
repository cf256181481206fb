"""Indicators read from the released tables of editions: the only place their numbers come from.

Inside and outside call the same functions, with different editions: a signed-in page with those
the partnership holds, a public page with those that were published. So the two cannot drift.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from headwater import rulebook
from headwater.core.errors import UsageError
from headwater.core.periods import Month, Period
from headwater.rulebook import WHOLE_AREA, Indicator
from headwater.web.editions import figures
from headwater.web.editions.figures import Value
from headwater.web.editions.models import Edition, Table, Working

WHOLE_ROW = "area"
"""How tables name the row of the whole area."""
AREA = "area_code"

Cells = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Change:
    """What an edition itself says of a change on the year before, chance considered."""

    percent: Value
    low: Value
    high: Value
    direction: str
    figure: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One indicator in one area and period, exactly as it was released.

    A string in a place for numbers is a mark; None says that the table does not hold it.
    """

    indicator: Indicator
    edition: Edition
    area_code: str
    area_name: str
    parent: str
    is_whole: bool
    period: str
    """In words, as the table or the edition says it."""
    first: date
    last: date
    """First days of the first and the last month; the edition's where the table says none."""
    numerator: Value
    denominator: Value
    value: Value
    low: Value
    high: Value
    benchmark: Value
    benchmark_name: str
    compared: str
    trend: str
    """Which way the publisher's own periods went, where the table says."""
    definition: str
    figure: str
    """The name of the value: `table:row:column`."""
    column: Mapping[str, Any]
    """How the value is written, and how it was made."""
    change: Change | None

    @property
    def number(self) -> float | None:
        """The value, where there is one to draw or compare."""
        return None if isinstance(self.value, str) or self.value is None else float(self.value)

    @property
    def interval(self) -> tuple[float, float] | None:
        """Both limits, where there are two."""
        if isinstance(self.low, int | float) and isinstance(self.high, int | float):
            return float(self.low), float(self.high)
        return None

    @property
    def mark(self) -> str:
        """What stands in the place of the value, if it is not there."""
        return self.value if isinstance(self.value, str) else ""


class Shelf:
    """Tables of some editions, read once, and the readings in them."""

    def __init__(self, editions: Sequence[Edition], tables: Iterable[Table]) -> None:
        self.editions = tuple(editions)
        self._tables = {(table.edition_id, table.slug): table for table in tables}
        self._readings: dict[tuple[str, int], tuple[Reading, ...]] = {}

    def table(self, edition: Edition, slug: str) -> Table | None:
        """A table of an edition, where it has it."""
        return self._tables.get((edition.pk, slug))

    def holds(self, indicator: Indicator) -> bool:
        """Whether any edition has a row of an indicator."""
        return any(self.readings(indicator, each) for each in self.editions)

    def readings(self, indicator: Indicator, edition: Edition) -> tuple[Reading, ...]:
        """An indicator in every area of an edition, as the table has them; not the whole area."""
        key = (indicator.id, edition.pk)
        if key not in self._readings:
            self._readings[key] = self._read(indicator, edition)
        return self._readings[key]

    def _read(self, indicator: Indicator, edition: Edition) -> tuple[Reading, ...]:
        table = self.table(edition, indicator.table)
        if table is None or not _has_columns(table, indicator):
            return ()
        whole = {WHOLE_ROW, edition.area_code}
        return tuple(
            self._reading(indicator, edition, table, row)
            for row in _rows(table, indicator.where, edition)
            if str(_cells(table, row)[AREA]) not in whole
        )

    def whole(self, indicator: Indicator, edition: Edition) -> Reading | None:
        """An indicator in the whole area of an edition, where a table has it."""
        table = self.table(edition, indicator.whole_table)
        if table is None:
            return None
        rows = list(_rows(table, indicator.whole_where, edition))
        if not rows or indicator.value not in _keys(table):
            return None
        return self._reading(indicator, edition, table, rows[0], is_whole=True)

    def at(self, indicator: Indicator, edition: Edition, area: str) -> Reading | None:
        """An indicator in one area of an edition, the whole area included."""
        if area == edition.area_code:
            return self.whole(indicator, edition)
        found = (each for each in self.readings(indicator, edition) if each.area_code == area)
        return next(found, None)

    def series(self, indicator: Indicator, area: str) -> tuple[Reading, ...]:
        """An indicator in one area, earliest period first, each period from one edition."""
        found: dict[tuple[date, date, str], Reading] = {}
        for edition in self.editions:
            reading = self.at(indicator, edition, area)
            if reading is not None:
                found.setdefault((reading.first, reading.last, reading.period), reading)
        return tuple(found[key] for key in sorted(found))

    def rules(self, indicator: Indicator, edition: Edition) -> tuple[str, ...]:
        """How the table of an indicator hides small numbers, and what it notes."""
        table = self.table(edition, indicator.table)
        return () if table is None else (*table.notes, table.rule)

    def _reading(
        self,
        indicator: Indicator,
        edition: Edition,
        table: Table,
        row: Sequence[Value],
        *,
        is_whole: bool = False,
    ) -> Reading:
        cells = _cells(table, row)
        column = _column(table, indicator.value)
        first, last, words = _period(indicator, edition, cells)
        code = edition.area_code if is_whole else str(cells[AREA])
        name = edition.area_name if is_whole else str(cells.get(indicator.area_name) or code)
        return Reading(
            indicator=indicator,
            edition=edition,
            area_code=code,
            area_name=name,
            parent="" if is_whole else str(cells.get(indicator.parent) or ""),
            is_whole=is_whole,
            period=words,
            first=first,
            last=last,
            numerator=cells.get(indicator.numerator),
            denominator=cells.get(indicator.denominator),
            value=cells[indicator.value],
            low=cells.get(indicator.low),
            high=cells.get(indicator.high),
            benchmark=cells.get(indicator.benchmark),
            benchmark_name=str(cells.get(indicator.benchmark_name) or ""),
            compared="" if is_whole else str(cells.get(indicator.compared) or ""),
            trend=str(cells.get(indicator.trend) or ""),
            definition=(column["provenance"] or {}).get("definition", ""),
            figure=figures.name_of(table, row, column),
            column=column,
            change=self._change(indicator, edition, code, is_whole=is_whole),
        )

    def _change(
        self, indicator: Indicator, edition: Edition, code: str, *, is_whole: bool
    ) -> Change | None:
        table = self.table(edition, indicator.change_table)
        if table is None:
            return None
        has_areas = AREA in _keys(table)
        if not has_areas and not is_whole:
            return None
        wanted = {WHOLE_ROW, edition.area_code} if is_whole else {code}
        for row in _rows(table, indicator.change_where, edition):
            cells = _cells(table, row)
            if not has_areas or str(cells[AREA]) in wanted:
                return Change(
                    percent=cells["change"],
                    low=cells["change_low"],
                    high=cells["change_high"],
                    direction=str(cells["direction"]),
                    figure=figures.name_of(table, row, _column(table, "change")),
                )
        return None


def shelf(editions: Sequence[Edition], indicators: Iterable[Indicator]) -> Shelf:
    """The tables that some indicators are read from: one query, or none if read before.

    What was made of an edition never changes, so each process keeps the last few shelves.
    """
    slugs = frozenset(slug for each in indicators for slug in each.tables)
    key = (tuple((each.reference, each.run, each.status) for each in editions), slugs)
    with _lock:
        kept = _shelves.get(key)
    if kept is None:
        kept = _read_shelf(editions, slugs)
        with _lock:
            _shelves[key] = kept
            while len(_shelves) > SHELVES_KEPT:
                _shelves.popitem(last=False)
    return kept


def _read_shelf(editions: Sequence[Edition], slugs: Iterable[str]) -> Shelf:
    tables = Table.objects.filter(edition__in=editions, slug__in=slugs).only(
        "edition_id", "slug", "columns", "rows", "key_columns", "rule", "profile", "notes"
    )
    return Shelf(editions, tables)


SHELVES_KEPT = 8
ShelfKey = tuple[tuple[tuple[str, str, str], ...], frozenset[str]]
_shelves: OrderedDict[ShelfKey, Shelf] = OrderedDict()
_lock = Lock()


def one_a_period(editions: Iterable[Edition]) -> tuple[Edition, ...]:
    """For each area and months the edition to believe, latest months first.

    A locked edition comes before a draft, and of two alike the one made last.
    """
    ordered = sorted(
        editions,
        key=lambda e: (e.stands.value == "locked", e.made_at or e.requested_at),
        reverse=True,
    )
    found: dict[tuple[str, date, date], Edition] = {}
    for edition in ordered:
        found.setdefault((edition.area_code, edition.first_month, edition.last_month), edition)
    return tuple(sorted(found.values(), key=lambda e: (e.last_month, e.first_month), reverse=True))


def loads_of(readings: Iterable[Reading]) -> tuple[Working, ...]:
    """The loads that some readings rest on, each once, in one query."""
    keys = {
        (each.edition.pk, load)
        for each in readings
        for load in (each.column["provenance"] or {}).get("loads", ())
    }
    held = Working.objects.filter(
        edition__in={edition for edition, _ in keys},
        kind=Working.Kind.LOAD,
        key__in={key for _, key in keys},
    )
    return tuple(each for each in held if (each.edition_id, each.key) in keys)


def held_indicators(found: Shelf) -> tuple[Indicator, ...]:
    """Indicators of which some edition has a number, in the order of the rulebook."""
    return tuple(each for each in rulebook.indicators() if found.holds(each))


def latest(found: Shelf, indicator: Indicator) -> tuple[Reading, ...]:
    """An indicator in every area, from the latest edition that has it; whole area not included."""
    for edition in found.editions:
        readings = found.readings(indicator, edition)
        if readings:
            return readings
    return ()


def latest_whole(found: Shelf, indicator: Indicator, readings: Sequence[Reading]) -> Reading | None:
    """The whole area in the edition that some readings came from."""
    return found.whole(indicator, readings[0].edition) if readings else None


def comparison_value(reading: Reading, whole: Reading | None) -> tuple[Value, str]:
    """What an area is set beside, and what that is called; None and nothing where nothing is."""
    if reading.benchmark is not None and not isinstance(reading.benchmark, str):
        return reading.benchmark, reading.benchmark_name
    if whole is not None and reading.indicator.value_type.is_comparable:
        return whole.value, f"{whole.area_name} as a whole"
    return None, ""


def _keys(table: Table) -> frozenset[str]:
    return frozenset(column["key"] for column in table.columns)


def _has_columns(table: Table, indicator: Indicator) -> bool:
    return {AREA, indicator.value} <= _keys(table)


def _column(table: Table, key: str) -> Mapping[str, Any]:
    column: Mapping[str, Any] = table.columns[figures.position(table, key)]
    return column


def _cells(table: Table, row: Sequence[Value]) -> Cells:
    return {column["key"]: cell for column, cell in zip(table.columns, row, strict=True)}


def _rows(table: Table, where: Sequence[str], edition: Edition) -> Iterator[Sequence[Value]]:
    wanted = dict(condition.split("=", 1) for condition in where)
    if not wanted.keys() <= _keys(table):
        return
    tests = [
        (figures.position(table, key), value.replace(WHOLE_AREA, edition.area_code))
        for key, value in wanted.items()
    ]
    for row in table.rows:
        if all(str(row[at]) == value for at, value in tests):
            yield row


def _period(indicator: Indicator, edition: Edition, cells: Cells) -> tuple[date, date, str]:
    """First and last month and the words of the period a row is of."""
    said = str(cells.get(indicator.period) or "") if indicator.period else ""
    if not said:
        return edition.first_month, edition.last_month, edition.period_words
    try:
        period = Period.parse(said.split(" (")[0])
    except UsageError:
        return edition.first_month, edition.last_month, said
    if "academic" in said:
        september = Month(period.first.year, ACADEMIC_YEAR_STARTS)
        period = Period(september, september.plus(11))
    return period.first.first_day, period.last.first_day, said


ACADEMIC_YEAR_STARTS = 9
