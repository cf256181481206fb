"""The page that says how the open API is used, made from its own description."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from headwater.web.design_system.parts import Column, Table
from headwater.web.public_site.api.limits import A_MINUTE
from headwater.web.public_site.api.paging import MOST_A_PAGE
from headwater.web.public_site.api.routes import description
from headwater.web.releases.serving import public_page


@public_page
def documentation(request: HttpRequest) -> HttpResponse:
    """Every route of the API, what it takes and what it answers."""
    schema = description()
    routes = [
        {
            "parts": path.strip("/").split("/"),
            "words": operation["description"],
            "parameters": _parameters(path, operation["parameters"]),
        }
        for path, each in schema["paths"].items()
        for operation in each.values()
    ]
    context = {"routes": routes, "a_minute": A_MINUTE, "most": MOST_A_PAGE}
    return render(request, "public_site/about/api.html", context)


def _parameters(path: str, given: list[dict[str, Any]]) -> Table | None:
    if not given:
        return None
    rows = [[each["name"], _place(each["in"]), _kind(each["schema"])] for each in given]
    return Table(
        caption=f"What {path} takes",
        columns=[Column("Name"), Column("Where"), Column("What")],
        rows=rows,
        caption_is_hidden=True,
    )


def _place(where: str) -> str:
    return "in the address" if where == "path" else "after the question mark"


def _kind(schema: dict[str, Any]) -> str:
    if schema["type"] == "integer":
        return f"a whole number from {schema['minimum']} to {schema['maximum']:,}"
    if schema["type"] == "array":
        return "words such as area_code:Z99D00001; give it again for more"
    return "words"
