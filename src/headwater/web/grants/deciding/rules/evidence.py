"""What the evidence says of the approach of an application, and what it asks of a decision."""

from dataclasses import dataclass
from enum import StrEnum

from headwater.core.errors import HeadwaterError
from headwater.rulebook.practice import Impact, ToolkitApproach

LEAST_WORDS = 20
"""Of an evaluation plan."""


class Flag(StrEnum):
    """What a decision must answer."""

    NONE = "none"
    HARMFUL = "harmful"
    NO_CLEAR_EVIDENCE = "no_clear_evidence"
    NOT_KNOWN = "not_known"


NEEDS_A_PLAN = frozenset({Flag.NO_CLEAR_EVIDENCE, Flag.NOT_KNOWN})


class EvidenceRefusedError(HeadwaterError):
    """An approval that the evidence stands against."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The approach an application is about, and the flag on it.

    The band is about the approach, never about the project or those who run it.
    """

    name: str
    band: str
    """In words; empty where no approach is named."""
    flag: Flag
    source: str = ""
    source_date: str = ""
    use_rule: str = ""

    @property
    def words(self) -> str:
        """What the flag asks, for whoever decides."""
        return WORDS[self.flag]


WORDS = {
    Flag.NONE: "Nothing more is asked.",
    Flag.HARMFUL: (
        "More violence followed where this approach was studied. It can be approved only where a "
        "board overrides that, with an override that two people made."
    ),
    Flag.NO_CLEAR_EVIDENCE: (
        "Studies do not show clearly whether this approach cuts violence. It can be approved with "
        "a plan to evaluate it."
    ),
    Flag.NOT_KNOWN: (
        "What is known of this approach has not been read for us, or no approach was named. It "
        "can be approved with a plan to evaluate it."
    ),
}


def evidence_of(approach: ToolkitApproach | None) -> Evidence:
    """What the toolkit says of an approach; of none where no approach is named."""
    if approach is None:
        return Evidence("No approach of the toolkit", "", Flag.NOT_KNOWN)
    return Evidence(
        name=approach.name,
        band=approach.impact.words.capitalize(),
        flag=_flag(approach),
        source=approach.source,
        source_date=approach.source_date,
        use_rule=approach.use_rule,
    )


def _flag(approach: ToolkitApproach) -> Flag:
    if approach.harmful or approach.impact is Impact.HARMFUL:
        return Flag.HARMFUL
    if approach.impact is Impact.NO_CLEAR_EVIDENCE:
        return Flag.NO_CLEAR_EVIDENCE
    return Flag.NOT_KNOWN if approach.impact is Impact.NOT_READ else Flag.NONE


def check_approval(evidence: Evidence, *, has_override: bool, plan: str) -> None:
    """Raises `EvidenceRefusedError` where an approval lacks what the evidence asks."""
    if evidence.flag is Flag.HARMFUL and not has_override:
        raise EvidenceRefusedError(
            f"[{evidence.name}] is flagged as harmful. A board must override that first: ask for "
            "an override on the page of the approach, and have it approved."
        )
    words = len(plan.split())
    if evidence.flag in NEEDS_A_PLAN and words < LEAST_WORDS:
        raise EvidenceRefusedError(
            f"Say in at least {LEAST_WORDS} words how the project will be evaluated: what is "
            f"known of [{evidence.name}] does not show that it works. The plan has [{words}]."
        )
