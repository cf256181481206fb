"""Which item of the navigation is lit."""

import re

import pytest
from django.urls import reverse

from builders.alerts import build_watch_rule, stored_week
from builders.editions_web import stored_edition
from builders.web import actor_of, build_member, client_with
from headwater.web.accounts.roles import Role
from headwater.web.config.matrix import routes, rows
from headwater.web.config.navigation import public_links, work_links

pytestmark = pytest.mark.django_db
IS_A_FILE = re.compile(r"\.\w+$")


def lit(path: str) -> list[str]:
    """The lit page, or pages, wherever they are."""
    actor = actor_of(build_member(*Role, name="Every Role"))
    sections = work_links(actor, "loamshire", path=path)
    for each in sections:
        assert each.current == any(page.current for page in each.inside or (each,))
    return [p.text for each in sections for p in (each.inside or (each,)) if p.current]


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


@pytest.mark.parametrize("part", ["", "tables/", "chapters/reading/", "lock/"])
def test_pages_of_a_week_light_early_warning_and_those_of_an_assessment_do_not(part: str) -> None:
    week = stored_week({build_watch_rule(): []})
    assessment = stored_edition(workspace=week.workspace)
    assert lit(f"/work/loamshire/assessments/{week.reference}/{part}") == ["Early warning"]
    assert lit(f"/work/loamshire/assessments/{assessment.reference}/{part}") == ["Assessments"]


@pytest.mark.parametrize("path", ["", "a-week/1/", "a-week/1/tables/", "scorecards/a/1/"])
def test_public_pages_of_weeks_light_early_warning(path: str) -> None:
    lit_there = [each.text for each in public_links(path=f"/early-warning/{path}") if each.current]
    assert lit_there == ["Early warning"]


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


def test_a_section_of_which_one_page_is_open_goes_by_its_name() -> None:
    administrator = actor_of(build_member(Role.ADMINISTRATOR))
    shown = [each.text for each in work_links(administrator, "loamshire", path="/")]
    assert "Partners" in shown
    assert "The Duty" not in shown


def test_only_the_section_somebody_is_in_shows_its_pages() -> None:
    lead = client_with(Role.LEAD)
    releases = lead.get("/work/loamshire/releases/").content.decode()
    assert 'aria-label="Publish"' in releases
    assert 'aria-label="Records"' not in releases
    assert 'aria-label="Publish"' not in lead.get("/work/loamshire/documents/").content.decode()
