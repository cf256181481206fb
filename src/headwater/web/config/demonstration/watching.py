"""Early warning in Loamshire: rules are registered and switched on, weeks run, alerts answered."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils import timezone

from headwater.core.areas import Level
from headwater.core.weeks import Week
from headwater.web.accounts.actor import Actor
from headwater.web.config.demonstration import cast, words
from headwater.web.editions.models import Edition
from headwater.web.insights.watch.changes import alerts, rules, weeks
from headwater.web.insights.watch.models import Alert, Rule
from headwater.web.insights.watch.rules.answering import Verdict
from headwater.web.insights.watch.rules.describing import LONGEST, Description, Method
from headwater.web.partners.models import Workspace

WEEKS = tuple(Week.of(date(2025, 6, 16)).plus(later) for later in (0, 1, 3, 7, 9))
"""From the week in which the planted outbreak raises its first alerts."""
MEASURES = (
    ("knife_crime", Level.LAD, Method.FARRINGTON, 0.01),
    ("violence_with_injury", Level.LSOA, Method.SCAN, 0.05),
    ("hospital_assaults", Level.LAD, Method.EARS, 0.001),
)


def watch(
    workspace: Workspace, *, lead: Actor, helper: Actor, at: datetime, work: Callable[[], None]
) -> int:
    """Register three rules, run some weeks, answer what they raised. Says how many alerts."""
    made = [
        rules.write(workspace=workspace, description=described, actor=lead, at=at)
        for described in _descriptions(at)
    ]
    for rule in made:
        rules.work_out(rule=rule, version=rule.version, actor=lead, at=at)
    work()
    for rule in Rule.objects.filter(pk__in=[each.pk for each in made]):
        rules.switch_on(rule=rule, seal=rule.seal, version=rule.version, actor=lead, at=at)
    for week in WEEKS:
        weeks.run(workspace=workspace, area_code=cast.AREA.code, week=week, actor=lead, at=at)
    work()
    _answer(workspace, lead=lead, helper=helper, at=at)
    return Alert.objects.filter(workspace=workspace).count()


def _descriptions(at: datetime) -> list[Description]:
    return [
        Description(
            title=title,
            purpose=purpose,
            owner=cast.UNIT,
            measure=measure,
            area_code=cast.AREA.code,
            area_name=cast.AREA.name,
            level=level,
            method=method,
            alpha=alpha,
            least_cases=5,
            delay_weeks=1,
            expires_on=timezone.localdate(at) + LONGEST,
        )
        for (title, purpose), (measure, level, method, alpha) in zip(
            words.WATCHED, MEASURES, strict=True
        )
    ]


def _answer(workspace: Workspace, *, lead: Actor, helper: Actor, at: datetime) -> None:
    """The oldest alerts were looked into and judged, the next is being looked into."""
    oldest = list(Alert.objects.filter(workspace=workspace).order_by("last_week", "pk")[:3])
    for alert, (found, verdict) in zip(oldest, words.ANSWERS, strict=False):
        held = alerts.acknowledge(alert=alert, text=words.LOOKING, actor=helper, at=at)
        alerts.note(alert=held, text=found, actor=helper, at=at)
        if verdict:
            alerts.judge(
                alert=held,
                verdict=Verdict(verdict),
                text=words.HOW_WE_KNOW[verdict],
                version=held.version,
                actor=lead,
                at=at,
            )


def week_to_publish(workspace: Workspace) -> Edition:
    """The first week that was run."""
    return Edition.objects.get(workspace=workspace, week=str(WEEKS[0]))
