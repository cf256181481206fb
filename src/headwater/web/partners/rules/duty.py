"""Who must take part under the Serious Violence Duty, and what is missing.

Police, Crime, Sentencing and Courts Act 2022, Part 2 Chapter 1: section 11 and Schedule 1 name the
specified authorities, section 12 and Schedule 2 the relevant ones, section 14 the local policing
body.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum


class Standing(Enum):
    """What the Duty asks of an organisation."""

    SPECIFIED = "Specified authority: must work together on the strategy (section 8)"
    RELEVANT = (
        "Relevant authority: must be consulted, and must do what the strategy gives it "
        "(sections 8 and 15)"
    )
    POLICING_BODY = "Local policing body: may assist and monitor (section 14)"
    NOT_NAMED = "Not named in the Duty, and a partner all the same"


class StatutoryRole(StrEnum):
    """What an organisation is under the Duty."""

    LOCAL_POLICING_BODY = "local_policing_body"
    POLICE = "police"
    PROBATION = "probation"
    YOUTH_OFFENDING_TEAM = "youth_offending_team"
    FIRE = "fire"
    HEALTH = "health"
    LOCAL_AUTHORITY = "local_authority"
    EDUCATION = "education"
    PRISON = "prison"
    YOUTH_CUSTODY = "youth_custody"
    VOLUNTARY = "voluntary"
    UNIT = "unit"
    OTHER = "other"

    @property
    def label(self) -> str:
        """What it is called on a page."""
        return NAMES[self][0]

    @property
    def standing(self) -> Standing:
        """What the Duty asks of it."""
        return NAMES[self][1]


NAMES: Mapping[StatutoryRole, tuple[str, Standing]] = {
    StatutoryRole.LOCAL_POLICING_BODY: ("Local policing body", Standing.POLICING_BODY),
    StatutoryRole.POLICE: ("Chief officer of police", Standing.SPECIFIED),
    StatutoryRole.PROBATION: ("Provider of probation services", Standing.SPECIFIED),
    StatutoryRole.YOUTH_OFFENDING_TEAM: ("Youth offending team", Standing.SPECIFIED),
    StatutoryRole.FIRE: ("Fire and rescue authority", Standing.SPECIFIED),
    StatutoryRole.HEALTH: ("Integrated care board or local health board", Standing.SPECIFIED),
    StatutoryRole.LOCAL_AUTHORITY: ("Local authority", Standing.SPECIFIED),
    StatutoryRole.EDUCATION: ("Educational authority", Standing.RELEVANT),
    StatutoryRole.PRISON: ("Prison authority", Standing.RELEVANT),
    StatutoryRole.YOUTH_CUSTODY: ("Youth custody authority", Standing.RELEVANT),
    StatutoryRole.VOLUNTARY: ("Voluntary or community organisation", Standing.NOT_NAMED),
    StatutoryRole.UNIT: ("Violence reduction unit or partnership team", Standing.NOT_NAMED),
    StatutoryRole.OTHER: ("Other partner", Standing.NOT_NAMED),
}
UNDER_THE_DUTY = tuple(
    role for role in StatutoryRole if role.standing in (Standing.SPECIFIED, Standing.RELEVANT)
)


@dataclass(frozen=True, slots=True)
class Present:
    """An organisation that takes part today, with how many people sit for it."""

    name: str
    statutory_role: StatutoryRole
    members: int


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A place under the Duty that nobody fills."""

    statutory_role: StatutoryRole
    words: str


def vacancies(present: Iterable[Present], *, has_owner: bool) -> tuple[Vacancy, ...]:
    """Roles under the Duty without an organisation, and organisations under it without a person."""
    there = tuple(present)
    found = [] if has_owner else [_no_owner()]
    for role in UNDER_THE_DUTY:
        of_role = [each for each in there if each.statutory_role is role]
        if not of_role:
            found.append(Vacancy(role, _nobody(role)))
        found += [Vacancy(role, _empty(each)) for each in of_role if not each.members]
    return tuple(found)


def _no_owner() -> Vacancy:
    return Vacancy(
        StatutoryRole.LOCAL_POLICING_BODY,
        "No local policing body owns this workspace today. Enter it, so that pages and documents "
        "say whose they are.",
    )


def _nobody(role: StatutoryRole) -> str:
    if role.standing is Standing.SPECIFIED:
        return (
            f"{role.label}: no organisation is listed. The Duty names it as a specified authority, "
            "which must take part."
        )
    return (
        f"{role.label}: no organisation is listed. Where the area has one, the partnership must "
        "consult it."
    )


def _empty(each: Present) -> str:
    return f"{each.statutory_role.label}: nobody sits for {each.name}."
