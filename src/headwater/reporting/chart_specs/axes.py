"""Axes as every kind of chart has them: few ticks, titles that read level."""

import textwrap

from headwater.reporting.chart_data import Drawing
from headwater.reporting.chart_specs.encodings import field
from headwater.reporting.chart_specs.frame import Frame, Spec


def stacked_title(title: str, frame: Frame) -> list[str]:
    """An axis title over as many lines as it needs."""
    return textwrap.wrap(title, 40 if frame.is_narrow else 90) or [""]


def upright_value(drawing: Drawing, frame: Frame, *, scale: Spec) -> Spec:
    """The value of a chart whose values rise."""
    title = stacked_title(drawing.y_title, frame)
    return field("y", title=title, scale=scale, axis=_upright_axis(frame))


def _upright_axis(frame: Frame) -> Spec:
    """Axis titles read level, above the axis, and not sideways."""
    return {
        "titleAngle": 0,
        "titleAlign": "left",
        "titleAnchor": "end",
        "titleBaseline": "bottom",
        "titleX": -4 if frame.is_narrow else -8,
        "titleY": -10,
        "tickCount": 5,
        "domain": False,
        "ticks": False,
    }


def level_axis(frame: Frame) -> Spec:
    """The axis under a chart whose values run across."""
    return {"tickCount": 3 if frame.is_narrow else 5, "domain": False, "ticks": False}


def category(*, grid: bool) -> Spec:
    """Categories down the side, in the order of the table, each label over its own lines."""
    axis = {
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
        "labelExpr": "split(datum.label, '\\n')",
        "grid": grid,
    }
    return field("c", "nominal", sort=None, title=None, axis=axis)
