"""The money of Loamshire's Youth Fund: three pots of a year, money in, a virement, last year shut.

Payments follow with the awards. One virement waits for an approver.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.config.demonstration.steps import Step
from headwater.web.grants.money import changes
from headwater.web.grants.money.changes import funds, plans, receipts, virements
from headwater.web.grants.money.changes.funds import PotSaid
from headwater.web.grants.money.models import CostKind, Fund, Pot, Source
from headwater.web.grants.money.rules.years import year_of
from headwater.web.partners.models import Workspace
from headwater.web.partners.queries import actor_for

LEAD = "lead@loamshire.example"
FUND = "Youth Fund"
PURPOSE = (
    "Small grants for projects that keep children and young people safe: things to do, safe "
    "places to be, and adults they can trust. Much of it is money taken from crime."
)
PROCEEDS, GRANT, PRECEPT = (
    "Proceeds of crime",
    "Serious Violence Duty grant",
    "Commissioner's contribution",
)
SET_UP, FIRST_RECEIPT, GRANT_IN, SECOND_RECEIPT = 268, 266, 200, 150
SALARIES, MOVED, WAITING = (190, 160, 130, 100, 70, 40), 140, 4
"""Days ago."""
BUDGETS = {PROCEEDS: "98000.00", GRANT: "211864.69", PRECEPT: "40000.00"}


def steps(workspace: Workspace) -> Iterator[Step]:
    """The fund's year, told from the day it was set up."""
    yield Step(SET_UP, lambda at: _set_up(workspace, at))
    yield Step(FIRST_RECEIPT, lambda at: _receive(PROCEEDS, "61250.50", "ARIS quarter 1", at))
    yield Step(GRANT_IN, lambda at: _receive(GRANT, "105932.34", "Home Office SVD 1 of 2", at))
    yield Step(SECOND_RECEIPT, lambda at: _receive(PROCEEDS, "32480.17", "ARIS quarter 2", at))
    for number, days_ago in enumerate(SALARIES, start=1):
        yield Step(days_ago, lambda at, number=number: _salaries(number, at))  # type: ignore[misc]
    yield Step(MOVED, lambda at: _move("2500.00", at))
    yield Step(WAITING, lambda at: _move("9000.00", at))


def pot(name: str) -> Pot:
    """A pot of the fund."""
    return Pot.objects.select_related("fund__workspace").get(fund__name=FUND, name=name)


def _lead() -> Actor:
    return actor_for(User.objects.get(email=LEAD), today=timezone.localdate())


def _set_up(workspace: Workspace, at: datetime) -> None:
    lead = _lead()
    # The year in which the demonstration is looked at, set up just before or soon after it began.
    year = year_of(timezone.localdate(at + timedelta(days=SET_UP)))
    fund = funds.write_fund(workspace=workspace, name=FUND, purpose=PURPOSE, actor=lead, at=at)
    _pot(fund, PotSaid(PROCEEDS, year, Source.PROCEEDS, Decimal(BUDGETS[PROCEEDS])), at)
    _pot(fund, PotSaid(PRECEPT, year, Source.PRECEPT, Decimal(BUDGETS[PRECEPT])), at)
    grant = PotSaid(
        GRANT,
        year,
        Source.GRANT,
        Decimal(BUDGETS[GRANT]),
        ring_fence="What the grant agreement for the Serious Violence Duty lists",
    )
    _plan(_pot(fund, grant, at), at)


def _pot(fund: Fund, said: PotSaid, at: datetime) -> Pot:
    return funds.write_pot(fund=fund, said=said, actor=_lead(), at=at)


def _plan(grant: Pot, at: datetime) -> None:
    """Salaries the same each quarter, projects in the second half of the year."""
    labour, projects = Decimal("24000.00"), Decimal("57932.35")
    amounts = {(quarter, "labour"): labour for quarter in (1, 2, 3, 4)}
    amounts |= {(3, "non_labour"): projects}
    amounts[4, "non_labour"] = grant.budget - sum(amounts.values())
    plans.plan(pot=grant, amounts=amounts, version=grant.version, actor=_lead(), at=at)


def _receive(name: str, amount: str, words: str, at: datetime) -> None:
    changes.receive(
        pot=pot(name),
        amount=Decimal(amount),
        source="Home Office",
        received_on=timezone.localdate(at),
        identity=words,
        actor=_lead(),
        at=at,
    )


def _salaries(number: int, at: datetime) -> None:
    receipts.spend(
        pot=pot(GRANT),
        amount=Decimal("7961.17"),
        pays_for=CostKind.LABOUR,
        words="Salaries of the analyst and the coordinator for a month",
        spent_on=timezone.localdate(at),
        identity=f"Payroll journal {number:03}",
        actor=_lead(),
        at=at,
    )


def _move(amount: str, at: datetime) -> None:
    virements.ask(
        out_of=pot(PRECEPT),
        into=pot(PROCEEDS),
        amount=Decimal(amount),
        reason="More projects asked for summer activities than receipts would pay for",
        actor=_lead(),
        at=at,
    )
