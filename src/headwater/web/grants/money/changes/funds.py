"""Funds and pots: written, changed, given a budget."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from headwater.core.money import NOTHING, plain_pounds, to_the_penny
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import ChangedMeanwhileError, audited, record
from headwater.web.grants.money.changes.ledger import Cause, Leg, account, hold, hold_open, move
from headwater.web.grants.money.errors import (
    AmountRefusedError,
    BudgetTooLowError,
    FundClosedError,
    ThereAlreadyError,
)
from headwater.web.grants.money.events import Event
from headwater.web.grants.money.models import AccountKind, CostKind, Fund, MovementKind, Pot, Source
from headwater.web.grants.money.queries.balances import position
from headwater.web.grants.money.rules import permissions
from headwater.web.grants.money.rules.sources import CountsFrom, counts_from
from headwater.web.grants.money.rules.spending import check_reason
from headwater.web.partners.models import Workspace


@dataclass(frozen=True, slots=True)
class PotSaid:
    """What a pot is for and what is planned with it."""

    name: str
    year: int
    source: Source
    budget: Decimal
    pays_for: CostKind = CostKind.ANY
    ring_fence: str = ""


@audited
def write_fund(
    *, workspace: Workspace, name: str, purpose: str, actor: Actor, at: datetime
) -> Fund:
    """Set up a fund."""
    permissions.check_can_keep(actor, workspace.slug, what="set up a fund")
    if Fund.objects.filter(workspace=workspace, name=name).exists():
        raise ThereAlreadyError(what="a fund")
    fund = Fund.objects.create(
        workspace=workspace,
        name=name,
        purpose=purpose,
        written_by=actor.reference,
        written_at=at,
    )
    record(Event.FUND_WRITTEN, about=fund, by=actor, at=at, workspace=workspace.slug)
    return fund


@audited
def change_fund(  # noqa: PLR0913 - which fund, from which version, to what, and for whom
    *,
    fund: Fund,
    name: str,
    purpose: str,
    is_closed: bool,
    version: int,
    actor: Actor,
    at: datetime,
) -> Fund:
    """Say something else of a fund. A closed one takes no new pot; its pots go on."""
    rows = Fund.objects.select_for_update(of=("self",)).select_related("workspace")
    held = rows.get(pk=fund.pk)
    permissions.check_can_keep(actor, held.workspace.slug, what="change a fund")
    if held.version != version:
        raise ChangedMeanwhileError(what="fund")
    others = Fund.objects.filter(workspace=held.workspace, name=name).exclude(pk=held.pk)
    if others.exists():
        raise ThereAlreadyError(what="a fund")
    held.name, held.purpose = name, purpose
    held.closed_at = (held.closed_at or at) if is_closed else None
    held.version += 1
    held.save(update_fields=["name", "purpose", "closed_at", "version"])
    record(
        Event.FUND_CHANGED,
        about=held,
        by=actor,
        at=at,
        workspace=held.workspace.slug,
        is_closed=is_closed,
    )
    return held


@audited
def write_pot(*, fund: Fund, said: PotSaid, actor: Actor, at: datetime) -> Pot:
    """Set up a pot of a fund for one year, with its budget."""
    slug = fund.workspace.slug
    permissions.check_can_keep(actor, slug, what="set up a pot")
    if fund.closed_at is not None:
        raise FundClosedError
    if fund.pots.filter(year=said.year, name=said.name).exists():
        raise ThereAlreadyError(what="a pot")
    pot = Pot.objects.create(
        fund=fund,
        name=said.name,
        year=said.year,
        source=said.source,
        pays_for=said.pays_for,
        ring_fence=said.ring_fence,
    )
    (held,) = hold(pot)
    _set_budget(held, said.budget, reason="", actor=actor, at=at)
    record(
        Event.POT_WRITTEN,
        about=held,
        by=actor,
        at=at,
        workspace=slug,
        year=said.year,
        source=str(said.source),
        budget=plain_pounds(said.budget),
    )
    return held


@audited
def change_pot(  # noqa: PLR0913 - which pot, from which version, to what, why, and for whom
    *,
    pot: Pot,
    name: str,
    ring_fence: str,
    budget: Decimal,
    reason: str,
    version: int,
    actor: Actor,
    at: datetime,
) -> Pot:
    """Say something else of a pot. A new budget needs a reason; year and source never change."""
    (held,) = hold_open(pot)
    slug = held.fund.workspace.slug
    permissions.check_can_keep(actor, slug, what="change a pot")
    if held.version != version:
        raise ChangedMeanwhileError(what="pot")
    if held.fund.pots.filter(year=held.year, name=name).exclude(pk=held.pk).exists():
        raise ThereAlreadyError(what="a pot")
    before = held.budget
    if to_the_penny(budget) != before:
        check_reason(reason)
        _set_budget(held, budget, reason=reason, actor=actor, at=at)
    held.name, held.ring_fence = name, ring_fence
    held.version += 1
    held.save(update_fields=["name", "ring_fence", "version"])
    record(
        Event.POT_CHANGED,
        about=held,
        by=actor,
        at=at,
        workspace=slug,
        budget=plain_pounds(held.budget),
        budget_before=plain_pounds(before),
        reason=reason or None,
    )
    return held


def _set_budget(pot: Pot, budget: Decimal, *, reason: str, actor: Actor, at: datetime) -> None:
    """The budget is this from now on; where the giver is bound, so is what may be promised."""
    budget = to_the_penny(budget)
    if budget < 0:
        raise AmountRefusedError.not_positive()
    more = budget - to_the_penny(pot.budget)
    if counts_from(pot.source) is CountsFrom.AGREED and more:
        free, expected = account(pot, AccountKind.FREE), account(pot, AccountKind.EXPECTED)
        if more < 0:
            _check_not_too_low(pot, budget, cut=-more)
        leg = Leg(more, expected, free) if more > 0 else Leg(-more, free, expected)
        move([leg], Cause(MovementKind.BUDGET, actor, at, reason=reason))
    pot.budget = budget
    pot.save(update_fields=["budget"])


def _check_not_too_low(pot: Pot, budget: Decimal, *, cut: Decimal) -> None:
    now = position(pot)
    room = max(min(now.available, now.expected), NOTHING)
    if cut > room:
        raise BudgetTooLowError(least=budget + cut - room)
