"""Why something about the Duty cannot be done."""

from headwater.core.errors import HeadwaterError


class DutyError(HeadwaterError):
    """Something that cannot be done now, with what to do instead."""


class NotAllowedError(HeadwaterError):
    """Something that somebody may see but not do."""

    def __init__(self, *, what: str, who: str) -> None:
        super().__init__(f"Only {who} may {what}. Ask one in your partnership.")
