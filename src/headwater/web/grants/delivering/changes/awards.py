"""Moving awards and changing what they come to, as deciding does it."""

from datetime import date, datetime
from decimal import Decimal

from headwater.web.accounts.actor import HEADWATER, Actor
from headwater.web.grants.deciding.changes.awards import change_award, free_offer, move_award
from headwater.web.grants.deciding.models import Award, AwardState


def move(
    award: Award, to: AwardState, *, reason: str, at: datetime, actor: Actor = HEADWATER
) -> None:
    """The award stands elsewhere now."""
    moved = move_award(award=award, to=to.value, actor=actor, at=at, reason=reason)
    award.state, award.version = moved.state, moved.version


def change(award: Award, *, amount: Decimal, ends_on: date, reason: str, at: datetime) -> None:
    """The award comes to another amount or ends on another day, decided by those who may.

    What is promised to it in the books follows, as headwater's own doing.
    """
    changed = change_award(
        award=award, reason=reason, actor=HEADWATER, at=at, amount=amount, ends_on=ends_on
    )
    award.amount, award.ends_on, award.version = changed.amount, changed.ends_on, changed.version


def turn_down(award: Award, *, reason: str, at: datetime) -> None:
    """Whoever was offered an award does not want it: its money is free for others."""
    freed = free_offer(award=award, reason=reason, actor=HEADWATER, at=at)
    award.state, award.version = freed.state, freed.version
