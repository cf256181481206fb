"""The schedule, the budget and the returns of a grant after a variation."""

from datetime import date
from decimal import Decimal

from headwater.web.grants.delivering.errors import VariationError
from headwater.web.grants.delivering.models import Delivery, Return
from headwater.web.grants.delivering.rules.periods import periods
from headwater.web.grants.delivering.rules.workflow import ReturnState


def take_off(delivery: Delivery, less: Decimal) -> None:
    """So much less is to be paid: the last instalments shrink, those in the books only in them.

    The budget shrinks in proportion, its last line to the penny.
    """
    left = less
    for each in delivery.instalments.order_by("-number"):
        taken = min(left, each.amount)
        left -= taken
        if taken == each.amount:
            each.delete()
        elif taken:
            each.amount -= taken
            each.save(update_fields=["amount"])
    lines = list(delivery.budget.all())
    before = sum((each.amount for each in lines), Decimal())
    rest = before - less
    for place, line in enumerate(lines, start=1):
        share = (line.amount * (before - less) / before).quantize(Decimal("0.01"))
        line.amount = rest if place == len(lines) else share
        rest -= share
        line.save(update_fields=["amount"])


def move_the_end(delivery: Delivery, ends_on: date) -> None:
    """Returns that nobody has written follow the new end. What was planned for them stays."""
    award = delivery.award
    written = delivery.returns.exclude(state=ReturnState.OPEN).exclude(versions=None)
    last = max((each.last_day for each in written), default=None)
    if last is not None and ends_on <= last:
        raise VariationError("A return was sent for days after the new end.")
    wanted = periods(award.starts_on, ends_on, light=delivery.is_light)
    kept = {each.number: each for each in delivery.returns.all()}
    for number, period in enumerate(wanted, start=1):
        row = kept.pop(number, None) or Return(delivery=delivery, number=number)
        if row.certified_at is not None:
            continue
        row.kind, row.first_day, row.last_day = period.kind, period.first_day, period.last_day
        row.due_on, row.reminded = period.due_on, 0
        row.save()
    for row in kept.values():
        row.delete()
    for target in delivery.targets.all():
        target.planned = _refitted(target.planned, len(wanted))
        target.save(update_fields=["planned"])


def _refitted(planned: list[int], parts: int) -> list[int]:
    """The same in all, over more or fewer returns."""
    if parts >= len(planned):
        return [*planned, *[0] * (parts - len(planned))]
    return [*planned[: parts - 1], sum(planned[parts - 1 :])]
