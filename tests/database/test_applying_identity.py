"""Codes and links: hashed, short-lived, tried five times, and the same whoever asks."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import TestCase

from builders.applying import ANN, AT, BEN, build_applicant, code_sent
from headwater.web.audit.models import Entry
from headwater.web.grants.applying.changes import identity
from headwater.web.grants.applying.models import Applicant, Letter, SignInCode
from headwater.web.grants.applying.rules.identity import (
    MOST_CODES_BY_ADDRESS,
    MOST_CODES_BY_NETWORK,
    MOST_TRIES,
    TooManyCodesError,
)

pytestmark = pytest.mark.django_db
A_QUARTER = timedelta(minutes=15)


def ask(email: str = ANN, *, network: str = "192.0.2.1", at=AT) -> str:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return identity.ask_code(email=email, network=network, at=at)


def wrong(code: str) -> str:
    return "000000" if "".join(code.split()) != "000000" else "111111"


def test_the_code_in_the_letter_says_who_somebody_is() -> None:
    browser = ask(f" {ANN.upper()} ")
    who = identity.try_code(browser=browser, typed=code_sent(ANN), at=AT)
    assert who is not None
    assert Applicant.objects.get(pk=who.applicant_id).email == ANN
    assert who.seats == ()


def test_nobody_is_an_applicant_before_their_address_is_proven() -> None:
    ask()
    assert not Applicant.objects.exists()


def test_neither_code_nor_secret_nor_network_is_kept() -> None:
    browser = ask()
    code = code_sent(ANN)
    kept = str(SignInCode.objects.values().get()) + str(Letter.objects.values().get())
    for secret in (browser, code, "".join(code.split()), "192.0.2.1"):
        assert secret not in kept


def test_a_letter_that_waits_does_not_show_its_code_in_a_copy_of_the_database() -> None:
    identity.ask_code(email=ANN, network="192.0.2.1", at=AT)
    assert "Your code is" not in Letter.objects.get().words


@pytest.mark.parametrize("later", [A_QUARTER, A_QUARTER + timedelta(days=1)])
def test_a_code_ends_after_a_quarter_of_an_hour(later: timedelta) -> None:
    browser = ask()
    assert identity.try_code(browser=browser, typed=code_sent(ANN), at=AT + later) is None


def test_a_code_opens_once() -> None:
    browser = ask()
    assert identity.try_code(browser=browser, typed=code_sent(ANN), at=AT) is not None
    assert identity.try_code(browser=browser, typed=code_sent(ANN), at=AT) is None


def test_after_five_wrong_tries_the_right_code_opens_nothing() -> None:
    browser = ask()
    for _ in range(MOST_TRIES):
        assert identity.try_code(browser=browser, typed=wrong(code_sent(ANN)), at=AT) is None
    assert identity.try_code(browser=browser, typed=code_sent(ANN), at=AT) is None


def test_a_code_is_of_no_use_in_another_browser() -> None:
    ask()
    other = ask(BEN)
    assert identity.try_code(browser=other, typed=code_sent(ANN), at=AT) is None


def test_one_address_gets_five_codes_an_hour_and_the_answer_is_the_same() -> None:
    for _ in range(MOST_CODES_BY_ADDRESS + 2):
        assert len(ask()) == 43
    assert len(mail.outbox) == MOST_CODES_BY_ADDRESS
    ask(at=AT + timedelta(minutes=61))
    assert len(mail.outbox) == MOST_CODES_BY_ADDRESS + 1


def test_one_network_asks_for_so_many_codes_an_hour() -> None:
    SignInCode.objects.bulk_create(
        SignInCode(
            browser_hash=f"b{number}",
            email=f"a{number}@x.example",
            code_hash="c",
            network=identity.mark_of("192.0.2.1", what="network"),
            made_at=AT,
            ends_at=AT,
        )
        for number in range(MOST_CODES_BY_NETWORK)
    )
    with pytest.raises(TooManyCodesError):
        ask()
    ask(network="192.0.2.2")


def test_known_and_unknown_addresses_are_written_to_alike() -> None:
    build_applicant(ANN)
    ask(ANN)
    ask(BEN)
    first, second = mail.outbox
    assert first.subject == second.subject
    assert len(first.body) == len(second.body)


def test_the_ledger_says_that_somebody_signed_in_and_never_their_address() -> None:
    browser = ask()
    identity.try_code(browser=browser, typed=wrong(code_sent(ANN)), at=AT)
    identity.try_code(browser=browser, typed=code_sent(ANN), at=AT)
    events = list(Entry.objects.values_list("event", flat=True))
    assert events == ["applicant_sign_in_failed", "applicant_signed_in"]
    assert ANN not in str(list(Entry.objects.values()))


def test_codes_are_forgotten_after_a_day() -> None:
    ask()
    assert identity.forget_codes(AT + timedelta(hours=23)) == "0 codes forgotten"
    assert identity.forget_codes(AT + timedelta(hours=25)) == "1 codes forgotten"
