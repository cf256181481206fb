"""Pages of consultation: the register, a list taken in, asking many, replies, proof, requests."""

import pytest
from django.test import Client
from django.utils import timezone

from builders.consultation import (
    ask,
    build_consultee,
    build_request,
    build_round,
    keeper_of,
    remind,
    reply,
)
from builders.web import build_workspace, client_with
from headwater.core import clock
from headwater.web.accounts.roles import Role
from headwater.web.partnership.consultation.changes import rounds
from headwater.web.partnership.consultation.models import Asked, Consultee, Request, Round

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/consultation/"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def today(prefix: str = "on") -> dict[str, object]:
    day = timezone.localdate()
    return {f"{prefix}_day": day.day, f"{prefix}_month": day.month, f"{prefix}_year": day.year}


def test_an_empty_register_says_how_to_begin() -> None:
    build_workspace()
    assert "Take in a list" in text_of(client_with(Role.LEAD), HOME)
    assert "Somebody who leads can do it" in text_of(client_with(Role.VIEWER), HOME)


def test_a_list_is_taken_in_and_a_wrong_row_keeps_it_out() -> None:
    build_workspace()
    client = client_with(Role.LEAD)
    wrong = {"pasted": "name,sort\nAlder School,school\nElm,shop\n"}
    text = client.post(f"{HOME}authorities/take-in/", wrong).content.decode()
    assert "Row 3:" in text
    assert not Consultee.objects.exists()
    client.post(f"{HOME}authorities/take-in/", {"pasted": "name,sort\nAlder School,school\n"})
    assert "Alder School" in text_of(client_with(Role.VIEWER), f"{HOME}authorities/?words=alder")
    assert "Alder School" not in text_of(client, f"{HOME}authorities/?sort=prison")


def test_many_are_asked_in_one_go_and_it_is_undone() -> None:
    every = [build_consultee(f"School {number}") for number in range(5)]
    found = build_round()
    address = f"{HOME}rounds/{found.reference}/"
    client = client_with(Role.LEAD)
    given = {"method": "email", "consultees": [each.reference for each in every], **today()}
    text = client.post(f"{address}ask/", given, follow=True).content.decode()
    assert "5 of 5 were asked" in text
    batch = Asked.objects.values_list("batch", flat=True).distinct().get()
    assert f"{address}undo/{batch}/" in text
    client.post(f"{address}undo/{batch}/")
    assert not Asked.objects.exists()


def test_a_viewer_reads_the_proof_and_writes_nothing() -> None:
    alder = build_consultee()
    found = build_round()
    ask(found, alder)
    reply(found, alder)
    client = client_with(Role.VIEWER)
    address = f"{HOME}rounds/{found.reference}/"
    assert "1 replied" in text_of(client, address)
    assert "Say who was asked" not in text_of(client, address)
    assert client.post(f"{address}close/", {}).status_code == 404
    assert "More on the bus routes." in text_of(client, f"{address}proof.csv")
    for kind in ("docx", "pdf"):
        assert client.get(f"{address}paper/{kind}/").status_code == 200


def test_a_reply_is_written_down_and_changed_by_two_people_at_once_loses_nothing() -> None:
    alder = build_consultee()
    found = build_round()
    ask(found, alder)
    address = f"{HOME}rounds/{found.reference}/{alder.reference}/"
    client = client_with(Role.LEAD)
    given = {"summary": "Ours came first.", "version": 1, **today()}
    client.post(f"{address}reply/", given)
    assert "Ours came first." in text_of(client, address)
    text = client.post(f"{address}reply/", given | {"summary": "Mine came second."})
    assert "Ours came first." in text.content.decode()
    assert "Mine came second." in text.content.decode()


def test_a_round_is_filtered_by_how_authorities_stand() -> None:
    alder, elm = build_consultee(), build_consultee("Elm School")
    found = build_round()
    ask(found, alder, elm)
    remind(found, elm)
    text = text_of(client_with(Role.VIEWER), f"{HOME}rounds/{found.reference}/?state=reminded")
    assert "Elm School" in text
    assert "Alder School" not in text


def test_a_long_round_is_read_page_by_page() -> None:
    for number in range(27):
        build_consultee(f"School {number:02}")
    page = f"{HOME}rounds/{build_round().reference}/"
    client = client_with(Role.VIEWER)
    assert "of 27 authorities" in text_of(client, page)
    assert "School 26" not in text_of(client, page)
    assert "School 26" in text_of(client, f"{page}?page=2")


def test_a_round_that_somebody_else_changed_is_shown_beside_mine() -> None:
    found = build_round()
    day = timezone.localdate()
    rounds.change_round(
        consultation=found,
        said=rounds.Described("Theirs", "", day, day),
        version=1,
        actor=keeper_of(found.workspace),
        at=clock.now(),
    )
    given = {"title": "Mine", "version": 1, **today("opens_on"), **today("answers_by")}
    address = f"{HOME}rounds/{found.reference}/edit/"
    text = client_with(Role.LEAD).post(address, given).content.decode()
    assert "Theirs" in text
    assert 'value="Mine"' in text
    assert Round.objects.get().title == "Theirs"


def test_a_request_is_made_and_answered() -> None:
    alder = build_consultee()
    asked = build_request(alder)
    client = client_with(Role.LEAD)
    address = f"{HOME}requests/{asked.reference}/"
    text = client.post(address, {"standing": "declined", "version": 1, **today()})
    assert "four grounds" in text.content.decode()
    given = {"standing": "accepted", "version": 1, **today()}
    client.post(address, given)
    assert Request.objects.get().status == "accepted"
    assert "Accepted" in text_of(client_with(Role.VIEWER), f"{HOME}requests/")


def test_a_page_of_many_authorities_asks_the_database_little(
    django_assert_max_num_queries: object,
) -> None:
    every = [build_consultee(f"School {number}") for number in range(12)]
    found = build_round()
    ask(found, *every)
    client = client_with(Role.LEAD)
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        client.get(f"{HOME}rounds/{found.reference}/")
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        client.get(HOME)
