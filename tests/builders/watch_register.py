"""Rules of early warning as somebody writes them, works them out and switches them on."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.utils import timezone

from builders.watching import EXPECTED, FAIRNESS
from builders.web import actor_of, build_member, build_organisation, build_workspace
from headwater.analysis.watch.rules import seal_of
from headwater.core import clock
from headwater.core.areas import Level
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.roles import Role
from headwater.web.insights.gateway.watch import as_the_engine_knows_it
from headwater.web.insights.watch.changes import rules as changes
from headwater.web.insights.watch.models import Rule
from headwater.web.insights.watch.rules.describing import Description, Method
from headwater.web.partners.models import Workspace


def build_words(**given: Any) -> Description:
    """What a lead may say of a rule."""
    usual: dict[str, Any] = {
        "title": "Knife crime by district",
        "purpose": "Tell districts early of a rise",
        "owner": "Violence reduction partnership",
        "measure": "knife_crime",
        "area_code": "Z99P00001",
        "area_name": "Loamshire",
        "level": Level.LAD,
        "method": Method.FARRINGTON,
        "alpha": 0.005,
        "least_cases": 5,
        "delay_weeks": 4,
        "expires_on": timezone.localdate() + timedelta(days=300),
    }
    return Description(**{**usual, **given})


def lead_of(workspace: Workspace) -> Actor:
    """Somebody who keeps the register of a workspace."""
    organisation = build_organisation(workspace)
    email = f"lead@{workspace.slug}.example"
    return actor_of(build_member(Role.LEAD, organisation=organisation, email=email))


def written_rule(workspace: Workspace | None = None, **given: Any) -> Rule:
    """A rule that somebody wrote."""
    workspace = workspace or build_workspace()
    return changes.write(
        workspace=workspace,
        description=build_words(**given),
        actor=lead_of(workspace),
        at=clock.now(),
    )


def asked(rule: Rule) -> Rule:
    """The same, waiting for a worker."""
    actor = lead_of(rule.workspace)
    return changes.work_out(rule=rule, version=rule.version, actor=actor, at=clock.now())


def found_of(rule: Rule, **expected: Any) -> changes.WorkedOut:
    """What a worker would find of a rule, under the seal that the engine gives it."""
    alarms = {**asdict(EXPECTED), **expected}
    seal = seal_of(as_the_engine_knows_it(rule), type(EXPECTED)(**alarms), FAIRNESS)
    fairness = FAIRNESS.as_data()
    return changes.WorkedOut(alarms, fairness, ("load-1",), seal, timezone.localdate())


def ready_rule(workspace: Workspace | None = None, **given: Any) -> Rule:
    """A rule whose false alarms are worked out."""
    return worked_out(written_rule(workspace, **given))


def worked_out(rule: Rule, **expected: Any) -> Rule:
    """A rule that was written, with what a worker found of it."""
    begun = changes.begin(reference=asked(rule).reference)
    return changes.keep_expected(rule=begun, found=found_of(begun, **expected), at=clock.now())


def switched_on(rule: Rule) -> Rule:
    """A rule that was worked out, on."""
    return changes.switch_on(
        rule=rule,
        seal=rule.seal,
        version=rule.version,
        actor=lead_of(rule.workspace),
        at=clock.now(),
    )


def rule_that_is_on(workspace: Workspace | None = None, **given: Any) -> Rule:
    """A rule that runs each week."""
    return switched_on(ready_rule(workspace, **given))
