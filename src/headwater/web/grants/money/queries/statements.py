"""Reading bank statements, and payments that the bank has not confirmed."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.money.models import Outcome, Payment, Statement, StatementLine
from headwater.web.grants.money.queries.payments import payments_for
from headwater.web.grants.money.rules import permissions
from headwater.web.grants.money.rules.payments import State

SHOULD_HAVE_LEFT = timedelta(days=5)


def statements_for(actor: Actor, workspace: str) -> QuerySet[Statement]:
    """Every statement of a workspace with how many of its lines nobody knows, the latest first."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    rows = Statement.objects.filter(workspace__slug=workspace).select_related("workspace")
    unknown = Count("lines", filter=Q(lines__outcome=Outcome.UNKNOWN))
    return rows.annotate(found=Count("lines"), unknown=unknown).order_by("-pk")


def statement_for(actor: Actor, workspace: str, reference: str) -> Statement:
    """One statement. Raises `NotYours` for any other."""
    found = statements_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def lines_of(statement: Statement, *, outcome: str = "") -> QuerySet[StatementLine]:
    """The lines of a statement, or those taken for one thing."""
    rows = statement.lines.select_related(
        "payment__payee", "payment__commitment__pot__fund__workspace"
    )
    return rows.filter(outcome=outcome) if outcome else rows


def line_for(actor: Actor, workspace: str, reference: str, number: int) -> StatementLine:
    """One line of a statement. Raises `NotYours` for any other."""
    statement = statement_for(actor, workspace, reference)
    found = lines_of(statement).filter(number=number).first()
    if found is None:
        raise NotYours
    return found


def not_confirmed(actor: Actor, workspace: str, *, today: date) -> Sequence[Payment]:
    """Payments that should have left the bank, and that no statement has shown."""
    rows = payments_for(actor, workspace).filter(
        state=State.PAID, confirmed_on=None, run__pay_on__lt=today - SHOULD_HAVE_LEFT
    )
    return list(rows)
