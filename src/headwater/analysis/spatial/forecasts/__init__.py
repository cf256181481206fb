"""Where is harm expected next, how good was that, and whom does it single out?

Models behind one interface (`Forecaster`), scored by what they catch and by how honest their
chances are, always beside the rule they have to beat. `docs/explanation/forecasts.md` says when
to use what, and when not to forecast at all.
"""

from headwater.analysis.spatial.forecasts.backtests import (
    Backtest,
    MeanScore,
    Resampling,
    backtest,
    mean_score,
    rolling_spans,
)
from headwater.analysis.spatial.forecasts.fairness import (
    FairnessRow,
    FairnessTable,
    Residents,
    fairness_table,
)
from headwater.analysis.spatial.forecasts.feedback import (
    FeedbackCheck,
    FeedbackSettings,
    feedback_check,
)
from headwater.analysis.spatial.forecasts.mixes import Mix, usual_members
from headwater.analysis.spatial.forecasts.models import (
    CountMap,
    NearRepeats,
    SeasonalBaseline,
    last_year,
)
from headwater.analysis.spatial.forecasts.places import (
    Cells,
    Events,
    Forecast,
    Forecaster,
    Raster,
    Span,
    forecast,
)
from headwater.analysis.spatial.forecasts.scores import (
    ChanceScores,
    HitScores,
    Measure,
    chance_scores,
    hit_scores,
)
from headwater.analysis.spatial.forecasts.self_exciting import SelfExciting, SelfExcitingFit

__all__ = [
    "Cells",
    "Events",
    "Forecast",
    "Forecaster",
    "Raster",
    "Span",
    "forecast",
    "CountMap",
    "last_year",
    "SeasonalBaseline",
    "NearRepeats",
    "SelfExciting",
    "SelfExcitingFit",
    "Mix",
    "usual_members",
    "Measure",
    "HitScores",
    "ChanceScores",
    "hit_scores",
    "chance_scores",
    "Backtest",
    "MeanScore",
    "Resampling",
    "backtest",
    "mean_score",
    "rolling_spans",
    "FeedbackCheck",
    "FeedbackSettings",
    "feedback_check",
    "FairnessRow",
    "FairnessTable",
    "Residents",
    "fairness_table",
]
