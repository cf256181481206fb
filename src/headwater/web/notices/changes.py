"""Telling people things, and what they do with what they were told."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as dated
from django.utils.http import url_has_allowed_host_and_scheme

from headwater.core.words import counted
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import Digest, User
from headwater.web.notices import outbox, queries, rules, writing
from headwater.web.notices.models import Notice, OutgoingMail
from headwater.web.notices.rules import Every, Said

DIGESTS = {Every.DAY: Digest.DAILY, Every.WEEK: Digest.WEEKLY}


def notify(  # noqa: PLR0913 - what, to whom, where and when
    *,
    to: Iterable[User],
    kind: StrEnum,
    subject: str,
    words: str,
    link: str,
    at: datetime,
    restricted: bool = False,
) -> None:
    """Tell people something, each once, and the deputies of those who are away.

    What is restricted is named on the page only, never in mail. The rows belong to the
    transaction at hand; mail leaves after it has committed.
    """
    if not url_has_allowed_host_and_scheme(link, allowed_hosts=None):
        raise ValueError(f"A notice must lead to a page of this site, not to [{link}].")
    said = Said(rules.one_line(subject, rules.LONGEST_SUBJECT), words)
    notices = [
        Notice(
            user=person,
            kind=kind.value,
            subject=told.subject,
            words=told.words,
            link=link,
            at=at,
            restricted=restricted,
            emailed_at=at if person.digest == Digest.AT_ONCE else None,
        )
        for person, told in _told(to, said, link=link, at=at, restricted=restricted)
    ]
    with transaction.atomic():
        Notice.objects.bulk_create(notices)
        _write_at_once(notices, at=at)


def _told(
    to: Iterable[User], said: Said, *, link: str, at: datetime, restricted: bool
) -> Iterator[tuple[User, Said]]:
    """Each person once with what they are told: themselves, or as somebody's deputy."""
    today = timezone.localdate(at)
    people = {person.pk: person for person in to if person.is_active}
    for person in people.values():
        yield person, said
        deputy = queries.stand_in(person, today=today)
        if deputy is None or deputy.pk in people or person.away_until is None:
            continue
        may_see = not restricted and queries.may_follow(deputy, link, today=today)
        until = dated(person.away_until, "j F Y")
        yield deputy, rules.for_deputy(said, of=person.name, until=until, may_see=may_see)


def _write_at_once(notices: Iterable[Notice], *, at: datetime) -> None:
    today = timezone.localdate(at)
    for notice in notices:
        if notice.emailed_at is not None:
            letter = writing.letter_about(notice, today=today)
            outbox.write(key=f"notice:{notice.reference}", to=notice.user, letter=letter, at=at)


def mark_read(*, notice: Notice, at: datetime) -> None:
    """The notice is read; the first time counts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)


def mark_all_read(*, actor: Actor, at: datetime) -> int:
    """Every notice of the actor is read. How many were not before."""
    return queries.notices_for(actor).filter(read_at=None).update(read_at=at)


def gather(now: datetime) -> str:
    """Write the digests that are due and not yet written."""
    written = 0
    for every, choice in DIGESTS.items():
        name = rules.digest_name(every, timezone.localtime(now))
        if name is not None:
            written += sum(_gathered(user, name, now=now) for user in _readers(choice))
    return f"wrote {written}"


def _readers(choice: Digest) -> Iterable[User]:
    waiting = Notice.objects.filter(read_at=None, emailed_at=None).values("user")
    return User.objects.filter(is_active=True, digest=choice, pk__in=waiting).order_by("pk")


@transaction.atomic
def _gathered(user: User, name: str, *, now: datetime) -> bool:
    """One digest for one person, once however often the clock asks."""
    key = f"{name}:{user.reference}"
    notices = list(queries.not_gathered(user, at=now))
    if not notices or OutgoingMail.objects.filter(key=key).exists():
        return False
    letter = writing.digest_of(notices, today=timezone.localdate(now))
    if not outbox.write(key=key, to=user, letter=letter, at=now):
        return False
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(emailed_at=now)
    return True


def forget(now: datetime) -> str:
    """Delete notices and mail that have been kept long enough."""
    notices, _ = Notice.objects.filter(at__lt=now - rules.KEEP_NOTICES).delete()
    old = OutgoingMail.objects.filter(at__lt=now - rules.KEEP_MAIL)
    mails, _ = old.exclude(sent_at=None, given_up_at=None).delete()
    return f"deleted {counted(notices, 'notice')} and {counted(mails, 'mail')}"
