"""The chart and the map that a week drew of a rule's alerts."""

from collections.abc import Sequence
from dataclasses import dataclass

from headwater.web.editions.models import Picture, Table
from headwater.web.editions.rules.workflow import READABLE
from headwater.web.insights.watch.models import Rule, Sighting

DRAWN = ("weeks-{rule}-{row}", "places-{rule}")
"""What pictures of a rule's alerts are called, in the order they are shown."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture with the table it was drawn of."""

    picture: Picture
    table: Table


def drawn_of(rule: Rule, seen: Sequence[Sighting]) -> list[Drawn]:
    """Pictures of what one run saw of an alert. None where its week was put away."""
    edition = seen[0].edition
    if edition.stands not in READABLE:
        return []
    named = [name.format(rule=rule.slug, row=each.row) for name in DRAWN for each in seen]
    names = list(dict.fromkeys(named))
    pictures = edition.pictures.filter(slug__in=names).select_related("edition__workspace")
    held = {each.slug: each for each in pictures}
    tables = {
        each.slug: each
        for each in edition.tables.filter(slug__in={each.table for each in held.values()})
    }
    return [
        Drawn(held[name], tables[held[name].table])
        for name in names
        if name in held and held[name].table in tables
    ]
