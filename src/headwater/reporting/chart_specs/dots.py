"""Dots with their intervals, one row for each category."""

import math

from headwater.reporting.chart_data import Drawing, Point
from headwater.reporting.chart_specs.axes import category, level_axis, stacked_title
from headwater.reporting.chart_specs.benchmarks import benchmark_down, with_halo
from headwater.reporting.chart_specs.encodings import (
    colour,
    field,
    has_series,
    row_offset,
    shape,
    values,
)
from headwater.reporting.chart_specs.frame import Frame, Spec
from headwater.reporting.chart_specs.labels import most_lines, short_names, wrapped
from headwater.reporting.chart_specs.scales import nice_top


def dot_chart(drawing: Drawing, frame: Frame) -> Spec:
    """A dot for each category with its interval, and a line to compare with."""
    names = {name: wrapped(name, frame.label_letters) for name in drawing.categories}
    low, high, note = _domain(_numbers(drawing) or [0.0])
    rows = _rows(drawing, names, start=low)
    y = category(grid=True)
    x = field(
        "y",
        title=stacked_title(drawing.y_title + note, frame),
        scale={"domain": [low, high], "nice": False, "zero": False},
        axis=level_axis(frame),
    )
    top = 28 if drawing.chart.benchmark is not None else 8
    room = frame.letter * max((len(str(row["label"])) for row in rows), default=0) + 14
    return {
        "data": values(rows),
        "height": _row_height(drawing, frame, names) * max(len(names), 1),
        "padding": {"left": 4, "top": top, "bottom": 4, "right": room},
        "layer": [
            *benchmark_down(drawing, x=x),
            _intervals(drawing, x, y),
            _dots(drawing, x, y),
            *_labels(drawing, x, y),
        ],
    }


def _numbers(drawing: Drawing) -> list[float]:
    numbers = [v for p in drawing.points for v in (p.y, p.low, p.high) if v is not None]
    benchmark = drawing.chart.benchmark
    return numbers if benchmark is None else [*numbers, benchmark]


def _domain(numbers: list[float]) -> tuple[float, float, str]:
    """From zero where that costs little; otherwise the axis says where it starts."""
    least, most = min(numbers), max(numbers)
    if least < 0:
        return -nice_top(-least), (nice_top(most) if most > 0 else 0.0), ""
    if least <= most * 0.7:
        return 0.0, nice_top(most), ""
    step = nice_top((most - least) / 2)
    start = math.floor(least / step) * step
    if start <= 0:
        return 0.0, nice_top(most), ""
    end = math.ceil(most / step) * step
    return start, end, f" (axis starts at {start:g})"


def _rows(drawing: Drawing, names: dict[str, str], *, start: float) -> list[Spec]:
    several = has_series(drawing)
    names_of = short_names(drawing.series)
    return [
        {
            "c": names[str(p.x)],
            "y": p.y,
            "low": p.low,
            "high": p.high,
            "s": p.series,
            "label": f"{p.label}  {names_of[p.series]}" if several else p.label,
            "at": _label_place(p, start=start),
        }
        for p in drawing.points
    ]


def _label_place(point: Point, *, start: float) -> float:
    """Past the interval, or past the dot; at the start of the axis where there is neither."""
    if point.high is not None:
        return point.high
    return point.y if point.y is not None else start


def _row_height(drawing: Drawing, frame: Frame, names: dict[str, str]) -> int:
    if has_series(drawing):
        return (frame.bar - 2) * len(drawing.series) + 14
    return max(frame.row, 16 * most_lines(names.values()) + 8)


def _intervals(drawing: Drawing, x: Spec, y: Spec) -> Spec:
    low, high = {**x, "field": "low"}, {"field": "high"}
    hue, offset = colour(drawing), row_offset(drawing)
    return {
        "transform": [{"filter": "isValid(datum.low) && isValid(datum.high)"}],
        "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.55},
        "encoding": {"y": y, "x": low, "x2": high, "color": hue, **offset},
    }


def _dots(drawing: Drawing, x: Spec, y: Spec) -> Spec:
    look = {"color": colour(drawing), "shape": shape(drawing)}
    return {
        "transform": [{"filter": "isValid(datum.y)"}],
        "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
        "encoding": {"y": y, "x": x, **look, **row_offset(drawing)},
    }


def _labels(drawing: Drawing, x: Spec, y: Spec) -> list[Spec]:
    at, text = {**x, "field": "at"}, {"field": "label", "type": "nominal"}
    return with_halo(
        {
            "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 8},
            "encoding": {"y": y, "x": at, "text": text, **row_offset(drawing)},
        }
    )
