"""What is rising? Counts over time held against what was to be expected of them."""

from headwater.analysis.temporal.alarm_rates import (
    FalseAlarms,
    PowerCurve,
    Simulation,
    detection_power,
    false_alarms_a_year,
)
from headwater.analysis.temporal.breaks import Break, BreakSettings, latest_breaks, level_breaks
from headwater.analysis.temporal.control_charts import ControlChart, Rule, xmr
from headwater.analysis.temporal.cusum import (
    Cusum,
    average_run_length,
    cusum,
    cusum_limit,
    glr,
)
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
    "cusum",
    "cusum_limit",
    "average_run_length",
    "glr",
    "Cusum",
    "xmr",
    "ControlChart",
    "Rule",
    "level_breaks",
    "latest_breaks",
    "Break",
    "BreakSettings",
    "false_alarms_a_year",
    "FalseAlarms",
    "detection_power",
    "PowerCurve",
    "Simulation",
    "Aberrations",
    "Detector",
    "Reason",
]

from headwater.analysis.temporal.scan_results import (
    ScanCluster,
    ScanModel,
    ScanReach,
    ScanResult,
    ScanSettings,
)
from headwater.analysis.temporal.scans import adjusted_expected, scan

__all__ += [
    "scan",
    "adjusted_expected",
    "ScanSettings",
    "ScanModel",
    "ScanReach",
    "ScanResult",
    "ScanCluster",
]
