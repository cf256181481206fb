"""The chart and the map that a week drew of a rule's alerts."""

from collections.abc import Iterable

from headwater.web.design_system.parts import Figure
from headwater.web.editions.presenters import drawn_figure
from headwater.web.insights.assessments.links import links_of
from headwater.web.insights.watch.queries.evidence import Drawn


def figures(drawn: Iterable[Drawn]) -> list[Figure]:
    """Pictures with their words, their numbers and their files."""
    return [
        drawn_figure(each.picture, each.table, links_of(each.picture.edition)) for each in drawn
    ]


def why_no_weeks(drawn: Iterable[Drawn]) -> str:
    """Why a map is there and no chart of the weeks before; nothing where both or none are."""
    are_weeks = [each.picture.slug.startswith("weeks-") for each in drawn]
    if not are_weeks or any(are_weeks):
        return ""
    return "The weeks before are not drawn: most have too few events to be shown."
