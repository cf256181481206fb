"""Reading how datasets come to be supplied: where each is and how long each step took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.sharing.models import Onboarding
from headwater.web.sharing.rules import onboarding as rules
from headwater.web.sharing.rules import permissions
from headwater.web.sharing.rules.onboarding import Moved, Stay, Step


@dataclass(frozen=True, slots=True)
class Way:
    """A dataset with where it is and how long it was at each step."""

    row: Onboarding
    moves: Sequence[Moved]
    stays: Sequence[Stay]

    @property
    def step(self) -> Step:
        """Where it is."""
        return self.row.stands

    @property
    def days(self) -> int:
        """Days at the step where it is."""
        return self.stays[-1].days

    @property
    def is_stuck(self) -> bool:
        """Whether it waits longer than it should."""
        return rules.is_stuck(self.step, self.days)

    def days_at(self, step: Step) -> int | None:
        """Days at a step, all its stays together; None where it never was there."""
        found = [each.days for each in self.stays if each.step is step]
        return sum(found) if found else None


def onboardings_for(actor: Actor, workspace: str) -> QuerySet[Onboarding]:
    """Every dataset that is on its way or arrived."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    return (
        Onboarding.objects.filter(workspace__slug=workspace)
        .select_related("workspace", "dataset__organisation", "dataset__workspace")
        .prefetch_related("moves")
        .order_by("dataset__organisation__name", "dataset__title")
    )


def way_of(row: Onboarding, *, today: date) -> Way:
    """How a dataset came where it is, from its dated moves."""
    moves = [Moved(Step(each.step), each.on) for each in row.moves.all()]
    return Way(row, moves, rules.stays(moves, today=today))


def ways(rows: QuerySet[Onboarding], *, today: date) -> list[Way]:
    """The same of many."""
    return [way_of(each, today=today) for each in rows]
