"""A grid of shades, each cell with its number or mark where there is room."""

from headwater.reporting.chart_data import Drawing
from headwater.reporting.chart_specs.encodings import field, values
from headwater.reporting.chart_specs.frame import Frame, Spec
from headwater.reporting.chart_specs.labels import label_width, most_lines, wrapped
from headwater.reporting.chart_specs.scales import nice_top
from headwater.reporting.palette import INK, MIST, SEQUENTIAL

MOST_LABELLED_CELLS = 200
SPLIT = "split(datum.label, '\\n')"
LEAST_SLANTED = 13
"""Pixels of a column whose slanted name does not touch the next."""


def heat_chart(drawing: Drawing, frame: Frame) -> Spec:
    """A grid of shades, each with its number or mark where there is room."""
    most = max((p.y for p in drawing.points if p.y is not None), default=1.0)
    lines = _line_names(drawing, frame)
    beside = max((label_width(name, frame) for name in lines.values()), default=0) + 24
    cell = (frame.width - beside) / max(len(drawing.categories), 1)
    columns = _column_names(drawing, frame, cell=cell)
    x = _columns(drawing, frame, columns, cell=cell)
    y = _lines(lines)
    tallest = most_lines(lines.values())
    height = frame.row - 2 if tallest == 1 else 16 * tallest + 10
    return {
        "data": values(_rows(drawing, columns, lines, most=most)),
        "height": height * max(len(drawing.series), 1),
        "padding": {"left": 4, "top": 4, "bottom": 4, "right": 8},
        "layer": [
            _shades(drawing, x, y, most=most),
            _empty_cells(x, y),
            _labels(x, y, every_cell=_has_room(drawing, frame, cell=cell)),
        ],
    }


def _rows(
    drawing: Drawing, columns: dict[str, str], lines: dict[str, str], *, most: float
) -> list[Spec]:
    return [
        {
            "x": columns[str(p.x)],
            "s": lines[p.series],
            "y": p.y,
            "label": p.label,
            "dark": p.y is not None and p.y > most * 0.55,
        }
        for p in drawing.points
    ]


def _line_names(drawing: Drawing, frame: Frame) -> dict[str, str]:
    """What each line is called: shortened or wrapped on a phone, unless two would share a name."""
    whole = {name: name for name in drawing.series}
    if not frame.is_narrow:
        return whole
    short = {name: name[:3] if len(name) > 9 else name for name in drawing.series}
    over_lines = {name: wrapped(name, frame.label_letters + 3) for name in drawing.series}
    return next((names for names in (short, over_lines) if _tells_apart(names)), whole)


def _column_names(drawing: Drawing, frame: Frame, *, cell: float) -> dict[str, str]:
    """What each column is called: over lines where every word fits its width."""
    letters = max(int((cell - 4) / frame.letter), 1)
    names = {name: wrapped(name, letters) for name in drawing.categories}
    fits = all(len(word) <= letters for name in drawing.categories for word in name.split())
    return names if fits and _tells_apart(names) else {name: name for name in drawing.categories}


def _tells_apart(names: dict[str, str]) -> bool:
    return len(set(names.values())) == len(names)


def _has_room(drawing: Drawing, frame: Frame, *, cell: float) -> bool:
    """Whether every cell can hold its label."""
    cells = len(drawing.categories) * len(drawing.series)
    widest = max((len(p.label) for p in drawing.points), default=1)
    return cells <= MOST_LABELLED_CELLS and widest * frame.letter + 4 <= cell


def _columns(drawing: Drawing, frame: Frame, names: dict[str, str], *, cell: float) -> Spec:
    """Names of the columns: level where they fit, or else slanted."""
    widest = max((len(line) for name in names.values() for line in name.split("\n")), default=0)
    is_level = widest * frame.letter <= cell
    return field(
        "x",
        "ordinal",
        sort=list(names.values()),
        title=drawing.x_title,
        axis={
            "labelAngle": 0 if is_level else -40 if cell > 24 else -60,
            "labelExpr": SPLIT,
            "domain": False,
            "ticks": False,
            # A name left out could not be guessed; slanted ones have room for each other.
            "labelOverlap": is_level or cell < LEAST_SLANTED,
        },
    )


def _lines(names: dict[str, str]) -> Spec:
    axis = {"domain": False, "ticks": False, "labelExpr": SPLIT}
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
