"""What was done to somebody's account, as a notice of theirs."""

from datetime import datetime
from enum import StrEnum

from headwater.web.accounts.models import User
from headwater.web.notices.changes import notify


class Told(StrEnum):
    """What people are told of their accounts."""

    ACCOUNT_CHANGED = "account_changed"


def tell(user: User, *, subject: str, words: str, link: str, at: datetime) -> None:
    """A notice whose words are for its owner alone: a deputy learns only that there is one."""
    notify(
        to=[user],
        kind=Told.ACCOUNT_CHANGED,
        subject=subject,
        words=words,
        link=link,
        at=at,
        restricted=True,
    )
