"""What cannot be done with calendars."""

from headwater.core.errors import HeadwaterError


class TooManyCalendarsError(HeadwaterError):
    """Somebody has as many calendars as anybody may."""

    def __init__(self, *, most: int) -> None:
        super().__init__(
            f"You have [{most}] calendars, the most there may be. Revoke one you no longer use."
        )
