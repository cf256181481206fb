"""Charts of indicators as SVG: dots with their intervals, a course over periods, a spine.

Drawn on the server with presentation attributes only, so no page needs styles of its own. Each
picture stands beside a table of the same numbers and a sentence that says what it shows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from headwater.core.words import MARK_MEANINGS, number

WIDTH = 860
ROW = 26
TOP, BOTTOM, RIGHT = 34, 46, 24
LABEL_WIDTH = 250
SPINE_LABEL_WIDTH = 420
SPINE_LABEL = 58
TEXT = "#0b0c0c"
QUIET = "#505a5f"
GRID = "#d5dbe0"
DOT = "#0f5c8a"
BENCHMARK = "#a3470a"
Place = tuple[float, float]
SHAPES = {"higher": "up", "worse": "up", "lower": "down", "better": "down"}
LONGEST_LABEL = 34


@dataclass(frozen=True, slots=True)
class Point:
    """One row of a chart: a value with its limits, or the mark in its place."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    mark: str = ""
    side: str = ""
    """How it stands to what it is set beside: drawn as a shape."""
    breaks: bool = False
    """Whether it is counted another way than the point before."""


def dots(
    points: Sequence[Point],
    *,
    title: str,
    unit: str,
    decimals: int,
    benchmark: float | None = None,
    benchmark_label: str = "",
) -> str:
    """One row for each point: a dot, a line for its interval, a dashed line for the benchmark."""
    height = TOP + ROW * len(points) + BOTTOM
    scale = _scale(points, benchmark)
    parts = [*_grid(scale, height, unit, decimals)]
    if benchmark is not None:
        parts += _benchmark(
            scale(benchmark), height, f"{benchmark_label} {number(benchmark, decimals=decimals)}"
        )
    for at, point in enumerate(points):
        parts += _dot_row(point, TOP + ROW * at + ROW / 2, scale)
    return _picture(parts, height, title)


def over_time(points: Sequence[Point], *, title: str, unit: str, decimals: int) -> str:
    """One column for each period, earliest on the left; a gap where something is missing."""
    height = 320
    scale = _upright(points, height)
    step = (WIDTH - 90 - RIGHT) / max(len(points), 1)
    xs = [90 + step * (at + 0.5) for at in range(len(points))]
    parts = [*_upright_grid(scale, unit, decimals)]
    for (before, x0), (after, x1) in pairwise(zip(points, xs, strict=True)):
        if before.value is not None and after.value is not None and not after.breaks:
            parts.append(_line((x0, scale(before.value)), (x1, scale(after.value)), DOT, 2))
    for point, x in zip(points, xs, strict=True):
        parts += _column(point, x, scale, height)
    return _picture(parts, height, title)


@dataclass(frozen=True, slots=True)
class Spine:
    """One indicator of an area: where it lies among the areas, the benchmark in the middle."""

    label: str
    value: float | None
    benchmark: float | None
    lowest: float | None
    highest: float | None
    side: str = ""
    mark: str = ""


def spine(rows: Sequence[Spine], *, title: str, benchmark_label: str) -> str:
    """One row for each indicator: the range of all areas as a bar, this area as a shape on it.

    Every row has a scale of its own, with the benchmark in the middle: rows are not compared.
    """
    height = TOP + ROW * len(rows) + BOTTOM
    left, right = SPINE_LABEL_WIDTH, WIDTH - RIGHT
    middle = (left + right) / 2
    parts = [_line((middle, TOP - 6), (middle, height - BOTTOM + 4), BENCHMARK, 2, dash="5 4")]
    parts.append(
        _text(middle, height - BOTTOM + 22, benchmark_label, anchor="middle", fill=BENCHMARK)
    )
    parts.append(_text(left, TOP - 12, "Lower", fill=QUIET))
    parts.append(_text(right, TOP - 12, "Higher", anchor="end", fill=QUIET))
    for at, row in enumerate(rows):
        parts += _spine_row(row, TOP + ROW * at + ROW / 2, middle, (right - left) / 2 - 8)
    return _picture(parts, height, title)


def _spine_row(row: Spine, y: float, middle: float, half: float) -> Iterator[str]:
    yield _text(SPINE_LABEL_WIDTH - 10, y + 5, _short(row.label, SPINE_LABEL), anchor="end")
    known = [each for each in (row.value, row.lowest, row.highest) if each is not None]
    if row.benchmark is None or row.value is None:
        yield _text(middle + 10, y + 5, _missing(row.mark), fill=QUIET)
        return
    widest = max((abs(each - row.benchmark) for each in known), default=0) or 1
    benchmark = row.benchmark

    def x(value: float) -> float:
        return middle + (value - benchmark) / widest * half

    if row.lowest is not None and row.highest is not None:
        yield _line((x(row.lowest), y), (x(row.highest), y), GRID, 10)
    yield _shape(x(row.value), y, row.side)


def _missing(mark: str) -> str:
    if mark:
        return f"{mark} {MARK_MEANINGS.get(mark, '').split(',')[0].split(':')[0]}"
    return "nothing to set it beside"


def _scale(points: Sequence[Point], benchmark: float | None) -> "Scale":
    known = [each for p in points for each in (p.value, p.low, p.high) if each is not None]
    most = max([*known, benchmark or 0, 0.0]) or 1.0
    return Scale(0.0, most * 1.04, LABEL_WIDTH, WIDTH - RIGHT)


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to places on the picture."""

    least: float
    most: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where a value lies."""
        share = (value - self.least) / (self.most - self.least)
        return self.start + share * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        """About five round numbers along it."""
        raw = (self.most - self.least) / 5
        power = 10.0 ** (len(f"{raw:.0f}") - 1) if raw >= 1 else 10.0 ** -_zeros(raw)
        step = next((m * power for m in (1, 2, 5, 10) if m * power >= raw), 10 * power)
        count = int((self.most - self.least) / step)
        return [self.least + step * each for each in range(count + 1)]


def _zeros(raw: float) -> int:
    places = 1
    while raw * 10**places < 1 and places < 12:
        places += 1
    return places


def _upright(points: Sequence[Point], height: float) -> Scale:
    known = [each for p in points for each in (p.value, p.low, p.high) if each is not None]
    return Scale(0.0, (max([*known, 0.0]) or 1.0) * 1.06, height - BOTTOM, TOP)


def _grid(scale: Scale, height: float, unit: str, decimals: int) -> Iterator[str]:
    for tick in scale.ticks:
        x = scale(tick)
        yield _line((x, TOP - 8), (x, height - BOTTOM), GRID, 1)
        yield _text(x, height - BOTTOM + 18, _tick(tick, scale), anchor="middle", fill=QUIET)
    yield _text((scale.start + scale.end) / 2, height - 8, unit, anchor="middle", fill=QUIET)


def _tick(value: float, scale: Scale) -> str:
    step = scale.ticks[1] - scale.ticks[0] if len(scale.ticks) > 1 else 1
    return number(value, decimals=0 if step >= 1 else _zeros(step))


def _upright_grid(scale: Scale, unit: str, decimals: int) -> Iterator[str]:
    for tick in scale.ticks:
        y = scale(tick)
        yield _line((90, y), (WIDTH - RIGHT, y), GRID, 1)
        yield _text(82, y + 5, _tick(tick, scale), anchor="end", fill=QUIET)
    yield _text(12, TOP - 14, unit, fill=QUIET)


def _benchmark(x: float, height: float, label: str) -> list[str]:
    anchor = "end" if x > WIDTH * 0.7 else "start"
    return [
        _line((x, TOP - 8), (x, height - BOTTOM), BENCHMARK, 2, dash="5 4"),
        _text(x + (-6 if anchor == "end" else 6), TOP - 14, label, anchor=anchor, fill=BENCHMARK),
    ]


def _dot_row(point: Point, y: float, scale: Scale) -> Iterator[str]:
    yield _text(LABEL_WIDTH - 10, y + 5, _short(point.label), anchor="end")
    if point.value is None:
        yield _text(LABEL_WIDTH + 6, y + 5, _missing(point.mark), fill=QUIET)
        return
    if point.low is not None and point.high is not None:
        yield _line((scale(point.low), y), (scale(point.high), y), DOT, 3)
    yield _shape(scale(point.value), y, point.side)


def _column(point: Point, x: float, scale: Scale, height: float) -> Iterator[str]:
    yield _text(x, height - BOTTOM + 18, _short(point.label), anchor="middle", fill=QUIET)
    if point.breaks:
        yield _text(x, TOP + 4, "counted another way", anchor="middle", fill=BENCHMARK)
    if point.value is None:
        yield _text(x, height - BOTTOM - 8, point.mark or "none", anchor="middle", fill=QUIET)
        return
    if point.low is not None and point.high is not None:
        yield _line((x, scale(point.low)), (x, scale(point.high)), DOT, 3)
    yield _shape(x, scale(point.value), "")


def _shape(x: float, y: float, side: str) -> str:
    """A dot, or a triangle that points where the value lies beside its benchmark."""
    way = SHAPES.get(side)
    if way is None:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{DOT}" stroke="#ffffff"/>'
    tip, base = (-7, 6) if way == "up" else (7, -6)
    fill = BENCHMARK if way == "up" else DOT
    corners = f"{x:.1f},{y + tip:.1f} {x - 7:.1f},{y + base:.1f} {x + 7:.1f},{y + base:.1f}"
    return f'<polygon points="{corners}" fill="{fill}" stroke="#ffffff"/>'


def _line(start: Place, end: Place, stroke: str, width: float, *, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" '
        f'stroke="{stroke}" stroke-width="{width}"{dashed}/>'
    )


def _text(x: float, y: float, words: str, *, anchor: str = "start", fill: str = TEXT) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}">{escape(words)}</text>'
    )


def _short(label: str, longest: int = LONGEST_LABEL) -> str:
    return label if len(label) <= longest else f"{label[: longest - 1]}…"


def _picture(parts: Sequence[str], height: float, title: str) -> str:
    """The whole picture. Its title is for readers who hear it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'width="{WIDTH}" height="{height:.0f}" role="img" '
        'font-family="Arial, Helvetica, sans-serif" font-size="14">'
        f"<title>{escape(title)}</title>"
        f'<rect width="{WIDTH}" height="{height:.0f}" fill="#ffffff"/>'
        f"{''.join(parts)}</svg>\n"
    )
