"""What the source of a pot's money means for what may be promised, and for the year's end."""

import re
from enum import StrEnum

from headwater.core.words import listed


class CountsFrom(StrEnum):
    """When money of a source may be promised."""

    AGREED = "agreed"
    """Once it is agreed: the giver is bound, even where the money comes in arrears."""
    RECEIVED = "received"
    """Once it is here: nobody is bound to give it."""


class Unspent(StrEnum):
    """What becomes of money that is left when a year is closed."""

    CARRIED = "carried"
    HANDED_BACK = "handed_back"


COUNTS_FROM = {
    "grant": CountsFrom.AGREED,
    "precept": CountsFrom.AGREED,
    "proceeds": CountsFrom.RECEIVED,
    "match": CountsFrom.RECEIVED,
}
UNSPENT = {
    "grant": Unspent.HANDED_BACK,
    "precept": Unspent.CARRIED,
    "proceeds": Unspent.CARRIED,
    "match": Unspent.CARRIED,
}
"""Usual ends. A grant is for its year, unless its giver lets it be carried forward."""
CASE_WORDS = ("operation", "op", "case", "crime", "urn", "occurrence", "defendant", "suspect")
LIKE_A_CASE = re.compile(
    rf"\b({'|'.join(CASE_WORDS)})\b|\b\d{{2}}[A-Z]{{2}}/\d+/\d{{2}}\b|\b\d{{2}}/\d{{4,}}/\d{{2}}\b",
    re.IGNORECASE,
)
"""Words, and the shapes of case and crime numbers."""


def counts_from(source: str) -> CountsFrom:
    """When money of a source may be promised."""
    return COUNTS_FROM[source]


def may_lead_to_a_case(text: str) -> bool:
    """Whether words look like the name or number of a case or an operation.

    >>> may_lead_to_a_case("Op Marigold"), may_lead_to_a_case("41CC/12345/26")
    (True, True)
    >>> may_lead_to_a_case("Home Office ARIS 2026-27 quarter 1")
    False
    """
    return LIKE_A_CASE.search(text) is not None


def hint_about_cases() -> str:
    """What a form says beside a remittance number."""
    return f"Never the name or number of {listed(['a case', 'an operation', 'a person'])}."
