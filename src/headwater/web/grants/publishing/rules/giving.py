"""Awards as grants of the 360Giving Data Standard."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from headwater.sources.giving_360 import identifiers
from headwater.sources.giving_360.codes import geography_of
from headwater.web.grants.publishing.rules.record import Place, Recipient, Record

VERSION = "1.4"
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
LICENCE_NAME = "Open Government Licence v3.0"
TOOLKIT = "Youth Endowment Fund Toolkit"
LEVELS = "Level of prevention"
SCOPE_OF_DISTRICTS = "GLS050"
SMALL = frozenset({"OA", "LSOA", "MSOA", "WD", "PAR"})
SCOPE_OF_SMALL = "GLS060"


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes, and under which identifiers."""

    name: str
    prefix: str
    """`360G-` and a word: what every identifier of ours begins with."""
    identifier: str = ""
    """Of the funder in a public register."""

    @property
    def funder(self) -> str:
        """The funder's identifier; our own where no register knows it."""
        return self.identifier or identifiers.own_id(self.prefix, "OWNER")


def number_of(amount: Decimal) -> int | float:
    """An amount as JSON has it, exact to the penny.

    >>> number_of(Decimal("3500.00")), number_of(Decimal("714.84"))
    (3500, 714.84)
    """
    return int(amount) if amount == int(amount) else float(amount)


def recipient_id(recipient: Recipient, prefix: str) -> str:
    """How readers know a recipient: by a register, by what staff found, or by our own name.

    >>> recipient_id(Recipient("Club", "Group", reference="YF 7"), "360G-loamshire")
    '360G-loamshire-ORG:YF_7'
    """
    return (
        recipient.identifier
        or identifiers.charity_id(recipient.charity_number)
        or identifiers.company_id(recipient.company_number)
        or identifiers.own_id(prefix, recipient.reference)
    )


def grant_of(record: Record, publisher: Publisher, *, address: str) -> dict[str, Any]:
    """One award as a grant. It names no person."""
    grant: dict[str, Any] = {
        "id": identifiers.grant_id(publisher.prefix, record.reference),
        "title": record.title,
        "description": record.description,
        "currency": "GBP",
        "amountAwarded": number_of(record.amount),
        "awardDate": record.days.awarded_on.isoformat(),
        "plannedDates": [
            {
                "startDate": record.days.starts_on.isoformat(),
                "endDate": record.days.ends_on.isoformat(),
            }
        ],
        "recipientOrganization": [_recipient(record.recipient, publisher.prefix)],
        "fundingOrganization": [{"id": publisher.funder, "name": publisher.name}],
        "beneficiaryLocation": [_location(each) for each in record.places],
        "grantProgramme": [{"code": record.fund_reference, "title": record.fund}],
        "fromOpenCall": "Yes",
        "classifications": _classifications(record),
        "dateModified": moment_of(record.changed_at),
        "locationScope": scope_of(record.places),
    }
    if record.asked is not None:
        grant["amountAppliedFor"] = number_of(record.asked)
    if record.paid > 0:
        grant["amountDisbursed"] = number_of(record.paid)
    if address:
        grant["url"] = grant["dataSource"] = address
    return grant


def _recipient(recipient: Recipient, prefix: str) -> dict[str, Any]:
    said = {
        "id": recipient_id(recipient, prefix),
        "name": recipient.name,
        "charityNumber": recipient.charity_number,
        "companyNumber": recipient.company_number,
        "organisationType": recipient.kind,
    }
    return {name: value for name, value in said.items() if value}


def _location(place: Place) -> dict[str, Any]:
    said = {
        "name": place.name,
        "countryCode": "GB",
        "geoCode": place.code,
        "geoCodeType": geography_of(place.code),
    }
    return {name: value for name, value in said.items() if value}


def _classifications(record: Record) -> list[dict[str, Any]]:
    found = []
    if record.approach:
        found.append(
            {"vocabulary": TOOLKIT, "code": record.approach, "title": record.approach_name}
        )
    if record.level:
        found.append(
            {"vocabulary": LEVELS, "code": record.level, "title": record.level.capitalize()}
        )
    return found


def scope_of(places: Iterable[Place]) -> str:
    """How wide the area is in which people benefit.

    >>> scope_of([Place("Z99D00006", "Farholt")]), scope_of([Place("E05000026", "Abbey")])
    ('GLS050', 'GLS060')
    """
    kinds = {geography_of(each.code) for each in places}
    return SCOPE_OF_SMALL if kinds and kinds <= SMALL else SCOPE_OF_DISTRICTS


def moment_of(at: datetime) -> str:
    """A moment as the standard writes it, to the second."""
    return at.replace(microsecond=0).isoformat()


def package_of(
    grants: Sequence[dict[str, Any]], publisher: Publisher, *, at: datetime, area: str
) -> dict[str, Any]:
    """Grants with what readers need to know of the file."""
    about: dict[str, Any] = {
        "name": publisher.name,
        "identifier": publisher.funder,
    }
    return {
        "version": VERSION,
        "title": f"Grants of {publisher.name}",
        "description": f"Grants that were awarded to reduce serious violence in {area}.",
        "identifier": f"{publisher.prefix}-grants",
        "issued": at.date().isoformat(),
        "modified": moment_of(at),
        "license": LICENCE,
        "publisher": about,
        "grants": list(grants),
    }
