"""The actions as cards in columns, one for each status."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from headwater.web.design_system.parts import Tag
from headwater.web.strategy.links import action_address
from headwater.web.strategy.models import Action
from headwater.web.strategy.presenters.actions import due, place_of, status_tag
from headwater.web.strategy.rules.computing import Computed
from headwater.web.strategy.rules.statuses import Status

COLUMNS = tuple(each for each in Status if each is not Status.WITHDRAWN)
"""What was withdrawn is in the table only."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A column that a card may be moved to."""

    value: str
    words: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One action on the board."""

    reference: str
    title: str
    href: str
    place: str
    lead: str
    due: str
    is_late: bool
    computed: Tag | None
    """What its facts say, where that is something else."""
    move: str
    """Where it is moved; nothing where the reader may not."""
    version: int
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Lane:
    """One column."""

    status: Status
    tag: Tag
    cards: Sequence[Card]


def lanes(
    actions: Sequence[Action],
    found: Mapping[int, Computed],
    *,
    today: date,
    may_tell: Callable[[Action], bool],
) -> list[Lane]:
    """Every column with its cards, in the order the actions are given."""
    return [
        Lane(
            status,
            status_tag(status),
            [
                _card(each, found[each.pk], today=today, may_tell=may_tell(each))
                for each in actions
                if each.stands is status
            ],
        )
        for status in COLUMNS
    ]


def _card(action: Action, found: Computed, *, today: date, may_tell: bool) -> Card:
    return Card(
        reference=action.reference,
        title=action.title,
        href=action_address(action),
        place=place_of(action),
        lead=action.lead.name if action.lead else "Nobody leads it yet",
        due=due(action, today=today),
        is_late=action.closed_at is None and action.due_on < today,
        computed=None if found.status is action.stands else status_tag(found.status),
        move=action_address(action, "move") if may_tell else "",
        version=action.told_version,
        choices=[Choice(each, each.words, each is action.stands) for each in COLUMNS],
    )
