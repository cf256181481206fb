"""Assessments, their scores, and what they come to together."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.grants.applying.models import Application
from headwater.web.grants.deciding.models import Assessment, Moderation, Score
from headwater.web.grants.deciding.rules import permissions, scoring
from headwater.web.grants.deciding.rules.scoring import Outcome, Spread, Weighed
from headwater.web.grants.rounds.models import Criterion
from headwater.web.grants.rounds.queries import criteria_of


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of an application with everything that was said of it."""

    criterion: Criterion
    scores: Sequence[Score]
    """Of those who handed in, in the order they were named."""
    spread: Spread
    moderation: Moderation | None
    points: Decimal | None
    """What counts."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that assessors and moderation said of an application, and what it comes to."""

    assessments: Sequence[Assessment]
    """Of those who handed in."""
    named: int
    lines: Sequence[Line]
    outcome: Outcome

    @property
    def needs_third(self) -> bool:
        """Whether assessors differ so far that another is asked."""
        return scoring.needs_third(
            {line.criterion.key: line.spread for line in self.lines},
            handed_in=len(self.assessments),
        )

    @property
    def is_complete(self) -> bool:
        """Whether enough have handed in."""
        return (
            len(self.assessments) >= scoring.ASSESSORS
            and len(self.assessments) == self.named
            and not self.needs_third
        )

    @property
    def disagreements(self) -> list[Line]:
        """Criteria on which assessors differ by two points or more."""
        return [line for line in self.lines if line.spread.is_wide]


def assessments_of(application: Application) -> list[Assessment]:
    """Everybody who is named, with their scores, in the order they were."""
    scores = Prefetch("scores", queryset=Score.objects.order_by("pk"))
    return list(application.assessments.filter(ended_at=None).prefetch_related(scores))


def sheet_of(application: Application, *, criteria: list[Criterion] | None = None) -> Sheet:
    """What assessors and moderation said of an application."""
    found = criteria_of(application.round) if criteria is None else criteria
    moderated = {each.criterion: each for each in application.moderations.all()}
    return sheet(application, found, assessments_of(application), moderated)


def sheet(
    application: Application,
    criteria: Sequence[Criterion],
    named: Sequence[Assessment],
    moderated: dict[str, Moderation],
) -> Sheet:
    """The same from rows that are at hand."""
    handed_in = [each for each in named if each.handed_in_at is not None]
    weighed = [Weighed(each.key, each.weight, each.no_zero) for each in criteria]
    given = [
        {score.criterion: score for score in each.scores.all() if score.points is not None}
        for each in handed_in
    ]
    spreads = scoring.spreads(
        weighed,
        [{key: score.points or 0 for key, score in each.items()} for each in given],
    )
    lines = []
    points: dict[str, Decimal] = {}
    for criterion in criteria:
        said = moderated.get(criterion.key)
        counts = scoring.agreed(spreads[criterion.key], said.points if said else None)
        if counts is not None:
            points[criterion.key] = counts
        scores = [each[criterion.key] for each in given if criterion.key in each]
        lines.append(Line(criterion, scores, spreads[criterion.key], said, counts))
    threshold = Decimal(application.round.threshold)
    reached = scoring.outcome(weighed, points, threshold=threshold)
    return Sheet(handed_in, len(named), lines, reached)


def assessment_for(actor: Actor, workspace: str, reference: str) -> Assessment:
    """The actor's own assessment. Raises `NotYours` for any other."""
    found = mine(actor, workspace).filter(reference=reference).first()
    if found is None:
        raise NotYours
    return found


def mine(actor: Actor, workspace: str) -> QuerySet[Assessment]:
    """What the actor is named to assess, the first due first. Those handed in come last."""
    if not permissions.visits(actor, workspace):
        raise NotYours
    rows = Assessment.objects.filter(
        application__round__workspace__slug=workspace, assessor=actor.reference, ended_at=None
    )
    return rows.select_related("application__round__workspace").order_by(
        "handed_in_at", "due_on", "pk"
    )
