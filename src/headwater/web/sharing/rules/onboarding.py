"""How a source comes to be supplied: steps, moves, and days at each step."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median
from typing import TypeVar

from headwater.web.sharing.rules.standing import SharingRefusedError

K = TypeVar("K", bound=Hashable)
LATE_TO_LAPSE = 2
"""Files in a row that did not come, after which a supply counts as lapsed."""
STUCK_AFTER = 60
"""Days at one step after which a source is said to be stuck."""


class Step(StrEnum):
    """Where a source is on its way to being supplied regularly."""

    ASK = "ask"
    AGREEMENT = "agreement"
    DPIA = "dpia"
    TEST_FILE = "test_file"
    FIRST_LIVE = "first_live"
    REGULAR = "regular"
    LAPSED = "lapsed"

    @property
    def words(self) -> str:
        """As printed."""
        return STEPS[self][0]

    @property
    def means(self) -> str:
        """What is waited for there."""
        return STEPS[self][1]

    @property
    def place(self) -> int:
        """From 0, in the order a source goes."""
        return list(Step).index(self)


STEPS: Mapping[Step, tuple[str, str]] = {
    Step.ASK: ("Ask", "The partner was asked and has not agreed in principle"),
    Step.AGREEMENT: ("Agreement", "An agreement is being written and signed"),
    Step.DPIA: ("DPIA", "A data protection impact assessment is being made"),
    Step.TEST_FILE: ("Test file", "A file to try is awaited or being checked"),
    Step.FIRST_LIVE: ("First live file", "A live file came; the next makes it regular"),
    Step.REGULAR: ("Regular", "Files come when they are due"),
    Step.LAPSED: ("Lapsed", "Files came and stopped"),
}
ON_THE_WAY = (Step.ASK, Step.AGREEMENT, Step.DPIA, Step.TEST_FILE, Step.FIRST_LIVE)
"""Steps at which somebody waits for something."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A source came to a step on a day."""

    step: Step
    on: date


@dataclass(frozen=True, slots=True)
class Stay:
    """How long a source was at a step."""

    step: Step
    days: int
    is_over: bool
    """False of the step where it is now."""


def after_file(step: Step) -> Step:
    """Where a source is once a live file of it was loaded."""
    return Step.FIRST_LIVE if step.place < Step.FIRST_LIVE.place else Step.REGULAR


def lapses(step: Step, *, late_in_a_row: int) -> bool:
    """Whether a source has lapsed, by how many of its files in a row did not come."""
    return step in (Step.FIRST_LIVE, Step.REGULAR) and late_in_a_row >= LATE_TO_LAPSE


def check_move(before: Step, after: Step, *, moved_on: date, on: date, today: date) -> None:
    """Raises where a source cannot come to a step, or not on that day."""
    if before is after:
        raise SharingRefusedError(f"It is at [{before.words}] already.")
    if on < moved_on:
        raise SharingRefusedError(
            f"It came to [{before.words}] on {moved_on:%-d %B %Y}, so it cannot leave before that."
        )
    if on > today:
        raise SharingRefusedError("A move has happened: its day cannot lie ahead.")


def stays(moves: Sequence[Moved], *, today: date) -> list[Stay]:
    """Days at each step, from moves in the order they were made.

    >>> first, then = Moved(Step.ASK, date(2026, 1, 1)), Moved(Step.AGREEMENT, date(2026, 1, 31))
    >>> [(each.step.value, each.days) for each in stays([first, then], today=date(2026, 2, 10))]
    [('ask', 30), ('agreement', 10)]
    """
    ends = [*(each.on for each in moves[1:]), today]
    last = len(moves) - 1
    return [
        Stay(each.step, (end - each.on).days, is_over=place < last)
        for place, (each, end) in enumerate(zip(moves, ends, strict=True))
    ]


def is_stuck(step: Step, days: int) -> bool:
    """Whether a source waits longer at a step than it should."""
    return step in (*ON_THE_WAY, Step.LAPSED) and days > STUCK_AFTER


@dataclass(frozen=True, slots=True)
class Usual:
    """Days that a step took, over the stays that are over."""

    days: float | None
    """The median; None where none is over."""
    stays: int


def usual(found: Iterable[Stay]) -> dict[Step, Usual]:
    """By step, the median of the days it took. What goes on yet is not counted."""
    by_step: dict[Step, list[int]] = {step: [] for step in Step}
    for stay in found:
        if stay.is_over:
            by_step[stay.step].append(stay.days)
    return {
        step: Usual(median(days) if days else None, len(days)) for step, days in by_step.items()
    }


def usual_by(found: Iterable[tuple[K, Sequence[Stay]]]) -> dict[K, dict[Step, Usual]]:
    """The same for each of some groups, as partners or datasets."""
    grouped: dict[K, list[Stay]] = defaultdict(list)
    for group, theirs in found:
        grouped[group] += theirs
    return {group: usual(theirs) for group, theirs in grouped.items()}


def reached(found: Iterable[Sequence[Moved]]) -> dict[Step, int]:
    """How many sources ever came as far as each step, or further. Lapsed ones are counted apart."""
    furthest = [
        max((m.step.place for m in moves if m.step is not Step.LAPSED), default=0)
        for moves in found
    ]
    return {
        step: sum(1 for place in furthest if place >= step.place)
        for step in Step
        if step is not Step.LAPSED
    }
