"""What a gap is called: the same in every map, whatever its class there."""

import re
from dataclasses import dataclass

BETWEEN = ":"
IN_TABLES = "~"
NAMED = re.compile(r"(?P<area>[A-Z][A-Z0-9]{8}):(?P<age>\d{1,3}(?:-\d{1,3}|\+)):(?P<help>[a-z_]+)")


@dataclass(frozen=True, slots=True)
class Place:
    """One combination of area, age band and kind of help."""

    area: str
    age: str
    help: str

    @property
    def reference(self) -> str:
        """As it is tied and stands in addresses.

        >>> Place("Z99D00003", "15-17", "mentoring").reference
        'Z99D00003:15-17:mentoring'
        """
        return BETWEEN.join((self.area, self.age, self.help))

    @property
    def row(self) -> str:
        """As tables of an edition name its row."""
        return IN_TABLES.join((self.area, self.age, self.help))


def place_of(reference: str) -> Place | None:
    """The combination that a reference names; None where it names none.

    >>> place_of("Z99D00003:15-17:mentoring")
    Place(area='Z99D00003', age='15-17', help='mentoring')
    >>> place_of("E-2222-2222") is None
    True
    """
    found = NAMED.fullmatch(reference)
    return Place(found["area"], found["age"], found["help"]) if found else None


def title_of(*, help_words: str, age: str, area: str) -> str:
    """A combination in words.

    >>> title_of(help_words="Youth work", age="15-17", area="Thimblewick")
    'Youth work for ages 15 to 17 in Thimblewick'
    """
    return f"{help_words} for ages {ages_words(age)} in {area}"


def ages_words(age: str) -> str:
    """An age band in words.

    >>> ages_words("15-17"), ages_words("65+")
    ('15 to 17', '65 and over')
    """
    return age.replace("+", " and over").replace("-", " to ")
