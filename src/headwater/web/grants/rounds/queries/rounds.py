"""Rounds as those see them who build and decide, and what each consists of."""

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q, QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.money.models import Fund, Pot
from headwater.web.grants.rounds.models import (
    PARTS,
    Attachment,
    Criterion,
    EligibilityRule,
    Extension,
    Part,
    Question,
    Round,
    Section,
)
from headwater.web.grants.rounds.rules import permissions

P = TypeVar("P", EligibilityRule, Section, Question, Criterion, Attachment)


@dataclass(frozen=True, slots=True)
class Group:
    """A section with its questions."""

    section: Section
    questions: list[Question]


def rounds_for(
    actor: Actor, workspace: str, *, text: str = "", state: str = "", fund: str = ""
) -> QuerySet[Round]:
    """Rounds of a workspace, the one that closes last first. Raises `NotYours` for strangers."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    rows = Round.objects.filter(workspace__slug=workspace).select_related("workspace", "fund")
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(reference__iexact=text))
    if state:
        rows = rows.filter(state=state)
    if fund:
        rows = rows.filter(fund__reference=fund)
    return rows.order_by("-closes_at", "-pk")


def round_for(actor: Actor, workspace: str, reference: str) -> Round:
    """One round. Raises `NotYours` for any other, there or not."""
    found = rounds_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def eligibility_of(round: Round) -> list[EligibilityRule]:
    """The questions on which it hangs whether an organisation may apply, in order."""
    return list(EligibilityRule.objects.filter(round=round, is_removed=False))


def questions_of(round: Round) -> list[Question]:
    """Every question of a round, section by section."""
    rows = Question.objects.filter(round=round, is_removed=False, section__is_removed=False)
    return list(rows.select_related("section"))


def sections_of(round: Round) -> list[Group]:
    """The sections of a round with their questions, in order. A section may be empty."""
    questions = questions_of(round)
    return [
        Group(section, [each for each in questions if each.section_id == section.pk])
        for section in Section.objects.filter(round=round, is_removed=False)
    ]


def criteria_of(round: Round) -> list[Criterion]:
    """What applications to a round are judged by, in order."""
    return list(Criterion.objects.filter(round=round, is_removed=False))


def attachments_of(round: Round) -> list[Attachment]:
    """The documents of a round that were not disposed of."""
    rows = Attachment.objects.filter(round=round, is_removed=False)
    return list(rows.filter(document__disposed_at=None).select_related("document"))


def extensions_of(round: Round) -> list[Extension]:
    """Each time its closing was put off, first to last."""
    return list(Extension.objects.filter(round=round))


def counts_of(round: Round) -> dict[str, int]:
    """How many parts of each sort a round has."""
    return {
        "eligibility": EligibilityRule.objects.filter(round=round, is_removed=False).count(),
        "questions": Question.objects.filter(round=round, is_removed=False).count(),
        "criteria": Criterion.objects.filter(round=round, is_removed=False).count(),
        "documents": len(attachments_of(round)),
    }


def funds_for(actor: Actor, workspace: str) -> list[Fund]:
    """The funds of a workspace that are open, by name."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    rows = Fund.objects.filter(workspace__slug=workspace, closed_at=None)
    return list(rows.select_related("workspace").order_by("name", "pk"))


def pots_of(fund: Fund) -> list[Pot]:
    """The pots of a fund whose year is not closed."""
    return list(Pot.objects.filter(fund=fund, locked_at=None).order_by("-year", "name", "pk"))


def part_for(actor: Actor, workspace: str, reference: str, part: str) -> Part:
    """One part of a round by its reference, removed or not. Raises `NotYours` for any other."""
    round = round_for(actor, workspace, reference)
    kind = PARTS.get(part.partition("-")[0])
    found = kind._default_manager.filter(round=round, reference=part).first() if kind else None
    if found is None:
        raise NotYours
    found.round = round
    return found


def one_of(kind: type[P], actor: Actor, workspace: str, reference: str, part: str) -> P:
    """The same of one sort."""
    found = part_for(actor, workspace, reference, part)
    if not isinstance(found, kind):
        raise NotYours
    return found


def removed_of(round: Round, kind: type[P]) -> list[P]:
    """Parts of a sort that were taken out and can be put back."""
    return list(kind._default_manager.filter(round=round, is_removed=True))
