"""Those who apply, and what they apply for."""

from headwater.web.grants.applying.models.applications import (
    Answer,
    Application,
    Attachment,
    LateRequest,
    Member,
    Move,
    OrganisationKind,
    ResumeLink,
    State,
    application_reference,
)
from headwater.web.grants.applying.models.people import (
    KEPT,
    Applicant,
    Letter,
    SignInCode,
    applicant_reference,
)

__all__ = [
    "KEPT",
    "Answer",
    "Applicant",
    "Application",
    "Attachment",
    "LateRequest",
    "Letter",
    "Member",
    "Move",
    "OrganisationKind",
    "ResumeLink",
    "SignInCode",
    "State",
    "applicant_reference",
    "application_reference",
]
