"""Who answers for a paper of deciding."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Imprint:
    """Who answers for a paper, when it was made, and whether what it tells is made up."""

    publisher: str
    made_on: date
    is_fictional: bool
