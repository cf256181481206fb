"""What has to be said when a grant is closed, and what its deliverer is told of the money."""

from decimal import Decimal

from headwater.core.money import pounds
from headwater.web.grants.delivering.errors import ClosingError


def check_closing(*, is_done: bool, clawed: Decimal, words: str) -> None:
    """Raises where a return is missing, or money is clawed back, and nobody says why."""
    if words.strip():
        return
    if not is_done:
        raise ClosingError("A return is missing. Say why the grant is closed without it.")
    if clawed:
        raise ClosingError("Say why more has to come back than what was not spent.")


def closing_words(unspent: Decimal, clawed: Decimal, why: str) -> str:
    """What the deliverer is told of the money.

    >>> closing_words(Decimal("0.00"), Decimal("0.00"), "")
    'Thank you for what you did. Nothing has to be paid back.'
    """
    found = ["Thank you for what you did."]
    if unspent:
        found.append(f"{pounds(unspent)} was paid and not spent.")
    if clawed:
        found.append(f"We also ask for {pounds(clawed)} of what was spent. {why.strip()}")
    if unspent or clawed:
        found.append(
            f"Please pay back {pounds(unspent + clawed)}. We write to you with how to do that."
        )
    else:
        found.append("Nothing has to be paid back.")
    return " ".join(found)
