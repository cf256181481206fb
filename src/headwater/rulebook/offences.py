"""Offence codes: what police labels mean, and how to read the many ways systems write them."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from headwater.core.errors import NotFoundError
from headwater.rulebook.registry import Sourced, records

LETTERED = re.compile(r"0*(\d{1,3})[\s/.\-]*([A-Z])", re.ASCII)
NUMBERED = re.compile(r"0*(\d{1,3})([/.])(\d{1,3})", re.ASCII)
WHOLE = re.compile(r"\d{1,3}", re.ASCII)
RUN_TOGETHER = re.compile(r"(\d{2,3})(\d{2})", re.ASCII)
AMBIGUOUS = re.compile(r"0*4\.1")


class OffenceGroup(StrEnum):
    """Families of offences that a needs assessment tells apart."""

    HOMICIDE = "homicide"
    VIOLENCE_WITH_INJURY = "violence_with_injury"
    VIOLENCE_WITHOUT_INJURY = "violence_without_injury"
    STALKING_HARASSMENT = "stalking_harassment"
    DRIVING_DEATH_OR_INJURY = "driving_death_or_injury"
    RAPE = "rape"
    OTHER_SEXUAL = "other_sexual"
    ROBBERY = "robbery"
    WEAPONS_POSSESSION = "weapons_possession"
    KIDNAP = "kidnap"
    MODERN_SLAVERY = "modern_slavery"
    BURGLARY_AGGRAVATED = "burglary_aggravated"
    BURGLARY = "burglary"
    ARSON_ENDANGERING = "arson_endangering"
    ARSON_OTHER = "arson_other"
    CRIMINAL_DAMAGE = "criminal_damage"
    PUBLIC_ORDER = "public_order"
    DRUGS_TRAFFICKING = "drugs_trafficking"
    DRUGS_POSSESSION = "drugs_possession"
    VEHICLE = "vehicle"
    THEFT = "theft"
    OTHER = "other"

    @property
    def words(self) -> str:
        """The group as a reader knows it."""
        return GROUP_WORDS.get(self, self.value.replace("_", " ").capitalize())


GROUP_WORDS = {
    OffenceGroup.STALKING_HARASSMENT: "Stalking and harassment",
    OffenceGroup.DRIVING_DEATH_OR_INJURY: "Death or serious injury by driving",
    OffenceGroup.OTHER_SEXUAL: "Other sexual offences",
    OffenceGroup.WEAPONS_POSSESSION: "Possession of weapons",
    OffenceGroup.KIDNAP: "Kidnapping",
    OffenceGroup.BURGLARY_AGGRAVATED: "Aggravated burglary",
    OffenceGroup.ARSON_ENDANGERING: "Arson endangering life",
    OffenceGroup.ARSON_OTHER: "Other arson",
    OffenceGroup.DRUGS_TRAFFICKING: "Drug trafficking",
    OffenceGroup.DRUGS_POSSESSION: "Drug possession",
    OffenceGroup.VEHICLE: "Vehicle crime",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OffenceCode(Sourced):
    """One police label.

    `knife_selected` marks the national list for knife-enabled crime. `prc_subgroup` is the
    recorded-crime sub-group that harm weights are summarised to. `unit_cost` is the key in the
    table of unit costs, None where the report has none. `serious_violence_list` marks the labels
    a partnership considers when it writes a definition; the rest let a whole extract load.
    """

    code: str
    description: str
    group: OffenceGroup
    knife_selected: bool
    prc_subgroup: str
    unit_cost: str | None
    serious_violence_list: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtCode(Sourced):
    """A class and subclass number as courts write it, and the police label it falls under."""

    court_code: str
    code: str


def offence_codes(*, on: date | None = None) -> tuple[OffenceCode, ...]:
    """Every police label headwater knows."""
    return records("offence_codes", OffenceCode, on=on)


def court_codes(*, on: date | None = None) -> tuple[CourtCode, ...]:
    """Class and subclass numbers whose police label is clear."""
    return records("court_codes", CourtCode, on=on)


def offence_code(code: str) -> OffenceCode:
    """What one canonical label means."""
    try:
        return _by_code()[code]
    except KeyError:
        raise NotFoundError(
            kind="offence code", name=code, hint="Codes look like [8N], [5D], [34B] or [4.10]."
        ) from None


def canonical_offence_code(text: str) -> str | None:
    """Which police label a system meant, or None when it cannot be told.

    Reads any case, leading zeros, stray spaces and separators, an Excel text mark, whole numbers
    turned into decimals, and court numbers (class/subclass) where the label they belong to is
    clear. 4.1 is manslaughter and 4.10 corporate manslaughter: both are taken as written, so a
    4.10 that a spreadsheet has cut to 4.1 counts as manslaughter. `is_ambiguous_offence_code`
    tells a source when to warn of that. Robbery by court number is not told apart into business
    and personal, so 034/01 gives None.

    >>> [canonical_offence_code(t) for t in ("8n", "008N", "8/N", "19 C", "004.10", "008/26")]
    ['8N', '8N', '8N', '19C', '4.10', '10D']
    >>> canonical_offence_code("26-Aug") is None
    True
    """
    cleaned = text.strip().strip("'\"").strip().upper()
    if found := LETTERED.fullmatch(cleaned):
        return _known(f"{int(found[1])}{found[2]}")
    if found := NUMBERED.fullmatch(cleaned):
        return _from_numbers(int(found[1]), found[3], is_decimal=found[2] == ".")
    if WHOLE.fullmatch(cleaned):
        return _known(str(int(cleaned)))
    if found := RUN_TOGETHER.fullmatch(cleaned):
        return _from_numbers(int(found[1]), found[2], is_decimal=False)
    return None


def is_ambiguous_offence_code(text: str) -> bool:
    """Whether the text reads 4.1 in a way that a spreadsheet could have made out of 4.10."""
    return AMBIGUOUS.fullmatch(text.strip().strip("'\"").strip()) is not None


def _from_numbers(offence_class: int, subclass: str, *, is_decimal: bool) -> str | None:
    """A class and subclass: first as a police label (4.10), then as a court code (008/26)."""
    label = _known(f"{offence_class}.{int(subclass)}")
    if label is not None:
        return label
    # 36.0 is how a spreadsheet or data frame writes the whole class 36.
    if is_decimal and int(subclass) == 0:
        return _known(str(offence_class))
    # 8.2 may be 008/02 or a cut 008/20, so a decimal must show both digits of its subclass.
    if is_decimal and len(subclass) < 2:
        return None
    return _by_court_code().get(f"{offence_class:03d}/{int(subclass):02d}")


def _known(code: str) -> str | None:
    return code if code in _by_code() else None


@cache
def _by_code() -> dict[str, OffenceCode]:
    return {row.code: row for row in offence_codes()}


@cache
def _by_court_code() -> dict[str, str]:
    return {row.court_code: row.code for row in court_codes()}
