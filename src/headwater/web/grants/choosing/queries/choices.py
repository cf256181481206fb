"""Choices, and the applications one can be made from."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.applying.models import Application, State
from headwater.web.grants.choosing.models import Choice, Verdict
from headwater.web.grants.choosing.rules import permissions
from headwater.web.grants.deciding.queries.interests import blocked
from headwater.web.grants.rounds.models import Round
from headwater.web.thread.kinds import Bead
from headwater.web.thread.queries import strands

APPLICATION, OVERRIDE = "application", "override"
MAY_BE_CHOSEN = (
    State.SUBMITTED,
    State.ASSESSMENT,
    State.CLARIFICATION,
    State.PANEL,
    State.APPROVED,
)
HEAVY = ("result", "applications")


def closed_to(actor: Actor, workspace: str) -> set[int]:
    """Rounds with an application that the actor has an interest in.

    A set says how every application fares beside every other, so none of that round is shown.
    """
    rows = Application.objects.filter(round__workspace__slug=workspace, state__in=MAY_BE_CHOSEN)
    found = blocked(actor, workspace, rows)
    if not found:
        return set()
    return set(rows.filter(pk__in=found).values_list("round", flat=True))


def choices_for(actor: Actor, workspace: str) -> QuerySet[Choice]:
    """Choices of a workspace, latest first. Raises `NotYours` for who may not read them.

    Those of rounds in which the actor has an interest are not there.
    """
    if not permissions.can_read(actor, workspace):
        raise NotYours
    rows = Choice.objects.filter(workspace__slug=workspace).select_related("workspace", "round")
    rows = rows.exclude(round__in=closed_to(actor, workspace))
    return rows.annotate(is_decided=Exists(Verdict.objects.filter(choice=OuterRef("pk"))))


def choice_for(actor: Actor, workspace: str, reference: str) -> Choice:
    """One choice. Raises `NotYours` for any other, there or not."""
    found = choices_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def verdicts_of(choice: Choice) -> list[Verdict]:
    """What was decided, latest first."""
    return list(choice.verdicts.all())


def rounds_to_choose_in(actor: Actor, workspace: str) -> list[Round]:
    """Rounds with an application that can be chosen, the one that closes last first."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    waiting = Application.objects.filter(round=OuterRef("pk"), state__in=MAY_BE_CHOSEN)
    rows = Round.objects.filter(Exists(waiting), workspace__slug=workspace)
    rows = rows.exclude(pk__in=closed_to(actor, workspace))
    return list(rows.select_related("workspace").order_by("-closes_at", "-pk"))


def to_choose_from(round: Round) -> list[Application]:
    """Applications of a round that can be chosen, in the order they arrived."""
    rows = Application.objects.filter(round=round, state__in=MAY_BE_CHOSEN)
    return list(rows.order_by("submitted_at", "pk"))


def overridden(actor: Actor, workspace: str, references: Iterable[str]) -> set[str]:
    """Applications whose harmful approach a board has overridden, of those given."""
    ends = [(APPLICATION, reference) for reference in references]
    if not ends:
        return set()
    tied = strands(actor, workspace, ends)
    return {
        reference
        for (_, reference), found in tied.items()
        if any(_is_override(each.other) for each in found)
    }


def _is_override(bead: Bead) -> bool:
    return bead.kind == OVERRIDE and bead.stands


def frozen(application: Application, *, is_overridden: bool) -> dict[str, Any]:
    """An application as a choice keeps it: what the limits and the reckoning need of it."""
    income = application.yearly_income
    return {
        "reference": application.reference,
        "title": application.title,
        "organisation": application.organisation,
        "amount": str(application.amount) if application.amount is not None else "",
        "people": application.people or 0,
        "approach": application.approach,
        "level": application.level,
        "areas": list(application.area_codes),
        "income": str(income) if income is not None else "",
        "overridden": is_overridden,
    }
