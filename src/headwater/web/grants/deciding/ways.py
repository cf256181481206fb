"""Where an application leads its applicant: to a question that is open, and to the decision."""

from collections.abc import Sequence

from django.urls import reverse

from headwater.core.words import day
from headwater.web.grants.applying.models import Application
from headwater.web.grants.applying.ways import Way
from headwater.web.grants.deciding.links import question_address
from headwater.web.grants.deciding.queries.questions import open_questions


def ways_from(application: Application) -> Sequence[Way]:
    """Questions that wait for an answer, then what was decided, or put off."""
    found = [
        Way(f"Answer our question by {day(each.due_on)}", question_address(each), is_awaited=True)
        for each in open_questions(application)
    ]
    if application.decisions.exists():
        decision = reverse("deciding:decision", args=[application.reference])
        found.append(Way("Read the decision", decision))
    return found
