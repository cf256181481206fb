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


def short_names(names: Iterable[str]) -> dict[str, str]:
    """What to call each series: the part before a colon, where that tells all of them apart.

    >>> short_names(["Police: with injury", "Ambulance: assault"])["Police: with injury"]
    'Police'
    >>> short_names(["Rate: men", "Rate: women"])["Rate: men"]
    'Rate: men'
    """
    whole = list(dict.fromkeys(names))
    short = {name: name.partition(": ")[0] for name in whole}
    return short if len(set(short.values())) == len(whole) else {name: name for name in whole}


def most_lines(labels: Iterable[str]) -> int:
    """How many lines the tallest label has.

    >>> most_lines(["Robbery", "Emergency\\ndepartments"]), most_lines([])
    (2, 1)
    """
    return max((label.count("\n") + 1 for label in labels), default=1)


def label_width(label: str, frame: Frame) -> float:
    """About how wide a label is, in pixels, by its longest line."""
    return frame.letter * max(len(line) for line in label.split("\n"))
