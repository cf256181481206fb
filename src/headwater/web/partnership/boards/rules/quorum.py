"""Whether enough of a board are there to decide, and what is missing, in words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from headwater.core.words import counted, listed
from headwater.web.partners.rules.duty import StatutoryRole


@dataclass(frozen=True, slots=True)
class AtTable:
    """A seat that votes and that somebody fills at a meeting."""

    seat: int
    organisation: str
    statutory_role: StatutoryRole


@dataclass(frozen=True, slots=True)
class Rule:
    """How many seats that vote must be filled, and which partners must be among them."""

    number: int
    roles: tuple[StatutoryRole, ...] = ()


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether a board may decide now."""

    is_met: bool
    words: str


def quorum(
    rule: Rule, there: Iterable[AtTable], *, without: Collection[int] = frozenset()
) -> Quorum:
    """Whether those there may decide. `without` are seats that take no part in a decision.

    >>> police = AtTable(1, "Constabulary", StatutoryRole.POLICE)
    >>> quorum(Rule(1, (StatutoryRole.POLICE,)), [police]).words
    'Quorate: 1 of the 1 seat needed is filled, and every partner that must be there is.'
    >>> quorum(Rule(2, (StatutoryRole.FIRE,)), [police]).words
    'Not quorate: 1 of the 2 seats needed is filled, and nobody is there from: Fire and rescue authority.'
    """  # noqa: E501 - the sentence as people read it
    counted_in = [each for each in there if each.seat not in without]
    many = len({each.seat for each in counted_in})
    present = {each.statutory_role for each in counted_in}
    missing = [role for role in rule.roles if role not in present]
    is_met = many >= rule.number and not missing
    verb = "is" if many == 1 else "are"
    said = f"{many} of the {counted(rule.number, 'seat')} needed {verb} filled"
    return Quorum(is_met, f"{'Quorate' if is_met else 'Not quorate'}: {said}{_who(rule, missing)}.")


def _who(rule: Rule, missing: list[StatutoryRole]) -> str:
    if missing:
        return f", and nobody is there from: {listed([role.label for role in missing])}"
    return ", and every partner that must be there is" if rule.roles else ""


def rule_words(rule: Rule) -> str:
    """The rule as terms of reference say it.

    >>> rule_words(Rule(3))
    'At least 3 seats that vote must be filled.'
    """
    first = f"At least {counted(rule.number, 'seat that votes', 'seats that vote')} must be filled"
    if not rule.roles:
        return f"{first}."
    return f"{first}, among them: {listed([role.label for role in rule.roles])}."


def empty_places(
    wanted: Iterable[StatutoryRole], seated: Collection[StatutoryRole]
) -> tuple[StatutoryRole, ...]:
    """Partners that must sit on a board and have no seat."""
    return tuple(role for role in wanted if role not in seated)
