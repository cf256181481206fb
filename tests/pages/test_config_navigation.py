"""Which item of the navigation is lit."""

import re

import pytest
from django.urls import reverse

from builders.web import actor_of, build_member, client_with
from headwater.web.accounts.roles import Role
from headwater.web.config.matrix import routes, rows
from headwater.web.config.navigation import work_links

pytestmark = pytest.mark.django_db
IS_A_FILE = re.compile(r"\.\w+$")


def lit(path: str) -> list[str]:
    actor = actor_of(build_member(*Role, name="Every Role"))
    return [each.text for each in work_links(actor, "loamshire", path=path) if each.current]


@pytest.mark.parametrize(
    ("path", "item"),
    [
        ("", "Your work"),
        ("areas/", "Indicators"),
        ("areas/Z99D00001/", "Indicators"),
        ("indicators/serious-violence/", "Indicators"),
        ("problems/", "Updates"),
        ("releases/R-1/preview/", "Releases"),
    ],
)
def test_the_item_that_a_page_belongs_to_is_lit(path: str, item: str) -> None:
    assert lit(f"/work/loamshire/{path}") == [item]


def test_no_page_of_a_workspace_is_without_a_lit_item() -> None:
    dark = []
    for name, pattern in routes():
        if not pattern.startswith("work/<slug:workspace>/") or name not in rows():
            continue
        path = "/" + re.sub(r"<[^>]*>", "x", pattern.replace("<slug:workspace>", "loamshire"))
        if not IS_A_FILE.search(path) and lit(path) == []:
            dark.append(name)
    assert dark == []


def test_the_list_of_areas_lights_indicators_on_its_page() -> None:
    page = client_with(Role.LEAD).get("/work/loamshire/areas/").content.decode()
    current = re.findall(r'<a[^>]*href="([^"]*)"[^>]*aria-current="(?:page|true)"', page)
    assert reverse("insights:indicators", args=["loamshire"]) in current
