"""What the numbers of an edition rest on, and which of it was not public already."""

from dataclasses import dataclass

from headwater.rulebook import dataset_profiles
from headwater.web.editions.models import Edition, Working

PUBLIC_ALREADY = frozenset({"published", "none"})
"""Rules of the rulebook for what its supplier has published, and for what is not about people."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source, by the name its files are loaded under."""

    name: str
    is_restricted: bool
    why: str


def is_public_already(table: str) -> bool:
    """Whether everything in a table of the lake was published by its supplier."""
    rules = {each.dataset: each.profile for each in dataset_profiles()}
    return rules.get(table) in PUBLIC_ALREADY


def sources_of(edition: Edition) -> tuple[Source, ...]:
    """Every source of an edition, the restricted first.

    A table of the lake that the rulebook does not know counts as restricted.
    """
    rules = {each.dataset: each for each in dataset_profiles()}
    found: dict[str, Source] = {}
    loads = edition.workings.filter(kind=Working.Kind.LOAD).values_list(
        "body__source", "body__table"
    )
    for name, tables in loads:
        said = [rules.get(table.strip()) for table in str(tables).split(",")]
        kept = [each for each in said if each is None or each.profile not in PUBLIC_ALREADY]
        why = [each.reason if each else "The rulebook does not say." for each in kept or said]
        found[name] = Source(str(name), bool(kept), " ".join(dict.fromkeys(why)))
    return tuple(sorted(found.values(), key=lambda each: (not each.is_restricted, each.name)))


def rests_on_restricted(edition: Edition) -> bool:
    """Whether any source of an edition was not public already."""
    return any(each.is_restricted for each in sources_of(edition))
