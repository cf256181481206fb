"""What a rule turned out to be worth: how its alerts were answered, and how many were true."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import sqrt

from headwater.core.weeks import WEEKS_IN_YEAR
from headwater.rulebook import add_working_days
from headwater.web.insights.watch.rules.answering import DAYS_TO_ACKNOWLEDGE, Verdict

Z_OF_95_PERCENT = 1.959964
FEWEST_JUDGED = 5
"""Alerts judged true or false below which a share of them says next to nothing."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with a 95 % interval."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """The share itself."""
        return self.part / self.whole

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval (1927), which holds for few alerts and never leaves 0 to 1.

        Newcombe (1998), table I: 81 of 263 and 15 of 148.

        >>> [tuple(round(each, 4) for each in Share(*of).interval) for of in ((81, 263), (15, 148))]
        [(0.2553, 0.3662), (0.0624, 0.1605)]
        >>> [round(each, 4) for each in Share(0, 20).interval]
        [0.0, 0.1611]
        """
        z, n, p = Z_OF_95_PERCENT, self.whole, self.value
        middle = p + z * z / (2 * n)
        reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        divisor = 1 + z * z / n
        return max((middle - reach) / divisor, 0.0), min((middle + reach) / divisor, 1.0)


@dataclass(frozen=True, slots=True)
class Answered:
    """One alert as a scorecard counts it. `weeks` is in how many weeks the rule raised it."""

    raised_on: date
    weeks: int
    acknowledged_on: date | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """False alarms in so many weeks in which nothing is going on, with a 95 % interval."""

    value: float
    low: float
    high: float

    @classmethod
    def over(cls, weeks: int, *, a_year: float, low: float, high: float) -> "Expected":
        """What is to be expected in a number of weeks, from what was worked out for a year.

        >>> Expected.over(26, a_year=2.0, low=1.0, high=3.0).value.__round__(2)
        1.0
        """
        share = weeks / WEEKS_IN_YEAR
        return cls(a_year * share, low * share, high * share)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A rule's record. An alert that went on for weeks is one alert, raised in several weeks."""

    weeks_run: int
    alerts: int
    weekly_alerts: int
    """Counted once in each week they were raised in, as the false alarms to be expected are."""
    acknowledged: int
    due: int
    """Alerts that were acknowledged or should have been."""
    in_time: int
    true: int
    false: int
    unknown: int
    false_weekly: int
    expected: Expected

    @property
    def not_judged(self) -> int:
        """Alerts that nobody judged yet."""
        return self.alerts - self.true - self.false - self.unknown

    @property
    def precision(self) -> Share | None:
        """Of the alerts judged true or false, the share that was true. None where none was."""
        judged = self.true + self.false
        return Share(self.true, judged) if judged else None

    @property
    def is_thin(self) -> bool:
        """Whether too few alerts were judged to say much."""
        return self.true + self.false < FEWEST_JUDGED


def scorecard(
    alerts: Iterable[Answered], *, weeks_run: int, expected: Expected, today: date
) -> Scorecard:
    """A rule's record on a day."""
    every = list(alerts)

    def judged(verdict: Verdict) -> list[Answered]:
        return [each for each in every if each.verdict is verdict]

    return Scorecard(
        weeks_run=weeks_run,
        alerts=len(every),
        weekly_alerts=sum(each.weeks for each in every),
        acknowledged=sum(each.acknowledged_on is not None for each in every),
        due=sum(
            each.acknowledged_on is not None or latest_day(each.raised_on) < today for each in every
        ),
        in_time=sum(is_in_time(each) for each in every),
        true=len(judged(Verdict.TRUE)),
        false=len(judged(Verdict.FALSE)),
        unknown=len(judged(Verdict.UNKNOWN)),
        false_weekly=sum(each.weeks for each in judged(Verdict.FALSE)),
        expected=expected,
    )


def latest_day(raised_on: date) -> date:
    """The last day on which acknowledging an alert is in time."""
    return add_working_days(raised_on, DAYS_TO_ACKNOWLEDGE)


def is_in_time(alert: Answered) -> bool:
    """Whether an alert was acknowledged within two working days."""
    return alert.acknowledged_on is not None and alert.acknowledged_on <= latest_day(
        alert.raised_on
    )
