"""Somebody's notices, as they meet them."""

import pytest
from django.test import Client

from builders.notices import AT, tell
from builders.web import build_member, client_of
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.notices.models import Notice

pytestmark = pytest.mark.django_db(databases=["default", "restricted"])
NOTICES = "/account/notices/"


def reader(name: str = "Ada Ferrier") -> User:
    return build_member(Role.LEAD, name=name)


def text_of(client: Client, address: str = NOTICES) -> str:
    return client.get(address).content.decode()


def test_an_empty_page_says_what_will_stand_here() -> None:
    assert "There is nothing here." in text_of(client_of(reader()))


def test_notices_stand_latest_first_with_how_many_are_not_read() -> None:
    user = reader()
    tell(user, subject="Older")
    tell(user, subject="Newer", at=AT.replace(hour=11))
    text = text_of(client_of(user))
    assert "You have 2 notices you have not read." in text
    assert text.index("Newer") < text.index("Older")


def test_following_a_notice_reads_it_and_leads_on() -> None:
    user = reader()
    tell(user)
    notice = Notice.objects.get()
    answer = client_of(user).get(f"{NOTICES}{notice.reference}/")
    assert (answer.status_code, answer["Location"]) == (302, "/work/loamshire/")
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_one_or_all_are_marked_as_read() -> None:
    user = reader()
    for _ in range(3):
        tell(user)
    client = client_of(user)
    client.post(f"{NOTICES}{Notice.objects.all()[0].reference}/read")
    assert "You have 2 notices" in text_of(client)
    client.post(f"{NOTICES}read")
    assert "You have read all your notices." in text_of(client)
    assert "There is nothing here." in text_of(client, f"{NOTICES}?show=unread")


def test_marking_wants_the_forms_token() -> None:
    user = reader()
    tell(user)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client_of(user).cookies
    assert strict.post(f"{NOTICES}read").status_code == 403
    assert Notice.objects.get().read_at is None


@pytest.mark.parametrize("act", ["", "read"])
def test_another_persons_notice_is_not_there(act: str) -> None:
    tell(reader())
    notice = Notice.objects.get()
    other = client_of(reader("Bo Larch"))
    address = f"{NOTICES}{notice.reference}/{act}"
    answer = other.post(address) if act else other.get(address)
    assert answer.status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None
    assert "September" not in text_of(other)


def test_what_somebody_wrote_is_text_on_the_page() -> None:
    user = reader()
    tell(user, subject="<b>x</b>", words="<script>alert(1)</script>\nsecond line")
    text = text_of(client_of(user))
    assert "<script>alert" not in text
    assert "<br>second line" in text
