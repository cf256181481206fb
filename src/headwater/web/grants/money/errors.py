"""What can go wrong with money, in sentences."""

from datetime import date
from decimal import Decimal

from headwater.core.errors import HeadwaterError
from headwater.core.money import pounds


class MoneyError(HeadwaterError):
    """Money that cannot move as asked. Nothing was changed."""


class OverspentError(MoneyError):
    """More than is there. `available` is what could be had."""

    def __init__(self, *, what: str, asked: Decimal, available: Decimal) -> None:
        self.asked, self.available = asked, available
        super().__init__(
            f"{what} has [{pounds(available)}] available and [{pounds(asked)}] is needed. "
            "Nothing was changed. Ask for less, or move money in first."
        )


class AmountRefusedError(MoneyError):
    """An amount that cannot be meant."""

    @classmethod
    def not_positive(cls) -> "AmountRefusedError":
        """Nothing, or less than nothing."""
        return cls("The amount must be at least [£0.01]. Nothing was changed.")


class ReasonNeededError(MoneyError):
    """Something that nobody may do without saying why."""

    def __init__(self) -> None:
        super().__init__("Say why, in a few words without names. Nothing was changed.")


class PotClosedError(MoneyError):
    """The year of a pot was closed."""

    def __init__(self, *, pot: str) -> None:
        super().__init__(
            f"The year of [{pot}] is closed and nothing moves in it any more. "
            "Put a mistake right in the pot that its money was carried forward to."
        )


class FundClosedError(MoneyError):
    """A fund that takes no new pot."""

    def __init__(self) -> None:
        super().__init__("The fund is closed. Nothing was changed.")


class TooMuchReceivedError(MoneyError):
    """More came in than a pot still expects: a zero too many, or a budget too small."""

    def __init__(self, *, expected: Decimal) -> None:
        super().__init__(
            f"This pot expects no more than [{pounds(expected)}] to come in. Check the amount "
            "and the pot. If the giver agreed to more, change the budget first."
        )


class BudgetTooLowError(MoneyError):
    """A budget below what is received, promised or paid already."""

    def __init__(self, *, least: Decimal) -> None:
        super().__init__(
            f"The budget cannot be lower than [{pounds(least)}]: that much has come in, is "
            "promised or is paid. Nothing was changed."
        )


class ReceivedOtherwiseError(MoneyError):
    """A remittance number that was taken in with another amount or into another pot."""

    def __init__(self) -> None:
        super().__init__(
            "Money with this remittance number was taken in before, with another amount, day or "
            "pot. Check the number. To correct the earlier one, reverse it first."
        )


class NamesCaseError(MoneyError):
    """Words that may lead to a case."""

    def __init__(self) -> None:
        super().__init__(
            "This looks like the name or number of a case or an operation. Receipts are never "
            "linked to one: quote the number of the remittance only."
        )


class FutureDayError(MoneyError):
    """A day that has not come yet."""

    def __init__(self, *, on: date) -> None:
        super().__init__(f"[{on.isoformat()}] has not come yet. Enter the day it happened.")


class CommittedAlreadyError(MoneyError):
    """An award whose money was promised before."""

    def __init__(self) -> None:
        super().__init__(
            "Money is promised to this award already. Nothing was changed. "
            "Change the award's amount instead."
        )


class NoCommitmentError(MoneyError):
    """An award to which nothing was promised."""

    def __init__(self) -> None:
        super().__init__("No money is promised to this award. Promise it first.")


class WrongCostError(MoneyError):
    """Labour paid from money for something else, or the other way about."""

    def __init__(self, *, pays_for: str) -> None:
        super().__init__(
            f"This pot pays for [{pays_for.lower()}] only, as its giver has set. "
            "Choose another pot."
        )


class PaidAlreadyError(MoneyError):
    """An award that cannot shrink below what it was paid, or is about to be."""

    def __init__(self, *, least: Decimal) -> None:
        super().__init__(
            f"[{pounds(least)}] of this award is paid or approved for payment, so it cannot "
            "become less than that. Take approved payments back, or ask for money back."
        )


class TooMuchScheduledError(MoneyError):
    """Payments that add up to more than was promised."""

    def __init__(self, *, left: Decimal) -> None:
        super().__init__(
            f"Only [{pounds(left)}] of what is promised to this award is not scheduled yet. "
            "Nothing was changed."
        )


class NotOwedError(MoneyError):
    """More came back than is owed."""

    def __init__(self, *, owed: Decimal) -> None:
        super().__init__(
            f"This award owes [{pounds(owed)}] back. Nothing was changed. Record what it owes "
            "first, or check the amount."
        )


class NotPaidError(MoneyError):
    """More is to come back than was paid."""

    def __init__(self, *, paid: Decimal) -> None:
        super().__init__(
            f"This award was paid [{pounds(paid)}] that is not to come back already. "
            "No more than that can be asked for."
        )


class NotReversibleError(MoneyError):
    """A movement that has a way of its own to be put right."""

    def __init__(self) -> None:
        super().__init__(
            "This movement cannot be reversed here, or was reversed before. A payment is undone "
            "when the bank returns it, an award is changed on its own page."
        )


class MovedAlreadyError(MoneyError):
    """Something that moves money once was there before."""

    def __init__(self) -> None:
        super().__init__(
            "Money was moved for this before, so nothing was moved again. "
            "Check the number you entered."
        )


class ThereAlreadyError(MoneyError):
    """A second one with a name that says which is meant."""

    def __init__(self, *, what: str) -> None:
        super().__init__(
            f"There is {what} with this name already, perhaps because the form was sent twice. "
            "Nothing was changed. Choose another name."
        )
