"""What can go wrong while applications are assessed and decided."""

from headwater.core.errors import HeadwaterError


class AssessmentRefusedError(HeadwaterError):
    """Something about assessing that cannot be."""


class QuestionRefusedError(HeadwaterError):
    """A question to an applicant, or an answer, that cannot be taken."""
