"""The value a chart is compared with, and text that stays legible over what it crosses."""

from headwater.reporting.chart_data import Drawing
from headwater.reporting.chart_specs.encodings import values
from headwater.reporting.chart_specs.frame import Spec
from headwater.reporting.palette import FORD


def benchmark_across(drawing: Drawing, *, y: Spec) -> list[Spec]:
    """A level line at the benchmark with its name at the right, where the chart has one."""
    if drawing.chart.benchmark is None:
        return []
    here, at = _benchmark(drawing), {**y, "field": "b"}
    name = {"type": "text", "align": "right", "baseline": "bottom", "dy": -4, "color": FORD}
    return [
        {"data": here, "mark": _rule(), "encoding": {"y": at}},
        *with_halo(
            {
                "data": here,
                "mark": name,
                "encoding": {"y": at, "x": {"value": "width"}, "text": {"field": "label"}},
            }
        ),
    ]


def benchmark_down(drawing: Drawing, *, x: Spec) -> list[Spec]:
    """An upright line at the benchmark with its name on top, where the chart has one."""
    if drawing.chart.benchmark is None:
        return []
    here, at = _benchmark(drawing), {**x, "field": "b"}
    return [
        {"data": here, "mark": _rule(), "encoding": {"x": at}},
        {
            "data": here,
            "mark": {"type": "text", "baseline": "bottom", "dy": -5, "color": FORD},
            "encoding": {"x": at, "y": {"value": 0}, "text": {"field": "label"}},
        },
    ]


def with_halo(layer: Spec) -> list[Spec]:
    """Text that stays legible over lines and points: once as a white edge, once as itself."""
    edge = {"stroke": "white", "strokeWidth": 4, "strokeJoin": "round", "fill": "white"}
    encoding = {key: value for key, value in layer["encoding"].items() if key != "color"}
    mark = {key: value for key, value in layer["mark"].items() if key != "color"}
    return [{**layer, "mark": {**mark, **edge}, "encoding": encoding}, layer]


def _benchmark(drawing: Drawing) -> Spec:
    return values([{"b": drawing.chart.benchmark, "label": drawing.chart.benchmark_label}])


def _rule() -> Spec:
    return {"type": "rule", "strokeDash": [5, 4], "color": FORD, "strokeWidth": 1.6}
