"""Words and tags of the worklist."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.urls import reverse
from django.utils.dateformat import format as dated
from django.utils.timezone import localtime

from headwater.core.words import counted, listed
from headwater.web.accounts.actor import Actor
from headwater.web.design_system.parts import Cell, Colour, Column, Table, Tag
from headwater.web.worklist.days import Subject
from headwater.web.worklist.models import Feed, Item
from headwater.web.worklist.rules import When, due_words, when

HEADINGS = {
    When.OVERDUE: "Overdue",
    When.SOON: "Due within 5 working days",
    When.LATER: "Later",
}
COLOURS = {When.OVERDUE: Colour.RED, When.SOON: Colour.YELLOW, When.LATER: Colour.GREY}
COLUMNS = (Column("What"), Column("Due"), Column("Waits for"), Column("Kind"))
CSV_COLUMNS = ("reference", "due_on", "when", "kind", "title", "waits_for", "about")


def kind_words(kind: str) -> str:
    """A kind of work as one reads it.

    >>> kind_words("release_approval")
    'Release approval'
    """
    return kind.replace("_", " ").replace("-", " ").capitalize()


def waits_for(item: Item) -> str:
    """Who an item waits for: a person, a partner, or whoever holds a role."""
    if item.user is not None:
        return item.user.name
    roles = listed([role for role in item.roles.split("|") if role])
    if item.organisation is None:
        return roles.capitalize()
    return f"{item.organisation.name} ({roles})" if roles else item.organisation.name


def summary(counts: Mapping[When, int]) -> str:
    """How much waits, in one sentence."""
    if not any(counts.values()):
        return "Nothing waits."
    overdue, soon, later = (counts[each] for each in When)
    return (
        f"{counted(overdue, 'thing')} overdue, {soon:,} due within 5 working days, {later:,} later."
    )


def tables(items: Iterable[Item], *, today: date) -> list[Table]:
    """One table for each stretch of time that has something in it, the most pressing first."""
    found: dict[When, list[list[Cell]]] = {each: [] for each in When}
    for item in items:
        found[when(item.due_on, today=today)].append(_row(item, today=today))
    return [
        Table(caption=HEADINGS[each], columns=COLUMNS, rows=rows)
        for each, rows in found.items()
        if rows
    ]


def _row(item: Item, *, today: date) -> list[Cell]:
    tag = Tag(due_words(item.due_on, today=today), COLOURS[when(item.due_on, today=today)])
    return [
        Cell(item.title, href=item.link, hint=item.reference),
        Cell(dated(item.due_on, "j F Y"), tag=tag),
        Cell(waits_for(item)),
        Cell(kind_words(item.kind)),
    ]


def csv_rows(items: Iterable[Item], *, today: date) -> Iterator[tuple[str, ...]]:
    """The rows of the file, in the order of `CSV_COLUMNS`."""
    for item in items:
        yield (
            item.reference,
            item.due_on.isoformat(),
            when(item.due_on, today=today).value,
            item.kind,
            item.title,
            waits_for(item),
            item.about,
        )


def board_choices(actor: Actor, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each role somebody holds in each workspace, as a board they may see in a calendar."""
    seats = dict.fromkeys((seat.workspace, seat.role) for seat in actor.seats)
    return [
        (f"{slug}/{role.value}", f"{names.get(slug, slug)}: work for the role of {role.value}")
        for slug, role in seats
    ]


def feed_table(feeds: Iterable[Feed], subjects: Mapping[str, Subject]) -> Table:
    """The calendars somebody has, and where to revoke each."""
    rows = [
        [
            Cell(feed_words(feed, subjects)),
            Cell(dated(localtime(feed.made_at), "j F Y")),
            Cell(
                f"Revoke {feed.reference}",
                href=reverse("worklist:revoke_calendar", args=[feed.reference]),
            ),
        ]
        for feed in feeds
    ]
    columns = (Column("Shows"), Column("Made"), Column("What you can do", heading_is_hidden=True))
    empty = "You have none yet. Make one below."
    return Table(caption="Calendars you have", columns=columns, rows=rows, when_empty=empty)


def feed_words(feed: Feed, subjects: Mapping[str, Subject]) -> str:
    """What a calendar shows."""
    if feed.workspace is None:
        return "Everything that waits for you, and your meetings"
    if feed.about:
        subject = subjects.get(feed.about)
        return subject.words if subject else "Something you may no longer see: it shows nothing"
    return f"{feed.workspace.name}: work for the role of {feed.role}"
