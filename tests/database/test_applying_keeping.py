"""Drafts that came to nothing go after a week's notice; what waits or was sent in stays."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import TestCase

from builders.applying import (
    ANN,
    AT,
    BEN,
    CERTIFIED,
    as_applicant,
    build_applicant,
    build_draft,
    build_sent,
)
from headwater.web.grants.applying.changes import keeping, sending
from headwater.web.grants.applying.models import Applicant, Application

pytestmark = pytest.mark.django_db
CLOSES = AT + timedelta(days=30)


def days_after(days: int):
    return CLOSES + timedelta(days=days)


def test_a_draft_goes_thirty_days_after_its_round_closed_and_its_people_know() -> None:
    build_draft()
    assert keeping.tell_of_drafts(days_after(22)) == "told of 0 drafts"
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert keeping.tell_of_drafts(days_after(23)) == "told of 1 draft"
    assert "will be deleted" in mail.outbox[-1].subject
    assert keeping.tell_of_drafts(days_after(24)) == "told of 0 drafts"
    keeping.delete_drafts(days_after(29))
    assert Application.objects.exists()
    keeping.delete_drafts(days_after(30))
    assert not Application.objects.exists()


def test_nobody_loses_a_draft_without_a_weeks_notice() -> None:
    build_draft()
    keeping.delete_drafts(days_after(90))
    keeping.tell_of_drafts(days_after(90))
    keeping.delete_drafts(days_after(96))
    assert Application.objects.exists()
    keeping.delete_drafts(days_after(97))
    assert not Application.objects.exists()


def test_what_was_sent_in_or_waits_although_late_stays() -> None:
    build_sent()
    draft = build_draft(by=BEN)
    sending.submit(application=draft, said=CERTIFIED, actor=as_applicant(BEN), at=CLOSES)
    keeping.tell_of_drafts(days_after(60))
    keeping.delete_drafts(days_after(90))
    assert Application.objects.count() == 2


def test_an_address_that_nobody_uses_is_forgotten() -> None:
    build_draft()
    build_applicant("nobody@x.example", last_seen_at=AT)
    keeping.delete_drafts(AT + timedelta(days=29))
    assert Applicant.objects.count() == 2
    keeping.delete_drafts(AT + timedelta(days=31))
    assert Applicant.objects.get().email == ANN
