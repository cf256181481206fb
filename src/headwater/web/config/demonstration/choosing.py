"""Sets for the first round of Loamshire's Youth Fund, the decision beside them, and its value.

The panel had gone by scores. The sets are worked out before it decides and its decision is recorded
beside them, with the reason for where it differs.
"""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.config.demonstration.steps import Step
from headwater.web.grants.applying.models import Application, State
from headwater.web.grants.choosing import tasks
from headwater.web.grants.choosing.changes import choices, values
from headwater.web.grants.choosing.models import Choice
from headwater.web.grants.choosing.queries.choices import to_choose_from
from headwater.web.grants.choosing.queries.values import rounds_with_awards
from headwater.web.grants.choosing.rules.wishes import Wish
from headwater.web.grants.choosing.rules.working import Status
from headwater.web.grants.rounds.models import Round
from headwater.web.partners.models import Workspace
from headwater.web.partners.queries import actor_for

LEAD = "lead@loamshire.example"
ROUND = "Youth Fund: summer"
ASKED, DECIDED, RECKONED = 186, 180, 4
"""Days ago: between moderation and the decisions, after them, and lately."""
WHY = (
    "The panel went by the scores it had moderated. The sets rest on how many young people each "
    "application says it reaches; the panel had asked, and doubts two of the numbers."
)


def steps(workspace: Workspace) -> Iterator[Step]:
    """From the sets to what the awards gave for their money."""
    yield Step(ASKED, lambda at: _ask(workspace, at))
    yield Step(DECIDED, lambda at: _decide(workspace, at))
    yield Step(RECKONED, lambda at: _reckon(workspace, at))


def _lead() -> Actor:
    return actor_for(User.objects.get(email=LEAD), today=timezone.localdate())


def _ask(workspace: Workspace, at: datetime) -> None:
    """Have the sets of the round that is over worked out, as a worker does."""
    for round in Round.objects.filter(workspace=workspace, title=ROUND):
        if to_choose_from(round):
            wish = Wish(round.total, small=30, unclear=20)
            made = choices.ask(round=round, wish=wish, actor=_lead(), at=at)
            tasks.choose.call(made.reference)


def _decide(workspace: Workspace, at: datetime) -> None:
    """Record what the panel approved."""
    made = Choice.objects.filter(workspace=workspace, status=Status.MADE).first()
    if made is None:
        return
    known = {each["reference"] for each in made.applications}
    approved = Application.objects.filter(round=made.round, state=State.APPROVED)
    picked = sorted(known & set(approved.values_list("reference", flat=True)))
    choices.decide(
        choice=made, picked=picked, reason=WHY, version=made.version, actor=_lead(), at=at
    )


def _reckon(workspace: Workspace, at: datetime) -> None:
    """Have the value of every round with awards worked out, as a worker does."""
    lead = _lead()
    for round in rounds_with_awards(lead, workspace.slug):
        made = values.reckon(round=round, actor=lead, at=at)
        tasks.value.call(made.reference)
