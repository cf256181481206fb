"""What awards become: agreements, registers, returns, and what of them is let out."""

from headwater.web.grants.delivering.models.grants import (
    Agreement,
    BudgetLine,
    Clawback,
    ClawbackState,
    Condition,
    Delivery,
    Instalment,
    Variation,
)
from headwater.web.grants.delivering.models.register import (
    Attendance,
    Concern,
    Goal,
    Mark,
    Measure,
    Participant,
    Session,
)
from headwater.web.grants.delivering.models.returns import (
    Breakdown,
    Receipt,
    Return,
    ReturnLine,
    ReturnVersion,
    Shown,
    SpendLine,
    Target,
)

__all__ = [
    "Agreement",
    "Attendance",
    "Breakdown",
    "BudgetLine",
    "Clawback",
    "ClawbackState",
    "Concern",
    "Condition",
    "Delivery",
    "Goal",
    "Instalment",
    "Mark",
    "Measure",
    "Participant",
    "Receipt",
    "Return",
    "ReturnLine",
    "ReturnVersion",
    "Session",
    "Shown",
    "SpendLine",
    "Target",
    "Variation",
]
