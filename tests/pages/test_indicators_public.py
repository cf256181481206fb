"""Indicators and areas for the public: published editions only, at addresses that never change."""

import json
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from builders.indicators import NEXT_YEAR, edition_with_indicators, published_indicators
from builders.releases import REASON, lead
from builders.web import client_with
from headwater.core import clock
from headwater.web.accounts.roles import Role
from headwater.web.releases import changes

pytestmark = pytest.mark.django_db
ONE = "/data/public-violence/"
FIXED = f"{ONE}editions/loamshire/1/"
PAGES = (
    "/data/indicators/",
    ONE,
    f"{ONE}map/",
    f"{ONE}Z99D00001/",
    f"{ONE}Z99D00001/loamshire/1/",
    FIXED,
    "/areas/",
    "/areas/Z99D00001/",
)
FILES = (
    f"{ONE}values.csv",
    f"{ONE}values.csv-metadata.json",
    f"{ONE}values.json",
    f"{ONE}ranking.svg",
    f"{ONE}trend.svg?area=Z99D00001",
    f"{ONE}map.svg",
    f"{ONE}map.geojson",
    f"{FIXED}values.csv",
    f"{FIXED}ranking.svg",
    "/areas/Z99D00001/spine.svg",
)


@pytest.fixture(autouse=True)
def _no_kept_pages() -> None:
    caches["pages"].clear()


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_the_public_reads_what_was_published_without_a_cookie(address: str) -> None:
    published_indicators()
    answer = Client().get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "public" in answer.headers["Cache-Control"]
    again = Client().get(address, headers={"if-none-match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_what_is_locked_but_not_published_is_not_there(address: str) -> None:
    edition_with_indicators()
    answer = Client().get(address)
    if address in ("/data/indicators/", "/areas/"):
        assert "Nothing is published at the moment" in answer.content.decode()
    else:
        assert answer.status_code == 404


def test_somebody_signed_in_sees_nothing_more() -> None:
    edition_with_indicators()
    assert client_with(Role.LEAD).get(ONE).status_code == 404


def test_inside_and_outside_show_the_same_numbers() -> None:
    published_indicators()
    inside = client_with(Role.VIEWER).get("/work/loamshire/indicators/public-violence/values.csv")
    assert inside.content == Client().get(f"{ONE}values.csv").content


def test_an_unpublished_later_edition_changes_nothing_outside() -> None:
    published_indicators()
    before = Client().get(f"{ONE}values.csv").content
    edition_with_indicators(tables={"times": 3.0}, **NEXT_YEAR)
    assert Client().get(f"{ONE}values.csv").content == before


def test_the_latest_pointer_leads_to_the_fixed_address_of_the_latest_number() -> None:
    published_indicators()
    published_indicators(tables={"times": 1.5}, **NEXT_YEAR)
    answer = Client().get(f"{ONE}latest")
    assert answer.headers["Location"] == f"{ONE}editions/loamshire/2/"


def test_a_fixed_address_keeps_its_numbers_when_a_later_edition_comes_out() -> None:
    published_indicators()
    before = Client().get(f"{FIXED}values.csv").content
    published_indicators(tables={"times": 1.5}, **NEXT_YEAR)
    assert Client().get(f"{FIXED}values.csv").content == before
    page = Client().get(FIXED).content.decode()
    assert "does not change" in page
    assert "September 2025 to August 2026" not in page


def test_earlier_years_stay_in_the_series() -> None:
    published_indicators()
    published_indicators(tables={"times": 1.5}, **NEXT_YEAR)
    values = json.loads(Client().get(f"{ONE}values.json").content)["values"]
    periods = {each["first_month"] for each in values if each["area_code"] == "Z99D00007"}
    assert periods == {"2024-09", "2025-09"}
    page = Client().get(f"{ONE}Z99D00007/").content.decode()
    assert "Higher than in September 2024 to August 2025, unlikely to be chance." in page


def test_what_was_withdrawn_is_gone_and_its_address_says_why() -> None:
    release = published_indicators()
    assert Client().get(ONE).status_code == 200
    changes.withdraw(release=release, reason=REASON, actor=lead(), at=clock.now())
    assert Client().get(ONE).status_code == 404
    gone = Client().get(FIXED)
    assert gone.status_code == 410
    assert REASON in gone.content.decode()


def test_numbers_lead_to_their_working_on_the_public_site() -> None:
    published_indicators()
    page = Client().get(ONE).content.decode()
    address = "/assessments/loamshire/1/explain/?figure=where-districts%3AZ99D00007%3Arate"
    assert address in page
    assert Client().get(address).status_code == 200
    assert "/work/" not in page.split("<main")[1].split("</main")[0]


def test_no_file_or_page_holds_what_was_hidden() -> None:
    published_indicators()
    shapes = json.loads(Client().get(f"{ONE}map.geojson").content)["features"]
    hidden = next(each for each in shapes if each["id"] == "Z99D00002")["properties"]
    assert (hidden["value"], hidden["shown"]) == (None, "[c]")
    values = json.loads(Client().get(f"{ONE}values.json").content)["values"]
    numbers = next(each for each in values if each["area_code"] == "Z99D00002")
    assert [numbers[name] for name in ("numerator", "value", "lower_95", "upper_95")] == [None] * 4


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_public_pages_ask_the_database_little(
    address: str, django_assert_max_num_queries: Any
) -> None:
    published_indicators()
    with django_assert_max_num_queries(25):
        Client().get(address)
