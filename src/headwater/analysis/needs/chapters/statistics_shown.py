"""Released statistics as the record-level chapters show them."""

from headwater.analysis.needs.topics.recorded import (
    change_id,
)
from headwater.analysis.needs.view import View
from headwater.core import words
from headwater.core.counts import Statistic


def shown_statistic(view: View, id: str) -> Statistic:
    """A released statistic; all NaN where it was withheld or never made."""
    if id not in view.statistics:
        nothing = float("nan")
        return Statistic(id, nothing, nothing, nothing, nothing, "", view.scope.people)
    return view.statistics[id].value


def given_change(view: View, place: str, group: str, *, hidden: bool) -> Statistic:
    """A change, or nothing where a count it rests on is hidden: it would give the count away."""
    found = shown_statistic(view, change_id(place, group))
    if not hidden:
        return found
    return shown_statistic(view, "")


def percent_interval(value: float, low: float, high: float) -> str:
    """A percentage with its interval.

    >>> percent_interval(12.34, 10.1, 14.9)
    '12.3% (95% CI 10.1% to 14.9%)'
    """
    middle, least, most = (words.percent(each, decimals=1) for each in (value, low, high))
    return f"{middle} (95% CI {least} to {most})"
