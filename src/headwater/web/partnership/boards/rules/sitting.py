"""Who sits on a board, what for, and who came."""

from enum import StrEnum


class Office(StrEnum):
    """What a seat is for."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    MEMBER = "member"

    @property
    def words(self) -> str:
        """The office on a page."""
        return OFFICE_WORDS[self]


class Seniority(StrEnum):
    """What somebody may settle for their organisation at the table. Of posts, not of people."""

    DECISION_MAKER = "decision_maker"
    ADVISER = "adviser"
    ANALYST = "analyst"

    @property
    def words(self) -> str:
        """The seniority on a page."""
        return SENIORITY_WORDS[self][0]

    @property
    def means(self) -> str:
        """What it says, for the one who chooses."""
        return SENIORITY_WORDS[self][1]


class How(StrEnum):
    """How a seat was filled at a meeting."""

    PRESENT = "present"
    SUBSTITUTE = "substitute"
    APOLOGIES = "apologies"
    ABSENT = "absent"

    @property
    def words(self) -> str:
        """The attendance on a page."""
        return HOW_WORDS[self][0]

    @property
    def means(self) -> str:
        """What it says, for the one who chooses."""
        return HOW_WORDS[self][1]


OFFICE_WORDS = {Office.CHAIR: "Chair", Office.VICE_CHAIR: "Deputy chair", Office.MEMBER: "Member"}
SENIORITY_WORDS = {
    Seniority.DECISION_MAKER: ("Decision-maker", "May commit the organisation's money and people"),
    Seniority.ADVISER: ("Adviser", "Knows the work and takes questions back to somebody who may"),
    Seniority.ANALYST: ("Analyst", "Brings figures and says what they mean"),
}
HOW_WORDS = {
    How.PRESENT: ("Present", "Whoever holds the seat came"),
    How.SUBSTITUTE: ("Substitute", "The deputy, or somebody else, came in their place"),
    How.APOLOGIES: ("Apologies", "Said before that nobody would come"),
    How.ABSENT: ("Absent", "Nobody came, and nobody said so"),
}
CAME = frozenset({How.PRESENT, How.SUBSTITUTE})
"""Somebody sat there."""
