"""The specification of any chart: its picture by kind, in the look all charts share."""

from collections.abc import Callable

from headwater.core.editions import ChartKind
from headwater.reporting.chart_data import Drawing
from headwater.reporting.chart_specs.bars import bar_chart
from headwater.reporting.chart_specs.dots import dot_chart
from headwater.reporting.chart_specs.frame import WIDE, Frame, Spec
from headwater.reporting.chart_specs.funnel import funnel_chart
from headwater.reporting.chart_specs.heat import heat_chart
from headwater.reporting.chart_specs.line import line_chart
from headwater.reporting.chart_specs.step import step_chart
from headwater.reporting.palette import INK, QUIET_INK

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
FONT = "Atkinson Hyperlegible"
MAKERS: dict[ChartKind, Callable[[Drawing, Frame], Spec]] = {
    ChartKind.LINE: line_chart,
    ChartKind.BAR: bar_chart,
    ChartKind.DOT_INTERVAL: dot_chart,
    ChartKind.FUNNEL: funnel_chart,
    ChartKind.HEAT: heat_chart,
    ChartKind.STEP: step_chart,
}


def specification(drawing: Drawing, frame: Frame = WIDE) -> Spec:
    """The Vega-Lite specification of a chart."""
    spec = MAKERS[drawing.chart.kind](drawing, frame)
    return {
        "$schema": SCHEMA,
        "width": frame.width,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "background": "white",
        "config": _look(),
        **spec,
    }


def _look() -> Spec:
    return {
        "aria": False,
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "labelColor": INK,
            "titleColor": QUIET_INK,
            "labelFontSize": 13,
            "titleFontSize": 13,
            "titleFontWeight": "normal",
            "titlePadding": 10,
            "gridColor": "#e4eaed",
            "domainColor": "#7d8b94",
            "tickColor": "#7d8b94",
            "labelLimit": 400,
            "titleLimit": 600,
        },
        "text": {"font": FONT, "fontSize": 13, "fill": INK},
        "legend": {"labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal"},
    }
