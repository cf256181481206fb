"""The monthly list of payments over £500.

The Elected Local Policing Bodies (Specified Information) Order 2011 wants of each item of
expenditure over £500 that is no crime and disorder reduction grant the recipient, the purpose and
the reasons why good value for money would be obtained, each month (DOMAIN section 7.3). Payments of
grants are listed beside them and marked as such, so that every pound over £500 is in one place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from headwater.core.money import plain_pounds
from headwater.core.periods import Month
from headwater.web.grants.publishing.rules.readiness import (
    SHORTEST,
    Missing,
    Weight,
    ways_to_a_person,
)
from headwater.web.grants.publishing.rules.record import LeftOut, cut

OVER = Decimal("500.00")
"""What is more than this is listed: the order says `exceeding`, so £500.00 is not."""
COLUMNS = (
    "month",
    "payment",
    "kind",
    "recipient",
    "purpose",
    "value_for_money",
    "amount_gbp",
    "paid_on",
    "grant",
    "names_left_out",
)


class Kind(StrEnum):
    """What sort of payment it is."""

    GRANT = "grant"
    DIRECT = "direct"

    @property
    def words(self) -> str:
        """As it stands on pages and in files."""
        return "Payment of a grant" if self is Kind.GRANT else "Paid directly"


@dataclass(frozen=True, slots=True)
class Outlay:
    """One payment over £500."""

    reference: str
    kind: Kind
    recipient: str
    purpose: str
    value: str
    """Why it gives good value for money; of a grant, the reasons it was awarded for."""
    amount: Decimal
    paid_on: date
    grant: str = ""
    """The award it is paid of."""
    grant_is_ready: bool = True
    left_out: tuple[LeftOut, ...] = ()


def is_over(amount: Decimal) -> bool:
    """Whether a payment is large enough to be listed.

    >>> is_over(Decimal("500.00")), is_over(Decimal("500.01"))
    (False, True)
    """
    return amount > OVER


def missing_of(outlay: Outlay) -> tuple[Missing, ...]:
    """Everything that a payment lacks, what is needed first."""
    shown = without_names(outlay)
    if outlay.kind is Kind.GRANT:
        texts = {"recipient": shown.recipient}
        found = [] if outlay.grant_is_ready else [_needed("The grant it pays lacks something")]
    else:
        texts = {"recipient": shown.recipient, "purpose": shown.purpose, "value": shown.value}
        found = _unsaid(outlay)
    found += ways_to_a_person(texts)
    return tuple(sorted(found, key=lambda each: each.weight))


def _unsaid(outlay: Outlay) -> list[Missing]:
    found = []
    if not outlay.recipient.strip():
        found.append(_needed("It does not say who was paid"))
    if len(outlay.value.strip()) < SHORTEST:
        found.append(_needed("It does not say why it was good value, which the law asks"))
    return found


def _needed(words: str) -> Missing:
    return Missing(Weight.NEEDED, words, "payment")


def is_ready(outlay: Outlay) -> bool:
    """Whether a payment can be told of as it stands."""
    return not any(each.weight is Weight.NEEDED for each in missing_of(outlay))


def without_names(outlay: Outlay) -> Outlay:
    """The same with every name that is to be left out replaced, and only reasons that apply."""
    texts = (outlay.recipient, outlay.purpose, outlay.value)
    said = "\n".join(texts).casefold()
    here = tuple(each for each in outlay.left_out if each.words.casefold() in said)
    names = sorted((each.words for each in here), key=len, reverse=True)
    recipient, purpose, value = (cut(each, names) for each in texts)
    return replace(outlay, recipient=recipient, purpose=purpose, value=value, left_out=here)


def told_of(outlays: Iterable[Outlay]) -> list[dict[str, Any]]:
    """Payments that are ready as a publication holds them."""
    return [_told(without_names(each)) for each in outlays if is_ready(each)]


def _told(outlay: Outlay) -> dict[str, Any]:
    return {
        "reference": outlay.reference,
        "kind": outlay.kind.value,
        "recipient": outlay.recipient,
        "purpose": outlay.purpose,
        "value": outlay.value,
        "amount": plain_pounds(outlay.amount),
        "paid_on": outlay.paid_on.isoformat(),
        "grant": outlay.grant,
        "left_out": [each.reason for each in outlay.left_out],
    }


def row_of(month: Month, said: Mapping[str, Any]) -> list[str]:
    """One payment of a list, in the order of the columns."""
    return [
        str(month),
        said["reference"],
        Kind(said["kind"]).words,
        said["recipient"],
        said["purpose"],
        said["value"],
        said["amount"],
        said["paid_on"],
        said["grant"],
        "; ".join(said["left_out"]),
    ]


def payments_in(content: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The payments of a publication; none where it was made before payments were listed."""
    found: Sequence[Mapping[str, Any]] = content.get("spending", ())
    return found
