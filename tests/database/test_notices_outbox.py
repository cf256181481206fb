"""People are told once, in the way they chose, and restricted things are not put in mail."""

from datetime import UTC, date, datetime, timedelta
from smtplib import SMTPServerDisconnected
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connections, transaction

from builders.notices import AT, tell
from builders.web import build_member, build_organisation, build_user, build_workspace
from headwater.web.accounts.models import Digest, User
from headwater.web.accounts.roles import Role
from headwater.web.notices import changes, outbox, rules
from headwater.web.notices.models import Notice, OutgoingMail
from headwater.web.partners.models import BodyKind, OwnerBody

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
WEDNESDAY_MORNING = datetime(2026, 3, 4, 7, 31, tzinfo=UTC)


def reader(name: str = "Ada Ferrier", digest: Digest = Digest.AT_ONCE) -> User:
    user = build_member(Role.LEAD, name=name)
    user.digest = digest
    user.save(update_fields=["digest"])
    return user


def send_all(now: datetime = AT) -> str:
    return outbox.send_waiting(now)


def html_of(sent: mail.EmailMessage) -> str:
    assert isinstance(sent, mail.EmailMultiAlternatives)
    return str(sent.alternatives[0][0])


def build_owner() -> OwnerBody:
    return OwnerBody.objects.create(
        workspace=build_workspace(),
        kind=BodyKind.COMMISSIONER,
        name="Loamshire Police and Crime Commissioner",
        legal_name="The Police and Crime Commissioner for Loamshire",
        email="pcc@loamshire.example",
        starts_on=date(2024, 5, 1),
    )


def test_somebody_who_wants_each_one_gets_a_mail_and_a_notice() -> None:
    build_owner()
    tell(reader())
    send_all()
    sent = mail.outbox[0]
    assert sent.to == ["ada.ferrier@loamshire.example"]
    assert sent.subject == (
        "OFFICIAL – Loamshire Police and Crime Commissioner: The September file is late"
    )
    assert "It was due on 2 March." in sent.body
    notice = Notice.objects.get()
    assert f"http://localhost:8000/account/notices/{notice.reference}/" in sent.body


@pytest.mark.parametrize("digest", [Digest.DAILY, Digest.WEEKLY, Digest.NEVER])
def test_others_get_no_mail_at_once(digest: Digest) -> None:
    tell(reader(digest=digest))
    assert send_all() == "sent 0, not sent 0"
    assert Notice.objects.count() == 1


def test_a_mail_about_something_restricted_names_nothing() -> None:
    user = reader()
    tell(user, subject="Panel for Bo Smith", words="Bo Smith, 14.", restricted=True)
    send_all()
    sent = mail.outbox[0]
    whole = f"{sent.subject} {sent.body} {html_of(sent)}"
    assert "Smith" not in whole
    assert "Panel" not in whole
    assert "Sign in to read it" in sent.body
    assert sent.subject.startswith("OFFICIAL-SENSITIVE – ")
    assert Notice.objects.get(user=user).subject == "Panel for Bo Smith"


def test_a_digest_of_restricted_things_names_nothing_either() -> None:
    user = reader(digest=Digest.DAILY)
    tell(user, subject="Panel for Bo Smith", words="Bo Smith, 14.", restricted=True)
    changes.gather(WEDNESDAY_MORNING)
    written = OutgoingMail.objects.get()
    assert "Smith" not in written.subject + written.text + written.html


def test_what_somebody_writes_is_text_in_the_mail() -> None:
    tell(reader(), subject="<b>Late</b>\r\nBcc: all@example.org", words="<script>x</script>")
    send_all()
    sent = mail.outbox[0]
    assert "<script>" not in html_of(sent)
    assert "\n" not in sent.subject
    assert sent.recipients() == ["ada.ferrier@loamshire.example"]


def test_a_daily_digest_gathers_what_was_not_read_and_is_written_once() -> None:
    user = reader(digest=Digest.DAILY)
    tell(user, subject="First")
    tell(user, subject="Second")
    tell(user, subject="Read already")
    Notice.objects.filter(subject="Read already").update(read_at=AT)
    assert changes.gather(WEDNESDAY_MORNING - timedelta(minutes=2)) == "wrote 0"
    assert changes.gather(WEDNESDAY_MORNING) == "wrote 1"
    assert changes.gather(WEDNESDAY_MORNING + timedelta(minutes=5)) == "wrote 0"
    send_all(WEDNESDAY_MORNING)
    assert mail.outbox[0].subject.endswith("2 notices for you")
    assert mail.outbox[0].body.index("First") < mail.outbox[0].body.index("Second")
    assert "Read already" not in mail.outbox[0].body


def test_what_comes_after_a_digest_waits_for_the_next_one() -> None:
    user = reader(digest=Digest.DAILY)
    tell(user, subject="First")
    changes.gather(WEDNESDAY_MORNING)
    tell(user, subject="Second", at=WEDNESDAY_MORNING + timedelta(hours=1))
    assert changes.gather(WEDNESDAY_MORNING + timedelta(hours=2)) == "wrote 0"
    assert changes.gather(WEDNESDAY_MORNING + timedelta(days=1)) == "wrote 1"
    text = OutgoingMail.objects.latest("pk").text
    assert "Second" in text
    assert "First" not in text


def test_half_past_seven_is_by_the_clock_on_the_wall() -> None:
    tell(reader(digest=Digest.DAILY), at=datetime(2026, 7, 1, tzinfo=UTC))
    assert changes.gather(datetime(2026, 7, 2, 7, 29, tzinfo=LONDON)) == "wrote 0"
    assert changes.gather(datetime(2026, 7, 2, 6, 30, tzinfo=UTC)) == "wrote 1"


def test_a_weekly_digest_is_written_on_monday_or_when_the_machine_wakes() -> None:
    tell(reader(digest=Digest.WEEKLY))
    assert changes.gather(datetime(2026, 3, 9, 7, 0, tzinfo=UTC)) == "wrote 0"
    assert changes.gather(datetime(2026, 3, 11, 5, 0, tzinfo=UTC)) == "wrote 1"
    assert changes.gather(datetime(2026, 3, 12, 9, 0, tzinfo=UTC)) == "wrote 0"


def test_nobody_gets_an_empty_digest() -> None:
    reader(digest=Digest.DAILY)
    assert changes.gather(WEDNESDAY_MORNING) == "wrote 0"


def away(user: User, deputy: User, until: date = date(2026, 3, 10)) -> None:
    user.deputy, user.away_until = deputy, until
    user.save(update_fields=["deputy", "away_until"])


def test_a_deputy_receives_for_somebody_who_is_away_and_is_told_why() -> None:
    ada, bo = reader("Ada Ferrier"), reader("Bo Larch")
    away(ada, bo)
    tell(ada)
    for_bo = Notice.objects.get(user=bo)
    assert for_bo.subject == "For Ada Ferrier: The September file is late"
    assert "away until 10 March 2026" in for_bo.words
    assert Notice.objects.filter(user=ada).exists()


def test_nobody_stands_in_once_somebody_is_back() -> None:
    ada, bo = reader("Ada Ferrier"), reader("Bo Larch")
    away(ada, bo, until=date(2026, 3, 2))
    tell(ada)
    assert not Notice.objects.filter(user=bo).exists()


def test_a_deputy_who_is_told_anyway_is_told_once() -> None:
    ada, bo = reader("Ada Ferrier"), reader("Bo Larch")
    away(ada, bo)
    tell(ada, bo, ada)
    assert Notice.objects.filter(user=bo).count() == 1


def test_deputies_in_a_ring_are_all_away_and_nobody_is_told_for_ever() -> None:
    ada, bo = reader("Ada Ferrier"), reader("Bo Larch")
    away(ada, bo)
    away(bo, ada)
    tell(ada)
    assert Notice.objects.count() == 1


def test_the_deputys_deputy_receives_when_both_are_away() -> None:
    ada, bo, cy = reader("Ada Ferrier"), reader("Bo Larch"), reader("Cy Moss")
    away(ada, bo)
    away(bo, cy)
    tell(ada)
    assert set(Notice.objects.values_list("user", flat=True)) == {ada.pk, cy.pk}


@pytest.mark.parametrize("restricted", [True, False])
def test_a_deputy_from_elsewhere_or_of_something_restricted_is_not_told_what_it_is(
    restricted: bool,
) -> None:
    council = build_organisation(build_workspace("otherton"), name="Otherton Council")
    ada = reader("Ada Ferrier")
    bo = (
        reader("Bo Larch")
        if restricted
        else build_member(Role.LEAD, name="Bo Larch", organisation=council)
    )
    away(ada, bo)
    tell(ada, subject="The Redfield file", restricted=restricted)
    assert "Redfield" not in Notice.objects.get(user=bo).subject


def test_somebody_whose_account_is_closed_is_told_nothing() -> None:
    user = reader()
    user.is_active = False
    user.save(update_fields=["is_active"])
    tell(user)
    assert not Notice.objects.exists()


@pytest.mark.parametrize("link", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_a_notice_leads_only_to_pages_of_this_site(link: str) -> None:
    with pytest.raises(ValueError, match="must lead to a page of this site"):
        tell(reader(), link=link)


def test_a_change_that_is_taken_back_tells_nobody() -> None:
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        tell(reader())
        raise KeyboardInterrupt
    assert not Notice.objects.exists()
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_mail_leaves_when_the_change_has_been_committed() -> None:
    with transaction.atomic():
        tell(reader(), at=AT)
        assert mail.outbox == []
    assert len(mail.outbox) == 1


class ServerAway:
    """A mail server that does not answer so many times."""

    def __init__(self, times: int) -> None:
        self.left = times

    def __call__(self, *_: object, **__: object) -> int:
        if self.left:
            self.left -= 1
            raise SMTPServerDisconnected("away")
        return 1


def test_a_mail_that_failed_is_tried_again_later_and_goes_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tell(reader())
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", ServerAway(2))
    assert send_all(AT) == "sent 0, not sent 1"
    assert send_all(AT + timedelta(seconds=59)) == "sent 0, not sent 0"
    assert send_all(AT + timedelta(minutes=1)) == "sent 0, not sent 1"
    assert send_all(AT + timedelta(minutes=6)) == "sent 1, not sent 0"
    assert send_all(AT + timedelta(days=9)) == "sent 0, not sent 0"


def test_a_mail_that_never_goes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    tell(reader())
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", ServerAway(99))
    for day in range(12):
        send_all(AT + timedelta(days=day))
    sent = OutgoingMail.objects.get()
    assert sent.attempts == len(rules.WAITS) + 1
    assert sent.given_up_at is not None


def test_a_server_that_is_away_is_not_asked_for_every_mail(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _ in range(9):
        tell(reader())
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", ServerAway(99))
    assert send_all() == "sent 0, not sent 3"


def test_a_mail_in_the_hands_of_a_worker_that_died_goes_once_after_a_while() -> None:
    tell(reader())
    reference = OutgoingMail.objects.get().reference
    assert outbox._taken(reference, now=AT)
    assert not outbox.send(reference, now=AT + rules.LEASE - timedelta(seconds=1))
    assert outbox.send(reference, now=AT + rules.LEASE)
    assert not outbox.send(reference, now=AT + timedelta(days=1))
    assert len(mail.outbox) == 1


def test_each_attempt_carries_the_same_name_so_that_a_mailbox_can_tell() -> None:
    tell(reader())
    send_all()
    reference = OutgoingMail.objects.get().reference
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{reference}@localhost>"


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_mail_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_queue", lambda _reference: None)
    user = reader()
    for number in range(20):
        tell(user, subject=f"Number {number}")
    start, failed = Barrier(2), []

    def work() -> None:
        start.wait()
        try:
            send_all()
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failed == []
    references = [sent.extra_headers["Message-ID"] for sent in mail.outbox]
    assert len(references) == len(set(references)) == 20


def test_old_notices_and_mail_that_went_are_deleted_and_what_waits_is_kept() -> None:
    user = reader()
    tell(user, at=AT - timedelta(days=400))
    tell(user, at=AT - timedelta(days=40))
    OutgoingMail.objects.filter(at__lt=AT - timedelta(days=100)).update(sent_at=AT)
    assert changes.forget(AT) == "deleted 1 notice and 1 mail"
    assert OutgoingMail.objects.get().sent_at is None


def test_somebody_without_notices_counts_none() -> None:
    from builders.web import actor_of
    from headwater.web.accounts.actor import NOBODY
    from headwater.web.notices.queries import unread_count

    tell(reader())
    assert unread_count(actor_of(build_user("Cy Moss"))) == 0
    assert unread_count(NOBODY) == 0
