"""Reading how datasets come to be supplied: where each is and how long each step took."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.sharing.models import Onboarding
from headwater.web.sharing.rules import onboarding as rules
from headwater.web.sharing.rules import permissions
from headwater.web.sharing.rules.onboarding import ON_THE_WAY, Moved, Stay, Step, Usual


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


@dataclass(frozen=True, slots=True)
class Pace:
    """How long steps took some datasets, and how many of them wait at each now."""

    usual: Mapping[Step, Usual]
    waiting: Mapping[Step, int]


@dataclass(frozen=True, slots=True)
class Paces:
    """The pace of a partnership: of all its datasets, of each partner, and of each dataset."""

    all: Pace
    by_partner: Mapping[str, Pace]
    by_dataset: Mapping[str, Pace]


def pace(found: Iterable[Way]) -> Pace:
    """Median days at each step on the way, over the stays that are over, and who waits there."""
    those = list(found)
    taken = rules.usual(stay for each in those for stay in each.stays)
    return Pace(
        usual={step: taken[step] for step in ON_THE_WAY},
        waiting={step: sum(each.step is step for each in those) for step in ON_THE_WAY},
    )


def paces_for(actor: Actor, workspace: str, *, today: date) -> Paces | None:
    """The pace of a workspace; none where no dataset was asked for.

    Raises `NotYours` for whoever does not read onboarding there.
    """
    found = ways(onboardings_for(actor, workspace), today=today)
    if not found:
        return None
    partners: dict[str, list[Way]] = defaultdict(list)
    datasets: dict[str, list[Way]] = defaultdict(list)
    for each in found:
        dataset = each.row.dataset
        partners[dataset.organisation.name].append(each)
        datasets[f"{dataset.organisation.name}: {dataset.title}"].append(each)
    return Paces(
        all=pace(found),
        by_partner={name: pace(theirs) for name, theirs in partners.items()},
        by_dataset={name: pace(theirs) for name, theirs in datasets.items()},
    )
