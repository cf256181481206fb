"""What a person read in the toolkit about an approach: how secure, how dear, and by how much."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from headwater.core.errors import HeadwaterError
from headwater.rulebook.practice import Impact, ToolkitApproach
from headwater.web.accounts.roles import LEADS
from headwater.web.evidence.rules.library import is_read, library
from headwater.web.evidence.rules.publishing import WEB

READERS_OF_THE_TOOLKIT = LEADS
"""They write down what the toolkit says, for all of the partnership."""
QUALITIES = range(1, 6)


class Cost(StrEnum):
    """The toolkit's bands of cost."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class ReadingRefusedError(HeadwaterError):
    """A reading that cannot be kept as it is."""


@dataclass(frozen=True, slots=True)
class Read:
    """What the toolkit's page said on a day. What it did not say is None."""

    approach: str
    impact: Impact | None
    """Only of an approach whose band the rulebook does not have."""
    quality: int | None
    """How secure the evidence is, 1 to 5."""
    cost: Cost | None
    link: str
    read_on: date


def check_read(read: Read, *, today: date) -> None:
    """Raises `ReadingRefusedError` for what lacks or cannot be."""
    known = library().get(read.approach)
    if known is None:
        raise ReadingRefusedError("Choose an approach of the library.")
    if read.impact is not None and (is_read(known) or read.impact is Impact.NOT_READ):
        raise ReadingRefusedError("The rulebook has the band of this approach already.")
    if (read.impact, read.quality, read.cost) == (None, None, None):
        raise ReadingRefusedError("Say at least one thing that the page says.")
    if read.quality is not None and read.quality not in QUALITIES:
        raise ReadingRefusedError("Evidence security is from 1 to 5.")
    parts = urlsplit(read.link)
    if parts.scheme not in WEB or not parts.netloc:
        raise ReadingRefusedError("Enter the link of the page, which begins https://.")
    if read.read_on > today:
        raise ReadingRefusedError("The day it was read must be today or in the past.")


def laid_over(approach: ToolkitApproach, read: Read) -> ToolkitApproach:
    """The rulebook's approach with what was read of it since.

    A band that the rulebook lacks brings the bounds, the harm flag and the rule of its band.
    """
    told = replace(
        approach,
        evidence_quality=approach.evidence_quality if read.quality is None else read.quality,
        cost_band=approach.cost_band if read.cost is None else read.cost.value,
    )
    if read.impact is None or is_read(approach):
        return told
    like = next(each for each in library().values() if each.impact is read.impact)
    return replace(
        told,
        impact=like.impact,
        effect_low_percent=like.effect_low_percent,
        effect_high_percent=like.effect_high_percent,
        harmful=like.harmful,
        use_rule=like.use_rule,
        source="Youth Endowment Fund Toolkit, the page of the approach",
        source_date=read.read_on.isoformat(),
    )


def known(reads: Iterable[Read]) -> Mapping[str, ToolkitApproach]:
    """Every approach by its id, with what was read of each, earliest first."""
    found = dict(library())
    for read in reads:
        if read.approach in found:
            found[read.approach] = laid_over(found[read.approach], read)
    return found
