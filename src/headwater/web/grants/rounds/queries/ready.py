"""What a round still lacks, read from its rows."""

from datetime import datetime
from decimal import Decimal

from headwater.web.grants.money.models import Pot
from headwater.web.grants.money.queries import positions
from headwater.web.grants.rounds.models import Round
from headwater.web.grants.rounds.queries.rounds import (
    attachments_of,
    criteria_of,
    eligibility_of,
    sections_of,
)
from headwater.web.grants.rounds.rules.readiness import Content, Task, Weighed, faults


def faults_of(round: Round, *, at: datetime) -> dict[Task, list[str]]:
    """What is missing before a round can be published, by what there is to do."""
    return faults(content_of(round), at)


def available(pots: list[Pot]) -> Decimal | None:
    """What pots may still promise in all. None where there are none."""
    if not pots:
        return None
    return sum((each.available for each in positions(pots).values()), Decimal(0))


def content_of(round: Round) -> Content:
    """A round with its parts as plain values."""
    parts = sections_of(round)
    return Content(
        about={
            "in one sentence what the round is": round.summary,
            "what the money is for": round.purpose,
            "who can apply": round.who_can_apply,
            "how applications are decided": round.how_decided,
            "how you use what people tell you": round.data_use,
            "where people can ask for help": round.contact,
        },
        total=round.total,
        available=available(list(round.pots.all())),
        places=len(round.places),
        opens_at=round.opens_at,
        closes_at=round.closes_at,
        has_decision_day=round.decisions_by is not None,
        rules=eligibility_of(round),
        empty_sections=[each.section.title for each in parts if not each.questions],
        questions=[question for each in parts for question in each.questions],
        criteria=[Weighed(each.name, each.weight, each.anchors) for each in criteria_of(round)],
        documents=len(attachments_of(round)),
    )
