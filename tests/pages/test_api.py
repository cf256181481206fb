"""The open API: described, paged, limited, and never a bug whatever is asked."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.cache import caches
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from builders.releases import SLUG, build_edition, build_proposal, build_update, published
from headwater.core import clock
from headwater.web.config.wsgi import application
from headwater.web.public_site.api import limits
from headwater.web.public_site.api.routes import description

pytestmark = pytest.mark.django_db
HERE = f"/api/v1/assessments/{SLUG}/1"
schema = schemathesis.openapi.from_dict(description())
schema.app = application
schema.config.update(base_url="http://localhost")


@pytest.fixture(autouse=True)
def released() -> None:
    for name in ("default", "pages"):
        caches[name].clear()
    published(build_update(at=clock.now()), at=clock.now())
    published(build_proposal(build_edition(), at=clock.now()), at=clock.now())


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The test's own connection stays open, as Django's client keeps it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def without_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "A_MINUTE", 1_000_000)


def get(path: str, **asked: Any) -> HttpResponse:
    return Client().get(path if "/api/v1" in path else f"/api/v1{path}", asked)  # type: ignore[return-value]


@pytest.mark.usefixtures("without_limit", "one_connection")
@schema.parametrize()
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_nothing_that_can_be_asked_is_a_bug(
    case: Any, without_limit: None, one_connection: None
) -> None:
    response = case.call()
    assert response.status_code < 500
    case.validate_response(response)


@schema.parametrize()
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_head_answers_whatever_get_does_without_the_body(case: Any, without_limit: None) -> None:
    asked = case.as_transport_kwargs(base_url="http://localhost")
    path, query = asked["path"], asked["query_string"] or {}
    got, head = Client().get(path, query), Client().head(path, query)
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert head["Content-Length"] == str(len(got.content))
    assert headers_of(head) == headers_of(got)


def headers_of(response: HttpResponse) -> dict[str, str]:
    """Everything but what each request has of its own: its name, and how many are left."""
    own = {"RateLimit-Remaining", "X-Request-ID"}
    return {name: value for name, value in response.items() if name not in own}


def test_head_of_an_answer_that_is_known_says_so() -> None:
    tag = Client().head("/api/v1/assessments")["ETag"]
    assert tag == get("/assessments")["ETag"]
    again = Client().head("/api/v1/assessments", headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_head_counts_as_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "A_MINUTE", 1)
    monkeypatch.setattr(limits, "this_window", lambda: 1)
    answers = [Client().head("/api/v1/assessments") for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 429]


@given(
    slug=st.text("abz-09", min_size=1, max_size=8),
    number=st.integers(-5, 40_000),
    where=st.lists(st.text(max_size=12), max_size=4),
    page=st.one_of(st.integers(-3, 10**9), st.text(max_size=4)),
)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_odd_questions_get_plain_answers(
    slug: str, number: int, where: list[str], page: object, without_limit: None
) -> None:
    for path in (f"/assessments/{slug}/{number}", f"{HERE}/tables/what-areas/rows"):
        response = get(path, where=where, page=page)
        assert response.status_code in (200, 404, 422)


def test_rows_come_a_page_at_a_time_with_the_way_on() -> None:
    first = get(f"{HERE}/tables/what-areas/rows", per_page=2).json()  # type: ignore[attr-defined]
    assert (first["count"], len(first["results"]), first["previous"]) == (3, 2, None)
    second = get(first["next"]).json()  # type: ignore[attr-defined]
    assert (len(second["results"]), second["next"]) == (1, None)
    assert second["previous"].endswith("page=1")


def test_rows_are_narrowed_by_their_columns() -> None:
    found = get(f"{HERE}/tables/what-areas/rows", where="area:Larkminster").json()  # type: ignore[attr-defined]
    assert [row["offences"] for row in found["results"]] == [1250]


def test_a_column_that_is_not_there_is_not_found() -> None:
    assert get(f"{HERE}/tables/what-areas/rows", where="name:x").status_code == 404


def test_errors_are_problems_that_say_what_to_do() -> None:
    response = get("/assessments", page=0)
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    said = response.json()  # type: ignore[attr-defined]
    assert (said["status"], said["title"]) == (422, "The request makes no sense as put")
    assert "[page]" in said["detail"]


def test_an_answer_that_has_not_changed_is_not_sent_again() -> None:
    first = get("/assessments")
    again = Client().get("/api/v1/assessments", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again["Access-Control-Allow-Origin"] == "*"


def test_one_address_asks_so_often_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "A_MINUTE", 3)
    monkeypatch.setattr(limits, "this_window", lambda: 1)
    answers = [get("/assessments") for _ in range(5)]
    assert [each.status_code for each in answers] == [200] * 3 + [429] * 2
    assert answers[0]["RateLimit-Remaining"] == "2"
    assert answers[-1]["Retry-After"] == "60"
    assert get("/assessments").status_code == 429


def test_another_address_is_counted_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "A_MINUTE", 1)
    monkeypatch.setattr(limits, "this_window", lambda: 1)
    one, other = (
        Client(REMOTE_ADDR=address).get("/api/v1/assessments")
        for address in ("192.0.2.1", "192.0.2.2")
    )
    assert (one.status_code, other.status_code) == (200, 200)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nobody_writes_through_it(method: str) -> None:
    response = getattr(Client(), method)("/api/v1/assessments")
    assert response.status_code == 405


def test_a_page_elsewhere_may_ask_first() -> None:
    response = Client().options("/api/v1/assessments")
    assert response.status_code == 204
    assert response["Access-Control-Allow-Headers"] == "If-None-Match, Accept"


def test_a_figure_says_what_it_rests_on_and_names_nobody() -> None:
    found = get(f"{HERE}/figures", name="what-areas:Z99D00001:rate").json()  # type: ignore[attr-defined]
    assert found["value"] == 12.5
    assert found["interval"] == "95% interval 11.8 to 13.2"
    assert found["sources"] == ["recorded_crime (L-1)"]
    assert "P-SECRET" not in str(found)
