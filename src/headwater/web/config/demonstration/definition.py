"""Loamshire's definition: weighed, approved by the board, and a second version before it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.config.demonstration.cast import SECOND_APPROVER_EMAIL
from headwater.web.config.demonstration.steps import Step
from headwater.web.partners.models import Workspace
from headwater.web.partners.queries import actor_for
from headwater.web.partnership.definition.changes import moving, versions
from headwater.web.partnership.definition.changes.moving import Approval
from headwater.web.partnership.definition.changes.versions import Described
from headwater.web.partnership.definition.models import Candidate, LocalDefinition
from headwater.web.partnership.definition.queries import assessed
from headwater.web.partnership.definition.queries.versions import (
    DEFINITION,
    being_written,
    decisions,
    end_of,
    in_force,
)
from headwater.web.partnership.definition.rules.weighing import (
    Counting,
    Decision,
    Factor,
    Judgement,
    Level,
    Weighed,
)
from headwater.web.thread import kinds
from headwater.web.thread.changes import tie
from headwater.web.thread.rules import Relation

LEAD = "lead@loamshire.example"
DECIDED = "includes domestic abuse"
"""Words of the decision of the board's first meeting."""
SENTENCE = (
    "Homicide, grave assault, robbery, weapons, rape and sexual assault, threats to kill, and "
    "other assault with injury where a knife was involved; at home as in public."
)
HIGH, SOME, LOW = Level.HIGH, Level.SOME, Level.LOW
OUT: Mapping[str, str] = {
    "assault_without_injury": "Most of it is pushing and shoving; it would drown the rest.",
    "stalking_harassment": "It has a board of its own, which reports to this one each year.",
    "child_cruelty": "The safeguarding partnership leads on it.",
    "other_weapons": "Few are found, and most are tools.",
    "criminal_damage": "It is common and endangers nobody.",
}
RARE = frozenset({"attempted_murder", "homicide", "firearms", "kidnapping", "modern_slavery"})
WITH_A_KNIFE = frozenset({"assault_with_injury"})
LIFE = frozenset({"homicide", "attempted_murder", "grave_assault", "rape", "robbery_personal"})
BACK_IN = "stalking_harassment"
SHOWN = ("robbery_personal", "blades", "grave_assault", "assault_with_injury")


@dataclass
class _Story:
    """Who acts."""

    workspace: Workspace

    def actor(self, email: str) -> Actor:
        """Somebody by their address."""
        return actor_for(User.objects.get(email=email), today=timezone.localdate())

    @property
    def lead(self) -> Actor:
        """Whoever writes the definition."""
        return self.actor(LEAD)


def steps(workspace: Workspace) -> Iterator[Step]:
    """The first version before the first meeting, its approval after, and a second that waits."""
    story = _Story(workspace)
    yield Step(330, lambda at: versions.begin(workspace=workspace, actor=story.lead, at=at))
    yield Step(325, _weighing(story))
    yield Step(318, _proposing(story))
    yield Step(296, _approving(story))
    yield Step(60, lambda at: versions.begin(workspace=workspace, actor=story.lead, at=at))
    yield Step(50, _weighing_again(story))
    yield Step(28, _proposing(story))
    yield Step(0, _assessing(story))


def _opened(story: _Story) -> LocalDefinition:
    found = being_written(story.workspace)
    assert found is not None, "a version was begun before"
    return found


def _weighing(story: _Story) -> Callable[[datetime], object]:
    def weigh(at: datetime) -> None:
        opened = _opened(story)
        for each in opened.candidates.select_related("definition__workspace"):
            versions.weigh(
                candidate=each, said=_said(each), version=each.version, actor=story.lead, at=at
            )
        versions.describe(
            definition=opened,
            said=Described("Serious violence in Loamshire", SENTENCE, 10, 24),
            version=opened.version,
            actor=story.lead,
            at=at,
        )
        _show(story, opened, at=at)

    return weigh


def _said(candidate: Candidate) -> Weighed:
    """Every factor in words, and in or out."""
    key = candidate.key
    is_out = key in OUT
    said = {
        Factor.PENALTY: Judgement(HIGH, "Life.")
        if key in LIFE
        else Judgement(LOW if is_out else SOME, "Less than life; read in the offence’s own Act."),
        Factor.VICTIM: Judgement(LOW, "Fear, and rarely an injury.")
        if is_out
        else Judgement(HIGH, "Death, injury, or fear of them for years."),
        Factor.PREVALENCE: Judgement(LOW, "A handful in three years.")
        if key in RARE
        else Judgement(SOME, "Seen in most months of the needs assessment."),
        Factor.COMMUNITY: Judgement(SOME, "Named at two of five listening sessions.")
        if is_out
        else Judgement(HIGH, "People named it first at all five listening sessions."),
    }
    return Weighed(
        key=key,
        title=candidate.title,
        codes=tuple(candidate.codes),
        judgements=said,
        decision=Decision.OUT if is_out else Decision.IN,
        rationale=OUT.get(key, "It is grave in itself, and what is done about it can be shared."),
        counting=Counting.KNIFE if key in WITH_A_KNIFE else Counting.ALL,
    )


def _show(story: _Story, opened: LocalDefinition, *, at: datetime) -> None:
    """How common some kinds are is shown by findings of the needs assessment."""
    finding = kinds.kind("finding")
    offered = (
        finding.offer(story.lead, story.workspace.slug, "") if finding and finding.offer else []
    )
    shown = opened.candidates.select_related("definition").filter(key__in=SHOWN)
    for candidate, bead in zip(shown, offered, strict=False):
        tie(
            workspace=story.workspace,
            first=("finding", bead.reference),
            relation=Relation.EVIDENCE,
            second=(DEFINITION, end_of(candidate, Factor.PREVALENCE)),
            actor=story.lead,
            at=at,
        )


def _proposing(story: _Story) -> Callable[[datetime], object]:
    def propose(at: datetime) -> None:
        opened = _opened(story)
        moving.propose(definition=opened, version=opened.version, actor=story.lead, at=at)

    return propose


def _approving(story: _Story) -> Callable[[datetime], object]:
    def approve(at: datetime) -> None:
        approver = story.actor(SECOND_APPROVER_EMAIL)
        offered = decisions(approver, story.workspace.slug)
        decision = next(each for each in offered if DECIDED in each.title)
        opened = _opened(story)
        moving.approve(
            definition=opened,
            given=Approval(
                decision.title.partition(",")[0],
                decision.reference,
                "Minutes of the board, decision 2",
                decision.on or timezone.localdate(at),
            ),
            version=opened.version,
            actor=approver,
            at=at,
        )

    return approve


def _weighing_again(story: _Story) -> Callable[[datetime], object]:
    """Stalking comes in, after what victims said; it waits for the board."""

    def weigh(at: datetime) -> None:
        opened = _opened(story)
        candidate = opened.candidates.select_related("definition__workspace").get(key=BACK_IN)
        said = candidate.weighed
        versions.weigh(
            candidate=candidate,
            said=Weighed(
                key=said.key,
                title=said.title,
                codes=said.codes,
                judgements={
                    **said.judgements,
                    Factor.VICTIM: Judgement(HIGH, "Those who live with it say it governs a day."),
                    Factor.COMMUNITY: Judgement(SOME, "Named at three of five sessions."),
                },
                decision=Decision.IN,
                rationale="It comes before grave assault too often to be left out.",
                counting=said.counting,
            ),
            version=candidate.version,
            actor=story.lead,
            at=at,
        )

    return weigh


def _assessing(story: _Story) -> Callable[[datetime], object]:
    """The latest locked assessment is made again by the version in force."""

    def assess(at: datetime) -> None:
        standing = in_force(story.workspace)
        latest = assessed.latest_locked(story.lead, story.workspace.slug)
        if standing is not None and latest is not None:
            moving.assess_again(definition=standing, edition=latest, actor=story.lead, at=at)

    return assess
