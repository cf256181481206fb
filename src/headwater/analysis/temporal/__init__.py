"""What is rising? Counts over time held against what was to be expected of them."""

from headwater.analysis.temporal.ears import EarsMethod, EarsSettings, ears
from headwater.analysis.temporal.farrington import (
    FARRINGTON_1996,
    NOUFAILY,
    FarringtonSettings,
    Power,
    StandardError,
    Threshold,
    farrington,
)
from headwater.analysis.temporal.results import Aberrations, Detector, Reason

__all__ = [
    "farrington",
    "FarringtonSettings",
    "NOUFAILY",
    "FARRINGTON_1996",
    "Threshold",
    "StandardError",
    "Power",
    "ears",
    "EarsMethod",
    "EarsSettings",
    "Aberrations",
    "Detector",
    "Reason",
]
