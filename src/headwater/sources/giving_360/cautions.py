"""What the standard allows in a file of grants and its readers will miss."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from headwater.core.words import counted

Grant = Mapping[str, Any]


def _places(grant: Grant) -> list[Mapping[str, Any]]:
    said = grant.get("beneficiaryLocation")
    return [each for each in said if isinstance(each, dict)] if isinstance(said, list) else []


def has_place(grant: Grant) -> bool:
    """Whether a grant says where people benefit.

    The address of whoever receives the money does not count: it is often a head office.
    """
    return any(each.get("geoCode") or each.get("name") for each in _places(grant))


def has_place_code(grant: Grant) -> bool:
    """Whether one of its places has a code that can be put on a map."""
    return any(each.get("geoCode") for each in _places(grant))


def _has(name: str) -> Callable[[Grant], bool]:
    return lambda grant: bool(grant.get(name))


def _has_registration(grant: Grant) -> bool:
    """Whether its recipient has a number that registers know."""
    recipients = grant.get("recipientOrganization")
    if not isinstance(recipients, list):
        return True
    names = [each.get("id") for each in recipients if isinstance(each, dict)]
    return any(isinstance(name, str) and not name.upper().startswith("360G") for name in names)


def _is_above_nothing(grant: Grant) -> bool:
    amount = grant.get("amountAwarded")
    return not isinstance(amount, int | float) or amount > 0


def _has_long_description(grant: Grant) -> bool:
    title, description = grant.get("title"), grant.get("description")
    return not isinstance(description, str) or description.strip() != str(title).strip()


LOOKED_FOR: tuple[tuple[Callable[[Grant], bool], str], ...] = (
    (has_place, "Where people benefit is not said"),
    (has_place_code, "No code of an area where people benefit"),
    (_has_registration, "The recipient has no number of a public register"),
    (_has("grantProgramme"), "No grant programme"),
    (_has("plannedDates"), "No planned dates"),
    (_has("dateModified"), "Not said when it was last changed"),
    (_is_above_nothing, "An amount of nothing or less"),
    (_has_long_description, "The description only repeats the title"),
)


def cautions_of(grants: Sequence[Grant]) -> tuple[str, ...]:
    """What to look at in a file that has no fault, with how many grants each is about."""
    found = []
    for holds, words in LOOKED_FOR:
        missing = sum(not holds(grant) for grant in grants)
        if missing:
            found.append(f"{words}: {missing:,} of {counted(len(grants), 'grant')}")
    return tuple(found)
