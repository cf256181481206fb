"""Lines over months, weeks or numbers, each with its name at its end."""

import math

from headwater.core.weeks import Week
from headwater.reporting.chart_data import Drawing, Point
from headwater.reporting.chart_specs.axes import upright_value
from headwater.reporting.chart_specs.benchmarks import benchmark_across
from headwater.reporting.chart_specs.encodings import colour, dash, field, has_series, values
from headwater.reporting.chart_specs.frame import Frame, Spec
from headwater.reporting.chart_specs.labels import label_width, most_lines, wrapped
from headwater.reporting.chart_specs.scales import nice_top, spread_apart
from headwater.reporting.palette import FORD


def line_chart(drawing: Drawing, frame: Frame) -> Spec:
    """Lines over time or numbers, with bands or bars where the chart has limits."""
    rows = _rows(drawing)
    bottom, top = _domain(drawing)
    ends = _line_ends(drawing, frame, span=top - bottom)
    room = max((label_width(str(end["label"]), frame) for end in ends), default=0) + 14
    x = _across(drawing, frame)
    y = upright_value(drawing, frame, scale={"domain": [bottom, top], "nice": False})
    several = has_series(drawing)
    return {
        "data": values(rows),
        "height": frame.plot_height,
        "padding": {"left": 4, "top": 22, "bottom": 4, "right": room if several else 16},
        "layer": [
            *_limits(drawing, rows, x, y),
            _lines(drawing, x, y),
            _lone_dots(drawing, rows, x, y),
            *([_end_labels(drawing, ends, x, y)] if several else []),
            *benchmark_across(drawing, y=y),
        ],
    }


def _rows(drawing: Drawing) -> list[Spec]:
    return [
        {"x": _place(p.x, drawing), "y": p.y, "s": p.series, "low": p.low, "high": p.high}
        for p in drawing.points
    ]


def _place(x: str | float, drawing: Drawing) -> str | float:
    if drawing.is_by_week:
        return Week.parse(str(x)).monday.isoformat()
    return f"{x}-01" if drawing.is_by_month else x


def _domain(drawing: Drawing) -> tuple[float, float]:
    """From zero, or from below it, to above every line, band and benchmark."""
    numbers = [v for p in drawing.points for v in (p.y, p.low, p.high) if v is not None]
    top = nice_top(max([*numbers, drawing.chart.benchmark or 0.0, 0.0]))
    least = min([v for p in drawing.points for v in (p.y, p.low) if v is not None], default=0.0)
    return (-nice_top(-least) if least < 0 else 0.0), top


# Across


def _across(drawing: Drawing, frame: Frame) -> Spec:
    if drawing.is_by_week:
        weeks = sorted({str(_place(each, drawing)) for each in drawing.categories})
        return _time_across(weeks, frame, lines=("%-d %b", "%Y"))
    if drawing.is_by_month:
        months = sorted({f"{month}-01" for month in drawing.categories})
        return _time_across(months, frame, lines=("%b", "%Y"))
    if all(isinstance(point.x, int | float) for point in drawing.points):
        scale = {"zero": False, "nice": False}
        return field("x", title=drawing.x_title, scale=scale, axis={"grid": False, "format": "d"})
    return field(
        "x",
        "ordinal",
        title=drawing.x_title,
        sort=None,
        axis={"labelAngle": 0, "labelOverlap": True},
    )


def _time_across(days: list[str], frame: Frame, *, lines: tuple[str, str]) -> Spec:
    apart = max(1, math.ceil(len(days) / (4 if frame.is_narrow else 9)))
    return field(
        "x",
        "temporal",
        title=None,
        scale={"type": "utc", "nice": False},
        axis={
            "format": "%b %Y",
            "formatType": "utc",
            "grid": False,
            "values": [{"utc": True, **_date_parts(day)} for day in days[::apart]],
            "labelFlush": False,
            "labelExpr": "["
            + ", ".join(f"utcFormat(datum.value, '{line}')" for line in lines)
            + "]",
        },
    )


def _date_parts(day: str) -> Spec:
    year, month, date = (int(part) for part in day.split("-"))
    return {"year": year, "month": month, "date": date}


# Layers


def _limits(drawing: Drawing, rows: list[Spec], x: Spec, y: Spec) -> list[Spec]:
    """The room between the limits: a band, or a bar for each place where few have limits."""
    if not (drawing.chart.low and drawing.chart.high):
        return []
    if drawing.is_by_week:
        return _bars(rows, x, y)
    low, high = {**y, "field": "low"}, {"field": "high"}
    return [
        {
            "mark": {"type": "area", "opacity": 0.14},
            "encoding": {"x": x, "y": low, "y2": high, "color": colour(drawing)},
        }
    ]


def _bars(rows: list[Spec], x: Spec, y: Spec) -> list[Spec]:
    """A bar from what was expected to the upper limit; a level stroke where there is no limit."""
    known = [row for row in rows if row["low"] is not None]
    low = {**y, "field": "low"}
    stroke = {"type": "tick", "orient": "horizontal", "size": 14, "thickness": 2.4, "color": FORD}
    return [
        {
            "data": values([row for row in known if row["high"] is not None]),
            "mark": {"type": "rule", "strokeWidth": 9, "opacity": 0.35, "color": FORD},
            "encoding": {"x": x, "y": low, "y2": {"field": "high"}},
        },
        {"data": values(known), "mark": stroke, "encoding": {"x": x, "y": low}},
    ]


def _lines(drawing: Drawing, x: Spec, y: Spec) -> Spec:
    dashes = dash(drawing) if has_series(drawing) else {"value": [1, 0]}
    return {
        "mark": {"type": "line", "strokeWidth": 2.4, "invalid": "break-paths-show-domains"},
        "encoding": {"x": x, "y": y, "color": colour(drawing), "strokeDash": dashes},
    }


def _lone_dots(drawing: Drawing, rows: list[Spec], x: Spec, y: Spec) -> Spec:
    return {
        "data": values(_lone_points(rows)),
        "mark": {"type": "point", "filled": True, "size": 28},
        "encoding": {"x": x, "y": y, "color": colour(drawing)},
    }


def _lone_points(rows: list[Spec]) -> list[Spec]:
    """Points with a gap on both sides, which a line alone would not show."""
    by_series: dict[str, list[Spec]] = {}
    for row in rows:
        by_series.setdefault(row["s"], []).append(row)
    lone = []
    for run in by_series.values():
        known = [False, *(row["y"] is not None for row in run), False]
        lone += [
            row for i, row in enumerate(run) if known[i + 1] and not known[i] and not known[i + 2]
        ]
    return lone


# Names at the ends


def _end_labels(drawing: Drawing, ends: list[Spec], x: Spec, y: Spec) -> Spec:
    at, text = {**y, "field": "at"}, {"field": "label"}
    return {
        "data": values(ends),
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "middle",
            "dx": 8,
            "lineBreak": "\n",
        },
        "encoding": {"x": x, "y": at, "text": text, "color": colour(drawing)},
    }


def _line_ends(drawing: Drawing, frame: Frame, *, span: float) -> list[Spec]:
    """Where each series ends, with its label moved clear of the others."""
    if not has_series(drawing):
        return []
    last = {point.series: point for point in drawing.points if point.y is not None}
    labels = {series: wrapped(series, max(frame.label_letters - 6, 10)) for series in last}
    heights = [point.y or 0.0 for point in last.values()]
    gap = span * 16 * most_lines(labels.values()) / frame.plot_height
    x = _place(_rightmost(list(last.values())), drawing)
    return [
        {"x": x, "at": at, "s": series, "label": labels[series]}
        for series, at in zip(last, spread_apart(heights, gap=gap), strict=True)
    ]


def _rightmost(points: list[Point]) -> str | float:
    """The furthest place of any point: the largest number, or the last text."""
    rightmost = max((p.x for p in points), key=str, default="")
    if isinstance(rightmost, str):
        return rightmost
    return max(p.x for p in points if not isinstance(p.x, str))
