"""What a chart draws: the rows of its table as points, and how many are hidden."""

from dataclasses import dataclass

from headwater.core.editions import Chart, ChartKind, Column, ColumnKind, Table, Value
from headwater.core.weeks import WEEK
from headwater.reporting import words


@dataclass(frozen=True, slots=True)
class Point:
    """One row of a chart's table. `x` of a category or month is text; `mark` says why no `y`."""

    x: str | float
    y: float | None
    name: str
    series: str = ""
    low: float | None = None
    high: float | None = None
    label: str = ""
    """`y` as people read it, or its mark."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart with its points, in the order of its table."""

    chart: Chart
    points: tuple[Point, ...]
    x_column: Column
    y_column: Column

    @property
    def x_title(self) -> str:
        """What the x axis says."""
        return self.chart.x_title or words.heading(self.x_column)

    @property
    def y_title(self) -> str:
        """What the y axis says, with its unit."""
        return self.chart.y_title or words.heading(self.y_column)

    @property
    def series(self) -> tuple[str, ...]:
        """Names of the series, in the order first met."""
        return tuple(dict.fromkeys(point.series for point in self.points))

    @property
    def categories(self) -> tuple[str, ...]:
        """Names on the x axis, in the order first met."""
        return tuple(dict.fromkeys(str(point.x) for point in self.points))

    @property
    def hidden(self) -> int:
        """How many rows have a mark and not a number."""
        return sum(point.y is None for point in self.points)

    @property
    def is_by_month(self) -> bool:
        """Whether x is time, in months."""
        return self.x_column.kind is ColumnKind.MONTH

    @property
    def is_by_week(self) -> bool:
        """Whether x is time, in weeks such as `2025-W30`."""
        return bool(self.points) and all(WEEK.fullmatch(str(point.x)) for point in self.points)


def drawing(chart: Chart, table: Table) -> Drawing:
    """A chart put together with the table it draws."""
    x, y = table.position(chart.x), table.position(chart.y)
    x_column, y_column = table.columns[x], table.columns[y]
    rows = drawn_rows(chart, table)
    keep_numbers = chart.kind in (ChartKind.FUNNEL, ChartKind.STEP, ChartKind.LINE)
    repeated = not keep_numbers and not chart.series and _repeats([row[x] for row in rows])
    points = []
    for row in rows:
        place = row[x] if keep_numbers and x_column.kind.is_number else words.text(row[x], x_column)
        if isinstance(place, str) and keep_numbers and x_column.kind.is_number:
            continue
        if repeated:
            place = f"{place} ({table.row_key(row)})"
        points.append(
            Point(
                x=place if isinstance(place, int | float | str) else "",
                y=_number(row[y]),
                name=row_name(table, row),
                series=str(row[table.position(chart.series)]) if chart.series else "",
                low=_number(row[table.position(chart.low)]) if chart.low else None,
                high=_number(row[table.position(chart.high)]) if chart.high else None,
                label=words.cell(row[y], y_column),
            )
        )
    return Drawing(chart, tuple(points), x_column, y_column)


def drawn_rows(chart: Chart, table: Table) -> tuple[tuple[Value, ...], ...]:
    """The rows of a table that a chart draws."""
    rows = tuple(row for row in table.rows if not chart.only or row[0] == chart.only)
    return rows[: chart.top] if chart.top else rows


def row_name(table: Table, row: tuple[Value, ...]) -> str:
    """What a reader calls a row: its name where it has one, or else its key."""
    for value, column in zip(row, table.columns, strict=True):
        if column.kind is ColumnKind.NAME:
            return str(value)
    return " ".join(words.cell(value, column) for value, column in _key(table, row))


def _key(table: Table, row: tuple[Value, ...]) -> list[tuple[Value, Column]]:
    return list(zip(row, table.columns, strict=True))[: table.key_columns]


def _repeats(values: list[Value]) -> bool:
    return len(set(values)) < len(values)


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) else None
