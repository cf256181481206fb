"""Money as a choice: which projects to pay for, and what they gave for the money.

`choose` finds the set of projects that is expected to prevent the most harm within limits. `harm`
says what is expected of a project and on what assumptions. `value` says what was had for money.
"""

from headwater.analysis.allocation.choosing import USUAL, Effort, OutOfTimeError, best_set, choose
from headwater.analysis.allocation.clashes import ClashError, clashes
from headwater.analysis.allocation.questions import (
    ALL,
    Effect,
    Limit,
    Measure,
    Project,
    Question,
    QuestionError,
    SharedCost,
    Side,
    Size,
)
from headwater.analysis.allocation.results import (
    Choice,
    ChosenSet,
    Clash,
    LeftOut,
    Picked,
    Price,
    Regret,
    Stay,
)
from headwater.analysis.allocation.solving import Proof

__all__ = [
    "choose",
    "best_set",
    "clashes",
    "Effort",
    "USUAL",
    "Question",
    "Project",
    "Size",
    "Effect",
    "Limit",
    "Measure",
    "Side",
    "SharedCost",
    "ALL",
    "Choice",
    "ChosenSet",
    "Picked",
    "Price",
    "Stay",
    "Regret",
    "LeftOut",
    "Clash",
    "Proof",
    "QuestionError",
    "ClashError",
    "OutOfTimeError",
]
