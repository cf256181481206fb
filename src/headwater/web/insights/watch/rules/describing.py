"""What a rule of early warning may say: which measure, where, by which method, until when.

The limits are those of `headwater.analysis.watch.rules`, which the web room does not load.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from headwater.core.areas import Level
from headwater.core.errors import HeadwaterError
from headwater.rulebook import watch_measures

LONGEST = timedelta(days=366)
"""A rule is looked at again at least once a year."""
WARN_DAYS = 30
"""How long before it ends a rule is put on the worklist."""
LONGEST_DELAY = 26
MOST_CASES = 1_000
LONGEST_SLUG = 50
"""Tables and pictures of a week have sixty letters for it and for what they are, as `weeks-`."""
LEVELS = (Level.LAD, Level.LSOA)
ALPHAS = (0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.000_5, 0.000_1)
"""Chances of an alarm that are offered, the most talkative first."""
USUAL_ALPHA, USUAL_CASES, USUAL_DELAY = 0.005, 5, 4


class Method(StrEnum):
    """How a rule tells a rise from chance."""

    FARRINGTON = "farrington"
    EARS = "ears"
    SCAN = "scan"

    @property
    def words(self) -> str:
        """The method on a page."""
        return METHOD_WORDS[self]

    @property
    def means(self) -> str:
        """What the method compares with."""
        return METHOD_MEANINGS[self]

    @property
    def suits(self) -> str:
        """When to take it, for the one who chooses."""
        return METHOD_SUITS[self]


METHOD_WORDS = {
    Method.FARRINGTON: "Improved Farrington",
    Method.EARS: "EARS C2",
    Method.SCAN: "Space-time permutation scan",
}
METHOD_MEANINGS = {
    Method.FARRINGTON: ("Holds each area's week against the same time of year in earlier years."),
    Method.EARS: "Holds each area's week against the seven weeks that ended two weeks before.",
    Method.SCAN: (
        "Looks for groups of neighbouring areas in which more happens together than elsewhere."
    ),
}
METHOD_SUITS = {
    Method.FARRINGTON: "Take it for districts with at least two years of weeks.",
    Method.EARS: (
        "Take it where the usual level has changed; it raises far more false alarms than it aims "
        "at."
    ),
    Method.SCAN: "Take it for neighbourhoods, which have few events a week.",
}
LEVEL_WORDS = {Level.LAD: "Districts", Level.LSOA: "Neighbourhoods (LSOAs)"}
LEVEL_MEANINGS = {
    Level.LAD: "Enough events a week to judge each one by itself",
    Level.LSOA: "Few events a week: best with the space-time permutation scan",
}


class RuleRefusedError(HeadwaterError):
    """A rule that cannot be kept or moved as somebody wants it."""


@dataclass(frozen=True, slots=True)
class Description:
    """What somebody says of a rule."""

    title: str
    purpose: str
    owner: str
    measure: str
    area_code: str
    area_name: str
    level: Level
    method: Method
    alpha: float
    least_cases: int
    delay_weeks: int
    expires_on: date


def chance_words(alpha: float) -> str:
    """A chance of an alarm as people say it.

    >>> chance_words(0.005)
    '1 in 200'
    """
    return f"1 in {round(1 / alpha):,}"


def chance_of(method: Method) -> str:
    """What the chance of an alarm that a method aims at is the chance of."""
    if method is Method.SCAN:
        return "for one week anywhere in the area, when nothing is going on"
    return "for one area and one week, when nothing is going on"


def slug_of(title: str) -> str:
    """A name in small letters, digits and hyphens, for files and figures.

    >>> slug_of("Knife crime, by district"), slug_of("!")
    ('knife-crime-by-district', 'rule')
    """
    found = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return found[: LONGEST_SLUG - 4].strip("-") or "rule"


def check_description(description: Description, *, today: date) -> None:
    """Raises `RuleRefusedError` where a rule is not whole or would outlive a year."""
    for name in ("title", "purpose", "owner"):
        if not getattr(description, name).strip():
            raise RuleRefusedError(f"The rule has no [{name}]. Say it before you save.")
    if description.measure not in {each.id for each in watch_measures()}:
        raise RuleRefusedError(f"[{description.measure}] is nothing that is watched. Choose one.")
    if description.level not in LEVELS:
        raise RuleRefusedError(f"Areas of the level [{description.level.words}] are not watched.")
    if description.alpha not in ALPHAS:
        raise RuleRefusedError("Choose the chance of an alarm from those that are offered.")
    if not 1 <= description.least_cases <= MOST_CASES:
        raise RuleRefusedError(f"The fewest events must be between [1] and [{MOST_CASES}].")
    if not 0 <= description.delay_weeks <= LONGEST_DELAY:
        raise RuleRefusedError(f"Weeks not yet complete must be between [0] and [{LONGEST_DELAY}].")
    check_end(description.expires_on, today=today)


def check_end(expires_on: date, *, today: date) -> None:
    """Raises `RuleRefusedError` where a rule has ended or would outlive a year."""
    if expires_on < today:
        raise RuleRefusedError(f"The rule ended on [{expires_on}]. Give it a day that lies ahead.")
    if expires_on - today > LONGEST:
        raise RuleRefusedError(
            f"The rule would end on [{expires_on}], more than a year from now. A rule is looked "
            "at again at least once a year."
        )


def is_ending(expires_on: date, *, today: date) -> bool:
    """Whether a rule ends so soon that somebody must look at it."""
    return expires_on <= today + timedelta(days=WARN_DAYS)
