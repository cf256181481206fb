"""Calendars as iCalendar files.

What waits for somebody is there by reference and day, and nothing else. Meetings are there by name,
time and place, without their agenda.
"""

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Calendar, Event

from headwater.web.worklist.days import Day
from headwater.web.worklist.models import Item

ONE_DAY = timedelta(days=1)


def calendar(items: Iterable[Item], days: Iterable[Day], *, host: str) -> bytes:
    """One whole-day entry for each item, and one for each day. The same give the same bytes."""
    made = Calendar()
    made.add("prodid", "-//headwater//worklist//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", "headwater")
    for item in items:
        made.add_component(_entry(item, host=host))
    for day in days:
        made.add_component(entry_of(day, host=host))
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


def entry_of(day: Day, *, host: str) -> Event:
    """A day as a program reads it. One that does not take place is there as cancelled."""
    entry = Event()
    entry.add("uid", f"{day.reference}@{host}")
    entry.add("dtstamp", day.changed_at)
    entry.add("sequence", day.version)
    entry.add("dtstart", day.starts)
    entry.add("dtend", day.ends)
    entry.add("summary", day.summary)
    if day.place:
        entry.add("location", day.place)
    entry.add("status", "CANCELLED" if day.is_off else "CONFIRMED")
    return entry
