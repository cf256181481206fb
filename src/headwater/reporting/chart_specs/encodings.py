"""The data of a chart, and how its series are told apart: by colour and by dash or shape."""

from headwater.reporting.chart_data import Drawing
from headwater.reporting.chart_specs.frame import Spec
from headwater.reporting.palette import DASHES, RIVER, SERIES, SHAPES


def field(name: str, kind: str = "quantitative", **more: object) -> Spec:
    """A column of the data, as an encoding reads it."""
    return {"field": name, "type": kind, **more}


def values(rows: list[Spec]) -> Spec:
    """Rows as the data of a chart or a layer."""
    return {"values": rows}


def has_series(drawing: Drawing) -> bool:
    """Whether the points are told apart by series, and so are labelled with them."""
    return drawing.series != ("",)


def colour(drawing: Drawing) -> Spec:
    """Colour for each series, without a legend because each is labelled."""
    if not has_series(drawing):
        return {"value": RIVER}
    count = len(drawing.series)
    colours = [SERIES[i % len(SERIES)] for i in range(count)]
    return _by_series(drawing, colours)


def dash(drawing: Drawing) -> Spec:
    """A dash for each series."""
    return _by_series(drawing, [list(DASHES[i % len(DASHES)]) for i in range(len(drawing.series))])


def shape(drawing: Drawing) -> Spec:
    """A shape for each series, or a circle."""
    return _by_series(drawing, list(SHAPES)) if has_series(drawing) else {"value": "circle"}


def row_offset(drawing: Drawing) -> Spec:
    """The channel that sets series one under the other within a category, where there are any."""
    if not has_series(drawing):
        return {}
    return {"yOffset": field("s", "nominal", sort=list(drawing.series))}


def _by_series(drawing: Drawing, looks: list[str] | list[list[int]]) -> Spec:
    scale = {"domain": list(drawing.series), "range": looks}
    return field("s", "nominal", legend=None, scale=scale)
