"""Who took part, as those who give the money may see it. Runs in the worker: it does arithmetic.

People are let out in groups that do not overlap, each once: nobody can take one table from another
and find a few.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from django.db import transaction
from django.db.models import QuerySet, Sum

from headwater.core import clock
from headwater.core.counts import CountCube, Dimension
from headwater.core.disclosure import release_together
from headwater.core.provenance import Provenance
from headwater.rulebook import suppression_profile
from headwater.web.accounts.actor import HEADWATER
from headwater.web.audit.ledger import audited, record
from headwater.web.grants.delivering.events import Event
from headwater.web.grants.delivering.models import Breakdown, Delivery, Participant, Return
from headwater.web.grants.delivering.queries import grants
from headwater.web.grants.delivering.rules import lists
from headwater.web.grants.delivering.rules.workflow import ReturnState

RULE = "grants"
FROM_PEOPLE = 20
"""People who make a group before the end; what is left at the end is one, from five."""
AT_THE_END = 5


def break_down_after(reference: str) -> str:
    """Let out the next group of people if an accepted return completes one."""
    of = Return.objects.select_related("delivery").filter(reference=reference).first()
    if of is None or of.state != ReturnState.ACCEPTED:
        return "nothing to do"
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=of.delivery_id)
        return _next_group(delivery)


def _next_group(delivery: Delivery) -> str:
    last = delivery.breakdowns.last()
    since = last.to_return + 1 if last else 1
    fresh = [each for each in _accepted_in_a_row(delivery) if each.number >= since]
    before = delivery.breakdowns.aggregate(sum=Sum("people"))["sum"] or 0
    for count in range(len(fresh), 0, -1):
        group = fresh[:count]
        people = list(people_of(delivery, group))
        needed = AT_THE_END if group[-1].kind == "end" else FROM_PEOPLE
        # A table says how many it is of, so it may not be ahead of the totals that were shown.
        if len(people) >= needed and _shown(group[-1]) == before + len(people):
            _let_out(delivery=delivery, people=people, since=since, until=group[-1].number)
            return "let out"
    return "nothing to let out yet"


def people_of(delivery: Delivery, group: Sequence[Return]) -> QuerySet[Participant]:
    """Who started in the periods of some returns and was in the register by the last of them."""
    return delivery.participants.filter(
        started_on__range=(group[0].first_day, group[-1].last_day),
        written_at__lte=group[-1].certified_at,
    )


def _shown(of: Return) -> int | None:
    """The total of those who started that the accepted version of a return shows."""
    version = of.versions.first()
    row = version.shown.filter(target__kind="people").first() if version else None
    return row.total if row else None


def _accepted_in_a_row(delivery: Delivery) -> list[Return]:
    """Returns from the first on up to the first that is not accepted."""
    found: list[Return] = []
    for each in delivery.returns.all():
        if each.state != ReturnState.ACCEPTED:
            break
        found.append(each)
    return found


@audited
def _let_out(*, delivery: Delivery, people: Sequence[Participant], since: int, until: int) -> None:
    at = clock.now()
    Breakdown.objects.create(
        delivery=delivery,
        from_return=since,
        to_return=until,
        people=len(people),
        cells=_released(people),
        rule=RULE,
        made_at=at,
    )
    record(
        Event.BROKEN_DOWN,
        about=delivery.reference,
        kind="award",
        by=HEADWATER,
        at=at,
        workspace=grants.workspace_of(delivery),
        to_return=until,
    )


def _released(people: Sequence[Participant]) -> dict[str, dict[str, int | None]]:
    """Counts by each way of dividing; None where one is hidden."""
    codes = sorted({each.area_code or lists.NOWHERE for each in people})
    ways: Mapping[str, Mapping[str, str]] = {
        "age_band": lists.AGE_BANDS,
        "area_code": dict(zip(codes, codes, strict=True)),
        "referral": lists.REFERRALS,
    }
    cubes = [_cube(people, way, names) for way, names in ways.items()]
    shown = release_together(cubes, suppression_profile(RULE))
    return {
        way: {
            code: None if np.isnan(value) else int(value)
            for code, value in zip(names, shown[way].value.margin(way), strict=True)
        }
        for way, names in ways.items()
    }


def _cube(people: Sequence[Participant], way: str, names: Mapping[str, str]) -> CountCube:
    codes = tuple(names)
    counts = np.zeros(len(codes))
    for each in people:
        counts[codes.index(getattr(each, way) or lists.NOWHERE)] += 1
    return CountCube(
        id=way,
        universe="participants",
        dimensions=(Dimension(way, way, codes, tuple(names.values())),),
        counts=counts,
        provenance=Provenance(method="Young people in the register of a grant, each counted once"),
    )
