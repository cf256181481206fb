"""Funnels: areas by size, with the limits that chance alone would keep them within."""

from headwater.reporting.chart_data import Drawing, Point
from headwater.reporting.chart_specs.axes import upright_value
from headwater.reporting.chart_specs.benchmarks import benchmark_across, with_halo
from headwater.reporting.chart_specs.encodings import field, values
from headwater.reporting.chart_specs.frame import Frame, Spec
from headwater.reporting.chart_specs.scales import nice_top
from headwater.reporting.palette import FORD, QUIET_INK, RIVER

MOST_NAMED_OUTLIERS = 6
MOST_NAMED_ON_A_PHONE = 3


def funnel_chart(drawing: Drawing, frame: Frame) -> Spec:
    """Each area by its size, with the limits that chance alone would keep it within."""
    known = [p for p in drawing.points if p.y is not None and not isinstance(p.x, str)]
    numbers = [v for p in drawing.points for v in (p.y, p.high) if v is not None]
    top = nice_top(max([*numbers, 0.0]))
    y = upright_value(drawing, frame, scale={"domain": [0, top], "nice": False})
    x = field(
        "x",
        title=drawing.x_title,
        scale={"zero": False, "nice": True},
        axis={"grid": False, "tickCount": 4 if frame.is_narrow else 7, "format": ",d"},
    )
    return {
        "data": values([{"x": p.x, "y": p.y, "beyond": _beyond(p)} for p in known]),
        "height": frame.plot_height + 40,
        "padding": {"left": 4, "top": 22, "bottom": 4, "right": 16},
        "layer": [
            *_limits(drawing, x, y),
            _areas(x, y),
            *_names_of_outliers(known, x, y, frame),
            *benchmark_across(drawing, y=y),
        ],
    }


def _beyond(point: Point) -> str:
    if point.y is None or point.low is None or point.high is None:
        return "within"
    return "within" if point.low <= point.y <= point.high else "beyond"


def _limits(drawing: Drawing, x: Spec, y: Spec) -> list[Spec]:
    """Two dashed lines, from the smallest area to the largest."""
    limits = sorted(
        (
            {"x": p.x, "low": p.low, "high": p.high}
            for p in drawing.points
            if p.low is not None and p.high is not None
        ),
        key=lambda row: float(row["x"]),
    )
    return [
        {
            "data": values(limits),
            "mark": {"type": "line", "strokeWidth": 1.3, "color": QUIET_INK, "strokeDash": [4, 3]},
            "encoding": {"x": x, "y": {**y, "field": bound}},
        }
        for bound in ("low", "high")
    ]


def _areas(x: Spec, y: Spec) -> Spec:
    """A point for each area; those beyond the limits differ in colour, shape and size."""
    return {
        "mark": {"type": "point", "filled": True, "opacity": 0.85},
        "encoding": {
            "x": x,
            "y": y,
            "color": _by_side(within=RIVER, beyond=FORD),
            "shape": _by_side(within="circle", beyond="diamond"),
            "size": _by_side(within=34, beyond=90),
        },
    }


def _by_side(*, within: str | int, beyond: str | int) -> Spec:
    scale = {"domain": ["within", "beyond"], "range": [within, beyond]}
    return field("beyond", "nominal", legend=None, scale=scale)


# Names of outliers


def _names_of_outliers(points: list[Point], x: Spec, y: Spec, frame: Frame) -> list[Spec]:
    """The names of the farthest-out areas, beside their points, where there is room."""
    named = [point for point in points if _beyond(point) == "beyond"]
    if not named:
        return []
    rows = _names_with_room(named, points, frame)
    rows = rows[: MOST_NAMED_ON_A_PHONE if frame.is_narrow else MOST_NAMED_OUTLIERS]
    return [
        *_names_beside(rows, x, y, side="right", align="left", shift=8),
        *_names_beside(rows, x, y, side="left", align="right", shift=-8),
    ]


def _names_with_room(named: list[Point], points: list[Point], frame: Frame) -> list[Spec]:
    """Names from the highest point down, leaving out those that would meet one already placed."""
    places = [float(p.x) for p in points if not isinstance(p.x, str)]
    least, most = min(places), max(places)
    top = max(value for p in points for value in (p.y, p.high) if value is not None)
    rows: list[Spec] = []
    for p in sorted(named, key=lambda p: -(p.y or 0)):
        across = (float(p.x) - least) / (most - least or 1) * frame.width
        up = (p.y or 0) / (top or 1) * frame.plot_height
        width = frame.letter * len(p.name)
        start = across - width - 8 if across > frame.width / 2 else across + 8
        if all(abs(up - row["up"]) > 15 or _apart(start, width, row) for row in rows):
            side = "left" if across > frame.width / 2 else "right"
            label = {"x": p.x, "y": p.y, "label": p.name, "side": side}
            rows.append({**label, "up": up, "start": start, "wide": width})
    return rows


def _apart(start: float, width: float, row: Spec) -> bool:
    return bool(start > row["start"] + row["wide"] or start + width < row["start"])


def _names_beside(
    rows: list[Spec], x: Spec, y: Spec, *, side: str, align: str, shift: int
) -> list[Spec]:
    return with_halo(
        {
            "data": values(rows),
            "transform": [{"filter": f"datum.side == '{side}'"}],
            "mark": {
                "type": "text",
                "align": align,
                "baseline": "middle",
                "dx": shift,
                "fontSize": 12,
            },
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        }
    )
