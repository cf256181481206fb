"""Reading the register of rules."""

from datetime import date, timedelta

from django.db.models import QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.insights.watch.models import Rule
from headwater.web.insights.watch.rules import permissions
from headwater.web.insights.watch.rules.describing import WARN_DAYS
from headwater.web.insights.watch.rules.registering import EDITABLE, Status
from headwater.web.partners.models import Workspace


def rules_for(actor: Actor, workspace: str) -> QuerySet[Rule]:
    """Every rule of a workspace that the actor reads."""
    if not permissions.can_read(actor, workspace):
        raise NotYours
    return Rule.objects.filter(workspace__slug=workspace).select_related("workspace", "replaces")


def rule_for(actor: Actor, workspace: str, reference: str) -> Rule:
    """One rule of a workspace. Raises `NotYours` for any other."""
    found = rules_for(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def on_in(workspace: Workspace, today: date) -> QuerySet[Rule]:
    """Rules of a workspace that may run on a day: on, and not ended."""
    return Rule.objects.filter(
        workspace=workspace, status=Status.ON, expires_on__gte=today
    ).select_related("workspace")


def ending(today: date) -> QuerySet[Rule]:
    """Rules that are on and end within the warning time, or have ended."""
    return Rule.objects.filter(
        status=Status.ON, expires_on__lte=today + timedelta(days=WARN_DAYS)
    ).select_related("workspace")


def copy_under_way(rule: Rule) -> Rule | None:
    """A copy that is to replace a rule and is not on yet."""
    return rule.replaced_by.filter(status__in=[*EDITABLE, Status.WORKING]).first()


def took_its_place(rule: Rule) -> Rule | None:
    """The rule of the same name that is on, where that is not the rule itself."""
    same = Rule.objects.filter(workspace=rule.workspace, slug=rule.slug, status=Status.ON)
    return same.exclude(pk=rule.pk).first()


def others_on(rule: Rule, today: date) -> list[Rule]:
    """Rules that run beside one, once it is on: not itself, and not the one it replaces."""
    return list(on_in(rule.workspace, today).exclude(pk__in=[rule.pk, rule.replaces_id or 0]))
