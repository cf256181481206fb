"""Reading rounds."""

from headwater.web.grants.rounds.queries.public import public_round, public_rounds
from headwater.web.grants.rounds.queries.rounds import (
    attachments_of,
    criteria_of,
    eligibility_of,
    extensions_of,
    questions_of,
    round_for,
    rounds_for,
    sections_of,
)

__all__ = [
    "attachments_of",
    "criteria_of",
    "eligibility_of",
    "extensions_of",
    "public_round",
    "public_rounds",
    "questions_of",
    "round_for",
    "rounds_for",
    "sections_of",
]
