"""Why something about an application cannot be done, in sentences for whoever asked."""

from headwater.core.errors import HeadwaterError
from headwater.core.words import listed


class ClosedToWritingError(HeadwaterError):
    """An application that was sent in, or a round that takes none."""

    @classmethod
    def sent(cls) -> "ClosedToWritingError":
        """It was sent in or withdrawn."""
        return cls("This application was sent in or withdrawn, so it can no longer be changed.")

    @classmethod
    def late(cls) -> "ClosedToWritingError":
        """It reached us after the closing moment and waits."""
        return cls(
            "This application reached us after the round had closed. It stays as it was then "
            "until the partnership has said whether it takes it."
        )

    @classmethod
    def not_open(cls) -> "ClosedToWritingError":
        """The round takes no applications."""
        return cls("This round takes no applications now.")

    @classmethod
    def too_many(cls, most: int) -> "ClosedToWritingError":
        """Somebody begins one after another."""
        return cls(
            f"You have {most} applications to this round that are not sent in. Go on with one of "
            "them, or withdraw one first."
        )


class UnfinishedError(HeadwaterError):
    """An application in which something is missing or wrong."""

    def __init__(self, parts: tuple[str, ...]) -> None:
        super().__init__(
            f"Something is missing or has to be put right in: {listed(parts)}. Nothing was sent. "
            "Check your answers."
        )


class NotForYouError(HeadwaterError):
    """Something that a member of an application may not do."""

    @classmethod
    def to_send(cls) -> "NotForYouError":
        """They may write, not send."""
        return cls(
            "You may write this application but not send it in. Ask whoever invited you to send it."
        )

    @classmethod
    def to_remove(cls) -> "NotForYouError":
        """Only whoever began removes others."""
        return cls("Only whoever began the application can remove others from it.")

    @classmethod
    def last(cls) -> "NotForYouError":
        """An application always belongs to somebody."""
        return cls("You are the last who can send this application, so you cannot leave it.")


class TooManyFilesError(HeadwaterError):
    """More files than go with one application."""

    def __init__(self, most: int) -> None:
        super().__init__(f"At most {most} files go with one application. Remove one first.")


class LateError(HeadwaterError):
    """A late application that cannot be taken so."""

    @classmethod
    def same_person(cls) -> "LateError":
        """The second person must be another."""
        return cls("You said that it should be taken. Somebody else must agree.")

    @classmethod
    def over(cls) -> "LateError":
        """Somebody decided already."""
        return cls("Somebody decided on this application already. Nothing was changed.")

    @classmethod
    def not_proposed(cls) -> "LateError":
        """Nobody has said why."""
        return cls("A lead must first say why it should be taken.")
