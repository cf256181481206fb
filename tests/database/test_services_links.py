"""Links to providers: secret, for one entry, answered once, and nothing shown before acceptance."""

from datetime import timedelta

import pytest

from builders.services import (
    A_DAY,
    AT,
    build_link,
    build_service,
    change,
    with_said,
)
from builders.web import build_organisation, contributor_of
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.errors import NotYours
from headwater.web.provision.services.changes import links
from headwater.web.provision.services.events import Work
from headwater.web.provision.services.models import Answer, Link, Service
from headwater.web.provision.services.queries import links as queries
from headwater.web.provision.services.queries.services import record_of
from headwater.web.provision.services.rules.links import AnswerEndedError
from headwater.web.provision.services.rules.permissions import NotAllowedError
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db


def now(service: Service) -> Service:
    return Service.objects.select_related("workspace", "kept_by").get(pk=service.pk)


def correct(service: Service, **given: object) -> Answer:
    link, _ = build_link(service)
    said = with_said(record_of(service), **given)
    return links.answer(link=link, said=said, version=service.version, note="", at=AT + A_DAY)


def test_the_secret_is_not_kept() -> None:
    link, token = build_link(build_service())
    assert token not in str(Link.objects.values().get(pk=link.pk))
    assert queries.link_by_hash(links.hash_of(token), at=AT) == link


def test_a_link_opens_nothing_after_thirty_days_when_revoked_or_when_another_was_made() -> None:
    service = build_service()
    _, token = build_link(service)
    with pytest.raises(NotYours):
        queries.link_by_hash(links.hash_of(token), at=AT + timedelta(days=30))
    link, again = build_link(service)
    with pytest.raises(NotYours):
        queries.link_by_hash(links.hash_of(token), at=AT)
    links.revoke_link(link=link, actor=HEADWATER, at=AT)
    with pytest.raises(NotYours):
        queries.link_by_hash(links.hash_of(again), at=AT)


def test_confirming_changes_only_when_and_by_whom_it_was_confirmed() -> None:
    service = build_service(setting="School")
    link, _ = build_link(service)
    at = AT + A_DAY
    answer = links.answer(link=link, said=None, version=1, note="", at=at)
    held = now(service)
    assert (answer.state, held.confirmed_on) == ("confirmed", at.date())
    assert held.confirmed_by == "the provider, over a link"
    assert record_of(held) == with_said(record_of(service), confirmed_on=at.date())


def test_a_link_takes_one_answer() -> None:
    service = build_service()
    link, _ = build_link(service)
    links.answer(link=link, said=None, version=1, note="", at=AT)
    with pytest.raises(NotYours):
        links.answer(link=link, said=None, version=1, note="", at=AT)


def test_corrections_wait_until_somebody_accepts_them() -> None:
    service = build_service()
    answer = correct(service, opening="Monday to Friday")
    assert now(service).opening == ""
    assert Item.objects.filter(kind=Work.ANSWER, closed_at=None).count() == 1
    links.accept(answer=answer, actor=HEADWATER, at=AT + 2 * A_DAY)
    assert now(service).opening == "Monday to Friday"
    assert now(service).confirmed_on == (AT + A_DAY).date()
    assert Item.objects.filter(kind=Work.ANSWER, closed_at=None).count() == 0
    with pytest.raises(AnswerEndedError):
        links.decline(answer=answer, reason="Too late", actor=HEADWATER, at=AT + 2 * A_DAY)


def test_a_provider_says_nothing_of_money_evidence_or_places() -> None:
    service = build_service(cost_per_start=100.0)
    answer = correct(service, cost_per_start=1.0, name="Ours", need_type="therapy", setting="Home")
    assert answer.record == record_of(service)


def test_accepting_keeps_what_a_partner_changed_meanwhile() -> None:
    service = build_service()
    link, _ = build_link(service)
    change(service, opening="Tuesdays", people_now=5)
    said = with_said(record_of(service), people_now=9)
    answer = links.answer(link=link, said=said, version=1, note="", at=AT + A_DAY)
    links.accept(answer=answer, actor=HEADWATER, at=AT + 2 * A_DAY)
    held = now(service)
    assert (held.opening, held.people_now) == ("Tuesdays", 9)


def test_confirming_what_was_changed_meanwhile_waits_too() -> None:
    service = build_service()
    link, _ = build_link(service)
    change(service, opening="Tuesdays")
    answer = links.answer(link=link, said=None, version=1, note="", at=AT + A_DAY)
    assert answer.state == "waiting"


def test_declining_keeps_the_entry_and_the_reason() -> None:
    service = build_service()
    answer = correct(service, opening="Monday to Friday")
    links.decline(answer=answer, reason="It was last year's", actor=HEADWATER, at=AT + 2 * A_DAY)
    assert now(service).opening == ""
    assert Answer.objects.get().reason == "It was last year's"


def test_only_leads_send_links_and_only_keepers_decide_on_answers() -> None:
    actor = contributor_of(build_organisation())
    service = build_service()
    with pytest.raises(NotAllowedError):
        links.make_link(service=service, actor=actor, at=AT)
    with pytest.raises(NotAllowedError):
        links.accept(answer=correct(service, opening="Mondays"), actor=actor, at=AT)
