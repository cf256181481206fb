"""Reading what rules turned out to be worth."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from headwater.rulebook import watch_measure
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.editions.figures import position
from headwater.web.editions.models import Kind, Table
from headwater.web.editions.rules.workflow import READABLE
from headwater.web.insights.watch.models import Alert, Rule
from headwater.web.insights.watch.queries.raised import RULES, that_ran
from headwater.web.insights.watch.rules import permissions
from headwater.web.insights.watch.rules.answering import Verdict
from headwater.web.insights.watch.rules.describing import METHOD_WORDS, Method
from headwater.web.insights.watch.rules.registering import ENDED, Status
from headwater.web.insights.watch.rules.scoring import Answered, Expected, Scorecard, scorecard
from headwater.web.partners.models import Workspace

SHAPE = 1
"""Of a snapshot. It goes up when a reader of old ones would go wrong."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A rule with its record."""

    rule: Rule
    card: Scorecard
    has_ended: bool
    """Whether it is on by name only, because its last day is over."""

    @property
    def status(self) -> str:
        """Whether the rule still runs, in words."""
        return ENDED if self.has_ended else self.rule.stands.words


def scorecards(workspace: Workspace, *, at: datetime) -> list[Scored]:
    """Every rule that has been on, with its record: those that run first, then by name."""
    today = timezone.localdate(at)
    rules = list(
        Rule.objects.filter(workspace=workspace, switched_on_at__isnull=False).select_related(
            "workspace"
        )
    )
    weeks = _weeks_run(workspace, rules)
    alerts = _answered(workspace)
    scored = [
        Scored(
            each,
            _card(each, weeks[each.pk], alerts[each.pk], at=at),
            has_ended=each.stands is Status.ON and each.expires_on < today,
        )
        for each in rules
    ]
    return sorted(scored, key=lambda each: (each.status != Status.ON.words, each.rule.title))


def scorecard_for(actor: Actor, workspace: str, reference: str, *, at: datetime) -> Scored:
    """One rule with its record. Raises `NotYours` for any that has never been on."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    here = Workspace.objects.get(slug=workspace)
    for each in scorecards(here, at=at):
        if each.rule.reference == reference:
            return each
    raise NotYours


def _card(rule: Rule, weeks: int, alerts: Sequence[Answered], *, at: datetime) -> Scorecard:
    expected = Expected.over(
        weeks,
        a_year=rule.expected["a_year"],
        low=rule.expected["low"],
        high=rule.expected["high"],
    )
    return scorecard(alerts, weeks_run=weeks, expected=expected, today=timezone.localdate(at))


def _weeks_run(workspace: Workspace, rules: Sequence[Rule]) -> Mapping[int, int]:
    """For each rule, how many different weeks it judged, by the runs that were not put away."""
    named: defaultdict[tuple[str, str], list[Rule]] = defaultdict(list)
    for rule in rules:
        named[rule.slug, rule.area_code].append(rule)
    ran: defaultdict[int, set[str]] = defaultdict(set)
    tables = Table.objects.filter(
        slug=RULES,
        edition__workspace=workspace,
        edition__kind=Kind.EARLY_WARNING,
        edition__status__in=READABLE,
    ).select_related("edition")
    # The rest of an edition is long, and there is one for each week.
    few = ("columns", "rows", "edition__area_code", "edition__made_at", "edition__week")
    for table in tables.only(*few):
        at = position(table, "rule")
        for row in table.rows:
            one = that_ran(named[str(row[at]), table.edition.area_code], table.edition)
            if one is not None:
                ran[one.pk].add(table.edition.week)
    return {rule.pk: len(ran[rule.pk]) for rule in rules}


def _answered(workspace: Workspace) -> Mapping[int, Sequence[Answered]]:
    """Alerts as scorecards count them, by the key of their rule."""
    weeks = Count("sightings__week", filter=Q(sightings__is_current=True), distinct=True)
    found: defaultdict[int, list[Answered]] = defaultdict(list)
    for alert in Alert.objects.filter(workspace=workspace).annotate(weeks_raised=weeks):
        found[alert.rule_id].append(
            Answered(
                raised_on=timezone.localdate(alert.raised_at),
                # An alert that no run of its weeks finds any more was raised all the same.
                weeks=max(alert.weeks_raised, 1),
                acknowledged_on=timezone.localdate(alert.acknowledged_at)
                if alert.acknowledged_at
                else None,
                verdict=Verdict(alert.verdict) if alert.verdict else None,
            )
        )
    return found


def snapshot(workspace: Workspace, at: datetime) -> dict[str, Any]:
    """Every rule's record as plain values, as they are released. Nothing in it counts people."""
    return {
        "shape": SHAPE,
        "partnership": workspace.name,
        "area_name": workspace.area_name,
        "as_of": timezone.localdate(at).isoformat(),
        "rules": [_plain(each) for each in scorecards(workspace, at=at)],
    }


def _plain(scored: Scored) -> dict[str, Any]:
    rule, card = scored.rule, scored.card
    return {
        "rule": rule.slug,
        "title": rule.title,
        "purpose": rule.purpose,
        "owner": rule.owner,
        "measure": watch_measure(rule.measure).title,
        "area_name": rule.area_name,
        "method": METHOD_WORDS[Method(rule.method)],
        "status": scored.status,
        "registered_on": rule.registered_on.isoformat() if rule.registered_on else "",
        "expected_a_year": {key: rule.expected[key] for key in ("a_year", "low", "high")},
        "fairness": rule.fairness.get("sentence", ""),
        **numbers(card),
    }


def numbers(card: Scorecard) -> dict[str, Any]:
    """A record as plain values, by the names they have in files."""
    precision = card.precision
    low, high = precision.interval if precision else (None, None)
    return {
        "weeks_run": card.weeks_run,
        "alerts": card.alerts,
        "weekly_alerts": card.weekly_alerts,
        "acknowledged": card.acknowledged,
        "due": card.due,
        "acknowledged_in_time": card.in_time,
        "judged_true": card.true,
        "judged_false": card.false,
        "judged_unknown": card.unknown,
        "not_judged": card.not_judged,
        "share_true": _rounded(precision.value if precision else None),
        "share_true_low": _rounded(low),
        "share_true_high": _rounded(high),
        "false_weekly_alerts": card.false_weekly,
        "false_expected": _rounded(card.expected.value),
        "false_expected_low": _rounded(card.expected.low),
        "false_expected_high": _rounded(card.expected.high),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
