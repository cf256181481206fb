"""What a set of projects has to keep to, as somebody asks for it, and what is wrong with it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any

from headwater.core.errors import HeadwaterError

Pair = tuple[str, str]
LEVELS = ("primary", "secondary", "tertiary")
SHARES = ("district", *LEVELS, "small")
"""Least shares of the money, in per cent."""
SHORTEST_REASON = 20


class WishRefusedError(HeadwaterError):
    """Limits that contradict themselves."""


class VerdictRefusedError(HeadwaterError):
    """A decision that cannot be kept as it is put."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The limits of one choice. Shares are in per cent of the money that is given."""

    budget: Decimal
    district: int = 0
    primary: int = 0
    secondary: int = 0
    tertiary: int = 0
    small: int = 0
    small_income: Decimal = Decimal(100_000)
    """Below so much a year an organisation counts as small."""
    unclear: int = 100
    """At most so much for approaches without clear evidence."""
    must: tuple[str, ...] = ()
    exclusive: tuple[Pair, ...] = ()
    together: tuple[Pair, ...] = ()
    halves: bool = False
    """Whether half of what is asked for may be given, for half the people."""

    def as_data(self) -> dict[str, Any]:
        """As it is kept in a row."""
        kept = asdict(self)
        return {**kept, "budget": str(self.budget), "small_income": str(self.small_income)}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Wish":
        """The limits that were kept in a row."""
        known = {each.name for each in fields(cls)}
        given = {name: value for name, value in kept.items() if name in known}
        for name in ("budget", "small_income"):
            given[name] = Decimal(given[name])
        for name in ("exclusive", "together"):
            given[name] = tuple((one, other) for one, other in given[name])
        return cls(**{**given, "must": tuple(given["must"])})


def check_wish(wish: Wish, references: Collection[str]) -> None:
    """Raises `WishRefusedError` with everything that is wrong with the limits of a choice."""
    problems = list(_problems(wish, references))
    if problems:
        raise WishRefusedError(" ".join(problems))


def _problems(wish: Wish, references: Collection[str]) -> Iterator[str]:
    if not references:
        yield "No application of this round can be chosen yet: none was sent in."
    if wish.budget <= 0:
        yield "Enter a budget above nothing."
    if wish.primary + wish.secondary + wish.tertiary > 100:
        yield "The shares of the three levels of prevention come to more than 100%."
    named = [*wish.must, *(name for pair in (*wish.exclusive, *wish.together) for name in pair)]
    for name in dict.fromkeys(named):
        if name not in references:
            yield f"[{name}] is no application that can be chosen in this round."
    for one, other in (*wish.exclusive, *wish.together):
        if one == other:
            yield f"[{one}] is paired with itself."
    for one, other in wish.exclusive:
        if one in wish.must and other in wish.must:
            yield f"[{one}] and [{other}] must both be in, and may not be together."


def check_verdict(
    picked: Collection[str], *, best: Collection[str], known: Collection[str], reason: str
) -> bool:
    """Whether a decision is the best set. Raises `VerdictRefusedError` where it cannot be kept.

    Who decides otherwise says why; the best set needs no reason.
    """
    strange = sorted(set(picked) - set(known))
    if strange:
        raise VerdictRefusedError(f"[{', '.join(strange)}] was not among what was chosen from.")
    follows = set(picked) == set(best)
    if not follows and len(reason.strip()) < SHORTEST_REASON:
        raise VerdictRefusedError(
            "What you decided differs from the best set. Say why in at least "
            f"{SHORTEST_REASON} characters, for those who ask later."
        )
    return follows
