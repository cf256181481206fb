"""What waits for an assessment of impact, and who must act before it starts.

Article 35 of the UK GDPR asks for one before processing that is likely to be a high risk to people.
What the partnership shares of people it can tell apart is of that kind: offences, health and
children, put together by several bodies. Counts and anonymised records are not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from headwater.web.sharing.rules.gateways import Bases
from headwater.web.sharing.rules.standing import APPROVALS_NEEDED, Stage
from headwater.web.sharing.rules.terms import Article6, Granularity


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What is known of an assessment of impact."""

    title: str
    whose: str
    stage: Stage
    approvals: int
    """Of what it says now."""
    review_on: date

    def is_in_force(self, today: date) -> bool:
        """Whether something may start on it: approved, and not past the day of its review."""
        return self.stage is Stage.APPROVED and self.review_on >= today


def share_needs_one(granularity: Granularity, bases: Bases) -> bool:
    """Whether a share waits for an assessment. What saves a life waits for no paper."""
    if bases.article_6 is Article6.VITAL_INTERESTS:
        return False
    return granularity.tells_people_apart


def what_is_missing(found: Iterable[Assessment], *, whose: str, today: date) -> str:
    """What keeps it from starting, and who must act; nothing where an assessment is in force.

    `whose` are those who write one where there is none. Of several the one that is nearest to
    being in force is named.
    """
    nearest = sorted(found, key=lambda each: _steps_to_go(each, today))
    if not nearest:
        return (
            "It has no impact assessment. Somebody who writes for "
            f"{whose} must write one, and two approvers must approve it."
        )
    first = nearest[0]
    return "" if first.is_in_force(today) else _said_of(first)


def _steps_to_go(each: Assessment, today: date) -> tuple[int, int]:
    if each.stage is Stage.APPROVED:
        return (0 if each.is_in_force(today) else 1, 0)
    return (2 if each.stage is Stage.PROPOSED else 3, -each.approvals)


def _said_of(each: Assessment) -> str:
    title = f"Its impact assessment, {each.title},"
    if each.stage is Stage.DRAFT:
        return f"{title} is a draft. {each.whose} must finish it and give it to approvers."
    if each.stage is Stage.PROPOSED:
        left = APPROVALS_NEEDED - each.approvals
        who = "One more approver" if left == 1 else "Two approvers"
        return f"{title} is with approvers. {who} must approve it."
    return (
        f"{title} was to be reviewed by {each.review_on:%-d %B %Y}. "
        f"{each.whose} must record a review, or change it and have it approved again."
    )
