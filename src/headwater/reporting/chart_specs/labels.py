"""Labels: broken over lines, and measured before they are drawn."""

import textwrap
from collections.abc import Iterable

from headwater.reporting.chart_specs.frame import Frame


def wrapped(label: str, letters: int) -> str:
    """A label over several lines, at most three.

    >>> wrapped("Emergency departments", 12)
    'Emergency\\ndepartments'
    """
    lines = textwrap.wrap(label, letters, break_long_words=True) or [""]
    if len(lines) > 3:
        lines = [*lines[:2], lines[2][: letters - 1] + "…"]
    return "\n".join(lines)


def most_lines(labels: Iterable[str]) -> int:
    """How many lines the tallest label has.

    >>> most_lines(["Robbery", "Emergency\\ndepartments"]), most_lines([])
    (2, 1)
    """
    return max((label.count("\n") + 1 for label in labels), default=1)


def label_width(label: str, frame: Frame) -> float:
    """About how wide a label is, in pixels, by its longest line."""
    return frame.letter * max(len(line) for line in label.split("\n"))
