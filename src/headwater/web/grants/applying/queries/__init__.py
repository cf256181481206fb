"""Reading applications: for those who write them, and for rooms above."""

from headwater.web.grants.applying.queries.answers import Answered, Written, answers_of, written_of
from headwater.web.grants.applying.queries.applications import (
    application_for,
    applications_of,
    attachment_of,
    members_of,
    submitted,
)

__all__ = [
    "Answered",
    "Written",
    "answers_of",
    "application_for",
    "applications_of",
    "attachment_of",
    "members_of",
    "submitted",
    "written_of",
]
