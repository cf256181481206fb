"""What the functions of counts over time hand back: frozen arrays with the reason for each gap."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
StrArray = NDArray[np.str_]
CodeArray = NDArray[np.int8]


class Detector(StrEnum):
    """Which method judged a week of a series."""

    NONE = "not judged"
    FARRINGTON = "improved Farrington"
    EARS = "EARS C2"
    EARS_C1 = "EARS C1"
    EARS_C3 = "EARS C3"


class Reason(StrEnum):
    """Why a week was not judged by the method asked for, or what to know when it was."""

    NONE = ""
    SHORT_HISTORY = "too short a history"
    MISSING_WEEKS = "too many weeks missing"
    RECORDING_CHANGE = "recording changed too recently"
    NO_FIT = "the model does not fit"
    WEEK_MISSING = "the week itself is missing"
    NOT_COMPLETE = "the week is not yet reported in full"
    TOO_FEW_CASES = "too few cases lately"
    ALL_ZERO = "no cases before"
    NO_POPULATION = "no population"


DETECTORS = tuple(Detector)
REASONS = tuple(Reason)


def detector_code(detector: Detector) -> np.int8:
    """The number that stands for a detector in a large result."""
    return np.int8(DETECTORS.index(detector))


def reason_code(reason: Reason) -> np.int8:
    """The number that stands for a reason in a large result."""
    return np.int8(REASONS.index(reason))


@dataclass(frozen=True, slots=True, eq=False)
class Aberrations:
    """What each judged week of each series was held against. All arrays are series x judged.

    `weeks` are the judged columns of the counts. `expected` and `upper` are nan where no alarm is
    possible; `mean` is the number put into the distribution and is given wherever a model was
    fitted. `p_value` is one-sided: how often a count at least as high would come about without a
    change. `score` is (observed - expected) / (upper - expected): above 1 is an alarm. A nan is
    never an alarm. `detector_codes` and `reason_codes` are small numbers because nations are large;
    `detector` and `reason` spell them out.
    """

    weeks: IntArray
    observed: FloatArray
    expected: FloatArray
    mean: FloatArray
    upper: FloatArray
    p_value: FloatArray
    score: FloatArray
    dispersion: FloatArray
    slope: FloatArray
    is_alarm: BoolArray
    trend_kept: BoolArray
    detector_codes: CodeArray
    reason_codes: CodeArray

    def __post_init__(self) -> None:
        for name in self.__dataclass_fields__:
            getattr(self, name).setflags(write=False)

    def __len__(self) -> int:
        return len(self.observed)

    @property
    def score_on_log_scale(self) -> FloatArray:
        """The score with log(expected) in place of expected, nan where no alarm is possible.

        R surveillance 1.20.3 gives this for its two negative binomial thresholds. Both are above 1
        for the same weeks, but this one ranks small and large series differently.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            log = np.log(self.expected)
            score: FloatArray = (self.observed - log) / (self.upper - log)
        return score

    @property
    def detector(self) -> StrArray:
        """The method that judged each week, as words of `Detector`."""
        return np.array([str(word) for word in DETECTORS])[self.detector_codes]

    @property
    def reason(self) -> StrArray:
        """Why not the method asked for, or what to know, as words of `Reason`."""
        return np.array([str(word) for word in REASONS])[self.reason_codes]
