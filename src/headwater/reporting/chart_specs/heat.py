"""A grid of shades, each cell with its number or mark where there is room."""

from headwater.reporting.chart_data import Drawing
from headwater.reporting.chart_specs.encodings import field, values
from headwater.reporting.chart_specs.frame import Frame, Spec
from headwater.reporting.chart_specs.scales import nice_top
from headwater.reporting.palette import INK, MIST, SEQUENTIAL

MOST_LABELLED_CELLS = 200


def heat_chart(drawing: Drawing, frame: Frame) -> Spec:
    """A grid of shades, each with its number or mark where there is room."""
    most = max((p.y for p in drawing.points if p.y is not None), default=1.0)
    cell = (frame.width - (90 if frame.is_narrow else 130)) / max(len(drawing.categories), 1)
    names = _series_names(drawing, frame)
    x = _columns(drawing, cell=cell)
    y = _lines(names)
    return {
        "data": values(_rows(drawing, names, most=most)),
        "height": (frame.row - 2) * max(len(drawing.series), 1),
        "padding": {"left": 4, "top": 4, "bottom": 4, "right": 8},
        "layer": [
            _shades(drawing, x, y, most=most),
            _empty_cells(x, y),
            _labels(x, y, every_cell=_has_room(drawing, frame, cell=cell)),
        ],
    }


def _rows(drawing: Drawing, names: dict[str, str], *, most: float) -> list[Spec]:
    return [
        {
            "x": str(p.x),
            "s": names[p.series],
            "y": p.y,
            "label": p.label,
            "dark": p.y is not None and p.y > most * 0.55,
        }
        for p in drawing.points
    ]


def _series_names(drawing: Drawing, frame: Frame) -> dict[str, str]:
    """What each line is called: shortened on a phone, unless two would then share a name."""
    whole = {name: name for name in drawing.series}
    if not frame.is_narrow:
        return whole
    short = {name: name[:3] if len(name) > 9 else name for name in drawing.series}
    return short if len(set(short.values())) == len(short) else whole


def _has_room(drawing: Drawing, frame: Frame, *, cell: float) -> bool:
    """Whether every cell can hold its label."""
    cells = len(drawing.categories) * len(drawing.series)
    widest = max((len(p.label) for p in drawing.points), default=1)
    return cells <= MOST_LABELLED_CELLS and widest * frame.letter + 4 <= cell


def _columns(drawing: Drawing, *, cell: float) -> Spec:
    return field(
        "x",
        "ordinal",
        sort=list(drawing.categories),
        title=drawing.x_title,
        axis={
            "labelAngle": 0 if cell > 44 else -60,
            "domain": False,
            "ticks": False,
            "labelOverlap": True,
        },
    )


def _lines(names: dict[str, str]) -> Spec:
    axis = {"domain": False, "ticks": False}
    return field("s", "ordinal", sort=list(names.values()), title=None, axis=axis)


def _shades(drawing: Drawing, x: Spec, y: Spec, *, most: float) -> Spec:
    shade = field(
        "y",
        scale={"range": list(SEQUENTIAL), "domain": [0, nice_top(most)]},
        legend={
            "orient": "top",
            "title": drawing.y_title,
            "gradientLength": 180,
            "tickCount": 4,
        },
    )
    return {
        "transform": [{"filter": "isValid(datum.y)"}],
        "mark": {"type": "rect", "stroke": "white", "strokeWidth": 2},
        "encoding": {"x": x, "y": y, "color": shade},
    }


def _empty_cells(x: Spec, y: Spec) -> Spec:
    return {
        "transform": [{"filter": "!isValid(datum.y)"}],
        "mark": {"type": "rect", "stroke": "white", "strokeWidth": 2, "fill": MIST},
        "encoding": {"x": x, "y": y},
    }


def _labels(x: Spec, y: Spec, *, every_cell: bool) -> Spec:
    """Numbers and marks in every cell, or only the marks of cells without a number."""
    return {
        "transform": [] if every_cell else [{"filter": "!isValid(datum.y)"}],
        "mark": {"type": "text", "fontSize": 12},
        "encoding": {
            "x": x,
            "y": y,
            "text": {"field": "label", "type": "nominal"},
            "color": {"condition": {"test": "datum.dark", "value": "white"}, "value": INK},
        },
    }
