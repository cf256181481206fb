"""Pages of indicators and areas for those signed in: who gets in, what they say, what they hide."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

from builders.indicators import NEXT_YEAR, edition_with_indicators
from builders.web import build_organisation, build_workspace, client_with
from headwater.web.accounts.roles import Role
from headwater.web.editions.models import Status

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/indicators/"
AREAS = "/work/loamshire/areas/"
ONE = f"{HOME}public-violence/"
PAGES = (
    HOME,
    ONE,
    f"{ONE}map/",
    f"{ONE}areas/Z99D00001/",
    AREAS,
    f"{AREAS}Z99D00001/",
    f"{AREAS}Z99P00001/",
    f"{AREAS}Z99L00003/",
)
FILES = (
    f"{ONE}values.csv",
    f"{ONE}values.csv-metadata.json",
    f"{ONE}values.json",
    f"{ONE}ranking.svg",
    f"{ONE}trend.svg?area=Z99D00001",
    f"{ONE}map.svg",
    f"{ONE}map.geojson",
    f"{AREAS}Z99D00001/spine.svg",
)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_overview_says_in_words_what_changed_and_who_stands_out() -> None:
    edition_with_indicators()
    edition_with_indicators(tables={"times": 1.5}, **NEXT_YEAR)
    page = text_of(client_with(Role.VIEWER), HOME)
    assert "Higher than in September 2024 to August 2025, unlikely to be chance." in page
    assert "Lower: Thimblewick." in page
    assert "What changed" in page


def test_an_empty_workspace_is_told_what_to_do() -> None:
    build_organisation(build_workspace())
    client = client_with(Role.VIEWER)
    assert "There are no numbers yet" in text_of(client, HOME)
    assert "There are no areas yet" in text_of(client, AREAS)
    assert client.get(ONE).status_code == 404


def test_an_indicator_says_value_interval_source_method_and_caveats() -> None:
    edition = edition_with_indicators()
    page = text_of(client_with(Role.VIEWER), ONE)
    for said in (
        "36.0 per 1,000 residents a year (95% interval 32.4 to 39.6)",
        "What is counted",
        "Byar",
        "load-5f0c2a91",
        edition.reference,
        "Counts from 1 to 4 are shown as [c].",
        "How to cite",
        "Open Government Licence v3.0",
    ):
        assert said in page, said


def test_a_hidden_number_is_a_mark_with_its_meaning_and_sorted_last() -> None:
    edition_with_indicators()
    page = text_of(client_with(Role.VIEWER), ONE)
    assert "hidden to protect people" in page
    assert page.index(">Larkminster<") < page.index(">Candlemere<")


def test_every_number_leads_to_its_working() -> None:
    edition = edition_with_indicators()
    client = client_with(Role.VIEWER)
    page = text_of(client, ONE)
    address = f"/work/loamshire/assessments/{edition.reference}/number/"
    assert f"{address}?figure=where-districts%3AZ99D00007%3Arate" in page
    assert client.get(f"{address}?figure=where-districts:Z99D00007:rate").status_code == 200


def test_a_draft_says_that_it_is_one() -> None:
    edition_with_indicators(status=Status.DRAFT)
    assert "These numbers come from a draft" in text_of(client_with(Role.VIEWER), ONE)


def test_an_area_is_set_beside_areas_of_ones_choice() -> None:
    edition_with_indicators()
    client = client_with(Role.VIEWER)
    alone = text_of(client, f"{AREAS}Z99D00001/")
    beside = text_of(client, f"{AREAS}Z99D00001/?beside=Z99D00007&beside=Z99X00001")
    assert ">Larkminster</th>" not in alone
    assert ">Larkminster</th>" in beside
    assert "Neighbourhoods" in alone


def test_a_neighbourhood_leads_to_its_district() -> None:
    edition_with_indicators()
    page = text_of(client_with(Role.VIEWER), f"{AREAS}Z99L00003/")
    assert f'href="{AREAS}Z99D00001/">Thimblewick</a>' in page


def test_areas_are_found_by_a_part_of_their_name() -> None:
    edition_with_indicators()
    page = text_of(client_with(Role.VIEWER), f"{AREAS}?name=larkm")
    assert "Larkminster" in page
    assert "Candlemere" not in page


def test_the_map_page_has_the_list_the_classes_in_words_and_a_picture() -> None:
    edition_with_indicators()
    page = text_of(client_with(Role.VIEWER), f"{ONE}map/")
    assert page.index("<table>") < page.index('id="indicator-map"')
    assert "2: Higher half" in page
    assert "Hatched: no number to show (1 area)" in page
    assert f'src="{ONE}map.svg"' in page
    assert "style=" not in page.split("<main")[1]


def test_an_edition_without_outlines_has_a_list_and_says_so() -> None:
    edition_with_indicators()
    page = text_of(client_with(Role.VIEWER), f"{HOME}public-violence-neighbourhood/map/")
    assert "there is a list and no map" in page


def test_the_files_agree_with_the_page_and_hold_no_hidden_number() -> None:
    edition_with_indicators()
    client = client_with(Role.VIEWER)
    rows = list(csv.DictReader(io.StringIO(text_of(client, f"{ONE}values.csv"))))
    described = json.loads(text_of(client, f"{ONE}values.csv-metadata.json"))
    names = [each["name"] for each in described["tableSchema"]["columns"]]
    assert names == list(rows[0])
    assert described["url"] == "values.csv"
    values = json.loads(text_of(client, f"{ONE}values.json"))["values"]
    assert [each["area_code"] for each in values] == [each["area_code"] for each in rows]
    hidden = next(each for each in rows if each["area_code"] == "Z99D00002")
    assert (hidden["value"], hidden["numerator"], hidden["lower_95"]) == ("[c]", "[c]", "[c]")
    shapes = json.loads(text_of(client, f"{ONE}map.geojson"))["features"]
    assert {each["id"]: each["properties"]["value"] for each in shapes} == {
        "Z99D00001": 30,
        "Z99D00002": None,
        "Z99D00007": 42,
    }


def test_a_file_that_is_not_there_is_not_found() -> None:
    edition_with_indicators()
    client = client_with(Role.VIEWER)
    for address in (f"{ONE}none.csv", f"{HOME}who-next/", f"{AREAS}Z99X/", f"{ONE}areas/Z99X/"):
        assert client.get(address).status_code == 404, address


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_another_workspaces_numbers_are_not_there(address: str) -> None:
    edition_with_indicators(workspace=build_workspace("elsewhere"))
    build_organisation(build_workspace())
    client = client_with(Role.LEAD)
    assert client.get(address.replace("loamshire", "elsewhere")).status_code == 404
    if address not in (HOME, AREAS):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", [HOME, ONE, f"{ONE}values.csv", f"{AREAS}Z99D00001/"])
def test_administrators_and_strangers_do_not_get_in(address: str) -> None:
    edition_with_indicators()
    assert client_with(Role.ADMINISTRATOR).get(address).status_code == 404
    assert "sign-in" in Client().get(address).headers["Location"]


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_pages_ask_the_database_little(address: str, django_assert_max_num_queries: Any) -> None:
    edition_with_indicators()
    client = client_with(Role.VIEWER)
    with django_assert_max_num_queries(25):
        assert client.get(address).status_code == 200
