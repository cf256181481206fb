"""What can go wrong with choosing."""

from headwater.core.errors import HeadwaterError


class NotMadeError(HeadwaterError):
    """A decision on a set that was not worked out."""

    def __init__(self) -> None:
        super().__init__("There is no set to decide on yet. Wait until it is worked out.")
