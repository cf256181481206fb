"""Many grants, and much of one: what the constraints of its tables give to each grant only once."""

from datetime import date, timedelta

from django.db import models

from headwater.core import clock
from headwater.web.documents.models import Document
from headwater.web.grants.deciding.models import Award
from headwater.web.grants.delivering.models import (
    Agreement,
    Attendance,
    Breakdown,
    Clawback,
    Condition,
    Delivery,
    Instalment,
    Participant,
    Receipt,
    Return,
    ReturnLine,
    ReturnVersion,
    Session,
    Shown,
    SpendLine,
    Variation,
)
from headwater.web.grants.delivering.models.grants import VariationState
from headwater.web.grants.money.models import CostKind, Forecast, Pot, QuarterBudget, Variance
from headwater.web.grants.rounds.models import Extension, Round

OF_EACH_GRANT = (Agreement, Condition, Instalment, Return, Clawback)
MONTHS, QUARTERS = 12, 4
WHO = "P-2222-2223"


def crowd_grants() -> None:
    """As many of everything as one grant, round or pot may have, and many grants."""
    first = Delivery.objects.order_by("pk")[0]
    _more_grants(first)
    _many_at_sessions(first)
    _long_returns()
    _what_was_asked_and_shown(first)
    _plans_of_pots()
    for each in Round.objects.order_by("pk"):
        _put_off(each)


def _again(row: models.Model, **other: object) -> models.Model:
    """A copy of a row, with something else in it, stored."""
    fresh = type(row)()
    for field in row._meta.concrete_fields:
        if not field.primary_key and field.name != "reference":
            setattr(fresh, field.attname, getattr(row, field.attname))
    for name, value in other.items():
        setattr(fresh, name, value)
    fresh.save(force_insert=True)
    return fresh


def _more_grants(first: Delivery) -> None:
    """Each award is delivered, with a part of each kind that lists of grants read."""
    for award in Award.objects.filter(delivery=None).order_by("pk"):
        made = _again(first, award=award)
        for model in OF_EACH_GRANT:
            _again(model._base_manager.filter(delivery=first).order_by("pk")[0], delivery=made)


def _many_at_sessions(first: Delivery) -> None:
    """Everybody was at one session, and one person at every session."""
    sessions, people = Session.objects.all(), Participant.objects.all()
    here = Attendance.objects.order_by("pk")[0]
    for who in people.filter(delivery=first).exclude(pk=here.participant_id):
        _again(here, participant=who)
    for session in sessions.filter(delivery=first).exclude(pk=here.session_id):
        _again(here, session=session)


def _long_returns() -> None:
    """Every return speaks of every target and line of the budget, and shows receipts."""
    line, spend = ReturnLine.objects.order_by("pk")[0], SpendLine.objects.order_by("pk")[0]
    shown = Shown.objects.order_by("pk")[0]
    for target in line.of.delivery.targets.exclude(pk=line.target_id):
        _again(line, target=target)
        _again(shown, target=target)
    for version in ReturnVersion.objects.filter(of=shown.of.of).exclude(pk=shown.of_id):
        _again(shown, of=version)
    for budgeted in spend.of.delivery.budget.exclude(pk=spend.line_id):
        _again(spend, line=budgeted)
    for each in Return.objects.filter(delivery=line.of.delivery).exclude(pk=line.of_id):
        _again(line, of=each)
        _again(spend, of=each)
    receipt = Receipt.objects.order_by("pk")[0]
    alike = Document.objects.filter(receipt=None, purpose=receipt.document.purpose)
    for document in alike.order_by("pk"):
        _again(receipt, document=document)


def _what_was_asked_and_shown(first: Delivery) -> None:
    """Changes that were asked for and refused, and who started between returns."""
    asked = Variation.objects.order_by("pk")[0]
    for number in range(MONTHS):
        _again(
            asked,
            state=VariationState.REFUSED,
            decision="No.",
            decided_by=WHO,
            decided_at=clock.now(),
        )
        Breakdown.objects.create(
            delivery=first,
            from_return=number + 1,
            to_return=number + 2,
            people=20,
            cells={
                "age_band": {"10-13": 20},
                "area_code": {"E05000001": 20},
                "referral": {"school": 20},
            },
            rule="under 5",
            made_at=clock.now(),
        )


def _plans_of_pots() -> None:
    """Every quarter and month of every pot is planned, foreseen and explained."""
    for pot in Pot.objects.order_by("pk"):
        for quarter in range(1, QUARTERS + 1):
            QuarterBudget.objects.create(
                pot=pot, quarter=quarter, pays_for=CostKind.LABOUR, amount=100
            )
        for number in range(MONTHS):
            month = date(2026 + (number + 3) // 12, (number + 3) % 12 + 1, 1)
            Forecast.objects.create(pot=pot, month=month, amount=10, by=WHO, at=clock.now())
            Variance.objects.create(
                pot=pot,
                month=month,
                reason="Late.",
                forecast=10,
                actual=5,
                by=WHO,
                at=clock.now(),
            )


def _put_off(round_: Round) -> None:
    """A round was put off again and again."""
    for number in range(MONTHS):
        before = round_.closes_at + timedelta(days=number)
        Extension.objects.create(
            round=round_,
            before=before,
            after=before + timedelta(days=1),
            reason="Many asked.",
            by=WHO,
            at=clock.now(),
        )
