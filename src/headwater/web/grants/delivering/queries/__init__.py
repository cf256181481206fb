"""Reading what delivering keeps. Rooms above use what is named here."""

from headwater.web.grants.delivering.queries.released import (
    AcceptedReturn,
    Outcome,
    Reach,
    Spend,
    accepted_returns,
    outcomes,
    reach,
    spend,
)

__all__ = [
    "AcceptedReturn",
    "Outcome",
    "Reach",
    "Spend",
    "accepted_returns",
    "outcomes",
    "reach",
    "spend",
]
