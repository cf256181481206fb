"""Applications that were handed in, assessed, checked, put before a panel and decided."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from builders.applying import handed_in
from builders.money import AT, build_fund, build_pot
from builders.web import actor_of, build_member, build_organisation, build_workspace
from headwater.rulebook.practice import due_diligence
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.models import User
from headwater.web.accounts.roles import Role
from headwater.web.grants.applying.models import Applicant, Application, Attachment, Member
from headwater.web.grants.deciding.changes import (
    assessing,
    checking,
    decisions,
    interests,
    moderating,
    questions,
)
from headwater.web.grants.deciding.changes.assessing import Scored
from headwater.web.grants.deciding.changes.checking import Answered
from headwater.web.grants.deciding.changes.moderating import Settled
from headwater.web.grants.deciding.models import Assessment, Award, Clarification, Decision
from headwater.web.grants.deciding.rules.checking import Result, asked_of
from headwater.web.grants.deciding.rules.deciding import Ruling, Said
from headwater.web.grants.rounds.models import Criterion, Question, Round, RoundState, Section
from headwater.web.partners.models import Organisation, Workspace

A_DAY = timedelta(days=1)
CLOSED = AT - 7 * A_DAY
WEIGHTS = {
    "need": ("Need and gap", 25),
    "fit": ("Fit to the strategy", 20),
    "evidence": ("Evidence", 20),
    "safeguarding": ("Delivery and safeguarding", 20),
    "value": ("Value for money", 10),
    "reach": ("Reach and equity", 5),
}
ANCHORS = [
    "Nothing is shown.",
    "Little is shown.",
    "Some is shown.",
    "Most is shown.",
    "All is shown.",
    "All is shown and more than was asked.",
]
REASON = (
    "The application says who takes part, how often they meet and what changes for them, and the "
    "budget fits what is planned from week to week."
)
"""More than twenty words."""
WHY = "It reaches young people whom nobody reaches today, with an approach that is known to work."
SUMMARY = "Mentoring on Friday nights for young people who were excluded from school."


def lead(name: str = "Lead Person") -> Actor:
    """Somebody who runs an assessment."""
    return actor_of(build_member(Role.LEAD, name=name))


def approver(name: str = "Approver Person") -> Actor:
    """Somebody who decides."""
    return actor_of(build_member(Role.APPROVER, name=name))


def assessor(name: str = "First Assessor", *, organisation: Organisation | None = None) -> User:
    """Somebody who may be named to assess."""
    return build_member(Role.CONTRIBUTOR, name=name, organisation=organisation)


def build_round(workspace: Workspace | None = None, *, budget: str = "60000.00") -> Round:
    """A round that has closed, with its criteria and a pot."""
    here = workspace or build_workspace()
    fund = build_fund(here)
    found = Round.objects.filter(workspace=here, title="Youth Fund small grants").first()
    if found is not None:
        return found
    made = Round.objects.create(
        workspace=here,
        fund=fund,
        slug=f"youth-fund-{here.slug}",
        title="Youth Fund small grants",
        summary="Up to £3,500 for young people.",
        state=RoundState.PUBLISHED,
        opens_at=CLOSED - 42 * A_DAY,
        closes_at=CLOSED,
        published_at=CLOSED - 43 * A_DAY,
        total=Decimal("50000.00"),
        largest_award=Decimal("3500.00"),
        smallest_award=Decimal("250.00"),
        places=[
            {"code": "Z99D00007", "name": "Larkminster"},
            {"code": "Z99D00001", "name": "Brinmouth"},
        ],
        written_by="headwater",
    )
    made.pots.add(build_pot(fund, budget=budget))
    for position, (key, (name, weight)) in enumerate(WEIGHTS.items(), start=1):
        Criterion.objects.create(
            round=made,
            position=position,
            key=key,
            name=name,
            weight=weight,
            anchors=ANCHORS,
            no_zero=key == "safeguarding",
        )
    return made


def build_application(
    round: Round | None = None, *, email: str = "ann@harbourlight.example", **given: Any
) -> Application:
    """An application that was handed in before its round closed."""
    applicant = Applicant.objects.get_or_create(email=email, defaults={"first_seen_at": AT})[0]
    said: dict[str, Any] = {
        "state": "submitted",
        "organisation": "Harbour Light",
        "organisation_kind": "charity",
        "charity_number": "1099999",
        "title": "Friday mentors",
        "summary": SUMMARY,
        "amount": Decimal("3000.00"),
        "area_codes": ["Z99D00007"],
        "minimum_age": 11,
        "maximum_age": 17,
        "people": 24,
        "approach": "mentoring",
        "level": "secondary",
        "starts_on": date(2026, 9, 1),
        "ends_on": date(2027, 3, 31),
        "started_at": CLOSED - 9 * A_DAY,
        "submitted_at": CLOSED - A_DAY,
        "submitted_by": applicant,
        "certified_name": "Ann Harbour",
        "certified_role": "Chair",
        **given,
    }
    made = Application.objects.create(round=round or build_round(), started_by=applicant, **said)
    Member.objects.create(application=made, applicant=applicant, added_at=made.started_at)
    return made


def attach(
    application: Application, called: str = "policy.csv", *, at: datetime = AT
) -> Attachment:
    """A file that answers a question of the round."""
    round_ = application.round
    section, _ = Section.objects.get_or_create(round=round_, title="Papers", position=1)
    Question.objects.get_or_create(
        round=round_,
        key="policy",
        defaults={
            "section": section,
            "kind": "upload",
            "words": "Your safeguarding policy",
            "required": False,
            "position": 1,
        },
    )
    return Attachment.objects.create(
        application=application,
        document=handed_in(round_.workspace, None, called, at),
        key="policy",
        added_by=application.started_by.reference,
        added_at=at,
    )


def name(application: Application, person: User, *, at: datetime = AT) -> Assessment:
    """Somebody is asked to assess an application."""
    return assessing.name_assessor(
        application=application,
        person=person,
        due_on=date(2026, 6, 15),
        actor=lead(),
        at=at,
    )


def declare(application: Application, person: User, *, nature: str = "", at: datetime = AT) -> None:
    """Somebody says whether they have an interest."""
    interests.declare(
        application=application,
        has_interest=bool(nature),
        nature=nature,
        actor=actor_of(person),
        at=at,
    )


def all_at(points: int, **other: int) -> dict[str, Scored]:
    """The same points for every criterion, but for those that are named."""
    return {key: Scored(other.get(key, points), REASON, "moderate") for key in WEIGHTS}


def hand_in(
    assessment: Assessment, scored: Mapping[str, Scored] | None = None, *, at: datetime = AT
) -> Assessment:
    """An assessor hands in their scores."""
    person = User.objects.get(reference=assessment.assessor)
    declare(assessment.application, person, at=at)
    assessment.refresh_from_db()
    return assessing.hand_in(
        assessment=assessment,
        scored=scored or all_at(4),
        comment="",
        version=assessment.version,
        actor=actor_of(person),
        at=at,
    )


def build_assessed(
    application: Application | None = None,
    *scores: Mapping[str, Scored],
    at: datetime = AT,
    names: Sequence[str] = ("First Assessor", "Second Assessor", "Third Assessor"),
) -> Application:
    """An application that as many assessed as there are scores; two who agree by default."""
    found = application or build_application()
    for who, given in zip(names, scores or (all_at(4), all_at(4)), strict=False):
        hand_in(name(found, assessor(who), at=at), given, at=at)
    found.refresh_from_db()
    return found


def check_everything(application: Application, *, at: datetime = AT) -> Application:
    """Due diligence is finished."""
    for item in asked_of(due_diligence(), application.organisation_kind):
        answer = Answered(Result.MET, "Read it and found it in order.", date(2027, 6, 1))
        checking.record_check(
            application=application, item=item.id, answer=answer, actor=lead(), at=at
        )
    return application


def moderate(
    application: Application, key: str, points: str, *, who: str = "Moderating Lead"
) -> None:
    """A lead who did not assess says what one criterion comes to."""
    moderating.moderate(
        application=application,
        criterion=key,
        settled=Settled(Decimal(points), REASON, "Say more of who takes part."),
        version=0,
        actor=lead(who),
        at=AT,
    )


def build_before_panel(application: Application | None = None, *, at: datetime = AT) -> Application:
    """An application that was assessed and checked, and waits for a decision."""
    found = application or build_application()
    if not found.assessments.exists():
        build_assessed(found, at=at)
    check_everything(found, at=at)
    return moderating.put_before_panel(application=found, actor=lead(), at=at)


def approval(application: Application, **given: Any) -> Said:
    """An approval of what was asked for."""
    said: dict[str, Any] = {
        "ruling": Ruling.APPROVE,
        "reasons": WHY,
        "amount": application.amount,
        "pot": application.round.pots.latest("pk").reference,
        "description": SUMMARY,
        "conditions": "Send us the dates of the first four sessions.",
        "starts_on": application.starts_on,
        "ends_on": application.ends_on,
    }
    return Said(**{**said, **given})


def decide(
    application: Application,
    said: Said | None = None,
    *,
    actor: Actor | None = None,
    at: datetime = AT,
) -> tuple[Decision, Award | None]:
    """An approver decides."""
    return decisions.decide(
        application=application,
        said_=said or approval(application),
        has_no_interest=True,
        actor=actor or approver(),
        at=at,
    )


def build_award(application: Application | None = None, *, at: datetime = AT) -> Award:
    """An award that was offered."""
    _, award = decide(build_before_panel(application, at=at), at=at)
    assert award is not None
    return award


def ask(application: Application, *, at: datetime = AT) -> Clarification:
    """A lead asks the applicant something."""
    return questions.ask(
        application=application,
        question="Who opens the hall when the leader is ill?",
        due_on=at.date() + 7 * A_DAY,
        actor=lead(),
        at=at,
    )


def elsewhere(name: str = "Harbour Light") -> Organisation:
    """Another partner, as one that applies itself."""
    return build_organisation(name=name)
