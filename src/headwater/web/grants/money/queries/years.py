"""Reading what must be done before a year is closed, and where its money can go."""

from django.db.models import Q, QuerySet

from headwater.web.grants.money.models import Payment, Pot, Virement, VirementState
from headwater.web.grants.money.queries.balances import position
from headwater.web.grants.money.rules.closing import Books
from headwater.web.grants.money.rules.payments import UNDER_WAY, State
from headwater.web.grants.money.rules.years import last_day


def books_of(pot: Pot) -> Books:
    """A pot as it stands at the end of its year."""
    at = position(pot)
    payments = Payment.objects.filter(commitment__pot=pot)
    waiting = Virement.objects.filter(Q(out_of=pot) | Q(into=pot), state=VirementState.ASKED)
    due = payments.filter(state=State.SCHEDULED, due_on__lte=last_day(pot.year))
    return Books(
        year=pot.year,
        is_closed=pot.locked_at is not None,
        under_way=payments.filter(state__in=UNDER_WAY).count(),
        due=due.count(),
        virements=waiting.count(),
        promised=at.committed,
        available=at.available,
        owed=at.owed,
        expected=at.expected,
    )


def successors_of(pot: Pot) -> QuerySet[Pot]:
    """Pots that money of a pot may go on to: the same fund and source, the year after, open."""
    rows = Pot.objects.filter(
        fund=pot.fund_id, year=pot.year + 1, source=pot.source, locked_at=None, follows=None
    )
    return rows.select_related("fund__workspace").order_by("name", "pk")
