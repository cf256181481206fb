"""What many marks of one young person at one session come to, in whatever order they arrive."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Said:
    """One mark: what was said, when by the phone's own clock, and which marks it corrects."""

    client_id: UUID
    state: str
    reason: str
    said_at: datetime
    corrects: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What stands: the marks nobody corrected, and whether they contradict each other."""

    standing: tuple[Said, ...]

    @property
    def is_disputed(self) -> bool:
        """Whether two that stand say different things."""
        return len({(each.state, each.reason) for each in self.standing}) > 1

    @property
    def shown(self) -> Said:
        """What the register shows meanwhile: what was said first."""
        return self.standing[0]


def outcome(marks: Collection[Said]) -> Outcome:
    """What a set of marks comes to. The order in which they came does not matter.

    A mark falls when another corrects it. Where marks correct each other in a ring, which no phone
    of ours sends, all of them stand, so that nothing is lost.
    """
    corrected = {each for mark in marks for each in mark.corrects - {mark.client_id}}
    left = [mark for mark in marks if mark.client_id not in corrected]
    standing = sorted(left or marks, key=lambda mark: (mark.said_at, mark.client_id))
    return Outcome(tuple(standing))
