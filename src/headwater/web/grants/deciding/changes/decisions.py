"""Deciding on an application: approved with an award, declined, or deferred."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from headwater.core.errors import HeadwaterError
from headwater.core.money import to_the_penny
from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited
from headwater.web.grants.applying.changes.moving import held_application
from headwater.web.grants.applying.models import Application, State
from headwater.web.grants.deciding import letters
from headwater.web.grants.deciding.changes import interests
from headwater.web.grants.deciding.changes.moving import move, write_to
from headwater.web.grants.deciding.changes.rows import said
from headwater.web.grants.deciding.changes.ties import tie_approach, tie_award
from headwater.web.grants.deciding.events import Event, Work
from headwater.web.grants.deciding.links import decision_address
from headwater.web.grants.deciding.models import Award, Decision, Step
from headwater.web.grants.deciding.queries.assessments import Sheet, sheet_of
from headwater.web.grants.deciding.queries.checks import checklist
from headwater.web.grants.deciding.queries.evidence import evidence_for, override_of
from headwater.web.grants.deciding.rules import checking, deciding, evidence, permissions
from headwater.web.grants.deciding.rules.deciding import DecisionRefusedError, Ruling, Said
from headwater.web.grants.money.changes import commit_award
from headwater.web.grants.money.models import Pot
from headwater.web.worklist import changes as worklist

MOVES_TO = {Ruling.APPROVE: State.APPROVED, Ruling.DECLINE: State.DECLINED}


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one of several decisions."""

    application: Application
    award: Award | None
    refused: str
    """Why it was not made; empty where it was."""


@dataclass(frozen=True, slots=True)
class Ends:
    """What an award is tied to on the thread, by reference; empty where nothing is named."""

    gap: str = ""
    action: str = ""


NO_ENDS = Ends()


@audited
def decide(
    *,
    application: Application,
    said_: Said,
    has_no_interest: bool,
    actor: Actor,
    at: datetime,
    ends: Ends = NO_ENDS,
) -> tuple[Decision, Award | None]:
    """Decide on an application that is with the panel. An approval makes its award at once.

    Raises a `HeadwaterError` that says what stands against it, `OverspentError` among them.
    """
    held = held_application(application)
    slug = held.round.workspace.slug
    permissions.check_can_decide(actor, slug, what="decide on an application")
    _check_with_panel(held)
    sheet = sheet_of(held)
    deciding.check_decider(
        decider=actor.reference,
        assessors=held.assessments.filter(ended_at=None).values_list("assessor", flat=True),
        has_declared=has_no_interest,
    )
    deciding.check_said(said_, largest=held.round.largest_award, smallest=held.round.smallest_award)
    override = _check_approval(held, said_, sheet, actor=actor, at=at)
    interests.declare(application=held, has_interest=False, nature="", actor=actor, at=at)
    decision = _decision(held, said_, sheet, override=override, actor=actor, at=at)
    award = None
    if said_.ruling is not Ruling.DEFER:
        move(held, MOVES_TO[said_.ruling], actor=actor, at=at, reason=said_.reasons)
        worklist.close(
            workspace=held.round.workspace, kind=Work.DECIDE, about=held.reference, at=at
        )
    if said_.ruling is Ruling.APPROVE:
        award = _award(decision, said_, actor=actor, at=at)
        tie_award(award, gap=ends.gap, action=ends.action, actor=actor, at=at)
    _write(decision, sheet, actor=actor, at=at)
    said(Event.DECIDED, decision, held, actor=actor, at=at, ruling=said_.ruling.value)
    return decision, award


def approve_several(
    *, wanted: Sequence[tuple[Application, Said]], actor: Actor, at: datetime
) -> list[Made]:
    """Approve several, each wholly or not at all. What stands against one is said beside it."""
    made = []
    for application, said_ in wanted:
        try:
            _, award = decide(
                application=application, said_=said_, has_no_interest=True, actor=actor, at=at
            )
        except HeadwaterError as error:
            made.append(Made(application, None, str(error)))
        else:
            made.append(Made(application, award, ""))
    return made


def _check_with_panel(application: Application) -> None:
    if application.state != State.PANEL:
        stands = State(application.state).label.lower()
        raise DecisionRefusedError(
            f"The application is [{stands}], so it cannot be decided now. Put it before the panel "
            "first."
        )


def _check_approval(
    application: Application, said_: Said, sheet: Sheet, *, actor: Actor, at: datetime
) -> str:
    """The override that a harmful approach is approved on; raises for what stands against it."""
    if said_.ruling is not Ruling.APPROVE:
        return ""
    deciding.check_score(said_, is_fundable=sheet.outcome.is_fundable, zeros=sheet.outcome.zeros)
    asked = checklist(application)
    found = {each.item.id: each.found for each in asked if each.found is not None}
    today = timezone.localdate(at)
    checking.check_ready([each.item for each in asked], found, today=today)
    override = override_of(actor, application)
    known = evidence_for(application)
    evidence.check_approval(known, has_override=override is not None, plan=said_.evaluation_plan)
    tie_approach(application, actor=actor, at=at)
    is_harmful = known.flag is evidence.Flag.HARMFUL
    return override.reference if override is not None and is_harmful else ""


def _decision(
    application: Application,
    said_: Said,
    sheet: Sheet,
    *,
    override: str,
    actor: Actor,
    at: datetime,
) -> Decision:
    is_approval = said_.ruling is Ruling.APPROVE
    return Decision.objects.create(
        application=application,
        ruling=said_.ruling.value,
        amount=to_the_penny(said_.amount) if is_approval else None,
        reasons=said_.reasons.strip(),
        feedback=said_.feedback.strip(),
        conditions=said_.conditions.strip() if is_approval else "",
        evaluation_plan=said_.evaluation_plan.strip() if is_approval else "",
        below_threshold=said_.below_threshold.strip() if is_approval else "",
        override=override,
        total=sheet.outcome.total,
        decided_by=actor.reference,
        decided_at=at,
    )


def _award(decision: Decision, said_: Said, *, actor: Actor, at: datetime) -> Award:
    application = decision.application
    pot = Pot.objects.filter(rounds=application.round, reference=said_.pot).first()
    if pot is None:
        raise DecisionRefusedError("Choose one of the pots that this round pays from.")
    assert said_.starts_on is not None
    assert said_.ends_on is not None
    award = Award.objects.create(
        application=application,
        pot=pot,
        title=application.title or application.reference,
        description=said_.description.strip(),
        amount=to_the_penny(said_.amount),
        first_amount=to_the_penny(said_.amount),
        reasons=said_.reasons.strip(),
        conditions=said_.conditions.strip(),
        awarded_on=timezone.localdate(at),
        starts_on=said_.starts_on,
        ends_on=said_.ends_on,
        written_by=actor.reference,
        written_at=at,
    )
    decision.award = award
    decision.save(update_fields=["award"])
    Step.objects.create(award=award, end=award.state, moved_by=actor.reference, moved_at=at)
    commit_award(pot=pot, amount=award.amount, award_reference=award.reference, actor=actor, at=at)
    amount: Decimal = award.amount
    said(Event.AWARDED, award, application, actor=actor, at=at, amount=str(amount))
    return award


def _write(decision: Decision, sheet: Sheet, *, actor: Actor, at: datetime) -> None:
    letter = keep_letter(decision, sheet)
    address = settings.HEADWATER.address + decision_address(decision.application)
    write_to(
        decision.application,
        letter.subject,
        f"{letter.text}\n\nYou can read this again with your application: {address}",
        key=f"decision:{decision.reference}",
        actor=actor,
        at=at,
    )


def keep_letter(decision: Decision, sheet: Sheet) -> letters.Letter:
    """The letter about a decision, kept as it is read today whatever changes later."""
    letter = letters.decision_letter(decision, sheet)
    decision.letter = letters.kept(letter)
    decision.save(update_fields=["letter"])
    return letter
