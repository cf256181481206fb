"""How the grants of Loamshire's Youth Fund are delivered: agreed, registered, returned, changed.

Those who won write their registers week by week, as a phone sends them. One return goes back for
changes, one grant is varied, one is watched, one concern is passed on, and one grant stops before
its end and pays back what is left.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.config.demonstration.steps import Step
from headwater.web.grants.applying.queries.applications import members_of
from headwater.web.grants.applying.submitters import Submitter, submitter
from headwater.web.grants.deciding.models import Award, AwardState
from headwater.web.grants.delivering.changes import (
    agreements,
    closing,
    concerns,
    people,
    returns,
    syncing,
    variations,
)
from headwater.web.grants.delivering.changes.people import Scored
from headwater.web.grants.delivering.changes.returns import Written
from headwater.web.grants.delivering.changes.variations import Wish
from headwater.web.grants.delivering.models import Delivery, Return
from headwater.web.grants.delivering.queries.closing import owed
from headwater.web.grants.delivering.queries.returns import counted
from headwater.web.grants.delivering.rules.agreeing import (
    Budgeted,
    Planned,
    Terms,
    spread,
    usual_schedule,
    usual_targets,
    usual_words,
)
from headwater.web.grants.delivering.rules.records import new_code
from headwater.web.grants.delivering.rules.workflow import WITH_DELIVERER, ReturnState
from headwater.web.partners.models import Workspace
from headwater.web.partners.queries import actor_for

LEAD, APPROVER = "lead@loamshire.example", "approver@loamshire.example"
SENT, ACCEPTED = 178, 174
FIRST_WEEK, LAST_WEEK = 171, 10
RETURNED, SENT_BACK, AGAIN, TAKEN = 118, 115, 112, 110
ASKED, AGREED, WORRIED, RATED = 96, 92, 88, 80
LAST_RETURNS, LAST_TAKEN, LAST_CLOSED = 8, 6, 4
STOPPED, SOME_BACK = 24, 9
"""Days ago."""
STOPS = 3
"""Which of the grants under way stops before its end."""
LOST_ROOM = (
    "The landlord took the room back and there is no other. We agreed that the grant ends here, "
    "that its tools stay with the school, and that what is left comes back."
)
BANK_NUMBER = "BGC 4471 0098"
A_WEEK = 7
SEED = 20_260_101
TOOL = "swemwbs"
WANTED = (
    "Thank you. Please say in a sentence how you reached those who were not known to you before."
)
NARRATIVE = (
    "Most came again after the first evening. Those who came late walked, as buses end early."
)
MORE = " We met those we did not know at the skate park, with the school's outreach worker."


def steps(workspace: Workspace) -> Iterator[Step]:
    """Half a year of delivery, told from the day agreements went out."""
    yield Step(SENT, lambda at: _send(workspace, at))
    yield Step(ACCEPTED, lambda at: _accept(workspace, at))
    for days_ago in range(FIRST_WEEK, LAST_WEEK, -A_WEEK):
        yield Step(days_ago, lambda at: _week(workspace, at))
    yield Step(RETURNED, lambda at: _return(workspace, NARRATIVE, at))
    yield Step(SENT_BACK, lambda at: _send_back(workspace, at))
    yield Step(AGAIN, lambda at: _return(workspace, NARRATIVE + MORE, at))
    yield Step(TAKEN, lambda at: _take(workspace, at))
    yield Step(ASKED, lambda at: _ask(workspace, at))
    yield Step(AGREED, lambda at: _agree(workspace, at))
    yield Step(WORRIED, lambda at: _worry(workspace, at))
    yield Step(RATED, lambda at: _rate(workspace, at))
    yield Step(STOPPED, lambda at: _stop(workspace, at))
    yield Step(SOME_BACK, lambda at: _some_back(workspace, at))
    yield Step(LAST_RETURNS, lambda at: _return(workspace, NARRATIVE, at))
    yield Step(LAST_TAKEN, lambda at: _take(workspace, at))
    yield Step(LAST_CLOSED, lambda at: _close(workspace, at))


def _actor(email: str) -> Actor:
    return actor_for(User.objects.get(email=email), today=timezone.localdate())


def _awards(workspace: Workspace, state: AwardState) -> list[Award]:
    rows = Award.objects.filter(application__round__workspace=workspace, state=state)
    return list(rows.select_related("application__round__workspace").order_by("pk"))


def _under_way(workspace: Workspace) -> list[Delivery]:
    """Grants whose register is written, in the order they were decided."""
    return [each.delivery for each in _awards(workspace, AwardState.ACTIVE)]


def _who(delivery: Delivery) -> Submitter:
    first = members_of(delivery.award.application).first()
    assert first is not None, "somebody wrote the application"
    return submitter(first.applicant)


def _send(workspace: Workspace, at: datetime) -> None:
    for award in _awards(workspace, AwardState.OFFERED):
        agreements.send(award=award, said=_terms(award), actor=_actor(LEAD), at=at)


def _terms(award: Award) -> Terms:
    application, expected = award.application, agreements.periods_of(award)
    place = application.round.workspace.name
    third = (award.amount / 3).quantize(Decimal("0.01"))
    return Terms(
        words=usual_words(award.title, application.organisation, award.amount, place),
        schedule=usual_schedule(award.amount, expected),
        budget=(
            Budgeted("People who run it", award.amount - third),
            Budgeted("Rooms, kit and food", third),
        ),
        targets=(
            *usual_targets(application.people or 20, expected),
            Planned("Sessions", "sessions", "sessions", spread(24, len(expected))),
            Planned(
                "Feel better at the end",
                "improved",
                "young people",
                (*[0] * (len(expected) - 1), 8),
                tool=TOOL,
            ),
        ),
        conditions=(("Send us your safeguarding policy and the checks of your leaders.", None),),
    )


def _accept(workspace: Workspace, at: datetime) -> None:
    for award in _awards(workspace, AwardState.OFFERED):
        agreement = award.delivery.agreements.first()
        assert agreement is not None, "it was sent four days before"
        delivery = agreements.accept(
            agreement=agreement,
            role="Chair of trustees",
            safeguarding_role="Designated safeguarding lead",
            safeguarding_email="safeguarding@youthprojects.example",
            sha256=agreement.sha256,
            actor=_who(award.delivery),
            at=at,
        )
        condition = delivery.conditions.first()
        if condition is not None:
            agreements.meet_condition(
                condition=condition,
                met_on=timezone.localdate(at),
                evidence="Read and in date.",
                actor=_actor(LEAD),
                at=at,
            )


def _week(workspace: Workspace, at: datetime) -> None:
    """One session of each grant that has begun, with those who come and some who are new."""
    today = timezone.localdate(at)
    for delivery in _under_way(workspace):
        award = delivery.award
        if award.starts_on <= today <= award.ends_on:
            _session(delivery, today, at)


def _session(delivery: Delivery, today: date, at: datetime) -> None:
    chance = random.Random(SEED + delivery.pk * 1_000 + today.toordinal())  # noqa: S311 - a story
    wanted = delivery.award.application.people or 20
    known = list(delivery.participants.values_list("client_id", flat=True))
    room = min(wanted - len(known), 12 if not known else chance.choice([0, 1, 2, 3]))
    fresh = [_newcomer(delivery, chance, today) for _ in range(room)]
    held: dict[str, Any] = {
        "kind": "session",
        "id": _id(chance),
        "held_on": today.isoformat(),
        "activity": delivery.award.title[:60],
        "minutes": 90,
    }
    everybody = [*known, *(UUID(each["id"]) for each in fresh)]
    marks = [_mark(held["id"], str(each), chance, at) for each in everybody]
    syncing.sync(delivery=delivery, given=[*fresh, held, *marks], actor=_who(delivery), at=at)
    _measure(delivery, chance, today, at)


def _id(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))


def _newcomer(delivery: Delivery, chance: random.Random, today: date) -> dict[str, Any]:
    return {
        "kind": "participant",
        "id": _id(chance),
        "code": new_code(),
        "started_on": today.isoformat(),
        "age_band": chance.choices(["10-13", "14-17", "18-25"], [5, 6, 1])[0],
        "area_code": chance.choice(delivery.award.application.area_codes or [""]),
        "referral": chance.choices(["self", "school", "family", "police"], [5, 4, 2, 1])[0],
        "lawful_basis": "task",
        "consent": chance.choice(["parent", "both"]),
        "needs": chance.sample(["school", "friends", "wellbeing", "safety"], 2),
    }


def _mark(session: str, person: str, chance: random.Random, at: datetime) -> dict[str, Any]:
    state = chance.choices(["present", "late", "absent"], [14, 2, 4])[0]
    reason = chance.choice(["ill", "school", "family", "unknown"]) if state == "absent" else ""
    return {
        "kind": "mark",
        "id": _id(chance),
        "session": session,
        "participant": person,
        "state": state,
        "reason": reason,
        "at": at.isoformat(),
    }


def _measure(delivery: Delivery, chance: random.Random, today: date, at: datetime) -> None:
    """Scores when somebody begins, and again once they have come for ten weeks."""
    for person in delivery.participants.all():
        stages = set(person.measures.values_list("stage", flat=True))
        stage = "before" if "before" not in stages else "after"
        is_time = stage == "before" or (today - person.started_on) >= timedelta(weeks=10)
        if stage in stages or not is_time:
            continue
        score = Decimal(chance.randint(17, 22) + (3 if stage == "after" else 0))
        said = Scored(TOOL, stage, today, score)
        people.measure(person=person, said=said, actor=_who(delivery), at=at)


def _due(delivery: Delivery, today: date) -> Return | None:
    rows = delivery.returns.filter(state__in=WITH_DELIVERER, last_day__lt=today)
    return rows.first()


def _return(workspace: Workspace, narrative: str, at: datetime) -> None:
    """Whoever has a return to write writes and certifies it."""
    for delivery in _under_way(workspace):
        of = _due(delivery, timezone.localdate(at))
        if of is None:
            continue
        of.delivery = delivery
        reason = "Families heard of it later than we hoped, and then told each other."
        said = Written(
            achieved={
                each.number: (counted(each, of) or 0, reason) for each in delivery.targets.all()
            },
            spent={
                each.number: ((each.amount / 2).quantize(Decimal("0.01")), "As the bills came.")
                for each in delivery.budget.all()
            },
            narrative=narrative,
            minutes_taken=9,
        )
        who = _who(delivery)
        saved = returns.write(of=of, said=said, version=of.version, actor=who, at=at)
        returns.certify(
            of=saved, role="Treasurer", is_checked=True, version=saved.version, actor=who, at=at
        )


def _submitted(workspace: Workspace) -> list[Return]:
    rows = Return.objects.filter(
        delivery__award__application__round__workspace=workspace, state=ReturnState.SUBMITTED
    )
    return list(rows.select_related("delivery__award").order_by("pk"))


def _send_back(workspace: Workspace, at: datetime) -> None:
    for of in _submitted(workspace)[:1]:
        returns.request_changes(of=of, wanted=WANTED, actor=_actor(LEAD), at=at)


def _take(workspace: Workspace, at: datetime) -> None:
    for of in _submitted(workspace):
        returns.accept(of=of, actor=_actor(LEAD), at=at)


def _ask(workspace: Workspace, at: datetime) -> None:
    for delivery in _under_way(workspace)[:1]:
        award = delivery.award
        wish = Wish(
            reason="The hall is shut for repairs for three weeks.",
            amount=award.amount,
            ends_on=award.ends_on + timedelta(days=21),
        )
        variations.ask(delivery=delivery, wish=wish, actor=_who(delivery), at=at)


def _agree(workspace: Workspace, at: datetime) -> None:
    for delivery in _under_way(workspace)[:1]:
        variation = delivery.variations.filter(state="asked").first()
        if variation is not None:
            variations.decide(
                variation=variation,
                agrees=True,
                reason="Nothing else changes, and the young people keep their evenings.",
                actor=_actor(APPROVER),
                at=at,
            )


def _worry(workspace: Workspace, at: datetime) -> None:
    for delivery in _under_way(workspace)[1:2]:
        made = concerns.raise_concern(
            delivery=delivery, passed_to="lead", actor=_who(delivery), at=at
        )
        concerns.acknowledge(concern=made, actor=_who(delivery), at=at + timedelta(hours=1))


def _rate(workspace: Workspace, at: datetime) -> None:
    judged = (
        ("green", "Numbers are as planned and the return was clear."),
        ("amber", "Fewer came than planned in the first month; a visit is arranged."),
    )
    for delivery, (rating, reason) in zip(_under_way(workspace), judged, strict=False):
        closing.rate(
            delivery=delivery,
            rating=rating,
            reason=reason,
            version=delivery.version,
            actor=_actor(LEAD),
            at=at,
        )


def _stop(workspace: Workspace, at: datetime) -> None:
    """One grant ends early: what it was paid and did not spend is owed back."""
    for delivery in _under_way(workspace)[STOPS : STOPS + 1]:
        closing.close(delivery=delivery, words=LOST_ROOM, actor=_actor(LEAD), at=at)


def _some_back(workspace: Workspace, at: datetime) -> None:
    """Two thirds of what is owed came, and the rest is waited for."""
    for award in _awards(workspace, AwardState.CLAWBACK):
        closing.recover(
            delivery=award.delivery,
            amount=(owed(award.delivery) * 2 / 3).quantize(Decimal("0.01")),
            received_on=timezone.localdate(at),
            identity=BANK_NUMBER,
            actor=_actor(LEAD),
            at=at,
        )


def _close(workspace: Workspace, at: datetime) -> None:
    """A grant whose last return was accepted is closed."""
    for delivery in _under_way(workspace):
        if not delivery.returns.exclude(state=ReturnState.ACCEPTED).exists():
            closing.close(delivery=delivery, words="", actor=_actor(LEAD), at=at)
