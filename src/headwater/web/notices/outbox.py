"""Mail on its way: written with what it speaks of, taken in hand by one worker, sent once."""

from datetime import datetime
from functools import partial
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F

from headwater.web.accounts.models import User
from headwater.web.notices import queries, rules
from headwater.web.notices.models import OutgoingMail
from headwater.web.notices.writing import Letter

log = structlog.get_logger(__name__)
MOST_AT_ONCE = 200
FAILURES_THAT_MEAN_AWAY = 3


def write(*, key: str, to: User, letter: Letter, at: datetime) -> bool:
    """Put a mail in the outbox, in the transaction at hand. False where it is there already."""
    mail, is_new = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "user": to,
            "address": to.email,
            "subject": letter.subject,
            "text": letter.text,
            "html": letter.html,
            "at": at,
            "try_at": at,
        },
    )
    if is_new:
        # Should queueing fail, the mail is still there and the clock sends it.
        transaction.on_commit(partial(_queue, mail.reference), robust=True)
    return is_new


def _queue(reference: str) -> None:
    from headwater.web.notices.tasks import send_mail

    send_mail.enqueue(reference)


def send(reference: str, *, now: datetime) -> bool:
    """Send one mail unless it has gone or somebody has it in hand. Whether it went now."""
    if not _taken(reference, now=now):
        return False
    mail = OutgoingMail.objects.get(reference=reference)
    try:
        _message(mail).send()
    except (SMTPException, OSError) as error:
        _put_back(mail, now=now)
        log.warning("mail_failed", mail=reference, why=type(error).__name__)
        return False
    OutgoingMail.objects.filter(pk=mail.pk).update(sent_at=now)
    return True


def _taken(reference: str, *, now: datetime) -> bool:
    """Take a mail in hand for a while. Of any number who try, one gets it."""
    taken = queries.still_to_go(now).filter(reference=reference).order_by()
    return bool(taken.update(try_at=now + rules.LEASE, attempts=F("attempts") + 1))


def _put_back(mail: OutgoingMail, *, now: datetime) -> None:
    wait = rules.wait_after(mail.attempts)
    fate = {"given_up_at": now} if wait is None else {"try_at": now + wait}
    OutgoingMail.objects.filter(pk=mail.pk).update(**fate)


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    host = settings.HEADWATER.host
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.address],
        headers={
            # The same for every attempt, so that a mailbox can tell a repeat from a second mail.
            "Message-ID": f"<{mail.reference}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(mail.html, "text/html")
    return message


def send_waiting(now: datetime) -> str:
    """Send what was left behind by a worker that died or a mail server that was away."""
    sent = failed = 0
    waiting = queries.still_to_go(now).values_list("reference", flat=True)[:MOST_AT_ONCE]
    for reference in list(waiting):
        if send(reference, now=now):
            sent += 1
        else:
            failed += 1
        if failed - sent >= FAILURES_THAT_MEAN_AWAY:
            break
    return f"sent {sent}, not sent {failed}"
