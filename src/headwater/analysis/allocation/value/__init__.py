"""What was had for the money: cost for each, fair comparison, benefits beside costs."""

from headwater.analysis.allocation.value.benefits import (
    CAUTION,
    Appraisal,
    Flow,
    Swing,
    Whose,
    Worth,
    appraise,
    present_value,
    rates_by_year,
)
from headwater.analysis.allocation.value.costs import (
    CostFor,
    Counted,
    How,
    cost_for_each,
    cost_for_each_of,
    cost_for_each_of_a_group,
)
from headwater.analysis.allocation.value.fair import (
    CaseMix,
    FairCost,
    FairCosts,
    Given,
    case_mix,
    fair_costs,
    least_participants,
    may_rank,
)

__all__ = [
    "cost_for_each",
    "cost_for_each_of",
    "cost_for_each_of_a_group",
    "CostFor",
    "Counted",
    "How",
    "fair_costs",
    "FairCosts",
    "FairCost",
    "Given",
    "case_mix",
    "CaseMix",
    "may_rank",
    "least_participants",
    "appraise",
    "Appraisal",
    "Flow",
    "Whose",
    "Worth",
    "Swing",
    "present_value",
    "rates_by_year",
    "CAUTION",
]
