"""The register of algorithms: what is kept, what is refused, what the gate lets through."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from builders.algorithms import build_algorithm, build_description
from builders.web import actor_of, build_member, build_workspace
from headwater.core import clock
from headwater.web.accounts.actor import HEADWATER
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.models import Entry
from headwater.web.editions.gate import run_registered
from headwater.web.insights.algorithms import atrs, changes, queries, schedules
from headwater.web.insights.algorithms.defaults import DEFAULTS, Owner
from headwater.web.insights.algorithms.models import Algorithm
from headwater.web.insights.algorithms.rules import (
    NotRegisteredError,
    PredictsAboutPeopleError,
    RegisterError,
    Verb,
)
from headwater.web.releases.models import Kind
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = timedelta(days=1)


def test_what_is_registered_runs() -> None:
    build_algorithm()
    assert run_registered(build_workspace(), "street-counts", TODAY(), sum, [1, 2]) == 3


@pytest.mark.parametrize("status", ["draft", "suspended", "withdrawn"])
def test_what_is_not_in_use_does_not_run(status: str) -> None:
    build_algorithm(status=status)
    ran: list[int] = []
    with pytest.raises(NotRegisteredError, match=r"\[street-counts\] does not run"):
        run_registered(build_workspace(), "street-counts", TODAY(), ran.append, 1)
    assert ran == []


def test_what_is_not_in_the_register_does_not_run() -> None:
    with pytest.raises(NotRegisteredError, match="not in the register"):
        queries.check_registered(build_workspace(), "street-counts", TODAY())


def test_an_entry_of_another_workspace_lets_nothing_run_here() -> None:
    build_algorithm(workspace=build_workspace("elsewhere"))
    with pytest.raises(NotRegisteredError):
        queries.check_registered(build_workspace(), "street-counts", TODAY())


def test_an_entry_lets_its_algorithm_run_on_its_last_day_and_not_after() -> None:
    entry = build_algorithm()
    queries.check_registered(build_workspace(), "street-counts", entry.expires_on)
    with pytest.raises(NotRegisteredError, match="expired"):
        queries.check_registered(build_workspace(), "street-counts", entry.expires_on + DAY)


def test_a_model_about_people_is_refused_whoever_asks() -> None:
    with pytest.raises(PredictsAboutPeopleError, match="about a person"):
        changes.add(
            workspace=build_workspace(),
            key="who-next",
            description=build_description(predicts_about_people=True),
            actor=actor_of(build_member(Role.LEAD)),
            at=clock.now(),
        )
    assert not Algorithm.objects.exists()


def test_the_database_itself_refuses_a_model_about_people() -> None:
    entry = build_algorithm()
    with pytest.raises(IntegrityError), transaction.atomic():
        Algorithm.objects.filter(pk=entry.pk).update(predicts_about_people=True)


def test_an_edit_keeps_what_was_said_before() -> None:
    entry = build_algorithm()
    changes.edit(
        algorithm=entry,
        description=build_description(purpose="Counts offences by square."),
        version=1,
        actor=actor_of(build_member(Role.LEAD)),
        at=clock.now(),
    )
    said = [edit.said["purpose"] for edit in entry.edits.all()]
    assert said == ["Counts offences by square.", "Counts offences by street."]


def test_an_edit_over_somebody_elses_is_refused() -> None:
    entry = build_algorithm()
    given: dict[str, Any] = {
        "actor": actor_of(build_member(Role.LEAD)),
        "at": clock.now(),
        "version": 1,
    }
    changes.edit(algorithm=entry, description=build_description(name="Theirs"), **given)
    with pytest.raises(ChangedMeanwhileError):
        changes.edit(algorithm=entry, description=build_description(name="Mine"), **given)
    assert Algorithm.objects.get().name == "Theirs"


def test_only_a_lead_writes_in_the_register() -> None:
    with pytest.raises(NotYours):
        changes.add(
            workspace=build_workspace(),
            key="street-counts",
            description=build_description(),
            actor=actor_of(build_member(Role.CONTRIBUTOR)),
            at=clock.now(),
        )


def test_an_expired_entry_is_not_put_back_into_use() -> None:
    entry = build_algorithm(
        status="suspended", reviewed_on=TODAY() - 20 * DAY, expires_on=TODAY() - DAY
    )
    with pytest.raises(RegisterError, match="has expired"):
        changes.move(
            algorithm=entry,
            verb=Verb.START,
            reason="Needed",
            version=entry.version,
            actor=actor_of(build_member(Role.LEAD)),
            at=clock.now(),
        )


def test_setting_up_registers_everything_that_runs_once() -> None:
    given: dict[str, Any] = {
        "workspace": build_workspace(),
        "owner": Owner("Loamshire PCC", "Head of analysis", "analysis@loamshire.example"),
        "actor": HEADWATER,
    }
    first = changes.register_defaults(**given, at=clock.now())
    second = changes.register_defaults(**given, at=clock.now())
    assert (len(first), len(second)) == (len(DEFAULTS), 0)
    for default in DEFAULTS:
        queries.check_registered(build_workspace(), default.key, TODAY())


def test_every_change_is_in_the_ledger() -> None:
    entry = build_algorithm()
    said = Entry.objects.get(event="algorithm_added")
    assert (said.about, said.facts["key"]) == (entry.reference, "street-counts")


def test_a_record_says_every_field_that_the_template_requires() -> None:
    record = atrs.record(atrs.said_by(build_algorithm()))
    required = [a for a in atrs.answers(atrs.said_by(Algorithm.objects.get())) if a.field.required]
    assert all(answer.words for answer in required)
    assert record["tier_1"]["name"] == "Street counts"
    assert record["tier_2"]["Owner and responsibility"]["senior_responsible_owner"] == (
        "Head of analysis"
    )
    assert record["predicts_about_people"] is False


def test_leads_are_asked_to_review_thirty_days_before_the_end_once() -> None:
    entry = build_algorithm(expires_on=TODAY() + 30 * DAY)
    build_algorithm("later", expires_on=TODAY() + 31 * DAY)
    for _ in range(2):
        schedules.remind(clock.now())
    item = Item.objects.get()
    assert (item.about, item.due_on) == (entry.reference, entry.expires_on)


def test_a_review_takes_the_work_off_the_list() -> None:
    entry = build_algorithm(expires_on=TODAY() + 10 * DAY)
    schedules.remind(clock.now())
    changes.edit(
        algorithm=entry,
        description=build_description(expires_on=TODAY() + 300 * DAY),
        version=entry.version,
        actor=actor_of(build_member(Role.LEAD)),
        at=clock.now(),
    )
    assert Item.objects.get().closed_at is not None


def test_a_record_is_proposed_as_it_is_now_and_its_writers_are_its_authors() -> None:
    entry = build_algorithm()
    writer = actor_of(build_member(Role.LEAD))
    release = changes.propose(
        algorithm=entry,
        reason="The public should know what we run.",
        actor=actor_of(build_member(Role.LEAD, name="Another Lead")),
        at=clock.now(),
    )
    assert (release.kind, release.snapshot) == (Kind.ALGORITHM, atrs.record(atrs.said_by(entry)))
    assert writer.reference in release.authors
