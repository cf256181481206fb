"""Grants of other funders: which stage a file is at, and which organisation a grant went to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from headwater.core.errors import HeadwaterError
from headwater.core.money import MOST, NOTHING, PENNY
from headwater.sources.giving_360 import identifiers

LARGEST_BYTES = 20_000_000
MOST_GRANTS = 10_000


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


class LaterFileError(HeadwaterError):
    """A file that another was built on."""

    def __init__(self, *, name: str) -> None:
        super().__init__(
            f"[{name[:80]}] was taken in after this file. Undo that one first. Nothing was undone."
        )


@dataclass(frozen=True, slots=True)
class OtherGrant:
    """What pages show of a grant of another funder."""

    grant_id: str
    title: str
    funder: str
    funder_id: str
    recipient: str
    recipient_id: str
    charity_number: str
    company_number: str
    amount: Decimal | None
    """None where it is no amount that is kept in pounds and pence."""
    currency: str
    awarded_on: date
    places: str
    kept: Mapping[str, Any] = field(repr=False)


def goes_to_a_person(grant: Mapping[str, Any]) -> bool:
    """Whether a grant names a person as recipient: such grants are not taken in."""
    return "recipientIndividual" in grant


def read(grant: Mapping[str, Any]) -> OtherGrant:
    """A grant without faults, as pages show it."""
    recipient, funder = grant["recipientOrganization"][0], grant["fundingOrganization"][0]
    charity, company = numbers_of(recipient)
    places = [each.get("name") or each.get("geoCode") for each in _places(grant)]
    return OtherGrant(
        grant_id=grant["id"],
        title=grant["title"],
        funder=funder["name"],
        funder_id=funder["id"],
        recipient=recipient["name"],
        recipient_id=recipient["id"],
        charity_number=charity,
        company_number=company,
        amount=amount_of(grant["amountAwarded"]),
        currency=grant["currency"],
        awarded_on=date.fromisoformat(grant["awardDate"][:10]),
        places=", ".join(each for each in places if each),
        kept=grant,
    )


def _places(grant: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = grant.get("beneficiaryLocation") or []
    return found


def amount_of(number: int | float) -> Decimal | None:
    """A number of JSON as money, or None where it is no such amount.

    >>> amount_of(714.84), amount_of(1e22)
    (Decimal('714.84'), None)
    """
    exact = Decimal(str(number))
    return exact.quantize(PENNY) + NOTHING if abs(exact) <= MOST else None


def numbers_of(organisation: Mapping[str, Any]) -> tuple[str, str]:
    """The registered numbers of an organisation, as we compare them; empty where it has none.

    >>> numbers_of({"id": "GB-CHC-1164883", "companyNumber": "1234567"})
    ('1164883', '01234567')
    """
    charity, company = identifiers.registrations_of(str(organisation.get("id", "")))
    return (
        charity or charity_number(str(organisation.get("charityNumber", ""))),
        company or company_number(str(organisation.get("companyNumber", ""))),
    )


def charity_number(text: str) -> str:
    """A charity number as we compare it; empty where it is none.

    >>> charity_number(" 1164883"), charity_number("none")
    ('1164883', '')
    """
    return identifiers.registrations_of(identifiers.charity_id(text))[0]


def company_number(text: str) -> str:
    """A company number as we compare it; empty where it is none."""
    return identifiers.registrations_of(identifiers.company_id(text))[1]
