"""Turning a week's edition into alerts: what is new, what goes on, what is no longer found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from headwater.core import words
from headwater.core.weeks import Week
from headwater.rulebook import add_working_days
from headwater.web.accounts.actor import HEADWATER
from headwater.web.audit.ledger import audited, record
from headwater.web.editions.models import Edition
from headwater.web.insights.watch.errors import RuleNotKeptError
from headwater.web.insights.watch.events import Event, Told, Work
from headwater.web.insights.watch.links import LONGEST_TITLE, alert_address
from headwater.web.insights.watch.models import Alert, Rule, Sighting
from headwater.web.insights.watch.queries import raised
from headwater.web.insights.watch.queries.alerts import answerers
from headwater.web.insights.watch.rules.answering import DAYS_TO_ACKNOWLEDGE, Status
from headwater.web.insights.watch.rules.merging import Seen, goes_on
from headwater.web.insights.watch.rules.permissions import ANSWERERS
from headwater.web.notices.changes import notify
from headwater.web.notices.rules import one_line
from headwater.web.worklist import changes as worklist


class How(StrEnum):
    """What a row of a week's alerts is to those who answer them."""

    NEW = "New"
    GOES_ON = "Goes on"
    SEEN_AGAIN = "Seen again by another run of the week"


@dataclass(frozen=True, slots=True)
class Raised:
    """What a week's edition brought: each alert once, with what it is to those who answer it."""

    alerts: Mapping[How, Sequence[Alert]]


@audited
def raise_alerts(*, edition: Edition, at: datetime) -> Raised:
    """Keep what a stored week says of each rule's alerts, and tell those who answer them.

    A rise that goes on belongs to the alert it began as. What an earlier run of the same week said
    is kept and no longer counts. Doing it again for the same edition changes nothing.
    """
    edition = Edition.objects.select_related("workspace").get(pk=edition.pk)
    found: dict[int, tuple[Alert, How]] = {}
    for slug in raised.slugs(edition):
        rule = _held_rule(edition, slug)
        _put_earlier_runs_behind(edition, slug)
        for row in raised.rows(edition, slug):
            alert, how = _joined(rule, row, at=at)
            _keep(alert, edition, row)
            found.setdefault(alert.pk, (alert, how))
        _keep_weeks(edition, slug)
    sorted_out = Raised({each: [a for a, how in found.values() if how is each] for each in How})
    _tell(edition, sorted_out, at=at)
    record(
        Event.RAISED,
        about=edition,
        by=HEADWATER,
        at=at,
        workspace=edition.workspace.slug,
        week=edition.week,
        new=len(sorted_out.alerts[How.NEW]),
        goes_on=len(sorted_out.alerts[How.GOES_ON]),
        seen_again=len(sorted_out.alerts[How.SEEN_AGAIN]),
    )
    return sorted_out


def _held_rule(edition: Edition, slug: str) -> Rule:
    """The rule that ran, held until the change ends, so that two weeks stand in line."""
    held = Rule.objects.select_for_update(of=("self",)).select_related("workspace")
    named = held.filter(workspace_id=edition.workspace_id, slug=slug, area_code=edition.area_code)
    rule = raised.that_ran(list(named.order_by("pk")), edition)
    if rule is None:
        raise RuleNotKeptError(rule=slug)
    return rule


def _put_earlier_runs_behind(edition: Edition, slug: str) -> None:
    earlier = Q(edition__made_at__lt=edition.made_at) | Q(
        edition__made_at=edition.made_at, edition__lt=edition.pk
    )
    raised.sightings(edition, slug).filter(earlier, week=edition.week).update(is_current=False)


@transaction.atomic
def let_earlier_runs_count(edition: Edition) -> None:
    """Now that a run was put away, count what the run before it said of the same week's alerts."""
    for slug in raised.slugs(edition):
        _held_rule(edition, slug)
        run = raised.run_that_counts(edition, slug)
        raised.sightings(edition, slug).filter(edition=run).update(is_current=True)
        _keep_weeks(edition, slug)


def _joined(rule: Rule, row: raised.Row, *, at: datetime) -> tuple[Alert, How]:
    """The alert that a row goes on with, or a new one."""
    before = list(raised.sightings_of(rule))
    seen = [
        Seen(
            each.alert_id,
            Week.parse(each.week),
            {area["code"] for area in each.areas},
            is_judged=each.alert.stands is Status.JUDGED,
        )
        for each in before
    ]
    found = goes_on({each.code for each in row.areas}, row.week, seen)
    if found is None:
        return _made(rule, row, at=at), How.NEW
    known = {each.week for each in before if each.alert_id == found}
    how = How.SEEN_AGAIN if str(row.week) in known else How.GOES_ON
    return Alert.objects.select_related("workspace", "rule").get(pk=found), how


def _made(rule: Rule, row: raised.Row, *, at: datetime) -> Alert:
    """A new alert, put on the worklists of those who answer. The title there holds no number."""
    alert = Alert.objects.create(
        workspace=rule.workspace,
        rule=rule,
        first_week=str(row.week),
        last_week=str(row.week),
        raised_at=at,
    )
    places = words.listed([each.name for each in row.areas])
    worklist.post(
        workspace=rule.workspace,
        kind=Work.ACKNOWLEDGE,
        title=one_line(f"Look into an alert: {rule.title}, {places}", LONGEST_TITLE),
        link=alert_address(alert),
        about=alert.reference,
        due_on=add_working_days(timezone.localdate(at), DAYS_TO_ACKNOWLEDGE),
        roles=ANSWERERS,
        at=at,
    )
    return alert


def _keep(alert: Alert, edition: Edition, row: raised.Row) -> None:
    Sighting.objects.create(
        alert=alert,
        edition=edition,
        week=edition.week,
        table=row.table,
        row=row.key,
        weeks=row.weeks,
        areas=[{"code": each.code, "name": each.name} for each in row.areas],
        observed=row.observed,
        expected=row.expected,
        p_value=row.p_value,
        sentence=row.sentence,
        because=row.because,
    )


def _keep_weeks(edition: Edition, slug: str) -> None:
    """An alert goes from the first to the last week in which it is still found."""
    touched = raised.sightings(edition, slug).filter(week=edition.week).values("alert")
    for alert in Alert.objects.filter(pk__in=touched).prefetch_related("sightings"):
        every = alert.sightings.all()
        weeks = [each.week for each in every if each.is_current] or [each.week for each in every]
        if (alert.first_week, alert.last_week) != (min(weeks), max(weeks)):
            alert.first_week, alert.last_week = min(weeks), max(weeks)
            alert.save(update_fields=["first_week", "last_week"])


def _tell(edition: Edition, found: Raised, *, at: datetime) -> None:
    """One notice a week, however many alerts there are. What is restricted is not in mail."""
    new, going_on = found.alerts[How.NEW], found.alerts[How.GOES_ON]
    if not new and not going_on:
        return
    lines = [
        f"{how}: {sentence}"
        for how, alerts in ((How.NEW, new), (How.GOES_ON, going_on))
        for sentence in _sentences(edition, alerts)
    ]
    counts = [words.counted(len(new), "new alert")] if new else []
    if going_on:
        counts.append(words.counted(len(going_on), "alert that goes on", "alerts that go on"))
    notify(
        to=answerers(edition.workspace, today=timezone.localdate(at)),
        kind=Told.RAISED,
        subject=f"{words.listed(counts)}: {Week.parse(edition.week).words}",
        words="\n".join(lines),
        link=reverse("insights:alerts", args=[edition.workspace.slug]),
        restricted=edition.is_restricted,
        at=at,
    )


def _sentences(edition: Edition, alerts: Sequence[Alert]) -> list[str]:
    seen = Sighting.objects.filter(edition=edition, alert__in=alerts).order_by("pk")
    return [each.sentence for each in seen]
