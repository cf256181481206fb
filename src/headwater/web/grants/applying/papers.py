"""An application as a paper to keep."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from headwater.core.papers import Facts, Heading, Paper, Paragraph, Part
from headwater.web.grants.applying.presenters.writing import facts, groups
from headwater.web.grants.applying.queries.answers import Written
from headwater.web.grants.applying.queries.late import late_of
from headwater.web.partners.queries import owner_name_on

LONG = 160
"""Characters from which an answer stands on its own, below its question."""


def paper_of(written: Written, *, at: datetime) -> Paper:
    """All that is written of an application, as Word, PDF and page draw it."""
    application = written.application
    about = facts(application, late_of(application))
    parts: list[Part] = [Facts(tuple((each.key, str(each.value)) for each in about))]
    for title, rows in groups(written, may_change=False):
        parts.append(Heading(title))
        for row in rows:
            said = getattr(row.value, "text", "") or "Not answered"
            parts += _said(row.key, said)
    day = timezone.localdate(at)
    return Paper(
        title=application.title or "Application",
        subtitle=f"{application.reference}, {application.round.title}",
        publisher=owner_name_on(application.round.workspace.slug, day),
        made_on=day,
        parts=tuple(parts),
        is_fictional=settings.HEADWATER.demo,
    )


def _said(question: str, answer: str) -> list[Part]:
    if len(answer) <= LONG and "\n" not in answer:
        return [Facts(((question, answer),))]
    lines = [each for each in answer.split("\n") if each.strip()]
    return [Heading(question, 3), *(Paragraph(each) for each in lines)]
