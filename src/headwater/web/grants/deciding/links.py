"""Where the pages of deciding are."""

from django.urls import reverse

from headwater.web.grants.applying.models import Application
from headwater.web.grants.deciding.models import Assessment, Award, Clarification, Decision


def application_address(application: Application, name: str = "application") -> str:
    """A page of an application, as `application_address(found, "checks")`; its own by no name."""
    slug = application.round.workspace.slug
    return reverse(f"deciding:{name}", args=[slug, application.reference])


def assessment_address(assessment: Assessment, name: str = "assessment") -> str:
    """A page of an assessor's own assessment."""
    slug = assessment.application.round.workspace.slug
    return reverse(f"deciding:{name}", args=[slug, assessment.reference])


def award_address(award: Award, name: str = "award") -> str:
    """A page of an award."""
    slug = award.application.round.workspace.slug
    return reverse(f"deciding:{name}", args=[slug, award.reference])


def question_address(asked: Clarification) -> str:
    """The page where an applicant answers a question."""
    return reverse("deciding:question", args=[asked.application.reference, asked.reference])


def decision_address(application: Application) -> str:
    """The page where whoever applied reads what was decided."""
    return reverse("deciding:decision", args=[application.reference])


def letter_address(decision: Decision, kind: str) -> str:
    """The letter about a decision as a file."""
    application = decision.application
    slug = application.round.workspace.slug
    return reverse("deciding:letter", args=[slug, application.reference, decision.reference, kind])
