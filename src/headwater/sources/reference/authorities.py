"""Local authorities of England as the Department for Education numbers and names them.

The table beside this module pairs each number with its code. It was made from the pairs in the
department's own table of children in need (2018 to 2025), which carries both; other names in use,
the years of reorganisations and the force area of each county were added by hand from the
official lookups. What is not in it is not guessed.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LATEST = 9999
PACKAGE = "headwater.sources.reference"


@dataclass(frozen=True, slots=True)
class Authority:
    """One authority, region or country. `first_year` and `last_year` bound its life."""

    number: str
    code: str
    name: str
    other_names: tuple[str, ...]
    first_year: int
    last_year: int
    region_code: str
    pfa_code: str

    @property
    def is_current(self) -> bool:
        """Whether it still exists."""
        return self.last_year == LATEST


@cache
def authorities() -> tuple[Authority, ...]:
    """Every authority that is or was."""
    text = files(PACKAGE).joinpath("tables", "local_authorities.csv").read_text(encoding="utf-8")
    return tuple(
        Authority(
            number=row["number"],
            code=row["code"],
            name=row["name"],
            other_names=tuple(name for name in row["other_names"].split("|") if name),
            first_year=int(row["first_year"] or 0),
            last_year=int(row["last_year"] or LATEST),
            region_code=row["region_code"],
            pfa_code=row["pfa_code"],
        )
        for row in csv.DictReader(text.splitlines())
    )


@cache
def codes_by_number() -> dict[str, str]:
    """The code for each number; where a number was kept through a change, the present code.

    Buckinghamshire, North Yorkshire and Somerset became one authority each within the same
    bounds and kept their numbers.
    """
    ordered = sorted(authorities(), key=lambda each: each.last_year)
    return {each.number: each.code for each in ordered}


@cache
def codes_by_name(*, year: int = LATEST) -> dict[str, str]:
    """The code for each name in use in a year, by the name in plain form."""
    return {
        plain(name): each.code
        for each in authorities()
        if each.first_year <= year <= each.last_year
        for name in (each.name, *each.other_names)
    }


def plain(name: str) -> str:
    """A name without capitals, stops and the words that come and go.

    >>> plain("Kingston Upon Hull, City of") == plain("Kingston upon Hull, City of")
    True
    >>> plain("St. Helens"), plain("Telford & Wrekin")
    ('st helens', 'telford and wrekin')
    """
    return " ".join(name.lower().replace("&", " and ").replace(".", " ").replace(",", " ").split())
