"""Things people are told, for tests."""

from datetime import UTC, datetime
from enum import StrEnum

from headwater.web.accounts.models import User
from headwater.web.notices import changes

AT = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
"""A Tuesday."""


class Told(StrEnum):
    """Kinds of notice."""

    FILE_LATE = "file_late"


def tell(
    *people: User,
    subject: str = "The September file is late",
    words: str = "It was due on 2 March.",
    link: str = "/work/loamshire/",
    at: datetime = AT,
    restricted: bool = False,
) -> None:
    """Tell people something."""
    changes.notify(
        to=people,
        kind=Told.FILE_LATE,
        subject=subject,
        words=words,
        link=link,
        at=at,
        restricted=restricted,
    )
