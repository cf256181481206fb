"""Having the rules of a week run, by hand or by the clock, and saying when that went wrong."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from headwater.core.weeks import Week
from headwater.web.accounts.actor import Actor
from headwater.web.editions import changes as editions
from headwater.web.editions.making import make_soon
from headwater.web.editions.models import Edition
from headwater.web.insights.watch.events import Told
from headwater.web.insights.watch.queries import weeks as queries
from headwater.web.insights.watch.queries.rules import on_in
from headwater.web.notices.changes import notify
from headwater.web.partners.models import Workspace


def run(*, workspace: Workspace, area_code: str, week: Week, actor: Actor, at: datetime) -> Edition:
    """Ask for the rules of an area to be run for a week, and a worker to run them.

    Raises where no rule is on for the area, and while the same week is being run.
    """
    rules = queries.rules_of(workspace, area_code, today=timezone.localdate(at))
    with transaction.atomic():
        edition = editions.ask(
            workspace=workspace,
            area_code=area_code,
            area_name=rules[0].area_name,
            period=week,
            actor=actor,
            at=at,
        )
        make_soon(edition)
    return edition


def say_none_was_asked_for(
    *, workspace: Workspace, area_code: str, sentence: str, at: datetime
) -> None:
    """Tell those who keep the rules of an area why headwater could not ask for its next week."""
    today = timezone.localdate(at)
    rule = on_in(workspace, today).filter(area_code=area_code).first()
    notify(
        to=queries.keepers(workspace, today=today),
        kind=Told.WEEK_FAILED,
        subject=f"No week could be asked for: {rule.area_name if rule else area_code}",
        words=sentence,
        link=reverse("insights:watch_weeks", args=[workspace.slug]),
        at=at,
    )


@transaction.atomic
def fail(*, edition: Edition, sentence: str, at: datetime) -> None:
    """Say why a week could not be run, on its page and to those who keep the rules."""
    failed = editions.fail(edition=edition, sentence=sentence, at=at)
    place = f"{failed.area_name}, {failed.period_words}"
    notify(
        to=queries.keepers(failed.workspace, today=timezone.localdate(at)),
        kind=Told.WEEK_FAILED,
        subject=f"Early warning could not be run: {place}",
        words=sentence,
        link=reverse("insights:assessment", args=[failed.workspace.slug, failed.reference]),
        at=at,
    )
