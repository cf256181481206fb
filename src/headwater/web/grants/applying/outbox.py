"""Letters to those who apply: written with what they speak of, taken in hand once, sent once."""

from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, QuerySet

from headwater.web.accounts.keeping import decrypted, encrypted
from headwater.web.grants.applying.models import Application, Letter
from headwater.web.notices.rules import LEASE, wait_after

log = structlog.get_logger(__name__)
MOST_AT_ONCE = 200
FAILURES_THAT_MEAN_AWAY = 3
LONGEST_SUBJECT = 200


def write(
    *,
    key: str,
    to: str,
    subject: str,
    words: str,
    at: datetime,
    application: Application | None = None,
) -> Letter:
    """Put a letter in the outbox, in the transaction at hand; once for each key."""
    return _written(key, to, subject, words, at, application=application)


def write_secret(*, key: str, to: str, subject: str, words: str, at: datetime) -> Letter:
    """The same for a letter that carries a secret: kept under a key, and not after it is sent."""
    return _written(key, to, subject, encrypted(words), at, is_secret=True)


def _written(key: str, to: str, subject: str, words: str, at: datetime, **more: object) -> Letter:
    letter, is_new = Letter.objects.get_or_create(
        key=key,
        defaults={
            "address": to,
            "subject": " ".join(subject.split())[:LONGEST_SUBJECT],
            "words": words,
            "at": at,
            "try_at": at,
            **more,
        },
    )
    if is_new:
        # Should queueing fail, the letter is still there and the clock sends it.
        transaction.on_commit(partial(_queue, letter.reference), robust=True)
    return letter


def _queue(reference: str) -> None:
    from headwater.web.grants.applying.tasks import send_letter

    send_letter.enqueue(reference)


def still_to_go(now: datetime) -> QuerySet[Letter]:
    """Letters that wait and that nobody has in hand."""
    return Letter.objects.filter(sent_at=None, given_up_at=None, try_at__lte=now).order_by("at")


def send(reference: str, *, now: datetime) -> bool:
    """Send one letter unless it has gone or somebody has it in hand. Whether it went now."""
    taken = still_to_go(now).filter(reference=reference).order_by()
    if not taken.update(try_at=now + LEASE, attempts=F("attempts") + 1):
        return False
    letter = Letter.objects.get(reference=reference)
    try:
        _message(letter).send()
    except (SMTPException, OSError) as error:
        _put_back(letter, now=now)
        log.warning("letter_failed", letter=reference, why=type(error).__name__)
        return False
    kept = "" if letter.is_secret else letter.words
    Letter.objects.filter(pk=letter.pk).update(sent_at=now, words=kept)
    return True


def _put_back(letter: Letter, *, now: datetime) -> None:
    wait: timedelta | None = wait_after(letter.attempts)
    fate = {"given_up_at": now} if wait is None else {"try_at": now + wait}
    Letter.objects.filter(pk=letter.pk).update(**fate)


def _message(letter: Letter) -> EmailMessage:
    return EmailMessage(
        subject=letter.subject,
        body=decrypted(letter.words) if letter.is_secret else letter.words,
        to=[letter.address],
        headers={
            # The same for every attempt, so that a mailbox can tell a repeat from a second letter.
            "Message-ID": f"<{letter.reference}@{settings.HEADWATER.host}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def send_waiting(now: datetime) -> str:
    """Send what was left behind by a worker that died or a mail server that was away."""
    sent = failed = 0
    for reference in list(still_to_go(now).values_list("reference", flat=True)[:MOST_AT_ONCE]):
        if send(reference, now=now):
            sent += 1
        else:
            failed += 1
        if failed - sent >= FAILURES_THAT_MEAN_AWAY:
            break
    return f"sent {sent}, not sent {failed}"
