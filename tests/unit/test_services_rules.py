"""Rules of the directory: what lacks, what is stale, and what a file would do."""

from datetime import date

import pytest

from headwater.sources.found_faults import FoundFaults
from headwater.web.provision.services.rules.comparing import differences
from headwater.web.provision.services.rules.completeness import completeness, is_stale
from headwater.web.provision.services.rules.payloads import directory_of
from headwater.web.provision.services.rules.reading import read
from headwater.web.provision.services.rules.record import (
    FIELDS,
    LABELS,
    Record,
    ServiceRefusedError,
    check_record,
)
from headwater.web.provision.services.rules.writing import written

SERVICE = {"id": "s", "name": "Boxing", "status": "active", "organization": {"name": "Trust"}}


def test_every_field_has_its_words() -> None:
    assert set(LABELS) == set(FIELDS)


def test_a_record_comes_back_from_how_it_is_kept() -> None:
    record = Record("Boxing", "Trust", languages=("Welsh",), funded_until=date(2027, 1, 2))
    assert Record.of(record.plain()) == record


def test_what_lacks_is_said_in_words() -> None:
    found = completeness(Record("Boxing", "Trust", description="A club", area_code="Z99D00001"))
    assert found.said == 3
    assert found.lacks.startswith("Lacks: whom to ask there, E-mail")


@pytest.mark.parametrize(
    ("confirmed", "stale"),
    [(None, True), (date(2026, 1, 1), False), (date(2025, 6, 30), True)],
)
def test_six_months_without_a_word_is_stale(confirmed: date | None, stale: bool) -> None:
    assert is_stale(confirmed, today=date(2026, 1, 1)) is stale


def test_differences_are_said_field_by_field() -> None:
    before, after = Record("Boxing", "Trust"), Record("Boxing", "Trust", people_now=0)
    assert [(each.label, each.after) for each in differences(before, after)] == [("People now", 0)]


def test_pages_in_a_list_are_one_directory() -> None:
    page = '[{"contents": [%s]}, {"content": [%s]}]'
    one = '{"id": "%s", "name": "n", "status": "active", "organization": {"name": "o"}}'
    found = directory_of((page % (one % "a", one % "b")).encode(), name="all.json")
    assert [each.service_id for each in found.services] == ["a", "b"]


def test_null_in_our_part_means_that_nobody_knows() -> None:
    hours = [{"opens_at": "17:00", "closes_at": "21:00"}]
    faults = FoundFaults("all.json")
    known = read({**SERVICE, "schedules": hours}, faults=faults, place=1)
    unknown = read({**SERVICE, "schedules": hours, "headwater": {"evenings": None}},
                   faults=faults, place=2)  # fmt: skip
    assert known is not None
    assert unknown is not None
    assert (known.evenings, unknown.evenings) == (True, None)


def test_several_rules_of_eligibility_say_together_what_was_changed() -> None:
    kept = {**SERVICE, "eligibility": [{"minimum_age": 10}, {"minimum_age": 14}]}
    for age, expected in ((12, [12, 14]), (16, [16, 16]), (8, [8, 14])):
        back = written("s", kept, Record("Boxing", "Trust", minimum_age=age))
        assert [each["minimum_age"] for each in back["eligibility"]] == expected


@pytest.mark.parametrize(
    "given",
    [{"name": " "}, {"status": "open"}, {"catchment": ("Leeds",)}, {"maximum_age": 130}],
)
def test_what_no_directory_could_hold_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ServiceRefusedError):
        check_record(Record(**{"name": "Boxing", "organisation": "Trust", **given}))  # type: ignore[arg-type]
