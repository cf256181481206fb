"""Agreements are sent and accepted; conditions are met."""

from datetime import date, datetime

from django.urls import reverse

from headwater.rulebook import add_working_days
from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.models import User
from headwater.web.audit.ledger import audited, record
from headwater.web.design_system.moments import day
from headwater.web.grants.applying.letters import write_to
from headwater.web.grants.deciding.models import Award, AwardState
from headwater.web.grants.delivering.changes import awards, paying, work
from headwater.web.grants.delivering.errors import AgreementError
from headwater.web.grants.delivering.events import Event, Told
from headwater.web.grants.delivering.models import (
    Agreement,
    BudgetLine,
    Condition,
    Delivery,
    Instalment,
    Return,
    Target,
)
from headwater.web.grants.delivering.queries import grants
from headwater.web.grants.delivering.rules import permissions
from headwater.web.grants.delivering.rules.agreeing import Terms, check_terms, seal
from headwater.web.grants.delivering.rules.periods import Period, is_light, periods
from headwater.web.notices.changes import notify

DAYS_TO_ACCEPT = 10
"""Working days within which an answer is hoped for."""


def periods_of(award: Award) -> tuple[Period, ...]:
    """For which periods an award is asked to tell how it goes."""
    return periods(award.starts_on, award.ends_on, light=is_light(award.amount))


@audited
def send(*, award: Award, said: Terms, actor: Actor, at: datetime) -> Agreement:
    """The terms are with the deliverer. Terms sent before and not accepted are replaced."""
    workspace = award.application.round.workspace.slug
    permissions.check_can_run(actor, workspace, what="send an agreement")
    if award.state != AwardState.OFFERED:
        raise AgreementError("This grant is under way already. Ask for a variation instead.")
    expected = periods_of(award)
    check_terms(said, amount=award.amount, periods=expected)
    delivery, _ = Delivery.objects.select_for_update().get_or_create(
        award=award, defaults={"is_light": is_light(award.amount)}
    )
    if grants.is_agreed(delivery):
        raise AgreementError("The terms were accepted already. Ask for a variation instead.")
    earlier = delivery.agreements.first()
    _write_plan(delivery, said, expected)
    agreement = Agreement.objects.create(
        delivery=delivery,
        number=earlier.number + 1 if earlier else 1,
        terms=said.words,
        sha256=seal(said.words),
        sent_by=actor.reference,
        sent_at=at,
    )
    _record(Event.AGREEMENT_SENT, agreement, actor=actor, at=at)
    work.close_agreement(award, at=at)
    write_to(
        award.application,
        "Your grant: read and accept the agreement",
        f"The agreement for {award.title} is ready. Read it and accept it by "
        f"{day(add_working_days(at.date(), DAYS_TO_ACCEPT))}:\n\n"
        f"{work.address('delivering:agreement', award.reference)}",
        key=f"agreement:{agreement.reference}",
        actor=HEADWATER,
        at=at,
    )
    return agreement


def _write_plan(delivery: Delivery, said: Terms, expected: tuple[Period, ...]) -> None:
    for rows in (
        delivery.returns,
        delivery.targets,
        delivery.budget,
        delivery.instalments,
        delivery.conditions,
    ):
        rows.all().delete()
    Condition.objects.bulk_create(
        Condition(delivery=delivery, number=number, words=words, due_on=due_on)
        for number, (words, due_on) in enumerate(said.conditions, start=1)
    )
    Instalment.objects.bulk_create(
        Instalment(
            delivery=delivery,
            number=number,
            amount=each.amount,
            due_on=each.due_on,
            waits_for="return" if each.after_return else "agreed",
            after_return=each.after_return,
        )
        for number, each in enumerate(said.schedule, start=1)
    )
    BudgetLine.objects.bulk_create(
        BudgetLine(delivery=delivery, number=number, words=each.words, amount=each.amount)
        for number, each in enumerate(said.budget, start=1)
    )
    Target.objects.bulk_create(
        Target(
            delivery=delivery,
            number=number,
            words=each.words,
            kind=each.kind,
            unit=each.unit,
            tool=each.tool,
            evidence=each.evidence,
            planned=list(each.planned),
        )
        for number, each in enumerate(said.targets, start=1)
    )
    Return.objects.bulk_create(
        Return(
            delivery=delivery,
            number=number,
            kind=each.kind,
            first_day=each.first_day,
            last_day=each.last_day,
            due_on=each.due_on,
        )
        for number, each in enumerate(expected, start=1)
    )


@audited
def accept(  # noqa: PLR0913 - which terms, as whom, who hears of concerns, and who says so
    *,
    agreement: Agreement,
    role: str,
    safeguarding_role: str,
    safeguarding_email: str,
    sha256: str,
    actor: Actor,
    at: datetime,
) -> Delivery:
    """The terms hold from now on: the grant is active and its first payments are in the books.

    `sha256` is that of the terms the deliverer read.
    """
    rows = Delivery.objects.select_for_update(of=("self",))
    delivery = rows.select_related("award__application__round__workspace").get(
        pk=agreement.delivery_id
    )
    permissions.check_delivers(actor, grants.members_of(delivery))
    newest = delivery.agreements.first()
    if newest is None or newest.pk != agreement.pk or newest.sha256 != sha256:
        raise AgreementError("The terms were changed after you opened them. Read the new ones.")
    if newest.accepted_at is not None:
        raise AgreementError("These terms were accepted already. Nothing was done.")
    newest.accepted_by, newest.accepted_role, newest.accepted_at = actor.reference, role, at
    newest.save(update_fields=["accepted_by", "accepted_role", "accepted_at"])
    delivery.safeguarding_role, delivery.safeguarding_email = safeguarding_role, safeguarding_email
    delivery.version += 1
    delivery.save(update_fields=["safeguarding_role", "safeguarding_email", "version"])
    awards.move(delivery.award, AwardState.ACTIVE, reason="The agreement was accepted.", at=at)
    _record(Event.AGREEMENT_ACCEPTED, newest, actor=actor, at=at)
    paying.schedule_what_is_due(delivery, at=at)
    return delivery


@audited
def turn_down(*, agreement: Agreement, reason: str, actor: Actor, at: datetime) -> None:
    """An organisation does not want what it was offered. Its money is free for others.

    Whoever offered it is told, with the reason.
    """
    rows = Delivery.objects.select_for_update(of=("self",))
    delivery = rows.select_related("award__application__round__workspace").get(
        pk=agreement.delivery_id
    )
    permissions.check_delivers(actor, grants.members_of(delivery))
    award = delivery.award
    if award.state != AwardState.OFFERED:
        raise AgreementError("This offer was answered already. Nothing was done.")
    awards.turn_down(award, reason=f"Turned down: {reason}", at=at)
    _record(Event.OFFER_TURNED_DOWN, agreement, actor=actor, at=at)
    notify(
        to=User.objects.filter(reference__in={award.written_by, agreement.sent_by}),
        kind=Told.TURNED_DOWN,
        subject=f"An offer was turned down: {award.title}",
        words=f"{award.application.organisation} does not want it. Its money is free "
        "again, and the application can be put before the panel again.",
        link=reverse("delivering:grant", args=[grants.workspace_of(delivery), award.reference]),
        at=at,
    )


@audited
def meet_condition(
    *, condition: Condition, met_on: date | None, evidence: str, actor: Actor, at: datetime
) -> None:
    """A condition was met on a day, or is open again where there is none."""
    award = condition.delivery.award
    workspace = award.application.round.workspace.slug
    permissions.check_can_run(actor, workspace, what="say that a condition was met")
    condition.met_on, condition.evidence = met_on, evidence
    condition.met_by = actor.reference if met_on else ""
    condition.save(update_fields=["met_on", "evidence", "met_by"])
    record(
        Event.CONDITION_MET,
        about=award,
        by=actor,
        at=at,
        workspace=workspace,
        condition=condition.number,
        is_met=met_on is not None,
    )


def _record(event: Event, agreement: Agreement, *, actor: Actor, at: datetime) -> None:
    award = agreement.delivery.award
    record(
        event,
        about=agreement,
        by=actor,
        at=at,
        workspace=award.application.round.workspace.slug,
        award=award.reference,
        sha256=agreement.sha256,
    )
