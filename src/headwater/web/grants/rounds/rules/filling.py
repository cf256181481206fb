"""What of an application the answers to a round's questions settle."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal

from headwater.web.grants.rounds.rules.answers import Plain
from headwater.web.grants.rounds.rules.kinds import LEVELS, NO_APPROACH, Fills, Question

NOTHING: dict[Fills, dict[str, Plain]] = {
    Fills.TITLE: {"title": ""},
    Fills.SUMMARY: {"summary": ""},
    Fills.AMOUNT: {"amount": None},
    Fills.AREAS: {"area_codes": []},
    Fills.AGES: {"minimum_age": None, "maximum_age": None},
    Fills.PEOPLE: {"people": None},
    Fills.STARTS: {"starts_on": None},
    Fills.ENDS: {"ends_on": None},
    Fills.APPROACH: {"approach": ""},
    Fills.LEVEL: {"level": ""},
}
"""Fields of an application that hold nothing yet, by what settles them."""


def filled(questions: Iterable[Question], answers: Mapping[str, Plain]) -> dict[str, Plain]:
    """Values for the fields of an application, from stored answers by key.

    Only fields that some question settles are in it; one without an answer is emptied.
    """
    found: dict[str, Plain] = {}
    for each in questions:
        if not each.fills:
            continue
        settles, value = Fills(each.fills), answers.get(each.key)
        found |= NOTHING[settles] if value in (None, "", []) else _said(settles, value)
    return found


def _said(settles: Fills, value: Plain) -> dict[str, Plain]:
    if settles is Fills.AGES:
        return {"minimum_age": value["from"], "maximum_age": value["to"]}
    (field,) = NOTHING[settles]
    return {field: MADE[settles](value) if settles in MADE else value}


MADE: dict[Fills, Callable[[Plain], Plain]] = {
    Fills.AMOUNT: Decimal,
    Fills.STARTS: date.fromisoformat,
    Fills.ENDS: date.fromisoformat,
    Fills.APPROACH: lambda value: "" if value == NO_APPROACH else value,
    Fills.LEVEL: lambda value: LEVELS.get(value, ""),
}
"""How an answer becomes what its field holds, where it does not as it is."""
