"""How an action stands by its dates, milestones, updates and evidence, and why.

The first of these that fits is the computed status:

1. Withdrawn: it was declared withdrawn. Nothing is computed of what will not be done.
2. Blocked: a blocker is named.
3. Complete: it is done and something shows it. Done is: no milestone is open, and either it was
   declared done, or it had milestones and its due day has passed.
4. Awaiting evidence: it is done, and nothing shows it.
5. Off track: its due day has passed, or a milestone is more than four weeks late.
6. At risk: a milestone is late, or nobody has told of it for more than 60 days after it began.
7. Not started: its first day lies ahead, and no milestone was reached.
8. On track: none of these.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from headwater.core.words import counted
from headwater.web.strategy.rules.statuses import DONE, Status

STALE = timedelta(days=60)
"""Without a word for longer than this, nobody knows how an action goes."""
TOO_LATE = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone as the rules see it."""

    due_on: date
    reached_on: date | None = None

    def is_late(self, today: date) -> bool:
        """Whether it should have been reached by now."""
        return self.reached_on is None and self.due_on < today


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an action on a day."""

    declared: Status
    starts_on: date
    due_on: date
    told_on: date
    """The day somebody last told how it goes; the day it was written where nobody has."""
    steps: Sequence[Step] = ()
    is_blocked: bool = False
    is_evidenced: bool = False


@dataclass(frozen=True, slots=True)
class Computed:
    """A status and the sentence that says why."""

    status: Status
    because: str


def computed(facts: Facts, *, today: date) -> Computed:
    """How an action stands today by what is known of it.

    >>> began, due = date(2026, 1, 5), date(2026, 6, 30)
    >>> facts = Facts(Status.ON_TRACK, began, due, told_on=date(2026, 1, 5))
    >>> computed(facts, today=date(2026, 2, 1)).status.words
    'On track'
    >>> computed(facts, today=date(2026, 3, 7)).because
    'Nobody has told how it goes for 61 days.'
    """
    if facts.declared is Status.WITHDRAWN:
        return Computed(Status.WITHDRAWN, "It was withdrawn.")
    if facts.is_blocked:
        return Computed(Status.BLOCKED, "Something outside it holds it up.")
    if is_done(facts, today=today):
        return _done(facts)
    return _late(facts, today=today) or _in_time(facts, today=today)


def is_done(facts: Facts, *, today: date) -> bool:
    """Whether the work is done: no milestone is open, and somebody says so or its day has passed.

    >>> day, later = date(2026, 6, 30), date(2026, 7, 1)
    >>> facts = Facts(Status.ON_TRACK, day, day, day, [Step(day, reached_on=day)])
    >>> is_done(facts, today=day), is_done(facts, today=later)
    (False, True)
    """
    if any(each.reached_on is None for each in facts.steps):
        return False
    return facts.declared in DONE or (bool(facts.steps) and facts.due_on < today)


def is_stale(facts: Facts, *, today: date) -> bool:
    """Whether an action has begun and nobody told of it for too long."""
    begun = max(facts.told_on, facts.starts_on)
    return begun + STALE < today


def _done(facts: Facts) -> Computed:
    if facts.is_evidenced:
        return Computed(Status.COMPLETE, "The work is done and something shows it.")
    return Computed(Status.AWAITING_EVIDENCE, "The work is done and nothing shows it yet.")


def _late(facts: Facts, *, today: date) -> Computed | None:
    if facts.due_on < today:
        days = counted((today - facts.due_on).days, "day")
        return Computed(Status.OFF_TRACK, f"It was due {days} ago.")
    late = [each for each in facts.steps if each.is_late(today)]
    if any(each.due_on + TOO_LATE < today for each in late):
        return Computed(Status.OFF_TRACK, "A milestone is more than four weeks late.")
    if late:
        return Computed(Status.AT_RISK, f"{counted(len(late), 'milestone')} late.")
    return None


def _in_time(facts: Facts, *, today: date) -> Computed:
    if is_stale(facts, today=today):
        since = max(facts.told_on, facts.starts_on)
        days = counted((today - since).days, "day")
        return Computed(Status.AT_RISK, f"Nobody has told how it goes for {days}.")
    if facts.starts_on > today and not any(each.reached_on for each in facts.steps):
        return Computed(Status.NOT_STARTED, "Its first day lies ahead.")
    return Computed(Status.ON_TRACK, "Nothing is late, and somebody told of it lately.")
