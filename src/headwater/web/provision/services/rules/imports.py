"""What becomes of a file of services."""

from enum import StrEnum

from headwater.core.errors import HeadwaterError


class Stage(StrEnum):
    """Where a file stands."""

    LOOKED_AT = "looked_at"
    TAKEN_IN = "taken_in"
    DROPPED = "dropped"
    UNDONE = "undone"

    @property
    def words(self) -> str:
        """As it stands on pages."""
        return WORDS[self]


WORDS = {
    Stage.LOOKED_AT: "Looked at",
    Stage.TAKEN_IN: "Taken in",
    Stage.DROPPED: "Left out",
    Stage.UNDONE: "Undone",
}


class NotAtThisStageError(HeadwaterError):
    """Something that is over, or not yet so far."""

    def __init__(self, *, stage: Stage) -> None:
        super().__init__(
            f"This file is no longer where you saw it: it is [{stage.words.lower()}]. Nothing was "
            "done."
        )


class ChangedSinceError(HeadwaterError):
    """Entries that were changed after a file was taken in, so that it cannot be undone."""

    def __init__(self, *, names: list[str]) -> None:
        first = "; ".join(names[:5])
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""
        super().__init__(
            f"Entries were changed or tied since: {first}{more}. Undoing would take that away. "
            "Nothing was undone: correct the entries one by one."
        )
