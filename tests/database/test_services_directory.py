"""The directory of services: entries are written, confirmed and closed, and two changes caught."""

from datetime import date, timedelta
from typing import Any

import pytest

from builders.services import (
    A_DAY,
    AT,
    FULL,
    build_service,
    change,
    lead,
    said,
)
from builders.web import build_organisation, contributor_of
from headwater.lake.contracts import contract
from headwater.web.accounts.actor import HEADWATER
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.provision.services.changes import chasing, services
from headwater.web.provision.services.errors import KnownAlreadyError
from headwater.web.provision.services.events import Work
from headwater.web.provision.services.models import Service
from headwater.web.provision.services.queries import services as queries
from headwater.web.provision.services.rules.permissions import NotAllowedError
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
HALF_A_YEAR = timedelta(days=184)


def open_items(kind: Work) -> int:
    return Item.objects.filter(kind=kind, closed_at=None).count()


def test_an_entry_that_is_written_is_confirmed_by_whoever_wrote_it() -> None:
    trust = build_organisation(name="Riverside Youth Trust")
    actor = contributor_of(trust)
    service = services.write(
        workspace=trust.workspace, said=said(**FULL), kept_by=trust, actor=actor, at=AT
    )
    assert (service.confirmed_on, service.confirmed_by) == (AT.date(), "Riverside Youth Trust")
    assert service.lacks == 0
    assert queries.record_of(service).languages == ("English", "Polish")


def test_what_lacks_is_counted_with_every_change() -> None:
    service = build_service(**FULL)
    assert change(service, funder="", wait_days=None).lacks == 2


def test_somebody_else_saved_first() -> None:
    service = build_service()
    change(service, setting="Street")
    with pytest.raises(ChangedMeanwhileError):
        change(service, version=1, setting="School")
    assert Service.objects.get().setting == "Street"
    assert list(service.versions.values_list("number", flat=True)) == [2, 1]


def test_a_contributor_corrects_only_what_their_organisation_keeps() -> None:
    trust = build_organisation(name="Riverside Youth Trust")
    actor = contributor_of(trust)
    theirs, others = build_service(kept_by=trust), build_service(name="Others")
    assert change(theirs, actor=actor, setting="Street").setting == "Street"
    with pytest.raises(NotAllowedError):
        change(others, actor=actor, setting="Street")
    with pytest.raises(NotAllowedError):
        services.confirm(service=others, version=1, actor=actor, at=AT)


def test_only_leads_say_who_keeps_an_entry() -> None:
    trust = build_organisation(name="Riverside Youth Trust")
    service = build_service(kept_by=trust)
    settings: dict[str, Any] = {
        "service": service,
        "said": said(),
        "version": 1,
        "kept_by": None,
        "at": AT,
    }
    with pytest.raises(NotAllowedError):
        services.change(actor=contributor_of(trust), confirms=False, **settings)
    assert services.change(actor=lead(), confirms=False, **settings).kept_by is None


def test_an_identifier_is_there_once() -> None:
    service = build_service()
    with pytest.raises(KnownAlreadyError):
        services.write(
            workspace=service.workspace,
            said=said(),
            service_id=service.service_id,
            actor=HEADWATER,
            at=AT,
        )


def test_an_entry_that_nobody_confirmed_for_six_months_is_asked_after_once() -> None:
    service = build_service()
    build_service(name="Gone", status="defunct")
    assert chasing.ask_after(AT + A_DAY) == "asked after 0 services"
    assert chasing.ask_after(AT + HALF_A_YEAR) == "asked after 1 service"
    assert chasing.ask_after(AT + HALF_A_YEAR) == "asked after 0 services"
    assert open_items(Work.CONFIRM) == 1
    services.confirm(service=service, version=1, actor=lead(), at=AT + HALF_A_YEAR)
    assert open_items(Work.CONFIRM) == 0


def test_a_closed_service_stays_in_the_directory_and_waits_for_nobody() -> None:
    service = build_service()
    chasing.ask_after(AT + HALF_A_YEAR)
    closed = services.close(
        service=service,
        status="defunct",
        reason="Funding ended",
        version=1,
        actor=lead(),
        at=AT + HALF_A_YEAR,
    )
    assert closed.status == "defunct"
    assert open_items(Work.CONFIRM) == 0
    first = service.versions.first()
    assert first is not None
    assert first.why == "Funding ended"


def test_rows_for_the_gap_map_have_the_columns_of_the_lake() -> None:
    service = build_service(**FULL, approach="mentoring")
    (row,) = queries.directory_rows(service.workspace_id, AT.date())
    assert {*row, "slice"} == set(contract("services").column_names)
    assert row["assured_on"] == AT.date()
    assert row["url"] is None


def test_rows_for_the_gap_map_are_the_directory_as_it_stood() -> None:
    service = build_service(capacity_per_year=40)
    change(service, capacity_per_year=60)
    build_service(name="Later", at=AT + 2 * A_DAY)

    def places(on: date) -> list[object]:
        rows = queries.directory_rows(service.workspace_id, on)
        return [row["capacity_per_year"] for row in rows]

    assert places(AT.date() - A_DAY) == []
    assert places(AT.date()) == [40]
    assert places(AT.date() + A_DAY) == [60]
    assert sorted(map(str, places(AT.date() + 2 * A_DAY))) == ["60", "None"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"need_type": "mentoring"}, {"Mentors"}),
        ({"tier": "secondary", "status": "active"}, {"Mentors", "Talks"}),
        ({"area": "Z99D00007"}, {"Talks"}),
        ({"area": "Z99D00001"}, {"Mentors"}),
        ({"age": 12}, {"Mentors", "Talks"}),
        ({"age": 18}, {"Talks"}),
        ({"look": "complete"}, {"Mentors"}),
        ({"look": "lacking"}, {"Talks"}),
        ({"look": "unconfirmed"}, {"Talks"}),
        ({"words": "talk"}, {"Talks"}),
        ({}, {"Mentors", "Talks"}),
    ],
)
def test_the_list_shows_what_was_asked_for(asked: dict[str, object], found: set[str]) -> None:
    full = {**FULL, "catchment": ("Z99D00001",)}
    build_service(name="Mentors", **full)
    build_service(name="Talks", area_code="Z99D00007", at=AT - HALF_A_YEAR)
    rows = queries.chosen(Service.objects.all(), today=AT.date() + A_DAY, **asked)
    assert {each.name for each in rows} == found
