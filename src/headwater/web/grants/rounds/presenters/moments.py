"""Opening and closing times as people read them: to the second, by the clocks of London."""

from datetime import datetime

from django.utils import timezone
from django.utils.dateformat import format as dated


def exact(at: datetime) -> str:
    """A moment that nobody can mistake: its weekday, day and time.

    Noon is called so. Midnight belongs to the day that begins, so the day before is named as well.
    """
    local = timezone.localtime(at)
    return f"{dated(local, 'l j F Y')}, {clock(local)}"


def clock(local: datetime) -> str:
    """A time of day: `12 noon`, `5:30pm`, `11:59:30pm`."""
    if (local.hour, local.minute, local.second) == (12, 0, 0):
        return "12 noon"
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return "midnight as the day begins"
    half = "am" if local.hour < 12 else "pm"
    time = f"{local.hour % 12 or 12}:{local.minute:02d}"
    return f"{time}:{local.second:02d}{half}" if local.second else f"{time}{half}"
