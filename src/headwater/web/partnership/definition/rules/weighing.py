"""What is said of one kind of violence: four factors, in or out, and how it is counted.

Section 13 of the Police, Crime, Sentencing and Courts Act 2022 names the four factors and leaves
terrorism out of what violence is.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from headwater.core.errors import HeadwaterError
from headwater.core.words import listed
from headwater.rulebook import canonical_offence_code

TERRORISM = re.compile(r"terror", re.IGNORECASE)
CODE_SEPARATORS = re.compile(r"[\s,;|]+")


class Factor(StrEnum):
    """What has to be taken into account in particular, in the order of the Act."""

    PENALTY = "penalty"
    VICTIM = "victim"
    PREVALENCE = "prevalence"
    COMMUNITY = "community"

    @property
    def words(self) -> str:
        """The factor as a heading."""
        return FACTOR_WORDS[self]


FACTOR_WORDS = {
    Factor.PENALTY: "Maximum penalty",
    Factor.VICTIM: "Impact on any victim",
    Factor.PREVALENCE: "How common it is here",
    Factor.COMMUNITY: "Impact on the community",
}


class Level(StrEnum):
    """How heavily a factor weighs. Words, and nothing is added up."""

    NOT_JUDGED = "not_judged"
    LOW = "low"
    SOME = "some"
    HIGH = "high"

    @property
    def words(self) -> str:
        """The judgement on a page."""
        return self.value.replace("_", " ").capitalize()


class Decision(StrEnum):
    """Whether a kind of violence is serious here."""

    UNDECIDED = "undecided"
    IN = "in"
    OUT = "out"

    @property
    def words(self) -> str:
        """The decision on a page."""
        return {"undecided": "Not decided", "in": "In", "out": "Out"}[self.value]


class Counting(StrEnum):
    """Which offences with its labels are counted."""

    ALL = "all"
    KNIFE = "knife"

    @property
    def words(self) -> str:
        """The choice on a page."""
        if self is Counting.KNIFE:
            return "Only offences with the police knife flag"
        return "All offences with these labels"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One factor of one kind of violence."""

    level: Level = Level.NOT_JUDGED
    words: str = ""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One kind of violence with everything that was said of it."""

    key: str
    title: str
    codes: tuple[str, ...]
    judgements: Mapping[Factor, Judgement]
    decision: Decision = Decision.UNDECIDED
    rationale: str = ""
    counting: Counting = Counting.ALL


class WeighingRefusedError(HeadwaterError):
    """Something that cannot be said of a kind of violence."""


class TerrorismError(HeadwaterError):
    """Somebody would add terrorism."""

    def __init__(self) -> None:
        super().__init__(
            "Terrorism cannot be added: section 13 of the Act says that it is not violence for "
            "the purposes of the Duty."
        )


class NotReadyError(HeadwaterError):
    """A version that cannot be put to a board yet."""

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(f"This version is not ready: {'; '.join(missing)}.")


def check_title(title: str) -> None:
    """Raises where a kind of violence is terrorism, which the Act leaves out."""
    if TERRORISM.search(title):
        raise TerrorismError


def read_codes(text: str) -> tuple[str, ...]:
    """Police labels as somebody typed them. Raises naming those that nobody knows.

    >>> read_codes("8n, 34B")
    ('8N', '34B')
    """
    typed = [each for each in CODE_SEPARATORS.split(text.strip()) if each]
    found = {each: canonical_offence_code(each) for each in typed}
    unknown = [each for each, code in found.items() if code is None]
    if unknown:
        raise WeighingRefusedError(
            f"The rulebook has no police label {listed([f'[{each}]' for each in unknown])}. "
            "Labels look like [8N], [5D] or [34B]."
        )
    return tuple(dict.fromkeys(code for code in found.values() if code))


def check_weighed(said: Weighed) -> None:
    """Raises where it is decided without saying why, or a judgement has no words."""
    if said.decision is not Decision.UNDECIDED and not said.rationale.strip():
        raise WeighingRefusedError("Say why it is in or out, for those who ask later.")
    for factor, judged in said.judgements.items():
        if judged.level is not Level.NOT_JUDGED and not judged.words.strip():
            raise WeighingRefusedError(
                f"Say what the judgement of “{factor.words}” rests on, in a sentence."
            )


def missing(weighed: Iterable[Weighed], *, title: str, sentence: str) -> list[str]:
    """What a version still needs before it is put to a board; nothing where it is ready."""
    every = list(weighed)
    said = []
    if not title.strip() or not sentence.strip():
        said.append("it has no title or no sentence that says what it is")
    undecided = [each.title for each in every if each.decision is Decision.UNDECIDED]
    if undecided:
        said.append(f"not decided: {listed(undecided)}")
    unjudged = [
        each.title
        for each in every
        if any(
            each.judgements.get(factor, Judgement()).level is Level.NOT_JUDGED for factor in Factor
        )
    ]
    if unjudged:
        said.append(f"not all four factors are judged of {listed(unjudged)}")
    if not any(each.decision is Decision.IN for each in every):
        said.append("nothing is in")
    elif not any(each.decision is Decision.IN and each.codes for each in every):
        said.append("nothing that is in can be counted")
    return said


def counted_codes(weighed: Iterable[Weighed]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Labels that always count, and those that count only with the knife flag.

    A label that two kinds hold, once with and once without the flag, always counts.
    """
    always: dict[str, None] = {}
    flagged: dict[str, None] = {}
    for each in weighed:
        if each.decision is Decision.IN:
            into = flagged if each.counting is Counting.KNIFE else always
            into.update(dict.fromkeys(each.codes))
    return tuple(always), tuple(code for code in flagged if code not in always)
