"""What shows that a task is done or a domain is ready, and how fresh it is today."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.partnership.duty.rules.ageing import Age, age_of, last_fresh_day
from headwater.web.thread.kinds import Bead
from headwater.web.thread.models import Tie
from headwater.web.thread.queries import beads
from headwater.web.thread.rules.relations import Relation


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing tied to a task or domain as evidence, as it is today."""

    tie: Tie
    bead: Bead | None
    """None where the reader may not see it, or it is gone."""
    on: date
    """When it happened; where it has no day, when it was tied."""
    ages_after: date
    """The last day on which it shows anything."""
    age: Age


def ties(workspace: str, kind: str, references: list[str] | None = None) -> list[Tie]:
    """Ties by which something shows things of a kind: all of them, or some by reference."""
    found = Tie.objects.filter(
        workspace__slug=workspace, ended_at=None, relation=Relation.EVIDENCE, to_kind=kind
    )
    if references is not None:
        found = found.filter(to_reference__in=references)
    return list(found.order_by("made_at", "pk"))


def evidence(
    actor: Actor, workspace: str, found: list[Tie], months: Mapping[str, int], *, today: date
) -> dict[str, list[Evidence]]:
    """By the reference of what is shown, its evidence, the first tied first.

    How fresh something is goes by what there is, not by what the reader may see of it, so that a
    task stands the same for everybody.
    """
    ends = {(each.from_kind, each.from_reference) for each in found}
    there = beads(HEADWATER, workspace, ends)
    seen = there if actor == HEADWATER else beads(actor, workspace, ends)
    shown: defaultdict[str, list[Evidence]] = defaultdict(list)
    for tie in found:
        end = (tie.from_kind, tie.from_reference)
        fact = there.get(end) or seen.get(end)
        kept = months.get(tie.to_reference)
        if kept is not None:
            shown[tie.to_reference].append(_one(tie, fact, seen.get(end), kept, today=today))
    return dict(shown)


def ages(workspace: str, found: list[Tie], months: Mapping[str, int], *, today: date) -> Mapping[
    str, list[Age]
]:  # fmt: skip
    """By the reference of what is shown, how fresh each thing is that shows it."""
    shown = evidence(HEADWATER, workspace, found, months, today=today)
    return {reference: [each.age for each in those] for reference, those in shown.items()}


def _one(tie: Tie, fact: Bead | None, seen: Bead | None, months: int, *, today: date) -> Evidence:
    on = (fact.on if fact else None) or timezone.localdate(tie.made_at)
    stands = fact is not None and fact.stands
    age = age_of(on, is_there=fact is not None, stands=stands, months=months, today=today)
    return Evidence(tie, seen, on, last_fresh_day(on, months=months), age)


def evidence_tie(workspace: str, kind: str, reference: str, tie: str) -> Tie:
    """One tie that shows one thing. Raises `NotYours` where there is none."""
    found = [each for each in ties(workspace, kind, [reference]) if each.reference == tie]
    if not found:
        raise NotYours
    return found[0]
