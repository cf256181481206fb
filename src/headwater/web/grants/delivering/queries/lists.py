"""Which grants a list shows."""

from datetime import date

from django.db.models import Q, QuerySet

from headwater.web.grants.deciding.models import Award
from headwater.web.grants.delivering.rules.workflow import WITH_DELIVERER, ReturnState


def chosen(found: QuerySet[Award], *, today: date, **asked: str) -> QuerySet[Award]:
    """Grants that meet everything that was asked for; what is empty asks for nothing."""
    if asked.get("words"):
        text = asked["words"]
        found = found.filter(
            Q(title__icontains=text)
            | Q(application__organisation__icontains=text)
            | Q(reference__iexact=text)
        )
    if asked.get("state"):
        found = found.filter(state=asked["state"])
    if asked.get("rating"):
        found = found.filter(delivery__rating=asked["rating"])
    match asked.get("waits", ""):
        case "return":
            found = found.filter(delivery__returns__state=ReturnState.SUBMITTED)
        case "late":
            found = found.filter(
                delivery__closed_at=None,
                delivery__returns__state__in=WITH_DELIVERER,
                delivery__returns__due_on__lt=today,
            )
        case "variation":
            found = found.filter(delivery__variations__state="asked")
        case _:
            pass
    return found.distinct()
