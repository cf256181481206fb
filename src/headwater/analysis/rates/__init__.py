"""Counts into rates: how often, how sure, compared with what, for whom, and how concentrated.

Arrays in, frozen results out. Needs numpy and `scipy.special` alone; knows no other analysis
area. `docs/explanation/rates-and-intervals.md` and `inequality.md` say when to use what.
"""

from headwater.analysis.rates.comparison import (
    INNER_TAIL,
    OUTER_TAIL,
    Comparison,
    Polarity,
    comparison_labels,
    proportion_funnel,
    rate_funnel,
    ratio_funnel,
)
from headwater.analysis.rates.concentration import (
    concentration_curve,
    generalised_gini,
    gini,
    persistence,
    share_in_top,
)
from headwater.analysis.rates.harm import costs, harm, harm_rates, uprated
from headwater.analysis.rates.inequality import (
    rates_by_decile,
    rates_by_quintile,
    slope_index,
    slope_index_of_inequality,
)
from headwater.analysis.rates.rates import (
    crude_rate,
    crude_rates,
    proportion,
    proportions,
    rate_ratios,
    rolling_sums,
)
from headwater.analysis.rates.results import (
    ConcentrationCurve,
    Costs,
    FunnelLimits,
    Method,
    Persistence,
    Rate,
    RateRatios,
    Rates,
    SlopeIndex,
    StandardisedRatios,
    TopShare,
    Withheld,
)
from headwater.analysis.rates.standardised import (
    Reference,
    directly_standardised_rates,
    directly_standardised_rates_of_repeats,
    expected_events,
    indirectly_standardised_rates,
    indirectly_standardised_ratios,
)

__all__ = [
    "crude_rate",
    "crude_rates",
    "proportion",
    "proportions",
    "rate_ratios",
    "rolling_sums",
    "Reference",
    "directly_standardised_rates",
    "directly_standardised_rates_of_repeats",
    "expected_events",
    "indirectly_standardised_rates",
    "indirectly_standardised_ratios",
    "Comparison",
    "Polarity",
    "comparison_labels",
    "INNER_TAIL",
    "OUTER_TAIL",
    "proportion_funnel",
    "rate_funnel",
    "ratio_funnel",
    "rates_by_decile",
    "rates_by_quintile",
    "slope_index",
    "slope_index_of_inequality",
    "harm",
    "harm_rates",
    "costs",
    "uprated",
    "concentration_curve",
    "generalised_gini",
    "gini",
    "persistence",
    "share_in_top",
    "ConcentrationCurve",
    "Costs",
    "FunnelLimits",
    "Method",
    "Persistence",
    "Rate",
    "RateRatios",
    "Rates",
    "SlopeIndex",
    "StandardisedRatios",
    "TopShare",
    "Withheld",
]
