"""Pages of the register: who gets in, what they say, what they refuse."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from builders.algorithms import build_algorithm, build_description
from builders.web import build_member, build_organisation, build_workspace, client_of, client_with
from headwater.web.accounts.roles import Role
from headwater.web.insights.algorithms.models import Algorithm

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/algorithms/"
DAY = timedelta(days=1)


def answers(**given: object) -> dict[str, object]:
    """What a browser sends from the form."""
    today = timezone.localdate()
    ends = today + 90 * DAY
    said = build_description()
    fields: dict[str, object] = {
        name: getattr(said, name)
        for name in said.__dataclass_fields__
        if name not in ("reviewed_on", "expires_on", "predicts_about_people", "more")
    }
    for name, day in (("reviewed_on", today), ("expires_on", ends)):
        fields |= {
            f"{name}_day": day.day,
            f"{name}_month": day.month,
            f"{name}_year": day.year,
        }
    return {**fields, "key": "street-counts", "predicts_about_people": "no", **given}


def test_the_register_says_who_answers_and_until_when() -> None:
    build_algorithm()
    page = client_with(Role.VIEWER).get(HOME).content.decode()
    assert "Street counts" in page
    assert "Head of analysis" in page
    assert "In use" in page


def test_an_empty_register_says_that_nothing_runs() -> None:
    build_organisation(build_workspace())
    assert "so nothing runs" in client_with(Role.VIEWER).get(HOME).content.decode()


def test_a_lead_adds_an_algorithm() -> None:
    answer = client_with(Role.LEAD).post(f"{HOME}add/", answers())
    entry = Algorithm.objects.get()
    assert answer.headers["Location"] == f"{HOME}{entry.reference}/"
    assert entry.status == "draft"


def test_a_model_about_people_is_refused_with_a_sentence_and_the_answers_kept() -> None:
    page = client_with(Role.LEAD).post(f"{HOME}add/", answers(predicts_about_people="yes"))
    text = page.content.decode()
    assert "refuses any such model" in text
    assert "Counts offences by street." in text
    assert text.split("<title>")[1].startswith("Error: ")
    assert not Algorithm.objects.exists()


def test_a_viewer_may_not_add() -> None:
    assert client_with(Role.VIEWER).post(f"{HOME}add/", answers()).status_code == 404


def test_an_edit_over_somebody_elses_shows_both_and_loses_nothing() -> None:
    entry = build_algorithm()
    client = client_with(Role.LEAD)
    address = f"{HOME}{entry.reference}/edit/"
    client.post(address, answers(version=1, purpose="Theirs, saved first."))
    page = client.post(address, answers(version=1, purpose="Mine, sent second.")).content.decode()
    assert "Theirs, saved first." in page
    assert "Mine, sent second." in page
    client.post(address, answers(version=2, purpose="Mine, sent second."))
    assert Algorithm.objects.get().purpose == "Mine, sent second."


def test_a_move_is_asked_about_first_and_then_made() -> None:
    entry = build_algorithm()
    client = client_with(Role.APPROVER)
    address = f"{HOME}{entry.reference}/suspend/"
    assert client.get(address).status_code == 200
    refused = client.post(address, {"version": entry.version, "reason": ""})
    assert "needs a reason" in refused.content.decode()
    client.post(address, {"version": entry.version, "reason": "It counted twice"})
    assert Algorithm.objects.get().status == "suspended"


def test_the_record_comes_as_json_and_csv() -> None:
    entry = build_algorithm(purpose="=1+1 is not a formula")
    client = client_with(Role.VIEWER)
    record = json.loads(client.get(f"{HOME}{entry.reference}/atrs.json").content)
    assert record["tier_1"]["description"] == "=1+1 is not a formula"
    lines = client.get(f"{HOME}{entry.reference}/atrs.csv").content.decode().splitlines()
    assert lines[0] == "number,tier,section,field,answer"
    assert any("'=1+1" in line for line in lines)


def test_an_algorithm_of_another_workspace_is_not_there() -> None:
    theirs = build_algorithm(workspace=build_workspace("elsewhere"))
    client = client_with(Role.LEAD)
    for tail in ("", "edit/", "propose/", "suspend/", "atrs.json", "atrs.csv"):
        assert client.get(f"{HOME}{theirs.reference}/{tail}").status_code == 404, tail
        assert (
            client.get(f"/work/elsewhere/algorithms/{theirs.reference}/{tail}").status_code == 404
        )


def test_nobody_gets_in_without_signing_in() -> None:
    assert "sign-in" in Client().get(HOME).headers["Location"]


def test_pages_ask_the_database_little(django_assert_max_num_queries: object) -> None:
    entry = build_algorithm()
    client = client_of(build_member(Role.LEAD))
    for address in (HOME, f"{HOME}{entry.reference}/", f"{HOME}{entry.reference}/edit/"):
        with django_assert_max_num_queries(25):  # type: ignore[operator]
            client.get(address)
