"""Definitions of serious violence: what counts, in words and as codes, with reasons."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from headwater.core.errors import NotFoundError
from headwater.rulebook.registry import Sourced, Trust, one, records

LOCAL = "SV_local"
"""How a definition that a partnership adopted for its area is called beside a figure."""
DECIDED_HERE = "Decided locally: see the definition's own page."


class Limb(StrEnum):
    """Parts of what section 13 counts as violence. Terrorism is in none of them."""

    VIOLENCE = "violence"
    THREATS = "threats"
    SEXUAL = "sexual"
    PROPERTY = "property"
    DOMESTIC_ABUSE = "domestic_abuse"

    @property
    def words(self) -> str:
        """The part as a reader knows it."""
        return LIMB_WORDS[self]


LIMB_WORDS = {
    Limb.VIOLENCE: "Violence against people",
    Limb.THREATS: "Threats of violence",
    Limb.SEXUAL: "Sexual offences",
    Limb.PROPERTY: "Violence against property",
    Limb.DOMESTIC_ABUSE: "Domestic abuse",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ViolenceType(Sourced):
    """A kind of violence that a partnership weighs, and the police labels that count it.

    Without labels it can be named in a definition and not counted. `tells` is what whoever weighs
    it should know.
    """

    id: str
    title: str
    limb: Limb
    codes: tuple[str, ...]
    tells: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition(Sourced):
    """One version of one definition.

    `codes` always count; `knife_flag_codes` count only with the police knife flag; `categories`
    are police.uk crime types, by slug, for a stand-in where codes are not to be had. Ages are the
    victim's, inclusive. `penalty`, `victim_impact`, `prevalence` and `community_impact` are notes
    on the four factors of section 13 of the Police, Crime, Sentencing and Courts Act 2022.
    """

    id: str
    version: int
    effective_from: date
    approver: str
    title: str
    sentence: str
    codes: tuple[str, ...]
    knife_flag_codes: tuple[str, ...]
    categories: tuple[str, ...]
    cautions: tuple[str, ...]
    penalty: str
    victim_impact: str
    prevalence: str
    community_impact: str
    victim_age_from: int | None
    victim_age_to: int | None
    leave_out_domestic: bool | None

    @property
    def stamp(self) -> str:
        """As printed beside a figure, such as `definition SV_core v1 (2026-11-22)`."""
        return f"definition {self.id} v{self.version} ({self.effective_from.isoformat()})"

    @property
    def short(self) -> str:
        """What it is called beside others: `broad`, `core` or `local`."""
        return self.id.removeprefix("SV_").replace("_", " ")

    @property
    def words(self) -> str:
        """What its counts are called in a sentence: `serious violence (broad)`."""
        return f"serious violence ({self.short})"

    @property
    def is_stand_in(self) -> bool:
        """Whether this counts public categories because offence codes are not to be had."""
        return bool(self.categories)

    @property
    def has_age_limit(self) -> bool:
        """Whether a victim's age decides what counts."""
        return self.victim_age_from is not None or self.victim_age_to is not None

    def counts(self, code: str, *, knife: bool | None, domestic: bool | None = None) -> bool:
        """Whether an offence counts, age apart. An unknown flag is read as not flagged.

        >>> core = definition("SV_core")
        >>> core.counts("8N", knife=True), core.counts("8N", knife=False)
        (True, False)
        """
        if self.leave_out_domestic and domestic:
            return False
        return code in self.codes or (knife is True and code in self.knife_flag_codes)


def definitions(*, on: date | None = None) -> tuple[Definition, ...]:
    """Every definition in the table in force, all versions."""
    return records("definitions", Definition, on=on)


def definition(definition_id: str, version: int | None = None) -> Definition:
    """One definition by its id, in its newest version unless another is named."""
    versions = [row for row in definitions() if row.id == definition_id]
    if not versions:
        known = ", ".join(dict.fromkeys(row.id for row in definitions()))
        raise NotFoundError(kind="definition", name=definition_id, hint=f"There are [{known}].")
    if version is None:
        return max(versions, key=lambda row: row.version)
    for row in versions:
        if row.version == version:
            return row
    have = ", ".join(str(row.version) for row in versions)
    raise NotFoundError(
        kind="definition", name=f"{definition_id} v{version}", hint=f"It has versions [{have}]."
    )


def violence_types() -> tuple[ViolenceType, ...]:
    """The kinds of violence that a partnership begins with."""
    return records("violence_types", ViolenceType)


def violence_type(type_id: str) -> ViolenceType:
    """One kind of violence."""
    return one(violence_types(), type_id, kind="kind of violence", key=lambda each: each.id)


def local_definition(  # noqa: PLR0913 - what a board decided, and when
    *,
    version: int,
    effective_from: date,
    approver: str,
    title: str,
    sentence: str,
    codes: tuple[str, ...],
    knife_flag_codes: tuple[str, ...],
    cautions: tuple[str, ...],
    leaves_out_domestic: bool,
) -> Definition:
    """The definition that a partnership adopted, as figures carry it.

    >>> local_definition(
    ...     version=2, effective_from=date(2026, 3, 1), approver="High Harms Board",
    ...     title="Serious violence in Loamshire", sentence="Homicide.", codes=("1",),
    ...     knife_flag_codes=(), cautions=(), leaves_out_domestic=False,
    ... ).stamp
    'definition SV_local v2 (2026-03-01)'
    """
    return Definition(
        id=LOCAL,
        version=version,
        effective_from=effective_from,
        approver=approver,
        title=title,
        sentence=sentence,
        codes=codes,
        knife_flag_codes=knife_flag_codes,
        categories=(),
        cautions=cautions,
        penalty=DECIDED_HERE,
        victim_impact=DECIDED_HERE,
        prevalence=DECIDED_HERE,
        community_impact=DECIDED_HERE,
        victim_age_from=None,
        victim_age_to=None,
        leave_out_domestic=leaves_out_domestic,
        source=approver,
        source_date=effective_from.isoformat(),
        trust=Trust.DESIGN,
    )
