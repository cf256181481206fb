"""How Loamshire's grants are paid: asked for, approved by two people, paid in a run, checked.

Most were paid in the summer and the bank's statement says so. Of the last three one is ready to be
paid, one waits for its second approval, and one for somebody to ask for it.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.config.demonstration import cast
from headwater.web.config.demonstration.steps import Step
from headwater.web.grants.money.changes import payments, runs, statements
from headwater.web.grants.money.models import Payment, PaymentRun
from headwater.web.grants.money.queries.payments import ready_to_run, total
from headwater.web.grants.money.rules.payments import State
from headwater.web.partners.models import Workspace
from headwater.web.partners.queries import actor_for

LEAD, APPROVER = "lead@loamshire.example", "approver@loamshire.example"
ASKED, PAID, CHECKED, READY = 125, 124, 117, 2
"""Days ago."""
LEFT = 3
"""Payments that are not made yet."""
INTEREST_PAID = ("Bank interest", "18.42")
"""A line of the bank's that no payment explains."""


def steps(workspace: Workspace) -> Iterator[Step]:
    """From the day the grants were due to this week."""
    yield Step(ASKED, lambda at: _ask(_scheduled(workspace)[:-LEFT], at))
    yield Step(PAID, lambda at: _pay(workspace, at))
    yield Step(CHECKED, lambda at: _check(workspace, at))
    yield Step(READY, lambda at: _leave(workspace, at))


def _actor(email: str) -> Actor:
    return actor_for(User.objects.get(email=email), today=timezone.localdate())


def _scheduled(workspace: Workspace) -> list[Payment]:
    """What nobody has asked for yet, in the order it was written."""
    rows = Payment.objects.filter(
        commitment__pot__fund__workspace=workspace, state=State.SCHEDULED.value
    )
    return list(rows.select_related("payee").order_by("pk"))


def _ask(found: list[Payment], at: datetime) -> None:
    """Ask for payments, with the first approval."""
    for number, each in enumerate(found, start=1):
        payments.name_supplier(
            payee=each.payee,
            supplier_number=f"S{each.payee_id:03}{number:02}",
            version=each.payee.version,
            actor=_actor(LEAD),
            at=at,
        )
        asked = payments.ask(payment=each, version=each.version, actor=_actor(LEAD), at=at)
        payments.approve(
            payment=asked,
            version=asked.version,
            actor=_actor(cast.SECOND_APPROVER_EMAIL),
            at=at,
        )


def _approve_again(found: list[Payment], at: datetime) -> None:
    for each in found:
        payments.approve(payment=each, version=each.version, actor=_actor(APPROVER), at=at)


def _approved_once(workspace: Workspace) -> list[Payment]:
    rows = Payment.objects.filter(
        commitment__pot__fund__workspace=workspace, second_by="", run=None
    ).exclude(first_by="")
    return list(rows.order_by("pk"))


def _pay(workspace: Workspace, at: datetime) -> None:
    _approve_again(_approved_once(workspace), at)
    ready = list(ready_to_run(workspace.slug))
    run = runs.start_run(
        workspace=workspace,
        pay_on=timezone.localdate(at),
        count=len(ready),
        amount=total(ready),
        actor=_actor(LEAD),
        at=at,
    )
    runs.go_on(run, at=at)


def _check(workspace: Workspace, at: datetime) -> None:
    run = PaymentRun.objects.get(workspace=workspace)
    on = run.pay_on
    lines = [
        (on, f"BACS {each.reference} {each.payee.name}", f"-{each.amount}")
        for each in run.payments.select_related("payee").order_by("pk")
    ]
    statements.take_in(
        workspace=workspace,
        name=f"statement-{on:%Y-%m}.csv",
        raw=_csv([*lines, (on, *INTEREST_PAID)]),
        actor=_actor(LEAD),
        at=at,
    )


def _csv(lines: list[tuple[date, str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("Date", "Description", "Amount"))
    writer.writerows((f"{on:%d/%m/%Y}", words, amount) for on, words, amount in lines)
    return text.getvalue().encode()


def _leave(workspace: Workspace, at: datetime) -> None:
    """Ask for two more, and let one of them have both approvals."""
    _ask(_scheduled(workspace)[:2], at)
    _approve_again(_approved_once(workspace)[:1], at)
