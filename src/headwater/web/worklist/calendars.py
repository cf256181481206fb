"""What waits for somebody as an iCalendar file: references and days, and nothing else."""

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Calendar, Event

from headwater.web.worklist.models import Item

ONE_DAY = timedelta(days=1)


def calendar(items: Iterable[Item], *, host: str) -> bytes:
    """One whole-day entry for each item. The same items give the same bytes."""
    made = Calendar()
    made.add("prodid", "-//headwater//worklist//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", "headwater")
    for item in items:
        made.add_component(_entry(item, host=host))
    return bytes(made.to_ical())


def _entry(item: Item, *, host: str) -> Event:
    entry = Event()
    entry.add("uid", f"{item.reference}@{host}")
    entry.add("dtstamp", item.changed_at)
    entry.add("dtstart", item.due_on)
    entry.add("dtend", item.due_on + ONE_DAY)
    entry.add("summary", f"{item.reference} due")
    entry.add("transp", "TRANSPARENT")
    return entry
