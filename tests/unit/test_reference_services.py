"""The directory of services in the shapes that Open Referral UK comes in."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builders.reference import accepted, build_json, build_text, problems
from headwater.sources.open_referral.writing import write_open_referral
from headwater.sources.reference import SOURCES

NAME = "services_openreferral.json"


def build_service(**changes: Any) -> dict[str, Any]:
    """A service with as little as it may have."""
    return {
        "id": "s1",
        "name": "Harbour Street",
        "status": "active",
        "organization": {"name": "Loamshire Youth Trust"},
        **changes,
    }


def read(document: Any, tmp_path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (
        accepted(build_json(NAME, document, scratch=tmp_path)).tables["services"].to_pylist()
    )
    return rows


def read_one(tmp_path: Path, **changes: Any) -> dict[str, Any]:
    (row,) = read([build_service(**changes)], tmp_path)
    return row


@pytest.mark.parametrize(
    "wrap",
    [
        lambda service: [service],
        lambda service: {"contents": [service], "total_items": 1},
        lambda service: {"content": [service], "number": 1},
        lambda service: service,
    ],
    ids=["list", "page of version 3", "page of version 1", "one service"],
)
def test_every_way_of_wrapping_services_is_read(tmp_path: Path, wrap: Any) -> None:
    (row,) = read(wrap(build_service()), tmp_path)
    assert (row["service_id"], row["organisation"]) == ("s1", "Loamshire Youth Trust")


def test_the_example_of_the_schema_is_read_in_full(tmp_path: Path) -> None:
    (source,) = [source for source in SOURCES if source.id == "services"]
    (row,) = read(source.schema["examples"][0], tmp_path)
    assert row == {
        "service_id": "Z99-S-0001",
        "name": "Harbour Street mentoring",
        "organisation": "Loamshire Youth Trust",
        "status": "active",
        "need_type": "mentoring",
        "tier": "secondary",
        "approach": "mentoring",
        "minimum_age": 10,
        "maximum_age": 17,
        "sex": "any",
        "capacity_per_year": 60,
        "places_taken": 52,
        "wait_days": 21,
        "lon": 3.21,
        "lat": 54.61,
        "reach_km": 8.0,
        "area_code": "Z99D00001",
        "send_friendly": True,
        "evenings": True,
        "weekends": True,
        "cost_per_start": 1450.0,
        "funded_until": date(2026, 3, 31),
        "assured_on": date(2025, 3, 31),
        "url": "https://directory.example/services/Z99-S-0001",
    }


def test_the_first_place_with_coordinates_is_taken(tmp_path: Path) -> None:
    places = [
        {"location": {"name": "Head office", "latitude": None, "longitude": None}},
        {"location": {"latitude": "52.2", "longitude": "0.12"}},
    ]
    row = read_one(tmp_path, service_at_locations=places)
    assert (row["lat"], row["lon"]) == (52.2, 0.12)


def test_ages_span_every_rule(tmp_path: Path) -> None:
    rules = [{"minimum_age": 11, "maximum_age": 14}, {"minimum_age": 15, "maximum_age": 18.0}]
    row = read_one(tmp_path, eligibilitys=rules)
    assert (row["minimum_age"], row["maximum_age"]) == (11, 18)


@pytest.mark.parametrize(
    ("session", "evenings", "weekends"),
    [
        ({"byday": "TU,SA", "closes_at": "20:00"}, True, True),
        ({"byday": "MO", "closes_at": "17:00:00"}, False, False),
        ({"rrule": "FREQ=WEEKLY;BYDAY=SU"}, None, True),
        ({"byday": "1FR", "opens_at": "09:00"}, None, False),
        ({}, None, None),
    ],
)
def test_opening_times_say_evenings_and_weekends(
    tmp_path: Path, session: dict[str, str], evenings: bool | None, weekends: bool | None
) -> None:
    for key in ("schedules", "regular_schedules"):
        row = read_one(tmp_path, **{key: [session]})
        assert (row["evenings"], row["weekends"]) == (evenings, weekends)
    nested = [{"location": {}, "regular_schedule": [session]}]
    assert read_one(tmp_path, service_at_locations=nested)["weekends"] is weekends


@pytest.mark.parametrize(
    ("term", "need", "tier"),
    [
        ("Youth clubs", "youth_work", "primary"),
        ("Counselling", "therapy", "secondary"),
        ("Drug treatment", "substance_misuse", "tertiary"),
        ("Mentoring", "mentoring", "secondary"),
        ("Library", "other", "secondary"),
    ],
)
def test_the_need_is_found_in_taxonomy_terms_and_said_so(
    tmp_path: Path, term: str, need: str, tier: str
) -> None:
    for attribute in ({"taxonomy_term": {"name": term}}, {"taxonomy": {"name": term}}):
        supplied = build_json(NAME, [build_service(attributes=[attribute])], scratch=tmp_path)
        conformed = accepted(supplied)
        (row,) = conformed.tables["services"].to_pylist()
        assert (row["need_type"], row["tier"]) == (need, tier)
        assert len(conformed.warnings) == 2


def test_people_in_the_directory_are_not_read(tmp_path: Path) -> None:
    contacts = [{"name": "A Person", "email": "a.person@example.org"}]
    row = read_one(tmp_path, contacts=contacts, email="a.person@example.org")
    assert not any("erson" in str(value) for value in row.values())


def test_all_faults_are_named_by_place_and_field_without_values(tmp_path: Path) -> None:
    services = [
        {"id": "s1"},
        build_service(status="maybe", headwater={"tier": "fourth", "capacity_per_year": -1}),
        build_service(id="s2", minimum_age=18, maximum_age=11),
        build_service(
            id="s3", service_at_locations=[{"location": {"latitude": 0.1, "longitude": 52.2}}]
        ),
        "a service",
        build_service(id="s2", assured_date="last week", headwater={"evenings": "yes"}),
    ]
    supplied = build_json(NAME, services, scratch=tmp_path)
    assert problems(supplied) == [
        (1, "name", "it is missing"),
        (1, "organization", "it has no name"),
        (1, "status", "it is missing"),
        (2, "capacity_per_year", "it is not a number of zero or more"),
        (2, "id", "the same id is already further up"),
        (2, "status", "it is not one of the words allowed"),
        (2, "tier", "it is not one of the words allowed"),
        (3, "minimum_age", "the ages are the wrong way round"),
        (4, "location", "latitude and longitude are the wrong way round"),
        (5, "", "it is not a service"),
        (5, "id", "it is missing"),
        (5, "name", "it is missing"),
        (5, "organization", "it has no name"),
        (5, "status", "it is missing"),
        (6, "assured_date", "it is not a day"),
        (6, "evenings", "it is neither true nor false"),
        (6, "id", "the same id is already further up"),
    ]
    (source,) = [source for source in SOURCES if source.id == "services"]
    assert {fault.value for fault in source.conform(supplied).faults} == {""}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "it is not valid JSON"),
        ("[{]", "it is not valid JSON"),
        ("42", "it has no list of services"),
        ('{"contents": {}}', "it has no list of services"),
        ("[]", "it has no services"),
    ],
)
def test_a_directory_that_is_none_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    found = problems(build_text(NAME, text, scratch=tmp_path))
    assert [each[2].split(" (")[0] for each in found] == [problem]


def test_what_is_written_keeps_to_the_published_schema(tmp_path: Path) -> None:
    (source,) = [source for source in SOURCES if source.id == "services"]
    (example,) = source.schema["examples"][0]
    (written,) = write_open_referral(read([example], tmp_path))
    allowed = source.schema["$defs"]["service"]
    assert set(allowed["required"]) <= set(written) <= set(allowed["properties"])
    assert set(written["headwater"]) <= set(allowed["properties"]["headwater"]["properties"])
    assert json.loads(json.dumps(written)) == written
