"""What an award lacks before it can be told of in public."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from headwater.sources.giving_360 import identifiers
from headwater.web.grants.publishing.rules.record import TEXTS, Record, without_names

SHORTEST = 20
"""Characters of a text that says something."""
UNPUBLISHED = frozenset({"offered", "withdrawn"})
"""Awards that were offered and not taken up are no grants yet, or never."""
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_TELEPHONE = re.compile(r"(?<!\d)(?:\+44\s?|0)(?:\d\s?){9,10}(?!\d)")
_WITH_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? [A-Z]")


class Weight(StrEnum):
    """How much something that is missing counts."""

    NEEDED = "needed"
    """It is not published without."""
    WANTED = "wanted"
    """Readers will miss it."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing or must be looked at."""

    weight: Weight
    words: str
    where: str
    """What it is about: `award`, `place`, `recipient` or `names`."""


def is_told_of(record: Record) -> bool:
    """Whether an award is a grant that the public is told of."""
    return record.state not in UNPUBLISHED


def is_ready(record: Record) -> bool:
    """Whether an award can be told of as it stands."""
    return not any(each.weight is Weight.NEEDED for each in missing_of(record))


def missing_of(record: Record) -> tuple[Missing, ...]:
    """Everything that an award lacks, what is needed first."""
    found = [*_texts(record), *_places(record), *_recipient(record), *_names(record)]
    if record.amount <= 0:
        found.append(Missing(Weight.WANTED, "The grant is of nothing", "award"))
    return tuple(sorted(found, key=lambda each: each.weight))


def _texts(record: Record) -> list[Missing]:
    needed = {
        "title": "It has no title",
        "description": "It does not say in a sentence what the grant is for",
        "reasons": "It does not say why it should reduce crime and disorder, which the law asks",
    }
    short = {"title": 1}
    found = [
        Missing(Weight.NEEDED, words, "award")
        for name, words in needed.items()
        if len(getattr(record, name).strip()) < short.get(name, SHORTEST)
    ]
    if not record.conditions.strip():
        words = "No conditions are written. The list will say that there are none"
        found.append(Missing(Weight.WANTED, words, "award"))
    return found


def _places(record: Record) -> list[Missing]:
    if not record.places:
        return [Missing(Weight.NEEDED, "It does not say where people benefit", "place")]
    return []


def _recipient(record: Record) -> list[Missing]:
    recipient = record.recipient
    if not recipient.name.strip():
        return [Missing(Weight.NEEDED, "The recipient has no name", "award")]
    if recipient.identifier or _has_registration(record):
        return []
    words = "No public register knows the recipient. Our own identifier is used"
    return [Missing(Weight.WANTED, words, "recipient")]


def _has_registration(record: Record) -> bool:
    recipient = record.recipient
    numbers = (recipient.charity_number, recipient.company_number)
    return bool(identifiers.charity_id(numbers[0]) or identifiers.company_id(numbers[1]))


def _names(record: Record) -> list[Missing]:
    shown = without_names(record)
    return ways_to_a_person({name: getattr(shown, name) for name in TEXTS})


def ways_to_a_person(said: Mapping[str, str]) -> list[Missing]:
    """What looks like a way to reach a person, or a person's name, in texts by their names."""
    found = []
    for name, text in said.items():
        if _MAIL.search(text) or _TELEPHONE.search(text):
            words = f"An e-mail address or telephone number stands in its {name}"
            found.append(Missing(Weight.NEEDED, words, "names"))
        elif _WITH_TITLE.search(text):
            words = f"A person may be named in its {name}. Leave the name out, or leave it so"
            found.append(Missing(Weight.WANTED, words, "names"))
    return found
