"""What can go wrong with the joint plan, in sentences."""

from headwater.core.errors import HeadwaterError


class NotInThisPlanError(HeadwaterError):
    """An organisation, an outcome or a decision that is not there to choose."""

    def __init__(self, *, what: str) -> None:
        super().__init__(f"The {what} is not there any more. Choose another.")


class MilestoneGoneError(HeadwaterError):
    """A milestone that somebody took away while somebody else corrected it."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody removed this milestone while you were working on it. What you wrote is "
            "below: save it to add it again."
        )


class NothingToPutError(HeadwaterError):
    """A plan without any action in it."""

    def __init__(self) -> None:
        super().__init__(
            "The plan has no action under an outcome yet. Write one before a board decides on it."
        )
