"""Reading the weeks that were run, and what can be run."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, OuterRef, QuerySet, Subquery

from headwater.core.periods import Month
from headwater.core.weeks import Week
from headwater.rulebook import watch_measure
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.editions.models import Edition, Kind, Table
from headwater.web.editions.queries import of_kind
from headwater.web.insights.assessments.models import HeldMonths
from headwater.web.insights.watch.errors import NoRuleIsOnError, RuleReplacedError
from headwater.web.insights.watch.models import Rule
from headwater.web.insights.watch.queries.raised import RULES
from headwater.web.insights.watch.queries.rules import on_in
from headwater.web.insights.watch.rules.permissions import KEEPERS
from headwater.web.partners.models import Membership, Workspace
from headwater.web.partners.queries import in_force


@dataclass(frozen=True, slots=True)
class Ready:
    """A rule that may run, and the latest week that it can judge by what workers saw last."""

    rule: Rule
    latest: Week | None
    """None where no record that it counts is held."""


def weeks_for(actor: Actor, workspace: str) -> QuerySet[Edition]:
    """Every run of a week, latest week first, with how many `rules` and `alerts` it tells of."""
    ran = Table.objects.filter(edition=OuterRef("pk"), slug=RULES).values("row_count")
    return (
        of_kind(actor, workspace, Kind.EARLY_WARNING)
        .annotate(alerts=Count("sightings"), rules=Subquery(ran))
        .order_by("-week", "-requested_at")
    )


def rules_by_area(workspace: Workspace, *, today: date) -> dict[str, list[Rule]]:
    """The rules that may run today by the area they watch, the partnership's own area first."""
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in on_in(workspace, today):
        found[rule.area_code].append(rule)
    own = workspace.area_code
    return dict(sorted(found.items(), key=lambda each: (each[0] != own, each[1][0].area_name)))


def rules_of(workspace: Workspace, area_code: str, *, today: date) -> list[Rule]:
    """The rules that may run today for an area, in order. Raises where there is none."""
    found = list(on_in(workspace, today).filter(area_code=area_code).order_by("slug"))
    if not found:
        raise NoRuleIsOnError(area=area_code)
    return found


def check_none_was_replaced(ran: Sequence[Rule]) -> None:
    """Raises `RuleReplacedError` where a copy of a rule came on since: whose alerts would be whose?

    The rules are held until the change ends, so that none is replaced before the week is kept.
    """
    rows = Rule.objects.select_for_update(of=("self",)).filter(pk__in=[rule.pk for rule in ran])
    held = list(rows.order_by("slug", "pk"))
    later = Rule.objects.filter(replaces__in=held, switched_on_at__isnull=False).first()
    if later is not None:
        raise RuleReplacedError(rule=later.slug)


def was_asked_for(workspace: Workspace, area_code: str, week: Week) -> bool:
    """Whether somebody had a week or a later one run, however it ended."""
    return Edition.objects.filter(
        workspace=workspace,
        kind=Kind.EARLY_WARNING,
        area_code=area_code,
        week__gte=str(week),
    ).exists()


def ready(workspace: Workspace, *, today: date) -> list[Ready]:
    """The rules that may run today, each with the latest week it can judge."""
    held = dict(HeldMonths.objects.values_list("table", "last_month"))
    return [
        Ready(rule, _latest(rule, held))
        for rules in rules_by_area(workspace, today=today).values()
        for rule in rules
    ]


def _latest(rule: Rule, held: dict[str, date]) -> Week | None:
    last_month = held.get(watch_measure(rule.measure).lake_table)
    if last_month is None:
        return None
    after = Month.of(last_month).last_day + timedelta(days=1)
    return Week.of(after).plus(-1 - rule.delay_weeks)


def keepers(workspace: Workspace, *, today: date) -> QuerySet[User]:
    """Everybody who keeps the register of rules of a workspace today."""
    seats = Membership.objects.filter(
        in_force(today), organisation__workspace=workspace, role__in=KEEPERS
    )
    return User.objects.filter(is_active=True, pk__in=seats.values("user"))
