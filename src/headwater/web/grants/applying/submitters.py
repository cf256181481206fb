"""Who acts where no account of a partnership does: an applicant, by reference."""

from dataclasses import dataclass

from headwater.web.accounts.actor import Actor
from headwater.web.grants.applying.models import Applicant


@dataclass(frozen=True, slots=True)
class Submitter(Actor):
    """An applicant to the ledger. Holds no seat, so that no role opens anything to them."""

    applicant_id: int = 0
    only: str = ""
    """The reference of the one application that a link opened; nothing for whoever signed in."""


def submitter(applicant: Applicant, *, only: str = "") -> Submitter:
    """An applicant as somebody who acts."""
    return Submitter(
        user_id=None,
        reference=applicant.reference,
        name="",
        applicant_id=applicant.pk,
        only=only,
    )
