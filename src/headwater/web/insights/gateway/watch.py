"""Early warning in the worker: how often a rule is wrong, and which week it can judge."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from datetime import date

from django.conf import settings

from headwater.analysis.needs.scope import scope_of
from headwater.analysis.watch.counting import weekly_counts
from headwater.analysis.watch.rules import ExpectedAlarms, RegisteredRule, Watching, WatchRule
from headwater.analysis.watch.shares import fairness_from
from headwater.core import clock
from headwater.core.areas import Level
from headwater.core.errors import HeadwaterError, NotFoundError
from headwater.core.periods import Month, Period
from headwater.core.weeks import Week
from headwater.lake.store import Store
from headwater.pipelines.assess import MEMORY_LIMIT
from headwater.pipelines.watch import with_expected_alarms
from headwater.rulebook import watch_measure
from headwater.web.editions.attempts import Attempt
from headwater.web.editions.gate import run_registered
from headwater.web.insights.algorithms.rules import Pipeline
from headwater.web.insights.watch.changes import rules as changes
from headwater.web.insights.watch.models import Rule


class NothingJudgedError(HeadwaterError):
    """A rule that never speaks, so that its silence says nothing."""

    def __init__(self, *, areas: int) -> None:
        super().__init__(
            f"Not one of [{areas}] areas can be judged: the latest weeks were not supplied, or the "
            "areas have too few events. So nothing can be said of its false alarms. Load the "
            "missing files and try again, or watch larger areas or another measure."
        )


def work_out(reference: str) -> str:
    """Work out the false alarms of a rule, and say in a word how it ended.

    Run again after a worker died, it starts again; an earlier run that still lives changes nothing.
    """
    rule = changes.begin(reference=reference)
    with _attempt(rule) as attempt:
        today = clock.today()
        found = run_registered(
            rule.workspace,
            Pipeline.EARLY_WARNING,
            today,
            with_expected_alarms,
            settings.LAKE,
            as_the_engine_knows_it(rule),
            on=today,
            by=rule.owner,
        )
        if not found.expected.judged_areas:
            raise NothingJudgedError(areas=found.expected.areas)
        worked_out = changes.WorkedOut(
            expected=asdict(found.expected),
            fairness=found.fairness.as_data() if found.fairness else {},
            loads=found.loads,
            seal=found.seal,
            on=today,
        )
        changes.keep_expected(rule=rule, found=worked_out, at=clock.now())
        attempt.ended = "worked out"
    return attempt.ended


def _attempt(rule: Rule) -> Attempt:
    def fail(sentence: str) -> None:
        changes.keep_failure(rule=rule, sentence=sentence, at=clock.now())

    return Attempt(fail=fail, overtaken=changes.OvertakenError)


def as_the_engine_knows_it(rule: Rule) -> WatchRule:
    """A rule as analysis reads it. Raises where it says what no rule may."""
    return WatchRule(
        id=rule.slug,
        title=rule.title,
        purpose=rule.purpose,
        owner=rule.owner,
        measure=rule.measure,
        area=rule.area_code,
        level=Level(rule.level),
        method=Watching(rule.method),
        alpha=rule.alpha,
        least_cases=rule.least_cases,
        delay_weeks=rule.delay_weeks,
        expires_on=rule.expires_on,
    )


def registered(rule: Rule) -> RegisteredRule:
    """A rule with what is expected of it, as it was sealed. `check_may_run` says if it still is."""
    assert rule.registered_on is not None, "only what was worked out is registered"
    return RegisteredRule(
        rule=as_the_engine_knows_it(rule),
        expected=ExpectedAlarms(**rule.expected),
        registered_on=rule.registered_on,
        registered_by=rule.owner,
        loads=tuple(rule.loads),
        seal=rule.seal,
        fairness=fairness_from(rule.fairness),
    )


def latest_weeks(rules: Iterable[Rule], today: date) -> list[Week]:
    """The latest week that each rule can judge; without those for which the lake holds nothing."""
    found = []
    with Store(settings.LAKE, memory_limit=MEMORY_LIMIT) as store:
        for rule in rules:
            with suppress(NotFoundError):
                found.append(_latest_week(store, rule, today))
    return found


def _latest_week(store: Store, rule: Rule, today: date) -> Week:
    this_month = Month.of(today)
    scope = scope_of(store, area=rule.area_code, period=Period(this_month, this_month))
    held = weekly_counts(store, scope, watch_measure(rule.measure), level=Level(rule.level))
    return held.weeks[-1].plus(-rule.delay_weeks)
