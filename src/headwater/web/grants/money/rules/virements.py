"""Between which pots money may be moved. Plain Python on plain values."""

from dataclasses import dataclass
from typing import Any, Self

from headwater.web.grants.money.errors import MoneyError
from headwater.web.grants.money.rules.spending import ANY


class VirementRefusedError(MoneyError):
    """Money that may not go where somebody wants it."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two pots, as far as the rules look at it."""

    reference: str
    workspace_id: int
    year: int
    source: str
    pays_for: str
    ring_fence: str

    @classmethod
    def of(cls, pot: Any) -> Self:
        """A pot as a side."""
        return cls(
            reference=pot.reference,
            workspace_id=pot.fund.workspace_id,
            year=pot.year,
            source=pot.source,
            pays_for=pot.pays_for,
            ring_fence=pot.ring_fence.strip(),
        )


def check(out_of: Side, into: Side) -> None:
    """Raises `VirementRefusedError` with what stands against it.

    Money keeps the conditions it was given under: its year, its purpose, what it may pay for.
    """
    if out_of.reference == into.reference:
        raise VirementRefusedError("Choose two different pots.")
    if out_of.workspace_id != into.workspace_id:
        raise VirementRefusedError("Both pots must belong to this partnership.")
    if out_of.year != into.year:
        raise VirementRefusedError(
            "Money stays in its financial year. It is carried forward when the year is closed."
        )
    if out_of.ring_fence and out_of.ring_fence != into.ring_fence:
        raise VirementRefusedError(
            f"The money is given for [{out_of.ring_fence}] only, and the other pot is not. "
            "Ask its giver to change the condition first."
        )
    if out_of.pays_for not in (ANY, into.pays_for):
        raise VirementRefusedError(
            "The money may pay for one kind of cost only, and the other pot does not keep to it."
        )
    if out_of.source == "grant" and into.source != "grant":
        raise VirementRefusedError(
            "A grant is accounted for to whoever gave it, so it is not mixed with other money."
        )
