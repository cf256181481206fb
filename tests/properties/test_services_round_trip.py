"""A directory is given back as it came, and what was changed here is read back as it was said."""

import json
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from headwater.sources.found_faults import FoundFaults
from headwater.sources.open_referral.words import NEED_TYPES, SEXES, STATUSES, TIERS
from headwater.web.provision.services.rules.payloads import FileRefusedError, directory_of
from headwater.web.provision.services.rules.reading import read
from headwater.web.provision.services.rules.record import Record, Strand
from headwater.web.provision.services.rules.writing import written

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
WORDS = TEXT.filter(bool)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
AGES = st.none() | st.integers(0, 60)
OLDER = st.none() | st.integers(61, 120)
WHOLE = st.none() | st.integers(0, 10_000)
AMOUNT = st.none() | st.floats(0, 1e6)
TRUTH = st.none() | st.booleans()
CODES = st.integers(0, 99_999).map(lambda number: f"Z99D{number:05}")
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))


def without_nothing(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


PLACES = st.lists(
    st.fixed_dictionaries(
        {"id": TEXT},
        optional={
            "location": st.fixed_dictionaries(
                {"name": TEXT},
                optional={"address": JSON},
            )
            | st.fixed_dictionaries(
                {"latitude": st.floats(50, 60), "longitude": st.floats(-7, 1)},
                optional={"extra": JSON},
            )
        },
    ),
    max_size=2,
)
ELIGIBILITY = st.lists(
    st.fixed_dictionaries({"id": TEXT}, optional={"minimum_age": AGES, "maximum_age": OLDER}),
    max_size=3,
)
OURS = without_nothing(
    need_type=st.sampled_from(NEED_TYPES),
    tier=st.sampled_from(TIERS),
    approach=TEXT,
    capacity_per_year=WHOLE,
    evenings=TRUTH,
    cost_per_start=AMOUNT,
    catchment=st.lists(CODES, max_size=3),
    own_extra=JSON,
)
SERVICES = st.fixed_dictionaries(
    {
        "id": WORDS,
        "name": WORDS,
        "status": st.sampled_from(STATUSES),
        "organization": st.fixed_dictionaries({"name": WORDS}, optional={"more": JSON}),
    },
    optional={
        "description": TEXT,
        "minimum_age": AGES,
        "maximum_age": OLDER,
        "eligibilitys": ELIGIBILITY,
        "service_at_locations": PLACES,
        "languages": st.lists(st.fixed_dictionaries({"name": WORDS, "code": JSON}), max_size=3),
        "assured_date": st.dates(date(2000, 1, 1), date(2099, 1, 1)).map(lambda d: f"{d}T09:00"),
        "schedules": st.lists(
            st.fixed_dictionaries({"byday": st.just("MO,SA"), "closes_at": st.just("21:00")}),
            max_size=1,
        ),
        "cost_options": st.lists(st.fixed_dictionaries({"amount": AMOUNT}), max_size=2),
        "service_areas": st.lists(st.fixed_dictionaries({"uri": CODES, "name": TEXT}), max_size=1),
        "local_extra": JSON,
        "contacts": JSON,
        "headwater": OURS,
    },
)
RECORDS = st.builds(
    Record,
    name=WORDS,
    organisation=WORDS,
    status=st.sampled_from(STATUSES),
    description=TEXT,
    url=TEXT,
    contact_role=TEXT,
    contact_email=TEXT,
    need_type=st.sampled_from(NEED_TYPES),
    tier=st.sampled_from(TIERS),
    approach=TEXT,
    strand=st.sampled_from(("", *(each.value for each in Strand))),
    minimum_age=AGES,
    maximum_age=OLDER,
    sex=st.sampled_from(SEXES),
    eligibility=TEXT,
    send_friendly=TRUTH,
    languages=st.lists(WORDS, max_size=3, unique=True).map(tuple),
    access_needs=TEXT,
    setting=TEXT,
    referral_route=TEXT,
    place=TEXT,
    opening=TEXT,
    evenings=TRUTH,
    weekends=TRUTH,
    reach_km=AMOUNT,
    area_code=st.just("") | CODES,
    catchment=st.lists(CODES, max_size=3).map(tuple),
    capacity_per_year=WHOLE,
    people_now=WHOLE,
    places_taken=WHOLE,
    wait_days=WHOLE,
    wait_days_90=WHOLE,
    cost_per_start=AMOUNT,
    funder=TEXT,
    funded_until=DAYS,
    confirmed_on=DAYS,
)


def placed(record: Record, point: tuple[float, float] | None) -> Record:
    plain = record.plain() | {
        "lat": point[0] if point else None,
        "lon": point[1] if point else None,
    }
    return Record.of(plain)


POINTS = st.none() | st.tuples(st.floats(50, 60), st.floats(-7, 1))


def read_of(service: dict[str, Any]) -> Record:
    faults = FoundFaults("all.json")
    record = read(service, faults=faults, place=1)
    assert record is not None, faults.kept
    return record


@given(SERVICES)
def test_what_came_is_given_back_equal(service: dict[str, Any]) -> None:
    assert written(service["id"], service, read_of(service)) == service


@given(SERVICES, RECORDS, POINTS)
def test_what_was_changed_is_read_back_as_it_was_said(
    service: dict[str, Any], record: Record, point: tuple[float, float] | None
) -> None:
    said = placed(record, point)
    assert read_of(written(service["id"], service, said)) == said


@given(SERVICES, RECORDS)
def test_changing_here_loses_nothing_that_we_do_not_read(
    service: dict[str, Any], record: Record
) -> None:
    back = written(service["id"], service, record)
    for name in ("local_extra", "contacts", "schedules", "cost_options", "service_areas"):
        assert back.get(name) == service.get(name)
    more = service["organization"].get("more")
    assert back["organization"].get("more") == more
    assert back.get("headwater", {}).get("own_extra") == service.get("headwater", {}).get(
        "own_extra"
    )


@given(RECORDS, POINTS)
def test_what_was_written_here_is_read_elsewhere_as_it_was_said(
    record: Record, point: tuple[float, float] | None
) -> None:
    said = placed(record, point)
    assert read_of(written("s-1", {}, said)) == said


def refusal_of(raw: bytes) -> str:
    """Why a file is refused; nothing where it is taken in with every fault said."""
    try:
        found = directory_of(raw, name="all.json")
    except FileRefusedError as error:
        return str(error)
    assert bool(found.faults) == bool(found.wrong)
    return ""


@given(JSON)
def test_any_json_is_taken_in_or_refused_in_words(document: Any) -> None:
    assert refusal_of(json.dumps(document).encode())[-1:] in ("", ".")


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_in_words(raw: bytes) -> None:
    assert refusal_of(raw).endswith(".")
