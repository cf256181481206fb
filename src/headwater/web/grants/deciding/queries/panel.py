"""What a panel has before it: the applications of one round, with everything found out."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from headwater.rulebook.practice import evidence_toolkit
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.applying.models import Application, State
from headwater.web.grants.deciding.models import Assessment, Interest, Moderation, Score
from headwater.web.grants.deciding.queries.applications import applications_for
from headwater.web.grants.deciding.queries.assessments import Sheet, sheet
from headwater.web.grants.deciding.rules import permissions
from headwater.web.grants.deciding.rules.evidence import Evidence, evidence_of
from headwater.web.grants.money.models import Pot
from headwater.web.grants.money.queries import positions
from headwater.web.grants.rounds.models import Round
from headwater.web.grants.rounds.queries import criteria_of, round_for
from headwater.web.thread.kinds import Bead
from headwater.web.thread.queries import strands

GAPS = frozenset({"gap", "finding", "action"})


@dataclass(frozen=True, slots=True)
class Before:
    """One application as it stands before the panel."""

    application: Application
    sheet: Sheet
    evidence: Evidence
    interests: tuple[Interest, ...]
    """Declared, or found and cleared."""
    ties: tuple[Bead, ...]
    """Gaps, findings and actions that it is tied to."""


@dataclass(frozen=True, slots=True)
class Money:
    """What a pot still has."""

    pot: Pot
    available: Decimal


def panel_of(actor: Actor, workspace: str, reference: str) -> tuple[Round, list[Before]]:
    """Applications of a round that are with the panel and the actor may read, the best first."""
    if not permissions.reads_all(actor, workspace):
        raise NotYours
    round_ = round_for(actor, workspace, reference)
    found = applications_for(actor, workspace).filter(round=round_, state=State.PANEL)
    return round_, _before(actor, workspace, round_, found)


def _before(
    actor: Actor, workspace: str, round_: Round, found: QuerySet[Application]
) -> list[Before]:
    criteria = criteria_of(round_)
    scores = Prefetch("scores", queryset=Score.objects.order_by("pk"))
    assessments = Assessment.objects.filter(ended_at=None).prefetch_related(scores)
    rows = list(
        found.prefetch_related(
            Prefetch("assessments", queryset=assessments),
            Prefetch("moderations", queryset=Moderation.objects.order_by("pk")),
            Prefetch("interests", queryset=Interest.objects.filter(is_interest=True)),
        )
    )
    known = {each.id: each for each in evidence_toolkit()}
    tied = strands(actor, workspace, [("application", each.reference) for each in rows])
    by_reference: dict[str, list[Bead]] = defaultdict(list)
    for (_, reference), ties in tied.items():
        by_reference[reference] += [each.other for each in ties if each.other.kind in GAPS]
    before = [
        Before(
            each,
            sheet(
                each,
                criteria,
                list(each.assessments.all()),
                {row.criterion: row for row in each.moderations.all()},
            ),
            evidence_of(known.get(each.approach)),
            tuple(each.interests.all()),
            tuple(by_reference[each.reference]),
        )
        for each in rows
    ]
    return sorted(
        before, key=lambda each: (-(each.sheet.outcome.total or Decimal(0)), each.application.pk)
    )


def money_of(round_: Round) -> list[Money]:
    """The pots a round pays from, and what each still has."""
    pots = list(round_.pots.order_by("year", "name", "pk"))
    held = positions(pots)
    return [Money(pot, held[pot.pk].available) for pot in pots]
