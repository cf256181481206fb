"""What there is to talk about now: work that is late or due, and things on the thread."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from headwater.web.accounts.actor import Actor
from headwater.web.partners.models import Workspace
from headwater.web.partnership.boards.events import Work
from headwater.web.thread import kinds
from headwater.web.thread.kinds import Bead
from headwater.web.worklist.queries import items_for
from headwater.web.worklist.rules import When, due_words, soon_until, when

MOST_OF_A_KIND = 6
MOST_WORK = 15
KINDS = ("action", "obligation", "return", "alert", "gap", "finding", "edition")
"""Kinds that an agenda is built from, in the order in which they are offered."""
FINDING, WORK = "finding", "work"
OWN = frozenset(each.value for each in Work)
"""Work that a board makes for itself is no matter for its agenda."""


@dataclass(frozen=True, slots=True)
class Offered:
    """Something that can be put on an agenda."""

    code: str
    """How it is chosen: `action:A-2222-2222`, or `work:W-2222-2222`."""
    title: str
    state: str
    group: str
    """Of what kind it is, as people say: "Actions"."""
    address: str
    about: tuple[tuple[str, str], ...] = ()
    is_late: bool = False


def live_items(
    actor: Actor, workspace: Workspace, *, today: date, but: Collection[str] = ()
) -> list[Offered]:
    """Late and soon due work first, then what each kind of thing on the thread offers.

    What is on the agenda already, as `but` says by codes, is not offered again.
    """
    found = [*_work(actor, workspace, today=today), *_things(actor, workspace.slug, KINDS)]
    return [each for each in found if each.code not in but]


def things(actor: Actor, workspace: str, codes: Iterable[str]) -> list[Offered]:
    """What kinds of things on the thread offer, such as those of a stage of a workshop."""
    return _things(actor, workspace, codes)


def _work(actor: Actor, workspace: Workspace, *, today: date) -> list[Offered]:
    due = items_for(actor, workspace).filter(due_on__lte=soon_until(today)).exclude(kind__in=OWN)
    return [
        Offered(
            code=f"{WORK}:{item.reference}",
            title=item.title,
            state=due_words(item.due_on, today=today),
            group="Late and soon due",
            address=item.link,
            is_late=when(item.due_on, today=today) is When.OVERDUE,
        )
        for item in due[:MOST_WORK]
    ]


def _ready(found: Sequence[Bead]) -> list[Bead]:
    """Without findings that can still change: a draft is talked about as a whole."""
    return [each for each in found if each.kind != FINDING or not each.unsettled]


def _things(actor: Actor, workspace: str, codes: Iterable[str]) -> list[Offered]:
    found: list[Offered] = []
    for code in codes:
        kind = kinds.kind(code)
        if kind is None or kind.offer is None:
            continue
        plural = f"{kind.plural[:1].upper()}{kind.plural[1:]}"
        found += [
            Offered(
                code=f"{bead.kind}:{bead.reference}",
                title=bead.title,
                state=bead.state,
                group=plural,
                address=bead.address,
                about=((bead.kind, bead.reference),),
            )
            for bead in _ready(kind.offer(actor, workspace, ""))[:MOST_OF_A_KIND]
        ]
    return found
