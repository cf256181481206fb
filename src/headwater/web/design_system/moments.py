"""Days and times as people read them here."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as dated


def day(of: date | None) -> str:
    """A date with its month in words; nothing for none.

    >>> day(date(2026, 3, 4)), day(None)
    ('4 March 2026', '')
    """
    return dated(of, "j F Y") if of else ""


def moment(at: datetime | None) -> str:
    """A date and time by the clocks of the United Kingdom; nothing for none."""
    return dated(timezone.localtime(at), "j F Y, H:i") if at else ""
