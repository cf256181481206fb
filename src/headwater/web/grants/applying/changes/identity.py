"""Codes are sent and tried, links opened: who somebody is who has no account."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from headwater.web.accounts.people import UNKNOWN
from headwater.web.audit.ledger import audited, record
from headwater.web.grants.applying import outbox, writing
from headwater.web.grants.applying.events import Event
from headwater.web.grants.applying.models import Applicant, Application, ResumeLink, SignInCode
from headwater.web.grants.applying.rules.identity import (
    A_DAY,
    AN_HOUR,
    CODE_DIGITS,
    CODE_LASTS,
    MOST_CODES_BY_ADDRESS,
    MOST_CODES_BY_NETWORK,
    TooManyCodesError,
    code_is_open,
    typed_code,
)
from headwater.web.grants.applying.submitters import Submitter, submitter

SALT = "headwater.applying.identity"
NOBODY = Submitter(user_id=None, reference=UNKNOWN, name="")


def hash_of(secret: str) -> str:
    """What is kept of a secret with 256 random bits: one round of hashing does."""
    return hashlib.sha256(secret.encode()).hexdigest()


def mark_of(text: str, *, what: str) -> str:
    """What stands for something short or easily guessed, under the key of the installation."""
    return salted_hmac(f"{SALT}.{what}", text, algorithm="sha256").hexdigest()


def clean_address(typed: str) -> str:
    """An address as it is compared."""
    return typed.strip().lower()


@transaction.atomic
def ask_code(*, email: str, network: str, at: datetime) -> str:
    """The secret of a browser that waits for a code, which goes by mail to an address.

    It says and does the same whoever the address belongs to. At most five codes go to one address
    in an hour: a sixth is not written, and the page says the same. Raises `TooManyCodesError`
    where one network asks for many.
    """
    address, browser = clean_address(email), secrets.token_urlsafe(32)
    mark = mark_of(network, what="network")
    recent = SignInCode.objects.filter(made_at__gt=at - AN_HOUR)
    if recent.filter(network=mark).count() >= MOST_CODES_BY_NETWORK:
        raise TooManyCodesError
    is_held = recent.filter(email=address).count() >= MOST_CODES_BY_ADDRESS
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    if not is_held:
        made = SignInCode.objects.create(
            browser_hash=hash_of(browser),
            email=address,
            code_hash=mark_of(browser + code, what="code"),
            network=mark,
            made_at=at,
            ends_at=at + CODE_LASTS,
        )
        letter = writing.code(code)
        outbox.write_secret(
            key=f"code:{made.browser_hash}",
            to=address,
            subject=letter.subject,
            words=letter.words,
            at=at,
        )
    return browser


def try_code(*, browser: str, typed: str, at: datetime) -> Submitter | None:
    """Who somebody is, where the code is the one that was sent to them; None where it is not.

    Each try counts, five in all. An address that proves itself the first time becomes an applicant.
    What cannot be right is not written into the ledger, which strangers would fill.
    """
    found = SignInCode.objects.filter(browser_hash=hash_of(browser)).first()
    if found is None or not _is_open(found, at):
        return None
    return _tried(found, mark_of(browser + typed_code(typed), what="code"), at=at)


def _is_open(code: SignInCode, at: datetime) -> bool:
    return code_is_open(ends_at=code.ends_at, used_at=code.used_at, tries=code.tries, at=at)


@audited
def _tried(code: SignInCode, given: str, *, at: datetime) -> Submitter | None:
    held = SignInCode.objects.select_for_update().get(pk=code.pk)
    is_right = _is_open(held, at) and constant_time_compare(given, held.code_hash)
    held.tries += 1
    held.used_at = at if is_right else held.used_at
    held.save(update_fields=["tries", "used_at"])
    if is_right:
        return _signed_in(held.email, at=at)
    record(Event.SIGN_IN_FAILED, about=UNKNOWN, kind="applicant", by=NOBODY, at=at)
    return None


def _signed_in(email: str, *, at: datetime) -> Submitter:
    applicant, _ = Applicant.objects.get_or_create(email=email, defaults={"first_seen_at": at})
    applicant.last_seen_at = at
    applicant.save(update_fields=["last_seen_at"])
    who = submitter(applicant)
    record(Event.SIGNED_IN, about=applicant, by=who, at=at)
    return who


@audited
def note_signed_out(*, who: Submitter, at: datetime) -> None:
    """Somebody signed out."""
    record(Event.SIGNED_OUT, about=who.reference, kind="applicant", by=who, at=at)


def make_link(*, application: Application, applicant: Applicant, at: datetime) -> str:
    """The secret of a link that opens one application for one of its members.

    It belongs to the change that sends it. Earlier links of theirs stay open: letters cross.
    """
    token = secrets.token_urlsafe(32)
    ResumeLink.objects.create(
        application=application, applicant=applicant, token_hash=hash_of(token), made_at=at
    )
    return token


@audited
def open_link(*, link: ResumeLink, at: datetime) -> Submitter:
    """Whoever holds a link is its member, for this one application."""
    who = submitter(link.applicant, only=link.application.reference)
    Applicant.objects.filter(pk=link.applicant_id).update(last_seen_at=at)
    workspace = link.application.round.workspace.slug
    record(Event.LINK_OPENED, about=link.application, by=who, at=at, workspace=workspace)
    return who


def forget_codes(at: datetime) -> str:
    """Codes and the networks they were asked from are gone a day later."""
    count, _ = SignInCode.objects.filter(made_at__lt=at - A_DAY).delete()
    return f"{count} codes forgotten"
