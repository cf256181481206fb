"""What a decision says, and who may make it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from headwater.core.errors import HeadwaterError

LEAST_WORDS = 10
"""Of reasons: they are published."""


class Ruling(StrEnum):
    """What is decided of an application."""

    APPROVE = "approve"
    DECLINE = "decline"
    DEFER = "defer"

    @property
    def words(self) -> str:
        """What was decided, as it stands on pages."""
        return WORDS[self]


WORDS = {
    Ruling.APPROVE: "Approved",
    Ruling.DECLINE: "Declined",
    Ruling.DEFER: "Deferred",
}


class DecisionRefusedError(HeadwaterError):
    """A decision that cannot be made."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is decided, as whoever decides says it. Money and days count for an approval only."""

    ruling: Ruling
    reasons: str
    feedback: str = ""
    amount: Decimal = Decimal(0)
    pot: str = ""
    """The reference of the pot that pays."""
    description: str = ""
    conditions: str = ""
    evaluation_plan: str = ""
    below_threshold: str = ""
    """Why it is approved although its total is below the threshold."""
    starts_on: date | None = None
    ends_on: date | None = None


def check_decider(*, decider: str, assessors: Collection[str], has_declared: bool) -> None:
    """Raises `DecisionRefusedError` for somebody who assessed it or did not declare."""
    if decider in assessors:
        raise DecisionRefusedError(
            "You assessed this application, so somebody else must decide on it."
        )
    if not has_declared:
        raise DecisionRefusedError("Say first that you have no interest in this application.")


def check_said(said: Said, *, largest: Decimal, smallest: Decimal) -> None:
    """Raises `DecisionRefusedError` for a decision that says too little or too much."""
    if len(said.reasons.split()) < LEAST_WORDS:
        raise DecisionRefusedError(f"Give your reasons in at least {LEAST_WORDS} words.")
    if said.ruling is not Ruling.APPROVE:
        return
    if not said.description.strip():
        raise DecisionRefusedError("Say what the award is for, as the public will read it.")
    if not said.pot:
        raise DecisionRefusedError("Choose the pot that pays for it.")
    if said.amount <= 0 or said.amount != said.amount.quantize(Decimal("0.01")):
        raise DecisionRefusedError("Give an amount in pounds and pence.")
    if said.amount > largest:
        raise DecisionRefusedError(
            f"[£{said.amount:,.2f}] is more than the round allows: at most £{largest:,.2f}."
        )
    if said.amount < smallest:
        raise DecisionRefusedError(
            f"[£{said.amount:,.2f}] is less than the round allows: at least £{smallest:,.2f}."
        )
    if said.starts_on is None or said.ends_on is None or said.starts_on > said.ends_on:
        raise DecisionRefusedError("Give the first and the last day of the project, in order.")


def check_score(said: Said, *, is_fundable: bool, zeros: Collection[str]) -> None:
    """Raises `DecisionRefusedError` for an approval that the score does not carry.

    A zero where none is allowed cannot be approved. A total below the threshold can, with a
    reason of its own.
    """
    if said.ruling is not Ruling.APPROVE or is_fundable:
        return
    if zeros:
        raise DecisionRefusedError(
            "It has a zero for a criterion that allows none, so it cannot be approved."
        )
    if len(said.below_threshold.split()) < LEAST_WORDS:
        raise DecisionRefusedError(
            "Its total is below the threshold of the round. Say in at least "
            f"{LEAST_WORDS} words why it is approved all the same, or decline it."
        )
