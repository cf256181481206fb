"""Charts as Vega-Lite specifications: plain data, made from points, drawn elsewhere.

Titles and summaries stand beside a chart in the document, so a specification holds only the
picture. Bars start at zero. Series are told apart by a label at the mark and by dash or shape as
well as colour. Cells without a number are written as their mark, never drawn as nothing.
"""

import math
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from headwater.core.editions import ChartKind
from headwater.reporting.chart_data import Drawing, Point
from headwater.reporting.palette import (
    DASHES,
    FORD,
    INK,
    MIST,
    QUIET_INK,
    RIVER,
    RULE,
    SEQUENTIAL,
    SERIES,
    SHAPES,
)

Spec = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
FONT = "Atkinson Hyperlegible"
MOST_NAMED_OUTLIERS = 6
MOST_LABELLED_CELLS = 200


@dataclass(frozen=True, slots=True)
class Frame:
    """How much room a chart has, in pixels."""

    width: int
    plot_height: int
    label_letters: int
    """Letters to a line in category and series labels."""
    letter: float = 6.9
    """Typical width of a letter at the size of labels."""

    @property
    def is_narrow(self) -> bool:
        """Whether the chart is for a phone."""
        return self.width < 480


WIDE = Frame(width=680, plot_height=300, label_letters=26)
NARROW = Frame(width=330, plot_height=250, label_letters=15)


def specification(drawing: Drawing, frame: Frame = WIDE) -> Spec:
    """The Vega-Lite specification of a chart."""
    spec = MAKERS[drawing.chart.kind](drawing, frame)
    return {
        "$schema": SCHEMA,
        "width": frame.width,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "background": "white",
        "config": _config(),
        **spec,
    }


def nice_top(value: float) -> float:
    """The round number at or just above a value, for the end of an axis.

    >>> nice_top(437), nice_top(0.83), nice_top(0)
    (450.0, 0.9, 1.0)
    """
    if value <= 0:
        return 1.0
    size = 10.0 ** math.floor(math.log10(value))
    steps = (1, 1.2, 1.5, 1.8, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10)
    return next(round(step * size, 10) for step in steps if step * size >= value * (1 - 1e-12))


def wrapped(label: str, letters: int) -> str:
    """A label over several lines, at most three."""
    lines = textwrap.wrap(label, letters, break_long_words=True) or [""]
    if len(lines) > 3:
        lines = [*lines[:2], lines[2][: letters - 1] + "…"]
    return "\n".join(lines)


def spread_apart(places: list[float], *, gap: float) -> list[float]:
    """Places moved as little as needed so that none is closer than `gap` to another.

    >>> spread_apart([10.0, 11.0, 40.0], gap=4)
    [8.5, 12.5, 40.0]
    """
    order = sorted(range(len(places)), key=lambda i: places[i])
    blocks: list[list[int]] = []
    middle: list[float] = []
    for i in order:
        blocks.append([i])
        middle.append(places[i])
        while len(blocks) > 1 and (
            middle[-1] - middle[-2] < gap * (len(blocks[-1]) + len(blocks[-2])) / 2
        ):
            joined = blocks[-2] + blocks[-1]
            blocks[-2:] = [joined]
            middle[-2:] = [sum(places[k] for k in joined) / len(joined)]
    moved = [0.0] * len(places)
    for block, centre in zip(blocks, middle, strict=True):
        for step, i in enumerate(block):
            moved[i] = centre + gap * (step - (len(block) - 1) / 2)
    return moved


def _config() -> Spec:
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


def _field(name: str, kind: str = "quantitative", **more: object) -> Spec:
    return {"field": name, "type": kind, **more}


def _values(rows: list[Spec]) -> Spec:
    return {"values": rows}


def _colour_scale(series: tuple[str, ...], colours: tuple[str, ...]) -> Spec:
    return {
        "domain": list(series),
        "range": [colours[i % len(colours)] for i in range(len(series))],
    }


def _style(drawing: Drawing) -> Spec:
    """Colour for each series, without a legend because each is labelled."""
    if drawing.series == ("",):
        return {"value": RIVER}
    return _field("s", "nominal", legend=None, scale=_colour_scale(drawing.series, SERIES))


def _place(x: str | float, *, by_month: bool) -> str | float:
    return f"{x}-01" if by_month else x


def _with_halo(layer: Spec) -> list[Spec]:
    """Text that stays legible over lines and points: once as a white edge, once as itself."""
    edge = {"stroke": "white", "strokeWidth": 4, "strokeJoin": "round", "fill": "white"}
    encoding = {key: value for key, value in layer["encoding"].items() if key != "color"}
    mark = {key: value for key, value in layer["mark"].items() if key != "color"}
    return [{**layer, "mark": {**mark, **edge}, "encoding": encoding}, layer]


# Lines


def _line(drawing: Drawing, frame: Frame) -> Spec:
    """Lines over months or numbers, with bands where the chart has limits."""
    by_month = drawing.is_by_month
    rows = [
        {"x": _place(p.x, by_month=by_month), "y": p.y, "s": p.series, "low": p.low, "high": p.high}
        for p in drawing.points
    ]
    numbers = [v for p in drawing.points for v in (p.y, p.high) if v is not None]
    benchmark = drawing.chart.benchmark
    top = nice_top(max([*numbers, benchmark or 0.0, 0.0]))
    least = min([v for p in drawing.points for v in (p.y, p.low) if v is not None], default=0.0)
    bottom = -nice_top(-least) if least < 0 else 0.0
    ends = _line_ends(drawing, frame, span=top - bottom)
    room = max((_label_width(str(end["label"]), frame) for end in ends), default=0) + 14
    x = _line_x(drawing, frame)
    y = _field(
        "y",
        title=_stacked_title(drawing.y_title, frame),
        scale={"domain": [bottom, top], "nice": False},
        axis=_upright_title(frame),
    )
    several = drawing.series != ("",)
    dash = (
        _field(
            "s",
            "nominal",
            legend=None,
            scale={"domain": list(drawing.series), "range": _dashes(drawing)},
        )
        if several
        else {"value": [1, 0]}
    )
    colour = _style(drawing)
    layers: list[Spec] = []
    if drawing.chart.low and drawing.chart.high:
        layers.append(
            {
                "mark": {"type": "area", "opacity": 0.14},
                "encoding": {
                    "x": x,
                    "y": {**y, "field": "low"},
                    "y2": {"field": "high"},
                    "color": colour,
                },
            }
        )
    layers.append(
        {
            "mark": {"type": "line", "strokeWidth": 2.4, "invalid": "break-paths-show-domains"},
            "encoding": {"x": x, "y": y, "color": colour, "strokeDash": dash},
        }
    )
    layers.append(
        {
            "data": _values(_lone_points(rows)),
            "mark": {"type": "point", "filled": True, "size": 28},
            "encoding": {"x": x, "y": y, "color": colour},
        }
    )
    if several:
        layers.append(
            {
                "data": _values(ends),
                "mark": {
                    "type": "text",
                    "align": "left",
                    "baseline": "middle",
                    "dx": 8,
                    "lineBreak": "\n",
                },
                "encoding": {
                    "x": x,
                    "y": {**y, "field": "at"},
                    "text": {"field": "label"},
                    "color": colour,
                },
            }
        )
    if benchmark is not None:
        layers += _benchmark_across(drawing, y_scale=y)
    return {
        "data": _values(rows),
        "height": frame.plot_height,
        "padding": {"left": 4, "top": 22, "bottom": 4, "right": room if several else 16},
        "layer": layers,
    }


def _line_x(drawing: Drawing, frame: Frame) -> Spec:
    if drawing.is_by_month:
        months = len(set(drawing.categories))
        apart = max(1, math.ceil(months / (4 if frame.is_narrow else 9)))
        shown = [f"{month}-01" for month in sorted(set(drawing.categories))[::apart]]
        return _field(
            "x",
            "temporal",
            title=None,
            scale={"type": "utc", "nice": False},
            axis={
                "format": "%b %Y",
                "formatType": "utc",
                "grid": False,
                "values": [{"utc": True, **_date_parts(day)} for day in shown],
                "labelFlush": False,
                "labelExpr": "[utcFormat(datum.value, '%b'), utcFormat(datum.value, '%Y')]",
            },
        )
    if all(isinstance(point.x, int | float) for point in drawing.points):
        scale = {"zero": False, "nice": False}
        return _field("x", title=drawing.x_title, scale=scale, axis={"grid": False, "format": "d"})
    return _field(
        "x",
        "ordinal",
        title=drawing.x_title,
        sort=None,
        axis={"labelAngle": 0, "labelOverlap": True},
    )


def _date_parts(day: str) -> Spec:
    year, month, date = (int(part) for part in day.split("-"))
    return {"year": year, "month": month, "date": date}


def _dashes(drawing: Drawing) -> list[list[int]]:
    return [list(DASHES[i % len(DASHES)]) for i in range(len(drawing.series))]


def _line_ends(drawing: Drawing, frame: Frame, *, span: float) -> list[Spec]:
    """Where each series ends, with its label moved clear of the others."""
    if drawing.series == ("",):
        return []
    last: dict[str, Point] = {}
    for point in drawing.points:
        if point.y is not None:
            last[point.series] = point
    labels = {series: wrapped(series, max(frame.label_letters - 6, 10)) for series in last}
    lines = max((label.count("\n") + 1 for label in labels.values()), default=1)
    heights = [point.y or 0.0 for point in last.values()]
    moved = spread_apart(heights, gap=span * 16 * lines / frame.plot_height)
    rightmost = max((p.x for p in last.values()), key=str, default="")
    if not isinstance(rightmost, str):
        rightmost = max(p.x for p in last.values() if not isinstance(p.x, str))
    x = _place(rightmost, by_month=drawing.is_by_month)
    return [
        {"x": x, "at": at, "s": series, "label": labels[series]}
        for series, at in zip(last, moved, strict=True)
    ]


def _label_width(label: str, frame: Frame) -> float:
    return frame.letter * max(len(line) for line in label.split("\n"))


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


def _stacked_title(title: str, frame: Frame) -> list[str]:
    return textwrap.wrap(title, 40 if frame.is_narrow else 90) or [""]


def _upright_title(frame: Frame) -> Spec:
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


def _benchmark_across(drawing: Drawing, *, y_scale: Spec) -> list[Spec]:
    value, label = drawing.chart.benchmark, drawing.chart.benchmark_label
    here = _values([{"b": value, "label": label}])
    y = {**y_scale, "field": "b"}
    return [
        {
            "data": here,
            "mark": {"type": "rule", "strokeDash": [5, 4], "color": FORD, "strokeWidth": 1.6},
            "encoding": {"y": y},
        },
        *_with_halo(
            {
                "data": here,
                "mark": {
                    "type": "text",
                    "align": "right",
                    "baseline": "bottom",
                    "dy": -4,
                    "color": FORD,
                },
                "encoding": {"y": y, "x": {"value": "width"}, "text": {"field": "label"}},
            }
        ),
    ]


# Bars


def _bar(drawing: Drawing, frame: Frame) -> Spec:
    """Horizontal bars from zero, each with its value written at its end."""
    several = drawing.series != ("",)
    names = {name: wrapped(name, frame.label_letters) for name in drawing.categories}
    rows = [
        {
            "c": names[str(p.x)],
            "y": p.y,
            "at": p.y if p.y is not None else 0.0,
            "s": p.series,
            "label": _bar_label(p, frame),
        }
        for p in drawing.points
    ]
    low, high = _bar_domain(drawing)
    room = max((_label_width(str(row["label"]), frame) for row in rows), default=0) + 12
    tall = max((str(row["label"]).count("\n") + 1 for row in rows), default=1)
    category: Spec = _field("c", "nominal", sort=None, title=None, axis=_category_axis())
    value = _field(
        "at",
        title=_stacked_title(drawing.y_title, frame),
        scale={"domain": [low, high], "nice": False},
        axis={"tickCount": 3 if frame.is_narrow else 5, "domain": False, "ticks": False},
        stack=None,
    )
    offset = {"yOffset": _field("s", "nominal", sort=list(drawing.series))} if several else {}
    lines = max((label.count("\n") + 1 for label in names.values()), default=1)
    step = (
        (max(24, 16 * tall + 6) * len(drawing.series) + 16) if several else max(32, 16 * lines + 8)
    )
    text = {
        "y": category,
        "x": value,
        "text": {"field": "label", "type": "nominal"},
        **offset,
    }
    end: Spec = {"type": "text", "baseline": "middle", "lineBreak": "\n"}
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "height": {"band": 0.86 if several else 0.66}},
            "encoding": {"y": category, "x": value, "color": _style(drawing), **offset},
        },
        {
            "transform": [{"filter": "datum.at >= 0"}],
            "mark": {**end, "align": "left", "dx": 6},
            "encoding": text,
        },
    ]
    if low < 0:
        layers.append(
            {
                "transform": [{"filter": "datum.at < 0"}],
                "mark": {**end, "align": "right", "dx": -6},
                "encoding": text,
            }
        )
    layers.append(_zero_line())
    return {
        "data": _values(rows),
        "height": step * max(len(names), 1),
        "padding": {"left": 4, "top": 8, "bottom": 4, "right": room},
        "layer": layers,
    }


def _bar_label(point: Point, frame: Frame) -> str:
    """A bar's value, and its series where there are several; over lines on a phone."""
    label = f"{point.label} {point.series}" if point.series else point.label
    return wrapped(label, 14) if frame.is_narrow else label


def _bar_domain(drawing: Drawing) -> tuple[float, float]:
    numbers = [point.y for point in drawing.points if point.y is not None]
    low, high = min([*numbers, 0.0]), max([*numbers, 0.0])
    top = nice_top(high) if high > 0 or low == 0 else 0.0
    return (-nice_top(-low) if low < 0 else 0.0), top


def _zero_line() -> Spec:
    return {
        "data": _values([{"zero": 0}]),
        "mark": {"type": "rule", "color": "#7d8b94"},
        "encoding": {"x": _field("zero")},
    }


def _category_axis() -> Spec:
    return {
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
        "labelExpr": "split(datum.label, '\\n')",
        "grid": False,
    }


# Dots with intervals


def _dot_interval(drawing: Drawing, frame: Frame) -> Spec:
    """A dot for each category with its interval, and a line to compare with."""
    names = {name: wrapped(name, frame.label_letters) for name in drawing.categories}
    several = drawing.series != ("",)
    numbers = [v for p in drawing.points for v in (p.y, p.low, p.high) if v is not None]
    benchmark = drawing.chart.benchmark
    numbers += [benchmark] if benchmark is not None else []
    low, high, note = _dot_domain(numbers or [0.0])
    rows = [
        {
            "c": names[str(p.x)],
            "y": p.y,
            "low": p.low,
            "high": p.high,
            "s": p.series,
            "label": f"{p.label}  {p.series}" if several else p.label,
            "at": p.high if p.high is not None else (p.y if p.y is not None else low),
        }
        for p in drawing.points
    ]
    category: Spec = _field(
        "c", "nominal", sort=None, title=None, axis={**_category_axis(), "grid": True}
    )
    value = _field(
        "y",
        title=_stacked_title(drawing.y_title + note, frame),
        scale={"domain": [low, high], "nice": False, "zero": False},
        axis={"tickCount": 3 if frame.is_narrow else 5, "domain": False, "ticks": False},
    )
    offset = {"yOffset": _field("s", "nominal", sort=list(drawing.series))} if several else {}
    lines = max((label.count("\n") + 1 for label in names.values()), default=1)
    step = 22 * len(drawing.series) + 14 if several else max(32, 16 * lines + 8)
    shape = (
        _field(
            "s",
            "nominal",
            legend=None,
            scale={"domain": list(drawing.series), "range": list(SHAPES)},
        )
        if several
        else {"value": "circle"}
    )
    colour = _style(drawing)
    layers: list[Spec] = []
    if benchmark is not None:
        layers += _benchmark_down(drawing, value)
    layers += [
        {
            "transform": [{"filter": "isValid(datum.low) && isValid(datum.high)"}],
            "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.55},
            "encoding": {
                "y": category,
                "x": {**value, "field": "low"},
                "x2": {"field": "high"},
                "color": colour,
                **offset,
            },
        },
        {
            "transform": [{"filter": "isValid(datum.y)"}],
            "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
            "encoding": {"y": category, "x": value, "color": colour, "shape": shape, **offset},
        },
        *_with_halo(
            {
                "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 8},
                "encoding": {
                    "y": category,
                    "x": {**value, "field": "at"},
                    "text": {"field": "label", "type": "nominal"},
                    **offset,
                },
            }
        ),
    ]
    room = frame.letter * max((len(str(row["label"])) for row in rows), default=0) + 14
    return {
        "data": _values(rows),
        "height": step * max(len(names), 1),
        "padding": {
            "left": 4,
            "top": 28 if benchmark is not None else 8,
            "bottom": 4,
            "right": room,
        },
        "layer": layers,
    }


def _dot_domain(numbers: list[float]) -> tuple[float, float, str]:
    """From zero where that costs little; otherwise the axis says where it starts."""
    least, most = min(numbers), max(numbers)
    if least < 0:
        return -nice_top(-least), (nice_top(most) if most > 0 else 0.0), ""
    if least <= most * 0.7:
        return 0.0, nice_top(most), ""
    step = nice_top((most - least) / 2)
    start = math.floor(least / step) * step
    if start <= 0:
        return 0.0, nice_top(most), ""
    end = math.ceil(most / step) * step
    return start, end, f" (axis starts at {start:g})"


def _benchmark_down(drawing: Drawing, value: Spec) -> list[Spec]:
    here = _values([{"b": drawing.chart.benchmark, "label": drawing.chart.benchmark_label}])
    x = {**value, "field": "b"}
    return [
        {
            "data": here,
            "mark": {"type": "rule", "strokeDash": [5, 4], "color": FORD, "strokeWidth": 1.6},
            "encoding": {"x": x},
        },
        {
            "data": here,
            "mark": {"type": "text", "baseline": "bottom", "dy": -5, "color": FORD},
            "encoding": {"x": x, "y": {"value": 0}, "text": {"field": "label"}},
        },
    ]


# Funnel


def _funnel(drawing: Drawing, frame: Frame) -> Spec:
    """Each area by its size, with the limits that chance alone would keep it within."""
    known = [p for p in drawing.points if p.y is not None and not isinstance(p.x, str)]
    rows = [{"x": p.x, "y": p.y, "beyond": _beyond(p)} for p in known]
    limits = sorted(
        (
            {"x": p.x, "low": p.low, "high": p.high}
            for p in drawing.points
            if p.low is not None and p.high is not None
        ),
        key=lambda row: float(row["x"]),
    )
    numbers = [v for p in drawing.points for v in (p.y, p.high) if v is not None]
    y = _field(
        "y",
        title=_stacked_title(drawing.y_title, frame),
        scale={"domain": [0, nice_top(max([*numbers, 0.0]))], "nice": False},
        axis=_upright_title(frame),
    )
    x = _field(
        "x",
        title=drawing.x_title,
        scale={"zero": False, "nice": True},
        axis={"grid": False, "tickCount": 4 if frame.is_narrow else 7, "format": ",d"},
    )
    kinds = {"domain": ["within", "beyond"]}
    edge = {"type": "line", "strokeWidth": 1.3, "color": QUIET_INK, "strokeDash": [4, 3]}
    layers: list[Spec] = [
        {
            "data": _values(limits),
            "mark": edge,
            "encoding": {"x": x, "y": {**y, "field": bound}},
        }
        for bound in ("low", "high")
    ]
    layers.append(
        {
            "mark": {"type": "point", "filled": True, "opacity": 0.85},
            "encoding": {
                "x": x,
                "y": y,
                "color": _field(
                    "beyond", "nominal", legend=None, scale={**kinds, "range": [RIVER, FORD]}
                ),
                "shape": _field(
                    "beyond",
                    "nominal",
                    legend=None,
                    scale={**kinds, "range": ["circle", "diamond"]},
                ),
                "size": _field(
                    "beyond", "nominal", legend=None, scale={**kinds, "range": [34, 90]}
                ),
            },
        }
    )
    layers += _names_of_outliers(known, x, y, frame)
    if drawing.chart.benchmark is not None:
        layers += _benchmark_across(drawing, y_scale=y)
    return {
        "data": _values(rows),
        "height": frame.plot_height + 40,
        "padding": {"left": 4, "top": 22, "bottom": 4, "right": 16},
        "layer": layers,
    }


def _apart(start: float, width: float, row: Spec) -> bool:
    return bool(start > row["start"] + row["wide"] or start + width < row["start"])


def _names_of_outliers(points: list[Point], x: Spec, y: Spec, frame: Frame) -> list[Spec]:
    """The names of the farthest-out areas, beside their points, where there is room."""
    named = [point for point in points if _beyond(point) == "beyond"]
    if not named:
        return []
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
    rows = rows[: 3 if frame.is_narrow else MOST_NAMED_OUTLIERS]
    return [
        layer
        for side, align, shift in (("right", "left", 8), ("left", "right", -8))
        for layer in _with_halo(
            {
                "data": _values(rows),
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
    ]


def _beyond(point: Point) -> str:
    if point.y is None or point.low is None or point.high is None:
        return "within"
    return "within" if point.low <= point.y <= point.high else "beyond"


# Heat


def _heat(drawing: Drawing, frame: Frame) -> Spec:
    """A grid of shades, each with its number or mark where there is room."""
    rows = [
        {"x": str(p.x), "s": p.series, "y": p.y, "label": p.label, "dark": False}
        for p in drawing.points
    ]
    most = max((p.y for p in drawing.points if p.y is not None), default=1.0)
    for row, point in zip(rows, drawing.points, strict=True):
        row["dark"] = point.y is not None and point.y > most * 0.55
    columns, lines = len(drawing.categories), len(drawing.series)
    cell = (frame.width - (90 if frame.is_narrow else 130)) / max(columns, 1)
    widest = max((len(p.label) for p in drawing.points), default=1)
    labelled = columns * lines <= MOST_LABELLED_CELLS and widest * frame.letter + 4 <= cell
    series = {
        name: (name[:3] if frame.is_narrow and len(name) > 9 else name) for name in drawing.series
    }
    if len(set(series.values())) < len(series):
        series = {name: name for name in drawing.series}
    for row in rows:
        row["s"] = series[str(row["s"])]
    x = _field(
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
    y = _field(
        "s",
        "ordinal",
        sort=list(series.values()),
        title=None,
        axis={"domain": False, "ticks": False},
    )
    layers: list[Spec] = [
        {
            "transform": [{"filter": "isValid(datum.y)"}],
            "mark": {"type": "rect", "stroke": "white", "strokeWidth": 2},
            "encoding": {
                "x": x,
                "y": y,
                "color": _field(
                    "y",
                    scale={"range": list(SEQUENTIAL), "domain": [0, nice_top(most)]},
                    legend={
                        "orient": "top",
                        "title": drawing.y_title,
                        "gradientLength": 180,
                        "tickCount": 4,
                    },
                ),
            },
        },
        {
            "transform": [{"filter": "!isValid(datum.y)"}],
            "mark": {"type": "rect", "stroke": "white", "strokeWidth": 2, "fill": MIST},
            "encoding": {"x": x, "y": y},
        },
        {
            "transform": [] if labelled else [{"filter": "!isValid(datum.y)"}],
            "mark": {"type": "text", "fontSize": 12},
            "encoding": {
                "x": x,
                "y": y,
                "text": {"field": "label", "type": "nominal"},
                "color": {"condition": {"test": "datum.dark", "value": "white"}, "value": INK},
            },
        },
    ]
    return {
        "data": _values(rows),
        "height": 30 * max(lines, 1),
        "padding": {"left": 4, "top": 4, "bottom": 4, "right": 8},
        "layer": layers,
    }


# Steps


def _step(drawing: Drawing, frame: Frame) -> Spec:
    """How much of the whole is in how few of the parts, against an even spread."""
    known = [p for p in drawing.points if p.y is not None and not isinstance(p.x, str)]
    rows = [{"x": p.x, "y": p.y, "s": p.series} for p in known]
    named = [p for p in known if 0 < (p.y or 0) < 100]
    every = max(1, math.ceil(len(named) / 6))
    labels = [{"x": p.x, "y": p.y, "label": p.label} for p in named[::every]]
    hundred = {"domain": [0, 100], "nice": False}
    ticks: Spec = {"values": [0, 25, 50, 75, 100], "labelExpr": "datum.label + '%'"}
    x = _field("x", title=drawing.x_title, scale=hundred, axis={**ticks, "grid": False})
    y = _field(
        "y",
        title=_stacked_title(drawing.y_title, frame),
        scale=hundred,
        axis={**_upright_title(frame), **ticks},
    )
    several = drawing.series != ("",)
    dash = (
        {
            "strokeDash": _field(
                "s",
                "nominal",
                legend=None,
                scale={"domain": list(drawing.series), "range": _dashes(drawing)},
            )
        }
        if several
        else {}
    )
    colour = _style(drawing)
    even = [{"x": 0, "y": 0}, {"x": 100, "y": 100}]
    layers: list[Spec] = [
        {
            "data": _values(even),
            "mark": {"type": "line", "strokeDash": [5, 4], "color": RULE, "strokeWidth": 2},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": _values([{"x": 62, "y": 56, "label": "if spread evenly"}]),
            "mark": {
                "type": "text",
                "align": "left",
                "baseline": "top",
                "dy": 4,
                "color": QUIET_INK,
            },
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        },
        {
            "mark": {"type": "line", "strokeWidth": 2.4},
            "encoding": {"x": x, "y": y, "color": colour, **dash},
        },
    ]
    if several:
        middles = [_middle_of(known, series) for series in drawing.series]
        layers.append(
            {
                "data": _values(
                    [{"x": p.x, "y": p.y, "s": p.series, "label": p.series} for p in middles if p]
                ),
                "mark": {"type": "text", "align": "left", "baseline": "top", "dx": 6, "dy": 4},
                "encoding": {"x": x, "y": y, "text": {"field": "label"}, "color": colour},
            }
        )
    else:
        layers += [
            {
                "data": _values(labels),
                "mark": {"type": "point", "filled": True, "size": 50, "color": RIVER, "opacity": 1},
                "encoding": {"x": x, "y": y},
            },
            {
                "data": _values(labels),
                "mark": {"type": "text", "align": "left", "baseline": "top", "dx": 7, "dy": 3},
                "encoding": {"x": x, "y": y, "text": {"field": "label"}},
            },
        ]
    return {
        "data": _values(rows),
        "height": frame.plot_height,
        "padding": {"left": 4, "top": 22, "bottom": 4, "right": 24},
        "layer": layers,
    }


def _middle_of(points: list[Point], series: str) -> Point | None:
    mine = [point for point in points if point.series == series]
    return mine[len(mine) // 3] if mine else None


MAKERS: dict[ChartKind, Callable[[Drawing, Frame], Spec]] = {
    ChartKind.LINE: _line,
    ChartKind.BAR: _bar,
    ChartKind.DOT_INTERVAL: _dot_interval,
    ChartKind.FUNNEL: _funnel,
    ChartKind.HEAT: _heat,
    ChartKind.STEP: _step,
}
