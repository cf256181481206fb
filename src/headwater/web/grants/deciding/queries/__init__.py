"""Reading what deciding holds: applications, assessments, interests, awards."""

from headwater.web.grants.deciding.queries.applications import application_for, applications_for
from headwater.web.grants.deciding.queries.awards import award_for, awards, awards_for

__all__ = ["application_for", "applications_for", "award_for", "awards", "awards_for"]
