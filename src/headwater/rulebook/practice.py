"""What the field has agreed: chapters, factors, evidence, registers, measures, words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from headwater.core.errors import NotFoundError
from headwater.rulebook.registry import Sourced, one, records


class Impact(StrEnum):
    """Bands of the Youth Endowment Fund Toolkit, and `not_read` where no band was read."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    NO_CLEAR_EVIDENCE = "no_clear_evidence"
    HARMFUL = "harmful"
    NOT_READ = "not_read"

    @property
    def words(self) -> str:
        """The band as printed."""
        return self.value.replace("_", " ")


class EcologicalLevel(StrEnum):
    """Where a factor acts, nearest the person first."""

    INDIVIDUAL = "individual"
    RELATIONSHIP = "relationship"
    COMMUNITY = "community"
    SOCIETY = "society"


class FactorKind(StrEnum):
    """Whether a factor makes violence more or less likely."""

    RISK = "risk"
    PROTECTIVE = "protective"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolkitApproach(Sourced):
    """What is known of one approach. The band is about the approach, not a project's name.

    `effect_low_percent` and `effect_high_percent` bound the fall in violence that the band means.
    `evidence_quality` (1 to 5) and `cost_band` are None until a person has transcribed them.
    """

    id: str
    name: str
    impact: Impact
    effect_low_percent: float | None
    effect_high_percent: float | None
    pages_read: tuple[str, ...]
    evidence_quality: int | None
    cost_band: str | None
    harmful: bool
    use_rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor(Sourced):
    """A risk or protective factor. For places and populations, never added up for a person."""

    level: EcologicalLevel
    kind: FactorKind
    factor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter(Sourced):
    """One component of a strategic needs assessment and the question it answers."""

    id: str
    order: int
    title: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry(Sourced):
    """What one partner can supply, how often, and what to beware of."""

    partner: str
    dataset: str
    fields: str
    caveat: str
    frequency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssaultMethod(Sourced):
    """How an assault seen in an emergency department was done (provisional code)."""

    code: str
    label: str
    bucket: str
    knife_or_sharp: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AssaultLocation(Sourced):
    """What kind of place an assault happened in, and the finest place it may be put at."""

    code: str
    label: str
    bucket: str
    finest_place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GapClass(Sourced):
    """A name for capacity over need: from `ratio_from` up to but not including `ratio_below`."""

    id: str
    title: str
    ratio_from: float
    ratio_below: float | None
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiligenceItem(Sourced):
    """Something to be checked of an organisation before it is given money.

    `kinds` are the kinds of organisation it is asked of; no award is made before those that
    `must` be met are, and an answer holds for `months_valid`.
    """

    id: str
    order: int
    name: str
    question: str
    kinds: tuple[str, ...]
    must: bool
    months_valid: int
    guidance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownShare(Sourced):
    """A published share of emergency department assaults that police never hear of."""

    id: str
    share: float
    as_quoted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessMeasure(Sourced):
    """One national measure of the Duty. `definition` is a rulebook definition or indicator id."""

    id: str
    title: str
    wanted: str
    data_source: str
    lag: str
    definition: str
    young_means_under: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold(Sourced):
    """A number from method or policy that decides what is shown."""

    id: str
    value: float
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Sourced):
    """A word of the field in plain ones."""

    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ShareRange:
    """A range to be shown whole, with where its ends come from."""

    low: float
    high: float
    sources: tuple[str, ...]


def evidence_toolkit(*, on: date | None = None) -> tuple[ToolkitApproach, ...]:
    """Approaches with their impact bands, strongest first, then those not read."""
    return records("evidence_toolkit", ToolkitApproach, on=on)


def toolkit_approach(approach_id: str) -> ToolkitApproach:
    """One approach by its id, such as `mentoring`."""
    return one(evidence_toolkit(), approach_id, kind="approach", key=lambda row: row.id)


def factors(*, on: date | None = None) -> tuple[Factor, ...]:
    """Risk and protective factors by ecological level."""
    return records("risk_and_protective_factors", Factor, on=on)


def chapters(*, on: date | None = None) -> tuple[Chapter, ...]:
    """The twenty components of a strategic needs assessment, in order."""
    return records("sna_chapters", Chapter, on=on)


def data_register(*, on: date | None = None) -> tuple[RegisterEntry, ...]:
    """What each partner can supply."""
    return records("data_register", RegisterEntry, on=on)


def istv_methods(*, on: date | None = None) -> tuple[AssaultMethod, ...]:
    """Provisional codes for how an assault was done."""
    return records("istv_methods", AssaultMethod, on=on)


def istv_location_types(*, on: date | None = None) -> tuple[AssaultLocation, ...]:
    """Provisional codes for the kind of place."""
    return records("istv_location_types", AssaultLocation, on=on)


def gap_classes(*, on: date | None = None) -> tuple[GapClass, ...]:
    """Names for the ratio of capacity to need, worst first."""
    return records("gap_classes", GapClass, on=on)


def gap_class(ratio: float) -> GapClass:
    """The name for a ratio of capacity to need. Nought is no provision at all.

    >>> [gap_class(r).id for r in (0, 0.1, 0.25, 1.0, 2.0)]
    ['none', 'severe', 'partial', 'adequate', 'surplus']
    """
    for row in gap_classes():
        if ratio == row.ratio_from == row.ratio_below:
            return row
        if row.ratio_from <= ratio and (row.ratio_below is None or ratio < row.ratio_below):
            return row
    raise NotFoundError(kind="gap class for the ratio", name=str(ratio))


def due_diligence(*, on: date | None = None) -> tuple[DiligenceItem, ...]:
    """What is checked of an organisation before it is given money, in order."""
    return records("due_diligence", DiligenceItem, on=on)


def unknown_to_police(*, on: date | None = None) -> tuple[UnknownShare, ...]:
    """Published shares of emergency department assaults that police never hear of."""
    return records("unknown_to_police", UnknownShare, on=on)


def unknown_to_police_range(*, on: date | None = None) -> ShareRange:
    """Lowest and highest published share, to be shown together and never as one figure."""
    rows = unknown_to_police(on=on)
    shares = [row.share for row in rows]
    return ShareRange(min(shares), max(shares), tuple(row.source for row in rows))


def success_measures(*, on: date | None = None) -> tuple[SuccessMeasure, ...]:
    """The three national measures of the Duty."""
    return records("success_measures", SuccessMeasure, on=on)


def thresholds(*, on: date | None = None) -> tuple[Threshold, ...]:
    """Numbers from method and policy that decide what is shown."""
    return records("thresholds", Threshold, on=on)


def threshold(threshold_id: str) -> Threshold:
    """One threshold by its id, such as `dsr_minimum_events`."""
    return one(thresholds(), threshold_id, kind="threshold", key=lambda row: row.id)


def glossary(*, on: date | None = None) -> tuple[Term, ...]:
    """The field's words in plain ones, in alphabetical order."""
    return records("glossary", Term, on=on)
