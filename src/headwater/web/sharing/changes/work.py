"""What waits for whom in the registers: to be signed, approved or looked at again."""

from datetime import date, datetime

from django.utils import timezone

from headwater.rulebook import add_working_days
from headwater.web.accounts.roles import APPROVERS, LEADS, WRITERS
from headwater.web.notices.rules import one_line
from headwater.web.partners.models import Organisation
from headwater.web.sharing.events import Work
from headwater.web.sharing.links import LONGEST_TITLE, Registered, address
from headwater.web.worklist import changes as worklist

WORKING_DAYS_TO_SIGN = 20
WORKING_DAYS_TO_APPROVE = 10


def to_sign(row: Registered, organisation: Organisation, *, at: datetime) -> None:
    """An organisation is to sign."""
    worklist.post(
        workspace=row.workspace,
        kind=Work.SIGN,
        title=one_line(f"Sign for {organisation.name}: {row}", LONGEST_TITLE),
        link=address(row),
        about=f"{row.reference}/{organisation.reference}",
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_SIGN),
        organisation=organisation,
        roles=WRITERS,
        at=at,
    )


def signed(row: Registered, organisation: Organisation, *, at: datetime) -> None:
    """It signed, or need not any more."""
    about = f"{row.reference}/{organisation.reference}"
    worklist.close(workspace=row.workspace, kind=Work.SIGN, about=about, at=at)


def to_approve(row: Registered, kind: Work, words: str, *, at: datetime) -> None:
    """Something waits for approvers."""
    worklist.post(
        workspace=row.workspace,
        kind=kind,
        title=one_line(f"{words}: {row}", LONGEST_TITLE),
        link=address(row),
        about=row.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_APPROVE),
        roles=APPROVERS,
        at=at,
    )


def to_review(row: Registered, *, review_on: date, at: datetime) -> None:
    """Something is to be looked at again by a day."""
    worklist.post(
        workspace=row.workspace,
        kind=Work.REVIEW,
        title=one_line(f"Review is due: {row}", LONGEST_TITLE),
        link=address(row),
        about=row.reference,
        due_on=review_on,
        roles=LEADS,
        at=at,
    )


def to_start(row: Registered, words: str, *, at: datetime) -> None:
    """A share waits to start: for its assessment of impact, or for somebody to start it."""
    worklist.post(
        workspace=row.workspace,
        kind=Work.START,
        title=one_line(f"{words}: {row}", LONGEST_TITLE),
        link=address(row),
        about=row.reference,
        due_on=add_working_days(timezone.localdate(at), WORKING_DAYS_TO_APPROVE),
        roles=LEADS,
        at=at,
    )


def close(row: Registered, kind: Work, *, at: datetime) -> None:
    """It waits for nobody any more."""
    worklist.close(workspace=row.workspace, kind=kind, about=row.reference, at=at)
