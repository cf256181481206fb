"""By which law information may be shared, from which day, and what each law does not carry."""

from dataclasses import dataclass
from datetime import date

from headwater.rulebook.registry import Sourced, one, records

ANY = "any"


def _holds(first: date | None, last: date | None, day: date) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


@dataclass(frozen=True, slots=True, kw_only=True)
class LawfulGateway(Sourced):
    """A law by which one kind of body may give information to another for a purpose.

    Roles are statutory roles, `specified` or `relevant` for all of a standing, or `any`.
    """

    id: str
    title: str
    act: str
    section: str
    text: str
    from_roles: tuple[str, ...]
    to_roles: tuple[str, ...]
    purposes: tuple[str, ...]
    is_personal: bool
    """Whether it carries information in which a person can be told apart."""
    needs: str
    """What is to be done or recorded by whoever relies on it."""
    starts_on: date | None
    ends_on: date | None

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day, its first and last days included."""
        return _holds(self.starts_on, self.ends_on, day)

    @property
    def words(self) -> str:
        """With its Act and section: "Power to disclose for the Duty (… Act 2022, section 16)"."""
        if not self.act:
            return self.title
        where = f"{self.act}, section {self.section}" if self.section else self.act
        return f"{self.title} ({where})"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingRule(Sourced):
    """Something that a gateway does not carry, why, and what may carry it instead."""

    id: str
    gateways: tuple[str, ...]
    granularities: tuple[str, ...]
    holding: str
    from_function: str
    """`care` where it is about health and social care authorities."""
    reason: str
    section: str
    alternatives: tuple[str, ...]
    starts_on: date | None
    ends_on: date | None

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day, its first and last days included."""
        return _holds(self.starts_on, self.ends_on, day)


def lawful_gateways() -> tuple[LawfulGateway, ...]:
    """Every gateway, whenever it is in force."""
    return records("lawful_gateways", LawfulGateway)


def lawful_gateway(id: str) -> LawfulGateway:
    """One gateway. Raises `NotFoundError` where the rulebook has none of that name."""
    return one(lawful_gateways(), id, kind="gateway", key=lambda row: row.id)


def lawful_gateways_on(day: date) -> tuple[LawfulGateway, ...]:
    """The gateways in force on a day.

    >>> "cws2026_s4" in {each.id for each in lawful_gateways_on(date(2026, 5, 31))}
    False
    >>> "cws2026_s4" in {each.id for each in lawful_gateways_on(date(2026, 6, 1))}
    True
    """
    return tuple(each for each in lawful_gateways() if each.holds_on(day))


def sharing_rules() -> tuple[SharingRule, ...]:
    """Every limit of the gateways, whenever it is in force."""
    return records("sharing_rules", SharingRule)
