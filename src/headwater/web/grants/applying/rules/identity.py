"""How somebody without an account proves who they are: codes, links and how long they last."""

import re
from datetime import datetime, timedelta

from headwater.core.errors import HeadwaterError
from headwater.web.grants.applying.rules.workflow import UNDECIDED

CODE_LASTS = timedelta(minutes=15)
CODE_DIGITS = 6
MOST_TRIES = 5
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)
MOST_CODES_BY_ADDRESS = 5
"""In an hour. With five tries each, somebody who guesses for a year has one chance in five."""
MOST_CODES_BY_NETWORK = 60
"""In an hour. A library or a school is one network."""
LINK_LASTS = timedelta(days=30)
MOST_INVITED_A_DAY = 10
NOT_DIGITS = re.compile(r"\D+", re.ASCII)


class TooManyCodesError(HeadwaterError):
    """One network asks for more codes than people at it could need."""

    def __init__(self) -> None:
        super().__init__(
            "Too many codes were asked for from your network in the last hour. Wait an hour, or "
            "use another network."
        )


class TooManyInvitedError(HeadwaterError):
    """An application from which more people are invited than write one."""

    def __init__(self) -> None:
        super().__init__(
            f"At most {MOST_INVITED_A_DAY} people can be invited in a day. Invite the others "
            "tomorrow."
        )


def typed_code(text: str) -> str:
    """A code as it was meant: people type blanks and dashes.

    >>> typed_code(" 123 456 ")
    '123456'
    """
    return NOT_DIGITS.sub("", text)


def code_is_open(*, ends_at: datetime, used_at: datetime | None, tries: int, at: datetime) -> bool:
    """Whether a code may be tried once more."""
    return used_at is None and tries < MOST_TRIES and at < ends_at


def link_is_open(
    *, revoked_at: datetime | None, edited_at: datetime, state: str, at: datetime
) -> bool:
    """Whether a link opens its application: until a decision, or thirty days unedited."""
    return revoked_at is None and state in UNDECIDED and at < edited_at + LINK_LASTS
