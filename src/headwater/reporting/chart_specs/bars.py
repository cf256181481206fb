"""Horizontal bars from zero, each with its value written at its end."""

from headwater.reporting.chart_data import Drawing
from headwater.reporting.chart_specs.axes import category, level_axis, stacked_title
from headwater.reporting.chart_specs.encodings import colour, field, has_series, row_offset, values
from headwater.reporting.chart_specs.frame import Frame, Spec
from headwater.reporting.chart_specs.labels import (
    label_width,
    most_lines,
    short_names,
    wrapped,
)
from headwater.reporting.chart_specs.scales import nice_top


def bar_chart(drawing: Drawing, frame: Frame) -> Spec:
    """Horizontal bars from zero, each with its value written at its end."""
    names = {name: wrapped(name, frame.label_letters) for name in drawing.categories}
    labels = _bar_labels(drawing, frame)
    low, high = _domain(drawing)
    room = max((label_width(label, frame) for label in labels), default=0) + 12
    y = category(grid=False)
    x = field(
        "at",
        title=stacked_title(drawing.y_title, frame),
        scale={"domain": [low, high], "nice": False},
        axis=level_axis(frame),
        stack=None,
    )
    return {
        "data": values(_rows(drawing, names, labels)),
        "height": _row_height(drawing, frame, names, labels) * max(len(names), 1),
        "padding": {"left": 4, "top": 8, "bottom": 4, "right": room},
        "layer": [
            _bars(drawing, x, y),
            *_end_labels(drawing, x, y, below_zero=low < 0),
            _zero_line(),
        ],
    }


def _rows(drawing: Drawing, names: dict[str, str], labels: list[str]) -> list[Spec]:
    return [
        {
            "c": names[str(p.x)],
            "y": p.y,
            "at": p.y if p.y is not None else 0.0,
            "s": p.series,
            "label": label,
        }
        for p, label in zip(drawing.points, labels, strict=True)
    ]


def _bar_labels(drawing: Drawing, frame: Frame) -> list[str]:
    """Each bar's value, and its series where there are several; over lines where it is long."""
    names = short_names(drawing.series)
    letters = 14 if frame.is_narrow else 34
    labels = (f"{p.label} {names[p.series]}" if p.series else p.label for p in drawing.points)
    return [wrapped(label, letters) for label in labels]


def _domain(drawing: Drawing) -> tuple[float, float]:
    numbers = [point.y for point in drawing.points if point.y is not None]
    low, high = min([*numbers, 0.0]), max([*numbers, 0.0])
    top = nice_top(high) if high > 0 or low == 0 else 0.0
    return (-nice_top(-low) if low < 0 else 0.0), top


def _row_height(drawing: Drawing, frame: Frame, names: dict[str, str], labels: list[str]) -> int:
    """Pixels for a category: room for its name, and for the label of each of its bars."""
    if has_series(drawing):
        bar = frame.bar + 16 * (most_lines(labels) - 1)
        return bar * len(drawing.series) + frame.row // 2
    return max(frame.row, 16 * most_lines(names.values()) + 8)


def _bars(drawing: Drawing, x: Spec, y: Spec) -> Spec:
    band = 0.86 if has_series(drawing) else 0.66
    return {
        "mark": {"type": "bar", "height": {"band": band}},
        "encoding": {"y": y, "x": x, "color": colour(drawing), **row_offset(drawing)},
    }


def _end_labels(drawing: Drawing, x: Spec, y: Spec, *, below_zero: bool) -> list[Spec]:
    """Each value beyond the end of its bar: to the right, or to the left of one below zero."""
    text = {"field": "label", "type": "nominal"}
    encoding = {"y": y, "x": x, "text": text, **row_offset(drawing)}
    mark: Spec = {"type": "text", "baseline": "middle", "lineBreak": "\n"}
    right = {
        "transform": [{"filter": "datum.at >= 0"}],
        "mark": {**mark, "align": "left", "dx": 6},
        "encoding": encoding,
    }
    left = {
        "transform": [{"filter": "datum.at < 0"}],
        "mark": {**mark, "align": "right", "dx": -6},
        "encoding": encoding,
    }
    return [right, left] if below_zero else [right]


def _zero_line() -> Spec:
    return {
        "data": values([{"zero": 0}]),
        "mark": {"type": "rule", "color": "#7d8b94"},
        "encoding": {"x": field("zero")},
    }
