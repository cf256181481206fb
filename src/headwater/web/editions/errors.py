"""What can go wrong with assessments, in sentences."""

from collections.abc import Sequence

from headwater.core.errors import HeadwaterError
from headwater.core.words import listed


class AlreadyUnderWayError(HeadwaterError):
    """The same assessment or week was asked for and is not made yet."""

    def __init__(self, *, reference: str, noun: str) -> None:
        self.reference = reference
        super().__init__(
            f"The same {noun} of the same area is being made already [{reference}]. "
            "Wait for it: a second one would say the same."
        )


class TakenOverError(HeadwaterError):
    """Another worker makes this edition now, or it was discarded."""

    def __init__(self, *, reference: str) -> None:
        super().__init__(f"[{reference}] is no longer made here. Nothing was stored.")


class LockedError(HeadwaterError):
    """Something in a locked assessment was about to change."""

    def __init__(self, *, reference: str) -> None:
        super().__init__(
            f"[{reference}] is locked, so nothing in it changes any more. Have a new one made "
            "to say something else."
        )


class UnknownFiguresError(HeadwaterError):
    """A narrative quotes figures that the assessment does not have."""

    def __init__(self, figures: Sequence[str]) -> None:
        these = "figures" if len(figures) > 1 else "a figure"
        super().__init__(
            f"This quotes {these} that the assessment does not have: "
            f"{listed([f'[{figure}]' for figure in figures])}. Open the number's explanation and "
            "copy its name from there."
        )
