"""Where signed-in people find indicators, areas and what numbers rest on."""

from urllib.parse import quote

from django.urls import reverse

from headwater.web.editions.indicator_words import IndicatorLinks
from headwater.web.editions.models import Edition


def links_in(workspace: str) -> IndicatorLinks:
    """Addresses inside a workspace."""

    def at(route: str, *more: str) -> str:
        return reverse(f"insights:{route}", args=[workspace, *more])

    def explain(edition: Edition, figure: str) -> str:
        number = at("assessment_number", edition.reference)
        return f"{number}?figure={quote(figure, safe='')}"

    return IndicatorLinks(
        indicator=lambda indicator: at("indicator", indicator),
        area=lambda area: at("area", area),
        indicator_area=lambda indicator, area: at("indicator_area", indicator, area),
        file=lambda indicator, name: at("indicator_file", indicator, name),
        area_file=lambda area, name: at("area_file", area, name),
        map=lambda indicator: at("indicator_map", indicator),
        explain=explain,
        edition=lambda edition: at("assessment", edition.reference),
    )
