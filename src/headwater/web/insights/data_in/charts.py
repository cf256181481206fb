"""The quality trend as a picture: lines with their names at their ends, drawn as plain SVG."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.html import escape

from headwater.core.periods import Month
from headwater.core.words import short_month
from headwater.web.insights.data_in.models import Supply

WIDTH, HEIGHT = 720, 280
LEFT, RIGHT, TOP, BOTTOM = 44, 150, 16, 36
MOST_LINES = 6
LINES = (
    ("#0b5c86", ""),
    ("#9a3b00", "8 4"),
    ("#3b6e22", "2 3"),
    ("#6a2d82", "12 3 2 3"),
    ("#4a4a4a", "5 5"),
    ("#8a6100", "1 4"),
)
"""Colours with dashes of their own, so that neither has to be told by colour."""
LEAST_GAP = 15


def trend_svg(groups: Mapping[str, Sequence[Supply]]) -> str:
    """The overall score of each supplier by month. Past six suppliers the table tells the rest."""
    shown = dict(list(groups.items())[:MOST_LINES])
    months = sorted({row.month for rows in shown.values() for row in rows if row.month})
    parts = [_frame(), *_marks(months)]
    ends = []
    for (supplier, rows), (colour, dash) in zip(shown.items(), LINES, strict=False):
        points = [
            (_across(row.month, months), _up(row.overall))
            for row in rows
            if row.month and row.overall is not None
        ]
        if points:
            parts.append(_line(points, colour, dash))
            ends.append((points[-1][1], supplier, colour))
    parts += _names(ends)
    return f"{''.join(parts)}</svg>\n"


def _frame() -> str:
    lines = "".join(
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{_up(score):.1f}" y2="{_up(score):.1f}" '
        f'stroke="#c8d1d6"/><text x="{LEFT - 8}" y="{_up(score) + 4:.1f}" '
        f'text-anchor="end">{score}</text>'
        for score in (0, 25, 50, 75, 100)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" font-family="system-ui, sans-serif" font-size="13" '
        f'fill="#22303a"><rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>{lines}'
    )


def _marks(months: Sequence[date]) -> list[str]:
    """Names of the first month, the last and the one between."""
    if not months:
        return []
    named = sorted({0, len(months) // 2, len(months) - 1})
    return [
        f'<text x="{_across(months[place], months):.1f}" y="{HEIGHT - 12}" '
        f'text-anchor="middle">{short_month(str(Month.of(months[place])))}</text>'
        for place in named
    ]


def _across(month: date, months: Sequence[date]) -> float:
    first, last = Month.of(months[0]).index, Month.of(months[-1]).index
    share = (Month.of(month).index - first) / (last - first) if last > first else 0.5
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _up(score: int) -> float:
    return HEIGHT - BOTTOM - score / 100 * (HEIGHT - TOP - BOTTOM)


def _line(points: Sequence[tuple[float, float]], colour: str, dash: str) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points)
    return (
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>{dots}'
    )


def _names(ends: Sequence[tuple[float, str, str]]) -> list[str]:
    """Each supplier's name beside the end of its line, pushed down where it would cover another."""
    named, lowest = [], 0.0
    for y, supplier, colour in sorted(ends):
        place = max(y, lowest + LEAST_GAP)
        lowest = place
        named.append(
            f'<text x="{WIDTH - RIGHT + 10}" y="{place + 4:.1f}" fill="{colour}">'
            f"{escape(supplier)}</text>"
        )
    return named
