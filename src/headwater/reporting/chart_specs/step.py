"""How much of the whole is in how few of the parts."""

import math

from headwater.reporting.chart_data import Drawing, Point
from headwater.reporting.chart_specs.axes import upright_value
from headwater.reporting.chart_specs.encodings import colour, dash, field, has_series, values
from headwater.reporting.chart_specs.frame import Frame, Spec
from headwater.reporting.palette import QUIET_INK, RIVER, RULE

MOST_LABELLED_STEPS = 6


def step_chart(drawing: Drawing, frame: Frame) -> Spec:
    """How much of the whole is in how few of the parts, against an even spread."""
    known = [p for p in drawing.points if p.y is not None and not isinstance(p.x, str)]
    hundred = {"domain": [0, 100], "nice": False}
    ticks: Spec = {"values": [0, 25, 50, 75, 100], "labelExpr": "datum.label + '%'"}
    x = field("x", title=drawing.x_title, scale=hundred, axis={**ticks, "grid": False})
    y = upright_value(drawing, frame, scale=hundred)
    y = {**y, "axis": {**y["axis"], **ticks}}
    named = _series_labels(drawing, known, x, y) if has_series(drawing) else _shares(known, x, y)
    return {
        "data": values([{"x": p.x, "y": p.y, "s": p.series} for p in known]),
        "height": frame.plot_height,
        "padding": {"left": 4, "top": 22, "bottom": 4, "right": 24},
        "layer": [*_even_spread(x, y), _lines(drawing, x, y), *named],
    }


def _even_spread(x: Spec, y: Spec) -> list[Spec]:
    """The line that every part having its share would follow, and its name."""
    name = {"type": "text", "align": "left", "baseline": "top", "dy": 4, "color": QUIET_INK}
    return [
        {
            "data": values([{"x": 0, "y": 0}, {"x": 100, "y": 100}]),
            "mark": {"type": "line", "strokeDash": [5, 4], "color": RULE, "strokeWidth": 2},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": values([{"x": 62, "y": 56, "label": "if spread evenly"}]),
            "mark": name,
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        },
    ]


def _lines(drawing: Drawing, x: Spec, y: Spec) -> Spec:
    dashes = {"strokeDash": dash(drawing)} if has_series(drawing) else {}
    return {
        "mark": {"type": "line", "strokeWidth": 2.4},
        "encoding": {"x": x, "y": y, "color": colour(drawing), **dashes},
    }


def _series_labels(drawing: Drawing, points: list[Point], x: Spec, y: Spec) -> list[Spec]:
    """The name of each series, a third of the way along it."""
    middles = [_third_of_the_way(points, series) for series in drawing.series]
    rows = [{"x": p.x, "y": p.y, "s": p.series, "label": p.series} for p in middles if p]
    return [
        {
            "data": values(rows),
            "mark": {"type": "text", "align": "left", "baseline": "top", "dx": 6, "dy": 4},
            "encoding": {"x": x, "y": y, "text": {"field": "label"}, "color": colour(drawing)},
        }
    ]


def _third_of_the_way(points: list[Point], series: str) -> Point | None:
    mine = [point for point in points if point.series == series]
    return mine[len(mine) // 3] if mine else None


def _shares(points: list[Point], x: Spec, y: Spec) -> list[Spec]:
    """A few points between nothing and everything, each with its share."""
    between = [p for p in points if 0 < (p.y or 0) < 100]
    every = max(1, math.ceil(len(between) / MOST_LABELLED_STEPS))
    labels = [{"x": p.x, "y": p.y, "label": p.label} for p in between[::every]]
    return [
        {
            "data": values(labels),
            "mark": {"type": "point", "filled": True, "size": 50, "color": RIVER, "opacity": 1},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": values(labels),
            "mark": {"type": "text", "align": "left", "baseline": "top", "dx": 7, "dy": 3},
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        },
    ]
