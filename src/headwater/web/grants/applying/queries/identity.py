"""Finding applicants and links."""

from datetime import datetime

from headwater.web.accounts.errors import NotYours
from headwater.web.grants.applying.changes.identity import hash_of
from headwater.web.grants.applying.models import Applicant, ResumeLink
from headwater.web.grants.applying.rules.identity import link_is_open

LONGEST_TOKEN = 64


def applicant_with(number: int) -> Applicant | None:
    """An applicant by the number a session keeps."""
    return Applicant.objects.filter(pk=number).first()


def link_with(token: str, *, at: datetime) -> ResumeLink:
    """The link with a secret, while it opens something. Raises `NotYours` for any other."""
    if len(token) > LONGEST_TOKEN:
        raise NotYours
    rows = ResumeLink.objects.select_related("application__round__workspace", "applicant")
    found = rows.filter(token_hash=hash_of(token)).first()
    if found is None or not link_is_open(
        revoked_at=found.revoked_at,
        edited_at=found.application.edited_at,
        state=found.application.state,
        at=at,
    ):
        raise NotYours
    is_member = found.application.members.filter(
        applicant=found.applicant_id, removed_at=None
    ).exists()
    if not is_member:
        raise NotYours
    return found
