"""Asking for the scorecards to be made public."""

from datetime import datetime

from django.utils.text import slugify

from headwater.rulebook import watch_measure
from headwater.web.accounts.actor import Actor
from headwater.web.insights.watch.errors import NothingToReleaseError
from headwater.web.insights.watch.models import Rule
from headwater.web.insights.watch.queries.scorecards import scorecards, snapshot
from headwater.web.partners.models import Workspace
from headwater.web.releases import changes as releases
from headwater.web.releases.models import Kind, Release
from headwater.web.releases.sources import is_public_already

LONGEST_SUBJECT = 16
LONGEST_SLUG = 120


def propose_scorecards(
    *,
    workspace: Workspace,
    reason: str,
    embargo_until: datetime | None,
    actor: Actor,
    at: datetime,
) -> Release:
    """Ask for the scorecards to be published as they are now. Raises before any rule was on.

    Later scorecards take the place of earlier ones, which keep their address. Whoever wrote a rule
    or switched it on does not approve its record.
    """
    rules = [each.rule for each in scorecards(workspace, at=at)]
    if not rules:
        raise NothingToReleaseError
    return releases.propose(
        workspace=workspace,
        kind=Kind.SCORECARD,
        subject=workspace.slug[:LONGEST_SUBJECT],
        title=f"Scorecards of early warning: {workspace.area_name}",
        slug=slugify(f"scorecards {workspace.area_name}")[:LONGEST_SLUG],
        snapshot=snapshot(workspace, at),
        is_restricted=not all(is_public_already(_counted(rule)) for rule in rules),
        checks={},
        reason=reason,
        embargo_until=embargo_until,
        actor=actor,
        at=at,
        authors={rule.written_by for rule in rules} | {rule.switched_on_by for rule in rules},
    )


def _counted(rule: Rule) -> str:
    """The table of the lake whose records a rule counts."""
    return watch_measure(rule.measure).lake_table
