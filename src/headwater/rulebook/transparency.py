"""What the public is told of every algorithm, as the government's template asks it."""

from dataclasses import dataclass
from datetime import date

from headwater.rulebook.registry import Sourced, records


@dataclass(frozen=True, slots=True, kw_only=True)
class AtrsField(Sourced):
    """One field of an algorithmic transparency record.

    `register_field` names the field of the register that answers it; where it is empty somebody
    writes the answer for the record alone.
    """

    id: str
    number: str
    tier: int
    section: str
    title: str
    prompt: str
    register_field: str
    required: bool

    @property
    def tier_words(self) -> str:
        """The tier as printed."""
        return f"Tier {self.tier}"


def atrs_fields(*, on: date | None = None) -> tuple[AtrsField, ...]:
    """The fields of the template, in its order."""
    return records("atrs_fields", AtrsField, on=on)
