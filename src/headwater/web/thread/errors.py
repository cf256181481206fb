"""Why two things cannot be tied."""

from headwater.core.errors import HeadwaterError


class NothingToTieError(HeadwaterError):
    """One end of a tie is not there for whoever ties it."""

    def __init__(self, *, kind: str) -> None:
        super().__init__(f"The {kind} to tie is not there any more. Choose another.")


class UnsettledError(HeadwaterError):
    """Something of a plan that would answer what can still change."""


class TiedToItselfError(HeadwaterError):
    """Both ends are the same thing."""

    def __init__(self) -> None:
        super().__init__("A thing cannot be tied to itself. Choose another.")
