"""What a specification is, and how much room one has."""

from dataclasses import dataclass
from typing import Any

Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Frame:
    """How much room a chart has, in pixels."""

    width: int
    plot_height: int
    label_letters: int
    """Letters to a line in category and series labels."""
    row: int = 32
    """The least height of a category's row."""
    bar: int = 24
    """The least height of each bar or dot of a category that has several."""
    letter: float = 6.9
    """Typical width of a letter at the size of labels."""

    @property
    def is_narrow(self) -> bool:
        """Whether the chart is for a phone."""
        return self.width < 480


WIDE = Frame(width=680, plot_height=300, label_letters=26)
PRINT = Frame(width=680, plot_height=180, label_letters=48, row=24, bar=16)
"""The width of a printed page, and no taller than it needs to be."""
NARROW = Frame(width=330, plot_height=250, label_letters=15)
