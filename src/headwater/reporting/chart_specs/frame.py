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
    letter: float = 6.9
    """Typical width of a letter at the size of labels."""

    @property
    def is_narrow(self) -> bool:
        """Whether the chart is for a phone."""
        return self.width < 480


WIDE = Frame(width=680, plot_height=300, label_letters=26)
NARROW = Frame(width=330, plot_height=250, label_letters=15)
