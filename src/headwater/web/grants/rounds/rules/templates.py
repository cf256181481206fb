"""What a new round may start from."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum


class Start(StrEnum):
    """Where the parts of a new round come from."""

    YOUTH_FUND = "youth_fund"
    COPY = "copy"
    EMPTY = "empty"

    @property
    def words(self) -> str:
        """What staff choose."""
        return WORDS[self]

    @property
    def meaning(self) -> str:
        """What they get."""
        return MEANINGS[self]


WORDS = {
    Start.YOUTH_FUND: "Youth Fund small grants",
    Start.COPY: "An earlier round",
    Start.EMPTY: "Nothing: write everything yourself",
}
MEANINGS = {
    Start.YOUTH_FUND: (
        "Up to £3,500 for ages 5 to 18, or 25 with SEND. Questions, rules and criteria of the "
        "library, ready to change."
    ),
    Start.COPY: "Its questions, rules, criteria and words. You choose new dates.",
    Start.EMPTY: "",
}


@dataclass(frozen=True, slots=True)
class Template:
    """Words and numbers of a kind of round."""

    title: str
    summary: str
    purpose: str
    who_can_apply: str
    how_decided: str
    data_use: str
    total: Decimal
    largest_award: Decimal
    smallest_award: Decimal
    youngest: int
    oldest: int
    oldest_with_send: int
    small_income: Decimal
    minutes: int


OPEN_FOR = timedelta(days=42)
DECIDE_IN = timedelta(days=42)
START_IN = timedelta(days=28)
LAST_FOR = timedelta(days=365)
SMALL_GRANTS = Template(
    title="Youth Fund small grants",
    summary="Up to £3,500 for projects that give young people something good to do.",
    purpose=(
        "The fund pays for community projects that build young people's skills, confidence and "
        "resilience or give them a safe place to be, and so help to prevent violence and crime. "
        "Much of the money was taken from criminals."
    ),
    who_can_apply=(
        "Charities, community groups and clubs, community interest companies, schools and "
        "colleges, and parish, town, district and county councils. A small group needs no "
        "registration: its own rules and a bank account with two people who sign are enough."
    ),
    how_decided=(
        "First we check that you may apply. Then at least two people score each application on "
        "their own, with reasons. Nobody scores an application in which they have an interest. A "
        "panel looks at the scores together and decides. Everybody is told the decision and the "
        "reasons."
    ),
    data_use=(
        "We use what you tell us to decide on your application, to pay you if it is funded, and to "
        "show that public money is well spent. If you are funded we must publish who is paid, how "
        "much, what for and why. We do not publish names of people. Please give us no names of "
        "young people. We keep applications for six years after the last payment."
    ),
    total=Decimal("50000.00"),
    largest_award=Decimal("3500.00"),
    smallest_award=Decimal("250.00"),
    youngest=5,
    oldest=18,
    oldest_with_send=25,
    small_income=Decimal("25000.00"),
    minutes=60,
)


def ages_words(youngest: int | None, oldest: int | None, oldest_with_send: int | None) -> str:
    """Ages as the public reads them; nothing where there are no limits.

    >>> ages_words(5, 18, 25)
    '5 to 18, or up to 25 with SEND'
    """
    if youngest is None and oldest is None:
        return ""
    if oldest is None:
        return f"{youngest} or older"
    said = f"{youngest} to {oldest}" if youngest is not None else f"up to {oldest}"
    return f"{said}, or up to {oldest_with_send} with SEND" if oldest_with_send else said
