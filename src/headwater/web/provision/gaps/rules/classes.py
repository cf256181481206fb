"""The classes of the gap map and what they mean to whoever reads it."""

from enum import StrEnum


class MapClass(StrEnum):
    """How places stand to need. The value is that of the edition's tables."""

    GAP = "gap"
    THIN = "thin"
    COVERED = "covered"
    UNKNOWN = "unknown"

    @property
    def words(self) -> str:
        """The class on a page."""
        return self.value.capitalize()

    @property
    def meaning(self) -> str:
        """What it means, in a sentence."""
        return MEANINGS[self]


MEANINGS = {
    MapClass.GAP: "There are places for less than a quarter of need, or none.",
    MapClass.THIN: "There are places for a quarter to three quarters of need.",
    MapClass.COVERED: "There are places for three quarters of need or more.",
    MapClass.UNKNOWN: (
        "Need is too uncertain to say, or nobody confirmed a service in six months."
    ),
}
WORST_FIRST = (MapClass.GAP, MapClass.THIN, MapClass.UNKNOWN, MapClass.COVERED)
NONE = "none"


def kinds_in(text: str) -> tuple[str, ...]:
    """The kinds of gap of a combination, from the cell of the edition's table.

    >>> kinds_in("out of reach; girls"), kinds_in("none")
    (('out of reach', 'girls'), ())
    """
    return () if text == NONE else tuple(each.strip() for each in text.split(";"))
