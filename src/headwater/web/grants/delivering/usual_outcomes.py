"""How often young people of each age have an outcome, over grants that count it. For the worker.

A project is held against what is usual for those who took part. What is usual comes from registers,
so it is let out only over several grants together and to the nearest five: no grant, and nobody in
it, can be found by taking numbers from each other or from those of another day. Only people are
counted whose age was let out of their grant before.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from headwater.web.grants.deciding.models import Award
from headwater.web.grants.delivering.breaking_down import people_of
from headwater.web.grants.delivering.models import Breakdown, Delivery, Return, Target
from headwater.web.grants.delivering.queries.grants import delivery_of
from headwater.web.grants.delivering.queries.returns import people_with
from headwater.web.grants.delivering.rules.small_numbers import to_the_nearest
from headwater.web.grants.delivering.rules.workflow import ReturnState

NEAREST = 5
LEAST_GRANTS, LEAST_PEOPLE = 3, 20
"""An age is told of where so many grants let it out, with so many people in all."""


@dataclass(frozen=True, slots=True)
class Usual:
    """Over several grants: how many of an age had an outcome, of how many."""

    age_band: str
    had: int
    """To the nearest five, and never more than there were."""
    of: int
    grants: int


@dataclass(frozen=True, slots=True)
class _Part:
    """One age of one group of one grant."""

    delivery: int
    had: int
    of: int


def usual_outcomes(awards: Iterable[Award], *, kind: str, tool: str = "") -> list[Usual]:
    """What is usual for each age that may be told of, in the order of ages' codes."""
    parts: dict[str, list[_Part]] = defaultdict(list)
    for award in awards:
        delivery = delivery_of(award)
        target = _target(delivery, kind, tool)
        if delivery is not None and target is not None:
            for age_band, part in _parts(delivery, target):
                parts[age_band].append(part)
    told = (_together(age_band, found) for age_band, found in sorted(parts.items()))
    return [each for each in told if each is not None]


def _target(delivery: Delivery | None, kind: str, tool: str) -> Target | None:
    return delivery.targets.filter(kind=kind, tool=tool).first() if delivery else None


def _parts(delivery: Delivery, target: Target) -> Iterator[tuple[str, _Part]]:
    """Each age of each group that was let out and whose register is still there."""
    accepted = list(delivery.returns.filter(state=ReturnState.ACCEPTED))
    if not accepted:
        return
    period = (accepted[0].first_day, accepted[-1].last_day)
    for group in delivery.breakdowns.all():
        people = people_of(delivery, _returns_of(delivery, group))
        if people.count() != group.people:
            continue
        for age_band, count in group.cells["age_band"].items():
            if count:
                had = people_with(target, people.filter(age_band=age_band), period)
                yield age_band, _Part(delivery.pk, had, count)


def _returns_of(delivery: Delivery, group: Breakdown) -> list[Return]:
    span = (group.from_return, group.to_return)
    return list(delivery.returns.filter(number__range=span))


def _together(age_band: str, parts: list[_Part]) -> Usual | None:
    """All parts of an age as one; None where they are of too few grants or people."""
    of, grants = sum(each.of for each in parts), len({each.delivery for each in parts})
    if grants < LEAST_GRANTS or of < LEAST_PEOPLE:
        return None
    had = to_the_nearest(NEAREST, sum(each.had for each in parts))
    return Usual(age_band, min(had, of), of, grants)
