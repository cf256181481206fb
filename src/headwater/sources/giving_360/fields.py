"""What a grant may say in the 360Giving Data Standard (schema 1.4), field by field.

Fields that are not here may stand in a file all the same: they are kept as they came.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from headwater.sources.giving_360.codes import (
    COUNTRIES,
    CURRENCIES,
    LOCATION_SCOPES,
    PURPOSES,
    REASONS,
    REGRANT_TYPES,
)


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    """A day, or a moment with its time zone."""
    ROUGH_DAY = "rough_day"
    """The same, or only a month or a year."""
    MOMENT = "moment"
    ADDRESS = "address"
    """Of a page on the web."""
    TEXTS = "texts"
    PART = "part"
    PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in JSON, its title in sheets, and what may stand in it."""

    name: str
    title: str
    kind: Kind = Kind.TEXT
    inside: tuple["Field", ...] = ()
    required: bool = False
    nullable: bool = False
    choices: frozenset[str] = frozenset()
    least: int | None = None
    """Of a number, or of how many there are in a list."""


def _texts(*titles: tuple[str, str], nullable: bool = False) -> tuple[Field, ...]:
    return tuple(Field(name, title, nullable=nullable) for name, title in titles)


_CHANGED = Field("dateModified", "Last Modified", Kind.MOMENT)
_DESCRIPTION = Field("description", "Description", nullable=True)
_TITLE = Field("title", "Title", nullable=True)
_LINK = Field("url", "URL", Kind.ADDRESS, nullable=True)

LOCATION = (
    Field("id", "Identifier"),
    Field("name", "Name", nullable=True),
    Field("countryCode", "Country Code", choices=frozenset(COUNTRIES)),
    Field("latitude", "Latitude", Kind.NUMBER, nullable=True),
    Field("longitude", "Longitude", Kind.NUMBER, nullable=True),
    _DESCRIPTION,
    Field("geoCode", "Geographic Code", nullable=True),
    Field("geoCodeType", "Geographic Code Type", nullable=True),
    _CHANGED,
)
CLASSIFICATION = (
    Field("vocabulary", "Vocabulary"),
    Field("code", "Code"),
    _TITLE,
    _DESCRIPTION,
    _LINK,
    _CHANGED,
)
PROGRAMME = (Field("code", "Code"), _TITLE, _DESCRIPTION, _LINK, _CHANGED)
EVENT = (
    Field("title", "Title"),
    Field("startDate", "Start Date", Kind.ROUGH_DAY),
    Field("endDate", "End Date", Kind.ROUGH_DAY),
    Field("duration", "Duration (months)", Kind.NUMBER, least=0),
    Field("description", "Description"),
    _CHANGED,
)
PERSON = (
    Field("id", "Identifier", required=True),
    Field("name", "Name", required=True),
)
ORGANISATION = (
    Field("id", "Identifier", required=True),
    Field("name", "Name", required=True),
    *_texts(
        ("department", "Department"),
        ("contactName", "Contact Name"),
        ("charityNumber", "Charity Number"),
        ("companyNumber", "Company Number"),
        ("streetAddress", "Street Address"),
        ("addressLocality", "City"),
        ("addressRegion", "County"),
        ("addressCountry", "Country"),
        ("postalCode", "Postal Code"),
        ("telephone", "Phone Number"),
        ("alternateName", "Alternate Name"),
        ("email", "Email"),
        ("description", "Description"),
    ),
    Field("organisationType", "Organisation Type", nullable=True),
    Field("url", "Web Address", Kind.ADDRESS),
    Field("location", "Location", Kind.PARTS, LOCATION),
    _CHANGED,
)
DOCUMENT = (
    Field("id", "Identifier"),
    _TITLE,
    Field("url", "Web Address", Kind.ADDRESS, nullable=True),
    _DESCRIPTION,
    Field("documentType", "Document Type", nullable=True),
    _CHANGED,
)
TRANSACTION = (
    Field("id", "Identifier"),
    Field("transactionDate", "Transaction Date", Kind.DAY),
    Field("currency", "Currency", choices=frozenset(CURRENCIES)),
    Field("value", "Value", Kind.NUMBER),
    Field("valueDate", "Value Date", Kind.DAY),
    _DESCRIPTION,
    Field("provider", "Provider", nullable=True),
    Field("recipient", "Recipient", nullable=True),
    _CHANGED,
)
TO_INDIVIDUALS = (
    Field("primaryGrantReason", "Primary Grant Reason", choices=frozenset(REASONS)),
    Field("secondaryGrantReason", "Secondary Grant Reason", choices=frozenset(REASONS)),
    Field("grantPurpose", "Grant Purpose", Kind.TEXTS, choices=frozenset(PURPOSES)),
)
GRANT = (
    Field("id", "Identifier", required=True),
    Field("title", "Title", required=True),
    Field("description", "Description", required=True),
    Field("currency", "Currency", required=True, choices=frozenset(CURRENCIES)),
    Field("amountAppliedFor", "Amount Applied For", Kind.NUMBER),
    Field("amountAwarded", "Amount Awarded", Kind.NUMBER, required=True),
    Field("amountDisbursed", "Amount Disbursed", Kind.NUMBER),
    Field("awardDate", "Award Date", Kind.DAY, required=True),
    Field("url", "URL", Kind.ADDRESS),
    Field("plannedDates", "Planned Dates", Kind.PARTS, EVENT),
    Field("actualDates", "Actual Dates", Kind.PARTS, EVENT),
    Field("recipientIndividual", "Recipient Ind", Kind.PART, PERSON),
    Field("toIndividualsDetails", "To Individuals Details", Kind.PART, TO_INDIVIDUALS),
    Field("recipientOrganization", "Recipient Org", Kind.PARTS, ORGANISATION, least=1),
    Field("beneficiaryLocation", "Beneficiary Location", Kind.PARTS, LOCATION),
    Field("fundingOrganization", "Funding Org", Kind.PARTS, ORGANISATION, required=True, least=1),
    Field("grantProgramme", "Grant Programme", Kind.PARTS, PROGRAMME),
    Field("fromOpenCall", "From An Open Call?", choices=frozenset({"Yes", "No"})),
    Field("fundingType", "Funding Type", Kind.PARTS, CLASSIFICATION),
    Field("classifications", "Classifications", Kind.PARTS, CLASSIFICATION),
    Field("relatedDocument", "Related Document", Kind.PARTS, DOCUMENT),
    Field("applicationTransaction", "Application Transaction", Kind.PARTS, TRANSACTION),
    Field("commitmentTransaction", "Commitment Transaction", Kind.PARTS, TRANSACTION),
    Field("disbursementTransaction", "Disbursement Transaction", Kind.PARTS, TRANSACTION),
    Field("relatedActivity", "Related Activity", Kind.TEXTS),
    _CHANGED,
    Field("dataSource", "Data Source", Kind.ADDRESS, nullable=True),
    Field("regrantType", "For Regrant Type", choices=frozenset(REGRANT_TYPES)),
    Field("locationScope", "Location Scope", choices=frozenset(LOCATION_SCOPES)),
)
PUBLISHER = (
    Field("identifier", "Identifier"),
    Field("name", "Name", required=True),
    Field("website", "Website", Kind.ADDRESS),
    Field("logo", "Logo", Kind.ADDRESS),
)
PACKAGE = (
    Field("version", "Version"),
    Field("extensions", "Extensions", Kind.TEXTS),
    Field("title", "Title"),
    Field("description", "Description"),
    Field("issued", "Issued", Kind.DAY),
    Field("modified", "Modified", Kind.DAY),
    Field("identifier", "Identifier"),
    Field("publisher", "Publisher", Kind.PART, PUBLISHER),
    Field("downloadURL", "Download URL", Kind.ADDRESS),
    Field("accessURL", "Access URL", Kind.ADDRESS),
    Field("license", "License", Kind.ADDRESS),
)


def by_name(name: str, fields: Sequence[Field]) -> Field | None:
    """The field with a name, or None."""
    return next((each for each in fields if each.name == name), None)


def by_title(title: str, fields: Sequence[Field]) -> Field | None:
    """The field that sheets call this, whatever the case and the spaces around it."""
    return _titles(tuple(fields)).get(normal(title))


@cache
def _titles(fields: tuple[Field, ...]) -> dict[str, Field]:
    return {normal(each.title): each for each in fields}


def normal(title: str) -> str:
    """A title as it is compared.

    >>> normal(" Recipient  Org")
    'recipient org'
    """
    return " ".join(title.lower().split())
