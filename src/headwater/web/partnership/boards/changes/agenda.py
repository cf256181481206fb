"""Agendas are built: items are added, ordered, changed and taken off."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from headwater.web.accounts.actor import Actor
from headwater.web.audit.ledger import audited, record
from headwater.web.partners.models import Organisation
from headwater.web.partnership.boards.changes.meetings import hold
from headwater.web.partnership.boards.events import Event
from headwater.web.partnership.boards.models import AgendaItem, Meeting
from headwater.web.partnership.boards.queries.live import Offered
from headwater.web.partnership.boards.rules import permissions
from headwater.web.partnership.boards.rules.meeting import MeetingError, check_agenda_open
from headwater.web.thread.changes import tie
from headwater.web.thread.rules import Relation

LONGEST_TITLE = 200
MOST_ITEMS = 60


@audited
def add_live(
    *, meeting: Meeting, chosen: Iterable[Offered], actor: Actor, at: datetime
) -> list[AgendaItem]:
    """Put late work and things of the thread on an agenda. Each thing is tied to the meeting."""
    held = _open(meeting, actor)
    made = []
    for each in chosen:
        item = _added(held, each.title[:LONGEST_TITLE], about=each.about, link=each.address)
        for end in each.about:
            tie(
                workspace=held.board.workspace,
                first=end,
                relation=Relation.DISCUSSED_AT,
                second=("meeting", held.reference),
                actor=actor,
                at=at,
            )
        made.append(item)
    if not made:
        raise MeetingError("Nothing was ticked, so nothing was added.")
    _record(held, added=len(made), actor=actor, at=at)
    return made


@audited
def add_item(
    *,
    meeting: Meeting,
    title: str,
    brought_by: Organisation | None,
    actor: Actor,
    at: datetime,
) -> AgendaItem:
    """Put a matter on an agenda in words of one's own."""
    held = _open(meeting, actor)
    item = _added(held, title, brought_by=brought_by)
    _record(held, added=1, actor=actor, at=at)
    return item


@audited
def move_item(*, item: AgendaItem, earlier: bool, actor: Actor, at: datetime) -> None:
    """Put an item one place earlier or later. The first stays first, the last stays last."""
    held = _open(item.meeting, actor)
    items = list(held.agenda.all())
    here = next(at for at, each in enumerate(items) if each.pk == item.pk)
    there = here - 1 if earlier else here + 1
    if 0 <= there < len(items):
        items[here], items[there] = items[there], items[here]
    for position, each in enumerate(items, start=1):
        each.position = position
    AgendaItem.objects.bulk_update(items, ["position"])
    _record(held, moved=item.reference, actor=actor, at=at)


@audited
def remove_item(*, item: AgendaItem, actor: Actor, at: datetime) -> None:
    """Take an item off. Raises `MeetingError` where something was said or decided on it."""
    held = _open(item.meeting, actor)
    row = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if row.stage:
        raise MeetingError("A workshop keeps its four stages.")
    if row.notes or row.decisions.exists() or row.actions.exists() or row.points.exists():
        raise MeetingError("Something was said or decided on this item, so it stays.")
    reference = row.reference
    row.delete()
    _record(held, removed=reference, actor=actor, at=at)


def _open(meeting: Meeting, actor: Actor) -> Meeting:
    permissions.check_can_run(actor, meeting.board.workspace.slug)
    held = hold(meeting)
    check_agenda_open(held.stands)
    return held


def _added(
    meeting: Meeting,
    title: str,
    *,
    about: tuple[tuple[str, str], ...] = (),
    link: str = "",
    brought_by: Organisation | None = None,
) -> AgendaItem:
    items = list(meeting.agenda.all())
    if len(items) >= MOST_ITEMS:
        raise MeetingError(f"An agenda holds [{MOST_ITEMS}] items at most. Take some off first.")
    return AgendaItem.objects.create(
        meeting=meeting,
        position=_next_place(meeting, items),
        title=title,
        about=[list(end) for end in about],
        link=link,
        brought_by=brought_by,
    )


def _next_place(meeting: Meeting, items: list[AgendaItem]) -> int:
    """After the last item; before it where it closes every agenda of the board."""
    if not items:
        return 1
    last, closing = items[-1], meeting.board.standing_items[-1:]
    if meeting.is_workshop or closing != [last.title]:
        return last.position + 1
    last.position += 1
    last.save(update_fields=["position"])
    return last.position - 1


def _record(meeting: Meeting, *, actor: Actor, at: datetime, **facts: Any) -> None:
    record(
        Event.AGENDA_CHANGED,
        about=meeting,
        by=actor,
        at=at,
        workspace=meeting.board.workspace.slug,
        **facts,
    )
